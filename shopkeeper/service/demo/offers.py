"""The demo shop's two trials: one that is over, and one that runs with its offer given here and there."""

from datetime import date, timedelta

from shopkeeper.records.book import Writing
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.trials import Offer, Plan

_GIVING = 12_700
_OVER_WEEKS_AGO, _BEGUN_WEEKS_AGO = 20, 3
_HAD_IT, _HAS_IT = 0.6, 0.35
_LATELY = "seen within 26 weeks"
_BETTER = "Silver or higher"
_FEWEST = 40  # a smaller shop has nobody to draw from


def try_offers(w: Writing, act: int, seed: int, today: date) -> None:
    """Write both as a part of the act that makes the shop. Nobody was told to buy more: what they find is what the lot does."""
    from shopkeeper.service import trial_lot  # brings numpy

    dice = Dice(seed, _GIVING)
    coffee = Plan(
        "A coffee with the loaf", Offer("A free coffee with the loaf", 0, 45), Offer(""), "visits", 50, 13,
        today - timedelta(weeks=_OVER_WEEKS_AGO), _LATELY, "once",
    )  # fmt: skip
    tasting = Plan(
        "Cheese or points", Offer("A taste of the month’s cheese", 0, 80), Offer("Twenty points", 20, 0), "spend", 150, 8,
        today - timedelta(weeks=_BEGUN_WEEKS_AGO), _BETTER, "once",
    )  # fmt: skip
    # Whom the rule meant on the day it began.
    for plan, chance in ((coffee, _HAD_IT), (tasting, _HAS_IT)):
        of = trial_lot.candidates(w, "" if plan.who == _LATELY else plan.who, plan.from_day, today)
        came = {row[0] for row in w.rows(
            "select distinct member_id from facts where kind = 'purchase' and member_id is not null and happened_on between ? and ?",
            ((plan.from_day - timedelta(weeks=26)).isoformat(), (plan.from_day - timedelta(days=1)).isoformat()),
        )}  # fmt: skip
        kept = of.only(came)
        if len(kept.sizes) < _FEWEST:
            continue
        lot = trial_lot.draw(w, plan, plan.from_day, seed=f"demo {plan.name}", of=kept)
        trial = trial_lot.keep(w, act, lot, plan.from_day)
        last = min(today, plan.from_day + timedelta(weeks=plan.weeks, days=-1))
        offers = {1: plan.first, 0: plan.second}
        rows = w.rows(
            "select d.member_id, d.first, min(f.happened_on) from trial_members d join facts f on f.member_id = d.member_id"
            " and f.kind = 'purchase' and f.happened_on between ? and ? where d.trial_id = ? group by d.member_id",
            (plan.from_day.isoformat(), last.isoformat(), trial),
        )
        w.many(
            "insert into trial_gifts (act_id, trial_id, member_id, what, given_on) values (?, ?, ?, ?, ?)",
            [
                (act, trial, member, offers[first].words, on)
                for member, first, on in rows
                if offers[first].words and not offers[first].points and dice.chance(chance)
            ],
        )
