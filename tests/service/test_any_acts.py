"""After any sequence of acts by anybody, on any day: what must hold of the book holds, and a second reading agrees.

The long run is of 2,000 histories, in parts so that every worker has some; how a longer one is asked for stands in
docs/rules.md, "What must hold".
"""

import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Writing
from shopkeeper.records.opening import open_book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import (
    acts,
    awards,
    checking,
    homes,
    households,
    merging,
    perks,
    previews,
    programmes,
    purchases,
    returns,
    shops,
    standings,
)
from tests.books import NOW, enrol, new_book
from tests.rules import naive

HISTORIES = int(os.environ.get("SHOPKEEPER_HISTORIES", "2000"))
PARTS = 8
FIRST_SEED = int(os.environ.get("SHOPKEEPER_SEED", "1"))
FIRST_DAY = date(2026, 1, 1)
MEMBERS = (1, 2, 3, 4)
FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None

SHORT = """
currency = "GBP"
[points]
expire_months = 1
[tiers]
window = "1 months"
keep = "1 months"
grace_days = 3
[[tier]]
name = "Silver"
from_minor = 5000
perks = ["Cake", {name = "Points", points = 30}]
[[tier]]
name = "Gold"
from_minor = 10000
multiplier = "1.5"
perks = [{name = "Wrap", each = "visit"}]
"""
PROGRAMMES = (
    SHORT,
    SHORT.replace('keep = "1 months"', 'keep = "none"').replace(
        'window = "1 months"', 'window = "calendar year"'
    ),
    SHORT.replace("[tiers]", '[household]\ntier = "shared"\n[tiers]\nbasis = "points"')
    .replace("from_minor = 5000", "from = 50")
    .replace("from_minor = 10000", "from = 100"),
    SHORT.replace("[tiers]", '[tiers]\nbasis = "visits"')
    .replace("from_minor = 5000", "from = 2")
    .replace("from_minor = 10000", "from = 4")
    .replace('window = "1 months"', 'window = "ever"'),
)


@lru_cache(maxsize=1)
def _pattern() -> Path:
    """A book of four members, made once and copied for every history."""
    folder = Path(mkdtemp(dir=FAST))
    book = new_book(folder, read_programme(SHORT), now=NOW - timedelta(days=300))
    for name in ("Ann", "Ben", "Cat"):
        enrol(book, name)
    enrol(book, "Dan", welcome=True)
    book.close()
    return book.path


amounts = st.one_of(st.integers(0, 8_000), st.sampled_from([0, 1, 99, 100, 5_000, 10_000]))
who = st.sampled_from(MEMBERS)
days_ago = st.sampled_from([0, 0, 0, 1, 5, 29, 31, 45])
which = st.integers(0, 50)


def _nothing(_done: object) -> None:
    """Of an act whose undo is not looked at."""


class AnyActs(RuleBasedStateMachine):
    """A shop of four members whose clerk does anything, in any order, and is sometimes refused."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(dir=FAST)
        path = Path(self._folder.name) / "shop.db"
        shutil.copyfile(_pattern(), path)
        self.book: Book = open_book(path)
        self.now: datetime = NOW
        self.reading = self.book.reading()
        self.bought: list[int] = []
        self.keys: list[str] = []
        self.merges: list[int] = []
        self.done: list[tuple[int, object]] = []  # acts, with what counted before each of them

    def teardown(self) -> None:
        try:
            self._holds()
            self.now = max(self.now, NOW) + timedelta(days=45)
            self._holds()
        finally:
            self.reading.close()
            self.book.close()
            self._folder.cleanup()

    # ---- what is done ----

    def _act(self, do: Callable[[Writing], int | None]) -> bool:
        """Do something; answers whether it was taken. What is declined must change nothing."""
        before = self._counts()
        try:
            with self.book.writing(self.now) as w:
                act = do(w)
        except Declined:
            assert self._counts() == before
            return False
        if act is not None:
            self.done.append((act, before))
        return True

    def _counts(self) -> object:
        """All that is not worked out: which facts count and whose they are, who lives where, which rules hold."""
        return tuple(
            self.reading.rows(question)
            for question in (
                "select id, member_id from facts where undone_by is null order by id",
                "select id, member_id, household_id, from_day, through from stays order by id",
                "select id from programmes where undone_by is null order by id",
                "select id, gone, letters, note from members order by id",
                "select id, member_id from cards order by id",
                "select id, member_id from refusals order by id",
                "select other_member, found_as from merges where undone_by is null order by 1",
            )
        )

    @property
    def _today(self) -> date:
        return self.now.date()

    @rule(
        member=who,
        amount=amounts,
        ago=days_ago,
        points=st.sampled_from([0, 0, 0, 1, 25, 60]),
        keyed=st.booleans(),
    )
    def buy(self, member: int, amount: int, ago: int, points: int, keyed: bool) -> None:
        on = max(self._today - timedelta(days=ago), FIRST_DAY)
        key = f"key-{len(self.keys)}" if keyed else None
        try:
            shown = previews.purchase(self.reading, member, amount, points=points, on=on, today=self._today)
        except Declined:
            shown = None

        def do(w: Writing) -> int:
            made = purchases.record(
                w, member_id=member, amount_minor=amount, happened_on=on, points=points, key=key
            )
            assert shown is not None, "what could not be shown is declined"
            assert (shown.earned, shown.effect.points_after, shown.effect.tier_after) == (
                made.earned,
                made.points,
                made.tier,
            )
            self.bought.append(made.purchase)
            if key is not None:
                self.keys.append(key)
            return made.act

        self._act(do)

    @precondition(lambda self: self.keys)
    @rule(member=who, amount=amounts, number=which)
    def send_again(self, member: int, amount: int, number: int) -> None:
        before = self._counts()
        with self.book.writing(self.now) as w:
            made = purchases.record(
                w, member_id=member, amount_minor=amount, key=self.keys[number % len(self.keys)]
            )
        assert made.again
        assert self._counts() == before

    @precondition(lambda self: self.bought)
    @rule(
        number=which, amount=st.one_of(st.none(), st.integers(1, 4_000)), ago=st.sampled_from([0, 0, 1, 20])
    )
    def bring_back(self, number: int, amount: int | None, ago: int) -> None:
        on = max(self._today - timedelta(days=ago), FIRST_DAY)
        purchase = self.bought[number % len(self.bought)]
        self._act(lambda w: returns.give_back(w, purchase, amount_minor=amount, happened_on=on).act)

    @precondition(lambda self: self.bought)
    @rule(number=which, member=st.one_of(st.none(), who))
    def move(self, number: int, member: int | None) -> None:
        purchase = self.bought[number % len(self.bought)]
        self._act(lambda w: purchases.move(w, purchase, member).act)

    @rule(member=who, points=st.integers(-80, 80), ago=days_ago)
    def adjust(self, member: int, points: int, ago: int) -> None:
        on = max(self._today - timedelta(days=ago), FIRST_DAY)
        self._act(lambda w: awards.adjust(w, member, points, "a mistake", happened_on=on).act)

    @rule(member=who, once=st.sampled_from(["", "birthday 2026"]))
    def give(self, member: int, once: str) -> None:
        self._act(lambda w: awards.gift(w, member, 20, "a gift", once=once).act)

    @rule(member=who)
    def waive(self, member: int) -> None:
        self._act(lambda w: awards.waive(w, member, "kindness").act)

    @rule(member=who, tier=st.sampled_from(["Silver", "Gold"]), days=st.integers(0, 40))
    def make(self, member: int, tier: str, days: int) -> None:
        until = self._today + timedelta(days=days)
        self._act(lambda w: awards.tier(w, member, tier, until, "a friend").act)

    @rule(member=who, perk=st.sampled_from(["Cake", "Points", "Wrap"]), given=st.booleans())
    def perk(self, member: int, perk: str, given: bool) -> None:
        settle = perks.give if given else perks.refuse
        self._act(lambda w: settle(w, member, perk).act)

    @rule(member=who, other=who, ago=days_ago)
    def move_in(self, member: int, other: int, ago: int) -> None:
        on = max(self._today - timedelta(days=ago), FIRST_DAY)
        self._act(lambda w: households.join(w, member, other, happened_on=on).act)

    @rule(member=who)
    def move_out(self, member: int) -> None:
        self._act(lambda w: households.leave(w, member).act)

    @rule(keep=who, other=who)
    def merge(self, keep: int, other: int) -> None:
        def do(w: Writing) -> int:
            shown = merging.effect(w, keep, other, self._today)
            made = merging.merge(w, keep, other)
            self.merges.append(made.merge)
            day = max(self._today, standings.last_day(w, keep) or self._today)
            now = standings.standing_on(w, programmes.versions(w), keep, day)
            assert (shown.kept.points_after, shown.kept.tier_after) == (now.points, now.tier)
            return made.merge

        before = self._sold()
        self._act(do)
        assert self._sold() == before

    @precondition(lambda self: self.merges)
    @rule(number=which)
    def unmerge(self, number: int) -> None:
        before = self._sold()
        taken = self._act(lambda w: _nothing(merging.unmerge(w, self.merges[number % len(self.merges)])))
        if taken:
            self.done.clear()  # what was before the others is no more what would be after them
        assert self._sold() == before

    @rule(number=st.integers(0, len(PROGRAMMES) - 1), days=st.integers(0, 5))
    def change_rules(self, number: int, days: int) -> None:
        programme = read_programme(PROGRAMMES[number])
        self._act(lambda w: programmes.set_programme(w, programme, self._today + timedelta(days=days)).act)

    @rule()
    def undo(self) -> None:
        expected: list[object] = []

        def do(w: Writing) -> None:
            last = acts.last_undoable(w)
            undone = acts.undo(w).undid
            assert last is not None
            assert last.id == undone
            if self.done and self.done[-1][0] == undone:
                expected.append(self.done.pop()[1])

        if self._act(do) and expected:
            assert self._counts() == expected[0], "as if it had never been"

    @rule(number=which)
    def undo_any(self, number: int) -> None:
        if self.done:
            act = self.done[number % len(self.done)][0]
            if self._act(lambda w: _nothing(acts.undo(w, act))):
                self.done.clear()  # what was before the others is no more what would be after them

    @rule(days=st.integers(0, 60))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self._open()

    @rule(days=st.integers(1, 20))
    def clock_is_set_back(self, days: int) -> None:
        self.now = max(self.now - timedelta(days=days), NOW - timedelta(days=20))
        self._open()

    def _open(self) -> None:
        with self.book.writing(self.now) as w:
            standings.catch_up(w, programmes.versions(w), self._today)

    # ---- what must hold ----

    def _sold(self) -> object:
        return self.reading.rows(
            "select count(*), sum(amount_minor), sum(points) from facts where undone_by is null"
        )

    @invariant()
    def nobodys_points_are_there_twice(self) -> None:
        assert not self.reading.rows(
            "select f.id from facts f join members m on m.id = f.member_id where m.gone <> 0 and f.undone_by is null"
        )

    def _holds(self) -> None:
        assert checking.check(self.book, self.now, replay=True).problems == ()
        with self.book.writing(self.now) as w:
            versions = programmes.versions(w)
            today = shops.today(w)
            facts = {member: standings.facts_of(w, member) for member in MEMBERS}
            through = max([today, *(fact.on for history in facts.values() for fact in history)])
            _, stays = homes.ever_shared(w, MEMBERS)
            read = naive.read(facts, stays, versions, through)
            stored = dict(w.rows("select member_id, points from standings"))
            for member in MEMBERS:
                if not facts[member]:
                    assert not stored.get(member)
                    continue
                house, _ = homes.ever_shared(w, [member])
                own = max([today, *(fact.on for mate in house for fact in facts[mate])])
                assert standings.account_on(w, versions, member, own).balance == stored[member]
                account = standings.account_on(w, versions, member, through)
                done = standings.replayed(w, versions, {member: facts[member]}, through)[member]
                live = sum(batch.left for batch in account.batches) - account.debt
                assert account.balance == live == sum(move.points for move in done.movements)
                second = read[member]
                assert (account.balance, account.debt, account.rank, account.since, account.term_until) == (
                    second.balance,
                    second.debt,
                    second.rank,
                    second.since,
                    second.term,
                )


def _run(histories: int, machine: type[AnyActs]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_what_must_hold_holds_after_any_acts(part: int) -> None:
    machine = type("AnyActs", (AnyActs,), {})  # a seed is of a class: each part has histories of its own
    _run(-(-HISTORIES // PARTS), seed(FIRST_SEED + part)(machine))


def test_what_must_hold_holds_after_some_acts() -> None:
    _run(25, AnyActs)
