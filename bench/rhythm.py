"""Who slips away, judged against truth: made-up members with known rhythms who leave on known days.

`python -m bench.rhythm` prints the table. A member is looked at every fortnight of the last half year; whoever has
left within the last ninety days should be flagged, whoever still comes should not.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shopkeeper.rules.rhythm import OpenDays, rhythm_of
from shopkeeper.service.demo import demo_shop
from shopkeeper.service.loading import SEED

FIRST = date(2025, 1, 1)
DAYS = 540
LOOKED_AT = range(360, DAYS, 14)
RECENTLY = 90


@dataclass(frozen=True)
class Truth:
    """A member with the days they came and the day they left for good, None for one who still comes."""

    visits: tuple[int, ...]
    left: int | None


def members(count: int, seed: int, *, closed: int = 6) -> list[Truth]:
    """Made-up members: gaps between visits are gamma-distributed, means from two days to two months, some steady and
    some erratic; one in three leaves within the year, at any moment. The shop is closed on one weekday."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        mean = dice.lognormvariate(2.3, 0.8)
        shape = dice.choice((1.0, 2.0, 4.0, 9.0, 20.0))
        left = dice.randrange(270, DAYS) if dice.random() < 0.33 else None
        day = dice.uniform(0, mean)
        visits: list[int] = []
        while day < (left if left is not None else DAYS):
            on = int(day)
            while (FIRST + timedelta(days=on)).weekday() == closed:
                on += 1
            if not visits or on > visits[-1]:
                visits.append(on)
            day += dice.gammavariate(shape, mean / shape)
        made.append(Truth(tuple(visit for visit in visits if visit < DAYS), left))
    return made


Flags = Callable[[list[date], date, OpenDays], bool]


def after(days: int) -> Flags:
    """The usual rule: nobody has been seen for so many days."""

    def flags(visits: list[date], today: date, _opened: OpenDays) -> bool:
        return (today - visits[-1]).days > days

    return flags


def own_rhythm(visits: list[date], today: date, opened: OpenDays) -> bool:
    """Ours: the member's own rhythm is broken."""
    rhythm = rhythm_of(opened.gaps(visits[-13:]))
    return rhythm is not None and opened.between(visits[-1], today - timedelta(days=1)) > rhythm.longest


@dataclass(frozen=True)
class Score:
    """Of those flagged how many had left, of those who had left how many were flagged, and how soon (median days)."""

    name: str
    precision: float
    recall: float
    after_days: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


RULES: tuple[tuple[str, Flags], ...] = (
    ("30 days", after(30)), ("60 days", after(60)), ("90 days", after(90)), ("own rhythm", own_rhythm),
)  # fmt: skip


def scores(count: int, seed: int) -> Iterator[Score]:
    """Each rule on the same members."""
    everyone = members(count, seed)
    opened_on = [
        FIRST + timedelta(days=day) for day in range(DAYS) if (FIRST + timedelta(days=day)).weekday() != 6
    ]
    for name, flags in RULES:
        right = wrong = missed = 0
        delays: list[int] = []
        first_seen: dict[int, int] = {}
        for looked in LOOKED_AT:
            today = FIRST + timedelta(days=looked)
            opened = OpenDays([day for day in opened_on if day < today], today)
            for number, truth in enumerate(everyone):
                gone = truth.left is not None and truth.left <= looked
                if gone and looked - (truth.left or 0) > RECENTLY:
                    continue
                visits = [FIRST + timedelta(days=day) for day in truth.visits if day < looked]
                if len(visits) < 4:
                    continue
                flagged = flags(visits, today, opened)
                right += flagged and gone
                wrong += flagged and not gone
                missed += gone and not flagged
                if flagged and gone and number not in first_seen:
                    first_seen[number] = looked
                    delays.append(looked - (truth.left or 0))
        delays.sort()
        yield Score(
            name,
            right / max(right + wrong, 1),
            right / max(right + missed, 1),
            delays[len(delays) // 2] if delays else 0,
        )


def on_a_book() -> list[Score]:
    """The demo shop's book: who was flagged at the end of its first 39 weeks, and who of them came in the next 39.

    Of those flagged `precision` did not come any more; `recall` is how many of those who did not come were flagged.
    Only members are judged who had been in within 120 days: who is long gone needs no rule.
    """
    shop = demo_shop(SEED, date(2026, 11, 20), 2000)
    half = shop.begins_on + timedelta(weeks=39)
    end = half + timedelta(weeks=39)
    visits: dict[int, set[date]] = {}
    for bought in shop.purchases:
        if bought.member is not None:
            visits.setdefault(bought.member, set()).add(bought.happened_on)
    opened = OpenDays(
        sorted({bought.happened_on for bought in shop.purchases if bought.happened_on < half}), half
    )
    table = []
    for name, flags in RULES:
        right = wrong = missed = 0
        for days in visits.values():
            before = sorted(day for day in days if day < half)
            if len(before) < 4 or (half - before[-1]).days > 120:
                continue
            gone = not any(half <= day < end for day in days)
            flagged = flags(before, half, opened)
            right += flagged and gone
            wrong += flagged and not gone
            missed += gone and not flagged
        table.append(Score(name, right / max(right + wrong, 1), right / max(right + missed, 1), 0))
    return table


def main() -> None:
    """Prints both tables."""
    print(f"{'flagged when not seen for':<28}{'precision':>10}{'recall':>8}{'F1':>7}{'median days':>13}")
    for score in scores(3000, 1974):
        print(
            f"{score.name:<28}{score.precision:>10.2f}{score.recall:>8.2f}{score.f1:>7.2f}{score.after_days:>13}"
        )
    print(f"\n{'flagged after 39 weeks':<28}{'precision':>10}{'recall':>8}{'F1':>7}   (against the next 39)")
    for score in on_a_book():
        print(f"{score.name:<28}{score.precision:>10.2f}{score.recall:>8.2f}{score.f1:>7.2f}")


if __name__ == "__main__":
    main()
