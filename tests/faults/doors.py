"""Strange files and texts through every door of the program: a sentence or success, never a crash, a hang, or much memory.

Run `python -m tests.faults.doors FOLDER --variants 3`: every file of a folder, and so many damaged variants of each,
through the window's import, the commands, restore, a whole book, and the pipe; every text (`*.json` lists) through the
find box, the fields, wording, codes and the pipe. Prints what became of them; 1 if anything broke.
"""

import argparse
import contextlib
import io
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from shopkeeper.cli import main as command
from shopkeeper.commands import pipe
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.rules import wording
from shopkeeper.service import finding, importing, importing_trial, letters, scanning
from shopkeeper.service.importing import Choices
from tests.books import NOW, TODAY, enrol, new_book

MOST_MB = 300
LONGEST_S = 60
ROWS_A_SECOND = 500  # of a list that is long, on a slow computer
MOST_ANSWERS = 8  # questions about one file that are answered, each with its first choice
FAULT = 4  # what a command ends with where the fault is ours


def _answered(choices: Choices, about: str, value: str) -> Choices:
    if about in ("encoding", "sheet", "day_order", "decimal_mark"):
        return replace(choices, **{about: value})  # type: ignore[arg-type]
    if about in ("header", "zeros"):
        return replace(choices, **{about: value == "yes"})  # type: ignore[arg-type]
    return replace(choices, columns={**choices.columns, about: value})


def window(shop: Path, file: Path) -> str:
    """As the window does: looked at, each question answered, tried, brought in, the refused rows saved."""
    book, choices = Book(shop), Choices()
    with closing(book.reading()) as reading:
        for _ in range(MOST_ANSWERS):
            seen = importing_trial.see(reading, file, None, choices, TODAY)
            if not seen.asks:
                break
            ask = seen.asks[0]
            if not ask.choices:
                return "sentence"
            choices = _answered(seen.choices, ask.about, ask.choices[0].value)
        if seen.tried is None:
            return "sentence"
        if seen.tried.refused:
            importing_trial.save_refused(reading, seen, seen.tried.refused, shop.with_name("refused.csv"))
    with book.writing(NOW) as w:
        done = importing.import_file(w, seen.kind, file, choices)
    assert (done.added, done.changed) == (seen.tried.added, seen.tried.changed)
    book.close()
    return "success"


def _commanded(*words: str) -> Callable[[Path, Path], str]:
    def door(shop: Path, file: Path) -> str:
        said, complained = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = command(["--shop", str(shop), "--json", *words, str(file)])
        assert code != FAULT and "Traceback" not in complained.getvalue(), complained.getvalue()[-600:]
        return "success" if code == 0 else "sentence"

    return door


def piped(shop: Path, file: Path) -> str:
    """The file's bytes as what a till sends."""
    with file.open("rb") as lines:
        answers = _served(shop, lines)
    assert all(isinstance(json.loads(line), dict | list) for line in answers.splitlines())
    return "sentence" if answers else "success"


def _served(shop: Path, lines: Any) -> bytes:
    answers, faults = io.BytesIO(), io.StringIO()
    session = Session(shop, lambda: NOW)
    try:
        pipe.serve(lines, answers, faults, session)
    finally:
        session.close()
    assert not faults.getvalue(), faults.getvalue()[-600:]
    return answers.getvalue()


FILE_DOORS: dict[str, Callable[[Path, Path], str]] = {
    "the window's import": window,
    "import members": _commanded("import", "members"),
    "import purchases": _commanded("import", "purchases"),
    "import everything": _commanded("import", "everything"),
    "restore": _commanded("restore"),
    "the pipe": piped,
}


# ---- texts -----------------------------------------------------------------------------------------------

_FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "name": lambda text: {"do": "enrol", "name": text, "even_if_known": True},
    "phone": lambda text: {"do": "enrol", "name": "Ana Test", "phone": [text], "even_if_known": True},
    "email": lambda text: {"do": "enrol", "name": "Ana Test", "email": [text], "even_if_known": True},
    "birthday": lambda text: {"do": "enrol", "name": "Ana Test", "birthday": text, "even_if_known": True},
    "card": lambda text: {"do": "enrol", "name": "Ana Test", "card": text, "even_if_known": True},
    "number": lambda text: {"do": "enrol", "name": "Ana Test", "number": text, "even_if_known": True},
    "street": lambda text: {"do": "enrol", "name": "Ana Test", "street": text, "even_if_known": True},
    "amount": lambda text: {"do": "purchase", "member": "1001", "amount": text},
    "day": lambda text: {"do": "purchase", "member": "1001", "amount": "1.00", "on": text},
    "what": lambda text: {"do": "purchase", "member": "1001", "amount": "1.00", "what": text},
    "whom": lambda text: {"do": "purchase", "member": text, "amount": "1.00"},
    "found": lambda text: {"do": "find", "text": text},
    "command": lambda text: {"do": text},
}


class _Typed:
    """The lines a till sends, one after the other: what it sends at once is not the program's memory."""

    def __init__(self, text: str) -> None:
        long = len(text) > 1_000_000  # of which nothing is written in the longest way there is
        self._lines = (
            json.dumps(make(text), ensure_ascii=not long).encode() + b"\n" for make in _FIELDS.values()
        )
        self._rest = b""

    def readline(self, most: int) -> bytes:
        """As of a file."""
        self._rest = self._rest or next(self._lines, b"")
        begun, self._rest = self._rest[:most], self._rest[most:]
        return begun


def fields(shop: Path, text: str) -> str:
    """Into every field, as a till would say it."""
    answers = [json.loads(line) for line in _served(shop, _Typed(text)).splitlines()]
    assert len(answers) == len(_FIELDS)
    return "sentence" if any("declined" in one for one in answers if isinstance(one, dict)) else "success"


def found(shop: Path, text: str) -> str:
    """Typed into the find box, letter by letter at its beginning."""
    with closing(Book(shop).reading()) as reading:
        for end in (1, 2, 3, len(text)):
            finding.find(reading, text[:end], limit=20)
    return "success"


def worded(_shop: Path, text: str) -> str:
    """As the wording of a letter, alone and as what a field holds."""
    wording.parse("Dear {{name}},\n\nThank you.").fill({"name": text})
    wording.parse(text)
    return "success"


def written(shop: Path, text: str) -> str:
    """As a line of one's own in a letter."""
    with closing(Book(shop).reading()) as reading:
        letters.compose(reading, 1, None, text, TODAY)
    return "success"


def scanned(shop: Path, text: str) -> str:
    """As what a scanner reads."""
    with closing(Book(shop).reading()) as reading:
        scanning.read(reading, text)
    return "success"


TEXT_DOORS: dict[str, Callable[[Path, str], str]] = {
    "the fields": fields,
    "the find box": found,
    "wording": worded,
    "a letter's own line": written,
    "a scanned code": scanned,
}


# ---- one after the other, each in a process of its own -----------------------------------------------------


def _tried(do: Callable[[], str]) -> tuple[str, float, int, int]:
    """What became of it, seconds, MB of its own, MB of what it started."""
    ours, theirs = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        os.close(ours)
        said = ""
        try:
            said = do()
        except (Declined, StorageTrouble, wording.Misworded):
            said = "sentence"
        finally:  # whatever it was: a child never goes on with its parent's work
            said = said or "BROKEN " + traceback.format_exc()[-500:]
            grandchild = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            os.write(theirs, json.dumps([said, grandchild // 1024]).encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        raw = answer.read()
    _, status, used = os.wait4(pid, 0)
    said, child_mb = json.loads(raw) if raw else (f"BROKEN it ended by {status}", 0)
    return said, time.monotonic() - began, used.ru_maxrss // 1024, child_mb


def variants(file: Path, folder: Path, times: int, dice: random.Random) -> Iterator[Path]:
    """The file, and damaged ones: cut off, with bytes of chance, with NULs, twice over, its lines in another order."""
    yield file
    content = file.read_bytes()[: 2**20]
    for number in range(times):
        how = dice.randrange(5)
        spoilt = bytearray(content)
        if how == 0:
            del spoilt[dice.randrange(len(spoilt) + 1) :]
        elif how == 1:
            for _ in range(1 + len(spoilt) // 200):
                if spoilt:
                    spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        elif how == 2:
            at = dice.randrange(len(spoilt) + 1)
            spoilt[at:at] = b"\0" * dice.randrange(1, 50)
        elif how == 3:
            spoilt += bytes(spoilt)
        else:
            lines = bytes(spoilt).split(b"\n")
            dice.shuffle(lines)
            spoilt = bytearray(b"\n".join(lines))
        made = folder / f"{number}{file.suffix}"
        made.write_bytes(spoilt)
        yield made


def texts_of(files: Iterable[Path]) -> Iterator[str]:
    """Every text of the lists: `[{"input": …}]` or `["…"]`."""
    for file in files:
        for one in json.loads(file.read_text(encoding="utf-8")):
            yield one["input"] if isinstance(one, dict) else one


def through(files: list[Path], texts: list[str], times: int = 0, seed: int = 1) -> dict[str, Any]:
    """Everything through every door; `broken` are the first of what broke."""
    dice, told, broken = random.Random(seed), Counter[str](), list[str]()
    most = {"seconds": 0.0, "own MB": 0, "child MB": 0}
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        (top / "new").mkdir()
        book = new_book(top / "new")
        book.empty_log()
        empty = book.path.read_bytes()
        enrol(book, "Ana Test")
        book.empty_log()
        book.close()
        known = book.path.read_bytes()

        def tried(name: str, door: Callable[[Path, Any], str], thing: Any, shown: str) -> None:
            folder = top / "shop"
            folder.mkdir()
            shop = folder / "shop.db"
            shop.write_bytes(empty if name == "import everything" else known)
            rows = thing.read_bytes().count(b"\n") if isinstance(thing, Path) else 0
            longest = LONGEST_S + rows / ROWS_A_SECOND
            said, seconds, own, child = _tried(lambda: door(shop, thing))
            shutil.rmtree(folder)
            told[f"{name}: {said.split()[0]}"] += 1
            for what, figure in (("seconds", seconds), ("own MB", own), ("child MB", child)):
                most[what] = max(most[what], figure)
            if said.startswith("BROKEN") or seconds > longest or max(own, child) > MOST_MB:
                broken.append(f"{name}, {shown}: {said}, {seconds:.1f} s, {own} MB, its child {child} MB")

        for file in files:
            for number, one in enumerate(variants(file, top, times, dice)):
                for name, door in FILE_DOORS.items():
                    tried(name, door, one, f"{file.name} variant {number}")
        for text in texts:
            for name, text_door in TEXT_DOORS.items():
                tried(name, text_door, text, ascii(text[:60]))
    return {
        **dict(sorted(told.items())),
        **most,
        "files": len(files),
        "texts": len(texts),
        "broken": broken[:8],
    }


def main() -> int:
    """Print what became of them; 1 if anything broke."""
    parser = argparse.ArgumentParser(description="Strange files and texts through every door.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--variants", type=int, default=0)
    asked = parser.parse_args()
    everything = sorted(path for path in asked.folder.rglob("*") if path.is_file())
    lists = [path for path in everything if path.parent == asked.folder and path.suffix == ".json"]
    files = [path for path in everything if path not in lists]
    made = through(files, list(texts_of(lists)), asked.variants)
    sys.stdout.write(json.dumps(made, ensure_ascii=True) + "\n")
    return int(bool(made["broken"]))


if __name__ == "__main__":
    sys.exit(main())
