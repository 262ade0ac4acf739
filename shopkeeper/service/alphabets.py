"""In which alphabet (encoding) a file of text is written: what is certain, and what a person must choose from."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from shopkeeper.errors import Declined
from shopkeeper.rules.tables import Ask, Choice
from shopkeeper.say import text as say

# Canonical names as Python gives them, with words for the reader. "utf-8 twice" is our own: text that went
# through the wrong alphabet once already.
TWICE = "utf-8 twice"
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    TWICE: "Unicode that was read wrongly once before",
    "utf-7": "Unicode for old mail (UTF-7)",
    "utf-16-le": "Unicode (UTF-16, little end first)",
    "utf-16-be": "Unicode (UTF-16, big end first)",
    "utf-16": "Unicode (UTF-16)",
    "utf-32": "Unicode (UTF-32)",
    "utf-8-sig": "Unicode (UTF-8)",
    "cp1252": "Western Europe, Windows",
    "iso8859-15": "Western Europe, Linux",
    "iso8859-1": "Western Europe (ISO 8859-1)",
    "cp1250": "Central Europe, Windows",
    "iso8859-2": "Central Europe, Linux",
    "cp1251": "Cyrillic, Windows",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek, Windows",
    "cp1254": "Turkish, Windows",
    "cp1255": "Hebrew, Windows",
    "cp1256": "Arabic, Windows",
    "cp1257": "Baltic, Windows",
    "cp850": "Western Europe, DOS",
    "cp437": "America, DOS",
    "cp852": "Central Europe, DOS",
    "mac-roman": "Western Europe, old Mac",
    "cp932": "Japanese, Windows",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "cp949": "Korean, Windows",
}
_OFFERED = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp850",
    "mac-roman",
    "cp1253",
    "cp1254",
    "cp932",
    "gb18030",
    "cp949",
    "big5",
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF7 = re.compile(r"\+A[A-P0-9a-z][A-Za-z0-9+/](?:[A-Za-z0-9+/]*)-")
_TWICE_READ = re.compile(
    "[ÂÃ][\u0080-\u00bf]|[ÄÅÐÑ][\u0080-\u009f]|â€|Ã[\u0152\u0153\u0160\u0161\u0178\u0192\u2013-\u2026\u20ac\u2122]"
)
_PREVIEWS = 3


def canonical_encoding(name: str) -> str:
    """The encoding a person or `--encoding` named, as we call it; refuses others (`encoding_unknown`)."""
    plain = name.strip().lower()
    if plain == TWICE:
        return TWICE
    if re.fullmatch(r"[a-z0-9_ .:()-]{1,40}", plain):
        try:
            found = codecs.lookup(plain).name
        except LookupError:
            found = ""
        if found in ENCODINGS:
            return found
    raise Declined(
        "encoding_unknown",
        say("This alphabet is not known. Known are: {names}.").format(names=", ".join(ENCODINGS)),
        "encoding",
    )


def marked_encoding(head: bytes) -> str | None:
    """The Unicode form that the first bytes of a file name, if they name one."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def unmarked_utf16(head: bytes) -> Ask | None:
    """The question for a text whose every other byte is nought: UTF-16 without its mark; None if it is none."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(even, odd) < half * 0.7 or min(even, odd) > half * 0.1:
        return None
    likely = "utf-16-be" if even > odd else "utf-16-le"
    text = head[: half * 2].decode(likely, "replace")
    if "\n" not in text and "\r" not in text:
        return None
    return _ask([Choice(likely, say(ENCODINGS[likely]), tuple(text.splitlines()[:_PREVIEWS]))])


def doubts_of_unicode(sample: str) -> Ask | None:
    """The question for text that is good UTF-8, but looks as if it had been through another alphabet before."""
    if sample.isascii():
        found = _UTF7.search(sample)
        if not found:
            return None
        try:
            line = _line_at(sample, found.start())
            other, shown = "utf-7", line.encode().decode("utf-7")
        except UnicodeError:
            return None
        if not any(c.isalpha() and not c.isascii() for c in shown):
            return None
    else:
        found = _TWICE_READ.search(sample)
        if not found:
            return None
        line = _line_at(sample, found.start())
        other, shown = TWICE, read_twice(line)
        if shown == line:
            return None
    return _ask(
        [Choice(other, say(ENCODINGS[other]), (shown,)), Choice("utf-8", say(ENCODINGS["utf-8"]), (line,))]
    )


def read_twice(line: str) -> str:
    """A line whose UTF-8 bytes were once taken for Western letters, set right; another line as it is."""
    for wrong in ("cp1252", "latin-1"):
        try:
            return line.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return line


def ask_for_encoding(path: Path, without: str = "") -> Ask:
    """The question for a file that is not UTF-8 throughout: likely alphabets, each with lines as it shows them."""
    lines = _lines_beyond_ascii(path)
    rated: list[tuple[float, int, Choice]] = []
    for place, encoding in enumerate(_OFFERED):
        try:
            shown = [line.decode(encoding) for line in lines]
        except UnicodeDecodeError:
            continue
        if encoding != without:
            choice = Choice(encoding, say(ENCODINGS[encoding]), tuple(shown[:_PREVIEWS]))
            rated.append((-_plausible(shown), place, choice))
    if not rated:
        shown = [line.decode("latin-1") for line in lines]
        rated.append((0.0, 0, Choice("iso8859-1", say(ENCODINGS["iso8859-1"]), tuple(shown[:_PREVIEWS]))))
    return _ask([choice for _, _, choice in sorted(rated, key=lambda one: one[:2])][:6])


def _ask(choices: Sequence[Choice]) -> Ask:
    return Ask(
        "encoding_unclear",
        "encoding",
        say(
            "The letters of this file can be read in several ways. Choose the one in which the names look right."
        ),
        tuple(choices),
    )


def _lines_beyond_ascii(path: Path) -> list[bytes]:
    found: list[bytes] = []
    with path.open("rb") as file:
        while len(found) < 20 and (line := file.readline(2000)):
            if not line.isascii():
                found.append(line.strip()[:200])
    return found


def _plausible(lines: Iterable[str]) -> float:
    """How much the letters beyond ASCII look like words: letters between letters, of one case and script."""
    weight = 0.0
    for line in lines:
        for before, c, after in zip(" " + line, line, line[1:] + " ", strict=False):
            if c.isascii():
                continue
            if not c.isalpha():
                quotation = unicodedata.category(c) in {"Pi", "Pf", "Pd"} or c == "€"
                weight += 1.0 if quotation and not (before.isalpha() and after.isalpha()) else -2.0
                continue
            latin_beside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
            weight += 1.0
            if latin_beside and "LATIN" not in unicodedata.name(c, ""):
                weight -= 3.0
            if c.isupper() and (before.islower() or (before.isalpha() and after.islower())):
                weight -= 3.0
            if not before.isalpha() and (not after.isalpha() or after.isupper()) and c.islower():
                weight -= 1.5
    return weight


def _line_at(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : len(text) if end < 0 else end][:200]
