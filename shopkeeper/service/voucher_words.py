"""What a voucher gives, and why it cannot be redeemed today, as it is said on the screen and on paper."""

from datetime import date

from shopkeeper.rules.vouchers import Offer, falls_short
from shopkeeper.say import Speech
from shopkeeper.say import text as say
from shopkeeper.service.letter_words import LetterWords
from shopkeeper.service.vouchers import Voucher


def why_not(voucher: Voucher, speech: Speech, today: date) -> str:
    """Why a voucher cannot be redeemed today, "" for one that can."""
    if voucher.state == "used" and voucher.used_on is not None:
        words = say("It was redeemed {day}, by {name}.") if voucher.used_by else say("It was redeemed {day}.")
        said = words.format(day=_on(voucher.used_on, today, speech), name=voucher.used_by)
        if voucher.purchase is None:
            return said
        came_to = say("The purchase came to {amount}.").format(amount=speech.money(voucher.purchase_minor))
        return f"{said} {came_to}"
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


def too_small(offer: Offer, amount_minor: int | None, speech: Speech) -> str:
    """Why a voucher is not taken off a purchase of this amount, "" where it is; None is an amount nobody told."""
    if not offer.least_minor:
        return ""
    least = speech.money(offer.least_minor)
    if amount_minor is None:
        return say("It is for purchases from {least} on: say how much this one is.").format(least=least)
    short = falls_short(offer, amount_minor)
    if not short:
        return ""
    words = say("It is for purchases from {least} on. This one is {amount}: {short} more would do.")
    return words.format(least=least, amount=speech.money(amount_minor), short=speech.money(short))


def gives_on_paper(offer: Offer, words: LetterWords) -> str:
    """`£5.00 off`, `£5.00 off, from a purchase of £30.00`, in the language of the shop's letters."""
    parts = (gives_in_words(offer, words.speech, words.off), least_on_paper(offer, words))
    return ", ".join(part for part in parts if part)


def least_on_paper(offer: Offer, words: LetterWords) -> str:
    """From which purchase on a voucher is taken, "" where it is taken off any."""
    if not offer.least_minor:
        return ""
    return words.voucher("least").format(amount=words.speech.money(offer.least_minor))


def gives_with_condition(offer: Offer, speech: Speech) -> str:
    """`£5.00 off, from £30.00 on`."""
    said = gives_in_words(offer, speech)
    if not offer.least_minor:
        return said
    return say("{gives}, from {least} on").format(gives=said, least=speech.money(offer.least_minor))


def gives_in_words(offer: Offer, speech: Speech, pattern: str = "") -> str:
    """`£5.00 off`, `10 % off`, `a jar of honey`; `pattern` is how another language says it."""
    if offer.gives == "thing":
        return offer.thing
    amount = speech.money(offer.value) if offer.gives == "money" else speech.percent(offer.value, 100)
    return (pattern or say("{amount} off")).format(amount=amount)
