"""The programme in the words of a shopkeeper."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from shopkeeper.rules.programme import Basis, Often, Programme, Tier, Version
from shopkeeper.say import Speech


def _tr(sentence: str, n: int = -1) -> str:
    return QCoreApplication.translate("Programme", sentence, "", n)


def short_money(speech: Speech, amount_minor: int) -> str:
    """`£500` where there are no pence, else `£12.50`."""
    written = speech.money(amount_minor)
    digits = speech.currency.digits
    if digits and amount_minor % 10**digits == 0:
        return written.replace(f"{speech.decimal_mark}{'0' * digits}", "")
    return written


def typed_money(speech: Speech, amount_minor: int) -> str:
    """`500` or `12.50`: an amount as it is typed into a field, which reads it back as itself."""
    unit = 10**speech.currency.digits
    return speech.plain(amount_minor) if amount_minor % unit else str(amount_minor // unit)


def plain_number(number: Fraction, speech: Speech) -> str:
    """`1.5`, as this shop types it."""
    if number.denominator == 1:
        return str(number.numerator)
    text = f"{number.numerator / number.denominator:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", speech.decimal_mark)


def times(tier: Tier | None, speech: Speech) -> str:
    """`× 1.5`"""
    return f"× {plain_number(tier.multiplier if tier else Fraction(1), speech)}"


def reached_by(tier: Tier | None, programme: Programme, speech: Speech) -> str:
    """`£500 in 12 months`, `3 visits in 12 months`; joining reaches the level below all."""
    if tier is None:
        return _tr("Joining")
    return f"{reach_words(tier, speech)} {within(programme)}"


def reach_words(tier: Tier, speech: Speech) -> str:
    """`£500`, `3 visits`, `1,000 points`: how much reaches the tier."""
    if tier.basis == "spend":
        return short_money(speech, tier.reach)
    if tier.basis == "visits":
        return _tr("1 visit") if tier.reach == 1 else _tr("%n visits", tier.reach)
    return speech.points(tier.reach)


def within(programme: Programme) -> str:
    """`in 12 months`, `in a calendar year`, `in all`"""
    if programme.window == "calendar year":
        return _tr("in a calendar year")
    if programme.window == "ever":
        return _tr("in all")
    months = programme.window_months or 0
    return _tr("in 1 month") if months == 1 else _tr("in %n months", months)


def basis_words(basis: Basis) -> str:
    """What a figure counts."""
    return {"spend": _tr("spent"), "visits": _tr("visits"), "points": _tr("points earned")}[basis]


def often_words(often: Often) -> str:
    """How often a perk is given."""
    return {
        "year": _tr("each year, to everybody in the tier"),
        "visit": _tr("at each visit"),
        "once": _tr("once, when the tier is reached"),
        "always": _tr("always there, and never owed"),
    }[often]


def meaning(tier: Tier | None, programme: Programme, speech: Speech) -> str:
    """What the tier means for a member: its perks, or the gift of joining."""
    if tier is not None:
        return ", ".join(tier.perk_names)
    if programme.joining_points:
        return _tr("Welcome gift: {points}").format(points=speech.points(programme.joining_points))
    return ""


def points_words(programme: Programme, speech: Speech) -> tuple[str, str]:
    """How points are earned and what they are worth; when they expire."""
    rate = programme.per_unit
    unit = programme.unit_minor
    if rate == 0:
        return _tr("No points are given."), ""
    if rate.numerator == 1 and rate.denominator > 1:
        points, amount = 1, rate.denominator * unit
        earned = speech.points(points)
    else:
        amount = unit
        earned = (
            speech.points(rate.numerator)
            if rate.denominator == 1
            else _tr("{n} points").format(n=plain_number(rate, speech))
        )
    first = _tr("{points} for each {amount} spent").format(points=earned, amount=short_money(speech, amount))
    if programme.worth_minor:
        worth = short_money(speech, 100 * programme.worth_minor)
        first = _tr("{earned}; 100 points are worth {worth}.").format(earned=first, worth=worth)
    else:
        first = _tr("{earned}; they pay for nothing.").format(earned=first)
    months = programme.expire_months
    if months is None:
        expiry = _tr("They never expire.")
    elif months == 1:
        expiry = _tr("They expire 1 month after they were earned, oldest first.")
    else:
        expiry = _tr("They expire %n months after they were earned, oldest first.", months)
    return first, f"{expiry} {_tr('A return takes back what the purchase gave.')}"


def keeping_words(programme: Programme) -> tuple[str, str]:
    """How long a tier is kept; what happens after."""
    if programme.keep == "none":
        return _tr("A tier holds as long as its figure is reached."), _tr("It follows the figure every day.")
    if programme.keep == "end of next year":
        first = _tr("A tier is kept until 31 December of the next year.")
    elif programme.keep_months == 1:
        first = _tr("A tier is kept for 1 month.")
    else:
        first = _tr("A tier is kept for %n months.", programme.keep_months or 0)
    grace = ""
    if programme.grace_days == 1:
        grace = _tr("1 day of grace.") + " "
    elif programme.grace_days:
        grace = _tr("%n days of grace.", programme.grace_days) + " "
    return first, grace + _tr("Nobody falls more than one tier at a time.")


def joining_words(programme: Programme, speech: Speech) -> tuple[str, str]:
    """What joining takes and gives."""
    if programme.joining_points:
        first = _tr("A name is enough. {points} on the spot.").format(
            points=speech.points(programme.joining_points)
        )
    else:
        first = _tr("A name is enough.")
    second = _tr("Asked once: may we write to you?")
    if programme.birthday_points:
        gift = _tr("{points} for the birthday.").format(points=speech.points(programme.birthday_points))
        second = f"{gift} {second}"
    return first, second


def version_words(versions: Sequence[Version], number: int, current: int, speech: Speech, today: date) -> str:
    """`In force since 1 March 2026`, `From 1 January 2027`, `From 3 May to 28 February 2026`."""
    version = versions[number]
    day = speech.day(version.from_day)
    if number == current:
        return _tr("In force since {day}").format(day=day)
    if version.from_day > today:
        return _tr("From {day}").format(day=day)
    last = date.fromordinal(versions[number + 1].from_day.toordinal() - 1)
    return _tr("From {day} to {last}").format(day=day, last=speech.day(last))


def adds_nothing_words(names: Sequence[str]) -> str:
    """The warning for tiers that give no more than the one below."""
    if not names:
        return ""
    if len(names) == 1:
        return _tr(
            "{tier} gives no more than the level below it: the same points, and no perk of its own."
        ).format(tier=names[0])
    listed = ", ".join(names)
    return _tr(
        "{tiers} give no more than the level below each: the same points, and no perk of their own."
    ).format(tiers=listed)
