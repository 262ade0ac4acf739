"""Text a person typed, made fit to keep: one line or a note, as typed but for what cannot be seen."""

import unicodedata

from shopkeeper.errors import Declined
from shopkeeper.rules.patterns import late
from shopkeeper.say import text as say

LINE_LIMIT = 200  # characters
NOTE_LIMIT = 20_000
_MOST_MARKS = 8  # on one letter; Vietnamese needs two, pointed Hebrew four

_PLAIN = late(r"[!-~](?:[!-~]| (?! ))*(?<! )")  # printable ASCII, single spaces: nothing to do
_BLANK = "\u200b\ufeff\u2060\u00ad\u180e"  # take no room and part no words: dropped
_DROPPED = dict.fromkeys(map(ord, _BLANK))
_LOOKS_EMPTY = frozenset("\u3164\u115f\u1160\uffa0\u2800\u200c\u200d\u200e\u200f\u061c")
_TURNS = late("[\u202a-\u202e\u2066-\u2069]")
_BROKEN = late("[\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\ufdd0-\ufdef]|[\U0001fffe-\U0001ffff]")
_CONTROL = late("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_BREAK = late("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LABELLED_LINE = late("[\n\r][ \t]*[A-Za-z-]{1,30}:")
_SPACE = late(r"\s+")
_SPACE_IN_LINE = late(r"[^\S\n]+")


def clean_line(
    text: str,
    *,
    about: str,
    label: str = "",
    limit: int = LINE_LIMIT,
    required: bool = False,
) -> str:
    """One line fit to keep: NFC, trimmed, inner white space single; otherwise as typed, capitals and all.

    `about` is the field's name for programs, `label` its name in a sentence ("The street"). Blank text is '' –
    or `{about}_missing` where it is `required`. Refuses control characters and characters that turn the
    writing round (`{about}_unprintable`), more than `limit` characters (`{about}_too_long`), letters buried in
    marks (`{about}_unreadable`), several labelled lines (`{about}_several_lines`).
    """
    name = label or say(_LABELS.get(about, "This field"))
    if len(text) <= limit and _PLAIN.fullmatch(text):
        return text
    if len(text) > 20 * limit:  # before any work: a paste of ten megabytes is answered at once
        raise _too_long(about, name, limit)
    _refuse_unprintable(text, about, name)
    if _LABELLED_LINE.search(text.strip()):
        raise Declined(
            f"{about}_several_lines",
            say("{field} holds several lines of something. Put each thing in its own field.").format(
                field=name
            ),
            about,
        )
    line = _SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_DROPPED))).strip()
    if _looks_empty(line):
        if required:
            raise Declined(f"{about}_missing", say("{field} is empty.").format(field=name), about)
        return ""
    if len(line) > limit:
        raise _too_long(about, name, limit)
    _refuse_buried(line, about, name)
    return line


def clean_name(text: str, about: str = "name") -> str:
    """A name: a line that must not be empty. Any script, apostrophes, digits, `Null` and `=1+1` are names."""
    return clean_line(text, about=about, required=True)


def clean_note(text: str, *, about: str = "note", label: str = "", limit: int = NOTE_LIMIT) -> str:
    """Several lines fit to keep: NFC, line ends as `\\n`, no blanks at the end of lines, no blank ends.

    Refuses as `clean_line` does; blank text is ''.
    """
    name = label or say(_LABELS.get(about, "This field"))
    if len(text) > 20 * limit:
        raise _too_long(about, name, limit)
    _refuse_unprintable(text, about, name)
    joined = _LINE_BREAK.sub("\n", text.replace("\r\n", "\n").translate(_DROPPED))
    lines = [
        _SPACE_IN_LINE.sub(" ", line).rstrip() for line in unicodedata.normalize("NFC", joined).split("\n")
    ]
    note = "\n".join(lines).strip()
    if _looks_empty(note):
        return ""
    if len(note) > limit:
        raise _too_long(about, name, limit)
    _refuse_buried(note, about, name)
    return note


def _refuse_unprintable(text: str, about: str, name: str) -> None:
    if _TURNS.search(text):
        raise Declined(
            f"{about}_unprintable",
            say(
                "{field} holds invisible characters that turn the writing round. Type it again by hand."
            ).format(field=name),
            about,
        )
    if _CONTROL.search(text) or _BROKEN.search(text):
        raise Declined(
            f"{about}_unprintable",
            say("{field} holds characters that cannot be shown. Type it again by hand.").format(field=name),
            about,
        )


def _refuse_buried(text: str, about: str, name: str) -> None:
    if text.isascii():
        return
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.combining(c) or unicodedata.category(c) == "Me" else 0
        if marks > _MOST_MARKS:
            raise Declined(
                f"{about}_unreadable",
                say("{field} has letters buried under marks. Type it again without them.").format(field=name),
                about,
            )


def _looks_empty(text: str) -> bool:
    return all(c in _LOOKS_EMPTY or unicodedata.category(c) in {"Zs", "Mn", "Me", "Cf"} for c in text)


def _too_long(about: str, name: str, limit: int) -> Declined:
    return Declined(
        f"{about}_too_long",
        say("{field} is longer than {limit} characters. Shorten it; nothing was kept of it.").format(
            field=name, limit=limit
        ),
        about,
    )


_LABELS = {
    "name": "The name",
    "given_name": "The given name",
    "family_name": "The family name",
    "say": "How the name is said",
    "greeting": "The greeting",
    "note": "The note",
    "street": "The street",
    "address_2": "The second line of the address",
    "postcode": "The postcode",
    "town": "The town",
    "region": "The region",
    "country": "The country",
    "number": "The member number",
    "card": "The card number",
    "phone": "The phone number",
    "email": "The e-mail address",
    "what": "The words for the purchase",
    "reason": "The reason",
    "line": "The line of your own",
}
