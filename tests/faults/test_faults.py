"""Nothing that was answered is lost, and nothing is there by halves, whenever the program ends or the disk is full."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.newer_work import NEWER
from tests.faults.work import KINDS, Work, begun, missing

MANY = int(os.environ.get("SHOPKEEPER_FAULTS", "250"))
"""Of the long runs; docs/reliability.md has the figures of a thousand and more."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX knows them")


def figures(module: str, *options: str) -> dict[str, Any]:
    """What a fault run says; it runs by itself, for it makes processes of its own kind."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_mixed_work_that_is_killed_has_kept_what_it_answered() -> None:
    found = figures("mixed", "--kills", "6")
    assert (found["kills"], found["wrong"], found["first"]) == (6, 0, [])


def test_mixed_work_on_a_locked_book_that_is_killed_has_kept_what_it_answered() -> None:
    found = figures("mixed", "--kills", "4", "--locked")
    assert (found["kills"], found["wrong"], found["first"]) == (4, 0, [])


def test_each_newer_kind_of_act_is_whole_where_nothing_is_cut_off(tmp_path: Path) -> None:
    begun(tmp_path)
    work = Work(tmp_path, 9, lambda _words: None)
    for turn, kind in enumerate(KINDS):
        work.act(kind, turn)
    reading = work.book.reading()
    names = {kind: f"9-{turn}" for turn, kind in enumerate(KINDS)}
    assert {kind: reading.value(newer.counted, (names[kind],)) for kind, newer in NEWER.items()} == {
        kind: newer.all for kind, newer in NEWER.items()
    }
    reading.close()
    work.book.close()
    assert missing(tmp_path, [f"A {kind} {name}" for kind, name in names.items()]) == []


def test_an_operation_that_is_cut_off_leaves_the_old_or_the_new() -> None:
    for counted in figures("operations", "--times", "2").values():
        assert set(counted) <= {"old", "new"}


RECORDS = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None,
    reason="a C library of Linux is watched, and a compiler makes it",
)


@RECORDS
def test_power_that_is_lost_in_mixed_work_takes_nothing_that_was_answered() -> None:
    found = figures("power", "--states", "12")
    assert (found["states"], found["wrong"], found["first"]) == (12, 0, [])


@RECORDS
def test_a_disk_that_only_says_it_has_written_loses_and_the_run_sees_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.power", "--states", "12", "--lying"], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1 and json.loads(done.stdout)["wrong"] > 0


@RECORDS
@pytest.mark.parametrize(("which", "step"), [("Backup", "20"), ("Restore", "90"), ("Migration", "60")])
def test_a_disk_that_fails_at_any_write_is_told_in_a_sentence(which: str, step: str) -> None:
    found = figures("operations", "--each", which, "--modes", "eio", "--step", step)
    assert found["writes"] > 100 and set(found["eio"]) <= {"old", "new"}


@RECORDS
@pytest.mark.parametrize("way", ["passphrase", "code", "forgotten"])
def test_a_change_of_the_lock_that_is_cut_off_leaves_the_old_or_the_new(way: str) -> None:
    found = figures("locked", "--way", way, "--modes", "killafter,enospc", "--step", "2")
    for mode in ("killafter", "enospc"):
        assert set(found[mode]) == {"old", "new"}


@RECORDS
@pytest.mark.parametrize("way", ["lock", "unlock"])
def test_a_disk_that_fails_at_a_write_of_locking_or_unlocking_is_told_in_a_sentence(way: str) -> None:
    found = figures("locked", "--way", way, "--modes", "eio", "--step", "150")
    assert found["writes"] > 400 and set(found["eio"]) <= {"old", "new"}


@RECORDS
@pytest.mark.parametrize("way", ["passphrase", "code", "forgotten"])
def test_a_disk_that_fails_at_a_write_of_a_change_of_the_lock_says_what_holds(way: str) -> None:
    found = figures("locked", "--way", way, "--modes", "eio,eio-once", "--step", "3")
    for mode in ("eio", "eio-once"):
        assert sum(found[mode].values()) > 10 and set(found[mode]) == {"old", "new"}


@RECORDS
@pytest.mark.parametrize("way", ["lock", "unlock"])
def test_power_that_is_lost_while_a_book_is_locked_or_unlocked_leaves_the_old_or_the_new(way: str) -> None:
    found = figures("locked", "--way", way, "--states", "12")
    assert (found["states"], found["wrong"], found["first"]) == (12, 0, [])


@RECORDS
@pytest.mark.slow
@pytest.mark.parametrize("way", ["lock", "unlock", "passphrase", "code", "forgotten"])
def test_very_many_cuts_of_the_lock_leave_the_old_or_the_new(
    way: str, capfd: pytest.CaptureFixture[str]
) -> None:
    lost = figures("locked", "--way", way, "--states", str(MANY))
    cut = figures("locked", "--way", way, "--step", "20" if way in ("lock", "unlock") else "1")
    with capfd.disabled():
        print(f"\n{way}: {lost} {cut}")  # noqa: T201
    assert (lost["states"], lost["wrong"], lost["first"]) == (MANY, 0, [])
    assert all(set(cut[mode]) <= {"old", "new"} for mode in cut if mode not in ("way", "writes"))


@RECORDS
@pytest.mark.slow
def test_very_many_power_cuts_in_mixed_work_lose_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    found = figures("power", "--states", str(MANY))
    with capfd.disabled():
        print(f"\npower cuts: {found}")  # noqa: T201
    assert (found["states"], found["wrong"], found["first"]) == (MANY, 0, [])


@pytest.mark.slow
def test_very_many_kills_of_mixed_work_lose_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    found = figures("mixed", "--kills", str(MANY))
    with capfd.disabled():
        print(f"\nmixed work: {found}")  # noqa: T201
    assert (found["kills"], found["wrong"], found["first"]) == (MANY, 0, [])


@pytest.mark.slow
def test_forty_times_each_operation_leaves_the_old_or_the_new(capfd: pytest.CaptureFixture[str]) -> None:
    found = figures("operations", "--times", "40")
    with capfd.disabled():
        print(f"\noperations: {found}")  # noqa: T201
    for counted in found.values():
        assert set(counted) <= {"old", "new"}
