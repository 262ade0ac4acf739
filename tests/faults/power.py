"""Power lost at any moment of mixed work: the disk as it may be then, built from what was written and what was synced.

Run `python -m tests.faults.power --states 1000`; it prints how often it was tried and what was lost, and fails if
anything was. A child works with `faultio.c` before its C library, which records each write, cut, sync, new name and
removal; of what was not synced, any part may be missing, torn at 512 bytes, or in another order. `strict`: a sync
makes that file durable, and its name; `ext4`: every earlier name too.
"""

import argparse
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.each_write import shim
from tests.faults.work import KINDS, Work, begun, missing

MODELS = ("none", "all", "prefix", "subset", "torn", "reorder")
SYSTEMS = ("strict", "ext4")
TURNS = 32  # acts of one recording: each kind at least once
STATES = 50  # of one recording
SECTOR = 512
NAME, WRITE, CUT, SYNC, REMOVE, RENAME, CREATE, SYNC_FOLDER, CLOSE, LINK = range(1, 11)
_RECORD = struct.Struct("<BIQI")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done to a file of the folder."""

    what: int
    path: str
    offset: int
    data: bytes


@dataclass(slots=True)
class Disk:
    """What is on the disk for good, and what waits."""

    files: dict[int, bytearray] = field(default_factory=dict)
    waiting: dict[int, list[Event]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)  # as the program sees them
    kept_names: dict[str, int] = field(default_factory=dict)  # as a power cut leaves them
    waiting_names: list[tuple[str, str, str, int | None]] = field(
        default_factory=list
    )  # how, path, new path, file

    def begin(self, path: str, data: bytes = b"") -> int:
        """A new file."""
        number = len(self.files) + 1
        self.files[number], self.waiting[number], self.names[path] = bytearray(data), [], number
        return number


def recorded(log: Path) -> Iterator[Event]:
    """What was done, in its order."""
    raw, at, paths = log.read_bytes(), 0, dict[int, str]()
    while at + _RECORD.size <= len(raw):
        what, number, offset, length = _RECORD.unpack_from(raw, at)
        at += _RECORD.size
        data = raw[at : at + length] if what in (NAME, WRITE, RENAME, LINK) else b""
        at += len(data)
        if what == NAME:
            paths[number] = data.decode()
        else:
            yield Event(what, "" if what == SYNC_FOLDER else paths[number], offset, data)


def put(content: bytearray, event: Event) -> None:
    """Write or cut."""
    if len(content) < event.offset:
        content.extend(b"\0" * (event.offset - len(content)))
    if event.what == CUT:
        del content[event.offset :]
    else:
        content[event.offset : event.offset + len(event.data)] = event.data


def after(events: list[Event], there: dict[str, bytes], system: str) -> Disk:
    """The disk when the last of these was done."""
    disk = Disk()
    for path, data in there.items():
        disk.begin(path, data)
    disk.kept_names = dict(disk.names)
    for event in events:
        path, number = event.path, disk.names.get(event.path)
        if event.what in (CREATE, WRITE, CUT):
            if event.what == CREATE or number is None:
                number = disk.begin(path)
                disk.waiting_names.append(("new", path, "", number))
            if event.what != CREATE:
                disk.waiting[number].append(event)
        elif event.what == SYNC and number is not None:
            for one in disk.waiting[number]:
                put(disk.files[number], one)
            disk.waiting[number] = []
            ready = [
                one
                for one in disk.waiting_names
                if system == "ext4" or (one[0] != "moved" and one[1] == path)
            ]
            disk.waiting_names = [one for one in disk.waiting_names if one not in ready]
            _name(disk, ready)
        elif event.what == SYNC_FOLDER:
            _name(disk, disk.waiting_names)
            disk.waiting_names = []
        elif event.what == REMOVE:
            disk.waiting_names.append(("gone", path, "", disk.names.pop(path, None)))
        elif event.what == LINK and number is not None:
            new = event.data.decode()
            disk.names[new] = number
            disk.waiting_names.append(("new", new, "", number))
        elif event.what == RENAME and number is not None:
            new = event.data.decode()
            disk.names[new] = disk.names.pop(path)
            disk.waiting_names.append(("moved", path, new, number))
    return disk


def _name(disk: Disk, changes: list[tuple[str, str, str, int | None]]) -> None:
    kept = disk.kept_names
    for how, path, new, number in changes:
        if how == "new" and number is not None:
            kept[path] = number
        elif how == "moved" and number is not None:
            kept.pop(path, None)
            kept[new] = number
        elif how == "gone" and (number is None or kept.get(path) == number):
            kept.pop(path, None)


def lost_power(disk: Disk, model: str, dice: random.Random) -> dict[str, bytes]:
    """The files as somebody finds them when the light comes back."""
    some = {"none": 0, "all": len(disk.waiting_names)}.get(model, dice.randint(0, len(disk.waiting_names)))
    _name(disk, disk.waiting_names[:some])
    found = {}
    for path, number in disk.kept_names.items():
        content = bytearray(disk.files[number])
        for event in _arrived(disk.waiting[number], model, dice):
            put(content, event)
        found[path] = bytes(content)
    return found


def _arrived(waiting: list[Event], model: str, dice: random.Random) -> list[Event]:
    if model in ("none", "all"):
        return waiting if model == "all" else []
    if model == "prefix":
        return waiting[: dice.randint(0, len(waiting))]
    if model == "torn":
        return [piece for event in waiting for piece in _torn(event, dice)]
    some = [event for event in waiting if dice.random() < 0.5]
    if model == "reorder":
        dice.shuffle(some)
    return some


def _torn(event: Event, dice: random.Random) -> Iterator[Event]:
    if event.what == CUT or dice.random() < 0.33:
        if dice.random() < 0.5:
            yield event
        return
    at = 0
    while at < len(event.data):
        end = min(len(event.data), ((event.offset + at) // SECTOR + 1) * SECTOR - event.offset)
        if dice.random() < 0.5:
            yield Event(WRITE, event.path, event.offset + at, event.data[at:end])
        at = end


# ---- one recording ----


class Trade:
    """What is done while the power goes: the shop before, the module that works in it, and what must be found after."""

    command: tuple[str, ...] = ("tests.faults.power",)

    def begin(self, folder: Path, seed: int) -> None:
        """The shop before; each fourth is locked."""
        begun(folder, locked=seed % 4 == 0)

    def missing(self, folder: Path, said: list[str]) -> list[str]:
        """What was answered and is not there, or is there by halves."""
        return missing(folder, said)


def record(folder: Path, log: Path, library: Path, seed: int, command: tuple[str, ...], lying: bool) -> None:
    """A child works in the folder, and its writing is recorded; a `lying` disk syncs nothing."""
    around = {
        **os.environ, "LD_PRELOAD": str(library), "FAULT_DIR": str(folder), "FAULT_LOG": str(log), "FAULT_NOREALSYNC": "1",
        "FAULT_MODE": "fsyncdrop" if lying else "",
    }  # fmt: skip
    words = [sys.executable, "-m", *command, "--work", str(folder), "--seed", str(seed)]
    subprocess.run(words, env=around, check=True)


def work(folder: Path, seed: int) -> None:
    """The child's part: each kind of act, and some more, in any order; what it says is written beside the book."""
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(words: str) -> None:
        os.write(said, f"{words}\n".encode())

    dice = random.Random(seed)
    kinds = [*KINDS, *dice.choices(tuple(KINDS), tuple(KINDS.values()), k=TURNS - len(KINDS))]
    dice.shuffle(kinds)
    shop = Work(folder, seed, tell)
    for turn, kind in enumerate(kinds):
        shop.act(kind, turn)
    shop.book.close()


def cut(
    states: int, seed: int = 1, *, lying: bool = False, trade: Trade | None = None
) -> tuple[Counter[str], list[str]]:
    """So many states after a power cut, half of each file system; answers what was tried, and what was wrong."""
    told, wrong = Counter[str](), list[str]()
    trade = trade or Trade()
    top = Path(tempfile.mkdtemp())
    built = shim(top)
    done = 0
    while done < states:
        seed += 1
        dice = random.Random(seed)
        folder, log = top / "shop", top / "log"
        folder.mkdir()
        trade.begin(folder, seed)
        (folder / "backups").mkdir(mode=0o700, exist_ok=True)
        there = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        record(folder, log, built, seed, trade.command, lying)
        events = list(recorded(log))
        told["recordings"] += 1
        told["writes"] += sum(event.what == WRITE for event in events)
        for turn in range(min(STATES, states - done)):
            model, system = MODELS[turn % len(MODELS)], SYSTEMS[turn // len(MODELS) % 2]
            until = dice.randrange(len(events))
            said = b"".join(event.data for event in events[: until + 1] if event.path.endswith("/said"))
            disk = after(
                [one for one in events[: until + 1] if not one.path.endswith("/said")], there, system
            )
            shutil.rmtree(folder)
            (folder / "backups").mkdir(parents=True, mode=0o700)
            for path, data in lost_power(disk, model, dice).items():
                Path(path).parent.mkdir(mode=0o700, exist_ok=True)  # that of a restore under way
                Path(path).write_bytes(data)
                os.chmod(path, 0o600)
            lines = said.decode().splitlines()
            told["states"] += 1
            told["acts answered before a cut"] += sum(line.startswith("A ") for line in lines)
            told[
                f"cut in {lines[-1].split()[1]}" if lines and lines[-1][0] == "S" else "cut between acts"
            ] += 1
            wrong += [
                f"seed {seed} state {turn} ({model}, {system}): {words}"
                for words in trade.missing(folder, lines)
            ]
            done += 1
        shutil.rmtree(folder)
        log.unlink()
    shutil.rmtree(top)
    return told, wrong


def main() -> int:
    """Print the figures; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description="Lose power at random moments of mixed work.")
    parser.add_argument("--states", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lying", action="store_true", help="on a disk that says it is done: this must lose")
    parser.add_argument("--work", type=Path)
    asked = parser.parse_args()
    if asked.work is not None:
        work(asked.work, asked.seed)
        return 0
    told, wrong = cut(asked.states, asked.seed, lying=asked.lying)
    sys.stdout.write(json.dumps({**told, "wrong": len(wrong), "first": wrong[:5]}) + "\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
