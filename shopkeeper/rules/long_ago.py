"""Plain purchases of long ago, of which nothing is left but that they were made: worked out without the engine."""

from datetime import date

from shopkeeper.rules.days import days_after
from shopkeeper.rules.engine import Account
from shopkeeper.rules.programme import Programme, Version
from shopkeeper.rules.standing import dump

_MONTH, _YEAR = 31, 366  # days at most
_END_OF_NEXT_YEAR = 2 * _YEAR


class LongAgo:
    """Knows when a history of plain purchases (none returned, none paid with points) needs no replay, and what its
    replay through `today` would give: no tier, no points, nothing that time still does.

    `before` is the day a last purchase must lie before; `date.min` where the programme lets nothing end by itself.
    """

    def __init__(self, versions: tuple[Version, ...], today: date) -> None:
        programme = versions[0].programme
        self._rate = programme.rates[0]
        self._limits = {basis: _least_better(programme, basis) for basis in ("spend", "visits", "points")}
        self.before = days_after(today, -_all_over(programme)) if _ends(versions) else date.min
        account = Account(versions)
        account.advance(today)
        self._head, self._tail = dump(account).split("|0,0,0,,,0|")

    def points_of(self, amounts_minor: list[int]) -> list[int]:
        """What each purchase earned below the first tier that gives more."""
        each, of = self._rate
        return [amount * each // of for amount in amounts_minor]

    def one_rate(self, spent_minor: int, purchases: int, points: int) -> bool:
        """Whether the history cannot have reached a tier that gives other points than `points_of`."""
        limits = self._limits
        return spent_minor < limits["spend"] and purchases < limits["visits"] and points < limits["points"]

    def state(
        self, spent_minor: int, purchases: int, visits: int, first: str, last: str, last_fact: int
    ) -> str:
        """The account as `dump` would write it; the days are `YYYY-MM-DD`."""
        return f"{self._head}|{spent_minor},{purchases},{visits},{first},{last},{last_fact}|{self._tail}"


def _ends(versions: tuple[Version, ...]) -> bool:
    programme = versions[0].programme
    return (
        len(versions) == 1
        and programme.expire_months is not None
        and programme.window != "ever"
        and all(tier.reach > 0 for tier in programme.tiers)
    )


def _all_over(programme: Programme) -> int:
    """Days after which the last point has expired, no day counts and every tier has been stepped down, at most."""
    months = programme.window_months
    window = _YEAR if months is None else months * _MONTH
    if programme.keep == "none":
        term = 0
    elif programme.keep_months is not None:
        term = programme.keep_months * _MONTH
    else:
        term = _END_OF_NEXT_YEAR
    steps = (len(programme.tiers) + 1) * (term + programme.grace_days + 2)
    return max((programme.expire_months or 0) * _MONTH, window + steps) + 2


def _least_better(programme: Programme, basis: str) -> int:
    """The least figure at which a tier with another rate is reached; beyond all figures where there is none."""
    return min(
        (
            tier.reach
            for tier, rate in zip(programme.tiers, programme.rates[1:], strict=True)
            if tier.basis == basis and rate != programme.rates[0]
        ),
        default=1 << 62,
    )
