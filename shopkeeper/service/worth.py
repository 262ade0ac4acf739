"""What each member was worth and is expected to bring, and the chance that they come back, learnt from this book alone."""

import json
from collections.abc import Callable
from datetime import date
from typing import Literal

import numpy as np

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import returning, value
from shopkeeper.rules.histories import Floats
from shopkeeper.rules.returning import Returning
from shopkeeper.rules.silence import Silences
from shopkeeper.rules.stages import USUAL, Thresholds
from shopkeeper.rules.value import BgNbd, GammaGamma
from shopkeeper.rules.visiting import Ints, Visiting
from shopkeeper.say import text
from shopkeeper.service import acts, roles, shops, visiting
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

WEEKS = 52.0
MOST_TO_LEARN_FROM = 100_000
MOST_DISCOUNT = 100
_KEPT = "value:discount"
Rule = Literal["learnt", "rhythm"]


@dataclass(frozen=True)
class Worth:
    """Columns, one row a member who ever bought: the chance of another visit within `ahead_weeks`, visits and money
    expected within `weeks` (later money discounted), what was spent. `rule` says how: learnt from the book, or by each one's rhythm
    where too few came again to learn from (then the models are None)."""

    on: date
    weeks: float
    ahead_weeks: float
    rule: Rule
    visits: Visiting
    still_a_customer: Floats
    expected_visits: Floats
    expected_minor: Floats
    model: BgNbd | None = None
    money: GammaGamma | None = None
    learnt: Returning | None = None

    @property
    def past_minor(self) -> Ints:
        """What each spent in all."""
        return self.visits.spent_minor


def discount(book: Reading) -> int:
    """By how many per cent a year the owner counts later money for less; none unless they said so."""
    kept = book.value("select value from shop where name = ?", (_KEPT,))
    return int((json.loads(kept) if kept else None) or 0)


def set_discount(w: Writing, percent: int, *, by: int | None = None) -> int:
    """Count later money for so much less a year; answers the act. Declined below nothing or above a hundred."""
    if not 0 <= percent <= MOST_DISCOUNT:
        raise Declined(
            "out_of_range",
            text("This is a number from {least} to {most}.").format(least=0, most=MOST_DISCOUNT),
            "percent",
        )
    was = discount(w)
    act = acts.begin(w, "discount", by=by)
    w.insert(
        "insert into before (act_id, about, row_id, was, became) values (?, 'kept', 0, ?, ?)",
        (act, json.dumps({_KEPT: was}), json.dumps({_KEPT: percent})),
    )
    shops.keep(w, _KEPT, percent)
    return act


@roles.for_owner
def worth(
    book: Reading,
    on: date,
    *,
    weeks: float = WEEKS,
    yearly_discount: float | None = None,
    progress: Progress = nobody_waits,
) -> Worth:
    """Everybody's worth as of the end of a day; later money counted as the owner said, unless told otherwise."""
    less = discount(book) / 100 if yearly_discount is None else yearly_discount
    return worth_of(visiting.visits(book, on, progress), on, shops.read(book).money.unit_minor, weeks, less)


def worth_of(
    seen: Visiting, on: date, unit_minor: int, weeks: float = WEEKS, yearly_discount: float = 0.0,
    limits: Thresholds = USUAL, rest: Callable[[], None] = lambda: None,
) -> Worth:  # fmt: skip
    """The same for visits that were read already. In a very large book what is learnt is learnt from every so-manieth member:
    a rule of a few weights is no better known from a million of them than from a hundred thousand. `rest` is called between its
    parts: there it may be stopped."""
    day = on.toordinal()
    known = seen.some(MOST_TO_LEARN_FROM)
    if known.seen_on(day, unit_minor).repeat_buyers < value.FEWEST_REPEAT_BUYERS:
        return _by_rhythm(seen, on, weeks, limits)
    ahead = returning.weeks_to_look_ahead((day - int(seen.first.min())) / 7)
    cut = day - round(ahead * 7)
    earlier = known.within(None, cut)
    then, now = earlier.seen_on(cut, unit_minor), known.seen_on(day, unit_minor)
    try:
        came_back = known.within(cut, day).has(earlier.members)
        rest()
        silence_then = Silences.of(earlier, cut).chance(earlier, cut, ahead)
        learnt = returning.learn(value.fit_bg_nbd(then), then, silence_then, ahead, came_back)
        rest()
        model, money = value.fit_bg_nbd(now), value.fit_gamma_gamma(now)
    except ValueError:
        return _by_rhythm(seen, on, weeks, limits)
    rest()
    everybody = now if known is seen else seen.seen_on(day, unit_minor)
    silence = Silences.of(known, day).chance(seen, day, ahead)
    rest()
    chance = learnt.chance(model, everybody, silence)
    spend = np.asarray(money.expected_spend(everybody) * unit_minor)

    def within(so_many: float) -> Floats:
        return learnt.expected_visits(model, everybody, silence, so_many, chance)

    rest()
    visits = within(weeks)
    minor = value.present_value(within, spend, weeks, yearly_discount) if yearly_discount else visits * spend
    return Worth(on, weeks, ahead, "learnt", seen, chance, visits, minor, model, money, learnt)


def _by_rhythm(seen: Visiting, on: date, weeks: float, limits: Thresholds) -> Worth:
    """With too few to learn from: on time, one is still a customer; away twice as long as usual, half so likely."""
    gap = np.where(
        np.isnan(seen.usual_gap), float(limits.first_slipping_days), np.maximum(seen.usual_gap, 1.0)
    )
    quiet = np.maximum((on.toordinal() - seen.last).astype(np.float64), 1.0) if len(seen) else gap
    chance = np.minimum(1.0, gap / quiet)
    ahead = chance * weeks * 7 / gap
    mean = seen.spent_minor / np.maximum(seen.count, 1) if len(seen) else gap
    return Worth(on, weeks, weeks, "rhythm", seen, chance, ahead, ahead * mean)
