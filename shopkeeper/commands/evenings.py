"""The command that tells of events and their guests."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.say import Speech
from shopkeeper.service import events, guests
from shopkeeper.service.events import Event
from shopkeeper.service.guests import Guest


def events_(session: Session, *, event: str = "") -> Answer:
    """All events with their figures, or one with its guests."""
    if not event:
        return {"events": [_event(one) for one in events.listed(session.reading, session.today)]}
    one = events.named(session.reading, event)
    return _event(one) | {"guests": [_guest(guest) for guest in guests.listed(session.reading, one.id)]}


def _event(one: Event) -> dict[str, Any]:
    plan, tally = one.plan, one.tally
    return {
        "event": one.id, "kind": plan.kind, "name": plan.name, "on": plan.on_day.isoformat(), "from": plan.from_time,
        "until": plan.until_time, "places": plan.places, "cost_minor": plan.cost_minor, "called_off": one.called_off_on is not None,
        "invited": tally.invited, "coming": tally.coming, "companions": tally.companions, "waiting": tally.waiting,
        "kept_back": tally.kept_back, "here": tally.here, "here_with": tally.here_with,
    }  # fmt: skip


def _guest(guest: Guest) -> dict[str, Any]:
    return {
        "number": guest.number, "name": guest.name, "tier": guest.tier, "state": guest.state, "answer": guest.answer,
        "companions": guest.companions, "invited": guest.asked, "no_letter": guest.no_letter, "arrived_at": guest.arrived_at or None,
        "came_with": guest.came_with,
    }  # fmt: skip


def told(answer: Any, speech: Speech, today: date) -> Iterator[str]:
    """The answer in words: a line an event, or a line a guest."""
    if "events" in answer:
        yield from (_line(one, speech, today) for one in answer["events"])
        return
    yield _line(answer, speech, today)
    for guest in answer["guests"]:
        parts = (
            guest["number"],
            guest["name"],
            guest["tier"],
            guest["answer"] or "no answer",
            "in" if guest["arrived_at"] else "",
        )
        yield "  " + " · ".join(part for part in parts if part)


def _line(one: dict[str, Any], speech: Speech, today: date) -> str:
    day = speech.day_of_week(date.fromisoformat(one["on"]), today)
    figures = f"{one['invited']} invited, {one['coming']} coming, {one['here']} in"
    return f"{one['event']} · {one['name']} · {day}, {one['from']} to {one['until']} · {figures}"
