"""Before a trial: who would be in it, how small a difference it could find, and the lot, drawn once and kept."""

import secrets
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.histories import Floats
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.trial_measures import LONGEST_WEEKS, MEASURES, Measure, parts
from shopkeeper.rules.trials import BEFORE_WEEKS, LEAST_PAIRS, by_lot, paired, smallest
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.say import text as say
from shopkeeper.service import acts, groups, leaving, roles, shops, trials, visiting
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.service.trials import Offer, Plan, TrialKept
from shopkeeper.values import dataclass

LONGEST_AHEAD = 60  # days
LEAST_BEFORE_WEEKS = 4
MOST_POINTS = 100_000
_STEP = 2_000
# At how many weeks it is asked whether a trial would be long enough.
_TRIED = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 20, 23, 26, 30, 34, 39, 45, 52, 65, 78, 91, 104)


@dataclass(frozen=True, slots=True)
class Size:
    """Who would be in a trial and what it could find, by how members of the same households differed in the book's own past.

    Parts are those of `rules.trial_measures`. `smallest` is the least difference found in four of five such trials, None
    where the book is too young for it; `usual` what a member comes to without any offer; `enough_weeks` how long the goal
    would take, None where no length this book can speak of is enough; `elsewhere` are in another trial and left out.
    """

    members: int
    households: int
    elsewhere: int
    weeks: int
    smallest: int | None
    usual: int | None
    enough_weeks: int | None

    @property
    def half(self) -> int:
        """About how many members each half has."""
        return self.members // 2


@dataclass(frozen=True)
class Candidates:
    """The members who would be in it, ascending, and of each the place of their household in the list."""

    members: Ints
    household: Ints
    elsewhere: int

    @property
    def sizes(self) -> Ints:
        """How many of each household are in it."""
        return np.bincount(self.household).astype(np.int64)

    def only(self, members: set[int]) -> "Candidates":
        """Those who are among some, their households numbered anew in the same order."""
        stay = np.array([member in members for member in self.members.tolist()], dtype=np.bool_)
        _, household = np.unique(self.household[stay], return_inverse=True)
        return Candidates(self.members[stay], household.astype(np.int64), self.elsewhere)


def candidates(book: Reading, rule: str, from_day: date, today: date) -> Candidates:
    """Everybody whom the rule means now and who is in no other trial then; nobody who is to be left in peace.

    Declined: the rule is not understood.
    """
    if rule.strip():
        meant: tuple[int, ...] = groups.members_in(book, rule, today)
    else:
        meant = tuple(row[0] for row in book.rows("select id from members where gone = 0 order by id"))
    in_peace = {row[0] for row in book.rows(leaving.ALL_IN_PEACE)}
    meant = tuple(member for member in meant if member not in in_peace)
    elsewhere = {
        row[0]
        for row in book.rows(
            "select d.member_id from trial_members d join trials t on t.id = d.trial_id where t.undone_by is null"
            " and t.stopped_on is null and t.through >= ?",
            (from_day.isoformat(),),
        )
    }
    home = dict(
        book.rows(
            "select member_id, household_id from stays where from_day <= :on and (through is null or through >= :on)",
            {"on": today.isoformat()},
        )
    )
    # With one of a household in another trial, all of it stays out: what one of them gets, the others hear of.
    taken = {home[member] for member in elsewhere if member in home}
    free = [member for member in meant if member not in elsewhere and home.get(member) not in taken]
    places: dict[tuple[str, int], int] = {}
    household = [
        places.setdefault(("home", home[member]) if member in home else ("alone", member), len(places))
        for member in free
    ]
    return Candidates(
        np.array(free, dtype=np.int64), np.array(household, dtype=np.int64), len(meant) - len(free)
    )


def bought(book: Reading, first: date, last: date, progress: Progress = nobody_waits) -> Visiting:
    """Who came on which of these days and what they left there, what came back by the last one taken off."""
    return visiting.visits(book, last, progress).within(first.toordinal() - 1, last.toordinal())


def figures(seen: Visiting, members: Ints, measure: Measure) -> Floats:
    """Each member's figure by what was bought."""
    found = np.zeros(len(members))
    place = seen.at(members)
    there = place >= 0
    if there.any():
        whole = {"spend": seen.spent_minor, "visits": seen.count, "came": np.ones(len(seen), dtype=np.int64)}[
            measure
        ]
        found[there] = whole[place[there]]
    return found


def together(of: Candidates, figure: Floats) -> Floats:
    """The figures of each household's members together."""
    return np.bincount(of.household, weights=figure).astype(np.float64)


def before(seen: Visiting, of: Candidates, measure: Measure, day: int, weeks: int) -> Ints:
    """What a household is held to be like another by: its figure in the weeks before a day."""
    span = seen.within(day - 1 - 7 * max(weeks, BEFORE_WEEKS), day - 1)
    told: Measure = "visits" if measure == "came" else measure
    return together(of, figures(span, of.members, told)).astype(np.int64)


@roles.for_owner
def size(
    book: Reading, rule: str, measure: Measure, weeks: int, goal: int, from_day: date, today: date,
    progress: Progress = nobody_waits,
) -> Size:  # fmt: skip
    """What a trial of so many weeks could find; a question for the scholar, for it reads a year or two of purchases.

    The last weeks of the book are taken as if they were the trial's, with households in pairs as they would be, and nothing
    offered: how far the halves of such pairs differ is what the lot alone does. Declined: the rule is not understood.
    """
    of = candidates(book, rule, from_day, today)
    far = _weeks_of_past(book, today)
    if len(of.sizes) < 2 * LEAST_PAIRS or not far:
        return Size(len(of.members), len(of.sizes), of.elsewhere, weeks, None, None, None)
    seen = bought(book, today - timedelta(days=7 * far), today - timedelta(days=1), progress)
    least, usual = _found(seen, of, measure, weeks, today, far)
    enough = None
    for tried in _TRIED:
        found = _found(seen, of, measure, tried, today, far)[0]
        if found is not None and found <= goal:
            enough = tried
            break
    return Size(
        len(of.members), len(of.sizes), of.elsewhere, weeks, _whole(least), None if usual is None else round(usual), enough
    )  # fmt: skip


def _weeks_of_past(book: Reading, today: date) -> int:
    began = book.value(
        "select min(happened_on) from facts where kind = 'purchase' and undone_by is null and member_id is not null"
    )
    return 0 if began is None else min(2 * LONGEST_WEEKS, (today - date.fromisoformat(began)).days // 7)


def _whole(least: float | None) -> int | None:
    """In whole parts, rather more than less."""
    return None if least is None else max(1, ceil(least))


def _found(
    seen: Visiting, of: Candidates, measure: Measure, weeks: int, today: date, far: int
) -> tuple[float | None, float | None]:
    """The least difference found in so many weeks, and the usual figure, in parts; None where the book is too young."""
    if weeks + LEAST_BEFORE_WEEKS > far:
        return None, None
    day = today.toordinal() - 7 * weeks
    figure = figures(seen.within(day - 1, today.toordinal() - 1), of.members, measure)
    pair = paired(of.sizes, before(seen, of, measure, day, weeks))
    least = smallest(pair, of.sizes, together(of, figure), measure)
    factor = parts(measure, weeks)
    return None if least is None else least * factor, float(figure.mean()) * factor


# ---- the act ----


@dataclass(frozen=True)
class Lot:
    """A lot as it fell, kept by nothing yet: of each household of `of` its pair and whether it gets the first offer; the
    trials there were when it was drawn."""

    plan: Plan
    of: Candidates
    pair: Ints
    first: Flags
    smallest: int | None
    seed: str
    trials: int


@roles.for_owner
def draw(
    book: Reading, plan: Plan, today: date, *, seed: str | None = None, of: Candidates | None = None,
    progress: Progress = nobody_waits,
) -> Lot:  # fmt: skip
    """Draw the lot; a question for the scholar, so that no sale waits for it. `of` are those meant, if not by the rule.

    Declined: a name or an offer that is none; two offers that are the same; weeks, a goal or a day out of range; fewer
    than twenty households.
    """
    _checked(plan, today)
    meant = candidates(book, plan.who, plan.from_day, today) if of is None else of
    if len(meant.sizes) < 2 * LEAST_PAIRS:
        sentence = say("That is {n} households. A trial needs twenty at least.")
        raise Declined("too_few", sentence.format(n=len(meant.sizes)), "who")
    span = plan.weeks + max(plan.weeks, BEFORE_WEEKS)
    seen = bought(book, today - timedelta(days=7 * span), today - timedelta(days=1), progress)
    least, _ = _found(seen, meant, plan.measure, plan.weeks, today, _weeks_of_past(book, today))
    pair = paired(meant.sizes, before(seen, meant, plan.measure, today.toordinal(), plan.weeks))
    drawn_from = seed or secrets.token_hex(8)
    return Lot(plan, meant, pair, by_lot(drawn_from, pair), _whole(least), drawn_from, _trials(book))


def _trials(book: Reading) -> int:
    return int(book.value("select coalesce(max(id), 0) from trials"))


def begin(w: Writing, lot: Lot, *, by: int | None = None, progress: Progress = nobody_waits) -> TrialKept:
    """Begin with a lot that was drawn: who gets what is kept with the seed, and nobody changes sides afterwards. Undone as
    one, as long as nothing was given.

    Declined as `draw`, and where another trial has begun since the lot was drawn, for nobody is in two.
    """
    if _trials(w) != lot.trials:
        raise Declined("drawn_before", say("Another trial has begun meanwhile. Draw the lot again."), "trial")
    act = acts.begin(
        w,
        "trial",
        by=by,
        name=_checked(lot.plan, shops.today(w))["name"],
        drawn=len(lot.of.members),
        seed=lot.seed,
    )
    trial = keep(w, act, lot, shops.today(w), progress)
    return TrialKept(act, trials.one(w, trial), *trials.halves(w, trial))


def keep(w: Writing, act: int, lot: Lot, today: date, progress: Progress = nobody_waits) -> int:
    """Write a trial with its lot as a part of an act; answers its id."""
    plan = lot.plan
    columns = _checked(plan, today) | {
        "act_id": act, "through": (plan.from_day + timedelta(days=7 * plan.weeks - 1)).isoformat(),
        "smallest": lot.smallest, "seed": lot.seed,
    }  # fmt: skip
    trial = w.insert(
        f"insert into trials ({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
        tuple(columns.values()),
    )
    rows = [
        (trial, member, home, int(lot.pair[home]), int(lot.first[home]))
        for member, home in zip(lot.of.members.tolist(), lot.of.household.tolist(), strict=True)
    ]
    for at in range(0, len(rows), _STEP):
        progress(at, len(rows))
        w.many(
            "insert into trial_members (trial_id, member_id, household, pair, first) values (?, ?, ?, ?, ?)",
            rows[at : at + _STEP],
        )
    return trial


def _checked(plan: Plan, today: date) -> dict[str, Any]:
    """The row of a plan, every part fit to keep."""
    first, second = _offer(plan.first, "first", required=True), _offer(plan.second, "second", required=False)
    if first["first_offer"].casefold() == second["second_offer"].casefold():
        raise Declined(
            "same_offer", say("Both halves would get the same. Change one of the offers."), "second"
        )
    if plan.measure not in MEASURES:
        raise Declined("measure_unknown", say("There is no such measure."), "measure")
    if plan.often not in ("once", "visit"):
        raise Declined("often_unknown", say("An offer is given once, or at every visit."), "often")
    if plan.goal < 1:
        raise Declined(
            "goal_missing",
            say("Say what difference would be worth having: that is set before it begins."),
            "goal",
        )
    if not 1 <= plan.weeks <= LONGEST_WEEKS:
        raise Declined("weeks_out_of_range", say("A trial lasts from 1 to 104 weeks."), "weeks")
    if not 0 <= (plan.from_day - today).days <= LONGEST_AHEAD:
        raise Declined("day_out_of_range", say("A trial begins today, or within sixty days."), "from_day")
    return {
        "name": clean_line(plan.name, about="name", label=say("The name"), required=True, limit=120), **first, **second,
        "often": plan.often, "who": " ".join(plan.who.split()), "measure": plan.measure, "goal": plan.goal,
        "weeks": plan.weeks, "from_day": plan.from_day.isoformat(),
    }  # fmt: skip


def _offer(offer: Offer, which: str, *, required: bool) -> dict[str, Any]:
    words = clean_line(offer.words, about=which, label=say("The offer"), required=required, limit=200)
    if not 0 <= offer.points <= MOST_POINTS:
        raise Declined("points_out_of_range", say("Points are from 0 to 100,000."), f"{which}_points")
    if offer.cost_minor < 0:
        raise Declined("cost_negative", say("What it costs is not less than nothing."), f"{which}_cost")
    if not words and (offer.points or offer.cost_minor):
        raise Declined(
            "offer_without_words", say("Say what is offered, as it is said at the counter."), which
        )
    return {f"{which}_offer": words, f"{which}_points": offer.points, f"{which}_cost_minor": offer.cost_minor}


# ---- the lot, to be drawn again ----


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of the list: a member, the place of their household, its pair, and whether they get the first offer."""

    member_id: int
    number: str
    name: str
    household: int
    pair: int
    first: bool


@roles.for_owner
def drawn(book: Reading, trial_id: int) -> tuple[Drawn, ...]:
    """The list as it was drawn, by the places of the households; a member made one with another stands there once."""
    rows = book.rows(
        "select d.member_id, m.number, m.name, d.household, d.pair, d.first from trial_members d"
        " join members m on m.id = d.member_id and m.gone in (0, 3) where d.trial_id = ? order by d.household, d.member_id",
        (trial_id,),
    )
    return tuple(
        Drawn(member, number, name, home, pair, bool(first))
        for member, number, name, home, pair, first in rows
    )
