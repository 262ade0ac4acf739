"""The next step for everybody, from the top down, and what goes before a first-time buyer's second visit."""

from datetime import date
from typing import Literal

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.keeping import CameAgain, came_again
from shopkeeper.rules.letter_kinds import NEW_TIER, THANK_YOU
from shopkeeper.rules.stages import Stage, Thresholds
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.service import holding
from shopkeeper.values import dataclass

StepKind = Literal["advocates", "clients", "nearly", "second", "slipping", "lost", "prospects"]
NEARLY_VISITS = 2
DAYS_A_MONTH = 30.4
SOON_DAYS = 14
WITHIN_DAYS = 60
YEAR_MONTHS = 12
_ON_HOLD = -1  # none of the stages
Before = Literal["letter", "noted", "sent"]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan: how many members it concerns, and the words of a group that lists them ("" where no group can)."""

    kind: StepKind
    members: int
    rule: str


@dataclass(frozen=True, slots=True)
class WentBefore:
    """First-time buyers of whom something is true within `SOON_DAYS` of their first visit, beside all the others: how many were
    not seen again within these days, and how many of them came within the `WITHIN_DAYS` after."""

    what: Before
    those: CameAgain
    others: CameAgain


def plan(
    book: Reading, seen: Visiting, stage: Ints, prospects: int, on: date, limits: Thresholds
) -> tuple[Step, ...]:
    """From the best down: who is to be thanked, asked, brought on, won back; nobody who is on hold."""
    thanked = _members(
        book,
        f"select distinct member_id from letters where kind in ('{THANK_YOU}', '{NEW_TIER}') and undone_by is null"
        " and written_on > ?",
        months_before(on, YEAR_MONTHS),
    )
    few = limits.client_visits - NEARLY_VISITS
    months = max(1, round(limits.client_days / DAYS_A_MONTH))  # as a group says it
    since = months_before(on, months).toordinal()
    lately = np.add.reduceat((seen.day > since).astype(np.int64), seen.starts) if len(seen) else seen.day
    stage = np.where(np.isin(seen.members, list(holding.everybody(book))), _ON_HOLD, stage)
    unthanked = (stage == Stage.ADVOCATE) & ~np.isin(seen.members, thanked)
    nearly = (stage == Stage.REPEAT) & (lately >= few)
    counts: tuple[tuple[StepKind, Flags, str], ...] = (
        ("advocates", unthanked, "advocate"),
        ("clients", stage == Stage.CLIENT, "client"),
        ("nearly", nearly, f"repeat, {few} visits or more in {months} months" if few > 0 else "repeat"),
        ("second", stage == Stage.FIRST, "first purchase"),
        ("slipping", stage == Stage.SLIPPING, "slipping"),
        ("lost", stage == Stage.LOST, "lost"),
    )
    steps = [Step(kind, int(np.count_nonzero(which)), rule) for kind, which, rule in counts]
    return (*steps, Step("prospects", prospects, "no purchase yet"))


def went_before(book: Reading, seen: Visiting, on: date) -> tuple[WentBefore, ...]:
    """For those whose first visit was in the last year and is long enough ago to have been followed by a second."""
    after, through = months_before(on, YEAR_MONTHS).toordinal() - SOON_DAYS - WITHIN_DAYS, on.toordinal()
    soon = {
        "letter": "select member_id, written_on from letters where undone_by is null and written_on > ?",
        "noted": "select member_id, noted_on from remarks where noted_on > ?",
        "sent": "select member_id, noted_on from relations where kind = 'referred by' and noted_on > ?",
    }
    found = []
    for what, sql in soon.items():
        rows = book.rows(sql, (date.fromordinal(after - 1).isoformat(),))
        member = np.array([row[0] for row in rows], dtype=np.int64)
        day = np.array([date.fromisoformat(row[1]).toordinal() for row in rows], dtype=np.int64)
        there = _within(seen, member, day)
        those, others = (
            came_again(seen, which, after, through, SOON_DAYS, WITHIN_DAYS) for which in (there, ~there)
        )
        found.append(WentBefore(what, those, others))  # type: ignore[arg-type]
    return tuple(found)


def _within(seen: Visiting, member: Ints, day: Ints) -> Flags:
    """Of whom a row lies within `SOON_DAYS` of the first visit; being sent, or a note, may come some days before it."""
    place = seen.at(member)
    place, day = place[place >= 0], day[place >= 0]
    since = day - seen.first[place] if len(seen) else day
    there = np.zeros(len(seen), dtype=np.bool_)
    there[place[(since >= -SOON_DAYS) & (since <= SOON_DAYS)]] = True
    return there


def _members(book: Reading, sql: str, since: date) -> Ints:
    return np.array([row[0] for row in book.rows(sql, (since.isoformat(),))], dtype=np.int64)
