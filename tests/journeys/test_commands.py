"""The program without its window: commands, answers, exit codes, the pipe, and being killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.cli import main

INIT = ["init", "--name", "Okafor", "--currency", "GBP", "--country", "GB", "--timezone", "Europe/London"]


class Till:
    """Commands on one shop, answered as JSON."""

    def __init__(self, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.path, self._capfd = path, capfd

    def __call__(self, *words: str) -> tuple[int, Any]:
        code = main(["--shop", str(self.path), "--json", *words])
        return code, json.loads(self._capfd.readouterr().out or "null")


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = Till(tmp_path / "shop" / "shop.db", capfd)
    assert made(*INIT)[0] == 0
    return made


def sound(till: Till) -> bool:
    """Whether the whole book, replayed, is what is stored."""
    code, answer = till("check", "--replay")
    return code == 0 and answer["ok"] is True and answer["problems"] == []


def test_a_day_by_command(till: Till) -> None:
    code, anna = till("enrol", "--name", "Anna Berg", "--phone", "020 7946 0958", "--birthday", "02-29")
    assert code == 0 and anna["points"] == 100
    code, bought = till("purchase", anna["number"], "500.00", "--key", "t1")
    assert (code, bought["earned"], bought["climbed_to"], bought["amount_minor"]) == (0, 500, "Gold", 50_000)
    assert till("purchase", anna["number"], "500.00", "--key", "t1")[1]["again"] is True
    code, back = till("return", "key:t1", "10.00")
    assert (code, back["amount_minor"], back["reversed"]) == (0, 1_000, 10)
    assert till("find", "berg")[1][0]["number"] == anna["number"]
    assert till("undo")[0] == 0
    code, card = till("show", anna["number"])
    assert (card["points"], card["tier"], card["spent_minor"]) == (600, "Gold", 50_000)
    assert sound(till)
    assert till("backup")[0] == 0


@pytest.mark.parametrize("amount", ["1,5", "1.005", "-3", "1e9", "", "１２"])
def test_an_amount_that_is_none_is_a_sentence_and_nothing_changes(till: Till, amount: str) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    code, answer = till("purchase", number, "--", amount)
    assert code in (1, 2)
    assert answer is None or answer["because"]
    assert till("show", number)[1]["spent_minor"] == 0


@pytest.mark.parametrize("name", ["", "A" * 10_000, "Ana\x07", "\u202eanA"])
def test_a_name_that_cannot_be_kept_is_a_sentence(till: Till, name: str) -> None:
    code, answer = till("enrol", "--name", name)
    assert code == 1 and answer["because"]


def test_a_purchase_dated_next_month_is_refused(till: Till) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    assert till("purchase", number, "3.00", "--on", "2190-01-01")[0] == 1


def test_help_and_version_load_neither_qt_nor_sqlalchemy() -> None:
    asked = (
        "import sys; from shopkeeper.cli import main\nfor w in (['--version'], ['--help'], ['purchase', '--help']): main(w)\n"
        "assert not {'PySide6', 'sqlalchemy', 'babel'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False).returncode == 0


def pipe(path: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "shopkeeper", "--shop", str(path), "do"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    )


def test_the_pipe_answers_every_line_in_order_whatever_it_is(till: Till) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    lines = [
        json.dumps({"do": "purchase", "member": number, "amount_minor": 2450, "key": "a"}).encode(),
        b"not json",
        b'{"do": "dance"}',
        b'{"do": "purchase", "member": "1001", "amount_minor": "x"}',
        b"\xff\xfe\x00",
        json.dumps({"do": "find", "text": "berg"}).encode(),
    ]
    with pipe(till.path) as process:
        out, _ = process.communicate(b"\n".join(lines) + b"\n", timeout=30)
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == len(lines)
    assert answers[0]["earned"] == 24
    assert all("declined" in answer for answer in answers[1:5])
    assert answers[5][0]["name"] == "Anna Berg"


def killed(till: Till, times: int) -> tuple[int, int]:
    """Record through the pipe and kill it at random moments; answers (answered, in the book)."""
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    dice = random.Random(7)
    answered: set[str] = set()
    for round_ in range(times):
        process = pipe(till.path)
        assert process.stdin is not None and process.stdout is not None
        sent = [
            json.dumps({"do": "purchase", "member": number, "amount_minor": 245, "key": f"{round_}-{n}"})
            for n in range(400)
        ]
        process.stdin.write(("\n".join(sent) + "\n").encode())
        process.stdin.flush()
        first = process.stdout.readline()  # it is running: what comes now is cut off at any moment
        time.sleep(dice.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        out = first + process.stdout.read()
        process.stdin.close()
        process.stdout.close()
        process.wait()
        answered |= {
            json.loads(line)["key"] for line in out.splitlines(keepends=True) if line.endswith(b"\n")
        }
        assert sound(till)
    from shopkeeper.records.opening import open_book

    book = open_book(till.path)
    reading = book.reading()
    kept = {row[0] for row in reading.rows("select key from facts where kind = 'purchase'")}
    reading.close()
    book.close()
    assert answered <= kept
    return len(answered), len(kept)


def test_a_killed_pipe_has_kept_every_purchase_it_answered(till: Till) -> None:
    answered, kept = killed(till, 3)
    assert 0 < answered <= kept


@pytest.mark.slow
def test_two_hundred_kills_lose_no_answered_purchase(till: Till, capfd: pytest.CaptureFixture[str]) -> None:
    answered, kept = killed(till, 200)
    with capfd.disabled():
        print(f"\n200 kills: {answered} answered, {kept} in the book, 0 lost")  # noqa: T201
