"""Why a member is of this tier and not yet of the next: the figure, the rule, and the purchases that count."""

from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import days_after, months_before
from shopkeeper.rules.programme import Basis
from shopkeeper.rules.standing import standing_of
from shopkeeper.service import programmes, standings
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """One purchase that counts: `counts` is what is kept of it, in minor units, or its points, or 1 for a visit."""

    on: date
    what: str
    counts: int
    returned_minor: int


@dataclass(frozen=True, slots=True)
class WhyTier:
    """The figure towards a tier and what it is made of.

    `goal` and `reach` are those of the next tier, or of the present one where there is none above; `since` is the
    first day that counts (None: all days do), `window` the programme's own word for the span. `lines` are the
    latest purchases, `others` and `others_count` the rest in one sum. `drops_after` is the last day the oldest
    of them counts.
    """

    tier: str
    tier_since: date | None
    tier_until: date | None
    in_grace: bool
    goal: str
    basis: Basis
    reach: int
    figure: int
    window: str
    since: date | None
    lines: tuple[Counting, ...]
    others: int
    others_count: int
    drops_after: date | None


def tier(book: Reading, member_id: int, today: date, *, lines: int = 6) -> WhyTier:
    """Why the member is where they are, with the latest `lines` purchases that count."""
    versions = programmes.versions(book)
    done = standings.replay_of(book, versions, member_id, today)
    account = done.account
    standing = standing_of(account)
    programme = account.programme
    goal = programme.tier(min(standing.rank + 1, len(programme.tiers)))
    basis = goal.basis if goal is not None else programme.basis
    since = None
    if programme.window_months is not None:
        since = days_after(months_before(today, programme.window_months), 1)
    elif programme.window == "calendar year":
        since = date(today.year, 1, 1)
    words: dict[int, str] = dict(
        book.rows("select id, what from facts where member_id = ? and kind = 'purchase'", (member_id,))
    )
    counting: list[Counting] = []
    days: set[date] = set()
    for fact, outcome in sorted((account.outcomes or {}).items(), key=lambda item: item[1].on, reverse=True):
        if (since is not None and outcome.on < since) or outcome.gone:
            continue
        kept = outcome.amount - outcome.returned
        counts = kept if basis == "spend" else outcome.qualifying
        if basis == "visits":
            counts = int(outcome.on not in days)
            days.add(outcome.on)
        if counts:
            counting.append(Counting(outcome.on, words.get(fact, ""), counts, outcome.returned))
    return WhyTier(
        tier=standing.tier,
        tier_since=standing.tier_since,
        tier_until=standing.tier_until,
        in_grace=standing.in_grace,
        goal=goal.name if goal is not None else "",
        basis=basis,
        reach=goal.reach if goal is not None else 0,
        figure=account.figure(basis),
        window=programme.window,
        since=since,
        lines=tuple(counting[:lines]),
        others=sum(one.counts for one in counting[lines:]),
        others_count=len(counting[lines:]),
        drops_after=None if standing.next_tier is None else standing.next_tier.by,
    )
