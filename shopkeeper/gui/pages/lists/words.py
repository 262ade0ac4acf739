"""Our columns, and what a list brings, in words."""

from PySide6.QtCore import QCoreApplication

from shopkeeper.rules.headings import Kind
from shopkeeper.say import Speech
from shopkeeper.service.importing import Imported


def _tr(words: str) -> str:
    return QCoreApplication.translate("Lists", words)


def names_of(kind: Kind) -> dict[str, str]:
    """Our columns as a person calls them, in the order in which they are offered."""
    translate = QCoreApplication.translate
    if kind == "purchases":
        return {
            "member": translate("Lists", "Member or card"),
            "on": translate("Lists", "Day"),
            "at": translate("Lists", "Day and time"),
            "amount": translate("Lists", "Amount"),
            "what": translate("Lists", "What was bought"),
            "receipt": translate("Lists", "Receipt number"),
            "points": translate("Lists", "Points it was paid with"),
            "by": translate("Lists", "Who served"),
        }
    return {
        "number": translate("Lists", "Member’s number"),
        "name": translate("Lists", "Whole name"),
        "given_name": translate("Lists", "First name"),
        "family_name": translate("Lists", "Family name"),
        "phone": translate("Lists", "Phone"),
        "email": translate("Lists", "E-mail"),
        "street": translate("Lists", "Street"),
        "address_2": translate("Lists", "Address, second line"),
        "postcode": translate("Lists", "Postcode"),
        "town": translate("Lists", "Town"),
        "region": translate("Lists", "County or region"),
        "country": translate("Lists", "Country"),
        "birthday": translate("Lists", "Birthday"),
        "card": translate("Lists", "Card number"),
        "note": translate("Lists", "Note"),
        "joined": translate("Lists", "Member since"),
        "letters": translate("Lists", "May we write?"),
        "say": translate("Lists", "How the name is said"),
        "greeting": translate("Lists", "Greeting in letters"),
        "warning": translate("Lists", "Warning, such as an allergy"),
        "likes": translate("Lists", "Likes"),
        "dislikes": translate("Lists", "Dislikes"),
        "size": translate("Lists", "Size"),
        "fact": translate("Lists", "Something to remember"),
    }


def brings(made: Imported) -> bool:
    """Whether there is anything to bring in."""
    return bool(made.added or made.changed)


def act_words(made: Imported, speech: Speech) -> str:
    """The button that brings it in: `Bring in 69,659 purchases`."""
    rows = made.added + made.changed
    if made.kind == "purchases":
        return _said(rows, _tr("Bring in 1 purchase"), _tr("Bring in {n} purchases"), speech)
    return _said(rows, _tr("Bring in 1 member"), _tr("Bring in {n} members"), speech)


def summary(made: Imported, speech: Speech) -> list[str]:
    """What would come, or came, of a file: one short phrase each, nothing that is nought."""
    number = speech.count
    said = []
    if made.kind == "purchases":
        if made.added:
            said.append(_said(made.added, _tr("1 purchase"), _tr("{n} purchases"), speech))
            said.append(speech.money(made.amount_minor))
        if made.first_on is not None and made.last_on is not None and made.added:
            days = _tr("from {first} to {last}") if made.first_on != made.last_on else _tr("on {first}")
            said.append(days.format(first=speech.day(made.first_on), last=speech.day(made.last_on)))
        if made.new_members:
            said.append(_said(made.new_members, _tr("1 new member"), _tr("{n} new members"), speech))
    else:
        if made.added:
            said.append(_said(made.added, _tr("1 new member"), _tr("{n} new members"), speech))
        if made.changed:
            said.append(_said(made.changed, _tr("1 changed"), _tr("{n} changed"), speech))
    if made.again:
        said.append(_tr("{n} in the book already").format(n=number(made.again)))
    if made.refused:
        said.append(_tr("{n} cannot be taken").format(n=number(len(made.refused))))
    return said


def _said(n: int, one: str, many: str, speech: Speech) -> str:
    return one if n == 1 else many.format(n=speech.count(n))
