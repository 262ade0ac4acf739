"""The sentences of contacts: how one came, what was the first of its kind, what stands against the next."""

from datetime import date
from typing import TYPE_CHECKING

from shopkeeper.gui.member_words import called, near_day
from shopkeeper.gui.memory_words import TOUCHES
from shopkeeper.gui.privacy_words import since_words
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import letter_titles
from shopkeeper.service.contacts_log import Contact, First, Log
from shopkeeper.service.hints import Hint
from shopkeeper.service.shops import Shop

if TYPE_CHECKING:
    from shopkeeper.paper.ledger import Ledger


def first_words(first: First | str, n: int, speech: Speech) -> str:
    """“First call”, “Hundredth visit”, “Back after 64 days”; "" for nothing."""
    if first == "visits":
        return text("Visit number {n}").format(n=speech.count(n))
    if first == "back":
        return counted(n, "Back after {n} day", "Back after {n} days")
    return {
        "first": text("First visit"), "first call": text("First call"), "first letter": text("First letter"),
        "first e-mail": text("First e-mail"), "first visit to them": text("First visit to them"),
        "first complaint": text("First complaint"), "first request": text("First request"),
    }.get(first, "")  # fmt: skip


def hint_words(hint: Hint, today: date, speech: Speech) -> tuple[str, str]:
    """The hint at the counter: what it is, and what to do with it."""
    when = near_day(hint.on, today, speech) if hint.on is not None else ""
    if hint.kind == "hold":
        return since_words(hint.on or today, today, speech), ""
    if hint.kind == "left":
        title = text("Noted {when}: {reason}").format(when=when, reason=hint.text)
        return title, text("Here again? Take the note out on their page")
    if hint.kind == "back":
        return first_words("back", hint.n, speech), text("Say that you are glad to see them")
    if hint.kind == "visits":
        return text("Today is visit number {n}").format(n=speech.count(hint.n)), text("A word is enough")
    if hint.kind == "first call":
        return text("Called for the first time {when}").format(when=when), text(
            "Ask whether it was all right"
        )
    return text("Complained for the first time {when}").format(when=when), text("Ask whether it is right now")


def kind_words(one: Contact) -> str:
    """“Bought”, “Complaint”, or the letter by its name."""
    if one.kind == "letter":
        return letter_titles.title(one.letter).name
    return {
        "purchase": text("Bought"), "talk": text("Talked"), "complaint": text("Complaint"), "request": text("Request"),
        "try": text("Tried to see them again"), "invited": text("Invited to"), "at the door": text("Was at"),
    }[one.kind]  # fmt: skip


def contacts_ledger(log: Log, shop: Shop, today: date, speech: Speech) -> "Ledger":
    """The log as a list to look at and to print, with what stands against the next letter and call."""
    from shopkeeper.paper.ledger import Ledger, Row
    from shopkeeper.paper.note import Letterhead

    rows = []
    for one in log.contacts:
        said = (
            text("{what}: {words}").format(what=kind_words(one), words=one.text)
            if one.text
            else kind_words(one)
        )
        noticed = first_words(one.first, one.n, speech)
        rows.append(
            Row(
                (
                    speech.day_short(one.on, today), " · ".join(part for part in (said, noticed) if part),
                    text(TOUCHES[one.channel]), one.by,
                ),
                strong=bool(noticed),
            )
        )  # fmt: skip
    allowed = text("nothing stands against it")
    limits = log.limits
    remarks = [
        text("A letter now: {why}").format(why=limits.letter or allowed),
        text("A call now: {why}").format(why=limits.call or allowed),
    ]
    if limits.tried_on is not None:
        day = near_day(limits.tried_on, today, speech)
        remarks.append(text("Tried {when}; leave them a fortnight").format(when=day))
    if log.of > len(log.contacts):
        remarks.append(text("The latest of {n} contacts.").format(n=speech.count(log.of)))
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("Every contact"),
        whose=(
            called(log.name, log.number),
            text("Member {number}").format(number=log.number),
            text("As of {day}").format(day=speech.day(today)),
        ),
        heads=(text("Day"), text("What"), text("How"), text("By")),
        rows=tuple(rows),
        shares=(0.14, 0.52, 0.17, 0.17),
        remarks=tuple(remarks),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )  # fmt: skip
