"""Trials at the counter and in the list: what was set, what a member gets, what was given, and the end of it.

Whom the lot drew is in `service/trial_lot.py`, what came of it in `service/trial_result.py`; both bring numpy, which
the counter does not need.
"""

from datetime import date
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.folding import fold
from shopkeeper.rules.trial_measures import Measure
from shopkeeper.say import text as say
from shopkeeper.service import acts, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

Often = Literal["once", "visit"]
State = Literal["to come", "running", "over", "stopped"]
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """What one half gets: `words` as they are said at the counter ("" for nothing), the `points` and what it costs the
    shop each time it is given."""

    words: str
    points: int = 0
    cost_minor: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is set before a trial begins. `who` is the rule of a group, "" for everyone; `goal` is the least difference
    worth having, in the parts of `rules.trial_measures` (money a week; hundredths of a visit in four weeks; thousandths)."""

    name: str
    first: Offer
    second: Offer
    measure: Measure
    goal: int
    weeks: int
    from_day: date
    who: str = ""
    often: Often = "once"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial in the book. `through` is its last day, fixed when it began; `smallest` the difference it was said to find."""

    id: int
    act: int
    plan: Plan
    through: date
    smallest: int | None
    seed: str
    stopped_on: date | None

    def state(self, today: date) -> State:
        """How it stands with it on a day."""
        if self.stopped_on is not None:
            return "stopped"
        if today < self.plan.from_day:
            return "to come"
        return "running" if today <= self.through else "over"

    def weeks_left(self, today: date) -> int:
        """Weeks to the end that was fixed, begun ones counted whole."""
        return -(-max(0, (self.through - max(today, self.plan.from_day)).days + 1) // 7)


@dataclass(frozen=True, slots=True)
class TrialKept:
    """What an act made of a trial, and how many its halves have where it was just drawn."""

    act: int
    trial: Trial
    first_members: int = 0
    second_members: int = 0
    affected: tuple[Affected, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What a member is to get now: said, never why. `given_on` is the last day they had it, `owed` whether it is due."""

    trial_id: int
    words: str
    points: int
    often: Often
    owed: bool
    given_on: date | None


@dataclass(frozen=True, slots=True)
class OfferGiven:
    """An offer that was given to a member."""

    act: int
    member_id: int
    number: str
    name: str
    what: str
    points: int


# ---- the list ----

_ROW = (
    "t.id, t.act_id, t.name, t.first_offer, t.second_offer, t.first_points, t.second_points, t.first_cost_minor,"
    " t.second_cost_minor, t.often, t.who, t.measure, t.goal, t.weeks, t.from_day, t.through, t.smallest, t.seed,"
    " t.stopped_on"
)


def listed(book: Reading) -> tuple[Trial, ...]:
    """All trials, the latest first."""
    rows = book.rows(
        f"select {_ROW} from trials t where t.undone_by is null order by t.from_day desc, t.id desc limit ?",
        (MOST_LISTED,),
    )
    return tuple(_trial(row) for row in rows)


def one(book: Reading, trial_id: int) -> Trial:
    """A trial. Declined for one that is not in the book, or whose beginning was undone."""
    row = book.row(f"select {_ROW} from trials t where t.id = ? and t.undone_by is null", (trial_id,))
    if row is None:
        raise Declined("trial_unknown", say("There is no such trial in this book."), "trial")
    return _trial(row)


def named(book: Reading, text: str) -> Trial:
    """The trial of this name or number, of several of a name the latest; the latest of all for "". Declined where there is none."""
    wanted = " ".join(text.split()).casefold()
    there = listed(book)
    found = next((trial for trial in there if not wanted or trial.plan.name.casefold() == wanted), None)
    if found is None and wanted.isdecimal():
        found = next((trial for trial in there if trial.id == int(wanted)), None)
    if found is None:
        raise Declined("trial_unknown", say("There is no such trial in this book."), "trial")
    return found


def halves(book: Reading, trial_id: int) -> tuple[int, int]:
    """How many members were drawn for the first offer, and how many for the other."""
    count, first = book.rows(
        "select count(*), coalesce(sum(first), 0) from trial_members where trial_id = ?", (trial_id,)
    )[0]
    return first, count - first


def _trial(row: tuple[Any, ...]) -> Trial:
    (trial, act, name, first, second, first_points, second_points, first_cost, second_cost, often, rule, measure, goal,
     weeks, from_day, through, least, seed, stopped) = row  # fmt: skip
    return Trial(
        trial, act,
        Plan(
            name, Offer(first, first_points, first_cost), Offer(second, second_points, second_cost), measure, goal, weeks,
            date.fromisoformat(from_day), rule, often,
        ),
        date.fromisoformat(through), least, seed, None if stopped is None else date.fromisoformat(stopped),
    )  # fmt: skip


# ---- its end ----


def stop(w: Writing, trial_id: int, *, by: int | None = None) -> TrialKept:
    """End a trial before its day: nobody gets its offers from now on, and it will say nothing. Declined: it is over."""
    trial = one(w, trial_id)
    today = shops.today(w)
    if trial.state(today) in ("over", "stopped"):
        raise Declined("trial_over", say("This trial is over already."), "trial")
    act = acts.begin(w, "trial stopped", by=by, name=trial.plan.name)
    acts.change_row(w, act, "trials", trial_id, {"stopped_on": today.isoformat()})
    return TrialKept(act, one(w, trial_id))


# ---- at the counter ----


def for_member(book: Reading, member_id: int, today: date) -> tuple[Offered, ...]:
    """What a member gets of the trials that run, the one begun first before the others; bounded, for the counter."""
    rows = book.rows(
        "select t.id, iif(d.first, t.first_offer, t.second_offer), iif(d.first, t.first_points, t.second_points), t.often,"
        " (select max(g.given_on) from trial_gifts g where g.trial_id = t.id and g.member_id = d.member_id"
        "   and g.given_on <= :today)"
        " from trial_members d join trials t on t.id = d.trial_id where d.member_id = :member and t.undone_by is null"
        " and t.stopped_on is null and t.from_day <= :today and t.through >= :today"
        " and iif(d.first, t.first_offer, t.second_offer) <> '' order by t.id limit 3",
        {"member": member_id, "today": today.isoformat()},
    )
    return tuple(_offered(row, today) for row in rows)


def _offered(row: tuple[Any, ...], today: date) -> Offered:
    trial, words, points, often, last = row
    given_on = None if last is None else date.fromisoformat(last)
    owed = given_on is None or (often == "visit" and given_on < today)
    return Offered(trial, words, points, often, owed, given_on)


def words_for(book: Reading, member_id: int, today: date) -> str:
    """What a letter may name: the offer a member gets of the trials that run or begin, "" where there is none."""
    found = book.value(
        "select iif(d.first, t.first_offer, t.second_offer) from trial_members d join trials t on t.id = d.trial_id"
        " where d.member_id = ? and t.undone_by is null and t.stopped_on is null and t.through >= ? order by t.id limit 1",
        (member_id, today.isoformat()),
    )
    return str(found or "")


def halves_offered(book: Reading, words: str, today: date) -> list[tuple[int, int]]:
    """The halves (trial, 1 for the first) of trials that run or begin to which something with these words is offered."""
    wanted = fold(words)
    rows = book.rows(
        "select id, first_offer, second_offer from trials where undone_by is null and stopped_on is null and through >= ?",
        (today.isoformat(),),
    )
    return [
        (trial, first)
        for trial, *offers in rows
        for first, offer in zip((1, 0), offers, strict=True)
        if offer and wanted in fold(offer)
    ]


def give(w: Writing, trial_id: int, member_id: int, *, by: int | None = None) -> OfferGiven:
    """Give a member what the lot drew for them, its points with it; undone as one.

    Declined: the trial does not run; the member is not in it, or gets nothing; they have had it (today, if it is for
    every visit).
    """
    today = shops.today(w)
    trial = one(w, trial_id)
    number, name = who(w, member_id)
    if trial.state(today) != "running":
        raise Declined("trial_not_running", say("This trial does not run today."), "trial")
    offered = next((found for found in for_member(w, member_id, today) if found.trial_id == trial_id), None)
    if offered is None:
        raise Declined("not_offered", say("This offer is not for this member."), "member")
    if not offered.owed:
        raise Declined("given_already", say("This has been given already."), "member")
    act = acts.begin(
        w,
        "offer",
        member_id=member_id,
        by=by,
        name=name,
        number=number,
        offer=offered.words,
        points=offered.points,
    )
    acts.add_row(w, act, "trial_gifts", {
        "act_id": act, "trial_id": trial_id, "member_id": member_id, "what": offered.words, "given_on": today.isoformat(),
        "by_person": by,
    })  # fmt: skip
    if offered.points:
        w.insert(
            "insert into facts (act_id, kind, member_id, happened_on, happened_at, points, what, by_person)"
            " values (?, 'gift', ?, ?, ?, ?, ?, ?)",
            (act, member_id, today.isoformat(), w.entered_at, offered.points, offered.words, by),
        )
        standings.replay_member(w, programmes.versions(w), member_id, today)
    return OfferGiven(act, member_id, number, name, offered.words, offered.points)
