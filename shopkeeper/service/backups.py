"""Backups beside the book: made, verified, listed, thinned; and put back, with a safety copy first."""

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import Book, instant_text
from shopkeeper.records.opening import open_book
from shopkeeper.service import shops

FOLDER = "backups"
MANIFEST = "manifest.json"
NEVER_FEWER = 10
DAYS_KEPT, WEEKS_KEPT, MONTHS_KEPT = 14, 9, 36
STALE_AFTER = timedelta(hours=6)
_NAME = re.compile(r"shop-(\d{6,})-(\d{8}T\d{6}Z)\.db")
_PART = re.compile(r"shop-(\d{6,})\.part(?:-journal|-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the book. `instant` is when it was made, `size` its bytes; `verified`: it was read through after
    it was written and has had that size since. `last_act` is the last act it holds."""

    path: Path
    sequence: int
    instant: datetime
    reason: str
    members: int
    purchases: int
    last_act: int
    size: int
    verified: bool


def folder_of(book: Path) -> Path:
    """Where the backups of a book are kept."""
    return book.parent / FOLDER


# ---- making ----


def daily(book: Book, now: datetime) -> Backup | None:
    """The day's backup if none was made yet on this shop day and something changed since the last; else None."""
    reading = book.reading()
    try:
        last_act = int(reading.value("select coalesce(max(id), 0) from acts"))
        shop = shops.read(reading)
    finally:
        reading.close()
    newest = _newest(folder_of(book.path))
    if newest is None:
        return make(book, now, "daily") if last_act > 1 else None
    if newest.last_act == last_act or shop.day_of(newest.instant) == shop.day_of(now):
        return None
    return make(book, now, "daily")


def _newest(folder: Path) -> Backup | None:
    found = listed(folder)
    return found[0] if found else None


def make(book: Book, now: datetime, reason: str, to: Path | None = None) -> Backup:
    """Copy the book, read the copy through, keep it under its name; into the folder of backups or to a file.

    Declined: a file of that name is there already. StorageTrouble: no room, a place that cannot be written.
    """
    return _copy(book.path, now, reason) if to is None else _copy_to(book.path, now, reason, to)


def before_migration(path: Path, now: datetime) -> Backup:
    """Copy a book of an older version, before its tables are changed."""
    return _copy(path, now, "before migration")


def open_shop(path: Path, now: datetime) -> Book:
    """The book in the file; one of an older version is backed up first, then migrated."""

    def first(older: Path) -> None:
        before_migration(older, now)

    return open_book(path, backup_first=first)


def _copy(book: Path, now: datetime, reason: str) -> Backup:
    folder = folder_of(book)
    sequence, part = _part(folder, now)
    final = folder / f"shop-{sequence:06d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    try:
        contents = copies.copy_out(book, part)
        copies.finish_part(part, final)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    made = Backup(
        final, sequence, now.astimezone(UTC).replace(microsecond=0), reason, contents.members, contents.purchases,
        contents.last_act, contents.size, True,
    )  # fmt: skip
    _keep_manifest(folder, made)
    _thin(folder)
    return made


def _part(folder: Path, now: datetime) -> tuple[int, Path]:
    """A sequence number nobody else has, and the file that says so."""
    while True:
        used = [0]
        for name in _names(folder):
            whole, part = _NAME.fullmatch(name), _PART.fullmatch(name)
            if part is not None and _is_stale(folder / name, now):
                with suppress(OSError):
                    (folder / name).unlink(missing_ok=True)
            elif whole is not None or part is not None:
                used.append(int((whole or part)[1]))  # type: ignore[index]
        sequence = max(used) + 1
        part_file = folder / f"shop-{sequence:06d}.part"
        if not copies.begin_part(part_file):
            continue
        if any(int(found[1]) == sequence for found in map(_NAME.fullmatch, _names(folder)) if found):
            part_file.unlink()  # another program finished this number while we looked
            continue
        return sequence, part_file


def _is_stale(part: Path, now: datetime) -> bool:
    """Whether the program that wrote this was ended long ago."""
    try:
        written = datetime.fromtimestamp(part.stat().st_mtime, UTC)
    except OSError:
        return False
    return abs(now - written) > STALE_AFTER


def _copy_to(book: Path, now: datetime, reason: str, to: Path) -> Backup:
    if to.exists() or to.is_symlink():
        raise Declined(
            "file_exists",
            "There is already a file of this name. No backup was made. Choose another name.",
            "file",
        )
    if not to.parent.is_dir():
        raise Declined(
            "no_folder", "There is no such folder. No backup was made. Choose another place.", "file"
        )
    part = to.with_name(to.name + ".part")
    if not copies.begin_part(part):
        raise Declined(
            "file_exists", "A backup of this name is being written already. Choose another name.", "file"
        )
    try:
        contents = copies.copy_out(book, part)
        copies.finish_part(part, to)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Backup(
        to, 0, now.astimezone(UTC).replace(microsecond=0), reason, contents.members, contents.purchases,
        contents.last_act, contents.size, True,
    )  # fmt: skip


# ---- listing ----


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the latest made first: by their number, for clocks have been set back."""
    known = _manifest(folder)
    found = []
    for name in _names(folder):
        match = _NAME.fullmatch(name)
        if match is not None:
            with suppress(OSError):
                found.append(_listed(folder / name, int(match[1]), match[2], known.get(name)))
    return tuple(sorted(found, key=lambda one: (one.sequence, one.path.name), reverse=True))


def _listed(path: Path, sequence: int, stamp: str, entry: Any) -> Backup:
    size = path.stat().st_size
    instant = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if isinstance(entry, dict):
        with suppress(KeyError, TypeError, ValueError):
            return Backup(
                path, sequence, instant, str(entry["reason"]), int(entry["members"]), int(entry["purchases"]),
                int(entry["last_act"]), size, verified=entry["size"] == size,
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


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep_manifest(folder: Path, made: Backup) -> None:
    names = set(_names(folder))
    kept = {name: entry for name, entry in _manifest(folder).items() if name in names}
    kept[made.path.name] = {
        "instant": instant_text(made.instant),
        **{
            name: value
            for name, value in asdict(made).items()
            if name in ("reason", "members", "purchases", "last_act", "size")
        },
    }
    copies.write_small(folder / MANIFEST, json.dumps(kept, indent=1))


# ---- thinning ----


def _thin(folder: Path) -> None:
    found = listed(folder)
    keep = kept(found)
    for backup in found:
        if backup.path.name not in keep:
            with suppress(OSError):
                backup.path.unlink()


def kept(found: tuple[Backup, ...]) -> frozenset[str]:
    """Which of the backups (the latest first) are not thinned: names of files.

    The latest ten; the last of each of the latest fourteen days, nine weeks and thirty-six months that have one;
    the latest verified. Counted along their numbers, never along the clock.
    """
    keep = {backup.path.name for backup in found[:NEVER_FEWER]}
    for spans, label in ((DAYS_KEPT, _day), (WEEKS_KEPT, _week), (MONTHS_KEPT, _month)):
        seen: dict[tuple[int, ...], str] = {}
        for backup in found:
            seen.setdefault(label(backup.instant.date()), backup.path.name)
        keep.update(list(seen.values())[:spans])
    newest = next((backup.path.name for backup in found if backup.verified), None)
    return frozenset(keep | ({newest} if newest else set()))


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month
