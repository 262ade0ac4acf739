"""The recognition report in the shop's words, for the screen and for paper."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech
from shopkeeper.service.recognition import KINDS, Earned, EarnedKind, Recognition
from shopkeeper.service.shops import Shop


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("Recognition", sentence)


def kind_words(kind: EarnedKind) -> str:
    """What was earned, as a kind."""
    return {
        "tier": _tr("Tiers reached"),
        "anniversary": _tr("Years as a member"),
        "visits": _tr("Round visits"),
        "large": _tr("Large purchases"),
    }[kind]


def days_words(days: int, speech: Speech) -> str:
    """`the same day`, `1 day`, `18 days`"""
    if days == 0:
        return _tr("the same day")
    return _tr("1 day") if days == 1 else _tr("{n} days").format(n=speech.count(days))


def span(found: Recognition, speech: Speech) -> str:
    """`1 November to 21 November 2026`"""
    return _tr("{first} to {last}").format(
        first=speech.day(found.first, found.last), last=speech.day(found.last)
    )


def sentences(found: Recognition, speech: Speech) -> list[str]:
    """Earned, thanked, owed; how long it took; what was given."""
    if not found.earned:
        said = [_tr("Nothing was earned in these days.")]
    else:
        said = [
            _tr("{earned} earned, {thanked} thanked, {owed} still owed.").format(
                earned=speech.count(len(found.earned)),
                thanked=speech.count(found.thanked),
                owed=speech.count(len(found.owed)),
            )
        ]
    if found.took is not None:
        half, all_ = (days_words(days, speech) for days in found.took)
        said.append(
            _tr("Half of the thanks took {half} at most, the longest {all}.").format(half=half, all=all_)
        )
    said.append(
        _tr(
            "Given: {letters} letters of thanks, {gifts} gifts with {points} together, {perks} perks."
        ).format(
            letters=speech.count(found.letters),
            gifts=speech.count(found.gifts),
            points=speech.points(found.gift_points),
            perks=speech.count(found.perks),
        )
    )
    return said


def by_kind(found: Recognition, speech: Speech) -> list[tuple[str, ...]]:
    """A line for each kind that was earned: kind, earned, thanked, owed, half within."""
    rows = []
    for kind in KINDS:
        part = found.of_kind(kind)
        if part.earned:
            took = "–" if part.took is None else days_words(part.took[0], speech)
            counts = (len(part.earned), part.thanked, len(part.owed))
            rows.append((kind_words(kind), *map(speech.count, counts), took))
    return rows


def thanked_words(one: Earned, speech: Speech, today: date) -> str:
    """`24 Nov · 3 days`, `owed`, `owed, at the counter` for one who asked for no letters."""
    if one.thanked_on is not None and one.days is not None:
        return f"{speech.day_short(one.thanked_on, today)} · {days_words(one.days, speech)}"
    return _tr("owed") if one.by_post else _tr("owed, at the counter")


def called(one: Earned) -> str:
    """Who it is."""
    return one.name or _tr("Member {number}").format(number=one.number)


def ledger_of(found: Recognition, shop: Shop, speech: Speech, today: date) -> Ledger:
    """The report as a list on paper."""
    rows = [
        Row(
            (
                speech.day_short(one.on, today),
                f"{called(one)}: {one.because}",
                thanked_words(one, speech, today),
            )
        )
        for one in found.earned
    ]
    summary = [
        (_tr("{kind}: earned, thanked, owed").format(kind=kind), f"{earned} · {thanked} · {owed}")
        for kind, earned, thanked, owed, _ in by_kind(found, speech)
    ]
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=_tr("Recognition"),
        whose=(span(found, speech), *sentences(found, speech)),
        heads=(_tr("Day"), _tr("Who, and what for"), _tr("Thanked")),
        rows=tuple(rows),
        shares=(0.13, 0.55, 0.32),
        figures=1,
        summary=tuple(summary),
        page_words=_tr("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )
