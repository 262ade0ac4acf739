"""A second place for backups, on a stick or another disk: chosen by the owner, copied to by itself, missed when it is old."""

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyring
from shopkeeper.records.book import Book, Writing, instant_text
from shopkeeper.say import text as say
from shopkeeper.service import acts, keeping_times, locks, shops
from shopkeeper.service.backup_folder import Backup, folder_of, keep_manifest, listed, thin
from shopkeeper.service.safety import LAST, PLACE, Second, second_place


def choose(w: Writing, folder: Path | None, book: Path) -> Second:
    """Copy backups to a folder from now on, or (None) to no second place any more.

    Declined: no folder, one that may not be written to, the one where the backups are anyway.
    """
    if folder is not None:
        if not folder.is_dir():
            raise Declined("no_folder", say("There is no such folder. Choose one that is there."), "folder")
        if not os.access(folder, os.W_OK):
            raise Declined(
                "folder_not_ours", say("Nothing can be written in this folder. Choose another."), "folder"
            )
        if folder.resolve() in (folder_of(book).resolve(), book.parent.resolve()):
            raise Declined(
                "same_place",
                say("The backups are there already. Choose a folder on another disk or a stick."),
                "folder",
            )
    acts.begin(w, "second place")
    shops.keep(w, PLACE, None if folder is None else str(folder.resolve()))
    shops.keep(w, LAST, None)
    return second_place(w, w.now)


def copy(book: Book, now: datetime) -> Backup | None:
    """Copy the newest backup to the second place, read it through there, and thin what is there.

    None where no place is chosen, or there is nothing to copy. StorageTrouble: the place is away, or full.
    """
    reading = book.reading()
    try:
        there = second_place(reading, now)
        months = keeping_times.read(reading).backups
    finally:
        reading.close()
    newest = next((one for one in listed(folder_of(book.path)) if one.verified), None)
    if there.folder is None or newest is None:
        return None
    if not there.folder.is_dir():
        raise StorageTrouble(
            "second_place_away",
            say(
                "The second place for backups is not there. Put the stick in, or choose another folder in Settings."
            ),
        )
    final = there.folder / newest.path.name
    if not final.exists():
        _copied(newest, final)
        keep_manifest(there.folder, Backup(final, *_rest(newest)))
        locks.bring_key(book.path, there.folder)
        locks.turn_folder(there.folder, keyring.wanted(book.path))  # those of before the book was locked
        thin(there.folder, months)
    with book.writing(now) as w:
        shops.keep(w, LAST, instant_text(now))
    return Backup(final, *_rest(newest))


def _rest(one: Backup) -> tuple[int, datetime, str, int, int, int, int, bool, str]:
    return (
        one.sequence,
        one.instant,
        one.reason,
        one.members,
        one.purchases,
        one.last_act,
        one.size,
        True,
        one.head,
    )


def _copied(newest: Backup, final: Path) -> None:
    copies.check_room(final.parent, newest.size)
    part = final.with_name(final.name + ".part")
    with suppress(OSError):
        part.unlink(missing_ok=True)  # of a stick that was pulled out
    if not copies.begin_part(part):
        raise copies.cannot_write(final.parent)
    try:
        with newest.path.open("rb") as ours, part.open("wb") as theirs:
            shutil.copyfileobj(ours, theirs, 2**20)
            theirs.flush()
            os.fsync(theirs.fileno())
        copies.verified(part)
        copies.finish_part(part, final)
    except OSError as error:
        raise copies.cannot_write(final.parent) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
