"""`report recognition` and `report occasions`: what was earned, what was given, what is owed."""

from collections.abc import Iterable
from datetime import date

from shopkeeper.commands.answers import Answer, day
from shopkeeper.commands.session import Session
from shopkeeper.service.recognition import KINDS, Earned, Recognition, month, waiting


def recognition(session: Session, on: date, _weeks: int | None) -> Answer:
    """The month of a day: everything earned, who was thanked and how long it took, what was given."""
    found = month(session.reading, on, session.today, session.progress)
    return {
        "month": f"{found.first:%Y-%m}",
        "from": day(found.first),
        "to": day(found.last),
        **_counts(found),
        "letters": found.letters,
        "gifts": found.gifts,
        "gift_points": found.gift_points,
        "perks": found.perks,
        "list": _listed(found.earned),
        "kinds": [{"kind": kind, **_counts(found.of_kind(kind))} for kind in KINDS],
    }


def occasions(session: Session, on: date, _weeks: int | None) -> Answer:
    """What is owed on a day: earned in the 90 days before it, and not thanked for."""
    found = waiting(session.reading, on)
    return {"on": day(on), "since": day(found.first), "occasions": _listed(found.owed)}


def _counts(found: Recognition) -> Answer:
    half, longest = found.took or (None, None)
    return {
        "earned": len(found.earned),
        "thanked": found.thanked,
        "owed": len(found.owed),
        "half_within_days": half,
        "all_within_days": longest,
    }


def _listed(earned: Iterable[Earned]) -> list[Answer]:
    return [
        {
            "number": one.number,
            "name": one.name,
            "kind": one.kind,
            "on": day(one.on),
            "because": one.because,
            "thanked_on": day(one.thanked_on),
            "days": one.days,
            "by_post": one.by_post,
        }
        for one in earned
    ]
