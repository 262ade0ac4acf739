"""Invitations by letter: which kind an event's is, what it says, and which guests are to have one."""

from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.letter_kinds import kind_of
from shopkeeper.say import text
from shopkeeper.service import events, guests, shops
from shopkeeper.service.letter_whom import DueList, Found, sift
from shopkeeper.service.letter_words import words_of


def kind_for(event: events.Event) -> str:
    """The letter an event is announced by."""
    return "sale-preview" if event.plan.kind == "sale preview" else "vip-invitation"


def told(book: Reading, event_id: int) -> str:
    """What stands in the letter where it names the event: its words, day and hours, in the language of the letters."""
    words = words_of(shops.read(book))
    return events.told_of(events.one(book, event_id).plan, words.event, words.speech)


def occasion(event: events.Event) -> str:
    """The key under which an invitation to it stands in the letters' log."""
    return f"guest:{event.id}:{event.plan.name}"


def due_to_guests(book: Reading, today: date, kind: str, event_id: int) -> DueList:
    """The guests who are to be invited by letter still, by name; and who is not, for what reason.

    Whoever was told otherwise or has answered needs none, and is not listed at all.
    """
    event = events.one(book, event_id)
    key, because = occasion(event), text("Guest: {event}").format(event=event.plan.name)
    found = [
        Found(guest.member_id, key, "guest", today, because, f"guest:{event_id}:")
        for guest in guests.listed(book, event_id)
        if guest.state == "invited" and not guest.asked and not guest.answer
    ]
    return sift(book, kind_of(kind), found, today)
