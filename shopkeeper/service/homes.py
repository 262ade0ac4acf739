"""Who shares a household with whom, and when: what a replay has to know beside the facts (17)."""

import json
from collections.abc import Iterable
from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.rules.purse import NEVER
from shopkeeper.rules.standing import Stay


def ever_shared(book: Reading, member_ids: Iterable[int]) -> tuple[set[int], list[Stay]]:
    """Everybody who has to be replayed with these members, themselves included, and all their stays.

    Whoever shared a household with one of them at some time, or with somebody who did.
    """
    everyone = set(member_ids)
    asked: set[int] = set()
    stays: dict[int, Stay] = {}
    homes: set[int] = set()
    while asked != everyone:
        fresh, asked = everyone - asked, set(everyone)
        for member_id in fresh:
            found = book.rows("select household_id from stays where member_id = ?", (member_id,))
            for (home,) in found:
                if home in homes:
                    continue
                homes.add(home)
                for stay_id, member, begins, ends in book.rows(
                    "select id, member_id, from_day, through from stays where household_id = ?", (home,)
                ):
                    through = None if ends is None else date.fromisoformat(ends)
                    stays[stay_id] = Stay(member, home, date.fromisoformat(begins), through)
                    everyone.add(member)
    return everyone, [stays[stay_id] for stay_id in sorted(stays)]


def mates_on(stays: Iterable[Stay], member_id: int, day: date) -> list[int]:
    """Whom a member shares a household with on a day."""
    known = list(stays)
    homes = {stay.household for stay in known if stay.member == member_id and stay.holds(day)}
    return [
        stay.member
        for stay in known
        if stay.household in homes and stay.member != member_id and stay.holds(day)
    ]


def next_turn(stays: Iterable[Stay], day: date) -> date:
    """The first day after this one on which somebody joins, or belongs no more; `date.max` if there is none."""
    turns = [NEVER]
    for stay in stays:
        turns.append(stay.from_day)
        if stay.through is not None:
            turns.append(stay.through + timedelta(days=1))
    return min(turn for turn in turns if turn > day)


def in_households(book: Reading, of: Iterable[int] | None = None) -> set[int]:
    """Everybody who is or was in one, of these members if some are named."""
    if of is None:
        return {row[0] for row in book.rows("select distinct member_id from stays")}
    return {
        row[0]
        for row in book.rows(
            "select distinct member_id from stays where member_id in (select value from json_each(?))",
            (json.dumps(sorted(of)),),
        )
    }
