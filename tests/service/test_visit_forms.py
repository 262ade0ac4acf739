"""A visit is kept as it was marked, a form stays as it is, and each is undone as one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, visit_forms
from tests.books import NOW, TODAY, new_book

STATEMENTS = ("I was greeted at once", "Somebody knew my name", "I was thanked")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def made(book: Book) -> int:
    with book.writing(NOW) as w:
        return visit_forms.make(w, "A visit", STATEMENTS).form.id


def visit(
    book: Book, form: int, *marks: int | None, on: date = TODAY, words: str = ""
) -> visit_forms.Reported:
    with book.writing(NOW) as w:
        return visit_forms.report(w, form, marks, visited_on=on, words=words)


def test_visits_are_told_by_statement_and_month(book: Book) -> None:
    form = made(book)
    visit(book, form, 2, None, 3, on=date(2026, 3, 4))
    visit(book, form, 3, 2, 4, on=date(2026, 5, 4), words="Nobody looked up")
    visit(book, form, 5, 4, 5, words="Knew me by name")
    found = visit_forms.found(book.reading(), form, TODAY)
    assert found.visits == 3
    assert [one.whole.tenths for one in found.statements] == [33, 30, 40]
    assert found.statements[0].way == 1
    assert found.overall.months[-1].tenths == 47
    assert [one.words for one in found.latest] == ["Knew me by name", "Nobody looked up", ""]


@pytest.mark.parametrize(
    ("marks", "on", "code"),
    [
        ((1, 2), TODAY, "mark_out_of_range"),
        ((1, 2, 6), TODAY, "mark_out_of_range"),
        ((0, 2, 3), TODAY, "mark_out_of_range"),
        ((None, None, None), TODAY, "nothing_said"),
        ((1, 2, 3), TODAY + timedelta(days=1), "day_out_of_range"),
    ],
)
def test_what_is_no_visit_is_refused(book: Book, marks: tuple[int | None, ...], on: date, code: str) -> None:
    form = made(book)
    with pytest.raises(Declined) as declined:
        visit(book, form, *marks, on=on)
    assert declined.value.code == code
    assert visit_forms.found(book.reading(), form, TODAY).visits == 0


@pytest.mark.parametrize("statements", [(), ("  ", ""), tuple(f"Number {n}" for n in range(11))])
def test_a_form_has_one_to_ten_statements(book: Book, statements: tuple[str, ...]) -> None:
    with pytest.raises(Declined) as declined, book.writing(NOW) as w:
        visit_forms.make(w, "A visit", statements)
    assert declined.value.about == "statements"


def test_a_visit_a_form_and_its_end_are_undone_as_one(book: Book) -> None:
    form = made(book)
    reported = visit(book, form, 1, 2, 3)
    with book.writing(NOW) as w:
        visit_forms.put_away(w, form)
    assert visit_forms.all_found(book.reading(), TODAY) == ()
    with pytest.raises(Declined), book.writing(NOW) as w:
        visit_forms.put_away(w, form)
    with book.writing(NOW) as w:
        acts.undo(w)
    assert visit_forms.all_found(book.reading(), TODAY)[0].visits == 1
    with book.writing(NOW) as w:
        acts.undo(w, reported.act)
    assert visit_forms.all_found(book.reading(), TODAY)[0].visits == 0
    with book.writing(NOW) as w:
        acts.undo(w)
    assert visit_forms.forms(book.reading()) == ()


def test_a_form_with_visits_is_not_undone_under_them(book: Book) -> None:
    form = made(book)
    making = book.reading().value("select max(id) from acts")
    visit(book, form, 1, 2, 3)
    with pytest.raises(Declined) as declined, book.writing(NOW) as w:
        acts.undo(w, making)
    assert declined.value.code == "has_visits"
    assert visit_forms.found(book.reading(), form, TODAY).visits == 1
