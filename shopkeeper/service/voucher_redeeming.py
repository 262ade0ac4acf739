"""A voucher is redeemed, once: what it gave, what is left to pay, and why one is not taken."""

from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Writing
from shopkeeper.rules.vouchers import taken_off
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service import acts, letter_words, shops, vouchers
from shopkeeper.service.common import who
from shopkeeper.service.voucher_words import why_not
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
    even_if_others: bool = False,
) -> Redeemed:  # fmt: skip
    """Redeem a voucher, once. `amount_minor` is the purchase it is taken off; `member_id` who stands there.

    Declined: as `vouchers.look`; used before, with when and by whom; not yet, over or withdrawn; somebody else's, unless
    `even_if_others`; a percentage of no amount.
    """
    today = shops.today(w)
    voucher = vouchers.look(w, typed, today)
    _refuse(voucher, letter_words.speech_of(shops.read(w)), today)
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
    })  # fmt: skip
    to_pay = None
    if amount_minor is not None:
        to_pay = amount_minor if voucher.offer.gives == "thing" else amount_minor - gave
    return Redeemed(act, vouchers.look(w, voucher.number, today), told, gave, to_pay)


def _refuse(voucher: Voucher, speech: Speech, today: date) -> None:
    if voucher.state == "open":
        return
    raise Declined(f"voucher_{voucher.state.replace(' ', '_')}", why_not(voucher, speech, today), "voucher")
