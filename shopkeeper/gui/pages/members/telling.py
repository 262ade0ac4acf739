"""One thing of a member's story in words: what it was, what more there is to say, and its figures."""

from datetime import date

from shopkeeper.gui.contact_words import first_words
from shopkeeper.gui.pages.members.columns import letters_words
from shopkeeper.gui.pages.members.telling_memory import tell_memory
from shopkeeper.gui.pages.members.told import Told
from shopkeeper.rules.cards import spaced
from shopkeeper.say import Speech, text
from shopkeeper.service.timeline import Entry
from shopkeeper.service.timeline_details import Changed
from shopkeeper.service.timeline_memory import KINDS as MEMORY
from shopkeeper.values import replace

MINUS = "−"
NOTE_SHOWN = 90

ICONS = {
    "purchase": "receipt", "return": "return", "gift": "gift", "answer": "heart", "adjustment": "star", "waiver": "star",
    "tier": "programme", "perk": "gift", "climbed": "programme", "fell": "programme", "expired": "clock",
    "letter": "letters", "edit": "edit", "moved here": "move", "moved away": "move", "joined": "person-plus",
    "promise": "clock", "promise settled": "check", "matter": "warning", "matter step": "warning", "wanted": "heart",
    "relation": "members", "date": "calendar", "answered": "heart", "talk": "phone", "merge": "members",
    "household": "home", "perk refused": "gift", "guests": "calendar", "guest": "calendar", "door": "check",
    "leaving": "warning", "hold": "warning", "data request": "info", "try": "phone", "thanked": "heart",
    "picture": "person", "praise": "heart", "sheet answered": "heart",
    "offer": "gift",
    "vouchers": "gift", "voucher": "gift",
}  # fmt: skip


def signed(points: int, speech: Speech) -> str:
    """Points with their sign; none are not said."""
    if not points:
        return ""
    return f"+{speech.count(points)}" if points > 0 else f"{MINUS}{speech.count(-points)}"


def tell(entry: Entry, speech: Speech, today: date) -> Told:
    """An entry in words."""
    kind = entry.kind
    if kind in ("purchase", "return"):
        told = _bought(entry, speech, today)
    elif kind in ("climbed", "fell", "tier"):
        told = _tier(entry, speech, today)
    elif kind in ("moved here", "moved away"):
        told = _moved(entry, speech, today)
    elif kind == "edit":
        told = _edited(entry, speech)
    elif kind in MEMORY:
        told = tell_memory(entry, speech, today)
    else:
        told = _given(entry, speech)
    by = text("by {name}").format(name=entry.by) if entry.by and kind not in ("climbed", "fell") else ""
    first = first_words(entry.first, entry.n, speech)
    more = " · ".join(part for part in (text("undone") if entry.undone else "", first, told.more) if part)
    return replace(told, more=more, by=by)


def _bought(entry: Entry, speech: Speech, today: date) -> Told:
    amount = speech.money(entry.amount_minor)
    points = signed(entry.points, speech)
    if entry.kind == "return":
        what = text("Returned: {what}").format(what=entry.what) if entry.what else text("Returned")
        more = text("bought on {day}").format(day=speech.day(entry.of_on, today)) if entry.of_on else ""
        return Told(what, more, f"{MINUS}{amount}", points)
    parts = []
    if entry.used:
        parts.append(text("{points} used").format(points=speech.points(entry.used)))
    if entry.returned_minor >= entry.amount_minor > 0:
        parts.append(text("all of it came back"))
    elif entry.returned_minor:
        parts.append(text("{amount} of it came back").format(amount=speech.money(entry.returned_minor)))
    return Told(entry.what or text("Purchase"), " · ".join(parts), amount, points)


def _tier(entry: Entry, speech: Speech, today: date) -> Told:
    if entry.kind == "tier":
        until = speech.day(entry.until, today) if entry.until else ""
        return Told(
            text("{tier} by hand, through {day}").format(tier=entry.tier, day=until),
            entry.reason,
            tone="accent",
        )
    if entry.kind == "climbed":
        return Told(
            text("Became {tier}").format(tier=entry.tier),
            text("before: {tier}").format(tier=entry.was),
            tone="accent",
        )
    because = {
        "ended": text("the time it was kept for had passed"),
        "return": text("what reached it came back"),
        "programme": text("the programme changed"),
    }.get(entry.because, "")
    what = text("From {was} to {tier}").format(was=entry.was, tier=entry.tier)
    return Told(what, because, tone="attention")


def _moved(entry: Entry, speech: Speech, today: date) -> Told:
    day = speech.day(entry.of_on, today) if entry.of_on else ""
    other = entry.other or text("nobody known")
    sentence = (
        text("Purchase of {day} moved to {name}")
        if entry.kind == "moved away"
        else text("Purchase of {day} moved here from {name}")
    )
    return Told(sentence.format(day=day, name=other), entry.what, speech.money(entry.amount_minor))


def _given(entry: Entry, speech: Speech) -> Told:
    points = signed(entry.points, speech)
    if entry.kind == "gift":
        return Told(text("Gift of points"), entry.what, points=points)
    if entry.kind == "adjustment":
        return Told(text("Points corrected"), entry.what, points=points)
    if entry.kind == "waiver":
        return Told(text("Debt of points forgotten"), entry.what, points=points)
    if entry.kind == "expired":
        return Told(text("Points expired"), points=points, tone="attention")
    if entry.kind == "answer":
        return Told(text("Answered a question"), entry.what, points=points)
    if entry.kind == "perk":
        return Told(text("Perk given"), entry.what)
    if entry.kind == "letter":
        return Told(letter_word(entry.reason), entry.what)
    return Told(text("Joined"))


def _edited(entry: Entry, speech: Speech) -> Told:
    changes = [_change(change, speech) for change in entry.changes]
    if not changes:
        return Told(text("Details changed"))
    return Told(changes[0], " · ".join(changes[1:]))


def _change(change: Changed, speech: Speech) -> str:
    label = field_word(change.field)
    if change.field == "card_blocked":
        return text("Card {number} reported lost").format(number=spaced(change.became))
    if change.field == "note":
        return text("Note changed") if change.became else text("Note taken away")
    was, became = (_value(change.field, value, speech) for value in (change.was, change.became))
    if not was:
        return text("{field} added: {value}").format(field=label, value=became)
    if not became:
        return text("{field} taken away: {value}").format(field=label, value=was)
    return text("{field}: {was} → {became}").format(field=label, was=was, became=became)


def _value(field: str, value: str, speech: Speech) -> str:
    if field == "letters":
        return letters_words({"yes": True, "no": False}.get(value))
    if field == "card" and value:
        return spaced(value)
    if field == "birthday" and value:
        *year, month, day = (int(part) for part in value.split("-"))
        return speech.birthday(month, day, year[0] if year else None)
    if field == "joined_on" and value:
        return speech.day(date.fromisoformat(value))
    return value if len(value) <= NOTE_SHOWN else value[: NOTE_SHOWN - 1].rstrip() + "…"


def field_word(field: str) -> str:
    """What a field of the details is called."""
    words = {
        "name": text("Name"), "number": text("Number"), "say": text("How the name is said"), "greeting": text("Greeting"),
        "birthday": text("Birthday"), "leap_day": text("29 February is kept on"), "joined_on": text("Joined"),
        "letters": text("Letters"), "note": text("Note"), "phone": text("Phone"), "email": text("E-mail"),
        "address": text("Address"), "card": text("Card"), "warning": text("Warning"), "likes": text("Likes"),
        "dislikes": text("Dislikes"), "size": text("Size"), "usual": text("The usual"), "matters": text("What matters to them"), "fact": text("To remember"),
    }  # fmt: skip
    return words.get(field, field)


def letter_word(kind: str) -> str:
    """What a letter of a kind is called when it has been written."""
    words = {
        "thank-you": text("Thank-you note written"), "welcome": text("Letter of welcome written"),
        "new-tier": text("Letter for the new tier written"), "birthday": text("Birthday letter written"),
        "anniversary": text("Letter for a year with us written"), "vip-invitation": text("Invitation written"),
        "sale-preview": text("Invitation to the sale preview written"), "miss-you": text("“We miss you” written"),
        "sorry": text("“We are sorry” written"), "thanks-for-telling": text("Thanks for telling us written"),
        "thanks-for-friend": text("Thanks for a friend written"), "points-expiring": text("Reminder of points written"),
        "tier-ending": text("Reminder of the tier written"), "year": text("Letter of the year written"),
        "newsletter": text("Newsletter written"), "thanks-for-coming": text("Thanks for coming written"),
        "could-not-come": text("“Sorry you could not come” written"),
    }  # fmt: skip
    return words.get(kind, text("Letter written"))
