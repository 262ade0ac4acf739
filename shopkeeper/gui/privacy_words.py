"""A hold and a request about data in words, the same wherever they are told."""

from datetime import date

from shopkeeper.gui.member_words import called
from shopkeeper.say import Speech, text
from shopkeeper.service import requests
from shopkeeper.service.holding import Hold
from shopkeeper.service.requests import Request

SOON_DAYS = 7


def since_words(from_day: date, today: date, speech: Speech) -> str:
    """“On hold since 3 May: kept, not used”."""
    return text("On hold since {day}: kept, not used").format(day=speech.day(from_day, today))


def hold_lines(hold: Hold, today: date, speech: Speech) -> tuple[str, str]:
    """Since when, and what is disputed."""
    return since_words(hold.from_day, today, speech), hold.text


def request_words(one: Request, today: date, speech: Speech) -> str:
    """“To be shown what is held: asked on 3 May, due in 12 days”; of one that is answered, when and what was done."""
    what = requests.kind_name(one.kind)
    if one.done_on is None:
        told = text("{what}: asked on {day}, {due}").format(
            what=what, day=speech.day(one.asked_on, today), due=requests.due_words(one, today)
        )
        return f"{told}\n{one.text}" if one.text else told
    told = text("{what}: answered on {day}").format(what=what, day=speech.day(one.done_on, today))
    return f"{told}\n{one.outcome}" if one.outcome else told


def request_tone(one: Request, today: date) -> str:
    """Red where it is late, amber in the last week."""
    if one.done_on is not None:
        return "2"
    days = (one.due_on - today).days
    return "bad" if days < 0 else "attention" if days <= SOON_DAYS else ""


def with_name(number: str, name: str, said: str) -> str:
    """“Ada Whitcombe (1001) · To be shown …” on one line."""
    return f"{called(name, number)} · " + said.replace("\n", " · ")
