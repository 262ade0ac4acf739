"""Full, locked, damaged, far away, and a clock that is wrong: a sentence each, nothing lost, and on again after it."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import sqlite
from shopkeeper.records.book import Book
from shopkeeper.records.opening import create_book, open_book
from shopkeeper.service import backups, checking, finding, safety
from tests.books import NOW, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    member = enrol(made, "Anna Berg", phones=("020 7946 0958",), note="Likes Comté")
    for number in range(30):
        buy(made, member, 2450, key=f"till-{number}", what="Cheese")
    return made


def refused(book: Book) -> StorageTrouble:
    with pytest.raises(StorageTrouble) as trouble:
        buy(book, None, 100, key="in trouble")
    return trouble.value


def goes_on(book: Book) -> None:
    """After the trouble: nothing of the refused act is there, and the next is taken."""
    assert not book.reading().value("select count(*) from facts where key = 'in trouble'")
    buy(book, None, 100, key="in trouble")
    assert checking.check(book, NOW, replay=True).ok


def test_a_full_disk_saves_nothing_and_is_told_and_reading_works(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.close()
    pages = book.reading().value("pragma page_count")
    with monkeypatch.context() as full:
        full.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS, f"max_page_count={pages}"))
        with pytest.raises(StorageTrouble) as trouble:
            enrol(
                book, "Somebody " * 20, note="x" * 4000, phones=tuple(f"020 7946 0{n:03d}" for n in range(40))
            )
        assert trouble.value.code == "disk_full" and "Free some space" in trouble.value.because
        assert [hit.name for hit in finding.find(book.reading(), "berg").hits] == ["Anna Berg"]
        book.close()
    goes_on(book)


def test_little_room_is_told_before_it_is_none(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    assert safety.cautions(book.reading(), book.path, NOW) == ()
    usage = shutil.disk_usage(book.path)._replace(free=120 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    told = safety.cautions(book.reading(), book.path, NOW)
    assert [(one.code, one.grave) for one in told] == [("little_room", True)]
    assert "120 MB" in told[0].sentence


def test_a_book_that_may_only_be_read_is_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda _path, _how: False)
    assert [one.code for one in safety.cautions(book.reading(), book.path, NOW)] == ["read_only"]


def test_a_book_that_another_program_holds_is_locked_for_a_while(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", ("busy_timeout=50", *sqlite.PRAGMAS[1:]))
    book.close()
    with closing(driver.connect(str(book.path), isolation_level=None)) as other:
        other.execute("begin immediate")
        assert refused(book).code == "locked"
        assert finding.find(book.reading(), "berg").hits  # reading waits for nobody
        other.execute("rollback")
    goes_on(book)


def test_a_clock_set_back_is_told_and_reorders_nothing(book: Book) -> None:
    earlier = NOW - timedelta(days=400)
    assert [one.code for one in safety.cautions(book.reading(), book.path, earlier)] == ["clock_behind"]
    buy(book, None, 100, now=earlier)
    assert checking.check(book, NOW, replay=True).ok


@contextmanager
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> Iterator[None]:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/shop {tmp_path} {kind} rw 0 0\n")
    asked = sqlite.on_network
    with monkeypatch.context() as far:
        far.setattr(sqlite, "on_network", lambda path: asked(path, mounts))
        yield


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_drive_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    book = new_book(tmp_path)
    book.close()
    before = book.path.read_bytes()
    with mounted(tmp_path, monkeypatch, kind):
        for door in (open_book, create_book):
            with pytest.raises(StorageTrouble, match="network drive") as trouble:
                door(book.path if door is open_book else tmp_path / "new.db")
            assert trouble.value.code == "on_network"
    assert book.path.read_bytes() == before and not (tmp_path / "new.db").exists()
    with mounted(tmp_path, monkeypatch, "ext4"):
        open_book(book.path).close()


def spoilt(book: Book, at: int, with_: bytes) -> None:
    with book.path.open("r+b") as file:
        file.seek(at)
        file.write(with_)


def found(book: Book) -> bool:
    """Whether the day's look finds the damage, or the book cannot even be opened."""
    try:
        with closing(book.reading()) as reading:
            checking.look(reading)
    except StorageTrouble as error:
        return error.code in checking.DAMAGED
    return False


def test_every_damaged_page_is_found_by_the_days_look_or_the_check(book: Book) -> None:
    book.settle(now_or_never=True)
    book.close()
    whole = book.path.read_bytes()
    size = book.reading().value("pragma page_size")
    dice, missed = random.Random(3), []
    used = [
        page for page in range(1, len(whole) // size) if whole[page * size : (page + 1) * size].strip(b"\0")
    ]
    for page in dice.sample(used, 30):
        book.path.write_bytes(whole)
        spoilt(book, page * size, dice.randbytes(size))
        if not found(book):
            missed.append(page)
    book.path.write_bytes(whole)
    assert missed == []


def test_a_damaged_book_gives_way_to_its_backup_and_is_kept_aside(book: Book) -> None:
    kept = backups.make(book, NOW, "by hand")
    book.settle(now_or_never=True)
    book.close()
    size = book.reading().value("pragma page_size")
    for page in (3, 9, 15):
        spoilt(book, page * size, b"\xff" * size)
    before = book.path.read_bytes()
    done = backups.restore_over(book.path, kept.path, NOW)
    assert (
        done.safety is not None
        and done.safety.read_bytes()[3 * size : 4 * size] == before[3 * size : 4 * size]
    )
    again = open_book(book.path)
    assert checking.check(again, NOW, replay=True).ok
    goes_on(again)
