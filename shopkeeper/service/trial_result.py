"""What came of a trial: nothing said before the day that was fixed, then a difference with how sure one can be."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.trial_measures import parts
from shopkeeper.rules.trials import Compared, Verdict, compare, verdict
from shopkeeper.rules.visiting import Ints
from shopkeeper.service import exporting_files, programmes, roles, trial_lot, trials
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.service.trials import State, Trial
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Half:
    """One half as it stands: who is counted, to how many members something was given, how often, and what that cost (its points
    at what they pay)."""

    members: int
    had: int
    given: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Line:
    """One member in the count: a purchase less what came back, a visit a day."""

    number: str
    household: int
    pair: int
    first: bool
    given: int
    visits: int
    spent_minor: int


@dataclass(frozen=True)
class Result:
    """How a trial stands on a day. Before its end `compared` and `said` are None, so that nobody can stop it at the moment it
    looks best; only both halves together are told: how many came, and what they bought (`came`, `spent_minor`).

    `compared` is in the parts of `rules.trial_measures`. `longer_weeks` is how long a trial with the same members would
    have to be for what was hoped for, None where that cannot be said or is not asked; `lines` are empty before the end.
    """

    trial: Trial
    on: date
    state: State
    weeks_left: int
    first: Half
    second: Half
    came: int
    spent_minor: int
    compared: Compared | None
    said: Verdict | None
    longer_weeks: int | None
    lines: tuple[Line, ...]


@roles.for_owner
def result(book: Reading, trial_id: int, today: date, progress: Progress = nobody_waits) -> Result:
    """Count by the lot, whoever had the offer or not (so that the keen do not count for more); a question for the scholar.

    Declined for a trial that is not in the book.
    """
    trial = trials.one(book, trial_id)
    state = trial.state(today)
    last = min(today, trial.through, trial.stopped_on or trial.through)
    rows = book.rows(
        "select d.member_id, m.number, d.household, d.pair, d.first, (select count(*) from trial_gifts g"
        "  where g.trial_id = d.trial_id and g.member_id = d.member_id) from trial_members d join members m"
        " on m.id = d.member_id and m.gone in (0, 3) where d.trial_id = ? order by d.member_id",
        (trial_id,),
    )
    members = np.array([row[0] for row in rows], dtype=np.int64)
    first = np.array([row[4] for row in rows], dtype=np.int64)
    given = np.array([row[5] for row in rows], dtype=np.int64)
    seen = trial_lot.bought(book, trial.plan.from_day, max(last, trial.plan.from_day), progress)
    visits = trial_lot.figures(seen, members, "visits").astype(np.int64)
    spent = trial_lot.figures(seen, members, "spend").astype(np.int64)
    worth = programmes.on(book, trial.plan.from_day).worth_minor
    halves = [
        Half(
            int(np.count_nonzero(first == side)), int(np.count_nonzero(given[first == side])), int(given[first == side].sum()),
            int(given[first == side].sum()) * (offer.cost_minor + offer.points * worth),
        )
        for side, offer in ((1, trial.plan.first), (0, trial.plan.second))
    ]  # fmt: skip
    compared, said, longer = None, None, None
    if state == "over":
        compared = _compared(trial, rows, members, progress, visits, spent)
        if compared is not None:
            said = verdict(compared, trial.plan.goal)
            if said == "cannot tell":
                longer = _longer(book, trial, today, progress)
    return Result(
        trial, today, state, trial.weeks_left(today), halves[0], halves[1], int(np.count_nonzero(visits)), int(spent.sum()),
        compared, said, longer, _lines(rows, visits, spent) if state == "over" else (),
    )  # fmt: skip


def _lines(rows: list[tuple[int, str, int, int, int, int]], visits: Ints, spent: Ints) -> tuple[Line, ...]:
    return tuple(
        Line(number, home, pair, bool(ours), gifts, came, minor)
        for (_, number, home, pair, ours, gifts), came, minor in zip(
            rows, visits.tolist(), spent.tolist(), strict=True
        )
    )


def _compared(
    trial: Trial, rows: list[tuple[int, str, int, int, int, int]], members: Ints, progress: Progress, visits: Ints, spent: Ints
) -> Compared | None:  # fmt: skip
    """The households as they were drawn; of one that has lost a member only those are counted who are there."""
    if not rows:
        return None
    figure = {"spend": spent, "visits": visits, "came": (visits > 0).astype(np.int64)}[trial.plan.measure]
    home = np.array([row[2] for row in rows], dtype=np.int64)
    count = int(home.max()) + 1
    pair, ours = np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=np.bool_)
    pair[home] = [row[3] for row in rows]
    ours[home] = [bool(row[4]) for row in rows]
    there = pair >= 0
    people = np.bincount(home, minlength=count)[there]
    total = np.bincount(home, weights=figure, minlength=count)[there].astype(np.float64)
    found = compare(pair[there], ours[there], people, total, trial.seed, progress)
    return None if found is None else found.times(parts(trial.plan.measure, trial.plan.weeks))


def _longer(book: Reading, trial: Trial, today: date, progress: Progress) -> int | None:
    """How many weeks a trial would have to last for what was hoped for, if it is longer than this one was."""
    plan = trial.plan
    stood = trial_lot.size(
        book, plan.who, plan.measure, plan.weeks, plan.goal, today + timedelta(days=1), today, progress
    )
    enough = stood.enough_weeks
    return enough if enough is not None and enough > plan.weeks else None


@roles.for_owner
def write(book: Reading, trial_id: int, file: Path, today: date, progress: Progress = nobody_waits) -> int:
    """The list of a trial as a table: who was drawn for what, and once it is over what each had, came and spent."""
    found = result(book, trial_id, today, progress)
    plan = found.trial.plan
    offers = {True: plan.first.words, False: plan.second.words}
    heads: tuple[str, ...] = ("number", "household", "pair", "offer")
    rows: list[tuple[str, ...]]
    if found.lines:
        heads += ("given", "visits", "spent_minor")
        rows = [
            (one.number, *map(str, (one.household, one.pair)), offers[one.first],
             *map(str, (one.given, one.visits, one.spent_minor)))
            for one in found.lines
        ]  # fmt: skip
    else:
        rows = [
            (one.number, str(one.household), str(one.pair), offers[one.first])
            for one in trial_lot.drawn(book, trial_id)
        ]
    return exporting_files.write_csv(file, [heads, *rows]) - 1
