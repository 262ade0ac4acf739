"""The door: who comes is checked in by name or card; whoever was not invited is welcomed and noted."""

from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, events, finding, guests, shops
from shopkeeper.service.common import who
from shopkeeper.service.finding import Hit
from shopkeeper.values import dataclass

MOST_OTHERS = 6
MOST_WITH = 50


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody came through the door; `asked` is whether they were invited, `here` and `here_with` who is in now."""

    act: int
    member_id: int
    event_id: int
    guest: guests.Guest
    asked: bool
    here: int
    here_with: int


def check_in(
    w: Writing, event_id: int, member_id: int, came_with: int | None = None, *, by: int | None = None
) -> Arrived:
    """Let a member in, with as many as they said they would bring, or as many as they do bring.

    Who is not on the list, or was kept back to compare, is welcomed and noted as not invited. Declined: in already; an
    event that is still to come or was called off; more companions than anybody has.
    """
    event = events.one(w, event_id)
    today = shops.today(w)
    if event.called_off_on is not None:
        raise Declined("called_off", say("This event was called off. Undo that first."), "event")
    if event.plan.on_day > today:
        raise Declined(
            "event_to_come",
            say("The door opens on {day}.").format(day=event.plan.on_day.isoformat()),
            "event",
        )
    if came_with is not None and not 0 <= came_with <= MOST_WITH:
        raise Declined(
            "too_many_companions", say("Companions are from 0 to {most}.").format(most=MOST_WITH), "came_with"
        )
    number, name = who(w, member_id)
    row = w.row(
        "select id, state, arrived_at, companions from guests where event_id = ? and member_id = ?",
        (event_id, member_id),
    )
    if row is not None and row[2] is not None:
        raise Declined("here_already", say("{name} is in already.").format(name=name or number), "member")
    act = acts.begin(w, "door", member_id=member_id, by=by, name=name, number=number, event=event.plan.name)
    if row is None:
        guest = guests.put_on(
            w, act, event_id, member_id, guests.rank_of(w, member_id), "at the door", by, arrived_at=w.entered_at,
            came_with=came_with or 0,
        )  # fmt: skip
    else:
        guest = row[0]
        acts.change_row(w, act, "guests", guest, {
            "arrived_at": w.entered_at, "came_with": row[3] if came_with is None else came_with, "waits_since": None,
            "state": "at the door" if row[1] == "kept back" else "invited" if row[1] == "waiting" else row[1],
        })  # fmt: skip
    tally = events.one(w, event_id).tally
    kept = guests.one(w, guest)
    return Arrived(act, member_id, event_id, kept, kept.state == "invited", tally.here, tally.here_with)


def not_here(w: Writing, guest_id: int, *, by: int | None = None) -> guests.GuestKept:
    """A tick that was a mistake: the guest is not in. Somebody who was not invited leaves the list by Undo or `take_off`."""
    guest = guests.one(w, guest_id)
    if not guest.arrived_at:
        raise Declined("not_in", say("This guest is not in."), "guest")
    event = w.value("select event_id from guests where id = ?", (guest_id,))
    act = acts.begin(w, "door", member_id=guest.member_id, by=by, name=guest.name, number=guest.number)
    acts.change_row(w, act, "guests", guest_id, {"arrived_at": None, "came_with": 0})
    return guests.GuestKept(act, guest.member_id, event, guests.one(w, guest_id))


def others(book: Reading, typed: str, on_list: frozenset[int]) -> tuple[Hit, ...]:
    """Members who are not on the list and may be meant by what was typed; bounded, for every key."""
    if not typed.strip():
        return ()
    hits = finding.find(book, typed, limit=MOST_OTHERS * 2).hits
    return tuple(hit for hit in hits if hit.member_id not in on_list)[:MOST_OTHERS]


def opens(event: events.Event, today: date) -> bool:
    """Whether the door is open: on its day, and afterwards for the ticks of a printed list."""
    return event.called_off_on is None and event.plan.on_day <= today
