"""Are two records one person? What speaks for it and against it, weighed in bits (Fellegi and Sunter), with reasons.

A bit doubles the odds. What two records share weighs as much as it is rare; what they differ in weighs as much as it is
rare that one person's records do. A phone, an address and a surname are a household's, not a person's (rule 16): beside
two different given names they say little.
"""

from collections.abc import Callable, Iterable
from functools import cache
from math import log2
from typing import Literal

from shopkeeper.rules import nicknames
from shopkeeper.rules.folding import digits, fold, sound, typed_words
from shopkeeper.values import dataclass

Reason = Literal[
    "name", "name swapped", "name slip", "name sound", "nickname", "name part", "surname", "given name",
    "phone", "phone slip", "email", "email slip", "birthday", "birthday year", "birthday slip", "address",
    "address slip", "moved", "other phone", "other email", "other birthday",
]  # fmt: skip
"""What speaks for one person, or (`surname` and `given name` that differ, `moved`, `other …`) against."""

_OF_A_NAME: frozenset[Reason] = frozenset(
    {"name", "name swapped", "name slip", "name sound", "nickname", "name part"}
)
Born = tuple[int | None, int, int]
WORDS_AT_MOST = 6
SURE = 6.0
"""Bits above even: sixty to one and more."""

_SAME_WORD_AT_MOST = 11.0
_NICKNAME, _SOUND, _SLIP, _INITIAL = 0.6, 0.7, 0.6, 1.0
_MORE_WORDS = -1.0
_ONLY_A_NAME = 2.5  # the shop sees fewer people than the world has of the name
_RARE = 10.0  # bits: one in a thousand
_OTHER_SURNAME, _OTHER_GIVEN, _OTHER_NAME = -4.5, -13.0, -9.0
_PHONE, _PHONE_SLIP, _OTHER_PHONE = 14.0, 8.0, -1.0
_EMAIL, _EMAIL_SLIP, _OTHER_EMAIL = 16.0, 10.0, -0.7
_BIRTHDAY, _BIRTHDAY_NO_YEAR, _BIRTHDAY_SLIP, _OTHER_BIRTHDAY = 14.0, 8.3, 7.0, -5.0
_GENERATION, _OTHER_GENERATION = 13, -14.0
_ADDRESS, _ADDRESS_SLIP, _POSTCODE, _MOVED = 11.0, 8.0, 7.0, -1.0
_OF_A_HOUSEHOLD = 0.35


@dataclass(frozen=True, slots=True)
class Home:
    """An address as it is compared: all its digits and words of the street, postcode and town, folded."""

    house: str
    street: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class Described:
    """A person as records describe them, folded once so that many can be compared."""

    words: tuple[str, ...] = ()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    born: Born | None = None
    homes: tuple[Home, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one person, in bits above even, and what: the strongest reason first."""

    bits: float
    reasons: tuple[Reason, ...]

    @property
    def likely(self) -> bool:
        """More likely one person than two."""
        return self.bits > 0

    @property
    def sure(self) -> bool:
        """So likely that it would be a wonder otherwise."""
        return self.bits >= SURE


@cache
def _osa() -> Callable[..., int]:
    """Optimal string alignment; large, and needed only where people are compared."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in the one spelling they are compared in, titles left out; `Berg, Anna` is Anna Berg."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        name = f"{given} {family}"
    words = tuple(
        ways[0] if ways[0].isascii() else "".join(sign for sign in fold(ways[0]) if sign.isalnum())
        for ways in typed_words(name, at_most=WORDS_AT_MOST)
    )
    plain = tuple(word for word in words if word not in _TITLES)
    return plain or words


_TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame lady lord herr frau fraulein dipl ing mme mlle sig sra jr sr".split()
)


def home(street: str, postcode: str, town: str) -> Home:
    """An address folded to be compared."""
    words = [ways[0] for ways in typed_words(street, at_most=8)]
    house = "".join(word for word in words if word[0].isdigit())
    plain = "".join(_SHORT.get(word, word) for word in words if not word[0].isdigit())
    return Home(
        house,
        plain,
        "".join(ways[0] for ways in typed_words(postcode)),
        "".join(ways[0] for ways in typed_words(town)),
    )


_SHORT = {
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "lane": "ln",
    "close": "cl",
    "strasse": "str",
    "drive": "dr",
}


def likeness(one: Described, other: Described, rarity: Callable[[str], float], people: int) -> Likeness:
    """Weigh two descriptions against each other. `rarity` is how rare a word of a name is, in bits (-log2 of the share
    of people who have it); `people` is how many there are to be mistaken for one another."""
    found: list[tuple[float, Reason]] = []
    name = _names(one.words, other.words, rarity, people)
    found += name.found
    household = _OF_A_HOUSEHOLD if name.given_differs else 1.0
    for bits, reason in (_phones(one.phones, other.phones), _homes(one.homes, other.homes)):
        if reason:
            found.append((bits * household if bits > 0 else bits, reason))
    for bits, reason in (_emails(one.emails, other.emails), _birthdays(one.born, other.born)):
        if reason:
            found.append((bits, reason))
    total = sum(bits for bits, _ in found) - log2(10 * max(2, people))
    if all(reason in _OF_A_NAME for bits, reason in found if bits > 0):
        total -= _ONLY_A_NAME
    found.sort(key=lambda each: (each[0] < 0, -abs(each[0])))
    return Likeness(total, tuple(dict.fromkeys(reason for _, reason in found)))


@dataclass(frozen=True, slots=True)
class _Names:
    found: list[tuple[float, Reason]]
    given_differs: bool = False


def _names(
    one: tuple[str, ...], other: tuple[str, ...], rarity: Callable[[str], float], people: int
) -> _Names:
    if not one or not other:
        return _Names([])
    if one == other:
        return _Names([(sum(min(_SAME_WORD_AT_MOST, rarity(word)) for word in one), "name")])
    bits = 0.0
    reasons: set[Reason] = set()
    mine, theirs = list(one), list(other)
    for word in one:
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
            bits += min(_SAME_WORD_AT_MOST, rarity(word))
    if not mine and not theirs:
        return _Names([(bits, "name swapped")])
    same = len(one) - len(mine)
    if _joined(mine, theirs):
        bits += sum(min(_SAME_WORD_AT_MOST, rarity(word)) for word in mine) or _SAME_WORD_AT_MOST
        reasons.add("name slip")
        mine, theirs = [], []
    for word in tuple(mine):
        best = max(((*_nearly(word, their, rarity, people), their) for their in theirs), default=None)
        if best is not None and best[0] > 0:
            mine.remove(word)
            theirs.remove(best[2])
            bits += best[0]
            reasons.add(best[1])  # type: ignore[arg-type]
    if not reasons and not same:
        return _Names([(_OTHER_NAME, "given name")], given_differs=True)
    if mine and theirs:
        # Where the surname stands first (Nguyễn Thị Hoa), most of the words differ.
        given_differs = (one[0] in mine and other[0] in theirs) or min(len(mine), len(theirs)) * 2 > min(
            len(one), len(other)
        )
        against: tuple[float, Reason] = (
            (_OTHER_GIVEN, "given name") if given_differs else (_OTHER_SURNAME, "surname")
        )
        shared = bits * (_OF_A_HOUSEHOLD if given_differs else 1.0)
        return _Names([(shared, "name part"), against], given_differs)
    if mine or theirs:
        reasons.add("name part")
        bits += _MORE_WORDS * len(mine or theirs)
    order: tuple[Reason, ...] = ("nickname", "name slip", "name sound", "name part")
    return _Names([(bits, next(reason for reason in order if reason in reasons))])


def _nearly(word: str, their: str, rarity: Callable[[str], float], people: int) -> tuple[float, str]:
    if nicknames.may_be(word, their):
        return _NICKNAME * min(rarity(word), rarity(their), _SAME_WORD_AT_MOST), "nickname"
    shorter = min(len(word), len(their))
    if shorter == 1:
        return (_INITIAL, "name part") if word[0] == their[0] else (0.0, "")
    if shorter >= 3:
        apart = _osa()(word, their, score_cutoff=2)
        # A slip makes a word that hardly anybody has: John and Joan are two people.
        slipped = max(rarity(word), rarity(their)) >= min(_RARE, log2(people + 1) - 2.5)
        if slipped and apart <= (1 if shorter < 8 else 2):
            return _SLIP * min(_SAME_WORD_AT_MOST, max(rarity(word), rarity(their))), "name slip"
        if shorter >= 5 and sound(word) and sound(word) == sound(their):
            return _SOUND * min(_SAME_WORD_AT_MOST, rarity(word), rarity(their)), "name sound"
    if shorter >= 4 and (word.startswith(their) or their.startswith(word)):
        return _NICKNAME * min(rarity(word), rarity(their), 6.0), "nickname"
    return 0.0, ""


def _joined(mine: list[str], theirs: list[str]) -> bool:
    """Anna Maria is Annamaria; Wang Xiaoming is the Xiaoming Wang that is written in one."""
    one, other = "".join(mine), "".join(theirs)
    return (
        len(one) > 3
        and len(one) == len(other)
        and (one in other + other)
        and (len(mine) == 1 or len(theirs) == 1)
    )


def _phones(one: frozenset[str], other: frozenset[str]) -> tuple[float, Reason | None]:
    if not one or not other:
        return 0.0, None
    if one & other:
        return _PHONE, "phone"
    for mine in one:
        for theirs in other:
            if len(mine) >= 7 and _osa()(mine, theirs, score_cutoff=1) <= 1:
                return _PHONE_SLIP, "phone slip"
    return _OTHER_PHONE, "other phone"


def _emails(one: frozenset[str], other: frozenset[str]) -> tuple[float, Reason | None]:
    if not one or not other:
        return 0.0, None
    if one & other:
        return _EMAIL, "email"
    for mine in one:
        for theirs in other:
            if _osa()(mine, theirs, score_cutoff=1) <= 1 and digits(mine) == digits(theirs):
                return _EMAIL_SLIP, "email slip"  # but ann.lee7@ and ann.lee8@ are two people
            box, its = mine.partition("@")[0], theirs.partition("@")[0]
            if box == its and len(box) >= 6:
                return _EMAIL_SLIP, "email slip"
    return _OTHER_EMAIL, "other email"


def _birthdays(one: Born | None, other: Born | None) -> tuple[float, Reason | None]:
    if one is None or other is None:
        return 0.0, None
    if one[1:] == other[1:]:
        if one[0] is None or other[0] is None:
            return _BIRTHDAY_NO_YEAR, "birthday"
        if one[0] == other[0]:
            return _BIRTHDAY, "birthday"
        return _BIRTHDAY_SLIP if _year_slip(one[0], other[0]) else 1.0, "birthday year"
    same_year = one[0] is not None and one[0] == other[0]
    swapped = one[1:] == (other[2], other[1])
    near = _osa()(f"{one[1]:02d}{one[2]:02d}", f"{other[1]:02d}{other[2]:02d}", score_cutoff=1) <= 1
    if (swapped or near) and (same_year or one[0] is None or other[0] is None):
        return _BIRTHDAY_SLIP if same_year else _BIRTHDAY_SLIP - 5, "birthday slip"
    if one[0] is not None and other[0] is not None and abs(one[0] - other[0]) > _GENERATION:
        return _OTHER_GENERATION, "other birthday"  # a father and a son of one name
    return _OTHER_BIRTHDAY, "other birthday"


def _year_slip(one: int, other: int) -> bool:
    return _osa()(str(one), str(other), score_cutoff=1) <= 1


def _homes(one: Iterable[Home], other: Iterable[Home]) -> tuple[float, Reason | None]:
    best: tuple[float, Reason | None] = (0.0, None)
    for mine in one:
        for theirs in other:
            best = max(best, _home(mine, theirs), key=lambda each: (each[1] is not None, each[0]))
    return best


def _home(one: Home, other: Home) -> tuple[float, Reason | None]:
    same_code = bool(one.postcode) and one.postcode == other.postcode
    if one.street and other.street:
        same_street = one.street == other.street
        if one.house == other.house and (same_street or _street_slip(one.street, other.street)):
            if same_code or (not (one.postcode and other.postcode) and one.town == other.town):
                return (_ADDRESS, "address") if same_street else (_ADDRESS_SLIP, "address slip")
            if one.postcode and other.postcode and _osa()(one.postcode, other.postcode, score_cutoff=1) <= 1:
                return _ADDRESS_SLIP, "address slip"
        if same_code and same_street:
            return _POSTCODE - 2, "address slip"
        return _MOVED, "moved"
    if same_code:
        return _POSTCODE, "address"
    return (_MOVED, "moved") if one.postcode and other.postcode else (0.0, None)


def _street_slip(one: str, other: str) -> bool:
    return len(one) > 4 and _osa()(one, other, score_cutoff=2) <= 2
