"""The words of the morning page, on the screen and on paper alike."""

from shopkeeper.paper.morning import MorningSheet, Row
from shopkeeper.paper.morning import Section as PaperSection
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A6
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.morning import ActKind, Line, Morning, Part, Section
from shopkeeper.service.promises import Promise
from shopkeeper.service.shops import Shop

_SECTIONS: dict[Section, str] = {
    "promises": "Promises", "complaints": "Complaints and requests", "requests": "Asked about their data", "wanted": "It has come: call them",
    "days": "Days to remember", "thanks": "Recognition owed", "praises": "Thanks to pass on", "ending": "About to end", "tries": "To see them again", "slipping": "Slipping away", "today": "Usually here today",
}  # fmt: skip
_ACTS: dict[ActKind, str] = {
    "kept": "Done", "answer": "Answer", "ask": "Ask", "decide": "Decide", "told": "Told", "done": "Done",
    "note": "Thank", "called": "Called", "tried": "Tried", "passed": "Told", "thanked": "Thanked", "open": "Open",
}  # fmt: skip


def section_title(section: Section) -> str:
    """The heading of a section."""
    return text(_SECTIONS[section])


def act_name(act: ActKind) -> str:
    """What the button of a line says."""
    return text(_ACTS[act])


def title(morning: Morning, speech: Speech) -> str:
    """“Saturday’s follow-ups”."""
    return text("{weekday}’s follow-ups").format(weekday=speech.weekday(morning.on))


def summary(morning: Morning) -> str:
    """“7 for today, 2 late”."""
    if not morning.due:
        return text("nothing for today")
    due = counted(morning.due, "{n} for today", "{n} for today")
    return f"{due}, " + counted(morning.late, "{n} late", "{n} late") if morning.late else due


def more(part: Part, speech: Speech) -> str:
    """“and 12 more”."""
    return text("and {n} more").format(n=speech.count(part.more)) if part.more else ""


def called(line: Line) -> str:
    """Who a line is about."""
    return line.name or (
        text("Member {number}").format(number=line.number) if line.number else text("Not a member")
    )


def aside(line: Line) -> str:
    """What stands at the side: since when, or the phone where one calls; and who sees to it."""
    said = line.phone if line.act in ("told", "called", "tried") and line.phone else line.aside
    return " · ".join(part for part in (said, line.given_to) if part)


def on_paper(morning: Morning, shop: Shop, speech: Speech) -> MorningSheet:
    """The same page for a sheet of A4."""
    sections = tuple(
        PaperSection(
            section_title(part.section),
            tuple(
                Row(
                    called(line), line.text, aside(line), line.late,
                    box=part.section != "today",
                )
                for line in part.lines
            ),
            more(part, speech),
        )
        for part in morning.parts
    )  # fmt: skip
    day = speech.day_of_week(morning.on)
    return MorningSheet(
        shop.name,
        title(morning, speech),
        " · ".join(filter(None, (day, summary(morning), morning.closed))),
        sections,
        shop.language,
    )


def slip(line: Line, promise: Promise, shop: Shop, speech: Speech) -> Note:
    """A promise on a slip: for whom, what, by when, who gave it."""
    by_when = text("By {day}").format(day=speech.day_of_week(promise.due_on))
    made = speech.day(promise.made_on)
    given = text("{person} promised it on {day}").format(person=promise.by, day=made) if promise.by else made
    return Note(
        Letterhead(shop.name, shop.tagline, accent=shop.accent),
        (promise.text, by_when, given),
        salutation=called(line),
        language=shop.language,
        size=A6,
    )
