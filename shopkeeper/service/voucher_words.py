"""What a voucher gives, and why it cannot be redeemed today, as it is said on the screen and on paper."""

from datetime import date

from shopkeeper.rules.vouchers import Offer
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service.vouchers import Voucher


def why_not(voucher: Voucher, speech: Speech, today: date) -> str:
    """Why a voucher cannot be redeemed today, "" for one that can."""
    if voucher.state == "used" and voucher.used_on is not None:
        words = say("It was redeemed {day}, by {name}.") if voucher.used_by else say("It was redeemed {day}.")
        return words.format(day=_on(voucher.used_on, today, speech), name=voucher.used_by)
    if voucher.state == "withdrawn":
        return say("This offer was withdrawn.")
    if voucher.state == "not yet":
        return say("It holds from {day} on.").format(day=speech.day(voucher.offer.from_day, today))
    if voucher.state == "over":
        return say("Its last day was {day}.").format(day=speech.day(voucher.offer.through, today))
    return ""


def _on(day: date, today: date, speech: Speech) -> str:
    return (
        speech.ago(day, today)
        if (today - day).days < 2
        else say("on {day}").format(day=speech.day(day, today))
    )


def gives_in_words(offer: Offer, speech: Speech, pattern: str = "") -> str:
    """`£5.00 off`, `10 % off`, `a jar of honey`; `pattern` is how another language says it."""
    if offer.gives == "thing":
        return offer.thing
    amount = speech.money(offer.value) if offer.gives == "money" else speech.percent(offer.value, 100)
    return (pattern or say("{amount} off")).format(amount=amount)
