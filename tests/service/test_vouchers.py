"""Vouchers from the offer to the counter: each number once, never beyond what was set aside, undone like anything else."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

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
    letter_codes,
    letter_words,
    merging,
    purchases,
    shops,
    voucher_redeeming,
    voucher_sheets,
    vouchers,
)
from shopkeeper.service import people as serving
from shopkeeper.service.voucher_redeeming import Redeemed
from shopkeeper.service.voucher_words import why_not
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


# ---- a condition, a change, and the purchase it was taken off ----

FROM_THIRTY = Plan("Winter", "money", TODAY, UNTIL, value=500, named=False, least_minor=3000)


def test_a_voucher_with_a_condition_says_from_which_amount_on_and_by_how_much_it_is_missed(
    book: Book,
) -> None:
    (number,) = make(book, offer(book, FROM_THIRTY), count=1).numbers
    small = refused(book, number, amount_minor=2450)
    assert (small.code, small.about) == ("purchase_too_small", "amount")
    assert small.because == "It is for purchases from £30.00 on. This one is £24.50: £5.50 more would do."
    asked = refused(book, number)
    assert asked.because == "It is for purchases from £30.00 on: say how much this one is."
    assert vouchers.look(book.reading(), number, TODAY).state == "open"
    assert redeem(book, number, amount_minor=3000).to_pay_minor == 2500


def test_a_thing_can_have_a_condition_too(book: Book) -> None:
    plan = replace(HONEY, least_minor=2000)
    (number,) = make(book, offer(book, plan), count=1).numbers
    assert refused(book, number, amount_minor=1999).code == "purchase_too_small"
    assert redeem(book, number, amount_minor=2000).gave_minor == 320


def test_the_condition_stands_on_the_paper_and_in_the_letter(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    offered = offer(book, replace(FIVE, least_minor=3000))
    (number,) = make(book, offered, anna).numbers
    reading = book.reading()
    (paper,) = voucher_sheets.printed(reading, [number], TODAY)
    assert paper.gives == "£5.00 off"
    assert paper.lines == ("For Anna Berg", "From a purchase of £30.00", "Until 31 December 2026")
    words = letter_words.words_of(shops.read(reading))
    given = letter_codes.of_voucher(reading, offered, anna, words, TODAY)
    assert given["voucher_gives"] == "£5.00 off, from a purchase of £30.00"


def test_an_offer_is_changed_as_one_act_and_put_back(book: Book) -> None:
    offered = offer(book, FIVE)
    with book.writing(NOW) as w:
        done = vouchers.change(w, offered, replace(FIVE, name="Six pounds", value=600, least_minor=2000))
    assert (done.offer.plan.name, done.offer.plan.value, done.offer.plan.least_minor) == (
        "Six pounds",
        600,
        2000,
    )
    assert done.offer.plan.each_minor == 600, "money costs what it gives"
    assert undo(book).undid == done.act
    assert vouchers.one(book.reading(), offered, TODAY).plan == replace(FIVE, each_minor=500)


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"value": 400}, "value"),
        ({"gives": "percent", "value": 50}, "gives"),
        ({"through": UNTIL - timedelta(days=1)}, "through"),
        ({"from_day": TODAY + timedelta(days=1)}, "from_day"),
        ({"least_minor": 100}, "least"),
        ({"named": False}, "named"),
        ({"most": 1}, "most"),
        ({"budget_minor": 999}, "budget"),
    ],
)
def test_what_stands_on_paper_becomes_no_less(book: Book, change: dict[str, Any], about: str) -> None:
    anna, ben, offered = enrol(book, "Anna Berg"), enrol(book, "Ben Obi"), offer(book, FIVE)
    with book.writing(NOW) as w:  # before a number is made, everything may change
        vouchers.change(w, offered, replace(FIVE, **change))
    with book.writing(NOW) as w:
        acts.undo(w)
    make(book, offered, anna, ben)
    with book.writing(NOW) as w, pytest.raises(Declined) as declined:
        vouchers.change(w, offered, replace(FIVE, **change))
    assert (declined.value.about == about and "2 vouchers" in declined.value.because) or about in (
        "named",
        "budget",
    )
    better = replace(FIVE, value=700, through=UNTIL + timedelta(days=30), most=9, budget_minor=5000)
    with book.writing(NOW) as w:
        assert vouchers.change(w, offered, better).offer.open_minor == 1400


def test_a_withdrawn_offer_is_not_changed(book: Book) -> None:
    offered = offer(book, FIVE)
    with book.writing(NOW) as w:
        vouchers.withdraw(w, offered)
    with book.writing(NOW) as w, pytest.raises(Declined) as declined:
        vouchers.change(w, offered, FIVE)
    assert declined.value.code == "offer_withdrawn"


def test_a_purchase_knows_the_voucher_it_was_made_with_and_gives_it_free_when_undone(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    (number,) = make(book, offer(book, FIVE), anna).numbers
    to_pay = redeem(book, number, amount_minor=2450, member_id=anna).to_pay_minor
    with book.writing(NOW) as w:
        bought = purchases.record(w, member_id=anna, amount_minor=to_pay or 0, vouchers=(number, number))
    voucher = vouchers.look(book.reading(), number, TODAY)
    assert (voucher.purchase, voucher.purchase_minor) == (bought.purchase, 1950)
    speech = letter_words.speech_of(SHOP)
    assert why_not(voucher, speech, TODAY) == "It was redeemed today. The purchase came to £19.50."
    with book.writing(NOW) as w, pytest.raises(Declined):
        acts.undo(w, voucher_act(book))
    assert undo(book).undid == bought.act
    voucher = vouchers.look(book.reading(), number, TODAY)
    assert (voucher.state, voucher.purchase) == ("used", None)
    undo(book)
    assert vouchers.look(book.reading(), number, TODAY).state == "open"
    assert checking.check(book, NOW, replay=True).problems == ()


def voucher_act(book: Book) -> int:
    return int(book.reading().value("select max(id) from acts where kind = 'voucher'"))


def test_a_voucher_put_back_meanwhile_or_of_another_purchase_is_left_as_it_is(book: Book) -> None:
    first, second = make(book, offer(book, FROM_THIRTY), count=2).numbers
    redeem(book, first, amount_minor=3000)
    with book.writing(NOW) as w:
        one = purchases.record(w, member_id=None, amount_minor=2500, vouchers=(first, second))
        purchases.record(w, member_id=None, amount_minor=700, vouchers=(first,))
    reading = book.reading()
    assert vouchers.look(reading, first, TODAY).purchase == one.purchase
    assert vouchers.look(reading, second, TODAY).state == "open"
    with pytest.raises(Declined) as declined:
        voucher_redeeming.redeemed_for(reading, [second], TODAY)
    assert declined.value.code == "voucher_not_redeemed"
    with pytest.raises(Declined) as declined:
        voucher_redeeming.redeemed_for(reading, [first], TODAY)
    assert declined.value.code == "voucher_of_other_purchase"


def test_a_voucher_is_redeemed_on_a_purchase_that_is_in_the_book(book: Book) -> None:
    (number,) = make(book, offer(book, FROM_THIRTY), count=1).numbers
    with book.writing(NOW) as w:
        small = purchases.record(w, member_id=None, amount_minor=2450).purchase
        large = purchases.record(w, member_id=None, amount_minor=3100).purchase
    assert refused(book, number, purchase=small).code == "purchase_too_small"
    assert refused(book, number, purchase=999).code == "purchase_unknown"
    assert redeem(book, number, purchase=large).voucher.purchase == large
