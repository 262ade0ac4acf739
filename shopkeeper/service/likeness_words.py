"""Why two records may be one person, in the shop's words."""

from collections.abc import Iterable

from shopkeeper.rules.likeness import Reason
from shopkeeper.say import text

AGAINST: frozenset[Reason] = frozenset(
    {"surname", "given name", "other phone", "other email", "other birthday", "moved"}
)


def because(reason: Reason) -> str:
    """One reason."""
    return {
        "name": text("the same name"),
        "name swapped": text("the same name in another order"),
        "name slip": text("names a slip of the pen apart"),
        "name sound": text("names that sound alike"),
        "nickname": text("a short form of the name"),
        "name part": text("a part of the name"),
        "surname": text("another surname"),
        "given name": text("another given name"),
        "phone": text("the same phone"),
        "phone slip": text("phones one digit apart"),
        "email": text("the same e-mail"),
        "email slip": text("nearly the same e-mail"),
        "birthday": text("the same birthday"),
        "birthday year": text("the same birthday in another year"),
        "birthday slip": text("birthdays that may be mistyped"),
        "address": text("the same address"),
        "address slip": text("nearly the same address"),
        "moved": text("another address"),
        "other phone": text("another phone"),
        "other email": text("another e-mail"),
        "other birthday": text("another birthday"),
    }[reason]


def for_and_against(reasons: Iterable[Reason]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for one person and what against, each the strongest first."""
    listed = tuple(reasons)
    return (
        tuple(because(reason) for reason in listed if reason not in AGAINST),
        tuple(because(reason) for reason in listed if reason in AGAINST),
    )
