"""Trials in a book: set before, drawn by household, given at the counter, counted by the lot, and no word before the end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.trials import by_lot
from shopkeeper.service import (
    acts,
    counter,
    forgetting,
    groups,
    households,
    leaving,
    letter_values,
    letter_words,
    members,
    merging,
    returns,
    shops,
    timeline,
    trial_lot,
    trial_result,
    trials,
)
from shopkeeper.service.details import Details
from shopkeeper.service.trials import Offer, Plan
from tests.books import NOW, TODAY, bought_before, buy, new_book, trial_of

COFFEE = Offer("A free coffee", 0, 40)
PLAN = Plan("Coffee or nothing", COFFEE, Offer(""), "spend", 300, 8, TODAY)
HOW_MANY = 60


class Shop:
    """A book of sixty members who come about once a week for a year, and acts done in it at an instant."""

    def __init__(self, folder: Path) -> None:
        self.book: Book = new_book(folder)
        self.now = NOW
        with self.book.writing(NOW) as w:
            self.ids = [
                members.enrol(
                    w, Details(name=f"Member {number}"), even_if_known=True, welcome=False
                ).member_id
                for number in range(HOW_MANY)
            ]
        rng = np.random.default_rng(3)
        visits = [
            (member, TODAY - timedelta(days=int(day)), int(rng.lognormal(7, 0.5)))
            for member, often in zip(self.ids, rng.gamma(2.0, 20.0, HOW_MANY), strict=True)
            for day in np.unique(rng.integers(1, 365, int(often) + 1))
        ]
        bought_before(self.book, visits)

    def do(self, act: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self.book.writing(self.now) as w:
            return act(w, *values, **named)

    def ask(self, question: Callable[..., Any], *values: Any, **named: Any) -> Any:
        reading = self.book.reading()
        try:
            return question(reading, *values, **named)
        finally:
            reading.close()

    def begun(self, plan: Plan = PLAN) -> trials.Trial:
        lot = self.ask(trial_lot.draw, plan, self.today, seed="seed")
        trial = self.do(trial_lot.begin, lot).trial
        assert isinstance(trial, trials.Trial)
        return trial

    @property
    def today(self) -> date:
        return self.now.date()

    def half(self, trial: trials.Trial, *, first: bool) -> list[int]:
        return [line.member_id for line in self.ask(trial_lot.drawn, trial.id) if line.first == first]

    def after(self, days: int) -> date:
        self.now = NOW + timedelta(days=days)
        return TODAY + timedelta(days=days)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.book.close()


def test_before_it_begins_the_book_says_what_such_a_trial_could_find(shop: Shop) -> None:
    size = shop.ask(trial_lot.size, "", "spend", 8, 300, TODAY, TODAY)
    assert (size.members, size.households, size.half, size.elsewhere) == (60, 60, 30, 0)
    assert size.smallest is not None and size.usual is not None
    assert 0 < size.smallest < size.usual
    much = shop.ask(trial_lot.size, "", "spend", 8, 100_000, TODAY, TODAY)
    assert much.enough_weeks == 1
    assert shop.ask(trial_lot.size, "", "spend", 8, 1, TODAY, TODAY).enough_weeks is None
    few = shop.ask(trial_lot.size, "not seen for 300 days", "spend", 8, 300, TODAY, TODAY)
    assert few.members < 60 and few.smallest is None
    with pytest.raises(Declined, match="not understood"):
        shop.ask(trial_lot.size, "the nice ones", "spend", 8, 300, TODAY, TODAY)


def test_a_book_that_is_too_young_says_so_and_begins_all_the_same(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    with book.writing(NOW) as w:
        for number in range(30):
            members.enrol(w, Details(name=f"M {number}"), even_if_known=True, welcome=False)
        kept = trial_lot.begin(w, trial_lot.draw(w, PLAN, TODAY))
    assert kept.trial.smallest is None
    assert trial_lot.size(book.reading(), "", "spend", 8, 1, TODAY, TODAY).elsewhere == 30
    book.close()


def test_the_lot_is_kept_with_its_seed_and_can_be_drawn_again(shop: Shop) -> None:
    trial = shop.begun()
    assert shop.ask(trials.halves, trial.id) == (30, 30)
    assert (trial.seed, trial.through) == ("seed", TODAY + timedelta(days=55))
    lines = shop.ask(trial_lot.drawn, trial.id)
    pair = np.array([line.pair for line in lines])
    assert by_lot("seed", pair).tolist() == [line.first for line in lines]
    assert sorted(np.bincount(pair).tolist()) == [2] * 30


def test_a_household_is_drawn_together_and_nobody_changes_sides_afterwards(shop: Shop) -> None:
    one, other, third = shop.ids[0], shop.ids[30], shop.ids[31]
    shop.do(households.join, one, other)
    trial = shop.begun()
    side = {line.member_id: (line.household, line.first) for line in shop.ask(trial_lot.drawn, trial.id)}
    assert side[one] == side[other]
    shop.do(households.join, third, one)
    assert {
        line.member_id: (line.household, line.first) for line in shop.ask(trial_lot.drawn, trial.id)
    } == side


def test_who_is_in_a_trial_is_left_out_of_the_next_until_it_is_over(shop: Shop) -> None:
    trial = shop.begun()
    with pytest.raises(Declined, match="0 households"):
        shop.begun(replace(PLAN, name="Another"))
    shop.do(trials.stop, trial.id)
    assert shop.ask(trials.halves, shop.begun(replace(PLAN, name="Another")).id) == (30, 30)


def test_who_is_to_be_left_in_peace_is_not_drawn(shop: Shop) -> None:
    shop.do(leaving.note, shop.ids[5], "moved")
    trial = shop.begun()
    assert shop.ids[5] not in {line.member_id for line in shop.ask(trial_lot.drawn, trial.id)}
    assert sum(shop.ask(trials.halves, trial.id)) == 59


def test_a_lot_that_was_drawn_before_another_trial_began_is_not_kept(shop: Shop) -> None:
    early = shop.ask(trial_lot.draw, PLAN, TODAY)
    shop.begun(replace(PLAN, name="Another"))
    with pytest.raises(Declined, match="has begun meanwhile"):
        shop.do(trial_lot.begin, early)


def test_each_half_gets_its_own_at_the_counter_and_nobody_is_told_of_a_trial(shop: Shop) -> None:
    trial = shop.begun(replace(PLAN, second=Offer("Fifty points", 50), often="visit"))
    drinks, collects = shop.half(trial, first=True)[0], shop.half(trial, first=False)[0]
    assert [one.words for one in shop.ask(counter.at_counter, drinks, TODAY).offers] == ["A free coffee"]
    (points,) = shop.ask(counter.at_counter, collects, TODAY).offers
    assert (points.words, points.points, points.owed) == ("Fifty points", 50, True)
    before = shop.ask(members.show, collects, TODAY).standing.points
    given = shop.do(trials.give, trial.id, collects)
    assert shop.ask(members.show, collects, TODAY).standing.points == before + 50
    (points,) = shop.ask(counter.at_counter, collects, TODAY).offers
    assert not points.owed and points.given_on == TODAY
    with pytest.raises(Declined, match="already"):
        shop.do(trials.give, trial.id, collects)
    tomorrow = shop.after(1)
    assert shop.ask(trials.for_member, collects, tomorrow)[0].owed
    shop.do(acts.undo, given.act)
    assert shop.ask(members.show, collects, tomorrow).standing.points == before
    assert shop.ask(trials.for_member, collects, tomorrow)[0].given_on is None


def test_who_gets_nothing_sees_nothing_and_can_be_given_nothing(shop: Shop) -> None:
    trial = shop.begun()
    nothing = shop.half(trial, first=False)[0]
    assert shop.ask(counter.at_counter, nothing, TODAY).offers == ()
    with pytest.raises(Declined, match="not for this member"):
        shop.do(trials.give, trial.id, nothing)


def test_an_offer_holds_from_its_first_day_to_its_last(shop: Shop) -> None:
    trial = shop.begun(replace(PLAN, from_day=TODAY + timedelta(days=7)))
    member = shop.half(trial, first=True)[0]
    assert trial.state(TODAY) == "to come"
    for day, there in ((6, False), (7, True), (62, True), (63, False)):
        assert bool(shop.ask(trials.for_member, member, TODAY + timedelta(days=day))) is there
    with pytest.raises(Declined, match="does not run"):
        shop.do(trials.give, trial.id, member)


def test_before_the_end_nothing_is_said_of_one_half_against_the_other(shop: Shop) -> None:
    trial = shop.begun()
    buy(shop.book, shop.ids[0], 1200)
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=20))
    assert (found.state, found.weeks_left) == ("running", 6)
    assert (found.compared, found.said, found.lines) == (None, None, ())
    assert (found.came, found.spent_minor) == (1, 1200)


def _run(shop: Shop, trial: trials.Trial, more_minor: int, noise: int = 400) -> None:
    """Everybody comes every week, those with the first offer for more."""
    rng = np.random.default_rng(9)
    first = set(shop.half(trial, first=True))
    bought_before(shop.book, [
        (member, TODAY + timedelta(days=7 * week), 1500 + int(rng.integers(0, noise)) + more_minor * (member in first))
        for member in shop.ids
        for week in range(8)
    ], now=NOW)  # fmt: skip


def test_at_the_end_the_difference_is_told_with_its_bounds_and_what_it_cost(shop: Shop) -> None:
    trial = shop.begun()
    for member in shop.half(trial, first=True)[:3]:
        shop.do(trials.give, trial.id, member)
    _run(shop, trial, 500)
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=56))
    assert (found.state, found.weeks_left, found.said, found.longer_weeks) == ("over", 0, "better", None)
    assert found.compared.low <= 500 <= found.compared.high
    assert found.compared.ours - found.compared.theirs == pytest.approx(found.compared.difference)
    assert (found.first.had, found.first.given, found.first.cost_minor) == (3, 3, 120)
    assert found.second == trial_result.Half(30, 0, 0, 0)
    assert len(found.lines) == 60
    theirs = [line.spent_minor for line in found.lines if not line.first]
    assert found.compared.theirs == pytest.approx(sum(theirs) / 30 / 8)


def test_what_came_back_is_taken_off_and_days_before_and_after_do_not_count(shop: Shop) -> None:
    trial = shop.begun()
    member = shop.ids[0]
    bought = buy(shop.book, member, 5000)
    shop.do(returns.give_back, bought.purchase, amount_minor=2000)
    bought_before(
        shop.book, [(member, TODAY - timedelta(days=1), 900), (member, TODAY + timedelta(days=56), 900)]
    )
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=56))
    assert next(line for line in found.lines if line.spent_minor).spent_minor == 3000
    assert found.spent_minor == 3000


@pytest.mark.parametrize(("measure", "usual"), [("visits", 400), ("came", 1000)])
def test_visits_and_who_comes_at_all_are_counted_too(shop: Shop, measure: Any, usual: int) -> None:
    trial = shop.begun(replace(PLAN, measure=measure, goal=20))
    _run(shop, trial, 0)
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=56))
    assert found.compared.ours == found.compared.theirs == usual
    assert found.said == "no matter"


def test_where_it_cannot_be_told_it_says_how_long_would_be_enough(shop: Shop) -> None:
    goal = shop.ask(trial_lot.size, "", "spend", 6, 1, TODAY, TODAY).smallest
    assert goal is not None
    trial = shop.begun(replace(PLAN, weeks=1, goal=goal))
    rng = np.random.default_rng(1)
    bought_before(shop.book, [(member, TODAY, int(rng.lognormal(7, 0.8))) for member in shop.ids], now=NOW)
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=7))
    assert found.said == "cannot tell"
    assert found.longer_weeks is not None and 1 < found.longer_weeks <= 13


def test_a_trial_that_was_stopped_says_nothing_whatever_it_looked_like(shop: Shop) -> None:
    trial = shop.begun()
    _run(shop, trial, 500)
    shop.after(30)
    stopped = shop.do(trials.stop, trial.id)
    assert shop.ask(trials.for_member, shop.half(trial, first=True)[0], TODAY + timedelta(days=30)) == ()
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=90))
    assert (found.state, found.compared, found.said) == ("stopped", None, None)
    shop.do(acts.undo, stopped.act)
    assert shop.ask(trials.one, trial.id).state(TODAY + timedelta(days=30)) == "running"
    shop.after(56)
    with pytest.raises(Declined, match="over already"):
        shop.do(trials.stop, trial.id)


def test_its_beginning_can_be_undone_until_something_was_given(shop: Shop) -> None:
    trial = shop.begun()
    given = shop.do(trials.give, trial.id, shop.half(trial, first=True)[0])
    with pytest.raises(Declined, match="have been given since"):
        shop.do(acts.undo, trial.act)
    shop.do(acts.undo, given.act)
    shop.do(acts.undo, trial.act)
    assert shop.ask(trials.listed) == ()
    with pytest.raises(Declined, match="no such trial"):
        shop.ask(trials.one, trial.id)
    assert shop.ask(trials.for_member, shop.ids[0], TODAY) == ()


def test_of_two_records_made_one_the_kept_member_stays_on_their_side_and_counts_once(shop: Shop) -> None:
    trial = shop.begun()
    keep, other = shop.half(trial, first=True)[0], shop.half(trial, first=False)[0]
    shop.do(trials.give, trial.id, keep)
    merge = shop.do(merging.merge, keep, other).merge
    lines = shop.ask(trial_lot.drawn, trial.id)
    assert len(lines) == 59
    assert next(line for line in lines if line.member_id == keep).first
    _run(shop, trial, 0)
    found = shop.ask(trial_result.result, trial.id, TODAY + timedelta(days=56))
    assert (found.first.members, found.second.members) == (30, 29)
    shop.do(merging.unmerge, merge)
    assert len(shop.ask(trial_lot.drawn, trial.id)) == 60


def test_a_record_from_outside_brings_nothing_in_and_one_from_inside_takes_its_side_along(shop: Shop) -> None:
    with shop.book.writing(NOW) as w:
        outside = members.enrol(w, Details(name="Late"), even_if_known=True, welcome=False).member_id
        trial = trials.one(w, trial_of(w, shop.ids[:4]))
    inside = shop.ids[0]
    shop.do(merging.merge, outside, inside)
    lines = shop.ask(trial_lot.drawn, trial.id)
    assert [line.member_id for line in lines if line.household == 0] == [outside]
    assert shop.ask(trials.for_member, outside, TODAY)[0].words == "A coffee"


def test_who_is_forgotten_still_counts_without_a_name(shop: Shop) -> None:
    trial = shop.begun()
    member = shop.half(trial, first=True)[0]
    shop.do(forgetting.forget, member)
    assert shop.ask(trials.halves, trial.id) == (30, 30)
    line = next(line for line in shop.ask(trial_lot.drawn, trial.id) if line.member_id == member)
    assert line.name == ""


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"name": " "}, "name"), ({"first": Offer("")}, "first"), ({"second": Offer("a free COFFEE")}, "second"),
        ({"goal": 0}, "goal"), ({"weeks": 0}, "weeks"), ({"weeks": 105}, "weeks"), ({"measure": "joy"}, "measure"),
        ({"from_day": TODAY - timedelta(days=1)}, "from_day"), ({"from_day": TODAY + timedelta(days=61)}, "from_day"),
        ({"first": Offer("Coffee", -1)}, "first_points"), ({"second": Offer("Tea", 0, -1)}, "second_cost"),
        ({"second": Offer("", 5)}, "second"), ({"who": "the nice ones"}, "rule"), ({"often": "never"}, "often"),
    ],
)  # fmt: skip
def test_what_is_not_set_as_it_must_be_is_refused_with_its_field(
    shop: Shop, change: dict[str, Any], about: str
) -> None:
    with pytest.raises(Declined) as refused:
        shop.begun(replace(PLAN, **change))
    assert refused.value.about == about
    assert shop.ask(trials.listed) == ()


def test_a_group_and_a_letter_know_what_is_offered(shop: Shop) -> None:
    trial = shop.begun(replace(PLAN, second=Offer("Fifty points", 50)))
    drinks = shop.half(trial, first=True)
    assert list(shop.ask(groups.members_in, "offered free coffee", TODAY)) == sorted(drinks)
    assert shop.ask(groups.members_in, "offered cake", TODAY) == ()
    assert shop.ask(trials.words_for, drinks[0], TODAY) == "A free coffee"

    def filled(book: Any, member: int) -> dict[str, str]:
        shop_ = shops.read(book)
        one = letter_values.about(book, shop_, letter_words.words_of(shop_), member, TODAY)
        return letter_values.values_for(one, ("offer",), {}, reason="none")

    assert shop.ask(filled, drinks[0]) == {"offer": "a free coffee"}
    over = TODAY + timedelta(days=56)
    assert shop.ask(groups.members_in, "offered free coffee", over) == ()


def test_what_was_given_stands_in_the_members_story(shop: Shop) -> None:
    trial = shop.begun()
    member = shop.half(trial, first=True)[0]
    shop.do(trials.give, trial.id, member)

    def told(book: Any) -> list[tuple[str, str]]:
        whole = timeline.of(book, member, TODAY)
        return [(entry.kind, entry.what) for entry in timeline.entries(book, whole, 0, 50)]

    assert ("offer", "A free coffee") in shop.ask(told)


def test_a_trial_is_found_by_name_or_number_the_latest_first(shop: Shop) -> None:
    trial = shop.begun()
    assert shop.ask(trials.named, "coffee OR nothing").id == trial.id
    assert shop.ask(trials.named, str(trial.id)).id == trial.id
    assert shop.ask(trials.named, "").id == trial.id
    with pytest.raises(Declined):
        shop.ask(trials.named, "tea")
