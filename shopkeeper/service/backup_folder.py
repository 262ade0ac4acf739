"""The folder of backups: their names and numbers, what each holds, which are thinned."""

import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import instant_text
from shopkeeper.rules.thinning import MONTHS_KEPT, kept
from shopkeeper.values import asdict, dataclass

FOLDER = "backups"
MANIFEST = "manifest.json"
STALE_AFTER = timedelta(hours=6)
_NAME = re.compile(r"shop-(\d{6,})-(\d{8}T\d{6}Z)\.db")
_PART = re.compile(r"shop-(\d{6,})\.part(?:-journal|-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the book. `instant` is when it was made, `size` its bytes; `verified`: it was read through after
    it was written and has had that size since. `last_act` is the last act it holds, `head` the seal of it."""

    path: Path
    sequence: int
    instant: datetime
    reason: str
    members: int
    purchases: int
    last_act: int
    size: int
    verified: bool
    head: str = ""


def folder_of(book: Path) -> Path:
    """Where the backups of a book are kept: beside it, each book's in a folder of their own."""
    return book.parent / (FOLDER if book.stem == "shop" else f"{book.stem}-{FOLDER}")


# ---- numbers ----


def next_part(folder: Path, now: datetime) -> tuple[int, Path]:
    """A sequence number nobody else has, and the file that says so."""
    while True:
        used = [0]
        for name in names(folder):
            whole, part = _NAME.fullmatch(name), _PART.fullmatch(name)
            if part is not None and is_stale(folder / name, now):
                with suppress(OSError):
                    (folder / name).unlink(missing_ok=True)
            elif whole is not None or part is not None:
                used.append(int((whole or part)[1]))  # type: ignore[index]
        sequence = max(used) + 1
        part_file = folder / f"shop-{sequence:06d}.part"
        if not copies.begin_part(part_file):
            continue
        if any(int(found[1]) == sequence for found in map(_NAME.fullmatch, names(folder)) if found):
            with suppress(OSError):
                part_file.unlink()  # another program finished this number while we looked
            continue
        return sequence, part_file


def is_stale(part: Path, now: datetime) -> bool:
    """Whether the program that wrote this was ended long ago."""
    try:
        written = datetime.fromtimestamp(part.stat().st_mtime, UTC)
    except OSError:
        return False
    return abs(now - written) > STALE_AFTER


# ---- listing ----


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the latest made first: by their number, for clocks have been set back."""
    known = _manifest(folder)
    found = []
    for name in names(folder):
        match = _NAME.fullmatch(name)
        if match is not None:
            with suppress(OSError, ValueError):
                found.append(_listed(folder / name, int(match[1]), match[2], known.get(name)))
    return tuple(sorted(found, key=lambda one: (one.sequence, one.path.name), reverse=True))


def _listed(path: Path, sequence: int, stamp: str, entry: Any) -> Backup:
    size = path.stat().st_size
    instant = datetime.fromisoformat(stamp)
    if isinstance(entry, dict):
        with suppress(KeyError, TypeError, ValueError):
            return Backup(
                path, sequence, instant, str(entry["reason"]), int(entry["members"]), int(entry["purchases"]),
                int(entry["last_act"]), size, verified=entry["size"] == size, head=str(entry.get("head", "")),
            )  # fmt: skip
    try:
        contents = copies.verified(path)
    except StorageTrouble:
        return Backup(path, sequence, instant, "", 0, 0, 0, size, verified=False)
    return Backup(
        path,
        sequence,
        instant,
        "",
        contents.members,
        contents.purchases,
        contents.last_act,
        size,
        verified=True,
    )


def names(folder: Path) -> list[str]:
    """What is in the folder; nothing if there is none."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        notes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def keep_manifest(folder: Path, made: Backup) -> None:
    """Note what a new backup holds, so that a list of them reads one small file."""
    there = set(names(folder))
    notes = {name: entry for name, entry in _manifest(folder).items() if name in there}
    notes[made.path.name] = {
        "instant": instant_text(made.instant),
        **{
            name: value
            for name, value in asdict(made).items()
            if name in ("reason", "members", "purchases", "last_act", "size", "head")
        },
    }
    copies.write_small(folder / MANIFEST, json.dumps(notes, indent=1))


def is_name(name: str) -> bool:
    """Whether a file is called as a backup is."""
    return _NAME.fullmatch(name) is not None


def keep_size(folder: Path, copy: Path) -> None:
    """Note that a backup was written anew, verified, with what it held before."""
    notes = _manifest(folder)
    entry = notes.get(copy.name)
    if isinstance(entry, dict):
        entry["size"] = copy.stat().st_size
        copies.write_small(folder / MANIFEST, json.dumps(notes, indent=1))


def heads(folder: Path, since: int) -> tuple[tuple[int, str], ...]:
    """The seals that the list of backups remembers, as (act, seal), the earliest first; only of backups later than number
    `since`, the last before a restore: what was done then is not in the book any more."""
    noted = []
    for name, entry in _manifest(folder).items():
        match = _NAME.fullmatch(name)
        if match is not None and isinstance(entry, dict):
            noted.append((int(match[1]), entry.get("last_act"), entry.get("head")))
    noted.sort(key=lambda one: one[0])
    return tuple(
        (act, head)
        for number, act, head in noted
        if number > since and isinstance(act, int) and isinstance(head, str) and head
    )


# ---- thinning ----


def thin(folder: Path, months: int = MONTHS_KEPT) -> None:
    """Remove the backups that are not kept any more; the monthly ones reach back so many months."""
    found = listed(folder)
    keep = kept([one.instant.date() for one in found], [one.verified for one in found], months)
    for place, backup in enumerate(found):
        if place not in keep:
            with suppress(OSError):
                backup.path.unlink()
