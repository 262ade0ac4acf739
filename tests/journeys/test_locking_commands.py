"""A book is locked, opened, its passphrase changed, and unlocked, by command; no secret is ever an argument."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from shopkeeper.commands import locking
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import keyfile, keyring
from shopkeeper.records.book import Writing
from shopkeeper.service import locks
from tests.books import NOW, new_book
from tests.journeys.tills import INIT, Till, opened


def run(*words: str, said: str = "", **more: object) -> tuple[int, str, str]:
    """The program as a process of its own, which knows no key."""
    done = subprocess.run(
        [sys.executable, "-m", "shopkeeper", *words],
        input=said.encode(), capture_output=True, timeout=60, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        **more,  # type: ignore[call-overload]
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_book_is_locked_and_worked_with_and_unlocked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    till: Till = opened(tmp_path, capfd)
    number = till("enrol", "--name", "Anna Wintergruen")[1]["number"]
    shop = ("--shop", str(till.path), "--json")
    secret, new = tmp_path / "secret", tmp_path / "new"
    secret.write_text("four lemons on a tram\n")
    new.write_text("seven plums in a boat\r\n")
    sheet = tmp_path / "sheet.pdf"
    code, out, err = run(*shop, "lock", "--new-passphrase-file", str(secret), "--sheet", str(sheet))
    assert code == 0, err
    told = json.loads(out)
    assert told["locked"] and sheet.read_bytes().startswith(b"%PDF")
    assert b"Wintergruen" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*.db*"))
    code, out, err = run(*shop, "show", number)
    assert code == 3 and json.loads(out)["declined"] == "locked_book"
    code, out, err = run(*shop, "--passphrase-file", str(new), "show", number)
    assert code == 1 and json.loads(out)["declined"] == "wrong_passphrase"
    with secret.open("rb") as file:
        fd = str(file.fileno())
        assert run(*shop, "--passphrase-fd", fd, "purchase", number, "5", pass_fds=(file.fileno(),))[0] == 0
    sale = json.dumps({"do": "purchase", "member": number, "amount_minor": 100})
    code, out, err = run(*shop, "--passphrase-file", str(secret), "do", said=sale + '\n{"do":"unlock"}\n')
    assert code == 0
    first, second = map(json.loads, out.splitlines())
    assert first["amount_minor"] == 100 and second["declined"] == "command_unknown"
    kept = tmp_path / "code"
    kept.write_text(told["code"].lower())
    code, out, err = run(*shop, "passphrase", "--code-file", str(kept), "--new-passphrase-file", str(new))
    assert code == 0, err
    assert run(*shop, "--passphrase-file", str(secret), "show", number)[0] == 1
    assert run(*shop, "--passphrase-file", str(new), "check", "--replay")[0] == 0
    assert run(*shop, "--passphrase-file", str(new), "backup", str(tmp_path / "kept.db"))[0] == 0
    assert run(*shop, "--passphrase-file", str(new), "restore", str(tmp_path / "kept.db"))[0] == 0
    code, out, err = run(*shop, "--passphrase-file", "-", "unlock", said="seven plums in a boat\n")
    assert code == 0 and json.loads(out)["locked"] is False
    assert till("show", number)[1]["spent_minor"] == 600
    assert not list(tmp_path.glob("shop*.key"))


def test_a_sheet_whose_code_does_not_hold_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    monkeypatch.setattr(keyring, "_keys", {})
    monkeypatch.setattr(keyring, "_files", {})
    book = new_book(tmp_path)
    book.close()
    kept, sheet = locks.new_code(), tmp_path / "sheet.pdf"
    locks.lock(book.path, "four lemons on a tram", kept, NOW, wait=lambda _seconds: None)
    session = Session(book.path, lambda: NOW)
    change = locks.change_code

    def full(w: Writing, path: Path, code: str) -> None:
        change(w, path, code)
        assert sheet.read_bytes().startswith(b"%PDF")
        raise StorageTrouble("disk_full", "The disk is full.")

    with monkeypatch.context() as failing:
        failing.setattr(locks, "change_code", full)
        with pytest.raises(StorageTrouble):
            locking.passphrase(session, new_code=True, sheet=str(sheet))
    assert not sheet.exists()
    locks.open_with_code(book.path, kept)
    told = locking.passphrase(session, new_code=True, sheet=str(sheet))
    assert sheet.exists() and told["changed"] == "code"
    with pytest.raises(Declined):
        locks.open_with_code(book.path, kept)
    session.close()


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"\xff\xfe\n", "not_utf8"), (b"x" * 10_000, "passphrase_long"), (None, "passphrase_unreadable")],
)
def test_a_file_that_holds_no_passphrase_is_a_sentence(tmp_path: Path, raw: bytes | None, code: str) -> None:
    file = tmp_path / "secret"
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(Declined) as refused:
        locking.read_secret(str(file))
    assert refused.value.code == code


def test_with_pins_a_command_of_the_owner_wants_the_owner_s(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    till = Till(tmp_path / "shop.db", capfd)
    till(*INIT, "--owner", "Ngozi")
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    owner, wrong = tmp_path / "owner", tmp_path / "wrong"
    owner.write_text("271828\n")
    wrong.write_text("1" * 10_000)
    who = "Ngozi"
    assert till("pin", who, "--new-pin-file", str(owner))[1] == {"pins": [who], "in_use": True}
    code, said = till("adjust", number, "500", "--reason", "a friend")
    assert (code, said["declined"]) == (1, "owner_needed")
    assert till("purchase", number, "5")[0] == 0
    assert till("--pin-file", str(wrong), "adjust", number, "500", "--reason", "a friend")[0] == 1
    assert till("--pin-file", str(owner), "adjust", number, "500", "--reason", "a friend")[0] == 0
    assert till("pin", who, "--take")[1]["declined"] == "owner_needed"
    assert till("pin", "--reset")[1] == {"pins": [], "in_use": False}
    assert till("adjust", number, "5", "--reason", "a friend")[0] == 0


def test_with_pins_lists_reports_and_copies_are_the_owner_s_and_a_terminal_asks_for_the_pin(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    till = Till(tmp_path / "shop.db", capfd)
    till(*INIT, "--owner", "Ngozi")
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    owner = tmp_path / "owner"
    owner.write_text("271828\n")
    till("pin", "Ngozi", "--new-pin-file", str(owner))
    file, copy = str(tmp_path / "members.csv"), str(tmp_path / "copy.db")
    taken = (("export", "members", file), ("report", "pareto"), ("held", number), ("backup", copy), ("acts",))
    for command in taken:
        code, said = till(*command)
        assert (code, said["declined"]) == (1, "owner_needed"), command
    assert not Path(file).exists() and not Path(copy).exists()
    for served in (
        ("find", "anna"),
        ("show", number),
        ("report", "occasions"),
        ("backup",),
    ):
        assert till(*served)[0] == 0, served
    for command in taken:
        assert till("--pin-file", str(owner), *command)[0] == 0, command
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)

    def ask(words: str) -> str:
        asked.append(words)
        return "271828" if len(asked) > 1 else "161804"

    monkeypatch.setattr(locking, "ask", ask)
    assert till("report", "pareto")[1]["declined"] == "wrong_pin"
    assert till("report", "pareto")[0] == 0
    assert till("find", "anna")[0] == 0
    assert asked == ["The owner's PIN: "] * 2
