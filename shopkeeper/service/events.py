"""Events: a VIP night, a sale preview, late hours, a tasting; planned, changed, called off, and known at the counter."""

from datetime import date
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.hours import read_hour
from shopkeeper.rules.names import clean_line, clean_note
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.values import asdict, dataclass

Kind = Literal["vip night", "sale preview", "late hours", "tasting", "other"]
KINDS: tuple[Kind, ...] = ("vip night", "sale preview", "late hours", "tasting", "other")
LONGEST_DAYS = 3 * 366
MOST_PLACES = 100_000
MOST_BRING = 20
LONGEST_AFTER = 366
MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned. `words` is how a letter names it; `places` None: nobody counts them; `bring` companions each
    guest may bring; `after_days` are counted afterwards, from the day itself. From the tier of `early_rank` on it is
    open without an invitation, and to everybody on `opens_on`."""

    kind: Kind
    name: str
    on_day: date
    from_time: str
    until_time: str
    words: str = ""
    room: str = ""
    places: int | None = None
    bring: int = 1
    cost_minor: int = 0
    goal: str = ""
    note: str = ""
    served: str = ""
    after_days: int = 30
    early_rank: int | None = None
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the list stands. Kept back and waiting guests are not among the invited; `companions` come with those who said
    yes, `here_with` with those who are here; `unasked` came without an invitation, `missing` said yes and are not in."""

    invited: int = 0
    coming: int = 0
    companions: int = 0
    maybe: int = 0
    regrets: int = 0
    waiting: int = 0
    kept_back: int = 0
    here: int = 0
    here_with: int = 0
    unasked: int = 0
    missing: int = 0

    @property
    def expected(self) -> int:
        """How many people have said that they come."""
        return self.coming + self.companions


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its list's figures."""

    id: int
    plan: Plan
    called_off_on: date | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class EventKept:
    """What an act made of an event."""

    act: int
    event: Event
    affected: tuple[acts.Affected, ...] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """An event to come as the counter says it to a member: invited, coming, waiting, or open to their tier early."""

    event_id: int
    name: str
    on_day: date
    from_time: str
    how: Literal["invited", "coming", "regrets", "waiting", "here", "early"]
    opens_on: date | None = None


def plan(w: Writing, planned: Plan, *, by: int | None = None) -> EventKept:
    """Plan an event. Declined: a name or a time that is none, a day that is over or years away, figures out of range."""
    values = _checked(planned, shops.today(w))
    act = acts.begin(w, "event", by=by, name=values["name"])
    made = acts.add_row(w, act, "events", values | {"called_off_on": None})
    return EventKept(act, one(w, made))


def change(w: Writing, event_id: int, planned: Plan, *, by: int | None = None) -> EventKept:
    """Change what was planned; its guests stay on the list. Declined as `plan`, but the day may be over."""
    before = one(w, event_id)
    values = _checked(planned, None if planned.on_day == before.plan.on_day else shops.today(w))
    act = acts.begin(w, "event", by=by, name=values["name"])
    acts.change_row(w, act, "events", event_id, values)
    return EventKept(act, one(w, event_id))


def call_off(w: Writing, event_id: int, *, by: int | None = None) -> EventKept:
    """The event does not take place; its list is kept. Declined where it was called off already."""
    event = one(w, event_id)
    if event.called_off_on is not None:
        raise Declined("called_off_already", say("This event was called off already."), "event")
    act = acts.begin(w, "event", by=by, name=event.plan.name)
    acts.change_row(w, act, "events", event_id, {"called_off_on": shops.today(w).isoformat()})
    return EventKept(act, one(w, event_id))


def _checked(planned: Plan, today: date | None) -> dict[str, Any]:
    """The row of a plan, every part fit to keep."""
    if planned.kind not in KINDS:
        raise Declined("kind_unknown", say("There is no such kind of event."), "kind")
    if today is not None and planned.on_day < today:
        raise Declined("event_in_the_past", say("An event is for today or a day to come."), "on_day")
    if today is not None and (planned.on_day - today).days > LONGEST_DAYS:
        raise Declined("day_out_of_range", say("That day is years away. Check the date."), "on_day")
    if planned.opens_on is not None and planned.opens_on < planned.on_day:
        raise Declined(
            "opens_before", say("It opens to everybody on its own day at the earliest."), "opens_on"
        )
    values = asdict(planned) | {
        "name": clean_line(planned.name, about="name", label=say("The name"), required=True, limit=120),
        "words": clean_line(planned.words, about="words", label=say("The words for the letter"), limit=200),
        "room": clean_line(planned.room, about="room", label=say("The room"), limit=120),
        "served": clean_line(planned.served, about="served", label=say("Who serves"), limit=200),
        "goal": clean_line(planned.goal, about="goal", label=say("The goal"), limit=300),
        "note": clean_note(planned.note, about="note", limit=1000),
        "from_time": read_hour(planned.from_time, "from_time"),
        "until_time": read_hour(planned.until_time, "until_time"),
        "on_day": planned.on_day.isoformat(),
        "opens_on": None if planned.opens_on is None else planned.opens_on.isoformat(),
    }
    for part, least, most, label in (
        ("places", 1, MOST_PLACES, say("Places")), ("bring", 0, MOST_BRING, say("Companions")),
        ("after_days", 1, LONGEST_AFTER, say("The days counted afterwards")),
    ):  # fmt: skip
        figure = values[part]
        if figure is not None and not least <= figure <= most:
            sentence = say("{what} are from {least} to {most}.")
            raise Declined(f"{part}_out_of_range", sentence.format(what=label, least=least, most=most), part)
    if planned.cost_minor < 0:
        raise Declined("cost_negative", say("What it costs is not less than nothing."), "cost")
    return values


# ---- reading ----

_PLANNED = (
    "e.id, e.kind, e.name, e.on_day, e.from_time, e.until_time, e.words, e.room, e.places, e.bring, e.cost_minor, e.goal,"
    " e.note, e.served, e.after_days, e.early_rank, e.opens_on, e.called_off_on"
)
_TALLY = (
    "select g.event_id, sum(g.state = 'invited'), sum(g.state = 'invited' and g.answer = 'yes'),"
    " sum(iif(g.state = 'invited' and g.answer = 'yes', g.companions, 0)), sum(g.state = 'invited' and g.answer = 'maybe'),"
    " sum(g.answer = 'no'), sum(g.state = 'waiting'), sum(g.state = 'kept back'), sum(g.arrived_at is not null),"
    " sum(g.came_with), sum(g.state = 'at the door'),"
    " sum(g.state = 'invited' and g.answer = 'yes' and g.arrived_at is null) from guests g join members m on m.id = g.member_id and m.gone in (0, 3)"
)


def listed(book: Reading, today: date) -> tuple[Event, ...]:
    """What is to come, the next one first; then what is over, the latest first."""
    rows = book.rows(
        f"select {_PLANNED} from events e order by e.on_day desc, e.id desc limit ?", (MOST_LISTED,)
    )
    found = _with_tallies(book, rows)
    to_come = [event for event in found if event.plan.on_day >= today]
    to_come.sort(key=lambda event: (event.plan.on_day, event.plan.from_time, event.id))
    return (*to_come, *(event for event in found if event.plan.on_day < today))


def to_come(book: Reading, today: date) -> tuple[tuple[int, str], ...]:
    """The events to which one can be invited still, the next one first: (event, name)."""
    return tuple(
        (event.id, event.plan.name)
        for event in listed(book, today)
        if event.plan.on_day >= today and event.called_off_on is None
    )


def one(book: Reading, event_id: int) -> Event:
    """An event. Declined for one that is not in the book."""
    row = book.row(f"select {_PLANNED} from events e where e.id = ?", (event_id,))
    if row is None:
        raise Declined("event_unknown", say("There is no such event in this book."), "event")
    return _with_tallies(book, [row])[0]


def named(book: Reading, text: str) -> Event:
    """The event of this number or name, of several of a name the latest. Declined where there is none."""
    row = None
    if text.strip().isdecimal() and len(text) < 12:
        row = book.row("select id from events where id = ?", (int(text),))
    if row is None:
        names = {
            name.casefold(): event
            for event, name in book.rows("select id, name from events order by on_day, id")
        }
        found = names.get(" ".join(text.split()).casefold())
        row = None if found is None else (found,)
    return one(book, -1 if row is None else row[0])


def _with_tallies(book: Reading, rows: list[tuple[Any, ...]]) -> list[Event]:
    marks = ", ".join("?" * len(rows))
    tallies = {
        event: Tally(*figures)
        for event, *figures in book.rows(
            f"{_TALLY} where g.event_id in ({marks}) group by g.event_id", [row[0] for row in rows]
        )
    }
    return [_event(row, tallies.get(row[0], Tally())) for row in rows]


def _event(row: tuple[Any, ...], tally: Tally) -> Event:
    (event, kind, name, on_day, from_time, until_time, words, room, places, bring, cost, goal, note, served, after,
     early, opens_on, off) = row  # fmt: skip
    return Event(
        event,
        Plan(
            kind, name, date.fromisoformat(on_day), from_time, until_time, words, room, places, bring, cost, goal, note,
            served, after, early, None if opens_on is None else date.fromisoformat(opens_on),
        ),
        None if off is None else date.fromisoformat(off),
        tally,
    )  # fmt: skip


def for_member(book: Reading, member_id: int, rank: int, today: date) -> tuple[Invited, ...]:
    """The events to come that concern a member, the next one first; bounded, for the counter."""
    rows = book.rows(
        "select e.id, e.name, e.on_day, e.from_time, e.opens_on, g.state, g.answer, g.arrived_at is not null from events e"
        " left join guests g on g.event_id = e.id and g.member_id = :member where e.called_off_on is null and ("
        "e.on_day >= :today and g.state in ('invited', 'waiting', 'at the door')"
        " or e.early_rank <= :rank and e.on_day <= coalesce(e.opens_on, e.on_day) and coalesce(e.opens_on, e.on_day) >= :today)"
        " order by e.on_day, e.from_time, e.id limit 5",
        {"member": member_id, "today": today.isoformat(), "rank": rank},
    )
    return tuple(
        Invited(
            event, name, date.fromisoformat(on), start, _how(state, answer, bool(here)),
            None if opens is None else date.fromisoformat(opens),
        )
        for event, name, on, start, opens, state, answer, here in rows
    )  # fmt: skip


def _how(
    state: str | None, answer: str | None, here: bool
) -> Literal["invited", "coming", "regrets", "waiting", "here", "early"]:
    if here:
        return "here"
    if state == "waiting":
        return "waiting"
    if state != "invited":
        return "early"
    return "coming" if answer == "yes" else "regrets" if answer == "no" else "invited"


def told_of(planned: Plan, pattern: str, speech: Speech) -> str:
    """What a letter invites to, as a part of a sentence in the language of `pattern` and `speech`."""
    return pattern.format(
        event=planned.words or planned.name, day=speech.day_of_week(planned.on_day, planned.on_day),
        start=speech.clock(planned.from_time), end=speech.clock(planned.until_time),
    )  # fmt: skip
