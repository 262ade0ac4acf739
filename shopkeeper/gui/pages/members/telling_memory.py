"""Promises, complaints, wishes, people and days in a member's story, in words."""

from datetime import date

from shopkeeper.gui.memory_words import TOUCHES
from shopkeeper.gui.pages.members.told import Told
from shopkeeper.say import Speech, text
from shopkeeper.service.leaving import is_reason, reason_name
from shopkeeper.service.requests import is_kind, kind_name
from shopkeeper.service.timeline import Entry


def tell_memory(entry: Entry, speech: Speech, today: date) -> Told:
    """What was promised, complained of, wanted, answered or noted."""
    if entry.kind in ("promise", "promise settled"):
        return _promise(entry, speech, today)
    if entry.kind in ("matter", "matter step"):
        return _matter(entry, speech)
    if entry.kind in ("guests", "guest", "door"):
        return _guest(entry, speech, today)
    if entry.kind == "leaving":
        return _leaving(entry)
    if entry.kind in ("hold", "data request"):
        return _privacy(entry, speech, today)
    if entry.kind == "try":
        return _try(entry, speech, today)
    if entry.kind == "vouchers":
        return Told(text("Given a voucher: {what}").format(what=entry.what))
    if entry.kind == "voucher":
        amount = speech.money(entry.amount_minor) if entry.amount_minor else ""
        return Told(text("Used a voucher: {what}").format(what=entry.what), amount=amount, tone="accent")
    if entry.kind == "merge":
        return Told(text("Made one with the record of {name}").format(name=entry.other))
    if entry.kind == "household":
        return Told(_household(entry).format(name=entry.other))
    return Told(_sentence(entry).format(what=entry.what))


def _leaving(entry: Entry) -> Told:
    if entry.because == "gone":
        return Told(text("A note of why they left was taken out"))
    if not is_reason(entry.because):
        return Told(text("Noted why they left"), entry.what)
    return Told(
        text("Left: {reason}").format(reason=reason_name(entry.because)), entry.what, tone="attention"
    )


def _try(entry: Entry, speech: Speech, today: date) -> Told:
    how = text(TOUCHES.get(entry.other, entry.other))
    if entry.because == "gone":
        return Told(text("A try was taken out of the plan: {how}").format(how=how), entry.what)
    if entry.because == "planned":
        day = speech.day(entry.until, today) if entry.until else ""
        return Told(text("To be tried on {day}: {how}").format(day=day, how=how), entry.what)
    return Told(text("Tried to see them again: {how}").format(how=how), entry.what)


def _privacy(entry: Entry, speech: Speech, today: date) -> Told:
    """A hold on what is kept, or something that was asked about it."""
    if entry.kind == "hold":
        if entry.because == "ended":
            return Told(text("No longer on hold"), entry.what)
        return Told(text("On hold: kept, not used"), entry.what, tone="attention")
    asked = kind_name(entry.other) if is_kind(entry.other) else ""
    if entry.because == "ended":
        return Told(text("Answered about their data: {what}").format(what=asked), entry.what)
    due = text("to be answered by {day}").format(day=speech.day(entry.until, today)) if entry.until else ""
    said = text("Asked about their data: {what}").format(what=asked)
    return Told(said, " · ".join(part for part in (entry.what, due) if part))


def _household(entry: Entry) -> str:
    if entry.because == "joined":
        return text("Lives with {name} now") if entry.other else text("Joined a household")
    return {
        "left": text("Left the household"),
        "other joined": text("{name} joined the household"),
        "other left": text("{name} left the household"),
    }.get(entry.because, text("The household changed"))


def _promise(entry: Entry, speech: Speech, today: date) -> Told:
    if entry.kind == "promise":
        sentence, tone = text("Promised: {what}"), ""
    else:
        sentence, tone = {
            "kept": (text("Promise kept: {what}"), "accent"),
            "broken": (text("Promise broken: {what}"), "attention"),
            "released": (text("Released from a promise: {what}"), ""),
        }.get(entry.because, (text("Promise changed: {what}"), ""))
    due = text("for {day}").format(day=speech.day(entry.until, today)) if entry.until else ""
    return Told(sentence.format(what=entry.what), due, tone=tone)


def _guest(entry: Entry, speech: Speech, today: date) -> Told:
    sentence, tone = {
        "listed": (text("On the list of {what}"), ""),
        "gone": (text("Off the list of {what}"), ""),
        "told": (text("Invited to {what}"), ""),
        "answered yes": (text("Comes to {what}"), "accent"),
        "answered no": (text("Does not come to {what}"), ""),
        "answered maybe": (text("May come to {what}"), ""),
        "waits": (text("Waits for a place at {what}"), "attention"),
        "came": (text("Was at {what}"), "accent"),
        "came unasked": (text("Was at {what}, not invited"), "accent"),
        "not in": (text("Was not at {what} after all"), ""),
    }.get(entry.because, (text("List of {what} changed"), ""))
    day = speech.day(entry.until, today) if entry.until else ""
    return Told(sentence.format(what=entry.what), day, tone=tone)


def _matter(entry: Entry, speech: Speech) -> Told:
    sentence, tone = {
        "complaint": (text("Complaint: {what}"), "attention"),
        "request": (text("Request: {what}"), ""),
        "answer": (text("Answered them: {what}"), ""),
        "remedy": (text("Put right: {what}"), "accent"),
        "asked": (text("Asked whether it is right now: {what}"), ""),
        "settled": (text("Settled: {what}"), "accent"),
        "closed": (text("Closed: {what}"), ""),
        "opened again": (text("Opened again: {what}"), "attention"),
    }.get(entry.because, (text("Complaint or request looked at: {what}"), ""))
    amount = speech.money(entry.amount_minor) if entry.amount_minor else ""
    return Told(sentence.format(what=entry.what), amount=amount, tone=tone)


def _sentence(entry: Entry) -> str:
    gone = entry.because == "gone"
    if entry.kind == "wanted":
        return {
            "told": text("Told that it is there: {what}"),
            "bought": text("Bought what was wanted: {what}"),
            "dropped": text("Wants it no more: {what}"),
        }.get(entry.because, text("Wants: {what}"))
    if entry.kind == "relation":
        return text("Not around them any more: {what}") if gone else text("Around them: {what}")
    if entry.kind == "date":
        return text("A day taken out: {what}") if gone else text("A day to remember: {what}")
    if entry.kind == "picture":
        return text("Picture taken out") if gone else text("Picture kept, as agreed")
    return {
        "praise": text("Thanked {what}"),
        "answered": text("Answered a question: {what}"),
        "sheet answered": text("Answered a sheet of questions: {what}"),
        "talk": text("Talked: {what}"),
        "thanked": text("{what}") if entry.what else text("Thanked for sending somebody"),
        "perk refused": text("Did not want: {what}"),
        "offer": text("Given: {what}"),
    }.get(entry.kind, "{what}")
