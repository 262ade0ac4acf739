"""Backups are whole, private, numbered and thinned; restoring one is all or nothing, and can itself be undone."""

import json
import os
import random
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.records.opening import open_book
from shopkeeper.rules import thinning
from shopkeeper.service import backups, care, checking, finding, safety, second_place
from tests.books import NOW, buy, enrol, new_book

DAY = timedelta(days=1)


def _names(book: Book) -> list[str]:
    reading = book.reading()
    names = [name for (name,) in reading.rows("select name from members where gone = 0 order by id")]
    reading.close()
    return names


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    buy(made, enrol(made, "Anna Berg"), 2450)
    return made


# ---- making ----


def test_one_is_made_each_half_hour_and_only_if_something_changed(book: Book) -> None:
    first = care.regular(book, NOW)
    assert first is not None and first.path.name == "shop-000001-20261121T100000Z.db"
    assert (first.members, first.purchases, first.verified, first.reason) == (1, 1, True, "regular")
    assert care.regular(book, NOW) is None
    assert care.regular(book, NOW + DAY) is None
    buy(book, None, 100)
    assert care.regular(book, NOW + timedelta(minutes=29)) is None
    second = care.regular(book, NOW + timedelta(minutes=31))
    assert second is not None and second.sequence == 2
    assert backups.listed(backups.folder_of(book.path)) == (second, first)


def test_a_clock_set_back_holds_up_no_backup(book: Book) -> None:
    care.regular(book, NOW)
    buy(book, None, 100)
    assert care.regular(book, NOW - DAY) is not None


def test_one_is_made_on_closing_and_before_what_is_risky(book: Book) -> None:
    for make, reason in (
        (care.closing, "closing"),
        (lambda book, now: care.before(book, now, "import"), "before import"),
    ):
        made = make(book, NOW)
        assert made is not None and made.reason == reason
        assert make(book, NOW) is None  # nothing was done since
        buy(book, None, 100)


def test_the_newest_is_tried_each_month_and_a_bad_one_is_told(book: Book) -> None:
    assert not care.trial_is_due(book.reading(), NOW)
    later = NOW + timedelta(days=31)
    assert care.trial_is_due(book.reading(), later)
    assert care.try_newest(book, later) is None  # there is none
    made = backups.make(book, NOW, "by hand")
    assert care.try_newest(book, later) == safety.Tried(later, "")
    assert not care.trial_is_due(book.reading(), later)
    spoilt = bytearray(made.path.read_bytes())
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 20000] = bytes(20000)
    made.path.write_bytes(spoilt)
    tried = care.try_newest(book, later)
    assert tried is not None and tried.because
    assert [one.code for one in safety.cautions(book.reading(), book.path, later)] == ["trial_failed"]
    assert not list(made.path.parent.glob("restoring-*"))


# ---- a second place ----


def test_a_backup_is_copied_to_the_second_place_and_missed_when_it_is_old(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with book.writing(NOW) as w:
        chosen = second_place.choose(w, stick, book.path)
    assert (chosen.folder, chosen.last, chosen.old) == (stick, None, True)
    assert [one.code for one in safety.cautions(book.reading(), book.path, NOW)] == ["second_place_old"]
    assert second_place.copy(book, NOW) is None  # there is nothing to copy yet
    made = backups.make(book, NOW, "by hand")
    there = second_place.copy(book, NOW)
    assert there is not None and there.path.parent == stick
    assert there.path.read_bytes() == made.path.read_bytes()
    assert [one.reason for one in backups.listed(stick)] == ["by hand"]
    assert not safety.second_place(book.reading(), NOW + timedelta(days=6)).old
    assert safety.second_place(book.reading(), NOW + timedelta(days=8)).old
    assert backups.restore(there.path, book, NOW).members == 1  # on another computer, from the stick alone


def test_a_second_place_that_is_away_or_no_place_is_said(book: Book, tmp_path: Path) -> None:
    backups.make(book, NOW, "by hand")
    for folder in (tmp_path / "nowhere", backups.folder_of(book.path), book.path.parent):
        with pytest.raises(Declined), book.writing(NOW) as w:
            second_place.choose(w, folder, book.path)
    stick = tmp_path / "stick"
    stick.mkdir()
    with book.writing(NOW) as w:
        second_place.choose(w, stick, book.path)
    stick.rmdir()
    with pytest.raises(StorageTrouble, match="stick"):
        second_place.copy(book, NOW)
    with book.writing(NOW) as w:
        assert second_place.choose(w, None, book.path).folder is None
    assert second_place.copy(book, NOW) is None


def test_a_shop_nobody_has_written_in_needs_none(tmp_path: Path) -> None:
    assert care.regular(new_book(tmp_path), NOW) is None


def test_a_clock_set_back_neither_deletes_nor_reorders(book: Book) -> None:
    for days in (5, 4, 3, 2, 1):
        buy(book, None, 100)
        backups.make(book, NOW - days * -DAY if days % 2 else NOW - 400 * DAY, "by hand")
    assert [one.sequence for one in backups.listed(backups.folder_of(book.path))] == [5, 4, 3, 2, 1]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX knows them")
def test_nobody_else_may_read_them(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_two_shops_in_one_folder_have_a_folder_of_backups_each(tmp_path: Path) -> None:
    assert backups.folder_of(tmp_path / "shop.db") != backups.folder_of(tmp_path / "market.db")


def test_a_file_that_is_there_is_not_written_over(book: Book, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_bytes(b"mine")
    with pytest.raises(Declined, match="already a file") as refused:
        backups.make(book, NOW, "by hand", there)
    assert (refused.value.code, there.read_bytes()) == ("file_exists", b"mine")
    with pytest.raises(Declined, match="no such folder"):
        backups.make(book, NOW, "by hand", tmp_path / "nowhere" / "a.db")


def test_without_room_nothing_is_written_and_the_sentence_has_figures(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage: Any = type("Usage", (), {"free": 3 * 2**20})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(StorageTrouble, match="3 MB free") as refused:
        backups.make(book, NOW, "by hand")
    assert refused.value.code == "no_room"
    assert os.listdir(backups.folder_of(book.path)) == []


def test_a_part_left_by_a_crash_is_cleared_away_and_a_fresh_one_left_alone(book: Book) -> None:
    folder = backups.folder_of(book.path)
    backups.make(book, NOW, "by hand")
    for name, age in (("shop-000007.part", 7 * 3600), ("shop-000009.part", 60)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (NOW.timestamp() - age,) * 2)
    assert backups.make(book, NOW, "by hand").sequence == 10
    assert not (folder / "shop-000007.part").exists() and (folder / "shop-000009.part").exists()


def test_a_lost_manifest_is_made_up_for_by_reading_the_files(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    (made.path.parent / "manifest.json").write_text("{broken")
    (found,) = backups.listed(made.path.parent)
    assert (found.members, found.purchases, found.last_act, found.verified) == (1, 1, made.last_act, True)
    made.path.write_bytes(b"\0" * 5000)
    assert [one.verified for one in backups.listed(made.path.parent)] == [False]


def test_a_copy_that_changed_its_size_is_not_called_verified(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    with made.path.open("ab") as file:
        file.write(b"\0" * 512)
    assert backups.listed(made.path.parent)[0].verified is False


# ---- thinning ----


def test_of_three_years_of_days_the_last_days_weeks_and_months_are_kept() -> None:
    days = [date(2026, 11, 21) - DAY * back for back in range(1100)]
    kept = thinning.kept(days, [True] * 1100)
    assert set(range(14)) <= kept
    assert 14 + 7 <= len(kept) <= 14 + 9 + 36
    assert {days[place].month for place in kept} == set(range(1, 13))


def test_never_fewer_than_ten_and_never_without_the_newest_verified() -> None:
    assert thinning.kept([date(2026, 11, 21)] * 40, [False] * 39 + [True]) == frozenset(range(10)) | {39}
    assert len(thinning.kept([date(2026, 11, 21)] * 7, [True] * 7)) == 7


def test_thinned_files_are_gone_and_the_list_agrees(book: Book) -> None:
    for _ in range(13):
        backups.make(book, NOW, "by hand")
    folder = backups.folder_of(book.path)
    assert [one.sequence for one in backups.listed(folder)] == list(range(13, 3, -1))
    assert len(json.loads((folder / "manifest.json").read_text())) <= 11


# ---- restoring ----


def test_restoring_is_whole_and_undone_by_restoring_the_safety_copy(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    enrol(book, "Zoe Zimmer")
    reading = book.reading()  # as the window has one open all the time
    done = backups.restore(made.path, book, NOW)
    assert (done.day, done.members, done.purchases) == (date(2026, 11, 21), 1, 1)
    assert reading.rows("select name from members") == [("Anna Berg",)]
    assert finding.find(reading, "zoe").hits == ()
    assert done.safety is not None
    backups.restore(done.safety, book, NOW)
    assert [hit.name for hit in finding.find(reading, "zoe").hits] == ["Zoe Zimmer"]
    reading.close()
    assert checking.check(book, NOW, replay=True).ok
    assert not [name for name in os.listdir(backups.folder_of(book.path)) if name.startswith("restoring")]


def test_days_that_passed_since_the_backup_have_done_what_they_do(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    backups.restore(made.path, book, NOW + 1000 * DAY)
    reading = book.reading()
    assert reading.value("select points from standings") == 0  # expired after twenty-four months
    reading.close()


def test_a_book_that_is_gone_comes_back(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    book.close()
    for file in book.path.parent.glob("shop.db*"):
        file.unlink()
    assert backups.restore(made.path, Book(book.path), NOW).safety is None
    again = open_book(book.path)
    assert _names(again) == ["Anna Berg"]
    again.close()


def test_a_damaged_book_is_set_aside_and_the_backup_put_back(book: Book) -> None:
    made = backups.make(book, NOW, "by hand")
    book.close()
    content = bytearray(book.path.read_bytes())
    dice = random.Random(3)
    for page in range(2, len(content) // 4096, 2):
        content[page * 4096 : (page + 1) * 4096] = dice.randbytes(4096)
    book.path.write_bytes(content)
    done = backups.restore(made.path, Book(book.path), NOW)
    assert done.safety is not None and done.safety.name.startswith("damaged-")
    again = open_book(book.path)
    assert _names(again) == ["Anna Berg"] and checking.check(again, NOW, replay=True).ok
    again.close()


def _altered(made: Path, tmp_path: Path, *statements: str) -> Path:
    file = tmp_path / "altered.db"
    file.write_bytes(made.read_bytes())
    with closing(driver.connect(str(file), isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return file


HOSTILE = {
    "a foreign trigger": (
        "create trigger evil after insert on facts begin delete from members; end",
        "backup_foreign",
    ),
    "a foreign view": ("create view evil as select * from members", "backup_foreign"),
    "a foreign table": ("create table evil (id integer)", "backup_foreign"),
    "a guard that is missing": ("drop trigger facts_stay", "backup_foreign"),
    "another program's": ("pragma application_id = 7", "not_a_backup"),
    "of a newer version": ("pragma user_version = 99", "newer_backup"),
    "of no version": ("pragma user_version = 0", "not_a_backup"),
    "a sum that does not agree": ("update standings set spent_minor = spent_minor + 1", "backup_damaged"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_backup_is_a_sentence_and_everything_stays_as_it_was(
    book: Book, tmp_path: Path, what: str
) -> None:
    statement, code = HOSTILE[what]
    file = _altered(backups.make(book, NOW, "by hand").path, tmp_path, statement)
    content = file.read_bytes()
    with pytest.raises((Declined, StorageTrouble)) as refused:
        backups.restore(file, book, NOW)
    assert getattr(refused.value, "code", "") == code
    assert file.read_bytes() == content
    assert _names(book) == ["Anna Berg"] and checking.check(book, NOW, replay=True).ok


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0" + b"\0" * 4000, b"\xff" * 8192])
def test_a_file_that_is_no_backup_is_refused(book: Book, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.db").write_bytes(content)
    with pytest.raises(Declined) as refused:
        backups.restore(tmp_path / "no.db", book, NOW)
    assert refused.value.code == "not_a_backup"
    with pytest.raises(Declined):
        backups.restore(tmp_path / "missing.db", book, NOW)
    with pytest.raises(Declined) as itself:
        backups.restore(book.path, book, NOW)
    assert itself.value.code == "same_file"


def test_a_book_in_use_is_no_backup(book: Book, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = new_book(tmp_path / "other")
    enrol(other, "Zoe Zimmer")
    with pytest.raises(Declined) as refused:
        backups.restore(other.path, book, NOW)
    assert refused.value.code == "book_in_use"


def test_damaged_pages_of_a_backup_are_noticed(book: Book) -> None:
    made = backups.make(book, NOW, "by hand").path
    sound = made.read_bytes()
    dice = random.Random(11)
    for page in range(1, len(sound) // 4096, 5):
        broken = bytearray(sound)
        broken[page * 4096 : page * 4096 + 4096] = dice.randbytes(4096)
        made.write_bytes(broken)
        with pytest.raises((StorageTrouble, Declined)):
            backups.restore(made, book, NOW)
    assert _names(book) == ["Anna Berg"]


def test_what_a_backup_lacks_is_counted_before_it_is_restored(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    buy(book, enrol(book, "Anna Berg"), 500)
    made = backups.make(book, NOW, "by hand")
    buy(book, enrol(book, "Ben Cole"), 700)
    buy(book, None, 100)
    reading = book.reading()
    lacks = backups.missing(reading, made)
    reading.close()
    assert (lacks.members, lacks.purchases, lacks.acts) == (1, 2, 3)
    seen = backups.look_at(made.path, NOW)
    assert (seen.members, seen.purchases, seen.last_act) == (1, 1, made.last_act)


def test_a_file_that_is_no_book_is_set_aside_and_the_backup_takes_its_place(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    enrol(book, "Anna Berg")
    made = backups.make(book, NOW, "by hand")
    book.close()
    book.path.write_bytes(b"\0" * 8192)
    book.path.with_name("shop.db-wal").write_bytes(b"not a log")
    done = backups.restore_over(book.path, made.path, NOW)
    assert done.members == 1
    kept = [file for file in tmp_path.iterdir() if file.name.startswith("set-aside") and file.suffix == ".db"]
    assert [file.read_bytes() for file in kept] == [b"\0" * 8192]
    assert _names(book) == ["Anna Berg"]


def test_a_restore_that_cannot_be_leaves_what_was_in_the_place(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(b"a letter to my aunt" * 100)
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"nothing")
    with pytest.raises(Declined):
        backups.restore_over(path, wrong, NOW)
    assert path.read_bytes() == b"a letter to my aunt" * 100


def test_two_backups_at_once_in_one_program_are_both_whole_whatever_the_clock_says(book: Book) -> None:
    """The clerk's before an import and the scholar's of the half hour, with a clock that was set back."""
    earlier = datetime(2001, 1, 1, tzinfo=UTC)
    with ThreadPoolExecutor(2) as two:
        made = list(two.map(lambda n: backups.make(book, earlier, f"the {n}."), range(6)))
    assert sorted(one.sequence for one in made) == list(range(1, 7))
    assert all(one.verified for one in backups.listed(backups.folder_of(book.path)))
