"""The numbers a letter brings that are the recipient's own: a voucher, and the code of a guest for an event."""

import re
from collections.abc import Sequence
from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.wording_fields import CODE, CODE_MARK, FIELDS, marked
from shopkeeper.service import vouchers
from shopkeeper.service.letter_words import LetterWords
from shopkeeper.service.voucher_words import gives_on_paper

VOUCHER = frozenset({"voucher", "voucher_gives", "voucher_until", "voucher_qr"})
GUEST = frozenset({"guest_code", "guest_qr"})
_MARKED = re.compile(f"{CODE_MARK}([0-9]*){CODE_MARK}")
_EXAMPLES = {field.name: field.example for field in FIELDS if field.name in VOUCHER}


def of_voucher(book: Reading, offer: int, member_id: int, words: LetterWords, today: date) -> dict[str, str]:
    """What stands in the fields of the voucher; before a number is made for the member, an example of one."""
    plan = vouchers.one(book, offer, today).plan
    number = vouchers.held_number(book, offer, member_id)
    return {
        "voucher": spaced(number) or _EXAMPLES["voucher"],
        "voucher_gives": gives_on_paper(plan.offer, words),
        "voucher_until": words.speech.day(plan.through, today),
        "voucher_qr": marked(number) or _EXAMPLES["voucher_qr"],
    }


def of_guest(book: Reading, occasion: str, member_id: int, words: LetterWords) -> dict[str, str]:
    """The fields of an event: the guest's own code in an invitation, the event and its day in a letter after it."""
    about, _, rest = occasion.partition(":")
    event_id = rest.partition(":")[0]
    if about not in ("guest", "came", "absent") or not event_id.isdecimal():
        return {}
    row = book.row(
        "select e.name, e.words, e.on_day, coalesce(g.code, '') from events e left join guests g"
        " on g.event_id = e.id and g.member_id = ? where e.id = ?",
        (member_id, int(event_id)),
    )
    if row is None:
        return {}
    name, said, on_day, code = row
    if about == "guest":
        return {"guest_code": spaced(code), "guest_qr": marked(code)}
    day = words.speech.day(date.fromisoformat(on_day))
    return {"event_was": words.event_was.format(event=said or name, day=day)}


def without(text: str) -> str:
    """A part of a letter without the signs that become pictures."""
    return _MARKED.sub("", text.replace(CODE, "")).strip()


def marked_in(texts: Sequence[str]) -> str:
    """The first number that is to become a code, "" for none."""
    found = (match[1] for text in texts for match in _MARKED.finditer(text))
    return next(found, "")
