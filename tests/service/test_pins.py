"""What only the owner may do is refused by the service itself; wrong PINs cost time; a shop without PINs is as before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Writing
from shopkeeper.rules.programme import usual_programme
from shopkeeper.service import (
    acts,
    awards,
    backups,
    forgetting,
    importing,
    keeping_times,
    people,
    pins,
    programmes,
    purchases,
    second_place,
    shops,
)
from shopkeeper.service.roles import Doer
from tests.books import NOW, SHOP, buy, enrol, new_book

OWNER, KOFI = "271828", "161803"
SERVES = Doer()


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Anna Berg")
    with made.writing(NOW) as w:
        people.add(w, "Kofi")
    return made


def with_pins(book: Book) -> tuple[int, int]:
    reading = book.reading()
    owner, kofi = (one.id for one in people.everyone(reading))
    reading.close()
    with book.writing(NOW) as w:
        pins.give(w, owner, OWNER)
    with book.writing(NOW) as w:
        pins.give(w, kofi, KOFI)
    return owner, kofi


def act(book: Book, does: Callable[[Writing], Any], doer: Doer = SERVES) -> Any:
    with book.writing(NOW, doer) as w:
        return does(w)


def everything_of_the_owner(book: Book, folder: Path) -> dict[str, Callable[[Writing], Any]]:
    file = folder / "members.csv"
    file.write_text("name\nBen\n")
    return {
        "programme": lambda w: programmes.set_programme(w, usual_programme("GBP")),
        "shop": lambda w: shops.change(w, replace(SHOP, tagline="Teas")),
        "person": lambda w: people.add(w, "Ama"),
        "pin": lambda w: pins.set_idle(w, 5),
        "adjustment": lambda w: awards.adjust(w, 1, 10_000, "a friend"),
        "forgotten": lambda w: forgetting.forget(w, 1),
        "import": lambda w: importing.import_file(w, "members", file),
        "second place": lambda w: second_place.choose(w, None, book.path),
        "keeping times": lambda w: keeping_times.set_times(w, keeping_times.Times(letters=24)),
    }


def test_without_a_pin_of_the_owner_everybody_does_everything(book: Book, tmp_path: Path) -> None:
    for does in everything_of_the_owner(book, tmp_path).values():
        act(book, does)


def test_each_thing_of_the_owner_is_refused_by_the_service_and_goes_on_with_their_pin(
    book: Book, tmp_path: Path
) -> None:
    owner, kofi = with_pins(book)
    for name, does in everything_of_the_owner(book, tmp_path).items():
        before = book.reading().value("select max(id) from acts")
        for doer in (SERVES, Doer(False, kofi)):
            with pytest.raises(Declined) as refused:
                act(book, does, doer)
            assert refused.value.code == "owner_needed", name
        assert book.reading().value("select max(id) from acts") == before, name
        act(book, does, Doer(True, owner))
        kind, by = book.reading().rows("select kind, by_person from acts order by id desc limit 1")[0]
        assert (kind, by) == (name, owner)


def test_who_serves_sells_returns_and_undoes_a_sale_but_not_what_the_owner_did(book: Book) -> None:
    owner, kofi = with_pins(book)
    sold = act(book, lambda w: purchases.record(w, member_id=1, amount_minor=100), Doer(False, kofi))
    assert sold.member_id == 1
    assert act(book, lambda w: acts.undo(w)).kind == "purchase"
    act(book, lambda w: people.add(w, "Ama"), Doer(True, owner))
    with pytest.raises(Declined) as refused:
        act(book, lambda w: acts.undo(w))
    assert refused.value.code == "owner_needed"
    assert act(book, lambda w: acts.undo(w), Doer(True, owner)).kind == "person"


def test_a_restore_is_the_owner_s_and_the_program_s_own_work_is_nobody_s(book: Book) -> None:
    owner, _ = with_pins(book)
    made = backups.make(book, NOW, "by hand")
    buy(book, None, 100)
    with pytest.raises(Declined) as refused:
        backups.restore(made.path, book, NOW, SERVES)
    assert refused.value.code == "owner_needed"
    backups.restore(made.path, book, NOW, Doer(True, owner))
    with book.writing(NOW) as w:
        forgetting.forget(w, 1)


def test_a_pin_tells_who_it_is_and_wrong_ones_cost_twice_as_long_each_time(book: Book) -> None:
    owner, kofi = with_pins(book)
    assert act(book, lambda w: pins.enter(w, KOFI)) == pins.Entered(kofi, "Kofi")
    assert act(book, lambda w: pins.enter(w, OWNER)).owner
    now, waits = NOW, []
    for _ in range(12):
        with book.writing(now, SERVES) as w:
            waits.append(pins.enter(w, "000000").wait_s)
        with book.writing(now, SERVES) as w:  # the right one waits too, and asking costs nothing more
            asked = pins.enter(w, OWNER)
        if waits[-1]:
            assert asked.person is None and asked.wait_s == waits[-1]
            with book.writing(now - timedelta(days=400), SERVES) as w:  # a clock set back wins nothing
                assert pins.enter(w, OWNER).wait_s == waits[-1]
            now += timedelta(seconds=waits[-1])
        else:
            assert asked.person == owner
            with book.writing(now) as w:
                for _again in range(len(waits)):
                    pins.enter(w, "000000")
    assert waits[-1] == 900 and sorted(waits) == waits
    with book.writing(now, SERVES) as w:
        assert pins.enter(w, OWNER).person == owner
    with book.writing(now, SERVES) as w:
        assert pins.enter(w, "000000").wait_s == 0


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "9876", "1111", "12a4", "1" * 13, "9" * 10_000, "١٢٣٥", "12 45", "\ud800271"]
)
def test_what_is_no_pin_is_refused_to_give_and_opens_nothing(book: Book, pin: str) -> None:
    owner, _ = with_pins(book)
    with pytest.raises(Declined):
        act(book, lambda w: pins.give(w, owner, pin), Doer(True, owner))
    assert act(book, lambda w: pins.enter(w, pin)).person is None


def test_the_owner_s_comes_first_no_two_are_alike_and_none_is_kept_in_the_clear(book: Book) -> None:
    owner, kofi = (one.id for one in people.everyone(book.reading()))
    with pytest.raises(Declined) as first:
        act(book, lambda w: pins.give(w, kofi, KOFI))
    assert first.value.code == "owner_first"
    with_pins(book)
    with pytest.raises(Declined) as taken:
        act(book, lambda w: pins.give(w, kofi, OWNER), Doer(True, owner))
    assert taken.value.code == "pin_taken"
    book.empty_log()
    raw = book.path.read_bytes()
    assert OWNER.encode() not in raw and KOFI.encode() not in raw


def test_who_serves_no_more_opens_nothing_and_a_lost_owner_s_pin_is_reset_in_the_open(book: Book) -> None:
    owner, kofi = with_pins(book)
    act(book, lambda w: people.leave(w, kofi), Doer(True, owner))
    assert act(book, lambda w: pins.enter(w, KOFI)).person is None
    act(book, pins.forget_all)
    assert not pins.in_use(book.reading())
    assert book.reading().value("select summary from acts order by id desc limit 1") == '{"reset": 1}'
    act(book, lambda w: people.add(w, "Ama"))
