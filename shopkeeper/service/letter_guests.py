"""Invitations by letter: which kind an event's is, what it says, and which guests are to have one."""

from collections.abc import Callable
from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.rules.letter_kinds import kind_of
from shopkeeper.say import text
from shopkeeper.service import events, guests, letter_after, shops
from shopkeeper.service.letter_whom import DueList, Found, sift
from shopkeeper.service.letter_words import speech_of, words_of

AFTER: dict[str, Callable[..., list[Found]]] = {
    "came": letter_after.came,
    "stayed away": letter_after.stayed_away,
}


def events_for(book: Reading, kind: str, today: date) -> tuple[tuple[int, str], ...]:
    """The events whose guests a letter of this kind can go to: (event, name); those to come, or those over lately."""
    whom = kind_of(kind).guests
    if whom == "to invite":
        return events.to_come(book, today)
    first = today - timedelta(days=letter_after.AFTER_DAYS)
    return tuple(
        (event.id, event.plan.name)
        for event in events.listed(book, today)
        if whom and event.called_off_on is None and first <= event.plan.on_day < today
    )


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
    """The guests of an event who are to have this letter still, by name; and who is not, for what reason.

    Of an invitation: whoever was told otherwise or has answered needs none, and is not listed at all. Of a letter
    afterwards: who came, or who was invited and did not.
    """
    event = events.one(book, event_id)
    if kind_of(kind).guests in AFTER:
        speech = speech_of(shops.read(book))
        return sift(
            book, kind_of(kind), AFTER[kind_of(kind).guests](book, today, speech, None, event_id), today
        )
    key, because = occasion(event), text("Guest: {event}").format(event=event.plan.name)
    found = [
        Found(guest.member_id, key, "guest", today, because, f"guest:{event_id}:")
        for guest in guests.listed(book, event_id)
        if guest.state == "invited" and not guest.asked and not guest.answer
    ]
    return sift(book, kind_of(kind), found, today)
