"""The sentences of the memory: what was noticed, how a promise stands, how long a matter waits."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from shopkeeper.gui.member_words import near_day, weekday_name
from shopkeeper.rules.delicate import delicate as touched
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.circle import Day
from shopkeeper.service.matters import Matter
from shopkeeper.service.promises import Promise

if TYPE_CHECKING:
    from shopkeeper.rules.noticing import Kind, Noticed

_KINDS: "dict[Kind, str]" = {
    "warning": "Warning", "likes": "Likes", "dislikes": "Does not like", "size": "Size", "usual": "The usual",
    "matters": "What matters", "fact": "Fact", "promise": "Promise", "wanted": "Wanted", "birthday": "Birthday",
    "date": "Day to remember", "relation": "Family", "greeting": "How to greet", "say": "How the name is said",
    "complaint": "Complaint", "request": "Request", "praise": "Thanks to somebody who serves",
}  # fmt: skip
_RELATIONS = {"household": "Household", "family": "Family", "friend": "Friend", "referred by": "Sent here by"}
SUBJECTS = {
    "freshness": "Freshness", "damage": "Damage", "price": "Price", "service": "Service", "delivery": "Delivery",
    "choice": "Choice", "hours": "Opening hours",
}  # fmt: skip
TOUCHES = {"counter": "At the counter", "phone": "By phone", "letter": "By letter", "e-mail": "By e-mail", "visit": "On a visit"}  # fmt: skip


def subject_name(subject: str) -> str:
    """A subject in the shop's language; one of the shop's own is as it was written."""
    return text(SUBJECTS.get(subject, subject))


def kind_name(noticed: "Noticed") -> str:
    """What kind of thing was noticed."""
    return text(_RELATIONS[noticed.relation] if noticed.kind == "relation" else _KINDS[noticed.kind])


def delicate(*noted: str, known: Iterable[str] = ()) -> str:
    """A hint where a note seems to touch on what the law guards most, and what was known before did not; "" else."""
    touches = {touched(one) for one in noted} - {touched(one) for one in known}
    if "health" in touches:
        return text("This sounds like somebody’s health. Keep it only if they told you so, and want it kept.")
    if "belief" in touches:
        return text("This sounds like belief, politics or love. Leave it out unless they want it kept.")
    return ""


def understood(noticed: "Noticed", today: date, speech: Speech) -> str:
    """What will be kept of a line, before Enter: “Promise by Friday: Two loaves”."""
    name = kind_name(noticed)
    if noticed.kind == "promise" and noticed.day is not None:
        return text("{kind} {when}: {words}").format(
            kind=name, when=due_by(noticed.day, today, speech), words=noticed.text
        )
    if noticed.kind == "birthday":
        if not noticed.month:
            return text("Birthday: which day?")
        return text("Birthday: {day}").format(
            day=speech.birthday(noticed.month, noticed.day_of_month, noticed.year)
        )
    if noticed.kind == "date":
        if not noticed.month:
            return text("Day to remember: which day?")
        day = speech.birthday(noticed.month, noticed.day_of_month, noticed.year)
        every = text("every year on {day}") if noticed.year is None else text("on {day}")
        return text("{kind} {when}: {words}").format(
            kind=name, when=every.format(day=day), words=noticed.text
        )
    return text("{kind}: {words}").format(kind=name, words=noticed.text)


def due_by(day: date, today: date, speech: Speech) -> str:
    """“by today”, “by tomorrow”, “by Friday”, “by 3 December”."""
    ahead = (day - today).days
    if ahead == 0:
        return text("by today")
    if ahead == 1:
        return text("by tomorrow")
    named = weekday_name(day, speech) if 1 < ahead < 7 else speech.day(day, today)
    return text("by {day}").format(day=named)


def promise_title(promise: Promise, today: date, speech: Speech) -> str:
    """How a promise stands: “Promise due today”, “Promise 2 days late”, “Promise by Friday”."""
    if promise.standing == "ahead":
        return text("Promise {by}").format(by=due_by(promise.due_on, today, speech))
    if promise.standing == "due":
        return text("Promise due today")
    if promise.standing == "broken":
        return text("Broken promise, {late}").format(late=days_late(promise.late_days))
    return text("Promise {late}").format(late=days_late(promise.late_days))


def promise_tone(promise: Promise) -> str:
    """A late promise is seen, a broken one is not overlooked."""
    return {"late": "attention", "broken": "bad"}.get(promise.standing, "")


def promise_detail(promise: Promise, today: date, speech: Speech) -> str:
    """What was promised, by whom and when."""
    when = near_day(promise.made_on, today, speech)
    made = (
        text("{person} promised it {when}").format(person=promise.by, when=when)
        if promise.by
        else text("promised {when}").format(when=when)
    )
    return f"{promise.text} · {made}"


def days_late(days: int) -> str:
    """“2 days late”."""
    return counted(days, "{n} day late", "{n} days late")


def matter_title(matter: Matter, today: date) -> str:
    """What stands at the head of a complaint or a request, with what is to be done next."""
    if matter.kind == "request":
        return text("Request")
    if matter.asks_owner:
        return text("Complaint, the owner is asked")
    if matter.state == "settled":
        return text("Put right: ask whether it is right now")
    if matter.right_now is False:
        return text("Complaint, still not right")
    return text("Complaint waiting")


def matter_waits(matter: Matter, today: date, speech: Speech) -> str:
    """How long it has been open, or since when it is put right."""
    if matter.state == "settled" and matter.settled_on is not None:
        return text("put right {when}").format(when=near_day(matter.settled_on, today, speech))
    days = (today - matter.heard_on).days
    return counted(days, "open {n} day", "open {n} days") if days else text("since today")


def first_answer(minutes: int | None) -> str:
    """The time to the first answer."""
    if minutes is None:
        return text("not answered yet")
    if minutes < 60:
        return counted(minutes, "answered within {n} minute", "answered within {n} minutes")
    hours = minutes // 60
    if hours < 48:
        return counted(hours, "answered within {n} hour", "answered within {n} hours")
    return counted(hours // 24, "answered after {n} day", "answered after {n} days")


def day_title(day: Day, today: date, speech: Speech) -> str:
    """“Wedding anniversary on Tuesday”."""
    return text("{what} {when}").format(what=day.text, when=near_day(day.on, today, speech))
