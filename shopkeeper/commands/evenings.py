"""The command that tells of events and their guests."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.say import Speech
from shopkeeper.service import birthdays, events, guests, letter_paper, letters
from shopkeeper.service.events import Event
from shopkeeper.service.guests import Guest


def events_(session: Session, *, event: str = "", place_cards: str | None = None) -> Answer:
    """All events with their figures, or one with its guests; and the cards for its table."""
    if not event:
        if place_cards is not None:
            raise Declined("event_missing", "Name the event whose table it is.", "event")
        return {"events": [_event(one) for one in events.listed(session.reading, session.today)]}
    one = events.named(session.reading, event)
    listed = guests.listed(session.reading, one.id)
    answer = _event(one) | {"guests": [_guest(guest) for guest in listed]}
    if place_cards is not None:
        from shopkeeper.gui.notes import place_cards_of
        from shopkeeper.paper.fonts import without_window

        kept = without_window()
        cards = place_cards_of(listed, session.shop, inches=letter_paper.in_inches(session.reading))
        answer["pages"] = _write(session, place_cards, cards, one.plan.name)
        del kept
    return answer


def birthdays_(session: Session, *, on: date | None = None, days: int = 1, pdf: str | None = None) -> Answer:
    """The birthdays of a day or some."""
    first = on or session.today
    last = first + timedelta(days=max(0, min(days, birthdays.MOST_DAYS + 1)) - 1)
    found = birthdays.between(session.reading, first, last)
    answer: Answer = {
        "from": first.isoformat(), "through": last.isoformat(),
        "birthdays": [
            {
                "on": one.on.isoformat(), "number": one.number, "name": one.name, "tier": one.tier, "turns": one.turns,
                "greeting": one.greeting, "usual": one.usual,
            }
            for one in found
        ],
    }  # fmt: skip
    if pdf is not None:
        from shopkeeper.gui.birthday_list import ledger_of
        from shopkeeper.paper.fonts import without_window
        from shopkeeper.paper.ledger import lay_out_ledger

        kept = without_window()
        ledger = ledger_of(found, first, last, session.shop, session.speech)
        answer["pages"] = _write(session, pdf, [lay_out_ledger(ledger)], ledger.title)
        del kept
    return answer


def _write(session: Session, file: str, sheets: Iterable[Any], title: str) -> int:
    from shopkeeper.paper.pdf import write_pdf

    return write_pdf(
        Path(file),
        sheets,
        title=title,
        author=session.shop.name,
        language=letters.language_tag(session.reading),
    ).pages


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
    if "birthdays" in answer:
        for one in answer["birthdays"]:
            turns = f"turns {one['turns']}" if one["turns"] is not None else ""
            told_of = (one["on"], one["number"], one["name"], one["tier"], turns, one["usual"])
            yield " · ".join(part for part in told_of if part)
        if not answer["birthdays"]:
            yield "Nobody has a birthday."
        return
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
