"""Vouchers from the offer to the counter: each number once, never beyond what was set aside, undone like anything else."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.vouchers import VOUCHER_DIGITS, VOUCHER_PREFIX, numbered
from shopkeeper.service import (
    acts,
    checking,
    exporting,
    forgetting,
    held,
    merging,
    shops,
    voucher_redeeming,
    vouchers,
)
from shopkeeper.service import people as serving
from shopkeeper.service.voucher_redeeming import Redeemed
from shopkeeper.service.vouchers import Made, Plan
from tests.books import NOW, SHOP, TODAY, enrol, new_book

UNTIL = TODAY + timedelta(days=40)
FIVE = Plan("Five pounds", "money", TODAY, UNTIL, value=500)
TENTH = Plan("A tenth", "percent", TODAY, UNTIL, value=10, each_minor=250)
HONEY = Plan("Honey", "thing", TODAY, UNTIL, thing="A jar of honey", named=False, each_minor=320)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def offer(book: Book, plan: Plan) -> int:
    with book.writing(NOW) as w:
        return vouchers.offer(w, plan).offer.id


def make(book: Book, offer_id: int, *members: int, count: int = 0) -> Made:
    with book.writing(NOW) as w:
        return vouchers.make(w, offer_id, members, count=count)


def redeem(book: Book, number: str, **how: object) -> Redeemed:
    with book.writing(NOW) as w:
        return voucher_redeeming.redeem(w, number, **how)  # type: ignore[arg-type]


def refused(book: Book, number: str, **how: object) -> Declined:
    with pytest.raises(Declined) as declined:
        redeem(book, number, **how)
    return declined.value


def undo(book: Book) -> acts.Undone:
    with book.writing(NOW) as w:
        return acts.undo(w)


def test_each_member_has_their_own_number_and_keeps_it(book: Book) -> None:
    anna, ben, offered = enrol(book, "Anna Berg"), enrol(book, "Ben Obi"), offer(book, FIVE)
    first = make(book, offered, anna, ben)
    assert (first.fresh, len(set(first.numbers))) == (2, 2)
    again = make(book, offered, ben, anna)
    assert (again.act, again.fresh, again.numbers) == (None, 0, first.numbers[::-1])
    assert vouchers.look(book.reading(), first.numbers[0], TODAY).member_name == "Anna Berg"


def test_a_number_is_redeemed_once_and_then_says_when_and_by_whom(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with book.writing(NOW) as w:
        lena = serving.add(w, "Lena").id
    (number,) = make(book, offer(book, FIVE), anna).numbers
    done = redeem(book, number, amount_minor=2450, member_id=anna, by=lena)
    assert (done.gave_minor, done.to_pay_minor, done.voucher.state) == (500, 1950, "used")
    second = refused(book, number, amount_minor=2450)
    assert (second.code, second.because) == ("voucher_used", "It was redeemed today, by Lena.")
    undo(book)
    assert vouchers.look(book.reading(), number, TODAY).state == "open"
    assert redeem(book, number).gave_minor == 500


def test_a_wrong_digit_and_a_number_never_made_are_told_apart(book: Book) -> None:
    (number,) = make(book, offer(book, HONEY), count=1).numbers
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
    assert refused(book, wrong).code == "voucher_mistyped"
    assert refused(book, numbered(7, VOUCHER_PREFIX, VOUCHER_DIGITS)).code == "voucher_unknown"


def test_somebody_elses_is_said_and_taken_if_one_insists(book: Book) -> None:
    anna, ben = enrol(book, "Anna Berg"), enrol(book, "Ben Obi")
    (number,) = make(book, offer(book, FIVE), anna).numbers
    assert refused(book, number, member_id=ben).because == "This voucher is Anna Berg’s."
    done = redeem(book, number, member_id=ben, even_if_others=True)
    assert (done.member_id, done.voucher.member_id) == (anna, anna)


def test_what_belongs_to_nobody_becomes_the_story_of_who_brings_it(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    first, second = make(book, offer(book, HONEY), count=2).numbers
    done = redeem(book, first, member_id=anna)
    assert (done.gave_minor, done.voucher.member_id) == (320, anna)
    assert redeem(book, second).voucher.member_id is None


def test_a_percentage_is_of_an_amount(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    (number,) = make(book, offer(book, TENTH), anna).numbers
    assert refused(book, number).code == "amount_missing"
    done = redeem(book, number, amount_minor=2455)
    assert (done.gave_minor, done.to_pay_minor) == (246, 2209)


def test_neither_too_early_nor_too_late_nor_withdrawn(book: Book) -> None:
    tomorrow = TODAY + timedelta(days=1)
    early = offer(book, Plan("Later", "money", tomorrow, UNTIL, value=100, named=False))
    (number,) = make(book, early, count=1).numbers
    assert refused(book, number).because == "It holds from 22 November on."
    with pytest.raises(Declined) as late, book.writing(NOW + timedelta(days=41)) as w:
        voucher_redeeming.redeem(w, number)
    assert late.value.because == "Its last day was 31 December 2026."
    with book.writing(NOW) as w:
        vouchers.withdraw(w, early)
    assert refused(book, number).code == "voucher_withdrawn"
    with pytest.raises(Declined) as closed:
        make(book, early, count=1)
    assert closed.value.code == "offer_withdrawn"


def test_no_more_is_made_than_was_planned_or_set_aside(book: Book) -> None:
    few = offer(book, Plan("Few", "money", TODAY, UNTIL, value=100, named=False, most=3))
    make(book, few, count=2)
    with pytest.raises(Declined) as beyond:
        make(book, few, count=2)
    assert beyond.value.because == "That would make 4 of 3 that were planned. Nothing was made."
    cheap = offer(book, Plan("Cheap", "money", TODAY, UNTIL, value=500, named=False, budget_minor=1200))
    with pytest.raises(Declined) as dear:
        make(book, cheap, count=3)
    assert dear.value.because == "Together they may cost £15.00; £12.00 were set aside. Nothing was made."
    assert make(book, cheap, count=2).fresh == 2


def test_the_list_says_what_was_made_what_is_open_and_what_it_cost(book: Book) -> None:
    offered = offer(book, FIVE)
    members = [enrol(book, f"Member {name}") for name in "ABC"]
    numbers = make(book, offered, *members).numbers
    redeem(book, numbers[0], amount_minor=320)
    one = vouchers.one(book.reading(), offered, TODAY)
    assert (one.made, one.used, one.open, one.over, one.gave_minor, one.open_minor) == (3, 1, 2, 0, 320, 1000)
    later = vouchers.one(book.reading(), offered, UNTIL + timedelta(days=1))
    assert (later.open, later.over, later.open_minor) == (0, 2, 0)
    assert [one.state for one in vouchers.listed(book.reading(), offered, TODAY)] == ["used", "open", "open"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan("", "money", TODAY, UNTIL, value=1), "name_missing"),
        (Plan("x", "money", TODAY, UNTIL), "value_missing"),
        (Plan("x", "percent", TODAY, UNTIL, value=101), "value_out_of_range"),
        (Plan("x", "thing", TODAY, UNTIL), "thing_missing"),
        (Plan("x", "money", UNTIL, TODAY, value=1), "days_turned_round"),
        (Plan("x", "money", TODAY - timedelta(9), TODAY - timedelta(1), value=1), "over_already"),
        (Plan("x", "money", TODAY, TODAY + timedelta(3000), value=1), "day_out_of_range"),
        (Plan("x", "money", TODAY, UNTIL, value=1, most=0), "most_out_of_range"),
        (Plan("x", "money", TODAY, UNTIL, value=1, budget_minor=-1), "cost_negative"),
    ],
)
def test_an_offer_that_is_none_is_refused_beside_its_field(book: Book, plan: Plan, code: str) -> None:
    with pytest.raises(Declined) as declined:
        offer(book, plan)
    assert declined.value.code == code


def test_an_offer_with_numbers_is_withdrawn_and_not_undone(book: Book) -> None:
    anna, offered = enrol(book, "Anna Berg"), offer(book, FIVE)
    act = book.reading().value("select max(id) from acts")
    make(book, offered, anna)
    with pytest.raises(Declined) as built_on, book.writing(NOW) as w:
        acts.undo(w, act)
    assert built_on.value.code == "has_vouchers"
    assert undo(book).kind == "vouchers"
    assert undo(book).kind == "voucher offer"
    assert vouchers.offered(book.reading(), TODAY) == ()


def test_made_numbers_cannot_be_undone_under_one_that_was_used(book: Book) -> None:
    anna, offered = enrol(book, "Anna Berg"), offer(book, FIVE)
    made = make(book, offered, anna)
    redeem(book, made.numbers[0])
    with pytest.raises(Declined) as since, book.writing(NOW) as w:
        acts.undo(w, made.act)
    assert since.value.code == "changed_since"


def test_a_merge_brings_the_vouchers_along_and_back(book: Book) -> None:
    anna, twin = enrol(book, "Anna Berg"), enrol(book, "Anna Bergh")
    (number,) = make(book, offer(book, FIVE), twin).numbers
    with book.writing(NOW) as w:
        merging.merge(w, anna, twin)
    assert [one.number for one in vouchers.of_member(book.reading(), anna, TODAY)] == [number]
    undo(book)
    assert vouchers.of_member(book.reading(), anna, TODAY) == ()


def test_who_is_forgotten_leaves_a_number_that_is_nobodys_and_still_good(book: Book) -> None:
    anna, ben = enrol(book, "Anna Berg"), enrol(book, "Ben Obi")
    number, _ = make(book, offer(book, FIVE), anna, ben).numbers
    assert held.of(book.reading(), anna, TODAY).tables["vouchers"][0]["number"] == number
    with book.writing(NOW) as w:
        forgetting.forget(w, anna)
    found = vouchers.look(book.reading(), number, TODAY)
    assert (found.member_name, found.member_number, found.state) == ("", "", "open")
    assert redeem(book, number, member_id=ben, even_if_others=True).member_id is None
    assert "Anna" not in str(book.reading().rows("select summary from acts"))


def test_a_whole_book_goes_out_and_comes_back_with_its_vouchers(book: Book, tmp_path: Path) -> None:
    anna = enrol(book, "Anna Berg")
    (number,) = make(book, offer(book, FIVE), anna).numbers
    redeem(book, number)
    exporting.export_file(book.reading(), "everything", tmp_path / "book.json", TODAY)
    from shopkeeper.service import importing_everything

    other = shops.create(tmp_path / "other.db", SHOP, NOW)
    with other.writing(NOW) as w:
        importing_everything.bring_back(w, tmp_path / "book.json")
    assert vouchers.look(other.reading(), number, TODAY).state == "used"
    assert checking.check(other, NOW, replay=True).ok
    other.close()


def test_the_numbers_of_a_shop_do_not_follow_one_another(book: Book) -> None:
    numbers = make(book, offer(book, HONEY), count=200).numbers
    assert len(set(numbers)) == 200
    steps = [abs(int(b) - int(a)) for a, b in pairwise(numbers)]
    assert min(steps) > 1000
