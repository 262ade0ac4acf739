"""The shop's wording: plain text with a closed list of fields, filled with plain values and never with markup."""

import re
import unicodedata
from collections.abc import Mapping

from shopkeeper.errors import Declined
from shopkeeper.rules.wording_fields import FIELDS
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

MOST_BYTES = 100_000
"""Longest wording that is read, in bytes of UTF-8."""
LONGEST_WORD = 10_000
"""Longest run of characters without a space, in a wording and in what is put into it."""


_BY_NAME = {field.name: field for field in FIELDS}
_FIELD = re.compile(r"\{\{([^{}\n]*)\}\}|\{\{")
_STOP = re.compile(r"[.!?…؟۔।։]+[\"'”’»)\]]*(?=\s)|[。！？]+[”’」』）]*")
_LAST_WORD = re.compile(r"[^\s(]+$")
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\t]+")
_AFTER_GREETING = ",:，：،、"
_ABBREVIATED = frozenset(
    "Mr. Mrs. Ms. Mx. Dr. Prof. St. No. e.g. i.e. Hr. Fr. Nr. bzw. z.B. ca. M. Mme. Mlle. Sr. Sra. Srta. Dra. "
    "κ. κα. π.χ.".split()
)
_TITLES = frozenset(
    "mr mrs ms mx miss dr prof sir dame rev herr frau m mme mlle monsieur madame sr sra srta don doña dra κ κα".split()
)
_LONGEST_CLOSING = 60
_OPEN, _SHUT = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL")


class Misworded(Declined):
    """A wording that cannot be used; `line` and `column` count from 1 and show where (0 for the whole of it)."""

    def __init__(self, code: str, because: str, line: int = 0, column: int = 0) -> None:
        super().__init__(code, because, "wording")
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a field in a sentence."""

    name: str


Sentence = tuple[str | Slot, ...]
Line = tuple[Sentence, ...]
Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A wording with a member's values in it: plain text, a line break is a newline.

    `left_out` names the fields that were empty and took their sentence with them.
    """

    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that was read and understood: the greeting line, the paragraphs and the closing line."""

    salutation: Paragraph
    paragraphs: tuple[Paragraph, ...]
    closing: Paragraph

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields it asks for."""
        parts = (self.salutation, *self.paragraphs, self.closing)
        return frozenset(
            piece.name
            for part in parts
            for line in part
            for sentence in line
            for piece in sentence
            if isinstance(piece, Slot)
        )

    def fill(self, values: Mapping[str, str]) -> Filled:
        """Put plain values into the fields; what a value holds is never read as a field or as markup.

        A field that is missing from `values` or empty takes its sentence with it. Refuses a value of more than 100,000
        characters, or with a word of more than 10,000. A name that is no field is a fault of the program: ValueError.
        """
        if strange := values.keys() - _BY_NAME.keys():
            raise ValueError(f"not fields of a wording: {sorted(strange)}")
        for name, value in values.items():
            if len(value) > MOST_BYTES:
                raise Declined(
                    "value_too_long",
                    say("{field} is longer than 100,000 characters. Please shorten it.").format(
                        field=_BY_NAME[name].says
                    ),
                    name,
                )
        ready = {name: _one_line(value) for name, value in values.items()}
        for name in sorted(self.fields & ready.keys()):
            if _longest_word(ready[name]) > LONGEST_WORD:
                raise Declined(
                    "word_too_long",
                    say("{field}: there is a word of more than 10,000 characters. Please shorten it.").format(
                        field=_BY_NAME[name].says
                    ),
                    name,
                )
        left_out: list[str] = []
        salutation = _fill(self.salutation, ready, left_out)
        paragraphs = tuple(text for part in self.paragraphs if (text := _fill(part, ready, left_out)))
        closing = _fill(self.closing, ready, left_out)
        return Filled(salutation, paragraphs, closing, tuple(dict.fromkeys(left_out)))


def versions(text: str) -> tuple[str, ...]:
    """The wordings that stand in one file, parted by a line of three dashes."""
    parts = re.split(r"(?m)^---[ \t]*$", text.replace("\r\n", "\n").removeprefix("\ufeff"))
    return tuple(stripped for part in parts if (stripped := part.strip()))


def parse(text: str) -> Wording:
    """Read a wording: blank lines part paragraphs, a line break stays a line break, `{{name}}` is a field.

    A first paragraph that ends in a comma or colon is the greeting; a short last one is the closing. Refused, with
    the place where there is one: more than 100 kB, nothing at all, a word of more than 10,000 characters, a control
    character, a field that is not closed, a field that is not in the list.
    """
    if len(text) > 2 * MOST_BYTES:  # with line ends of two signs; longer than that it is not even copied
        raise _too_long()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise _too_long()
    paragraphs: list[Paragraph] = []
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), start=1):
        _check_line(line, number)
        if line.strip():
            lines.append(_sentences(line, number))
        elif lines:
            paragraphs.append(tuple(lines))
            lines = []
    if lines:
        paragraphs.append(tuple(lines))
    if not paragraphs:
        raise Misworded("wording_empty", "The wording is empty. Write at least one sentence.")
    salutation: Paragraph = ()
    closing: Paragraph = ()
    if (
        len(paragraphs) > 1
        and len(paragraphs[0]) == 1
        and _shown(paragraphs[0]).endswith(tuple(_AFTER_GREETING))
    ):
        salutation = paragraphs.pop(0)
    if len(paragraphs) > 1 and len(paragraphs[-1]) == 1 and len(_shown(paragraphs[-1])) <= _LONGEST_CLOSING:
        closing = paragraphs.pop()
    return Wording(salutation, tuple(paragraphs), closing)


def greeting_for(name: str, greeting: str = "") -> str:
    """How to greet a member: the way they asked for, or else the first part of the name.

    The whole name where the first part is a title or an initial ("Dr Obi", "J. Smith"); "" for a member known by
    number only.
    """
    if greeting.strip():
        return greeting.strip()
    parts = name.split()
    if not parts:
        return ""
    first = parts[0].rstrip(",")
    bare = first.rstrip(".").casefold()
    if parts[0].endswith(",") or bare in _TITLES or (len(parts) > 1 and len(bare) < 2):
        return " ".join(parts)
    return first


def _too_long() -> Misworded:
    return Misworded("wording_too_long", "The wording is longer than 100 kB. Please shorten it.")


def _check_line(line: str, number: int) -> None:
    for column, character in enumerate(line, start=1):
        if character != "\t" and unicodedata.category(character) in ("Cc", "Cs"):
            raise Misworded(
                "wording_character",
                f"Line {number}, column {column}: there is a character that cannot be printed. Please take it out.",
                number,
                column,
            )
    column = 1
    for word in re.split(r"(\s+)", line):
        if len(word) > LONGEST_WORD:
            raise Misworded(
                "word_too_long",
                f"Line {number}, column {column}: this word has more than 10,000 characters. Please shorten it.",
                number,
                column,
            )
        column += len(word)


def _sentences(line: str, number: int) -> Line:
    """Part a line into sentences; white space stays at the end of the sentence it follows."""
    flat, slots = _flatten(line, number)
    ends = {
        match.end() for match in _STOP.finditer(flat) if _really_ends(flat, match.start(), match.end(), slots)
    }
    ends |= {at + 1 for at, name in slots.items() if _BY_NAME[name].whole}
    ends.add(len(flat))
    sentences: list[Sentence] = []
    start = 0
    for stop in sorted(ends):
        end = stop
        while end < len(flat) and flat[end].isspace():
            end += 1
        if end > start:
            sentences.append(_pieces(flat, slots, start, end))
            start = end
    return tuple(sentences)


def _flatten(line: str, number: int) -> tuple[str, dict[int, str]]:
    """The line with one capital letter for each field, and which field stands at which place."""
    flat: list[str] = []
    length = 0
    slots: dict[int, str] = {}
    read = 0
    for match in _FIELD.finditer(line):
        column = match.start() + 1
        if match.group(1) is None:
            raise Misworded(
                "field_not_closed",
                f"Line {number}, column {column}: a field begins here but does not end. Write it like {{{{name}}}}.",
                number,
                column,
            )
        name = match.group(1).strip()
        if name not in _BY_NAME:
            raise Misworded("field_unknown", _unknown(name, number, column), number, column)
        before = line[read : match.start()]
        flat += (before, "X")
        length += len(before)
        slots[length] = name
        length += 1
        read = match.end()
    flat.append(line[read:])
    return "".join(flat), slots


def _unknown(name: str, line: int, column: int) -> str:
    short = name if len(name) <= 40 else name[:39] + "…"
    import difflib

    near = difflib.get_close_matches(name[:80].casefold(), _BY_NAME, n=1)
    hint = f"Did you mean {{{{{near[0]}}}}}?" if near else "Choose one from the list of fields."
    return f"Line {line}, column {column}: there is no field called “{short}”. {hint}"


def _really_ends(flat: str, start: int, end: int, slots: Mapping[int, str]) -> bool:
    following = flat[end:].lstrip()
    if following and following[0].islower():
        return False
    if flat[start] != ".":
        return True
    word = _LAST_WORD.search(flat[: start + 1])
    if word is None or start - 1 in slots:
        return True
    initial = len(word.group()) == 2 and word.group()[0].isupper()
    return not initial and word.group() not in _ABBREVIATED


def _pieces(flat: str, slots: Mapping[int, str], start: int, end: int) -> Sentence:
    pieces: list[str | Slot] = []
    read = start
    for at in range(start, end):
        if at in slots:
            if at > read:
                pieces.append(flat[read:at])
            pieces.append(Slot(slots[at]))
            read = at + 1
    if end > read:
        pieces.append(flat[read:end])
    return tuple(pieces)


def _fill(part: Paragraph, values: Mapping[str, str], left_out: list[str]) -> str:
    lines = (
        "".join(_fill_sentence(sentence, values, left_out) for sentence in line).strip() for line in part
    )
    return "\n".join(line for line in lines if line)


def _fill_sentence(sentence: Sentence, values: Mapping[str, str], left_out: list[str]) -> str:
    empty = [piece.name for piece in sentence if isinstance(piece, Slot) and not values.get(piece.name)]
    if empty:
        left_out += empty
        return ""
    around = _directions("".join(piece for piece in sentence if isinstance(piece, str)))
    return "".join(
        piece if isinstance(piece, str) else _set_apart(values[piece.name], around) for piece in sentence
    )


def _set_apart(value: str, around: frozenset[str]) -> str:
    """A name written the other way round is set apart, so that commas and figures beside it keep their place."""
    return f"{_OPEN}{value}{_SHUT}" if around and _directions(value) - around else value


def _directions(text: str) -> frozenset[str]:
    found = set()
    for character in text:
        way = unicodedata.bidirectional(character)
        if way == "L":
            found.add("left")
        elif way in _RIGHT_TO_LEFT:
            found.add("right")
    return frozenset(found)


def _one_line(value: str) -> str:
    """A value as it can stand in a line: no breaks, no control characters, no lone halves of a character."""
    value = _BREAKS.sub(" ", value)
    kept = (
        "\ufffd" if unicodedata.category(character) == "Cs" else character
        for character in value
        if unicodedata.category(character) != "Cc"
    )
    return "".join(kept).strip()


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def _shown(part: Paragraph) -> str:
    return "".join(
        piece if isinstance(piece, str) else _BY_NAME[piece.name].example
        for line in part
        for sentence in line
        for piece in sentence
    ).strip()
