"""Who is on an event's list: put there by a choice or by hand; invited, answered, waiting for a place."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.cards import plain_code
from shopkeeper.rules.draws import ticket
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.rules.vouchers import GUEST_DIGITS, GUEST_PREFIX, draws, has_form, is_numbered, numbered
from shopkeeper.say import text as say
from shopkeeper.service import acts, events, leaving, letter_paper, shops
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import who
from shopkeeper.service.detail_rows import row_now
from shopkeeper.service.guest_choice import Choice, choose
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

Answer = Literal["", "yes", "no", "maybe"]
Channel = Literal["counter", "phone", "e-mail", "visit"]
State = Literal["invited", "waiting", "kept back", "at the door"]
_STEP = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """What an act did to the list: how many were added, or kept back to compare, or taken off."""

    act: int
    event_id: int
    added: int
    kept_back: int
    affected: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """One on the list. `letter_on` is the day of the invitation in the letters' log, `told_on` and `told_by` of one by
    another way; `no_letter` says why none is written; `arrived_at` is the instant of the door; `code` stands on their invitation."""

    id: int
    member_id: int
    number: str
    name: str
    tier: str
    rank: int
    state: State
    answer: Answer
    companions: int
    letter_on: date | None
    told_on: date | None
    told_by: str
    no_letter: str
    arrived_at: str
    came_with: int
    code: str = ""

    @property
    def asked(self) -> bool:
        """Whether the invitation has gone out, whichever way."""
        return self.letter_on is not None or self.told_on is not None


@dataclass(frozen=True, slots=True)
class GuestKept:
    """What an act made of a guest; `freed` is how many wait for a place that is there now."""

    act: int
    member_id: int
    event_id: int
    guest: Guest
    freed: int = 0


# ---- who is on the list ----


def add(
    w: Writing, event_id: int, choice: Choice, *, kept_back_percent: int = 0, by: int | None = None,
    progress: Progress = nobody_waits,
) -> Listed:  # fmt: skip
    """Put everybody on the list whom the choice finds and who is not on it; a random part is kept back to compare.

    Declined: nobody fits who is not on the list; a share out of range; an event that was called off.
    """
    if not 0 <= kept_back_percent <= 50:
        raise Declined("share_out_of_range", say("The part kept back is from 0 to 50 per cent."), "kept_back")
    event = _open(w, event_id)
    found = choose(w, event_id, choice, shops.today(w), progress).members
    if not found:
        raise Declined(
            "nobody_fits", say("Nobody fits this choice who is not on the list already."), "choice"
        )
    seed = secrets.token_hex(8)
    by_lot = sorted(found, key=lambda one: ticket(seed, str(one[0])))
    back = {member for member, _ in by_lot[: len(found) * kept_back_percent // 100]}
    act = acts.begin(
        w,
        "guests",
        by=by,
        event=event.plan.name,
        guests=len(found) - len(back),
        kept_back=len(back),
        seed=seed,
    )
    for count, (member, rank) in enumerate(found):
        _put_on(w, act, event_id, member, rank, "kept back" if member in back else "invited", by)
        if count % _STEP == 0:
            progress(count, len(found))
    return Listed(
        act,
        event_id,
        len(found) - len(back),
        len(back),
        acts.affected(w, [member for member, _ in found[:100]]),
    )


def add_one(w: Writing, event_id: int, member_id: int, *, by: int | None = None) -> Listed:
    """Put one member on the list by hand; somebody kept back to compare is invited after all.

    Declined: on the list already; an event that was called off; somebody who is to be left in peace.
    """
    event = _open(w, event_id)
    number, name = who(w, member_id)
    there = w.row("select id, state from guests where event_id = ? and member_id = ?", (event_id, member_id))
    if there is not None and there[1] != "kept back":
        raise Declined(
            "on_the_list", say("{name} is on the list already.").format(name=name or number), "member"
        )
    if in_peace := leaving.in_peace(w, [member_id]).get(member_id):
        raise Declined("left_in_peace", say("{why}. Nobody invites them.").format(why=in_peace), "member")
    act = acts.begin(w, "guests", member_id=member_id, by=by, name=name, number=number, event=event.plan.name)
    if there is not None:
        acts.change_row(w, act, "guests", there[0], {"state": "invited"})
    else:
        _put_on(w, act, event_id, member_id, rank_of(w, member_id), "invited", by)
    return Listed(act, event_id, 1, 0, acts.affected(w, [member_id]))


def take_off(w: Writing, guest_id: int, *, by: int | None = None) -> Listed:
    """Take a guest off the list. Declined for one who has been here: that stays written down."""
    row = _row(w, guest_id)
    number, name = who(w, row["member_id"], even_if_gone=True)
    if row["arrived_at"] is not None:
        raise Declined(
            "has_been_here",
            say("{name} has been here; that stays on the list.").format(name=name or number),
            "guest",
        )
    event = events.one(w, row["event_id"])
    act = acts.begin(
        w, "guests", member_id=row["member_id"], by=by, name=name, number=number, event=event.plan.name
    )
    acts.change_row(w, act, "guests", guest_id, None)
    return Listed(act, event.id, 0, 0, acts.affected(w, [row["member_id"]]))


def _put_on(
    w: Writing, act: int, event_id: int, member_id: int, rank: int, state: State, by: int | None,
    **more: object,
) -> int:  # fmt: skip
    return acts.add_row(w, act, "guests", {
        "act_id": act, "event_id": event_id, "member_id": member_id, "state": state, "rank": rank, "told_on": None,
        "told_by": "", "answer": "", "answered_on": None, "companions": 0, "waits_since": None, "arrived_at": None,
        "came_with": 0, "by_person": by, "code": _fresh_code(w), **more,
    })  # fmt: skip


put_on = _put_on


def _fresh_code(book: Reading) -> str:
    """A code no guest has: it stands on the invitation, and finds the guest when the answer comes and at the door."""
    while True:
        code = numbered(secrets.randbelow(draws(GUEST_PREFIX, GUEST_DIGITS)), GUEST_PREFIX, GUEST_DIGITS)
        if not book.value("select 1 from guests where code = ?", (code,)):
            return code


def by_code(book: Reading, typed: str) -> tuple[int, int] | None:
    """The event and the member of the code on an invitation, None for what is none.

    Declined: a code in order that is on nobody's invitation any more.
    """
    code = plain_code(typed)
    if not has_form(code, GUEST_PREFIX, GUEST_DIGITS):
        return None
    row = book.row(
        "select g.event_id, g.member_id from guests g join members m on m.id = g.member_id and m.gone = 0 where g.code = ?",
        (code,),
    )
    if row is not None:
        return row[0], row[1]
    if not is_numbered(code, GUEST_PREFIX, GUEST_DIGITS):
        return None
    raise Declined("code_unknown", say("This code is of an invitation that is not on any list now."), "code")


def rank_of(book: Reading, member_id: int) -> int:
    """The rank of the tier a member holds now."""
    return int(book.value("select tier_rank from standings where member_id = ?", (member_id,)) or 0)


# ---- asking and answering ----


def tell(w: Writing, guest_id: int, channel: Channel, *, by: int | None = None) -> GuestKept:
    """Note that a guest was invited by another way than a letter."""
    row = _row(w, guest_id)
    act = _begin(w, row, by)
    acts.change_row(w, act, "guests", guest_id, {"told_on": shops.today(w).isoformat(), "told_by": channel})
    return _kept(w, act, guest_id)


def answer(
    w: Writing, guest_id: int, said: Answer, companions: int = 0, *, by: int | None = None
) -> GuestKept:
    """Note what a guest answered, and how many they bring. A yes for which no place is left waits; the one who waits
    longest is named when a place is there again (`freed`), and given it by `give_place`.

    Declined: more companions than the event allows.
    """
    row = _row(w, guest_id)
    event = _open(w, row["event_id"])
    if not 0 <= companions <= event.plan.bring:
        sentence = (
            say("Each guest may bring {n} at most.").format(n=event.plan.bring)
            if event.plan.bring
            else say("Nobody brings anybody to this event.")
        )
        raise Declined("too_many_companions", sentence, "companions")
    with_them = companions if said in ("yes", "maybe") else 0
    state, waits = row["state"], None
    if said == "yes" and state != "at the door" and not fits(event, row, 1 + with_them):
        state, waits = "waiting", row["waits_since"] or w.entered_at
    elif state in ("waiting", "kept back"):
        state = "invited"
    act = _begin(w, row, by)
    acts.change_row(w, act, "guests", guest_id, {
        "answer": said, "answered_on": shops.today(w).isoformat() if said else None, "companions": with_them, "state": state,
        "waits_since": waits,
    })  # fmt: skip
    return _kept(w, act, guest_id)


def give_place(w: Writing, guest_id: int, *, by: int | None = None) -> GuestKept:
    """Somebody who waits gets a place, whether one is left or not: the list says it, the shop decides."""
    row = _row(w, guest_id)
    if row["state"] != "waiting":
        raise Declined("waits_not", say("This guest does not wait for a place."), "guest")
    act = _begin(w, row, by)
    acts.change_row(w, act, "guests", guest_id, {"state": "invited", "waits_since": None})
    return _kept(w, act, guest_id)


def fits(event: events.Event, row: dict[str, Any], people: int) -> bool:
    """Whether so many have a place beside all others who come."""
    if event.plan.places is None:
        return True
    own = 1 + row["companions"] if row["state"] == "invited" and row["answer"] == "yes" else 0
    return event.tally.expected - own + people <= event.plan.places


def _freed(book: Reading, event_id: int) -> int:
    """How many who wait would find a place now, by the order they wait in."""
    event = events.one(book, event_id)
    left = None if event.plan.places is None else event.plan.places - event.tally.expected
    found = 0
    for (companions,) in book.rows(
        "select g.companions from guests g join members m on m.id = g.member_id and m.gone = 0"
        " where g.event_id = ? and g.waits_since is not null order by g.waits_since, g.id",
        (event_id,),
    ):
        if left is not None:
            left -= 1 + companions
            if left < 0:
                break
        found += 1
    return found


# ---- reading ----


def listed(book: Reading, event_id: int) -> tuple[Guest, ...]:
    """Everybody on the list, by name, those kept back last; a member made one with another stands on it once."""
    return _guests(book, "g.event_id = :event", {"event": event_id})


def one(book: Reading, guest_id: int) -> Guest:
    """One on the list. Declined for one who is not."""
    found = _guests(book, "g.id = :guest", {"guest": guest_id})
    if not found:
        raise Declined("guest_unknown", say("There is no such guest on the list."), "guest")
    return found[0]


def of_member(book: Reading, event_id: int, member_id: int) -> Guest | None:
    """The member's line on an event's list, None where there is none."""
    found = _guests(
        book, "g.event_id = :event and g.member_id = :member", {"event": event_id, "member": member_id}
    )
    return found[0] if found else None


def _guests(book: Reading, where: str, values: dict[str, object]) -> tuple[Guest, ...]:
    by_post = letter_paper.paper(book).by_post
    rows = book.rows(
        "select g.id, g.member_id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0), g.state, g.answer,"
        " g.companions, (select max(l.written_on) from letters l where l.member_id = g.member_id and l.undone_by is null"
        "  and l.occasion >= 'guest:' || g.event_id || ':' and l.occasion < 'guest:' || g.event_id || ';'),"
        " g.told_on, g.told_by, m.letters, exists (select 1 from addresses a where a.member_id = m.id and a.street <> ''"
        "  and a.town || a.postcode <> ''), coalesce(g.arrived_at, ''), g.came_with, g.code"
        " from guests g join members m on m.id = g.member_id and m.gone = 0 left join standings s on s.member_id = m.id"
        f" where {where}",
        values,
    )
    in_peace = leaving.in_peace(book, [row[1] for row in rows])
    found = [_guest(row, by_post, in_peace.get(row[1], "")) for row in rows]
    found.sort(key=lambda one: (one.state == "kept back", folding.fold(one.name) or "\uffff", one.number))
    return tuple(found)


def _guest(row: tuple[Any, ...], by_post: bool, in_peace: str) -> Guest:
    (guest, member, number, name, tier, rank, state, said, companions, letter, told_on, told_by, letters, address, arrived,
     came_with, code) = row  # fmt: skip
    why = ""
    if in_peace:
        why = in_peace
    elif letters == 0:
        why = say("Asked for no letters")
    elif not name:
        why = say("Known by number only")
    elif by_post and not address:
        why = say("No address to post it to")
    return Guest(
        guest, member, number, name, tier or BASE_TIER, rank, state, said, companions,
        None if letter is None else date.fromisoformat(letter), None if told_on is None else date.fromisoformat(told_on),
        told_by, why, arrived, came_with, code,
    )  # fmt: skip


def to_write_to(listed_guests: Sequence[Guest]) -> list[Guest]:
    """Who is to be invited by letter still."""
    return [
        one
        for one in listed_guests
        if one.state == "invited" and not one.asked and not one.no_letter and not one.answer
    ]


# ---- parts ----


def _open(book: Reading, event_id: int) -> events.Event:
    event = events.one(book, event_id)
    if event.called_off_on is not None:
        raise Declined("called_off", say("This event was called off. Undo that first."), "event")
    return event


def _row(book: Reading, guest_id: int) -> dict[str, Any]:
    row = row_now(book, "guests", guest_id)
    if row is None:
        raise Declined("guest_unknown", say("There is no such guest on the list."), "guest")
    return row


def _begin(w: Writing, row: dict[str, Any], by: int | None) -> int:
    number, name = who(w, row["member_id"], even_if_gone=True)
    return acts.begin(w, "guest", member_id=row["member_id"], by=by, name=name, number=number)


def _kept(w: Writing, act: int, guest_id: int) -> GuestKept:
    guest = one(w, guest_id)
    row = _row(w, guest_id)
    return GuestKept(act, guest.member_id, row["event_id"], guest, _freed(w, row["event_id"]))
