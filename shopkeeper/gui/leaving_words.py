"""The sentences of leaving and coming back: why somebody left, and what came of each try to see them again."""

from datetime import date

from shopkeeper.gui.member_words import near_day
from shopkeeper.gui.memory_words import TOUCHES
from shopkeeper.rules.leaving import WITHIN_DAYS
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import leaving
from shopkeeper.service.leaving import Leaving
from shopkeeper.service.winback import Try


def left(holds: Leaving, today: date, speech: Speech) -> str:
    """“Goes elsewhere: the market is on her way. Noted on 3 November by Ines.”"""
    reason = leaving.reason_name(holds.reason)
    said = text("{reason}: {words}").format(reason=reason, words=holds.text) if holds.text else reason
    when = near_day(holds.noted_on, today, speech)
    noted = (
        text("noted {when} by {person}").format(when=when, person=holds.by)
        if holds.by
        else text("noted {when}").format(when=when)
    )
    parts = [said, noted]
    if holds.never:
        parts.append(text("never to be written to, called or invited"))
    if holds.back_on is not None:
        parts.append(text("here again {when}").format(when=near_day(holds.back_on, today, speech)))
    return " · ".join(parts)


def how(one: Try) -> str:
    """“By phone”, “By letter”."""
    return text(TOUCHES[one.channel])


def tried(one: Try, today: date, speech: Speech) -> str:
    """“By phone · on 1 November · Ines”."""
    day = one.done_on or one.due_on
    when = near_day(day, today, speech)
    if one.done_on is None:
        when = text("planned for {when}").format(when=when)
    return " · ".join(part for part in (how(one), when, one.by) if part)


def outcome(one: Try, today: date, speech: Speech) -> str:
    """What came of it: “Came back on 5 November and bought rye loaf for £4.50”."""
    if one.done_on is None:
        return ""
    if one.came_on is None:
        if one.waiting:
            return text("Not here since; {n} days are waited for").format(n=speech.count(WITHIN_DAYS))
        return text("Did not come on it")
    when = near_day(one.came_on, today, speech)
    amount = speech.money(one.amount_minor)
    if one.bought:
        return text("Came back {when}: {what}, {amount}").format(when=when, what=one.bought, amount=amount)
    return text("Came back {when}: {amount}").format(when=when, amount=amount)


def away(every_days: int, away_days: int) -> str:
    """“Came every 6 days; not seen for 31 days”."""
    came = counted(every_days, "Came every day", "Came every {n} days")
    quiet = counted(away_days, "not seen for a day", "not seen for {n} days")
    return text("{came}; {quiet}").format(came=came, quiet=quiet)
