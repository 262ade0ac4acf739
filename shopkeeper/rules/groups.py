"""Saved groups: whom an owner means, in words anyone can read back: “Gold, not seen for 30 days, likes cheese”.

A group is conditions with commas between them, all of which must hold; “or” between two words of one kind widens it
(“Gold or Platinum”). What cannot be read is refused with the words that were not understood and what could stand there.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import DecimalMark, read_amount
from shopkeeper.rules.folding import fold
from shopkeeper.rules.money import Currency
from shopkeeper.say import text
from shopkeeper.values import dataclass

LONGEST = 300
Kind = Literal[
    "tier", "unseen", "seen", "remark", "spent", "visits", "town", "birthday", "letters", "joined", "stage", "points",
    "bought", "offered",
]  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
STAGES = ("prospect", "first", "repeat", "client", "advocate", "slipping", "lost")
_STAGE_WORDS = {
    "no purchase yet": "prospect", "first purchase": "first", "repeat": "repeat", "client": "client", "clients": "client",
    "advocate": "advocate", "advocates": "advocate", "slipping": "slipping", "lost": "lost",
}  # fmt: skip
# A comma inside a number is part of it; “Gold and higher” is one condition.
_BETWEEN = re.compile(r"\s*(?:,(?=\s)|,$|;|\s+and\s+(?!higher|above|better))\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its kind; the words it is about; a number (days, minor units, visits, points, a rank) and over how many
    months, 0 for ever; `most` turns “at least” into “at most”; `no` turns it round."""

    kind: Kind
    words: tuple[str, ...] = ()
    number: int = 0
    months: int = 0
    most: bool = False
    no: bool = False


def read_group(
    typed: str, tiers: Sequence[str], currency: Currency, decimal_mark: DecimalMark = "."
) -> tuple[Condition, ...]:
    """The conditions of a group as it was typed; `tiers` are the programme's names, the base level first.

    Declined (`group_not_understood`) for an empty one, one that is too long, and for words that are no condition.
    """
    plain = " ".join(typed.split())
    if not plain or len(plain) > LONGEST:
        raise Declined(
            "group_not_understood",
            text("Say whom you mean, such as: Gold, not seen for 30 days, likes cheese."),
            "rule",
        )
    reader = _Reader(tiers, currency, decimal_mark)
    return tuple(reader.read(part) for part in re.split(_BETWEEN, plain) if part)


class _Reader:
    def __init__(self, tiers: Sequence[str], currency: Currency, decimal_mark: DecimalMark) -> None:
        self._tiers = {fold(name): rank for rank, name in enumerate(tiers)}
        self._currency, self._mark = currency, decimal_mark

    def read(self, part: str) -> Condition:
        said = part.casefold()
        for pattern, make in self._patterns():
            found = re.fullmatch(pattern, said)
            if found is not None:
                return make(found, part)
        tier = self._tier(said)
        if tier is not None:
            return tier
        raise Declined(
            "group_not_understood",
            text("“{words}” is not understood. Say a tier, or: not seen for 30 days, seen within 14 days, likes cheese, spent over"
                 " 200 in 12 months, 5 visits or more in 6 months, lives in York, birthday in May, may be written to, joined in 2026,"
                 " slipping, bought tea, 500 points or more.").format(words=part[:60]),
            "rule",
        )  # fmt: skip

    def _tier(self, said: str) -> Condition | None:
        higher = re.fullmatch(r"(.+?) (?:or|and) (?:higher|above|better)|(?:at least|from) (.+?)", said)
        if higher is not None:
            rank = self._tiers.get(fold(higher[1] or higher[2]))
            return (
                None
                if rank is None
                else Condition("tier", tuple(str(one) for one in range(rank, len(self._tiers))))
            )
        no = said.startswith("not ")
        names = re.split(r"\s+or\s+|\s*/\s*", said.removeprefix("not "))
        ranks = [
            self._tiers.get(fold(name.removesuffix(" members").removesuffix(" member"))) for name in names
        ]
        if any(rank is None for rank in ranks):
            return None
        return Condition("tier", tuple(str(rank) for rank in ranks), no=no)

    def _patterns(self) -> Sequence[tuple[str, Callable[[re.Match[str], str], Condition]]]:
        span = r"(?: in (?:the last )?(\d{1,3}) (days?|weeks?|months?|years?))?"
        return (
            (r"(?:not seen|unseen|away) (?:for|since) (\d{1,4}) (days?|weeks?|months?|years?)", self._unseen),
            (r"seen (?:within|in) (?:the last )?(\d{1,4}) (days?|weeks?|months?|years?)", self._seen),
            (r"(likes|dislikes|allergic to|allergy|knows?|remembers?|does not like|noted) (.+)", self._remark),
            (r"spent (over|more than|at least|under|less than|at most) (.+?)" + span, self._spent),
            (r"(?:(at least|more than|over|at most|under|fewer than) )?(\d{1,5}) visits?(?: or (more|fewer|less))?" + span, self._visits),
            (r"(?:(at least|more than|over|at most|under|fewer than) )?(\d{1,9}) points?(?: or (more|fewer|less))?", self._points),
            (r"(?:lives? in|from|town) (.+)", lambda found, said: Condition("town", _choices(_end(said, found[1])))),
            (r"birthday (?:in )?(this month|next month|" + "|".join(MONTHS) + ")", lambda found, _: Condition("birthday", (found[1],))),
            (r"(?:may be written to|wants? letters|letters)", lambda _found, _said: Condition("letters")),
            (r"(?:no letters|may not be written to)", lambda _found, _said: Condition("letters", ("no",))),
            (r"joined (in|since|before) (\d{4})", self._joined),
            (r"joined (this year|this month)", lambda found, _: Condition("joined", (found[1],))),
            (r"(?:a )?(" + "|".join(_STAGE_WORDS) + ")", lambda found, _: Condition("stage", (_STAGE_WORDS[found[1]],))),
            (r"bought (.+?)" + span, self._bought),
            (r"offered (.+)", lambda found, said: Condition("offered", (_end(said, found[1]),))),
        )  # fmt: skip

    def _unseen(self, found: re.Match[str], _said: str) -> Condition:
        return Condition("unseen", number=_days(found[1], found[2]))

    def _seen(self, found: re.Match[str], _said: str) -> Condition:
        return Condition("seen", number=_days(found[1], found[2]))

    def _remark(self, found: re.Match[str], said: str) -> Condition:
        kind = {
            "likes": "likes",
            "dislikes": "dislikes",
            "does not like": "dislikes",
            "allergic to": "warning",
            "allergy": "warning",
        }
        return Condition("remark", (kind.get(found[1], ""), *_choices(_end(said, found[2]))))

    def _spent(self, found: re.Match[str], said: str) -> Condition:
        figure = found[2].strip()
        minor = read_amount(figure, currency=self._currency, decimal_mark=self._mark, about="rule")
        return Condition(
            "spent",
            number=minor,
            months=_months(found[3], found[4]),
            most=found[1] in ("under", "less than", "at most"),
        )

    def _visits(self, found: re.Match[str], _said: str) -> Condition:
        number, most = _bound(found[1], int(found[2]), found[3])
        return Condition("visits", number=number, months=_months(found[4], found[5]), most=most)

    def _points(self, found: re.Match[str], _said: str) -> Condition:
        number, most = _bound(found[1], int(found[2]), found[3])
        return Condition("points", number=number, most=most)

    def _joined(self, found: re.Match[str], _said: str) -> Condition:
        return Condition("joined", (found[1], found[2]))

    def _bought(self, found: re.Match[str], said: str) -> Condition:
        return Condition(
            "bought",
            _choices(said[len("bought ") : len("bought ") + len(found[1])]),
            months=_months(found[2], found[3]),
        )


def _bound(before: str | None, number: int, after: str | None) -> tuple[int, bool]:
    """“more than 5” is 6 at least, “fewer than 5” is 4 at most; a bare “5 visits” is 5 at least."""
    if before in ("more than", "over"):
        return number + 1, False
    if before in ("under", "fewer than"):
        return number - 1, True
    return number, before == "at most" or after in ("fewer", "less")


def _end(said: str, found: str) -> str:
    """The same words as they were typed, not folded."""
    return said[len(said) - len(found) :]


def _choices(said: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s+or\s+|\s*/\s*", said.strip()) if part)


def _days(number: str, unit: str) -> int:
    return int(number) * {"d": 1, "w": 7, "m": 30, "y": 365}[unit[0]]


def _months(number: str | None, unit: str | None) -> int:
    """Over how many months, rounded up; 0 for ever."""
    if number is None or unit is None:
        return 0
    if unit[0] == "y":
        return int(number) * 12
    return int(number) if unit[0] == "m" else max(1, -(-_days(number, unit) // 30))
