"""A need is weighed by those who said so and by who else likes or buys what it speaks of."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.stages import Stage
from shopkeeper.service import leaving, matters, needs
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Anna and Ben want gluten-free bread; Cleo is noted for it, Dora buys it, Emil buys tea, Finn is gone."""
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    early = NOW - timedelta(days=300)
    for name, remarks in (
        ("Anna Berg", ()), ("Ben Hall", ()), ("Cleo Marsh", (Remark("warning", "No gluten"),)), ("Dora Finch", ()),
        ("Emil Sand", ()), ("Finn Moss", (Remark("likes", "Gluten-free cake"),)),
    ):  # fmt: skip
        enrol(made, name, now=early, remarks=remarks)
    with made.writing(NOW) as w:
        for member, said in ((1, "Gluten-free bread, please"), (2, "Do you bake gluten-free rolls?")):
            heard = matters.hear(w, "request", said, member_id=member).matter
            matters.file_under(w, heard.id, "choice", "Gluten-free baking")
        leaving.note(w, 6, "moved")
    for days in (40, 20):
        buy(made, 4, 700, now=NOW - timedelta(days=days), what="Gluten-free crackers")
    buy(made, 5, 900, now=NOW - timedelta(days=20), what="Green tea")
    buy(made, 3, 5_000, now=NOW - timedelta(days=20), what="Hamper")
    for days in (50, 30, 10):
        buy(made, 1, 2_000, now=NOW - timedelta(days=days), what="Apples")
    return made


def test_who_else_would_benefit_is_found_with_the_reason_and_what_they_are_worth(book: Book) -> None:
    reading = book.reading()
    found = needs.benefit(reading, 1, TODAY)
    assert [(one.name, one.because, one.spent_minor) for one in found.others] == [
        ("Cleo Marsh", "noted: No gluten", 5_000), ("Dora Finch", "bought Gluten-free crackers: 2 times in the year", 1_400),
    ]  # fmt: skip
    assert (found.said, found.said_minor, found.of, found.others_minor, found.in_peace) == (
        2,
        6_000,
        2,
        6_400,
        1,
    )
    assert "gluten" in found.words and "please" not in found.words
    assert found.stage == Stage.REPEAT and found.at_stage == 1  # Dora came again too
    reading.close()


def test_a_need_that_names_nothing_finds_nobody_and_says_so(book: Book) -> None:
    with book.writing(NOW) as w:
        heard = matters.hear(w, "request", "Open on Sundays", member_id=5).matter
        matters.file_under(w, heard.id, "hours", "Open longer")
        found = needs.benefit(w, 2, TODAY)
    assert (found.words, found.of, found.said) == ((), 0, 1)


def test_a_need_that_is_not_there_is_declined(book: Book) -> None:
    reading = book.reading()
    with pytest.raises(Declined):
        needs.benefit(reading, 99, TODAY)
    reading.close()
