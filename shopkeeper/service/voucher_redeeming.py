"""A voucher is redeemed, once: what it gave, what is left to pay, and why one is not taken."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.vouchers import taken_off
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service import acts, letter_words, shops, vouchers
from shopkeeper.service.common import who
from shopkeeper.service.voucher_words import too_small, why_not
from shopkeeper.service.vouchers import Voucher
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A voucher that was redeemed: what it gave, and what is to pay of the amount that was told, None where none was."""

    act: int
    voucher: Voucher
    member_id: int | None
    gave_minor: int
    to_pay_minor: int | None


def redeem(
    w: Writing, typed: str, *, amount_minor: int | None = None, member_id: int | None = None, by: int | None = None,
    even_if_others: bool = False, purchase: int | None = None,
) -> Redeemed:  # fmt: skip
    """Redeem a voucher, once. `amount_minor` is what the purchase comes to before it; `member_id` who stands there;
    `purchase` the one in the book it is taken off, where that is recorded already.

    Declined: as `vouchers.look`; used before, with when and by whom; not yet, over or withdrawn; somebody else's, unless
    `even_if_others`; a percentage of no amount; a purchase smaller than it asks for; no such purchase.
    """
    today = shops.today(w)
    voucher = vouchers.look(w, typed, today)
    speech = letter_words.speech_of(shops.read(w))
    _refuse(voucher, speech, today)
    if purchase is not None:
        amount_minor = _amount_of(w, purchase, amount_minor)
    small = too_small(voucher.offer, amount_minor, speech)
    if small:
        raise Declined("purchase_too_small", small, "amount")
    if member_id is not None and voucher.member_id not in (None, member_id) and not even_if_others:
        raise Declined(
            "voucher_of_other",
            say("This voucher is {name}’s.").format(name=voucher.member_name or voucher.member_number),
            "voucher",
        )
    gave = taken_off(voucher.offer, amount_minor, voucher.each_minor)
    owner = voucher.member_id if voucher.member_id is not None else member_id
    # Whoever is forgotten has left the paper behind: it is good, and nobody's.
    told = None if voucher.member_id is not None and not voucher.member_number else owner
    number, name = who(w, told)
    act = acts.begin(
        w, "voucher", member_id=told, by=by, name=name, number=number, voucher=voucher.number,
        offer=voucher.name, gave_minor=gave,
    )  # fmt: skip
    acts.change_row(w, act, "vouchers", voucher.id, {
        "used_on": today.isoformat(), "used_at": w.entered_at, "used_by": by, "gave_minor": gave, "member_id": owner,
        "fact_id": purchase,
    })  # fmt: skip
    to_pay = None
    if amount_minor is not None:
        to_pay = amount_minor if voucher.offer.gives == "thing" else amount_minor - gave
    return Redeemed(act, vouchers.look(w, voucher.number, today), told, gave, to_pay)


def taken_off_purchase(w: Writing, act: int, purchase: int, numbers: Sequence[str]) -> None:
    """Note, as part of an act that records a purchase, which vouchers were redeemed for it. One that was put back meanwhile,
    or belongs to another purchase, is left as it is."""
    for number in dict.fromkeys(numbers):
        row = w.row(
            "select id from vouchers where number = ? and used_on is not null and fact_id is null", (number,)
        )
        if row is not None:
            acts.change_row(w, act, "vouchers", row[0], {"fact_id": purchase})


def redeemed_for(book: Reading, typed: Sequence[str], today: date) -> tuple[str, ...]:
    """The numbers of vouchers that were redeemed and are still to be told which purchase they were for. Declined: as
    `vouchers.look`; not redeemed yet; of another purchase."""
    found = [vouchers.look(book, one, today) for one in typed]
    for voucher in found:
        if voucher.state != "used":
            words = say("The voucher {number} is not redeemed yet. Redeem it first.")
            raise Declined("voucher_not_redeemed", words.format(number=spaced(voucher.number)), "voucher")
        if voucher.purchase is not None:
            words = say("The voucher {number} was taken off another purchase.")
            raise Declined(
                "voucher_of_other_purchase", words.format(number=spaced(voucher.number)), "voucher"
            )
    return tuple(voucher.number for voucher in found)


def _amount_of(book: Reading, purchase: int, told: int | None) -> int:
    """What a purchase in the book came to, unless what it was before the voucher is told."""
    amount = book.value(
        "select amount_minor from facts where id = ? and kind = 'purchase' and undone_by is null", (purchase,)
    )
    if amount is None:
        raise Declined(
            "purchase_unknown",
            say("There is no such purchase in this book; it may have been undone."),
            "purchase",
        )
    return int(amount) if told is None else told


def _refuse(voucher: Voucher, speech: Speech, today: date) -> None:
    if voucher.state == "open":
        return
    raise Declined(f"voucher_{voucher.state.replace(' ', '_')}", why_not(voucher, speech, today), "voucher")
