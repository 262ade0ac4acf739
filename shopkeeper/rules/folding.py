"""How a typed word meets a written one: folding, spellings, near misses, sound, and what to mark in the text shown."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from shopkeeper.rules.patterns import late
from shopkeeper.rules.vowelless import vowelless

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_NEAR = 3
UNSPACED_AT_MOST = 12
JOINED_PARTICLE = 3

# Han, kana and Hangul are written without spaces: each place in a run may be where the given name begins.
_UNSPACED = "\u1100-\u11ff\u3005-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = late(r"\w+(?:['’ʼ`´]\w+)*")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´ʹ")
_SPOKEN_AS_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
# Greek pairs of letters that are one sound, as Greeks write them in Latin letters: Παπαδόπουλος is Papadopoulos.
_GREEK_PAIRS = tuple(zip(("ου", "αυ", "ευ", "γγ", "μπ"), ("ou", "av", "ev", "ng", "b"), strict=True))
_GREEK = late("[\u0370-\u03ff]")
_ACCENTS = late("[\u0300-\u036f]")
_ASCII_WORD = late(r"[a-z0-9]+")
_DIGIT = late(r"\d")
# The letters that names are mostly written with here, as anyascii gives them.
_LETTERS = (
    str.maketrans(
        "àáâãäåçèéêëìíîïðñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĸĺļľłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżž",
        "aaaaaaceeeeiiiidnoooooouuuuyyaaaccccddeeeeegggghhiiiiijkqllllnnnooorrrsssstttuuuuuuwyzzz",
    )
    | str.maketrans(
        "αάβγδεέζηήιίϊΐκλμνξοόπρστυύϋΰφωώ",
        "aavgdeeziiiiiiklmnxooprstyyyyfoo",
    )
    | str.maketrans(
        "абвгдезийклмнопрстуфъыьэѐёѓіїјћќѝў",
        "abvgdeziyklmnoprstuf'y'eeegiijckiu",
    )
    | str.maketrans({
        "æ": "ae", "þ": "th", "ŋ": "ng", "œ": "oe",
        "θ": "th", "χ": "ch", "ψ": "ps", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ђ": "dj", "є": "ie", "ѕ": "dz", "љ": "lj", "њ": "nj", "џ": "dzh",
    })
)  # fmt: skip
_ASCII_NO_TEXT = dict.fromkeys((*range(32), 127), " ")
_NO_TEXT = late("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")

Span = tuple[int, int]


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]+")


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(f"(?:(?![{_UNSPACED}])[^\\W_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff])+")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The text as it is compared: no case, no accents, in Latin letters. Folding twice changes nothing."""
    if text.isascii():
        return text.translate(_ASCII_NO_TEXT).lower()
    composed = unicodedata.normalize("NFKC", _NO_TEXT.sub(" ", text)).casefold()
    composed = unicodedata.normalize("NFKC", composed)
    plain = composed.translate(_LETTERS)
    if plain.isascii():
        return plain
    from anyascii import anyascii  # reads its tables from files, and only other scripts need them

    return anyascii(composed).lower()


def digits(text: str) -> str:
    """Only the digits, whatever script they are written in."""
    found = "".join(_DIGIT.findall(text))
    return found if found.isascii() else "".join(str(unicodedata.digit(sign)) for sign in found)


@lru_cache(maxsize=16384)
def spellings(word: str) -> tuple[str, ...]:
    """The folded ways to spell one written word, the plainest first: `müller` is `muller` and `mueller`."""
    bare = word.translate(_APOSTROPHES)
    if bare.isascii():
        plain = "".join(_ASCII_WORD.findall(bare.lower()))
        return (plain,) if plain else ()
    ways = ["".join(_ASCII_WORD.findall(fold(bare)))]
    low = unicodedata.normalize("NFC", bare.casefold())
    spoken = low.translate(_SPOKEN_AS_TWO)
    if _GREEK.search(low):
        spoken = _ACCENTS.sub("", unicodedata.normalize("NFD", low))
        for pair, heard in _GREEK_PAIRS:
            spoken = spoken.replace(pair, heard)
    if spoken != low:
        ways.append("".join(_ASCII_WORD.findall(fold(spoken))))
    return tuple(dict.fromkeys(way for way in ways if way))


def _pieces(text: str) -> Iterable[tuple[str, bool]]:
    """The words of a text, each with whether it is of a script that is written without spaces."""
    if text.isascii():
        for word in _ASCII_WORD.finditer(text.lower().translate(_APOSTROPHES)):
            yield word.group(), False
        return
    clean = unicodedata.normalize("NFKC", _NO_TEXT.sub(" ", text)).casefold().translate(_APOSTROPHES)
    at = 0
    for run in _unspaced().finditer(clean):
        for word in _spaced().finditer(clean, at, run.start()):
            yield word.group(), False
        yield run.group(), True
        at = run.end()
    for word in _spaced().finditer(clean, at):
        yield word.group(), False


def typed_words(text: str, *, at_most: int = 6) -> tuple[tuple[str, ...], ...]:
    """The words of a question, each with its spellings; a word of an unspaced script stays in its own."""
    words: list[tuple[str, ...]] = []
    for piece, unspaced in _pieces(text):
        ways = (piece[:UNSPACED_AT_MOST],) if unspaced else spellings(piece)
        if ways:
            words.append(ways)
        if len(words) == at_most:
            break
    return tuple(words)


@lru_cache(maxsize=16384)
def written_words(text: str) -> frozenset[str]:
    """Every word under which a written text can be found, folded and in an unspaced script of its own."""
    found: set[str] = set()
    plain: list[str] = []
    for piece, unspaced in _pieces(text):
        if unspaced:
            found.update(_run_words(piece[:UNSPACED_AT_MOST]))
            continue
        ways = spellings(piece)
        found.update(ways)
        plain.extend(ways[:1])
    # O'Brien is looked for as Brien, McDonald as Mc Donald, and the other way round.
    for mark in "'’ʼ`´":
        if mark in text:
            for part in text.split(mark)[1:]:
                found.update(word for ways in typed_words(part, at_most=1) for word in ways)
    for at, word in enumerate(plain[:-1]):
        if len(word) <= JOINED_PARTICLE:
            joined = word
            for following in plain[at + 1 : at + 4]:
                joined += following
                found.add(joined)
                if len(following) > JOINED_PARTICLE:
                    break
    return frozenset(found)


def _run_words(run: str) -> Iterable[str]:
    each = ["".join(_ASCII_WORD.findall(fold(sign))) for sign in run]
    for at in range(len(run)):
        yield run[at:]
        joined = "".join(each[at:])
        if joined:
            yield joined
        if each[at]:
            yield each[at]


def near(word: str) -> list[str]:
    """Every spelling one slip away: a letter left out, put in, replaced, or two swapped."""
    if len(word) < SHORTEST_NEAR:
        return []
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = dict.fromkeys(left + right[1:] for left, right in halves if right)
    found.update(
        dict.fromkeys(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    )
    for left, right in halves:
        tail = right[1:]
        for letter in LETTERS:
            if right:
                found[left + letter + tail] = None
            found[left + letter + right] = None
    found.pop(word, None)
    return list(found)


# Spellings that sound alike in the languages a shop's members bring: the first that fits is taken.
_SOUNDS = tuple(
    (late(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"sch|sh|zh|tsch|tch|cz|ch(?=[aeiouy])", "x"),
        (r"^c(?=[eiy])|(?<=.)c(?=[eiy])", "s"),
        (r"ght", "t"),
        (r"gh", ""),
        (r"ph|pf|v|w(?=[aeiouy])", "f"),
        (r"th|dt|tt", "t"),
        (r"ck|ch|c|q(?:u)?|kh", "k"),
        (r"mps", "ms"),
        (r"tz|ts|z|ss", "s"),
        (r"ks", "x"),
        (r"dj|dzh|dg(?=e)", "j"),
        (r"^y(?=[aeou])", "j"),
        (r"(?<=[aeiou])y(?=[aeou])", "i"),
        (r"h", ""),
        (r"ai|ay|ei|ey|ie|ee|ea|ii|ij|y|e|i", "e"),
        (r"ou|oo|ow|au|aw|eu|oe|ue|o|u|w", "o"),
        (r"a+", "a"),
    )
)


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A key that sound-alikes share: Meyer and Maier, Stephen and Steven, Smith and Smythe. "" for a word too short.

    Consonants by class and the first vowel by kind; later vowels are what writers differ in.
    """
    if not word.isalpha() or len(word) < SHORTEST_NEAR or not word.isascii():
        return ""
    key = word
    for pattern, instead in _SOUNDS:
        key = pattern.sub(instead, key)
    kept = ""
    heard_vowel = False
    for letter in key:
        if letter in "aeo":
            if not heard_vowel:
                kept += letter
            heard_vowel = True
        elif not kept.endswith(letter):
            kept += letter
    return kept if len(kept) > 1 else ""


def one_slip(typed: str, written: str) -> bool:
    """Whether the typed word is one slip away, or none, from the written one or from its beginning."""
    if len(typed) < SHORTEST_NEAR:
        return False
    lengths = {min(len(written), len(typed) + change) for change in (-1, 0, 1)}
    return any(_at_most_one_apart(typed, written[:length]) for length in lengths)


def _at_most_one_apart(one: str, two: str) -> bool:
    start = 0
    while start < len(one) and start < len(two) and one[start] == two[start]:
        start += 1
    one, two = one[start:], two[start:]
    return (
        one[1:] == two[1:]
        or one[1:] == two
        or one == two[1:]
        or (len(one) > 1 and len(two) > 1 and one[0] == two[1] and one[1] == two[0] and one[2:] == two[2:])
    )


def _reach(word: str, typed: str) -> int:
    """How many signs of the written word the typed letters cover; 0 when it does not begin so."""
    for two in (False, True):
        covered = ""
        for at, sign in enumerate(word):
            shown = unicodedata.normalize("NFC", sign.casefold())
            if two:
                shown = shown.translate(_SPOKEN_AS_TWO)
            covered += "".join(_ASCII_WORD.findall(fold(shown.translate(_APOSTROPHES))))
            if len(covered) >= len(typed):
                if covered.startswith(typed):
                    return at + 1
                break
    return 0


def marks(
    shown: str, words: Iterable[tuple[str, ...]], *, loosely: bool = False
) -> tuple[tuple[Span, ...], set[int]]:
    """Where the typed words stand in the text shown, and which of them (by position) stand there at all.

    Spans are (start, end) in signs of `shown`, in order, never overlapping. `loosely` also accepts a word
    that is one slip away, sounds alike or is written without its vowels, and marks the whole of it.
    """
    places = _places(shown)
    spans: list[Span] = []
    met: set[int] = set()
    for number, ways in enumerate(words):
        span = _stands_at(places, ways) or (_nearly_at(places, ways) if loosely else None)
        if span is not None:
            met.add(number)
            spans.append(span)
    return (_together(spans) if len(spans) > 1 else tuple(spans)), met


Place = tuple[int, str, tuple[str, ...]]


@lru_cache(maxsize=4096)
def _places(shown: str) -> tuple[Place, ...]:
    """The words of a shown text: where each begins, as it is written, and its spellings."""
    return tuple((found.start(), found.group(), spellings(found.group())) for found in _WORD.finditer(shown))


def _stands_at(places: tuple[Place, ...], ways: tuple[str, ...]) -> Span | None:
    for start, word, written in places:
        for way in ways:
            if way in written:
                return start, start + len(word)
    for start, word, written in places:
        for way in ways:
            for spelling in written:
                if spelling.startswith(way):
                    plain = len(spelling) == len(word)  # each sign is one letter
                    return start, start + (len(way) if plain else _reach(word, way) or len(word))
            if word.isascii() and "'" not in word:
                continue
            span = _within(start, word, way)
            if span is not None:
                return span
    return _across(places, ways) if len(places) > 1 else None


def _within(start: int, word: str, way: str) -> Span | None:
    """A typed beginning inside a written word: of Brien in O'Brien, of a given name in a run without spaces."""
    at = word.casefold().find(way) if not way.isascii() else -1
    if at >= 0:
        return start + at, start + at + len(way)
    parts = re.split("['’ʼ`´]", word)
    if len(parts) > 1 and any(spelling.startswith(way) for spelling in spellings(parts[-1])):
        begin = start + len(word) - len(parts[-1])
        return begin, begin + (_reach(parts[-1], way) or len(parts[-1]))
    return _in_run(start, word, way) if _unspaced().search(word) else None


def _in_run(start: int, word: str, way: str) -> Span | None:
    for at in range(len(word)):
        reach = _reach(word[at:], way)
        if reach:
            return start + at, start + at + reach
    return None


def _across(places: tuple[Place, ...], ways: tuple[str, ...]) -> Span | None:
    """`vandenberg` typed in one, written in several words."""
    for at in range(len(places) - 1):
        begin = places[at][2][0] if places[at][2] else ""
        if not begin or not any(way.startswith(begin) for way in ways):
            continue
        joined = begin
        for start, word, written in places[at + 1 : at + 4]:
            before = joined
            joined += written[0] if written else ""
            for way in ways:
                if len(way) > len(before) and joined.startswith(way):
                    return places[at][0], start + (_reach(word, way[len(before) :]) or len(word))
    return None


def _nearly_at(places: tuple[Place, ...], ways: tuple[str, ...]) -> Span | None:
    heard = {sound(way) for way in ways} - {""}
    alike = None
    unvoiced = tuple(spelling for way in ways for spelling in vowelless(way))
    for start, word, written in places:
        for spelling in written:
            if any(one_slip(way, spelling) for way in ways):
                return start, start + len(word)
            if alike is None and (
                sound(spelling) in heard or (not word.isascii() and spelling.startswith(unvoiced))
            ):
                alike = start, start + len(word)
    return alike


def _together(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def digit_marks(shown: str, typed: str) -> tuple[Span, ...]:
    """Where the typed digits stand in a number as it is written, over its spaces and dashes; the last place first."""
    at = digits(shown).rfind(typed) if typed else -1
    if at < 0:
        return ()
    places = [found.start() for found in _DIGIT.finditer(shown)]
    return ((places[at], places[at + len(typed) - 1] + 1),)
