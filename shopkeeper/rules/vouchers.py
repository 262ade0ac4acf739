"""Vouchers: numbers nobody can guess or mistype unnoticed, what one takes off, and how it stands on a day."""

from datetime import date
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.cards import plain_code
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

Gives = Literal["money", "percent", "thing"]
GIVES: tuple[Gives, ...] = ("money", "percent", "thing")
State = Literal["open", "used", "not yet", "over", "withdrawn"]

VOUCHER_PREFIX, VOUCHER_DIGITS = "28", 14
"""Even in number, so that a Code 128 takes two digits a sign; as long as no code on goods and no card of ours."""
GUEST_PREFIX, GUEST_DIGITS = "29", 10
"""The code of one guest for one event: short, for it is typed at a door with people waiting."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a voucher gives: `value` in minor units or per cent, nothing for a `thing`; its first and last day; the least
    purchase it is taken off, 0 for any."""

    gives: Gives
    value: int
    thing: str
    from_day: date
    through: date
    least_minor: int = 0


def numbered(drawn: int, prefix: str, digits: int) -> str:
    """The number made of what was drawn by lot, with two check digits (ISO/IEC 7064, MOD 97-10, as bank accounts have
    them): every wrong digit and every two neighbours exchanged are noticed."""
    body = f"{prefix}{drawn:0{digits - len(prefix) - 2}d}"
    if len(body) != digits - 2:
        raise ValueError("what was drawn has too many digits")
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def draws(prefix: str, digits: int) -> int:
    """How many numbers there are of a kind: what is drawn is below it."""
    return int(10 ** (digits - len(prefix) - 2))


def is_numbered(number: str, prefix: str, digits: int) -> bool:
    """Whether a number is one of its kind, its check digits right."""
    return has_form(number, prefix, digits) and int(number) % 97 == 1


def has_form(number: str, prefix: str, digits: int) -> bool:
    """Whether a number looks like one of its kind, whatever its check digits."""
    return len(number) == digits and number.startswith(prefix) and number.isascii() and number.isdigit()


def is_voucher(typed: str) -> bool:
    """Whether what was typed or scanned looks like a voucher's number; it may have a wrong digit."""
    return has_form(plain_code(typed), VOUCHER_PREFIX, VOUCHER_DIGITS)


def read_voucher(typed: str) -> str:
    """A voucher's number as it is kept. Declined: it is none, or has a wrong digit."""
    number = plain_code(typed)
    if not has_form(number, VOUCHER_PREFIX, VOUCHER_DIGITS):
        raise Declined(
            "voucher_not_understood",
            say("The number of a voucher has 14 digits and begins with 28. Look at the voucher again."),
            "voucher",
        )
    if not is_numbered(number, VOUCHER_PREFIX, VOUCHER_DIGITS):
        raise Declined(
            "voucher_mistyped",
            say(
                "There is a wrong digit in this number: its last two do not fit the others. Look at the voucher again."
            ),
            "voucher",
        )
    return number


def state_on(offer: Offer, today: date, *, used: bool, withdrawn: bool) -> State:
    """How a voucher stands; one that was used stays so, whatever became of the rest."""
    if used:
        return "used"
    if withdrawn:
        return "withdrawn"
    if today < offer.from_day:
        return "not yet"
    return "over" if today > offer.through else "open"


def falls_short(offer: Offer, amount_minor: int) -> int:
    """By how much a purchase is too small for this voucher, 0 where it is not."""
    return max(0, offer.least_minor - amount_minor)


def worsened(was: Offer, now: Offer) -> str:
    """In what way vouchers that are in somebody's hands would give less than they say: gives, value, from_day, through or
    least; "" where they would not."""
    if (now.gives, now.thing) != (was.gives, was.thing):
        return "gives"
    if now.value < was.value:
        return "value"
    if now.from_day > was.from_day:
        return "from_day"
    if now.through < was.through:
        return "through"
    return "least" if now.least_minor > was.least_minor else ""


def taken_off(offer: Offer, amount_minor: int | None, each_minor: int) -> int:
    """What one voucher gives, in minor units: of a purchase of `amount_minor` never more than that; of a thing, what it
    costs the shop (`each_minor`). A percentage is rounded to the nearest minor unit. Declined: a percentage of
    nothing known, an amount that is not above nothing."""
    if amount_minor is not None and amount_minor <= 0:
        raise Declined("amount_not_positive", say("The amount must be more than nothing."), "amount")
    if offer.gives == "thing":
        return each_minor
    if offer.gives == "money":
        return offer.value if amount_minor is None else min(offer.value, amount_minor)
    if amount_minor is None:
        raise Declined(
            "amount_missing", say("Say of which amount: this voucher gives a part of it."), "amount"
        )
    return (amount_minor * offer.value + 50) // 100
