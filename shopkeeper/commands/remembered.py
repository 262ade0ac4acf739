"""Commands of the memory: note, promise, followups."""

from datetime import date, timedelta

from shopkeeper.commands import answers
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.rules.noticing import KINDS, PROMISE_DAYS, as_kind, notice
from shopkeeper.service import members, morning, noting, promises
from shopkeeper.service.morning import Line


def note(session: Session, *, member: str, line: str, kind: str = "", by: str | None = None) -> Answer:
    """A line about a member, kept as the kind it is told to be, or as the one that is named."""
    who = by_person(session, by)
    today, order = session.today, session.speech.day_order
    if kind:
        chosen = next((known for known in KINDS if known == kind), None)
        if chosen is None:
            raise Declined("kind_unknown", f"What can be noted is: {', '.join(sorted(KINDS))}.", "kind")
        noticed = as_kind(line, chosen, today=today, order=order)
    else:
        told = notice(line, today=today, order=order)
        if told is None:
            raise Declined("line_missing", "The line is empty.", "line")
        noticed = told
    with session.writing() as w:
        done = noting.note(w, members.find_member(w, member), noticed, by=who)
    return {
        "number": done.number, "name": done.name, "kind": done.kind, "text": done.text, "day": answers.day(done.day),
        "act": done.act,
    }  # fmt: skip


def promise(
    session: Session, *, member: str, text: str, due: date | None = None, by: str | None = None
) -> Answer:
    """Something promised to a member, within a week unless a day is named."""
    who = by_person(session, by)
    day = due or session.today + timedelta(days=PROMISE_DAYS)
    with session.writing() as w:
        done = promises.make(w, members.find_member(w, member), text, day, by=who)
    return {
        "promise": done.promise.id, "number": done.number, "name": done.name, "text": done.promise.text,
        "due": answers.day(done.promise.due_on), "by": done.promise.by, "act": done.act,
    }  # fmt: skip


def followups(session: Session, *, on: date | None = None) -> Answer:
    """The morning page of a day."""
    page = morning.page(session.reading, on or session.today)
    return {
        "on": answers.day(page.on),
        "due": page.due,
        "late": page.late,
        "sections": [
            {
                "section": part.section,
                "lines": [_line(line) for line in part.lines],
                "more": part.more if part.more < morning.UNCOUNTED else None,
            }
            for part in page.parts
        ],
    }


def _line(line: Line) -> Answer:
    return {
        "number": line.number or None, "name": line.name, "tier": line.tier or None, "text": line.text, "aside": line.aside,
        "phone": line.phone, "late": line.late,
    }  # fmt: skip


def told(command: str, answer: Answer) -> list[str]:
    """The answers in words."""
    if command == "followups":
        lines = [f"{answer['due']} for today, {answer['late']} late"]
        for section in answer["sections"]:
            lines.append(f"{section['section']}:")
            for one in section["lines"]:
                parts = [one["name"] or one["number"] or "", one["text"], one["aside"] or one["phone"]]
                lines.append("  " + " · ".join(part for part in parts if part))
            if section["more"]:
                lines.append(f"  and {section['more']} more")
        return lines
    who = f"{answer['name'] or 'Member'} ({answer['number']})"
    if command == "promise":
        return [f"Promised {who} by {answer['due']}: {answer['text']}."]
    day = f", {answer['day']}" if answer["day"] else ""
    return [f"Noted for {who}: {answer['kind']}{day}. {answer['text']}".rstrip()]
