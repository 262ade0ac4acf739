"""What is shown before it is saved is what is there afterwards."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    checking,
    counter,
    member_cards,
    members,
    previews,
    purchases,
    returns,
    scanning,
    whys,
)
from shopkeeper.service.details import Birthday
from shopkeeper.service.purchases import Line
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Margaret is Silver and has points; Ann is new."""
    made = new_book(tmp_path)
    enrol(made, "Margaret Okonkwo", welcome=True)
    enrol(made, "Ann Lee")
    for weeks, amount in ((30, 20_000), (20, 9_950), (3, 4_275)):
        buy(made, 1, amount, now=NOW - timedelta(weeks=weeks))
    return made


def standing(book: Book, member_id: int) -> tuple[int, str]:
    reading = book.reading()
    found = members.show(reading, member_id, TODAY).standing
    reading.close()
    return found.points, found.tier


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(0, 90_000), days_ago=st.integers(0, 300), points=st.sampled_from([0, 1, 60]))
def test_a_purchase_does_what_was_shown(
    tmp_path_factory: pytest.TempPathFactory, amount: int, days_ago: int, points: int
) -> None:
    book = new_book(tmp_path_factory.mktemp("book"))
    enrol(book, "Margaret", welcome=True, now=NOW - timedelta(days=400))
    buy(book, 1, 19_000, now=NOW - timedelta(days=100))
    on = TODAY - timedelta(days=days_ago)
    reading = book.reading()
    try:
        shown = previews.purchase(reading, 1, amount, points=points, on=on, today=TODAY)
    except Declined as declined:
        with pytest.raises(Declined, match=declined.because.split(".")[0][:30]):
            buy(book, 1, amount, points=points, happened_on=on)
        return
    finally:
        reading.close()
    done = buy(book, 1, amount, points=points, happened_on=on)
    assert (shown.earned, shown.worth_minor) == (done.earned, done.amount_minor - done.paid_minor)
    assert (shown.effect.points_after, shown.effect.tier_after) == (done.points, done.tier)
    assert shown.effect.next_tier == done.next_tier
    book.close()


@pytest.mark.parametrize("amount", [None, 1, 4_274, 4_275])
def test_a_return_does_what_was_shown(book: Book, amount: int | None) -> None:
    reading = book.reading()
    shown = previews.give_back(reading, 4, amount_minor=amount, on=TODAY, today=TODAY)
    reading.close()
    with book.writing(NOW) as w:
        done = returns.give_back(w, 4, amount_minor=amount)
    assert (shown.amount_minor, shown.reversed, shown.restored) == (
        done.amount_minor,
        done.reversed,
        done.restored,
    )
    assert shown.effect is not None
    assert (shown.effect.points_after, shown.effect.tier_after) == (done.points, done.tier)
    assert (shown.effect.tier_before, shown.effect.points_before) == (done.was_tier, 100 + 200 + 99 + 42)


def test_a_return_by_line_shows_what_is_left_afterwards(book: Book) -> None:
    bought = buy(book, 1, 900, lines=(Line(500, what="Tea"), Line(400, earns=False, what="Stamps")))
    reading = book.reading()
    before = previews.correctable(reading, bought.purchase)
    assert (before.left_minor, before.act) == (900, bought.act)
    shown = previews.give_back(reading, bought.purchase, line_positions=[2], on=TODAY, today=TODAY)
    assert (shown.amount_minor, shown.reversed) == (400, 0)
    with book.writing(NOW) as w:
        returns.give_back(w, bought.purchase, line_positions=[2])
    after = previews.correctable(reading, bought.purchase)
    assert [line.gone for line in after.lines] == [False, True]
    assert (after.left_minor, after.act) == (500, None), "built upon: it can only be returned now"
    reading.close()


def test_a_move_does_to_both_what_was_shown(book: Book) -> None:
    reading = book.reading()
    source, target = previews.move(reading, 2, 2, TODAY)
    reading.close()
    with book.writing(NOW) as w:
        purchases.move(w, 2, 2)
    for shown in (source, target):
        assert (shown.points_after, shown.tier_after) == standing(book, shown.member_id)


def test_a_purchase_that_is_nobodys_again_by_an_undo_earns_nothing(book: Book) -> None:
    """Found by the long run of random histories."""
    bought = buy(book, 1, 500)
    for whose in (None, 1):
        with book.writing(NOW) as w:
            purchases.move(w, bought.purchase, whose)
    with book.writing(NOW) as w:
        acts.undo(w)
    assert book.reading().value("select earned from facts where id = ?", (bought.purchase,)) == 0
    assert checking.check(book, NOW, replay=True).ok


def test_a_return_of_a_sale_to_nobody_has_no_effect_on_anybody(book: Book) -> None:
    sold = buy(book, None, 500)
    reading = book.reading()
    assert previews.give_back(reading, sold.purchase, on=TODAY, today=TODAY).effect is None
    with pytest.raises(Declined):
        previews.move(reading, 1, 1, TODAY)
    reading.close()


def test_why_adds_up_to_the_figure(book: Book) -> None:
    with book.writing(NOW) as w:
        returns.give_back(w, 4, amount_minor=275)
    reading = book.reading()
    why = whys.tier(reading, 1, TODAY, lines=2)
    reading.close()
    assert sum(line.counts for line in why.lines) + why.others == why.figure == 33_950
    assert (why.goal, why.reach, why.others_count) == ("Gold", 50_000, 1)
    assert why.since == date(2025, 11, 22)
    assert why.lines[0].returned_minor == 275


def test_why_counts_days_where_visits_reach_a_tier(book: Book) -> None:
    for _ in range(2):
        buy(book, 2, 100)
    reading = book.reading()
    why = whys.tier(reading, 2, TODAY)
    reading.close()
    assert (why.basis, why.figure, why.goal) == ("visits", 1, "Bronze")
    assert [line.counts for line in why.lines] == [1]


def test_the_counter_sees_a_birthday_seven_days_ahead_and_its_gift_once(tmp_path: Path) -> None:
    made = new_book(tmp_path)
    soon = TODAY + timedelta(days=7)
    late = TODAY + timedelta(days=8)
    enrol(made, "Ann", birthday=Birthday(soon.month, soon.day))
    enrol(made, "Bob", birthday=Birthday(late.month, late.day))
    reading = made.reading()
    assert counter.at_counter(reading, 1, TODAY).birthday_on == soon
    assert counter.at_counter(reading, 2, TODAY).birthday_on is None
    reading.close()


def test_a_scanned_code_is_somebodys_lost_unknown_goods_or_nothing(book: Book) -> None:
    reading = book.reading()
    card = members.show(reading, 2, TODAY).cards[0]
    assert scanning.read(reading, f" {card}\n").member_id == 2
    assert scanning.read(reading, "1001").kind == "member"
    assert scanning.read(reading, "5012345678900").kind == "product"
    assert scanning.read(reading, "ABC-4711").kind == "unknown"
    assert scanning.read(reading, "??").kind == "nothing"
    with book.writing(NOW) as w:
        member_cards.block(w, 2, card)
    lost = scanning.read(reading, card)
    assert (lost.kind, lost.name, lost.blocked_on) == ("lost", "Ann Lee", TODAY)
    reading.close()


def test_an_undo_does_to_everybody_what_was_shown(book: Book) -> None:
    with book.writing(NOW) as w:
        purchases.move(w, 4, 2)
    with book.writing(NOW) as w:
        back = returns.give_back(w, 3, amount_minor=1_000)
    with book.writing(NOW) as w:
        for act in (back.act, w.value("select max(id) from acts where kind = 'move'")):
            shown = previews.undo(w, act, TODAY)
            assert shown
            undone = acts.undo(w, act)
            assert {(one.member_id, one.points_after, one.tier_after) for one in shown} == {
                (one.member_id, one.points, one.tier or "Member") for one in undone.affected
            }


def test_the_undo_of_an_import_shows_whom_it_leaves_where(book: Book) -> None:
    reading = book.reading()
    act = reading.value("select act_id from facts where kind = 'gift'")
    (shown,) = previews.undo(reading, act, TODAY)
    reading.close()
    assert (shown.points_before - shown.points_after, shown.debt_after) == (100, 0)
