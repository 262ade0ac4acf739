"""A shop without its window, for the tests: commands answered as JSON, and the pipe of a till."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.cli import main
from shopkeeper.records.opening import open_book

INIT = ["init", "--name", "Okafor", "--currency", "GBP", "--country", "GB", "--timezone", "Europe/London"]


class Till:
    """Commands on one shop, answered as JSON; `said` is what the last one wrote to standard error."""

    def __init__(self, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.path, self._capfd = path, capfd
        self.said = ""

    def __call__(self, *words: str) -> tuple[int, Any]:
        code = main(["--shop", str(self.path), "--json", *words])
        out, self.said = self._capfd.readouterr()
        return code, json.loads(out or "null")

    def words(self, *words: str) -> tuple[int, str]:
        """The same for a person: exit code and what is printed."""
        code = main(["--shop", str(self.path), *words])
        out, self.said = self._capfd.readouterr()
        return code, out

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the book holds."""
        book = open_book(self.path)
        reading = book.reading()
        try:
            return reading.rows(question)
        finally:
            reading.close()
            book.close()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table of the shop's own."""
        tables = self.rows("select name from sqlite_master where type = 'table' and name not like 'lookup%'")
        return {name: self.rows(f"select * from {name}") for (name,) in tables}


def sound(till: Till) -> bool:
    """Whether the whole book, replayed, is what is stored."""
    code, answer = till("check", "--replay")
    return code == 0 and answer["ok"] is True and answer["problems"] == []


def opened(folder: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    """A new shop in a folder."""
    made = Till(folder / "shop" / "shop.db", capfd)
    assert made(*INIT)[0] == 0
    return made


def pipe(path: Path) -> "subprocess.Popen[bytes]":
    """`shopkeeper do` as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "shopkeeper", "--shop", str(path), "do"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    )


def line(**sent: object) -> bytes:
    """A line for the pipe."""
    return (json.dumps(sent) + "\n").encode()


def lines_of(out: bytes) -> Iterator[Any]:
    """The answers that came whole."""
    return (json.loads(one) for one in out.splitlines(keepends=True) if one.endswith(b"\n"))
