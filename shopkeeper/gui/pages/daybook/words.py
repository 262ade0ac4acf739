"""What a slip does and what it lacks, in the few words that fit beside it."""

from PySide6.QtCore import QCoreApplication

from shopkeeper.rules.standing import NextTier
from shopkeeper.say import Speech
from shopkeeper.service.daybook import Effect

Said = tuple[str, str]
"""Words and their tone: "accent", "attention", "bad" or "" for none."""


def _tr(sentence: str, n: int = -1) -> str:
    return QCoreApplication.translate("DaybookWords", sentence, None, n)


def effect_words(effect: Effect, speech: Speech) -> Said:
    """`Reaches Platinum`, `£7.25 to Gold`, `First purchase`; nothing for most slips."""
    if effect.declined:
        return effect.declined, "bad"
    said: list[str] = []
    tone = "accent"
    if effect.reaches:
        said.append(_tr("Reaches {tier}").format(tier=effect.reaches))
    if effect.falls_to:
        said.append(_tr("Falls to {tier}").format(tier=effect.falls_to))
        tone = "attention"
    if effect.first:
        said.append(_tr("First purchase"))
    if effect.visit:
        said.append(_tr("Visit number {n}").format(n=speech.count(effect.visit)))
    if effect.near is not None:
        said.append(near_words(effect.near, speech))
    if effect.later_points:
        said.append(_tr("{points} on later purchases").format(points=signed(effect.later_points, speech)))
    if effect.debt:
        said.append(_tr("owes {points}").format(points=speech.points(effect.debt)))
        tone = "attention"
    return " · ".join(said), tone if said else ""


def near_words(near: NextTier, speech: Speech) -> str:
    """How little is missing to the next tier."""
    if near.basis == "spend":
        return _tr("{amount} to {tier}").format(amount=speech.money(near.missing), tier=near.name)
    if near.basis == "points":
        return _tr("{amount} to {tier}").format(amount=speech.points(near.missing), tier=near.name)
    return _tr("One more visit to {tier}").format(tier=near.name)


def signed(points: int, speech: Speech) -> str:
    """Points given or taken back: `+36`, `−36`; nothing for none."""
    if not points:
        return ""
    return f"+{speech.count(points)}" if points > 0 else f"−{speech.count(-points)}"
