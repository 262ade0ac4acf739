"""Who is in a group, on a small book where every condition can be seen to hold; saved, changed, undone."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import acts, exporting, groups, letters
from shopkeeper.service.details import Address, Birthday, Remark
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = new_book(tmp_path)
    anna = enrol(
        made, "Anna Berg", letters=True, birthday=Birthday(11, 24), addresses=(Address(town="York", postcode="YO1 7HB"),),
        remarks=(Remark("likes", "Comté"), Remark("warning", "Nut allergy")),
    )  # fmt: skip
    bela = enrol(
        made,
        "Béla Kun",
        letters=False,
        addresses=(Address(town="Selby"),),
        remarks=(Remark("fact", "likes cheese boards"),),
    )
    enrol(made, "Cem Demir")
    for weeks in range(5):
        buy(made, anna, 12_000, happened_on=TODAY - timedelta(days=7 * weeks), what="Comté and tea")
    buy(made, bela, 4_000, happened_on=TODAY - timedelta(days=40), what="Rye bread")
    yield made
    made.close()


def names(book: Book, rule: str, today: date = TODAY) -> list[str]:
    reading = book.reading()
    found = groups.members_in(reading, rule, today)
    told = [reading.value("select name from members where id = ?", (member,)).split()[0] for member in found]
    reading.close()
    return told


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ("Gold", ["Anna"]), ("not Gold", ["Béla", "Cem"]), ("Member", ["Béla", "Cem"]), ("Bronze or higher", ["Anna"]),
        ("not seen for 30 days", ["Béla"]), ("seen within 7 days", ["Anna"]), ("likes comte", ["Anna"]),
        ("noted cheese", ["Béla"]), ("allergic to nut", ["Anna"]), ("spent over 500", ["Anna"]),
        ("spent under 100 in 12 months", ["Béla", "Cem"]), ("5 visits or more", ["Anna"]),
        ("at most 1 visits in 12 months", ["Béla", "Cem"]), ("lives in york or SELBY", ["Anna", "Béla"]), ("from YO1", ["Anna"]),
        ("birthday this month", ["Anna"]), ("birthday in December", []), ("may be written to", ["Anna"]), ("no letters", ["Béla"]),
        ("joined this month", ["Anna", "Béla", "Cem"]), ("joined before 2020", []), ("bought rye or stout", ["Béla"]),
        ("bought tea in 1 month", ["Anna"]), ("first purchase", ["Béla"]), ("no purchase yet", ["Cem"]), ("repeat", ["Anna"]),
        ("Gold, likes comté, seen within 7 days", ["Anna"]), ("Gold, no letters", []), ("600 points or more", ["Anna"]),
    ],
)  # fmt: skip
def test_a_condition_holds_for_whom_it_should(book: Book, rule: str, who: list[str]) -> None:
    assert names(book, rule) == who


def test_text_of_a_rule_is_only_words(book: Book) -> None:
    for rule in ("likes %", "bought _", "likes ' or 1=1 --", "lives in %"):
        assert names(book, rule) == []


def test_a_group_is_saved_under_a_name_changed_and_undone(book: Book) -> None:
    with book.writing(NOW) as w:
        groups.save(w, "The cheese board", "likes comté")
    with book.writing(NOW) as w:
        groups.save(w, "the cheese board", "likes  comté, Gold")
    reading = book.reading()
    assert [(group.name, group.rule) for group in groups.groups(reading)] == [
        ("the cheese board", "likes comté, Gold")
    ]
    with book.writing(NOW) as w:
        assert acts.undo(w).kind == "group"
    assert groups.named(reading, "THE CHEESE BOARD").rule == "likes comté"
    with book.writing(NOW) as w:
        groups.remove(w, "The cheese board")
    assert groups.groups(reading) == ()
    with book.writing(NOW) as w:
        acts.undo(w)
    assert len(groups.groups(reading)) == 1
    reading.close()


def test_a_rule_that_cannot_be_read_is_not_saved(book: Book) -> None:
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        groups.save(w, "Nonsense", "purple")
    assert refused.value.code == "group_not_understood"
    with pytest.raises(Declined), book.writing(NOW) as w:
        groups.remove(w, "Nonsense")


def test_a_letter_goes_to_a_group_and_leaves_out_who_asked_for_none(book: Book) -> None:
    with book.writing(NOW) as w:
        groups.save(w, "Cheese people", "noted cheese or comte")
    reading = book.reading()
    found = letters.due_in_group(reading, TODAY, "sale-preview", "cheese people", "the winter sale")
    assert [one.name for one in found.due] == ["Anna Berg"]
    assert found.due[0].because == "In the group Cheese people"
    assert [(one.name, one.code) for one in found.left_out] == [("Béla Kun", "no_letters")]
    with pytest.raises(Declined) as refused:
        letters.due_in_group(reading, TODAY, "newsletter", "nobody knows it")
    assert refused.value.code == "group_unknown"
    reading.close()


@pytest.mark.parametrize("kind", ["members", "purchases", "standing"])
def test_a_group_alone_goes_out_as_a_list(book: Book, tmp_path: Path, kind: str) -> None:
    with book.writing(NOW) as w:
        groups.save(w, "Cheese board", "lives in York")
    reading = book.reading()
    everybody = exporting.export_file(reading, kind, tmp_path / "all.csv", TODAY)
    few = exporting.export_file(reading, kind, tmp_path / "few.csv", TODAY, group="cheese board")
    assert 0 < few.written < everybody.written
    head, *rows = list(
        csv.DictReader((tmp_path / "few.csv").read_text(encoding="utf-8-sig").splitlines())
    ) or [{}]
    assert {row.get("number", row.get("member")) for row in (head, *rows)} == {"1001"}
    with pytest.raises(Declined):
        exporting.export_file(reading, kind, tmp_path / "none.csv", TODAY, group="nobody")
    reading.close()
    assert not (tmp_path / "none.csv").exists()


def test_a_group_goes_out_as_cards_and_there_is_no_everything_of_it(book: Book, tmp_path: Path) -> None:
    with book.writing(NOW) as w:
        groups.save(w, "Cheese board", "lives in York")
    reading = book.reading()
    exporting.export_file(reading, "members", tmp_path / "few.vcf", TODAY, group="Cheese board")
    cards = (tmp_path / "few.vcf").read_text(encoding="utf-8")
    assert "Anna Berg" in cards and "Cem Demir" not in cards
    with pytest.raises(Declined) as refused:
        exporting.export_file(reading, "everything", tmp_path / "all.json", TODAY, group="Cheese board")
    assert refused.value.about == "group"
    reading.close()
