"""The letters after an event: thanks to the guests who came, and to those who could not a word that they were missed."""

from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.say import Speech, text
from shopkeeper.service.letter_whom import Found, of_one

AFTER_DAYS = 42
"""How long after an event one is still written to about it."""
_CAME = "g.arrived_at is not null"
# Who was asked and had a place; who waited in vain, or was kept back to compare, missed nothing they were offered.
_STAYED_AWAY = (
    "g.arrived_at is null and g.state = 'invited' and (g.told_on is not null or g.answer <> '' or exists ("
    "select 1 from letters l where l.member_id = g.member_id and l.undone_by is null"
    " and l.occasion >= 'guest:' || g.event_id || ':' and l.occasion < 'guest:' || g.event_id || ';'))"
)


def came(
    book: Reading, today: date, speech: Speech, only: int | None, event_id: int | None = None
) -> list[Found]:
    """Guests who were at an event that is over, the latest event first, by name."""
    return _found(book, today, only, event_id, "came", _CAME)


def stayed_away(
    book: Reading, today: date, speech: Speech, only: int | None, event_id: int | None = None
) -> list[Found]:
    """Guests who were invited to an event that is over, and were not there."""
    return _found(book, today, only, event_id, "absent", _STAYED_AWAY)


def _found(
    book: Reading, today: date, only: int | None, event_id: int | None, about: str, which: str
) -> list[Found]:
    chosen = "" if event_id is None else f" and e.id = {event_id:d}"
    rows = book.rows(
        "select g.member_id, e.id, e.name, e.on_day from guests g join events e on e.id = g.event_id"
        " join members m on m.id = g.member_id and m.gone = 0 where e.called_off_on is null and e.on_day between ? and ?"
        f" and {which}{chosen}{of_one('g.member_id', only)} and not exists (select 1 from letters l"
        "  where l.member_id = g.member_id and l.undone_by is null"
        f"  and l.occasion >= '{about}:' || e.id || ':' and l.occasion < '{about}:' || e.id || ';') order by e.on_day desc, e.id desc, m.name, m.number",
        ((today - timedelta(days=AFTER_DAYS)).isoformat(), (today - timedelta(days=1)).isoformat()),
    )
    found: dict[int, Found] = {}
    for member, event, name, on_day in rows:
        # Two events in a few weeks are written about one after the other, the latest first.
        key = f"{about}:{event}:{name}"
        found.setdefault(
            member, Found(member, key, about, date.fromisoformat(on_day), said(key), f"{about}:{event}:")
        )
    return list(found.values())


def said(key: str) -> str:
    """What an occasion's key says, "" for a key of another kind."""
    about, _, rest = key.partition(":")
    name = rest.partition(":")[2]
    if about == "came":
        return text("Came to {event}").format(event=name)
    return text("Was not at {event}").format(event=name) if about == "absent" else ""
