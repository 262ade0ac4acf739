"""The demo shop's vouchers: offers with numbers made, some of them redeemed, some open, some whose time is over."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shopkeeper.records.book import Writing
from shopkeeper.rules.vouchers import VOUCHER_DIGITS, VOUCHER_PREFIX, Offer, draws, numbered, taken_off
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.life import told

_DRAWING = 13_000


def give_vouchers(w: Writing, act: int, members: Mapping[str, int], today: date, seed: int) -> None:
    """Write them as a part of the act that makes the shop, once everybody's standing is known.

    Numbers are drawn from the seed, unlike a real shop's: nobody pays with these.
    """
    dice = Dice(seed, _DRAWING)
    known = tuple(members.values())
    regulars = [row[0] for row in w.rows(
        "select m.id from members m join standings s on s.member_id = m.id where m.gone = 0 and m.name <> ''"
        " and m.letters is not 0 and s.tier_rank >= 2 order by s.spent_minor desc, m.id"
    ) if row[0] not in known]  # fmt: skip
    for entry in told()["offer"]:
        made_on = today - timedelta(days=entry["made"])
        offer = Offer(
            entry["gives"], entry.get("value", 0), entry.get("thing", ""), made_on, today + timedelta(days=entry["ends"])
        )  # fmt: skip
        each = offer.value if offer.gives == "money" else entry["each_minor"]
        named = offer.gives != "thing"
        row = w.insert(
            "insert into offers (name, gives, value, thing, from_day, through, named, most, each_minor, budget_minor, made_on)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry["name"], offer.gives, offer.value, offer.thing, made_on.isoformat(), offer.through.isoformat(),
                int(named), entry.get("most"), each, entry.get("budget_minor"), made_on.isoformat(),
            ),
        )  # fmt: skip
        drawn = [members[name] for name in entry.get("to", ()) if name in members]
        holders: list[int | None] = [None] * entry["count"]
        if named:
            holders = [*drawn, *regulars[: entry["count"] - len(drawn)]]
        last = min(today - timedelta(days=1), offer.through)
        for holder in holders:
            used: tuple[Any, ...] = (None, None, None, 0)
            if holder not in drawn and dice.chance(entry["used"] / 100):
                used = _brought(w, dice, holder, offer, each, made_on, last) or used
            number = numbered(
                dice.whole(0, draws(VOUCHER_PREFIX, VOUCHER_DIGITS) - 1), VOUCHER_PREFIX, VOUCHER_DIGITS
            )
            w.insert(
                "insert into vouchers (act_id, offer_id, number, member_id, made_on, used_on, used_at, used_by, gave_minor)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (act, row, number, holder, made_on.isoformat(), *used),
            )


def _brought(
    w: Writing, dice: Dice, holder: int | None, offer: Offer, each: int, made_on: date, last: date
) -> tuple[Any, ...] | None:
    """The day, instant and person of one of the holder's purchases within the offer (a stranger's where nobody holds it), and
    what the voucher took off it; None for who did not come."""
    rows = w.rows(
        "select happened_on, happened_at, by_person, amount_minor from facts where kind = 'purchase' and member_id is ?"
        " and happened_on between ? and ? and amount_minor > 0 order by happened_at, id limit 400",
        (holder, (made_on + timedelta(days=1)).isoformat(), last.isoformat()),
    )
    if not rows:
        return None
    on, at, by, amount = dice.pick(rows)
    return on, at, by, taken_off(offer, amount, each)
