"""The table of birthdays on one sheet: for the wall behind the counter, on the day or for a week."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech, text
from shopkeeper.service.birthdays import Birthday
from shopkeeper.service.shops import Shop


def ledger_of(found: Sequence[Birthday], first: date, last: date, shop: Shop, speech: Speech) -> Ledger:
    """The list to lay out."""
    days = speech.day_of_week(first, first)
    if last != first:
        days = text("{first} to {last}").format(first=days, last=speech.day_of_week(last, first))
    rows = tuple(
        Row((
            speech.day_short(one.on, first), f"{one.name or one.number} · {one.tier}",
            speech.count(one.turns) if one.turns is not None else "",
            _greet(one), one.usual,
        ))
        for one in found
    )  # fmt: skip
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("Birthdays"),
        whose=(days, text("Nobody has a birthday.") if not rows else ""),
        heads=(text("Day"), text("Who"), text("Turns"), text("Greet as"), text("The usual")),
        rows=rows,
        shares=(0.14, 0.34, 0.08, 0.2, 0.24),
        remarks=(text("Keep this where customers cannot read it."),) if rows else (),
        page_words=text("Sheet {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )


def _greet(one: Birthday) -> str:
    if one.said and one.greeting:
        return text("{name}, say: {said}").format(name=one.greeting, said=one.said)
    return one.greeting
