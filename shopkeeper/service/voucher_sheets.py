"""What stands on a printed voucher, in the language of the shop's letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import spaced
from shopkeeper.service import shops, vouchers
from shopkeeper.service.letter_words import LetterWords, words_of


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
            _capital(vouchers.gives_in_words(one.offer, words.speech, words.off)), _lines(one, words, today),
            shop.accent, words.language,
        )
        for one in vouchers.by_numbers(book, numbers, today)
    )  # fmt: skip


def _lines(one: vouchers.Voucher, words: LetterWords, today: date) -> tuple[str, ...]:
    day = words.speech.day(one.offer.through)
    start = words.speech.day(one.offer.from_day, one.offer.through)
    until = words.voucher("between" if one.offer.from_day > today else "until").format(start=start, day=day)
    name = one.member_name or one.member_number
    return (words.voucher("whose").format(name=name), until) if name else (until,)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
