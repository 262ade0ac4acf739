"""What the shop spends on getting customers and on keeping them, whether newcomers get more than the loyal, and who leaves when."""

from datetime import date

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.keeping import Period
from shopkeeper.rules.stages import Stage
from shopkeeper.rules.visiting import Ints, Visiting
from shopkeeper.service import programmes
from shopkeeper.service.visiting import Sales
from shopkeeper.values import dataclass

LEFT_AFTER_DAYS = (0, 30, 91, 182, 365)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent in the days looked at, in minor units. Points count at what they pay for, a perk at what the programme says
    it costs. Getting: the welcome, what was earned on a member's first day, vouchers whoever brought them could use. Keeping:
    all other points, gifts, perks, vouchers, what put a complaint right, events."""

    getting: tuple[tuple[str, int], ...]
    keeping: tuple[tuple[str, int], ...]

    @property
    def getting_minor(self) -> int:
        """All of getting."""
        return sum(minor for _, minor in self.getting)

    @property
    def keeping_minor(self) -> int:
        """All of keeping."""
        return sum(minor for _, minor in self.keeping)


@dataclass(frozen=True, slots=True)
class Balance:
    """`spent` beside whom it was spent on: members whose first purchase lay in these days, and those who came before and came
    again. `newcomers_offer_minor` is what whoever joins now is offered; `left_after` how many of the lost stayed how long between
    first and last visit, a count for each of `LEFT_AFTER_DAYS` on; referrals those sent by a member, and how many of them bought."""

    spent: Spent
    newcomers: int
    returning: int
    newcomers_offer_minor: int
    billed_minor: int
    full_price_minor: int
    left_after: tuple[int, ...]
    referred: int
    referred_bought: int
    referred_before: int

    @property
    def each_newcomer_minor(self) -> int | None:
        """What was spent on each of them."""
        return round(self.spent.getting_minor / self.newcomers) if self.newcomers else None

    @property
    def each_returning_minor(self) -> int | None:
        """What was spent on each who came again."""
        return round(self.spent.keeping_minor / self.returning) if self.returning else None

    @property
    def unfair(self) -> bool:
        """Whether newcomers are offered, or got, more than those who are loyal got."""
        loyal = self.each_returning_minor
        return loyal is not None and max(self.newcomers_offer_minor, self.each_newcomer_minor or 0) > loyal

    @property
    def full_price_share(self) -> float | None:
        """Of members' sales, what was at full price."""
        return self.full_price_minor / self.billed_minor if self.billed_minor else None


def balance(
    book: Reading, sold: Sales, stage: Ints, since: date, on: date, before: date, lately: Period
) -> Balance:
    """Of the days after `since` through `on`; `before` is as long before. `sold` was read with the same `since`."""
    referred = book.row(
        "select count(distinct member_id), count(distinct case when exists (select 1 from standings s where s.member_id ="
        " r.member_id and s.visits > 0) then member_id end) from relations r where kind = 'referred by'"
        " and noted_on > ? and noted_on <= ?",
        (since.isoformat(), on.isoformat()),
    )
    assert referred is not None
    earlier = book.value(
        "select count(distinct member_id) from relations where kind = 'referred by' and noted_on > ? and noted_on <= ?",
        (before.isoformat(), since.isoformat()),
    )
    return Balance(
        _spent(book, sold, since, on), lately.new_members, lately.returning_members, _offer(book, on), sold.billed_minor,
        sold.full_price_minor, _left_after(sold.visits, stage), int(referred[0]), int(referred[1]), int(earlier),
    )  # fmt: skip


def _spent(book: Reading, sold: Sales, since: date, on: date) -> Spent:
    programme = programmes.on(book, on)
    worth = programme.worth_minor
    span = (since.isoformat(), on.isoformat())

    def total(sql: str) -> int:
        return int(book.value(sql, span) or 0)

    welcome = sum(points for (kind, _, first), (_, points) in sold.given.items() if kind == "gift" and first)
    gifts = sum(
        points for (kind, _, first), (_, points) in sold.given.items() if kind == "gift" and not first
    )
    first = sold.first_day_points
    costs = {
        perk.name: perk.cost_minor + perk.points * worth for tier in programme.tiers for perk in tier.perks
    }
    perks = sum(
        costs.get(what, 0) * count for (kind, what, _), (count, _) in sold.given.items() if kind == "perk"
    )
    used = "select sum(v.gave_minor) from vouchers v join offers o on o.id = v.offer_id where v.used_on > ? and v.used_on <= ?"
    open_to_all, named = total(f"{used} and o.named = 0"), total(f"{used} and o.named = 1")
    remedies = total(
        "select sum(amount_minor) from matter_steps where kind = 'remedy' and allowed = 1 and done_on > ? and done_on <= ?"
    )
    events = total(
        "select sum(cost_minor) from events where called_off_on is null and on_day > ? and on_day <= ?"
    )
    return Spent(
        (("welcome", welcome * worth), ("first", first * worth), ("vouchers", open_to_all)),
        (
            ("points", (sold.earned_points - first) * worth), ("gifts", gifts * worth), ("perks", perks),
            ("vouchers", named), ("remedies", remedies), ("events", events),
        ),
    )  # fmt: skip


def _offer(book: Reading, on: date) -> int:
    """What whoever joins now is offered: the welcome, and the best voucher that anybody may use."""
    programme = programmes.on(book, on)
    best = book.value(
        "select max(each_minor) from offers where named = 0 and withdrawn_on is null and from_day <= ? and through >= ?",
        (on.isoformat(), on.isoformat()),
    )
    return programme.joining_points * programme.worth_minor + int(best or 0)


def _left_after(seen: Visiting, stage: Ints) -> tuple[int, ...]:
    if not len(seen):
        return (0,) * len(LEFT_AFTER_DAYS)
    stayed = (seen.last - seen.first)[stage == Stage.LOST]
    edges = np.append(np.array(LEFT_AFTER_DAYS), np.iinfo(np.int64).max)
    return tuple(np.histogram(stayed, edges)[0].tolist())
