"""Where each member stands on the way from the first purchase to recommending the shop, and who is leaking away.

After Griffin, "Customer Loyalty" (1995): prospect, first-time, repeat, client, advocate; inactive is a leak from any buying
stage, here in two steps, slipping and lost, judged by each member's own rhythm.
"""

from enum import IntEnum

import numpy as np

from shopkeeper.errors import Declined
from shopkeeper.rules.visiting import Flags, Ints, Visiting
from shopkeeper.say import text
from shopkeeper.values import dataclass


class Stage(IntEnum):
    """The stages in their order; a member without a purchase is a prospect and has no row here."""

    PROSPECT = 0
    FIRST = 1
    REPEAT = 2
    CLIENT = 3
    ADVOCATE = 4
    SLIPPING = 5
    LOST = 6


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The shop's own. A client came on `client_visits` days within `client_days`. One slips who is away longer than
    `slipping_times` their usual gap between visits (but never before `soonest_days`), and is lost after `lost_times` of it, a year
    at most. Whoever came once has no rhythm: `first_slipping_days` and `first_lost_days` count for them."""

    client_visits: int = 8
    client_days: int = 365
    slipping_times: float = 2.5
    lost_times: float = 8.0
    soonest_days: int = 14
    lost_at_most_days: int = 365
    first_slipping_days: int = 60
    first_lost_days: int = 180


USUAL = Thresholds()


def checked(limits: Thresholds) -> Thresholds:
    """The thresholds if they can be kept; Declined with the field of the first that cannot."""
    for name, least, most in (
        ("client_visits", 2, 366), ("client_days", 7, 1_830), ("slipping_times", 1.0, 50.0), ("lost_times", 1.5, 100.0),
        ("soonest_days", 1, 365), ("lost_at_most_days", 30, 3_650), ("first_slipping_days", 1, 1_830),
        ("first_lost_days", 2, 3_650),
    ):  # fmt: skip
        if not least <= getattr(limits, name) <= most:
            raise Declined(
                "out_of_range",
                text("This is a number from {least} to {most}.").format(least=least, most=most),
                name,
            )
    if limits.client_visits > limits.client_days:
        raise Declined(
            "too_many_visits",
            text("There are not so many days in it. Take fewer visits or more days."),
            "client_visits",
        )
    if limits.lost_times <= limits.slipping_times:
        raise Declined(
            "lost_before_slipping",
            text("Nobody is lost before they slip. Take a larger number."),
            "lost_times",
        )
    if limits.first_lost_days <= limits.first_slipping_days:
        raise Declined(
            "lost_before_slipping",
            text("Nobody is lost before they slip. Take more days."),
            "first_lost_days",
        )
    return limits


def stages_on(visits: Visiting, day: int, advocates: Flags, limits: Thresholds = USUAL) -> Ints:
    """The stage of each member of `visits`, none of them after the day; `advocates` are those who have brought others."""
    if len(visits) == 0:
        return np.zeros(0, dtype=np.int64)
    quiet = day - visits.last
    gap = np.maximum(np.nan_to_num(visits.usual_gap, nan=0.0), 1.0)
    once = visits.count == 1
    slips_after = np.where(
        once, limits.first_slipping_days, np.maximum(limits.slipping_times * gap, limits.soonest_days)
    )
    lost_after = np.where(
        once, limits.first_lost_days, np.minimum(limits.lost_times * gap, limits.lost_at_most_days)
    )
    # A year away is lost whatever the rhythm, and nobody is lost without having been seen to slip.
    slips_after = np.minimum(slips_after, 0.8 * limits.lost_at_most_days)
    lost_after = np.maximum(lost_after, slips_after + 1)
    lately = np.add.reduceat((visits.day > day - limits.client_days).astype(np.int64), visits.starts)
    client = lately >= limits.client_visits
    stage = np.where(once, Stage.FIRST, Stage.REPEAT)
    stage = np.where(client, np.where(advocates, Stage.ADVOCATE, Stage.CLIENT), stage)
    stage = np.where(quiet > slips_after, Stage.SLIPPING, stage)
    return np.where(quiet > lost_after, Stage.LOST, stage).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed between two days: how many moved up a stage (or began), how many began to slip or were lost, how many
    came back from either."""

    up: int
    slipped: int
    came_back: int


def crossings(
    before_members: Ints, before: Ints, after_members: Ints, after: Ints
) -> tuple[tuple[int, ...], ...]:
    """How many went from which stage (the row) to which (the column) between two days; who had not bought yet was a prospect.
    Members ascending in both, all of the first in the second."""
    was = np.full(len(after_members), int(Stage.PROSPECT), dtype=np.int64)
    was[np.searchsorted(after_members, before_members)] = before
    many = len(Stage)
    counts = np.bincount(was * many + after, minlength=many * many).reshape(many, many)
    return tuple(tuple(row) for row in counts.tolist())


def moves(before_members: Ints, before: Ints, after_members: Ints, after: Ints) -> Moves:
    """The same summed up."""
    table = crossings(before_members, before, after_members, after)
    each = [(was, now, count) for was, row in enumerate(table) for now, count in enumerate(row)]
    leak = Stage.SLIPPING
    return Moves(
        sum(count for was, now, count in each if was < now < leak),
        sum(count for was, now, count in each if was < leak <= now),
        sum(count for was, now, count in each if now < leak <= was),
    )
