"""The trainer asks for who really comes, from what is known of them, and never gives the name away."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.learning import MOST_NEW
from shopkeeper.rules.noticing import Noticed
from shopkeeper.service import learning, merging, noting, people, pictures, promises, rhythms, serving
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.golden.make_0008 import JPEG

TOMORROW = TODAY + timedelta(days=1)
OWNER = 1


def comes(book: Book, name: str, every: int, *, visits: int = 8, last_ago: int = 2, **known: Any) -> int:
    """A member who comes every so many days, the last time so many days ago."""
    member = enrol(book, name, **known)
    for back in range(visits):
        day = TODAY - timedelta(days=last_ago + back * every)
        buy(book, member, 500, happened_on=day)
    return member


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = new_book(tmp_path)
    for day in range(1, 90):
        buy(book, None, 100, happened_on=TODAY - timedelta(days=day))  # open every day
    return book


def settled(book: Book) -> Book:
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
    return book


def answer(book: Book, member: int, *, knew: bool, ago: int = 0, asked: learning.Asked = "name") -> None:
    with book.writing(NOW - timedelta(days=ago)) as w:
        learning.note(w, OWNER, member, asked, knew=knew)


def test_regulars_are_those_who_come_often_and_still_come(book: Book) -> None:
    often = comes(book, "Anna Berg", 3)
    weekly = comes(book, "Ben Osei", 7)
    comes(book, "Cara Lane", 25, visits=4)  # comes, but seldom
    comes(book, "Dan Gone", 3, last_ago=60)  # came often, and does no more
    comes(book, "Eve New", 3, visits=2)
    assert learning.regulars(settled(book).reading(), TODAY) == (often, weekly)


def test_a_card_shows_what_is_known_and_not_the_name(book: Book) -> None:
    anna = comes(
        book, "Anna Berg", 3, say="AH-nah",
        remarks=(Remark("fact", "Anna has a dachshund called Biscuit"), Remark("usual", "Two rye rolls"),
                 Remark("warning", "Nuts")),
    )  # fmt: skip
    with book.writing(NOW) as w:
        pictures.put(w, anna, JPEG, how="in person")
    (card,) = learning.session(settled(book).reading(), OWNER, TODAY).cards
    assert (card.asked, card.answer, card.say, card.picture) == ("name", "Anna Berg", "AH-nah", JPEG)
    assert card.clues == ("… has a dachshund called Biscuit",)


def test_of_whom_nothing_is_known_nothing_is_asked_but_they_count(book: Book) -> None:
    comes(book, "Anna Berg", 3)
    found = learning.session(settled(book).reading(), OWNER, TODAY)
    assert (found.cards, found.known, found.regulars) == ((), 0, 1)


def test_the_usual_is_asked_once_the_name_is_known(book: Book) -> None:
    anna = comes(book, "Anna Berg", 3, remarks=(Remark("usual", "Two rye rolls"), Remark("likes", "Rye")))
    settled(book)
    assert [card.asked for card in learning.session(book.reading(), OWNER, TODAY).cards] == ["name"]
    answer(book, anna, knew=True, ago=3)
    answer(book, anna, knew=True, ago=1)
    found = learning.session(book.reading(), OWNER, TODAY)
    assert [(card.asked, card.clues, card.answer) for card in found.cards] == [
        ("usual", ("Anna Berg",), "Two rye rolls")
    ]
    assert (found.known, found.regulars) == (1, 1)


def test_a_day_holds_a_few_new_ones_and_no_more_are_offered_after_them(book: Book) -> None:
    for number in range(MOST_NEW + 4):
        comes(book, f"Member {chr(65 + number)}olm", 3, remarks=(Remark("fact", "Dog"),))
    settled(book)
    cards = learning.session(book.reading(), OWNER, TODAY).cards
    assert len(cards) == MOST_NEW == learning.waiting(book.reading(), OWNER, TODAY)
    for card in cards:
        answer(book, card.member_id, knew=True)
    assert learning.waiting(book.reading(), OWNER, TODAY) == 0
    assert learning.waiting(book.reading(), OWNER, TODAY + timedelta(days=2)) == MOST_NEW + 4


def test_an_answer_given_by_a_slip_of_the_finger_is_taken_back(book: Book) -> None:
    anna = comes(book, "Anna Berg", 3, remarks=(Remark("fact", "Dog"),))
    settled(book)
    answer(book, anna, knew=False)
    with book.writing(NOW) as w:
        assert learning.take_back(w, OWNER).knew is False
    assert learning.waiting(book.reading(), OWNER, TODAY) == 1
    with pytest.raises(Declined), book.writing(NOW) as w:
        learning.take_back(w, OWNER)


def test_each_learns_for_themselves_and_who_is_gone_keeps_what_they_did(book: Book) -> None:
    anna = comes(book, "Anna Berg", 3, remarks=(Remark("fact", "Dog"),))
    settled(book)
    with book.writing(NOW) as w:
        ben = people.add(w, "Ben").id
    for ago in (3, 1):
        with book.writing(NOW - timedelta(days=ago)) as w:
            learning.note(w, ben, anna, "name", knew=True)
    with book.writing(NOW) as w:
        promises.make(w, anna, "Two rye loaves", TODAY, by=ben)
    with book.writing(NOW) as w:
        promise = w.value("select id from promises")
        promises.settle(w, promise, by=ben)
    with book.writing(NOW) as w:
        noting.note(w, anna, Noticed("praise", "Ben: carried the bags"))
    whole = serving.whole(book.reading(), ben, TODAY)
    assert (whole.serves.record.on_time, whole.serves.thanks) == (1, 1)
    assert whole.serves.share is not None and (whole.serves.share.known, whole.serves.share.regulars) == (
        1,
        1,
    )
    assert serving.whole(book.reading(), OWNER, TODAY).unknown == ("Anna Berg",)
    with book.writing(NOW) as w:
        people.leave(w, ben)
    listed = serving.everyone(book.reading(), TODAY)
    assert [one.person.name for one in listed] == ["Ngozi Okafor", "Ben"]
    assert (listed[1].record.on_time, listed[1].thanks, listed[1].share) == (1, 1, None)
    assert serving.whole(book.reading(), ben, TODAY).praises[0].text == "Carried the bags"


def test_a_merged_record_is_asked_no_more(book: Book) -> None:
    anna = comes(book, "Anna Berg", 3, remarks=(Remark("fact", "Dog"),))
    twin = enrol(book, "A Berg")
    with book.writing(NOW) as w:
        merging.merge(w, twin, anna)
    cards = learning.session(settled(book).reading(), OWNER, TODAY).cards
    assert [card.member_id for card in cards] == [twin]


def test_nobody_and_nothing_unknown_is_noted(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    for person, member, asked in ((99, anna, "name"), (OWNER, 99, "name"), (OWNER, anna, "age")):
        with pytest.raises(Declined), book.writing(NOW) as w:
            learning.note(w, person, member, asked, knew=True)  # type: ignore[arg-type]
