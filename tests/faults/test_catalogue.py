"""What can befall a book beside being cut off: a full disk, another program, many threads, a reader that never ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import book as records_book
from shopkeeper.records import sqlite
from shopkeeper.records.book import Book
from shopkeeper.service import backups, checking, finding, importing, safety
from shopkeeper.service.opening import open_shop
from tests.books import NOW, buy, enrol, new_book
from tests.faults.bits import flipped, used_book
from tests.faults.work import KINDS, Work

POSIX = pytest.mark.skipif(os.name != "posix", reason="processes and limits as POSIX knows them")
SELLS = """
import sys
from pathlib import Path
from shopkeeper.records.book import Book
from tests.books import buy
book = Book(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    print(buy(book, 1, 100, key=f"{sys.argv[2]}-{n}").purchase, flush=True)
"""
LOOKS = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1])
book.execute("select count(*) from sqlite_master").fetchone()
book.close()
"""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Anna Berg")
    return made


def count(book: Book, sql: str = "select count(*) from facts where kind = 'purchase'") -> int:
    with closing(book.reading()) as reading:
        return int(reading.value(sql))


# ---- a disk that is really full --------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes; where it may not be made, `tests/faults/operations.py` limits files instead."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _fill(ballast: Path) -> None:
    file = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while os.write(file, b"x" * 4096):
            pass
    os.close(file)


def _sells(book: Book, number: int) -> bool:
    try:
        buy(book, 1, 100, key=f"full {number}")
    except StorageTrouble:
        return False
    return True


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only who may mount a disk can make a small one"
)
def test_a_disk_that_is_full_is_told_nothing_is_saved_and_reading_goes_on(small_disk: Path) -> None:
    book = new_book(small_disk)
    enrol(book, "Anna Berg")
    ballast = small_disk / "photos"
    _fill(ballast)
    answered = [number for number in range(40) if _sells(book, number)]
    assert len(answered) < 40 and count(book) == len(answered)
    with pytest.raises(StorageTrouble, match="Free some space") as trouble:
        buy(book, 1, 100, key="in trouble")
    assert trouble.value.code == "disk_full"
    with closing(book.reading()) as reading:
        assert [hit.name for hit in finding.find(reading, "berg").hits] == ["Anna Berg"]
        told = [one.sentence for one in safety.cautions(reading, book.path, NOW)]
    assert "The disk has only 0 MB free. Free some space." in told
    with pytest.raises(StorageTrouble, match="the disk has 0 MB free"):
        backups.make(book, NOW, "by hand")
    ballast.unlink()
    buy(book, 1, 100, key="in trouble")
    assert count(book) == len(answered) + 1
    assert checking.check(book, NOW, replay=True).ok
    book.close()


# ---- other programs --------------------------------------------------------------------------------------


@POSIX
def test_two_programs_that_write_at_once_are_served_one_after_the_other(book: Book) -> None:
    book.close()
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SELLS, str(book.path), name, "100"], stdout=subprocess.PIPE, text=True
        )
        for name in ("window", "till")
    ]
    answered = [int(line) for one in both for line in one.communicate()[0].split()]
    assert [one.returncode for one in both] == [0, 0]
    assert len(set(answered)) == 200 == count(book)
    assert checking.check(book, NOW, replay=True).ok


@POSIX
def test_another_tool_that_opens_and_leaves_the_book_takes_nothing_with_it(book: Book) -> None:
    for n in range(40):
        buy(book, 1, 100, key=str(n))
        if n % 4 == 0:
            subprocess.run([sys.executable, "-c", LOOKS, str(book.path)], check=True)
    book.close()
    assert count(book) == 40 and checking.check(book, NOW, replay=True).ok


def test_many_threads_have_a_connection_each_and_no_sale_is_lost(book: Book) -> None:
    def sell(till: int) -> int:
        for n in range(25):
            buy(book, 1, 100, key=f"{till}-{n}")
            with closing(book.reading()) as reading:
                assert finding.find(reading, "berg").hits
        return till

    with ThreadPoolExecutor(8) as tills:
        assert sorted(tills.map(sell, range(8))) == list(range(8))
    assert count(book) == 200 and checking.check(book, NOW, replay=True).ok


@contextmanager
def foreign_reader(book: Book) -> Iterator[None]:
    """Another program begins to read, and does not end."""
    with closing(sqlite.connect(book.path, read_only=True)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from facts").fetchone()
        yield


def log_of(book: Book) -> int:
    return book.path.with_name(book.path.name + "-wal").stat().st_size


def told(book: Book) -> dict[str, safety.Caution]:
    with closing(book.reading()) as reading:
        return {one.code: one for one in safety.cautions(reading, book.path, NOW)}


def test_a_reader_that_never_ends_is_told_of_and_nothing_is_lost_beside_it(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "LONG_LOG", 2**20)
    monkeypatch.setattr(safety, "GREAT_LOG", 6 * 2**20)
    with foreign_reader(book):
        for n in range(100):
            buy(book, 1, 100 + n)
            book.settle()
        assert "long_log" in told(book) and not told(book)["long_log"].grave
        for n in range(100):
            buy(book, 1, 100 + n)
            book.settle()
        assert set(told(book)) & {"long_log", "great_log"} == {"great_log"} and told(book)["great_log"].grave
    book.empty_log()
    assert not set(told(book)) & {"long_log", "great_log"}
    assert count(book) == 200 and checking.check(book, NOW, replay=True).ok


def test_a_sale_takes_few_pages_of_the_log(book: Book) -> None:
    for n in range(50):
        buy(book, 1, 100 + n)
    book.empty_log()
    for n in range(100):
        buy(book, 1, 100 + n)
    assert log_of(book) < 100 * 12 * 4120, "of each sale under twelve pages"


def test_our_own_long_reader_lets_go_when_the_log_has_grown(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_book, "LETS_GO_AT", 2**20)
    with closing(book.reading(asked_anew=True)) as long, closing(book.reading()) as other:
        begun = [reading.each("select a.id from acts a, acts b, acts c") for reading in (long, other)]
        for rows in begun:
            next(rows)
        for n in range(120):
            buy(book, 1, 100 + n)
        with pytest.raises(StorageTrouble) as trouble:
            list(begun[0])
        assert trouble.value.code == "let_go"
        assert long.value("select count(*) from facts") == 120, "the next question is answered"
        assert next(begun[1]), "whoever cannot ask anew is left in peace"
        del rows, begun
    assert book.empty_log()


# ---- backups of a book that is used ----------------------------------------------------------------------


def test_every_backup_made_while_sales_go_on_is_whole(book: Book, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as till:
        sales = till.submit(lambda: [buy(book, 1, 100, key=str(n)) for n in range(300)])
        made: list[backups.Backup] = []
        while not sales.done() or len(made) < 5:
            made.append(backups.make(book, NOW, "busy", tmp_path / f"copy {len(made)}.db"))
    assert len(sales.result()) == 300
    for one in made:
        copy = open_shop(one.path, NOW)
        assert checking.check(copy, NOW, replay=True).ok and count(copy) == one.purchases
        copy.close()


# ---- bits ------------------------------------------------------------------------------------------------


def test_single_bits_that_fall_over_are_found_by_the_whole_check() -> None:
    told, missed = flipped(60)
    assert told["found"] > 40 and len(missed) <= 1


@pytest.mark.slow
def test_of_single_bits_ninety_nine_in_a_hundred_are_found(capfd: pytest.CaptureFixture[str]) -> None:
    told, missed = flipped(1000)
    with capfd.disabled():
        print(f"\nbits: {dict(told)}")  # noqa: T201
    assert len(missed) * 100 <= told["found"] + len(missed)


def test_what_acts_changed_since_a_backup_is_no_fallen_bit(tmp_path: Path) -> None:
    used_book(tmp_path)
    shop = Work(tmp_path, 2, lambda _words: None)
    people = tmp_path / "again.csv"
    people.write_text("number,name,phone\n1001,Ana Tess,\n", encoding="utf-8")  # t and s are three bits apart
    with shop.book.writing(NOW) as w:
        importing.import_file(w, "members", people)
    people.write_text("number,name,phone\n1001,Ana Tesr,\n", encoding="utf-8")  # r and s are one
    with shop.book.writing(NOW) as w:
        importing.import_file(w, "members", people)
    for turn, kind in enumerate([kind for kind in KINDS if kind != "migrate"] * 2):
        shop.act(kind, turn)
    assert checking.check(shop.book, NOW, replay=True).problems == ()
    shop.book.close()


def test_a_letter_that_fell_over_is_told_by_its_row(tmp_path: Path) -> None:
    book = used_book(tmp_path)
    with book.writing(NOW) as w:
        w.run("update members set name = 'Ana Tdst' where number = '1001'")  # as no act does it
    (problem,) = checking.check(book, NOW, replay=True).problems
    assert problem.startswith("Row 1 of members is not as the backup of 2026-11-21 has it")
    book.close()
