"""Somebody is known, written to, imported, looked for and forgotten in the window: no file of the program's keeps a trace."""

import os
import signal
from pathlib import Path

import pytest

from tests.books import new_book
from tests.journeys.test_one_window import SECONDS, heard, opened

TRACES = ("zebulon", "quagmire", "wymondley", "7946 0737", "79460737")

# What a day does with a member, a refusal among it; then they are forgotten, and it says so.
DAY = """
class Day(Told):
    def begin(self):
        code = super().begin()
        QTimer.singleShot(0, self.day)
        return code
    def day(self):
        from pathlib import Path
        from shopkeeper.service import forgetting, importing, letters, members, purchases
        from shopkeeper.service.details import Details
        desk, program = self._program.desk, self._program
        def lives(w):
            folder = Path(sys.argv[1]).parent
            details = Details("Zebulon Quagmire", phones=("020 7946 0737",), note="Knows Wymondley")
            who = members.enrol(w, details, even_if_known=True).member_id
            purchases.record(w, member_id=who, amount_minor=2450, what="Cake for Wymondley")
            letter = letters.compose(w, who, None, "Dear old Wymondley", desk.today)
            letters.written(w, [letter])
            importing.import_file(w, "members", folder / "people.csv")
            return who
        def refused(w):
            members.enrol(w, Details("Zebulon Quagmire", phones=("Wymondley",)))
        def forgets(w):
            for (who,) in w.rows("select id from members where gone = 0"):
                forgetting.forget(w, who)
            Path(sys.argv[1]).with_name("people.csv").unlink()  # the owner's own file
        desk.send(lives)
        program.shell.find_box.edit.setText("zebulon quag")
        desk.send(refused).otherwise(lambda error: None)
        desk.send(forgets).then(self.emptied)
    def emptied(self, _answer):
        self._program.desk.book.empty_log()
        self._program.shell.find_box.edit.clear()
        print("forgotten", flush=True)
app.App = Day
"""


def traces(top: Path) -> list[tuple[str, str]]:
    """Which files below still have something of them, in their bytes or their name."""
    found = []
    for file in top.rglob("*"):
        if file.is_file():
            content = file.read_bytes().lower()
            found += [
                (file.name, trace)
                for trace in TRACES
                if any(trace.encode(code) in content for code in ("utf-8", "utf-16-le"))
                or trace in file.name.lower()
            ]
    return found


@pytest.mark.skipif(os.name != "posix", reason="an end as POSIX tells it")
def test_no_log_no_setting_no_temporary_file_keeps_who_was_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "XDG_CACHE_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    home = tmp_path / "home"
    home.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name))
    shop = tmp_path / "shop"
    shop.mkdir()
    new_book(shop).close()
    people = shop / "people.csv"
    people.write_text(
        "name,phone,note\nZebulon Quagmire senior,020 7946 0737,of Wymondley\nbad,no phone at all,\n"
    )
    with opened(shop / "shop.db", DAY) as window:
        heard(window, "forgotten")
        window.send_signal(signal.SIGTERM)
        window.wait(timeout=SECONDS)
    assert (home / "XDG_STATE_HOME").exists() or list(tmp_path.rglob("shopkeeper.log"))
    assert traces(tmp_path) == []
