"""The window is killed while a list comes in: all of it is in the book, or nothing, and the list again makes it whole."""

import random
import time
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.service import checking, importing
from shopkeeper.service.opening import open_shop
from tests.books import NOW, new_book
from tests.journeys.test_one_window import heard, opened

ROWS = 4000
# A person who drops a list on the window and presses Enter; it says when the list begins to come in, and when it is in.
BRINGING = """
class Bringing(Told):
    def begin(self):
        code = super().begin()
        QTimer.singleShot(0, self.drop)
        return code
    def drop(self):
        from pathlib import Path
        sheet = self.sheet = self._program.lists.bring_sheet
        self._program.lists.bring(Path(sys.argv[1]).with_name("people.csv"))
        self.beat = QTimer()
        self.beat.timeout.connect(self.press)
        self.beat.start(5)
    def press(self):
        if self.sheet.looking is None and self.sheet.go.isEnabled():
            self.beat.stop()
            self.sheet.go.click()
            print("coming", flush=True)
app.App = Bringing
"""


def people(book: Book) -> int:
    reading = book.reading()
    try:
        return int(reading.value("select count(*) from members"))
    finally:
        reading.close()


def killed(folder: Path, times: int) -> dict[int, int]:
    """Kill the window so many times at a random moment of the coming in; answers how many people were there then."""
    dice, found = random.Random(3), {0: 0, ROWS: 0}
    rows = "".join(f"{n},Person {n} Berg,{n} Wharf Street,p{n}@example.org\n" for n in range(1, ROWS + 1))
    for turn in range(times):
        shop = folder / str(turn)
        shop.mkdir()
        new_book(shop).close()
        list_ = shop / "people.csv"
        list_.write_text(f"number,name,street,email\n{rows}", encoding="utf-8")
        with opened(shop / "shop.db", BRINGING) as window:
            heard(window, "coming")
            time.sleep(dice.uniform(0, 3))  # the moment is what is tried
            window.kill()
            window.wait()
        book = open_shop(shop / "shop.db", NOW)
        there = people(book)
        assert there in (0, ROWS)
        found[there] += 1
        with book.writing(NOW) as w:
            again = importing.import_file(w, "members", list_)
        assert again.added == ROWS - there and again.again == there and people(book) == ROWS
        assert checking.check(book, NOW, replay=True).ok
        book.close()
    return found


def test_a_list_that_is_cut_off_is_in_the_book_whole_or_not_at_all(tmp_path: Path) -> None:
    assert sum(killed(tmp_path, 2).values()) == 2


@pytest.mark.slow
def test_forty_lists_that_are_cut_off(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = killed(tmp_path, 40)
    with capfd.disabled():
        print(f"\nwindow killed while a list came in: {found}")  # noqa: T201
    assert sum(found.values()) == 40 and found[0]
