"""The sentences of the counter, made of answers: who, when, how much, and what it means."""

from datetime import date
from typing import TYPE_CHECKING

from shopkeeper.rules.cards import spaced
from shopkeeper.say import Speech, counted, text

if TYPE_CHECKING:
    from shopkeeper.rules.standing import NextTier, Standing
    from shopkeeper.service.counter import AtCounter
    from shopkeeper.service.finding import Hit

_WEEKDAYS = ("Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays")


def called(name: str, number: str) -> str:
    """How a member is called; one without a name by the number."""
    return name or text("Member {number}").format(number=number)


def where(hit: "Hit") -> str:
    """Street and the last three digits of the phone, as far as they are known."""
    digits = "".join(filter(str.isdigit, hit.phone))
    parts = [hit.street or hit.town, f"…{digits[-3:]}" if len(digits) >= 3 else ""]
    return " · ".join(filter(None, parts)) or text("number {number}").format(number=hit.number)


def last_seen(day: date | None, today: date, speech: Speech) -> str:
    """When the member was last here."""
    return speech.ago(day, today) if day is not None else text("no purchase yet")


def missing(next_tier: "NextTier", speech: Speech) -> str:
    """How much is missing, with its unit."""
    if next_tier.basis == "spend":
        return speech.money(next_tier.missing)
    if next_tier.basis == "visits":
        return counted(next_tier.missing, "{n} visit", "{n} visits")
    return speech.points(next_tier.missing)


def progress(next_tier: "NextTier", speech: Speech, today: date) -> tuple[str, str]:
    """What is missing, and the words from there to the badge of the tier that it reaches."""
    by = ""
    if next_tier.by is not None and next_tier.by > today:
        by = text("by {day}").format(day=speech.day(next_tier.by, today))
    elif next_tier.by == today:
        by = text("today")
    if next_tier.basis == "visits":
        how_much = counted(next_tier.missing, "{n} more visit", "{n} more visits")
        verb = counted(next_tier.missing, "reaches", "reach")
        return how_much, f"{by} {verb}".strip()
    how_much = missing(next_tier, speech)
    return how_much, " ".join(part for part in (text("more"), by, text("reaches")) if part)


def share(standing: "Standing") -> float:
    """How much of the next tier is there, 0 to 1."""
    upper = standing.next_tier
    if upper is None or not upper.reach:
        return 1.0
    return max(0.0, min(1.0, 1 - upper.missing / upper.reach))


def since(standing: "Standing", speech: Speech, today: date) -> str:
    """Since when the tier is held, and until when if it ends soon."""
    parts = []
    if standing.in_grace and standing.tier_until is not None:
        parts.append(text("until {day}").format(day=speech.day(standing.tier_until, today)))
    elif standing.tier_since is not None:
        parts.append(text("since {day}").format(day=speech.day(standing.tier_since, today)))
    return " · ".join(parts)


def joined(joined_on: date, today: date, speech: Speech) -> str:
    """Since when somebody is a member."""
    if joined_on == today:
        return text("member since today")
    if joined_on.year == today.year:
        return text("member since {day}").format(day=speech.day(joined_on, today))
    return text("member since {year}").format(year=joined_on.year)


def known_by(cards: tuple[str, ...], number: str) -> str:
    """By which card, or number, a member is known."""
    if cards:
        return text("card {number}").format(number=spaced(cards[0]))
    return text("number {number}").format(number=number)


def points_worth(standing: "Standing", speech: Speech) -> str:
    """What the points pay for, or what is owed."""
    if standing.debt and standing.points < 0:
        return text("the next purchases pay them back")
    return text("worth {amount}").format(amount=speech.money(standing.worth_minor))


def pool_worth(at: "AtCounter", speech: Speech) -> str:
    """What the points pay for; in a household, what all of them have together and with whom (17)."""
    standing = at.card.standing
    if at.household is None:
        return points_worth(standing, speech)
    others = [
        called(mate.name, mate.number) for mate in at.household.mates if mate.member_id != at.card.member_id
    ]
    names = (
        text("{name} and {other}").format(name=others[0], other=others[1]) if len(others) == 2 else others[0]
    )
    if len(others) > 2:
        names = counted(len(others), "{n} others", "{n} others")
    return text("with {names} {points}, {worth}").format(
        names=names, points=speech.points(standing.pooled), worth=points_worth(standing, speech)
    )


def next_to_expire(standing: "Standing", speech: Speech, today: date) -> str:
    """How many points end next, and when; "" where none do."""
    last_day = standing.batches[0].last_day if standing.batches else None
    if last_day is None:
        return ""
    ending = sum(batch.left for batch in standing.batches if batch.last_day == last_day)
    words = {
        0: text("{points} expire today"),
        1: text("{points} expire tomorrow"),
    }.get((last_day - today).days, text("{points} expire on {day}"))
    return words.format(points=speech.count(ending), day=speech.day(last_day, today))


def habits(
    standing: "Standing", average_minor: int, weekday: int | None, percent: int | None, speech: Speech
) -> str:
    """ "47 visits · average £31.20 · usually Fridays · in the top 3%"."""
    if not standing.purchases:
        return ""
    parts = [counted(standing.visits, "{n} visit", "{n} visits")]
    parts.append(text("average {amount}").format(amount=speech.money(average_minor)))
    if weekday is not None:
        parts.append(text("usually {days}").format(days=text(_WEEKDAYS[weekday])))
    if percent is not None:
        parts.append(text("in the top {percent}").format(percent=speech.percent(percent, 100)))
    return " · ".join(parts)


def near_day(day: date, today: date, speech: Speech) -> str:
    """ "today", "tomorrow", "on Tuesday", "on 13 November": a day as one says it."""
    return speech.near(day, today)


def weekday_name(day: date, speech: Speech) -> str:
    """The name of a day's weekday in the shop's language."""
    return speech.weekday(day)
