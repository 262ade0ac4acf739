"""What stands on a printed voucher, in the language of the shop's letters."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.vouchers import Offer
from shopkeeper.service import shops, vouchers
from shopkeeper.service.common import who
from shopkeeper.service.letter_words import LetterWords, words_of
from shopkeeper.service.voucher_words import gives_in_words, least_on_paper
from shopkeeper.values import dataclass

EXAMPLE = "28000000000347"
"""A number that is in order and was drawn for nobody."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One voucher as plain text; `called` is the word for such a paper, `lines` say for whom and until when."""

    number: str
    shown: str
    shop_name: str
    called: str
    gives: str
    lines: tuple[str, ...]
    accent: str
    language: str


def printed(book: Reading, numbers: Sequence[str], today: date) -> tuple[Printed, ...]:
    """These vouchers, in this order; a number that was never made has none here."""
    shop = shops.read(book)
    words = words_of(shop)
    return tuple(
        Printed(
            one.number, spaced(one.number), shop.name, words.voucher("title"),
            _capital(gives_in_words(one.offer, words.speech, words.off)), _lines(one, words, today),
            shop.accent, words.language,
        )
        for one in vouchers.by_numbers(book, numbers, today)
    )  # fmt: skip


def sample(book: Reading, offer_id: int, member_ids: Sequence[int], today: date) -> tuple[Printed, ...]:
    """What would be printed for these members, or for nobody: who has no number yet is shown with an example of one."""
    shop = shops.read(book)
    words = words_of(shop)
    plan = vouchers.one(book, offer_id, today).plan
    held = vouchers.held_by(book, offer_id, member_ids)
    gives = _capital(gives_in_words(plan.offer, words.speech, words.off))
    names = {member: name or number for member in member_ids for number, name in (who(book, member),)}
    return tuple(
        Printed(
            number := held.get(member or 0, EXAMPLE), spaced(number), shop.name, words.voucher("title"), gives,
            _said(names.get(member or 0, ""), plan.offer, words, today), shop.accent, words.language,
        )
        for member in (member_ids or (None,))
    )  # fmt: skip


def _lines(one: vouchers.Voucher, words: LetterWords, today: date) -> tuple[str, ...]:
    return _said(one.member_name or one.member_number, one.offer, words, today)


def _said(name: str, offer: Offer, words: LetterWords, today: date) -> tuple[str, ...]:
    first, last = offer.from_day, offer.through
    day, start = words.speech.day(last), words.speech.day(first, last)
    until = words.voucher("between" if first > today else "until").format(start=start, day=day)
    whose = words.voucher("whose").format(name=name) if name else ""
    return tuple(part for part in (whose, _capital(least_on_paper(offer, words)), until) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
