"""Commands that plan events and keep their lists: event-plan, event-off, guests, guest."""

from datetime import date
from typing import Any, cast, get_args

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.evenings import event_answer, guest_answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.service import door, events, guests, letters, members, programmes
from shopkeeper.service.events import Event, Plan
from shopkeeper.service.guest_choice import Choice
from shopkeeper.values import replace


def plan(
    session: Session, *, name: str, change: str = "", kind: str = "", on: date | None = None, start: str = "", end: str = "",
    words: str | None = None, room: str | None = None, places: int | None = None, bring: int | None = None,
    cost: int | None = None, served: str | None = None, goal: str | None = None, early: str = "",
    opens: date | None = None, after: int | None = None, by: str | None = None,
) -> Answer:  # fmt: skip
    """Plan an event, or change what is named of one."""
    book = session.reading
    found = events.named(book, change) if change else None
    if found is None and not (on and start and end):
        raise Declined("event_incomplete", "Say when it is: --on a day, --start and --end.", "on_day")
    given: dict[str, Any] = {
        "name": name, "kind": kind or None, "on_day": on, "from_time": start or None, "until_time": end or None,
        "words": words, "room": room, "bring": bring, "cost_minor": cost, "served": served, "goal": goal,
        "opens_on": opens, "after_days": after, "early_rank": _rank(session, early) if early else None,
    }  # fmt: skip
    said = {part: value for part, value in given.items() if value is not None}
    if places is not None:
        said["places"] = places or None
    if found is None:
        planned = Plan(**({"kind": "other"} | said))
    else:
        planned = replace(found.plan, **said)
    who = by_person(session, by)
    with session.writing() as w:
        done = (
            events.plan(w, planned, by=who) if found is None else events.change(w, found.id, planned, by=who)
        )
    return event_answer(done.event) | {"act": done.act}


def _rank(session: Session, tier: str) -> int:
    named = letters.tier_named(session.reading, tier, session.today)
    ranks = [one.name for one in programmes.on(session.reading, session.today).tiers]
    if named not in ranks:
        raise Declined(
            "tier_unknown", "Early is for a tier that is reached: all others come when it opens.", "early"
        )
    return ranks.index(named) + 1


def call_off(session: Session, *, event: str, by: str | None = None) -> Answer:
    """It does not take place."""
    found = events.named(session.reading, event)
    with session.writing() as w:
        done = events.call_off(w, found.id, by=by_person(session, by))
    return event_answer(done.event) | {"act": done.act}


def add(
    session: Session, *, event: str, member: tuple[str, ...] = (), tier: tuple[str, ...] = (), interest: str = "",
    group: str = "", spent: int = 0, at_most: int | None = None, kept_back: int = 0, by: str | None = None,
) -> Answer:  # fmt: skip
    """Members on the list, by hand or by a choice."""
    book = session.reading
    found = events.named(book, event)
    chosen = bool(tier or interest or group or spent or at_most or kept_back)
    if bool(member) is chosen:
        raise Declined(
            "for_whom",
            "Name the members, or say whom: --tier, --interest, --group, --spent. Not both.",
            "member",
        )
    who = by_person(session, by)
    acts: list[int] = []
    added = back = 0
    if member:
        ids = [members.find_member(book, number) for number in member]
        for one in dict.fromkeys(ids):
            with session.writing() as w:
                acts.append(guests.add_one(w, found.id, one, by=who).act)
        added = len(acts)
    else:
        tiers = tuple(letters.tier_named(book, one, session.today) for one in tier)
        with session.writing() as w:
            listed = guests.add(
                w, found.id, Choice(tiers, interest, group, spent, at_most), kept_back_percent=kept_back, by=who,
                progress=session.progress,
            )  # fmt: skip
        added, back = listed.added, listed.kept_back
        acts.append(listed.act)
    return _with_guests(session, events.one(session.reading, found.id)) | {
        "added": added,
        "kept_back_now": back,
        "acts": acts,
    }


def guest(
    session: Session, *, event: str, member: str, answer: str = "", told: str = "", give_place: bool = False,
    not_in: bool = False, off: bool = False, by: str | None = None, **given: Any,
) -> Answer:  # fmt: skip
    """One thing about one guest."""
    comes: bool = given.get("in", False)
    companions: int | None = given.get("with")
    if sum((bool(answer), bool(told), give_place, comes, not_in, off)) != 1:
        raise Declined(
            "one_thing",
            "Say one thing about the guest: --answer, --told, --give-place, --in, --not-in or --off.",
            "answer",
        )
    book = session.reading
    found = events.named(book, event)
    member_id = _who(book, found, member)
    who = by_person(session, by)
    if comes:
        with session.writing() as w:
            arrived = door.check_in(w, found.id, member_id, companions, by=who)
        return guest_answer(arrived.guest) | {
            "event": found.id, "asked": arrived.asked, "here": arrived.here, "here_with": arrived.here_with,
            "act": arrived.act,
        }  # fmt: skip
    line = guests.of_member(book, found.id, member_id)
    if line is None:
        raise Declined("guest_unknown", "This member is not on the list of the event.", "member")
    with session.writing() as w:
        if off:
            listed = guests.take_off(w, line.id, by=who)
            return guest_answer(line) | {"event": found.id, "off": True, "act": listed.act}
        if told:
            kept = guests.tell(w, line.id, cast(guests.Channel, told), by=who)
        elif give_place:
            kept = guests.give_place(w, line.id, by=who)
        elif not_in:
            kept = door.not_here(w, line.id, by=who)
        else:
            said = cast(guests.Answer, "" if answer == "none" else answer)
            assert said in get_args(guests.Answer)
            kept = guests.answer(w, line.id, said, companions or 0, by=who)
    return guest_answer(kept.guest) | {"event": found.id, "freed": kept.freed, "act": kept.act}


def _who(book: Reading, event: Event, typed: str) -> int:
    """A member by number or card, or by the code on an invitation to this event."""
    by_code = guests.by_code(book, typed)
    if by_code is None:
        return members.find_member(book, typed)
    if by_code[0] != event.id:
        raise Declined("code_of_other_event", "This code is of an invitation to another event.", "member")
    return by_code[1]


def _with_guests(session: Session, event: Event) -> Answer:
    listed = guests.listed(session.reading, event.id)
    return event_answer(event) | {"guests": [guest_answer(one) for one in listed]}
