"""The command that tells of events and their guests."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.say import Speech
from shopkeeper.service import birthdays, event_result, events, guests, letter_paper, letters
from shopkeeper.service.event_result import Result
from shopkeeper.service.events import Event
from shopkeeper.service.guests import Guest


def events_(
    session: Session,
    *,
    event: str = "",
    place_cards: str | None = None,
    door_list: str | None = None,
    result: bool = False,
) -> Answer:
    """All events with their figures, or one with its guests; the cards for its table, the list for its door, and what
    it brought."""
    if not event:
        if place_cards is not None or door_list is not None or result:
            raise Declined("event_missing", "Name the event that is meant.", "event")
        return {"events": [event_answer(one) for one in events.listed(session.reading, session.today)]}
    one = events.named(session.reading, event)
    listed = guests.listed(session.reading, one.id)
    answer = event_answer(one) | {"guests": [guest_answer(guest) for guest in listed]}
    if place_cards is not None:
        from shopkeeper.gui.notes import place_cards_of
        from shopkeeper.paper.fonts import without_window

        kept = without_window()
        cards = place_cards_of(listed, session.shop, inches=letter_paper.in_inches(session.reading))
        answer["pages"] = _write(session, place_cards, cards, one.plan.name)
        del kept
    if door_list is not None:
        from shopkeeper.gui.pages.events.words import door_list as ledger_of_door
        from shopkeeper.paper.fonts import without_window
        from shopkeeper.paper.ledger import lay_out_ledger

        kept = without_window()
        ledger = ledger_of_door(one, listed, session.shop, session.speech)
        answer["door_pages"] = _write(session, door_list, [lay_out_ledger(ledger)], one.plan.name)
        del kept
    if result:
        answer["result"] = _result(event_result.result(session.reading, one.id, session.today))
    return answer


def _result(found: Result) -> dict[str, Any]:
    apart = found.difference
    return {
        "came": found.came, "companions": found.companions, "unasked": found.unasked, "through": found.through.isoformat(),
        "days_left": found.days_left, "compared": found.compared, "ours": found.ours, "others": found.others,
        "guest_minor": found.guest_minor, "other_minor": found.other_minor, "spent_minor": found.spent_minor,
        "cost_minor": found.cost_minor, "sure": apart is not None and apart.tells,
        "difference_minor": None if apart is None else round(apart.mean),
        "low_minor": None if apart is None else round(apart.low), "high_minor": None if apart is None else round(apart.high),
    }  # fmt: skip


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


def event_answer(one: Event) -> dict[str, Any]:
    plan, tally = one.plan, one.tally
    return {
        "event": one.id, "kind": plan.kind, "name": plan.name, "on": plan.on_day.isoformat(), "from": plan.from_time,
        "until": plan.until_time, "places": plan.places, "cost_minor": plan.cost_minor, "called_off": one.called_off_on is not None,
        "invited": tally.invited, "coming": tally.coming, "companions": tally.companions, "waiting": tally.waiting,
        "kept_back": tally.kept_back, "here": tally.here, "here_with": tally.here_with,
    }  # fmt: skip


def guest_answer(guest: Guest) -> dict[str, Any]:
    return {
        "number": guest.number, "name": guest.name, "tier": guest.tier, "state": guest.state, "answer": guest.answer,
        "companions": guest.companions, "invited": guest.asked, "no_letter": guest.no_letter, "arrived_at": guest.arrived_at or None,
        "came_with": guest.came_with, "code": guest.code,
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
    if "came_with" in answer:
        yield _guest_line(answer)
        if answer.get("freed"):
            yield f"{answer['freed']} who wait would find a place now."
        return
    yield _line(answer, speech, today)
    for guest in answer.get("guests", ()):
        yield "  " + _guest_line(guest)
    if "result" in answer:
        yield from _result_lines(answer["result"], speech)


def _guest_line(guest: dict[str, Any]) -> str:
    state = guest["state"] if guest["state"] != "invited" else ""
    companions = f"with {guest['companions']}" if guest["companions"] else ""
    here = "off the list" if guest.get("off") else "in" if guest["arrived_at"] else ""
    parts = (
        guest["number"],
        guest["name"],
        guest["tier"],
        state,
        guest["answer"] or "no answer",
        companions,
        here,
    )
    return " · ".join(part for part in parts if part)


def _result_lines(found: dict[str, Any], speech: Speech) -> Iterator[str]:
    yield f"{found['came']} came, {found['companions']} with them, {found['unasked']} not invited."
    yield f"They spent {speech.money(found['spent_minor'])}; it cost {speech.money(found['cost_minor'])}."
    if found["difference_minor"] is None:
        yield "There are too few to compare to tell whether it brought anything."
        return
    whom = "those kept back" if found["compared"] == "kept back" else "members like them"
    yield (
        f"A head spent {speech.money(found['guest_minor'])}, {whom} {speech.money(found['other_minor'])}: between"
        f" {speech.money(found['low_minor'])} and {speech.money(found['high_minor'])} more, in 19 of 20 such cases."
    )
    if not found["sure"]:
        yield "That may be chance."


def _line(one: dict[str, Any], speech: Speech, today: date) -> str:
    day = speech.day_of_week(date.fromisoformat(one["on"]), today)
    figures = f"{one['invited']} invited, {one['coming']} coming, {one['here']} in"
    return f"{one['event']} · {one['name']} · {day}, {one['from']} to {one['until']} · {figures}"
