"""Nothing of what was done is altered unseen: each way of altering is found, and forgetting, undoing, restoring are none."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.records import seals, sqlite
from shopkeeper.records.book import Book, Writing
from shopkeeper.records.opening import open_book
from shopkeeper.service import (
    acts,
    awards,
    backup_folder,
    backups,
    checking,
    forgetting,
    importing,
    keeping_times,
    members,
    people,
    second_place,
)
from shopkeeper.service.details import Details
from tests.books import NOW, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Some of everything: sales, a change of details, points by hand, an import, an undo."""
    made = new_book(tmp_path)
    anna = enrol(made, "Anna Berg", phones=())
    ben = enrol(made, "Ben")
    for amount in (1000, 2000, 3000):
        buy(made, anna, amount)
    buy(made, ben, 500, key="till-7")
    with made.writing(NOW) as w:
        awards.adjust(w, ben, 50, "spilt tea")
    with made.writing(NOW) as w:
        members.edit(w, anna, Details(name="Anna Berg-Lund"))
    file = tmp_path / "list.csv"
    file.write_text("number,name\n5001,Cem\n5002,Dora\n")
    with made.writing(NOW) as w:
        importing.import_file(w, "members", file)
    buy(made, None, 77)
    with made.writing(NOW) as w:
        acts.undo(w)
    with made.writing(NOW) as w:
        people.add(w, "Kofi")
    return made


def problems(book: Book) -> list[str]:
    return [
        one
        for one in checking.check(book, NOW).problems
        if "ct" in one and ("alter" in one or "act" in one.lower())
    ]


def alter(book: Book, *statements: str) -> None:
    """As somebody would with another tool: the guards are theirs to drop and to put back."""
    book.close()
    with closing(sqlite.connect(book.path, read_only=False)) as tool:
        guards = tool.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            tool.execute(f"drop trigger {name}")
        for statement in statements:
            tool.execute(statement)
        for _, sql in guards:
            tool.execute(sql)


def act_of(book: Book, question: str) -> int:
    with closing(book.reading()) as reading:
        return int(reading.value(question))


def test_a_book_of_all_kinds_of_acts_is_whole(book: Book) -> None:
    assert checking.check(book, NOW, replay=True).problems == ()
    with closing(book.reading()) as reading:
        assert reading.value("select count(*) from acts") == reading.value("select count(*) from seals")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update facts set points = 5000 where kind = 'adjustment'", "altered outside"),
        ("update facts set happened_on = '2026-01-01' where key = 'till-7'", "altered outside"),
        ("update facts set key = 'till-8' where key = 'till-7'", "altered outside"),
        ("update acts set by_person = 2 where kind = 'adjustment'", "altered outside"),
        (
            "update acts set entered_at = '2026-11-20T10:00:00.000000Z' where kind = 'import'",
            "altered outside",
        ),
        ("update acts set kind = 'gift' where kind = 'adjustment'", "altered outside"),
        ("update acts set summary = '{\"name\": \"Anna\"}' where kind = 'person'", "is called was altered"),
        ("update before set was = replace(was, 'Anna Berg', 'Anna Borg')", "changed was altered"),
        ("delete from before", "changed was altered"),
        ("insert into acts (kind, entered_at) values ('gift', '2026-11-21T10:00:00.000000Z')", "has no seal"),
        (
            "delete from seals where act_id = (select act_id from facts where key = 'till-7')",
            "altered outside",
        ),
        (
            "update seals set said_salt = '' where act_id = (select max(id) from acts)",
            "is called was altered",
        ),
    ],
)
def test_each_way_of_altering_an_act_is_found(book: Book, statement: str, says: str) -> None:
    alter(book, "pragma foreign_keys=off", statement)
    assert any(says in one for one in problems(book)), problems(book)


def test_the_check_tells_from_which_act_on(book: Book) -> None:
    fourth = act_of(book, "select act_id from facts where key = 'till-7'")
    alter(book, "update facts set amount_minor = 5 where key = 'till-7'")
    assert f"Act {fourth} was altered" in " ".join(problems(book))


def test_words_are_forgotten_and_the_chain_holds(book: Book) -> None:
    with closing(book.reading()) as reading:
        before = dict(reading.rows("select act_id, seal from seals"))
    for member in (1, 3):  # of the counter, and out of a list
        with book.writing(NOW) as w:
            forgetting.forget(w, member)
    assert checking.check(book, NOW, replay=True).problems == ()
    with closing(book.reading()) as reading:
        after = dict(reading.rows("select act_id, seal from seals"))
        assert all(after[act] == seal for act, seal in before.items())
        open_ = reading.rows("select said_salt from seals where act_id = 3")
    assert open_ is not None
    alter(book, "update acts set summary = '{\"name\": \"Anna\"}' where kind = 'enrol' and id = 2")
    assert problems(book)


def test_times_that_are_kept_leave_the_chain_whole(book: Book) -> None:
    with book.writing(NOW) as w:
        keeping_times.set_times(w, keeping_times.Times(members=3, letters=3, talks=3, matters=3))
    later = NOW + timedelta(days=800)
    with book.writing(later) as w:
        keeping_times.do(w, later.date())
    assert checking.check(book, later).problems == ()


def test_who_makes_all_seals_anew_is_found_by_what_the_backups_remember(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with book.writing(NOW) as w:
        second_place.choose(w, stick, book.path)
    made = backups.make(book, NOW, "by hand")
    second_place.copy(book, NOW)
    assert len(made.head) == 64 and backup_folder.heads(stick, 0) == ((made.last_act, made.head),)
    buy(book, None, 5)
    assert checking.check(book, NOW).problems == ()
    alter(book, "update facts set amount_minor = 5 where key = 'till-7'", "delete from seals",
          "update standings set spent_minor = 5 where member_id = 2")  # fmt: skip
    with closing(sqlite.connect(book.path, read_only=False)) as tool:
        seals.seal_new(tool)
    folder = backup_folder.folder_of(book.path)
    told = json.loads((folder / "manifest.json").read_text())
    assert any("backups in backups remember" in one for one in problems(book))
    for entry in told.values():  # and they make the list beside the book anew as well
        entry["head"] = ""
    (folder / "manifest.json").write_text(json.dumps(told))
    assert any("backups in stick remember" in one for one in problems(book))


def test_a_restore_is_no_altering(book: Book) -> None:
    first = backups.make(book, NOW, "by hand")
    buy(book, None, 100)
    backups.make(book, NOW, "by hand")
    backups.restore(first.path, book, NOW)
    buy(book, None, 200)
    assert checking.check(book, NOW).problems == ()
    backups.make(book, NOW, "by hand")
    buy(book, None, 300)
    assert checking.check(book, NOW).problems == ()


def test_an_act_that_did_not_come_to_its_end_leaves_no_seal(book: Book) -> None:
    with closing(book.reading()) as reading:
        before = seals.head(reading._driver)

    def half(w: Writing) -> None:
        acts.begin(w, "gift")
        raise RuntimeError

    with pytest.raises(RuntimeError), book.writing(NOW) as w:
        half(w)
    with closing(book.reading()) as reading:
        assert seals.head(reading._driver) == before
    assert checking.check(open_book(book.path), NOW).ok
