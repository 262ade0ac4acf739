"""The owner's quiet hour: whether the shop keeps its customers, what the best bring, where everybody stands, who is worth a word."""

from datetime import date, timedelta

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.histories import Floats
from shopkeeper.rules.keeping import (
    BestLists,
    Concentration,
    Kept,
    Period,
    StaysAway,
    after_which_visit,
    best_lists,
    cohorts,
    concentration,
    highest,
    kept_from,
    period,
    periods,
)
from shopkeeper.rules.stages import Moves, Stage, Thresholds, crossings, moves
from shopkeeper.rules.visiting import Ints, Visiting
from shopkeeper.service import (
    balance,
    holding,
    leaving,
    letter_due,
    moving_up,
    programmes,
    roles,
    shop_rhythm,
    shops,
    stages,
    value_ranks,
    visiting,
    worth,
)
from shopkeeper.service.balance import Balance
from shopkeeper.service.moving_up import Step, WentBefore
from shopkeeper.service.shop_rhythm import ShopRhythm
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.service.value_ranks import Demand, Ranked
from shopkeeper.service.visiting import Sales
from shopkeeper.service.worth import Rule
from shopkeeper.values import dataclass

QUARTER_DAYS = 91
ENOUGH_DAYS = 90  # a visit younger than that has not yet decided whether another follows
WORTH_A_WORD = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A member worth a word: slipping, and what they spent in the months looked at; `usual_days` between visits (None for
    whoever came once), away for `quiet_days`, the chance that they come again by themselves."""

    member_id: int
    number: str
    name: str
    tier: str
    spent_minor: int
    usual_days: float | None
    quiet_days: int
    chance: float


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month's members and sales, new and returning, and what was sold to nobody known."""

    first: date
    figures: Period
    others_minor: int
    others_sales: int


@dataclass(frozen=True)
class Insights:
    """Everything the place shows, as of the end of a day, over so many months; figures of the same months a year before beside
    them. Baskets are (minor units, sales). `stages` counts members by stage; `moved` is what changed in a quarter, `crossed` how
    many went from which stage (the row) to which in the last month."""

    on: date
    since: date
    members: int
    kept: Kept
    kept_before: Kept
    lately: Period
    before: Period
    member_basket: tuple[int, int]
    other_basket: tuple[int, int]
    owed: int
    concentration: Concentration
    stages: dict[Stage, int]
    moved: Moves
    words: tuple[Word, ...]
    words_in_all: int
    months: tuple[Month, ...]
    stays_away: tuple[StaysAway, ...]
    cohort_months: tuple[date, ...]
    cohort_sizes: tuple[int, ...]
    cohort_came: tuple[tuple[int, ...], ...]
    rule: Rule
    ahead_weeks: float
    best: BestLists
    best_names: tuple[tuple[str, ...], tuple[str, ...]]
    perks_beside: int
    limits: Thresholds
    crossed: tuple[tuple[int, ...], ...]
    plan: tuple[Step, ...]
    went_before: tuple[WentBefore, ...]
    discount: int
    weeks: float
    ranked: tuple[Ranked, ...]
    demand: Demand
    balance: Balance
    rhythm: ShopRhythm | None


@roles.for_owner
def insights(
    book: Reading,
    on: date,
    months: int = 12,
    *,
    progress: Progress = nobody_waits,
) -> Insights:
    """Work everything out, from one pass over the purchases."""
    limits = stages.thresholds(book)
    steps = _Steps(progress)
    day, since, before_that = on.toordinal(), months_before(on, months), months_before(on, 2 * months)
    sold = visiting.sales(book, on, steps.reading, since=since)
    seen = sold.visits
    start, earlier = since.toordinal(), before_that.toordinal()
    much_earlier = months_before(on, 3 * months).toordinal()
    steps.rest()
    stage = stages.of(book, seen, on, limits)
    steps.next()
    moved, crossed = _moved(book, seen, stage, on, limits, steps)
    members = int(book.value("select count(*) from members where gone = 0"))
    counts = {one: int(np.count_nonzero(stage == one)) for one in Stage}
    counts[Stage.PROSPECT] = members - len(seen)
    discount, shop = worth.discount(book), shops.read(book)
    expected = worth.worth_of(
        seen, on, shop.money.unit_minor, yearly_discount=discount / 100, limits=limits, rest=steps.rest
    )
    steps.next()
    ranked = value_ranks.ranked(book, expected)
    steps.rest()
    demand = value_ranks.demand(book, expected)
    steps.next()
    words, words_in_all = _words(book, seen, stage, start, day, expected.still_a_customer)
    steps.rest()
    sizes, came, first_months = _cohorts(seen, on)
    steps.next()
    best = best_lists(seen, months_before(on, 12).toordinal(), day)
    steps.rest()
    kept, kept_before = kept_from(seen, earlier, start, day), kept_from(seen, much_earlier, earlier, start)
    steps.next()
    lately, before = period(seen, start, day), period(seen, earlier, start)
    steps.rest()
    spread = concentration(seen.within(start, day).spent_minor)
    steps.next()
    by_month = _months(sold, on, months)
    steps.rest()
    stays_away = after_which_visit(seen, day, ENOUGH_DAYS)
    steps.next()
    prospects_on_hold = len(holding.everybody(book) - set(seen.members.tolist()))
    plan = moving_up.plan(book, seen, stage, counts[Stage.PROSPECT] - prospects_on_hold, on, limits)
    steps.rest()
    return Insights(
        on=on, since=since, members=members, kept=kept, kept_before=kept_before, lately=lately, before=before,
        member_basket=sold.of_members.within(start, day), other_basket=sold.of_others.within(start, day),
        owed=len(letter_due.due(book, on).due), concentration=spread, stages=counts, moved=moved, words=words,
        words_in_all=words_in_all, months=by_month, stays_away=stays_away, cohort_months=first_months, cohort_sizes=sizes,
        cohort_came=came, rule=expected.rule, ahead_weeks=expected.ahead_weeks, best=best,
        best_names=(_named(book, best.lately_only), _named(book, best.ever_only)), perks_beside=_perks_beside(book, best, on),
        limits=limits, crossed=crossed, plan=plan, went_before=moving_up.went_before(book, seen, on), discount=discount,
        weeks=expected.weeks, ranked=ranked, demand=demand,
        balance=balance.balance(book, sold, stage, since, on, before_that, lately),
        rhythm=shop_rhythm.of(sold, shop, since, on),
    )  # fmt: skip


def _moved(
    book: Reading, seen: Visiting, stage: Ints, on: date, limits: Thresholds, steps: "_Steps"
) -> tuple[Moves, tuple[tuple[int, ...], ...]]:
    """What changed in a quarter; and who went from which stage to which in a month."""
    quarter, month = on - timedelta(days=QUARTER_DAYS), months_before(on, 1)
    then = seen.within(None, quarter.toordinal())
    steps.rest()
    moved = moves(then.members, stages.of(book, then, quarter, limits), seen.members, stage)
    steps.next()
    then = seen.within(None, month.toordinal())
    steps.rest()
    crossed = crossings(then.members, stages.of(book, then, month, limits), seen.members, stage)
    steps.next()
    return moved, crossed


class _Steps:
    """How far the place is: half of it is reading, the rest the figures; between two of them it may be cancelled."""

    FIGURES = 9

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def reading(self, done: int, total: int) -> None:
        """So much of the book is read."""
        self._progress(done, 2 * total)

    def rest(self) -> None:
        """Within a figure that takes long: no further, but to be stopped."""
        self._progress(self.FIGURES + self._done, 2 * self.FIGURES)

    def next(self) -> None:
        """One figure more is worked out."""
        self._done += 1
        self._progress(self.FIGURES + self._done, 2 * self.FIGURES)


def _words(
    book: Reading, seen: Visiting, stage: Ints, start: int, day: int, chance: Floats
) -> tuple[tuple[Word, ...], int]:
    """Who is slipping, the most valuable first, and how many they are in all."""
    if not len(seen):
        return (), 0
    lately = np.add.reduceat(np.where(seen.day > start, seen.net_minor, 0), seen.starts)
    places = np.flatnonzero((stage == Stage.SLIPPING) & (lately > 0))
    # Who is to be left in peace is worth no word that cannot be said.
    in_peace = np.array(
        [row[0] for row in book.rows(f"{leaving.ALL_IN_PEACE} union select id from members where gone <> 0")],
        dtype=np.int64,
    )
    places = places[~np.isin(seen.members[places], in_peace)]
    in_all = len(places)
    places = places[highest(lately[places], WORTH_A_WORD)]
    known = {
        row[0]: row[1:]
        for row in book.rows(
            "select m.id, m.number, m.name, coalesce(s.tier, '') from members m left join standings s on s.member_id = m.id"
            f" where m.gone = 0 and m.id in ({', '.join('?' * len(places))})",
            seen.members[places].tolist(),
        )
    }
    found = []
    for place in places.tolist():
        member = int(seen.members[place])
        number, name, tier = known.get(member, ("", "", ""))
        gap = float(seen.usual_gap[place])
        found.append(Word(
            member, number, name, tier, int(lately[place]), None if np.isnan(gap) else gap, day - int(seen.last[place]),
            float(chance[place]),
        ))  # fmt: skip
    return tuple(found), in_all


def _named(book: Reading, members: tuple[int, ...], most: int = 5) -> tuple[str, ...]:
    """The names of the first few, without whoever is on hold."""
    on_hold = holding.everybody(book)
    rows = (
        book.row("select name, number from members where id = ? and gone = 0", (member,))
        for member in [one for one in members if one not in on_hold][:most]
    )
    return tuple(row[0] or row[1] for row in rows if row is not None)


def _perks_beside(book: Reading, best: BestLists, on: date) -> int:
    """How many are in a tier with perks though on neither list of the best."""
    ranks = [rank for rank, tier in enumerate(programmes.on(book, on).tiers, 1) if tier.perks]
    packed = book.value(
        f"select group_concat(member_id) from standings where tier_rank in ({', '.join('?' * len(ranks))})",
        ranks,
    )
    listed = np.array([*best.both, *best.lately_only, *best.ever_only], dtype=np.int64)
    return int(np.count_nonzero(~np.isin(visiting.numbers(packed), listed))) if packed else 0


def _months(sold: Sales, on: date, months: int) -> tuple[Month, ...]:
    """The last calendar months, the one under way among them, oldest first."""
    firsts = [on.replace(day=1)]
    for _ in range(months - 1):
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    firsts.reverse()
    edges = [*(first.toordinal() - 1 for first in firsts), on.toordinal()]
    figures = periods(sold.visits, edges)
    return tuple(
        Month(first, of_members, *sold.of_others.within(after, through))
        for first, of_members, after, through in zip(firsts, figures, edges, edges[1:], strict=False)
    )


def _cohorts(
    seen: Visiting, on: date, most: int = 24
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], tuple[date, ...]]:
    """The last `most` months in which somebody began, and who of them came again; -1 for months to come."""
    if not len(seen):
        return (), (), ()
    first_day = int(seen.first.min())
    days = [date.fromordinal(number) for number in range(first_day, on.toordinal() + 1)]
    begin = days[0].year * 12 + days[0].month
    months = np.array([day.year * 12 + day.month - begin for day in days], dtype=np.int64)
    began, came = cohorts(seen, months, first_day)
    rows = range(max(0, len(began) - most), len(began))
    firsts = tuple(date((begin + row - 1) // 12, (begin + row - 1) % 12 + 1, 1) for row in rows)
    return (
        tuple(int(began[row]) for row in rows),
        tuple(tuple(int(count) for count in came[row, : len(began) - row]) for row in rows),
        firsts,
    )
