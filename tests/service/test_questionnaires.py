"""A sheet filled in on paper becomes answers, preferences and points, each once, and is undone as one."""

from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, checking, groups, members, questionnaires, questions
from tests.books import NOW, TODAY, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def asked(
    book: Book, text: str, *choices: str, points: int = 10, becomes: questions.Becomes = "likes"
) -> int:
    with book.writing(NOW) as w:
        return questions.add(w, text, choices, points=points, becomes=becomes).question.id


def sheet(book: Book) -> int:
    ids = [
        asked(book, "Tea or coffee?", "Tea", "Coffee"),
        asked(book, "Which evening suits you?", "Thursday", "Friday", points=5, becomes="fact"),
        asked(book, "Rye or white?", "Rye", "White", points=0),
    ]
    with book.writing(NOW) as w:
        return questionnaires.make(w, "Three questions", ids).questionnaire.id


def typed(book: Book, of: int, code: str, *chosen: int | None) -> questionnaires.TypedIn:
    with book.writing(NOW) as w:
        return questionnaires.type_in(w, of, code, chosen)


def test_answers_become_preferences_with_their_source_and_earn_points_once(book: Book) -> None:
    of, anna = sheet(book), enrol(book, "Anna Berg", card="ZZ-10-77")
    done = typed(book, of, "ZZ1077", 2, 1, None)
    assert (done.name, done.kept, done.known, done.points) == ("Anna Berg", 2, 0, 15)
    reading = book.reading()
    assert reading.rows("select kind, text, noted_on, source from remarks order by id") == [
        ("likes", "Coffee", "2026-11-21", "Tea or coffee?"),
        ("fact", "Which evening suits you? Thursday", "2026-11-21", "Which evening suits you?"),
    ]
    assert members.show(reading, anna, TODAY).standing.points == 15
    again = typed(book, of, "1001", 1, 2, 1)
    assert (again.kept, again.known, again.points) == (1, 2, 0)
    assert members.show(book.reading(), anna, TODAY).standing.points == 15
    assert checking.check(book, NOW, replay=True).ok


def test_it_is_one_act_and_undone_as_one(book: Book) -> None:
    of, anna = sheet(book), enrol(book, "Anna Berg")
    done = typed(book, of, "1001", 1, 2, 2)
    with book.writing(NOW) as w:
        acts.undo(w, done.act)
    reading = book.reading()
    assert reading.value("select count(*) from answers") == reading.value("select count(*) from remarks") == 0
    assert members.show(reading, anna, TODAY).standing.points == 0
    assert typed(book, of, "1001", 1, 2, 2).points == 15


def test_what_was_answered_on_paper_is_not_asked_at_the_counter(book: Book) -> None:
    of, anna = sheet(book), enrol(book, "Anna Berg")
    typed(book, of, "1001", 1, 1, 1)
    assert questions.to_ask(book.reading(), anna, TODAY.replace(day=28)) is None


@pytest.mark.parametrize(
    ("code", "chosen", "refused"),
    [
        ("9999", (1, 1, 1), "member_unknown"),
        ("1001", (3, 1, 1), "choice_unknown"),
        ("1001", (0, 1, 1), "choice_unknown"),
        ("1001", (1, 1), "choice_unknown"),
        ("1001", (None, None, None), "nothing_chosen"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_kept(
    book: Book, code: str, chosen: tuple[int | None, ...], refused: str
) -> None:
    of, _ = sheet(book), enrol(book, "Anna Berg")
    with pytest.raises(Declined) as declined:
        typed(book, of, code, *chosen)
    assert declined.value.code == refused
    assert book.reading().value("select count(*) from answers") == 0


def test_a_sheet_twice_is_told_and_kept_once(book: Book) -> None:
    of, _ = sheet(book), enrol(book, "Anna Berg")
    typed(book, of, "1001", 1, 1, 1)
    with pytest.raises(Declined) as declined:
        typed(book, of, "1001", 1, 1, 1)
    assert declined.value.code == "answered_already"


@pytest.mark.parametrize("count", [0, 9])
def test_a_sheet_has_one_to_eight_questions(book: Book, count: int) -> None:
    ids = [asked(book, f"Number {n}?", "Yes", "No") for n in range(count)]
    with pytest.raises(Declined) as declined, book.writing(NOW) as w:
        questionnaires.make(w, "A sheet", ids)
    assert declined.value.about == "questions"


def test_sheets_are_addressed_to_those_of_a_group_who_have_not_answered(book: Book) -> None:
    of = sheet(book)
    enrol(book, "Cara Lane", card="ZZ-10-77")
    enrol(book, "Anna Berg")
    enrol(book, "Ben Osei")
    with book.writing(NOW) as w:
        groups.save(w, "All", "joined this year")
    typed(book, of, "1003", 1, 1, 1)
    typed(book, of, "1002", 1, None, None)
    found = questionnaires.addressed(book.reading(), of, "All", TODAY)
    assert [(one.name, one.code) for one in found] == [
        ("Anna Berg", members.show(book.reading(), 2, TODAY).cards[0]),
        ("Cara Lane", "ZZ1077"),
    ]


def test_a_sheet_is_put_away_and_its_answers_stay(book: Book) -> None:
    of, _ = sheet(book), enrol(book, "Anna Berg")
    typed(book, of, "1001", 1, 1, 1)
    assert questionnaires.in_use(book.reading())[0].answered == 1
    with book.writing(NOW) as w:
        questionnaires.put_away(w, of)
    assert questionnaires.in_use(book.reading()) == ()
    with pytest.raises(Declined), book.writing(NOW) as w:
        questionnaires.put_away(w, of)
    assert book.reading().value("select count(*) from answers") == 3
