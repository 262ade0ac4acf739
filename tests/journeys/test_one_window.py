"""One window for one shop: a second start raises the first, a killed one leaves no lock, an end is never in the middle."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from shopkeeper.records.opening import open_book
from tests.books import new_book

SECONDS = 30

# A window that says on its output when it is open, and whenever it is asked to rise.
WINDOW = """
import sys
from PySide6.QtCore import QTimer
from shopkeeper import app
class Told(app.App):
    def begin(self):
        self.asked_to_rise.connect(lambda: print("raised", flush=True))
        code = super().begin()
        if self._claimed is not None:
            QTimer.singleShot(0, lambda: print("open", flush=True))
        return code
app.App = Told
MORE
from pathlib import Path
shop = Path(sys.argv[1]) if sys.argv[1] != "demo" else None
sys.exit(app.main(app.Options(shop, sys.argv[1] == "demo", "offscreen")))
"""
# The same, recording two hundred purchases and then being told to end.
SELLING = """
class Selling(Told):
    def begin(self):
        code = super().begin()
        QTimer.singleShot(0, self.sell)
        return code
    def sell(self):
        from shopkeeper.service import purchases
        for number in range(200):
            self._program.desk.send(purchases.record, member_id=None, amount_minor=100, key=str(number))
        print("sold", flush=True)
app.App = Selling
"""


def window(shop: Path | str, more: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WINDOW.replace("MORE", more), str(shop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def heard(process: "subprocess.Popen[str]", word: str) -> None:
    """Waits for a word on the window's output."""
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    assert said == word, (
        said,
        process.stderr.read() if process.stderr and process.poll() is not None else "",
    )


@contextmanager
def opened(shop: Path | str, more: str = "") -> "Iterator[subprocess.Popen[str]]":
    """A window, ended whatever happens."""
    process = window(shop, more)
    too_long = Timer(2 * SECONDS, process.kill)  # one that says nothing must not hold up the suite
    too_long.start()
    try:
        heard(process, "open")
        yield process
    finally:
        too_long.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate()


def second(shop: Path | str) -> tuple[int, str]:
    """Starts again; answers its exit code and what it said."""
    process = window(shop)
    _, said = process.communicate(timeout=SECONDS)
    return process.returncode, said


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    book = new_book(tmp_path)
    book.close()
    return book.path


def test_a_second_start_raises_the_first_and_ends_well(shop: Path) -> None:
    with opened(shop) as first:
        for _ in range(3):
            code, said = second(shop)
            assert (code, "is open already" in said) == (0, True)
            heard(first, "raised")
        assert first.poll() is None


def test_another_name_of_the_same_file_is_the_same_shop(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.symlink_to(shop)
    with opened(shop) as first:
        assert second(other)[0] == 0
        heard(first, "raised")


def test_two_shops_have_two_windows(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    book = new_book(tmp_path / "two")
    book.close()
    with opened(shop), opened(book.path):
        pass


def killed(shop: Path | str, times: int) -> None:
    for _ in range(times):
        with opened(shop) as first:
            first.kill()
            first.wait()
            with opened(shop) as next_:  # the lock has freed itself: this one is the first now
                assert second(shop)[0] == 0
                heard(next_, "raised")
                next_.kill()


def test_a_killed_window_leaves_no_lock(shop: Path) -> None:
    killed(shop, 2)


@pytest.mark.slow
def test_of_a_hundred_second_starts_a_hundred_raise_the_first_half_of_them_after_a_kill(shop: Path) -> None:
    killed(shop, 50)
    with opened(shop) as first:
        for _ in range(50):
            assert second(shop)[0] == 0
            heard(first, "raised")


def test_a_lock_whose_number_belongs_to_another_program_now_is_freed(shop: Path) -> None:
    with opened(shop) as first:
        first.kill()
        first.wait()
    (lock,) = Path(os.environ["XDG_RUNTIME_DIR"]).rglob("*.lock")
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), "python3", *lines[2:]]) + "\n")
    with opened(shop):
        pass


def test_a_first_start_is_one_window_too_and_so_is_the_demo_shop(tmp_path: Path) -> None:
    for shop in (tmp_path / "new" / "shop.db", "demo"):
        with opened(shop) as first:
            assert second(shop)[0] == 0
            heard(first, "raised")


def test_a_window_that_hangs_is_told_and_nothing_is_opened_beside_it(shop: Path) -> None:
    with opened(shop) as first:
        first.send_signal(signal.SIGSTOP)
        late = window(shop)
        assert late.stderr is not None
        said = late.stderr.readline()
        assert "does not answer" in said
        late.terminate()  # from the window that says so where there is no terminal
        late.communicate(timeout=SECONDS)
        assert late.returncode == 1
        first.send_signal(signal.SIGCONT)
        assert second(shop)[0] == 0


def ended(folder: Path) -> None:
    folder.mkdir()
    book = new_book(folder)
    book.close()
    with opened(book.path, SELLING) as first:
        heard(first, "sold")
        first.terminate()
        assert first.wait(timeout=SECONDS) == 0
    book = open_book(book.path)
    reading = book.reading()
    assert reading.value("select count(*) from facts") == 200
    reading.close()
    book.close()
    with opened(book.path):
        pass


def test_told_to_end_it_finishes_what_was_sent(tmp_path: Path) -> None:
    ended(tmp_path / "one")


@pytest.mark.slow
def test_told_to_end_twenty_times_no_purchase_is_lost(tmp_path: Path) -> None:
    for number in range(20):
        ended(tmp_path / str(number))


def test_told_to_end_before_it_listens_it_ends(shop: Path) -> None:
    early = "import signal, os\nplain = Told.begin\ndef begin(self):\n    code = plain(self)\n"
    early += "    os.kill(os.getpid(), signal.SIGTERM)\n    return code\nTold.begin = begin\n"
    process = window(shop, early)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0


def test_a_book_that_cannot_be_opened_is_told_and_left(shop: Path) -> None:
    shop.write_bytes(b"Dear aunt, " * 1000)
    with opened(shop) as process:
        assert process.stderr is not None
        assert "not a shop" in process.stderr.readline()
        process.terminate()
        assert process.wait(timeout=SECONDS) == 3
    assert shop.read_bytes() == b"Dear aunt, " * 1000
    assert [file.name for file in shop.parent.iterdir()] == ["shop.db"]


def test_the_demo_shop_is_made_left_and_removed_in_one_step(tmp_path: Path) -> None:
    """From the first start through the doors, in one program, with no file left behind."""
    walk = """
class Walk(Told):
    def begin(self):
        code = super().begin()
        from shopkeeper.service import loading
        loading.create_demo(app.demo_shop(), app.clock(), members_wanted=20).close()
        QTimer.singleShot(0, lambda: self.go_to("demo"))
        QTimer.singleShot(300, self.there)
        return code
    def there(self):
        print(self._program.desk.shop.demo, flush=True)
        self.go_to("demo removed")
        print(self._program.desk.shop.demo, app.demo_shop().parent.exists(), flush=True)
        loading = __import__("shopkeeper.service.loading", fromlist=["x"])
        loading.create_demo(app.demo_shop(), app.clock(), members_wanted=20).close()
        self.go_to("demo removed")
        print(self._program.shell.toast.text, app.demo_shop().parent.exists(), self._claimed.name, flush=True)
        self.go_to("again")
        print("there" if self._program.shell.isVisible() else "gone", flush=True)
app.App = Walk
"""
    book = new_book(tmp_path)
    book.close()
    with opened(book.path, walk) as process:
        for words in ("True", "False False", "The demo shop is removed False shop.db", "there"):
            heard(process, words)
        assert second(book.path)[0] == 0
        heard(process, "raised")
        process.terminate()
        assert process.wait(timeout=SECONDS) == 0
    json.loads(next(Path(os.environ["XDG_CONFIG_HOME"]).rglob("window.json")).read_text())
