"""What is written out is read back to the same book; as JSON everything is, and everybody stands where they stood."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.rules.tables import Refused
from shopkeeper.service import (
    acts,
    allowances,
    checking,
    closed_days,
    exporting,
    finding,
    forgetting,
    importing,
    importing_everything,
    matters,
    people,
    perks,
    purchases,
    returns,
    shops,
    todays,
    visit_forms,
)
from shopkeeper.service.exporting_everything import table_names
from tests.books import NOW, SHOP, TODAY, buy, demo_book, enrol, new_book
from tests.service.test_privacy import known_in_every_way

STANDING = "select m.number, s.tier, s.tier_since, s.tier_until, s.points, s.debt, s.spent_minor, s.purchases, s.visits, s.first_visit, s.last_visit, s.changes_on from standings s join members m on m.id = s.member_id where m.gone = 0 order by m.number"


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A shop with gifts, points used, returns, an undone act and names of every kind."""
    book = demo_book(tmp_path_factory.mktemp("lively"), 120)
    member = enrol(
        book, "=SUM(A1:A9)", number="00042", phones=("020 7946 0958",), note='\'t\nis "so", ; said'
    )
    thanks = buy(book, member, 4_250)
    with book.writing(NOW) as w:
        returns.give_back(w, thanks.purchase, amount_minor=1_250)
    buy(book, member, 99)
    with book.writing(NOW) as w:
        acts.undo(w)
    yield book
    book.close()


def empty(folder: Path) -> Book:
    folder.mkdir()
    return new_book(folder)


def written(book: Book, kind: str, path: Path) -> Path:
    reading = book.reading()
    exporting.export_file(reading, kind, path, TODAY)
    reading.close()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob("*.part*")) and not list(path.parent.glob(".part*"))
    return path


def standings_of(book: Book) -> list[tuple[object, ...]]:
    reading = book.reading()
    found = reading.rows(STANDING)
    reading.close()
    return found


def test_everything_as_json_into_an_empty_shop_gives_everybody_the_same_standing(
    lively: Book, tmp_path: Path
) -> None:
    path = written(lively, "everything", tmp_path / "book.json")
    json.loads(path.read_text(encoding="utf-8"))  # any program can read it
    there = empty(tmp_path / "there")
    with there.writing(NOW) as w:
        back = importing_everything.bring_back(w, path)
    assert back.members == lively.reading().value("select count(*) from members where gone = 0")
    assert standings_of(there) == standings_of(lively) and standings_of(there)
    assert checking.check(there, NOW, replay=True).problems == ()
    reading, before = there.reading(), lively.reading()
    for table in table_names():
        if table != "acts":
            # The day the last catching up reached is the program's own note, and no part of what goes out.
            but = f" where name <> '{todays.PASSED}'" if table == "shop" else ""
            assert reading.rows(f"select * from {table}{but}") == before.rows(
                f"select * from {table}{but}"
            ), table
    with there.writing(NOW) as w:
        acts.undo(w)  # what was done there can be undone here
    assert checking.check(there, NOW, replay=True).problems == ()


def test_a_member_of_whom_every_table_says_something_comes_back_whole(tmp_path: Path) -> None:
    """Whatever table there is has a row: a later one that is not filled here fails this."""
    (tmp_path / "here").mkdir()
    here = new_book(tmp_path / "here", read_programme(PERKS))
    member = known_in_every_way(here)
    the_shop_itself(here, member)
    path = written(here, "everything", tmp_path / "book.json")
    there = empty(tmp_path / "there")
    with there.writing(NOW) as w:
        importing_everything.bring_back(w, path)
    assert standings_of(there) == standings_of(here)
    assert checking.check(there, NOW, replay=True).problems == ()
    with closing(there.reading()) as reading, closing(here.reading()) as before:
        for table in table_names():
            rows = before.rows(f"select * from {table}")
            assert rows, f"nothing of {table} is tried"
            if table not in ("acts", "shop"):
                assert reading.rows(f"select * from {table}") == rows, table


PERKS = """
currency = "GBP"
[[tier]]
name = "Silver"
from_minor = 100
perks = ["Sale preview"]
"""


def the_shop_itself(book: Book, member: int) -> None:
    """What no member has a part in, or few: closed days, forms for a visit, an allowance, a perk that was not wanted."""
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        allowances.set_allowance(w, ines, 5000, by=people.find(w, "Ngozi Okafor"))
    with book.writing(NOW) as w:
        closed_days.close(w, TODAY + timedelta(days=9), TODAY + timedelta(days=12), "Stocktaking")
        form = visit_forms.make(w, "Greeting", ["I was greeted", "The shop was clean"]).form.id
        visit_forms.report(w, form, (5, 3), visitor="Tom", words="A warm morning")
    with book.writing(NOW) as w:
        perks.refuse(w, member, "Sale preview")
        heard = matters.hear(w, "request", "Open on Sundays", member_id=member).matter
    with book.writing(NOW) as w:
        matters.file_under(w, heard.id, "hours", "Sunday opening")
    with book.writing(NOW) as w:
        bought = purchases.record(
            w, member_id=member, amount_minor=900, lines=(purchases.Line(400), purchases.Line(500))
        )
        returns.give_back(w, bought.purchase, line_positions=(2,))
    gone = enrol(book, "Gone Away")
    with book.writing(NOW) as w:
        forgetting.forget(w, gone)
    with book.writing(NOW) as w:
        finding.settle(w, at_most=1000)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_lists_written_out_and_brought_into_an_empty_shop_are_the_same_lists(
    lively: Book, tmp_path: Path, ending: str
) -> None:
    people = written(lively, "members", tmp_path / f"members{ending}")
    till = written(lively, "purchases", tmp_path / f"purchases{ending}")
    there = empty(tmp_path / "there")
    with there.writing(NOW) as w:
        brought = importing.import_members(w, people)
    with there.writing(NOW) as w:
        sold = importing.import_purchases(w, till)
    assert (brought.refused, sold.refused) == ((), ())
    for kind in ("members", "purchases"):
        one = written(lively, kind, tmp_path / "one.csv").read_text(encoding="utf-8-sig").splitlines()
        other = written(there, kind, tmp_path / "other.csv").read_text(encoding="utf-8-sig").splitlines()
        if kind == "members":
            assert one == other
        else:
            # Without the gifts of a book its points are others; what was bought and brought back is the same.
            assert len(one) == len(other)
    assert checking.check(there, NOW, replay=True).problems == ()


def test_an_address_book_written_out_brings_the_same_people(lively: Book, tmp_path: Path) -> None:
    path = written(lively, "members", tmp_path / "members.vcf")
    there = empty(tmp_path / "there")
    with there.writing(NOW) as w:
        done = importing.import_members(w, path)
    assert done.refused == ()
    names = "select name from members where gone = 0 and name <> '' order by name"
    assert there.reading().rows(names) == lively.reading().rows(names)


def test_a_sheet_has_no_formula_and_its_figures_can_be_summed_up(lively: Book, tmp_path: Path) -> None:
    import zipfile

    path = written(lively, "everything", tmp_path / "book.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 3 and not any("<f>" in sheet for sheet in sheets)
    assert any("=SUM(A1:A9)" in sheet for sheet in sheets) and "<v>42.5</v>" in sheets[1]


def test_refused_rows_are_written_so_that_no_spreadsheet_takes_them_for_formulas(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    exporting.write_refused(path, [Refused(2, "Why.")], [(2, ("=1+1", "-5.00"))], ("name", "amount"))
    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == '"\'=1+1","-5.00","2","Why."'


@pytest.mark.parametrize(
    ("kind", "name"), [("members", "a.json"), ("everything", "a.csv"), ("purchases", "a.vcf"), ("x", "a.csv")]
)
def test_what_has_no_such_form_is_refused_with_those_it_has(
    lively: Book, tmp_path: Path, kind: str, name: str
) -> None:
    with pytest.raises(Declined) as declined:
        exporting.export_file(lively.reading(), kind, tmp_path / name, TODAY)
    assert declined.value.code in ("ending_unknown", "kind_unknown") and list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_sentence(lively: Book, tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx", "a.vcf"):
        with pytest.raises(StorageTrouble, match="could not be written"):
            exporting.export_file(lively.reading(), "members", tmp_path / "none" / name, TODAY)


# ---- a whole book that is none ---------------------------------------------------------------------------


def test_a_whole_book_is_only_read_into_an_empty_shop(lively: Book, tmp_path: Path) -> None:
    path = written(lively, "everything", tmp_path / "book.json")
    there = empty(tmp_path / "there")
    enrol(there, "Ada Quill")
    with pytest.raises(Declined, match="no members"), there.writing(NOW) as w:
        importing_everything.bring_back(w, path)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"purchase"', '"theft"'),
        ('"amount_minor"', '"amount_minor\\"; drop table members; --"'),
        ('{"form"', '{"from"'),
        ('"schema": ', '"schema": 9'),
        ('"facts": {', '"sqlite_master": {'),
        ("]}\n}}\n", "]}\n"),
        ("]}\n}}\n", ""),
        ('"GBP', '"GBX'),
        ('"Europe/London', '"Europe/Nowhere'),
        ("points", "p0ints"),
    ],
)
def test_a_book_that_was_changed_or_torn_leaves_the_shop_as_it_was(
    lively: Book, tmp_path: Path, was: str, becomes: str
) -> None:
    text = written(lively, "everything", tmp_path / "book.json").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "changed.json"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    there = empty(tmp_path / "there")
    with pytest.raises(Declined), there.writing(NOW) as w:
        importing_everything.bring_back(w, path)
    assert shops.read(there.reading()) == SHOP and checking.check(there, NOW).problems == ()
    assert there.reading().value("select count(*) from members") == 0


def test_a_whole_book_among_lists_is_told_from_them(lively: Book, tmp_path: Path) -> None:
    path = written(lively, "everything", tmp_path / "book.json")
    with pytest.raises(Declined) as declined:
        importing.try_file(lively.reading(), "members", path, importing.Choices(), TODAY)
    assert declined.value.code == "file_is_everything"
