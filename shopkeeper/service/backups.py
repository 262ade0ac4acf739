"""Backups beside the book: made, verified, thinned; and put back, with a safety copy first."""

import shutil
import tempfile
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyfile, keyring, turning
from shopkeeper.records.book import Book, Reading
from shopkeeper.records.opening import open_book
from shopkeeper.rules.days import months_after
from shopkeeper.service import (
    checking,
    finding,
    forgetting,
    keeping_times,
    locks,
    programmes,
    roles,
    shops,
    standings,
)
from shopkeeper.service import safety as safety_of
from shopkeeper.service.backup_folder import (
    Backup,
    folder_of,
    is_stale,
    keep_manifest,
    listed,
    names,
    next_part,
    thin,
)
from shopkeeper.values import dataclass

__all__ = [
    "Backup", "Missing", "Restored", "after_forgetting", "before_migration", "folder_of", "listed", "look_at", "make",
    "missing", "restore", "restore_over",
]  # fmt: skip

DESK = "restoring-"


@dataclass(frozen=True, slots=True)
class Restored:
    """The book is now what the backup was: through which shop day it goes, how many members and purchases it holds.

    `safety` is the copy of the book as it was before, None if there was none: restoring that undoes this.
    `forgotten` is how many members, forgotten since the backup was made, were forgotten again.
    """

    day: date
    members: int
    purchases: int
    safety: Path | None
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """What the book holds more than a backup does (less where the number is negative), and how many acts are later."""

    members: int
    purchases: int
    acts: int


# ---- making ----


def make(book: Book, now: datetime, reason: str, to: Path | None = None, doer: object = None) -> Backup:
    """Copy the book, read the copy through, keep it under its name; into the folder of backups or to a file, which is the
    owner's to ask for.

    Declined: a file of that name is there already; not the owner. StorageTrouble: no room, a place that cannot be written.
    """
    if to is None:
        return _copy(book.path, now, reason)
    _refuse_all_but_owner(book.path, doer)
    return _copy_to(book.path, now, reason, to)


def before_migration(path: Path, now: datetime) -> Backup:
    """Copy a book of an older version, before its tables are changed."""
    return _copy(path, now, "before migration")


_MAKING = Lock()
"""One backup at a time within the program: before an import the clerk makes one, while the scholar may be at the half
hour's, and what one is writing must not look like something left behind to the other, whatever the clock says."""


def _copy(book: Path, now: datetime, reason: str) -> Backup:
    with _MAKING:
        return _copy_alone(book, now, reason)


def _copy_alone(book: Path, now: datetime, reason: str) -> Backup:
    folder = folder_of(book)
    sequence, part = next_part(folder, now)
    final = folder / f"shop-{sequence:06d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    try:
        contents = copies.copy_out(book, part)
        copies.finish_part(part, final)
    except BaseException:
        with suppress(OSError):  # what went wrong is told, not that this did too
            part.unlink(missing_ok=True)
        raise
    made = Backup(
        final, sequence, now.astimezone(UTC).replace(microsecond=0), reason, contents.members, contents.purchases,
        contents.last_act, contents.size, True, contents.head,
    )  # fmt: skip
    keep_manifest(folder, made)
    locks.bring_key(book, folder)
    thin(folder, _months_kept(final))
    return made


def _months_kept(copy: Path) -> int:
    """How far back the owner wants the monthly ones, as the copy just made says."""
    with copies.opened_copy(copy) as connection:
        return keeping_times.read(Reading(connection)).backups


def after_forgetting(book: Book, now: datetime) -> date:
    """Empty the log, so that no byte of who was forgotten is left in it, and make a backup that knows of it.

    Answers the day by which the last backup from before is thinned, if the shop goes on making backups.
    """
    book.empty_log()
    made = make(book, now, "after forgetting")
    return months_after(made.instant.date(), _months_kept(made.path) + 1)


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
        locks.bring_key(book, to.parent, to.name + ".key")
    except BaseException:
        with suppress(OSError):  # what went wrong is told, not that this did too
            part.unlink(missing_ok=True)
        raise
    return Backup(
        to, 0, now.astimezone(UTC).replace(microsecond=0), reason, contents.members, contents.purchases,
        contents.last_act, contents.size, True, contents.head,
    )  # fmt: skip


# ---- putting back ----


def look_at(file: Path, now: datetime) -> Backup:
    """A backup that somebody has in another place, after it was read through; Declined or StorageTrouble if it is none."""
    desk = _desk(Path(tempfile.gettempdir()), now)
    try:
        staged = desk / "shop.db"
        copies.stage(file, staged)
        contents = copies.verified(staged)
        made = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    return Backup(
        file,
        0,
        made,
        "",
        contents.members,
        contents.purchases,
        contents.last_act,
        contents.size,
        verified=True,
    )


def missing(book: Reading, backup: Backup) -> Missing:
    """What would be missing if this backup were restored; counts the whole book, so it may take a moment."""
    members, purchases, acts = book.rows(
        "select (select count(*) from members where gone = 0),"
        " (select count(*) from facts where kind = 'purchase' and undone_by is null),"
        " (select count(*) from acts where id > ?)",
        (backup.last_act,),
    )[0]
    return Missing(members - backup.members, purchases - backup.purchases, acts)


def missing_in(path: Path, backup: Backup) -> Missing | None:
    """The same of a book that cannot be opened as it should; None where it is past saying it, or is none."""
    if not path.exists():
        return None
    try:
        with closing(Book(path).reading()) as reading:
            return missing(reading, backup)
    except StorageTrouble:
        return None


def restore_over(path: Path, backup: Path, now: datetime) -> Restored:
    """Restore where the book cannot be opened: what is in its place is kept aside first, whatever it is."""
    aside: list[tuple[Path, Path]] = []
    try:
        copies.has_book(path)
    except StorageTrouble as error:
        if error.code != "not_a_book":
            raise
        # Its log belongs to it: left behind, it would be taken for the restored book's.
        stamp = f"set-aside-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-"
        for ending in ("", "-wal", "-shm"):
            there = path.with_name(path.name + ending)
            if there.exists():
                aside.append((there, path.with_name(stamp + there.name)))
    try:
        for there, away in aside:
            there.replace(away)
        return restore(backup, Book(path), now)
    except BaseException:
        if not path.exists():
            for there, away in aside:
                if away.exists():
                    away.replace(there)
        raise


def restore(backup: Path, book: Book, now: datetime, doer: object = None) -> Restored:
    """Make the book what the backup was; the book as it is now is kept first, so that this can be undone.

    Declined, and nothing is changed: no backup, one of a newer version, a book that is in use, the book itself.
    StorageTrouble: damaged, or not as this program writes it; no room. After a crash the book is the old or the
    new one.
    """
    live = book.path
    if live.exists() and backup.exists() and live.samefile(backup):
        raise Declined("same_file", "This is the book itself, not a backup. Nothing was changed.", "file")
    _refuse_all_but_owner(live, doer)
    folder = folder_of(live)
    desk = _desk(folder, now)
    try:
        staged = desk / "shop.db"
        copies.stage(backup, staged)
        contents, day, forgotten = _made_ready(staged, now, _to_carry(live))
        safety = _safety(book, now)
        _remember_restored(staged, now, max((one.sequence for one in listed(folder)), default=0))
        _lock_alike(staged, backup, live)
        copies.put_back(staged, book)
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    return Restored(day, contents.members, contents.purchases, safety, forgotten)


def _remember_restored(staged: Path, now: datetime, latest: int) -> None:
    """What is put back knows by itself after which backup it came: a restore that is cut off right after it must not
    look like a book whose acts were altered."""
    book = open_book(staged)
    try:
        with book.writing(now) as w:
            shops.keep(w, safety_of.RESTORED, latest)
        book.empty_log()
    finally:
        book.close()


def _refuse_all_but_owner(live: Path, doer: object) -> None:
    """Where the book can be asked; one past reading may be restored by whoever stands before it."""
    if doer is None or not live.exists():
        return
    try:
        with closing(Book(live).reading()) as reading:
            roles.require_for_book(reading, doer)
    except StorageTrouble:
        return


def _lock_alike(staged: Path, backup: Path, live: Path) -> None:
    """A book stays locked, or in the clear, as it is; where there is none, what is restored brings its lock along."""
    salt = keyring.salt_of(staged)
    if copies.has_book(live):
        if salt != keyring.wanted(live):
            turning.turn_copy(staged, keyring.wanted(live))
    elif salt is not None and (held := keyfile.found(backup)) is not None:
        copies.write_small(keyfile.beside(live), keyfile.as_text(held))


def _to_carry(live: Path) -> forgetting.Carried | None:
    """Who was forgotten and who said no, as the live book knows; where it is past reading, its latest backup."""
    try:
        if not copies.has_book(live):
            return None
        reading = Book(live).reading()
        try:
            return forgetting.carried(reading) if _knows_privacy(reading) else None
        finally:
            reading.close()
    except StorageTrouble as error:
        if error.code not in checking.DAMAGED:
            raise
    newest = next((one for one in listed(folder_of(live)) if one.verified), None)
    if newest is None:
        return None
    with copies.opened_copy(newest.path) as connection:
        reading = Reading(connection)
        return forgetting.carried(reading) if _knows_privacy(reading) else None


def _knows_privacy(reading: Reading) -> bool:
    return reading.value("select 1 from sqlite_master where name = 'forgotten'") is not None


def _made_ready(
    staged: Path, now: datetime, told: forgetting.Carried | None
) -> tuple[copies.Contents, date, int]:
    """Check the copy through and bring it to the present: tables of today, days that passed, a new index, nobody in it
    who was forgotten since."""
    copies.verified(staged)
    copies.refuse_foreign(staged)
    book = open_book(staged)
    try:
        reading = book.reading()
        try:
            if checking.business_problems(reading):
                raise StorageTrouble(
                    "backup_damaged",
                    "This backup does not add up. Nothing was changed. Choose an earlier one.",
                )
            last = reading.value("select entered_at from acts order by id desc limit 1")
            day = shops.read(reading).day_of(datetime.fromisoformat(last))
        finally:
            reading.close()
        with book.writing(now) as w:
            again = forgetting.again(w, told) if told is not None else 0
            standings.catch_up(w, programmes.versions(w), shops.today(w))
            finding.rebuild(w)
        book.empty_log()
    finally:
        book.close()
    return copies.verified(staged), day, again


def _safety(book: Book, now: datetime) -> Path | None:
    if not copies.has_book(book.path):
        return None
    book.close()
    try:
        return _copy(book.path, now, "before restoring").path
    except StorageTrouble as error:
        if error.code not in checking.DAMAGED | {"backup_damaged"}:
            raise
    # Exactly when it is damaged it is to be restored: keep all that can still be read of it.
    aside = folder_of(book.path) / f"damaged-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    copies.copy_as_it_is(book.path, aside)
    return aside


def _desk(folder: Path, now: datetime) -> Path:
    """A private folder to work in; those of programs that were ended long ago are removed."""
    copies.make_folder(folder)
    for name in names(folder):
        if name.startswith(DESK) and is_stale(folder / name, now):
            shutil.rmtree(folder / name, ignore_errors=True)
    try:
        return Path(tempfile.mkdtemp(prefix=DESK, dir=folder))
    except OSError as error:
        raise copies.cannot_write(folder) from error
