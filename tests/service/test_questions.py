"""Questions at the counter: the right one to the right member, one a visit, answered once, and drawn so that all can check."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.draws import drawn, ticket
from shopkeeper.service import acts, checking, members, questions
from shopkeeper.service.details import Details, Remark
from shopkeeper.service.questions import Question
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def _add(book: Book, text: str, **how: object) -> int:
    with book.writing(NOW) as w:
        return questions.add(w, text, ("Tea", "Coffee"), **how).question.id  # type: ignore[arg-type]


def _to_ask(book: Book, member_id: int, days: int = 0) -> Question | None:
    reading = book.reading()
    found = questions.to_ask(reading, member_id, TODAY + timedelta(days=days))
    reading.close()
    return found


def _asked(book: Book, member_id: int, days: int = 0) -> str:
    found = _to_ask(book, member_id, days)
    return "" if found is None else found.text


def test_never_two_in_a_visit_and_never_the_same_twice(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    first = _add(book, "Tea or coffee?")
    _add(book, "Sweet or salty?")
    assert _asked(book, anna) == "Tea or coffee?"
    with book.writing(NOW) as w:
        questions.passed(w, first, anna)
    assert _asked(book, anna) == ""
    assert _asked(book, anna, 1) == "Sweet or salty?"


def test_not_now_can_be_taken_back_and_a_visit_that_ends_is_no_act_to_undo(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    first = _add(book, "Tea or coffee?")
    with book.writing(NOW) as w:
        questions.put_aside(w, first, anna)
    assert _asked(book, anna) == ""
    with book.writing(NOW) as w:
        assert acts.undo(w).kind == "not now"
    assert _asked(book, anna) == "Tea or coffee?"
    with book.writing(NOW) as w:
        questions.passed(w, first, anna)
        last = acts.last_undoable(w)
    assert _asked(book, anna) == ""
    assert last is not None and last.kind == "question"


def test_a_question_goes_to_who_likes_or_buys_the_thing(book: Book) -> None:
    anna = enrol(book, "Anna Berg", remarks=(Remark("likes", "Rye bread"),))
    chen, leon = enrol(book, "陈丽"), enrol(book, "Leon Abara")
    buy(book, chen, 500, what="Rye loaf, olives")
    _add(book, "Which rye?", interest="rye")
    assert [_asked(book, one) for one in (anna, chen, leon)] == ["Which rye?", "Which rye?", ""]


def test_a_question_for_higher_tiers_is_not_put_below(book: Book) -> None:
    anna, leon = enrol(book, "Anna Berg"), enrol(book, "Leon Abara")
    buy(book, anna, 60_000)
    _add(book, "Which evening?", least_rank=3)
    assert (_asked(book, anna), _asked(book, leon)) == ("Which evening?", "")


def test_an_answer_earns_once_and_becomes_a_preference_with_its_source(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    question = _add(book, "Tea or coffee?", points=10)
    with book.writing(NOW) as w:
        answered = questions.answer(w, question, anna, "Tea")
    assert answered.points == 10
    with pytest.raises(Declined, match="answered this already"), book.writing(NOW) as w:
        questions.answer(w, question, anna, "Coffee")
    reading = book.reading()
    assert members.show(reading, anna, TODAY).standing.points == 10
    assert reading.rows("select kind, text, noted_on, source from remarks") == [
        ("likes", "Tea", TODAY.isoformat(), "Tea or coffee?")
    ]
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert members.show(reading, anna, TODAY).standing.points == 0
    assert reading.rows("select 1 from remarks union all select 1 from answers") == []
    reading.close()
    with book.writing(NOW) as w:
        assert questions.answer(w, question, anna, "Coffee").points == 10
    assert checking.check(book, NOW, replay=True).ok


def test_an_answer_to_a_question_withdrawn_meanwhile_is_not_lost(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    question = _add(book, "Tea or coffee?")
    with book.writing(NOW) as w:
        questions.withdraw(w, question)
        questions.answer(w, question, anna, "Tea")
    assert _asked(book, anna, 1) == ""
    with pytest.raises(Declined), book.writing(NOW) as w:
        questions.withdraw(w, question)
    reading = book.reading()
    (learned,) = questions.learned(reading, TODAY - timedelta(days=30), TODAY)
    reading.close()
    assert learned.answers == (("Tea", 1),) and learned.question.withdrawn


@pytest.mark.parametrize("choices", [(), ("Tea",), ("Tea", "Tea", " "), tuple("abcdef")])
def test_a_question_has_two_to_five_answers(book: Book, choices: tuple[str, ...]) -> None:
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        questions.add(w, "Tea or coffee?", choices)
    assert refused.value.about == "choices"


def test_a_draw_can_be_repeated_by_anybody(book: Book) -> None:
    question = _add(book, "Tea or coffee?")
    numbers = []
    with book.writing(NOW) as w:
        for place in range(30):
            one = members.enrol(w, Details(f"Member {place}"), even_if_known=True)
            questions.answer(w, question, one.member_id, "Tea")
            numbers.append(one.number)
        draw = questions.draw(w, question, "A hamper", "21 November, read out by Ines", 3)
    assert draw.entered == tuple(sorted(numbers))
    assert draw.winners == drawn(draw.seed, reversed(draw.entered), 3)
    assert draw.winners == tuple(sorted(numbers, key=lambda number: ticket(draw.seed, number))[:3])
    assert all(name.startswith("Member ") for name in draw.names)
    with pytest.raises(Declined), book.writing(NOW) as w:
        questions.draw(w, question, "A hamper", "seed", 31)
    reading = book.reading()
    assert questions.draws_of(reading, question) == (draw,)
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert questions.draws_of(reading, question) == ()
    reading.close()
