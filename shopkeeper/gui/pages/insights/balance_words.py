"""Getting and keeping in words: what was spent on whom, whether it is fair, and how each figure is worked out."""

from shopkeeper.gui.pages.insights import words
from shopkeeper.say import Speech, text
from shopkeeper.service.balance import Balance
from shopkeeper.service.insights import Insights

_ON = {
    "welcome": "welcome gifts", "first": "points of first days", "vouchers": "vouchers", "points": "points", "gifts": "gifts of points",
    "perks": "perks", "remedies": "putting things right", "events": "events",
}  # fmt: skip


def lines(found: Insights, speech: Speech) -> list[tuple[str, str, str]]:
    """Of what, the figure, and what it means."""
    of, kept, before = found.balance, found.kept, found.kept_before
    away = "–" if kept.share is None else speech.percent_of_thousand(round((1 - kept.share) * 1000))
    away_before = (
        None if before.share is None else speech.percent_of_thousand(round((1 - before.share) * 1000))
    )
    full = of.full_price_share
    return [
        (text("Stayed away"), away, text("of {n} who bought before").format(n=speech.count(kept.of)) + _before(away_before)),
        (text("Visits of each member"), _visits(found.lately.visits, found.lately.members, speech),
         text("who bought in these months") + _before(_visits(found.before.visits, found.before.members, speech))),
        (text("Sent by a member"), speech.count(of.referred),
         text("{n} of them have bought").format(n=speech.count(of.referred_bought)) + _before(speech.count(of.referred_before))),
        (text("Sold at full price"), "–" if full is None else words.share(speech, full),
         text("of {sum} that members were billed").format(sum=speech.money(of.billed_minor))),
        (text("Spent on getting"), speech.money(of.spent.getting_minor), _each(of.each_newcomer_minor, of.newcomers, speech)
         + _parts(of.spent.getting, speech)),
        (text("Spent on keeping"), speech.money(of.spent.keeping_minor), _each(of.each_returning_minor, of.returning, speech)
         + _parts(of.spent.keeping, speech)),
    ]  # fmt: skip


def _before(figure: str | None) -> str:
    return "" if figure is None else " · " + text("the time before {figure}").format(figure=figure)


def _visits(visits: int, members: int, speech: Speech) -> str:
    return speech.tenths(round(10 * visits / members)) if members else "–"


def _each(minor: int | None, of: int, speech: Speech) -> str:
    if minor is None:
        return text("nobody to spend it on")
    return text("{sum} on each of {n}").format(sum=speech.money(minor), n=speech.count(of))


def _parts(parts: tuple[tuple[str, int], ...], speech: Speech) -> str:
    told = (
        text("{what} {sum}").format(what=text(_ON[what]), sum=speech.money(minor))
        for what, minor in parts
        if minor
    )
    listed = text(", ").join(told)
    return f" · {listed}" if listed else ""


def fairness(of: Balance, speech: Speech) -> str:
    """Whether newcomers are given more than the loyal."""
    loyal = of.each_returning_minor
    if loyal is None:
        return text("Nobody has come again yet: there is nobody a welcome could be unfair to.")
    offer = max(of.newcomers_offer_minor, of.each_newcomer_minor or 0)
    told = {"offer": speech.money(offer), "loyal": speech.money(loyal)}
    if of.unfair:
        return text(
            "Not fair to the loyal: a newcomer gets {offer}, whoever kept coming got {loyal} in these months. They notice. Give the"
            " loyal more, or newcomers less."
        ).format(**told)
    return text(
        "Fair: a newcomer gets {offer}, whoever kept coming got {loyal} in these months. See that the loyal know it."
    ).format(**told)


def how(found: Insights, speech: Speech) -> str:
    """How the figures are worked out."""
    return text(
        "Since {day}. Getting: welcome gifts, points earned on a member’s first day, and vouchers for whoever brings them. Keeping: all"
        " other points, gifts, perks, vouchers, what put a complaint right, and events. Points count at what they pay for, perks at the"
        " cost the programme names. Full price: no line that earns nothing, nothing paid with points. Money spent elsewhere, such as on"
        " advertising, is not in the book."
    ).format(day=speech.day(found.since, found.on))


def spans() -> tuple[str, ...]:
    """How long somebody stayed, in words, as `LEFT_AFTER_DAYS` has it."""
    return (
        text("within a month"), text("one to three months"), text("three to six months"), text("half a year to a year"),
        text("more than a year"),
    )  # fmt: skip


def how_left() -> str:
    """How it is counted."""
    return text(
        "Of those who are lost now, how long it was from their first visit to their last. Whoever leaves within a month was never"
        " won: the first weeks are where a word does most."
    )
