"""What a complaint is about, told from its words, and what may be given to put it right without asking."""

import re
from typing import Literal

from shopkeeper.rules.money import Currency

Subject = Literal["freshness", "damage", "price", "service", "delivery", "choice", "hours", ""]
SUBJECTS: tuple[Subject, ...] = ("freshness", "damage", "price", "service", "delivery", "choice", "hours")

_WORDS: tuple[tuple[Subject, str], ...] = (
    ("freshness", r"mould|mold|stale|\boff\b|rotten|fresh|sour|date|schimmel|alt|verdorben|moisi|rassis|caducad"),
    ("damage", r"broken|crack|damag|leak|dent|kaputt|zerbrochen|cass[ée]|abîm|roto"),
    ("price", r"overcharg|price|charged|expensive|change was|receipt|discount|teuer|preis|zu viel berechnet|cher\b|prix|precio"),
    ("service", r"rude|wait|queue|unfriendly|ignored|served|forgot|unfreundlich|gewartet|impoli|attend|espera"),
    ("delivery", r"deliver|late|missing|never came|liefer|fehlte|livr|manquait|entrega"),
    ("hours", r"\bopen|close|hours|sunday|evening|öffnungs|geöffnet|horaire|ouvert|horario"),
    ("choice", r"stock|\bhave no|sold out|choice|range|\bmore\b|sortiment|ausverkauft|rupture|agotad"),
)  # fmt: skip
_RULES = tuple((subject, re.compile(words, re.IGNORECASE)) for subject, words in _WORDS)
USUAL_ALLOWANCE = 10
"""In units of the currency: what somebody who serves may spend on one matter until the owner says otherwise."""


def subject_of(text: str) -> Subject:
    """The subject the words point to, "" where they point to none; the first of the list that fits."""
    return next((subject for subject, rule in _RULES if rule.search(text)), "")


def usual_allowance_minor(currency: Currency) -> int:
    """The allowance of somebody for whom the owner has set none, in minor units."""
    return int(USUAL_ALLOWANCE * 10**currency.digits)


def within(spent_minor: int, wanted_minor: int, allowance_minor: int | None) -> bool:
    """Whether a remedy may be given without asking, beside what the matter has cost already; None is the owner's."""
    return allowance_minor is None or spent_minor + wanted_minor <= allowance_minor
