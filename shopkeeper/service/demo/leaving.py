"""Who stayed away from the demo shop, why, and what was tried to see them again."""

from collections.abc import Sequence
from datetime import date, timedelta

from shopkeeper.records.book import Writing
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.words import words

_LEAVING = 5_000_000
_FEWEST_VISITS = 5
_SHORTEST_DAYS, _GAPS = 30, 3
"""Whoever has stayed away for so many of their own gaps, and days at least, may be tried: whether they come back is not
looked at, so that what the tries brought is as chance has it."""
_TRIED = (("phone", "Asked how they are"), ("counter", ""), ("phone", ""), ("visit", "Brought a loaf"))
_REASONS = (
    ("elsewhere", "The market is on the way home"), ("price", ""), ("moved", "To be near their daughter"), ("not said", ""),
    ("choice", "Looked for gluten-free"), ("price", "Bread above all"), ("service", "Waited too long on a Saturday"),
    ("moved", ""),
)  # fmt: skip


def stay_away(w: Writing, ids: Sequence[int], today: date, seed: int) -> None:
    """Some who came often and stayed away were tried; of some it is noted why they left, two are to be tried today."""
    servers = [row[0] for row in w.rows("select id from people order by id")]
    strangers = set(ids[len(words().known) :])
    to_come = 2
    for member, told in w.rows(
        "select member_id, group_concat(distinct happened_on order by happened_on) from facts where kind = 'purchase'"
        " and member_id is not null group by member_id order by member_id"
    ):
        days = [date.fromisoformat(day) for day in told.split(",")]
        dice = Dice(seed, _LEAVING + member)
        if member not in strangers or len(days) < _FEWEST_VISITS:
            continue
        for place in range(_FEWEST_VISITS - 1, len(days)):
            gap = (days[place] - days[0]).days / place
            away = max(_SHORTEST_DAYS, round(_GAPS * gap) + dice.whole(0, 3))
            on = days[place] + timedelta(days=away)
            until = days[place + 1] if place + 1 < len(days) else today
            if until <= on or on >= today:
                continue
            by = dice.pick(servers)
            if dice.chance(0.4):
                channel, said = dice.pick(_TRIED)
                _try(w, member, channel, said, on, on, by)
            elif to_come and place + 1 == len(days) and (today - days[place]).days < 90:
                to_come -= 1
                _try(w, member, "phone", "Ask whether the bread was all right", today, None, by)
            elif dice.chance(0.3):
                reason, said = dice.pick(_REASONS)
                w.insert(
                    "insert into leavings (member_id, reason, text, never, noted_on, by_person) values (?, ?, ?, ?, ?, ?)",
                    (member, reason, said, int(reason == "moved"), on.isoformat(), by),
                )
            break


def _try(
    w: Writing, member: int, channel: str, said: str, due_on: date, done_on: date | None, by: int
) -> None:
    planned = min(due_on, done_on or due_on) - timedelta(days=2)
    w.insert(
        "insert into tries (member_id, channel, text, planned_on, due_on, done_on, by_person) values (?, ?, ?, ?, ?, ?, ?)",
        (member, channel, said, planned.isoformat(), due_on.isoformat(), None if done_on is None else done_on.isoformat(), by),
    )  # fmt: skip
