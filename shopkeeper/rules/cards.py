"""Membership cards: numbers with a check digit that any scanner reads, and what a scanned code can mean."""

import unicodedata
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.patterns import late
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

# EAN-13 keeps the numbers that begin with 2 for use inside a shop; our own cards take one corner of them.
OWN_PREFIX = "27"
_SEED_DIGITS = 10
_LONGEST = 40
_PARTS = late(r"[\s\-\u2010-\u2015\u2212]+")
_READER_MARK = late(r"^\](?:E[0-4]|C[0-4]|e0|Q[0-6])")  # some scanners name the kind of code first
_ROUNDED = late(r"\d[.,]?\d*E\+\d{1,3}")  # what is left of a long number in a spreadsheet
_NUMBER = late(r"[0-9A-Za-z.$/+%_]{3,30}")

ScanKind = Literal["card", "product", "code"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner gave: `number` as it would stand on a card, and the other spellings to look up as well.

    `kind` is `card` for a number of our own range with the right check digit, `product` for another EAN or
    UPC code, `code` for anything else: also a card of another maker, so it is looked up all the same.
    """

    kind: ScanKind
    number: str
    also: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every spelling under which a card may be in the book, the likeliest first."""
        return (self.number, *self.also)


def check_digit(digits: str) -> str:
    """The EAN check digit of the digits before it: weights 3, 1, 3 … from the right."""
    total = sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def next_card(seed_number: int, prefix: str = OWN_PREFIX) -> str:
    """The 13 digits of the shop's card with this running number (0 to 9,999,999,999)."""
    if not 0 <= seed_number < 10**_SEED_DIGITS:
        raise ValueError("a running number of a card has at most ten digits")
    digits = f"{prefix}{seed_number:0{_SEED_DIGITS}d}"
    return digits + check_digit(digits)


def is_own(number: str, prefix: str = OWN_PREFIX) -> bool:
    """Whether this is a card number of the shop's own range, its check digit right."""
    return _own_form(number, prefix) and _checks(number)


def check_card(text: str, *, prefix: str = OWN_PREFIX, about: str = "card") -> str:
    """A card number as it is kept: without spaces and dashes, letters in capitals.

    Cards of another maker are welcome. Refuses `card_missing`, `card_damaged` (a spreadsheet has rounded it), `card_not_understood` (other signs, fewer than
    3 or more than 30), and for a number of our own range `card_mistyped` when its check digit is wrong.
    """
    number = plain_code(text)
    if not number:
        raise Declined("card_missing", say("No card number was given."), about)
    if _ROUNDED.fullmatch(number):
        raise Declined(
            "card_damaged",
            say(
                "A spreadsheet has rounded this card number, and its last digits are gone. Look at the card again."
            ),
            about,
        )
    if not _NUMBER.fullmatch(number):
        raise Declined(
            "card_not_understood",
            say("A card number has 3 to 30 digits or letters. Scan the card again."),
            about,
        )
    if _own_form(number, prefix) and not _checks(number):
        raise Declined(
            "card_mistyped",
            say(
                "This card number has a wrong digit: the last one does not fit the others. Look at the card again."
            ),
            about,
        )
    return number


def read_scan(text: str, *, prefix: str = OWN_PREFIX) -> Scan | None:
    """What a scanned or typed code means; None when it is no code at all. Never refuses."""
    number = plain_code(text)
    if not _NUMBER.fullmatch(number):
        return None
    if is_own(number, prefix):
        return Scan("card", number)
    if not number.isdigit():
        return Scan("code", number)
    if len(number) == 12 and _checks(number):  # UPC-A is EAN-13 without its leading nought
        return Scan("product", number, ("0" + number,))
    if len(number) == 13 and _checks(number):
        return Scan("product", number, (number[1:],) if number[0] == "0" else ())
    if len(number) == 8 and _checks(number):
        return Scan("product", number)
    return Scan("code", number)


def plain_code(text: str) -> str:
    """The bare signs of a code: without spaces, dashes, line ends and what a scanner puts before or after."""
    if len(text) > 4 * _LONGEST:
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFKC", text) if c >= " " or c.isspace())
    bare = _READER_MARK.sub("", bare.strip().strip("*"))
    return _PARTS.sub("", bare).upper() if len(bare) <= _LONGEST else ""


def spaced(number: str) -> str:
    """A card number as it is read aloud: `2700 0000 0012 3`."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _own_form(number: str, prefix: str) -> bool:
    return len(number) == len(prefix) + _SEED_DIGITS + 1 and number.startswith(prefix) and number.isdecimal()


def _checks(number: str) -> bool:
    return number.isascii() and number.isdigit() and check_digit(number[:-1]) == number[-1]
