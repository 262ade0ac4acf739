"""A book is locked with a passphrase, opened, and unlocked again; its backups follow. Off unless the owner wants it."""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records import keyfile, keyring, turning
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.rules import recovery_code
from shopkeeper.service import backup_folder, checking, pins, roles
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

PART = ".turning"
HOLDS = "holds_already"  # the code of what is said where a change holds that could not be written down
Changed = Literal["locked", "unlocked", "passphrase", "code"]


@dataclass(frozen=True, slots=True)
class Turned:
    """The book is locked now, or in the clear; `left` is how many old copies could not follow it."""

    locked: bool
    backups: int = 0
    left: int = 0


def new_code() -> str:
    """A recovery code that nobody has had before."""
    return recovery_code.written(os.urandom(recovery_code.BYTES))


def checked_passphrase(text: str) -> str:
    """A passphrase that may be used; Declined if it is too short, too long or too simple."""
    return keyfile.checked_passphrase(text)


# ---- opening ----


def needs_key(file: Path) -> bool:
    """Whether a file that is not open is locked with a key that was not given yet, and could be."""
    salt = keyring.salt_of(file)
    return salt is not None and not keyring.has(salt) and keyfile.found(file) is not None


def is_locked(file: Path) -> bool:
    """Whether a live book, or one about to be opened, is locked; whether or not its key is known."""
    return keyring.wanted(file) is not None


def open_with_passphrase(file: Path, passphrase: str) -> None:
    """Let the book, or the backup, be read from now on.

    Declined: another passphrase. StorageTrouble: no key file, a damaged one. It takes some tenths of a second.
    """
    held = _key_file(file)
    keyring.give(held.salt, keyfile.by_passphrase(held, passphrase))
    _keep_beside(file, held)


def open_with_code(file: Path, code: str) -> None:
    """The same with the recovery code of its sheet."""
    written = recovery_code.understood(code)
    held = _key_file(file)
    keyring.give(held.salt, keyfile.by_code(held, written))
    _keep_beside(file, held)


def open_with(file: Path, secret: str) -> None:
    """The same with either, for a place that has one field: what reads as a recovery code is one."""
    try:
        recovery_code.understood(secret)
    except Declined:
        open_with_passphrase(file, secret)
    else:
        open_with_code(file, secret)


def enter(w: Writing, book: Path, secret: str) -> pins.Entered:
    """Whose PIN this is; in a locked book the passphrase, or the recovery code, is as good as the owner's."""
    return pins.enter(w, secret, (lambda: _opens(book, secret)) if is_locked(book) else None)


def _opens(book: Path, secret: str) -> bool:
    if len(secret) < keyfile.SHORTEST:
        return False
    held = _key_file(book)
    try:
        try:
            keyfile.by_code(held, recovery_code.understood(secret))
        except Declined:
            keyfile.by_passphrase(held, secret)
    except Declined:
        return False
    return True


def _key_file(file: Path) -> keyfile.KeyFile:
    held = keyfile.found(file)
    return keyfile.read(keyfile.beside(file)) if held is None else held


def _keep_beside(file: Path, held: keyfile.KeyFile) -> None:
    """Where the book's own key file is gone or damaged, and a copy opened it, the copy takes its place."""
    own = keyfile.beside(file)
    if own.exists():
        with suppress(StorageTrouble):
            if keyfile.read(own).salt == held.salt:
                return
    with suppress(StorageTrouble):  # a stick that may only be read
        copies.write_small(own, keyfile.as_text(held))


# ---- another passphrase, another code ----


def check_passphrase(book: Path, passphrase: str) -> None:
    """Declined unless this is the passphrase of the open book: before the lock is changed, who sits there is asked again."""
    keyfile.by_passphrase(_held(book)[0], passphrase)


def note(w: Writing, changed: Changed, *, by: int | None = None) -> int:
    """Write down that the lock was changed, and by whom; it cannot be undone. Declined where that is the owner's."""
    from shopkeeper.service import acts

    return acts.begin(w, "lock", by=by, changed=changed)


def may_change(w: Writing, book: Path, passphrase: str | None = None) -> int | None:
    """Who is about to lock or unlock the book, as far as a PIN proves it. Declined: not the owner; another passphrase."""
    roles.require(w, "lock")
    if passphrase is not None:
        check_passphrase(book, passphrase)
    return roles.proved(w)


def change_passphrase(
    w: Writing, book: Path, passphrase: str, *, now: str | None = None, by: int | None = None
) -> int:
    """From now on this passphrase; the recovery code stays. With `now` only whoever says the one that holds. Answers the
    act, which cannot be undone.

    Who copied the key file before can still open it with the old one: to shut that out, unlock and lock anew.
    """
    act = note(w, "passphrase", by=by)
    if now is not None:
        check_passphrase(book, now)
    held, key = _held(book)
    _write_with(w, book, act, "passphrase", held, keyfile.with_passphrase(held, key, passphrase))
    return act


def renew_passphrase(book: Path, passphrase: str) -> None:
    """The same in a book that is about to be opened with its recovery code; who opens it next writes it down."""
    from shopkeeper.service import lock_owed

    held, key = _held(book)
    new = keyfile.with_passphrase(held, key, passphrase)
    lock_owed.announce(book, new, lock_owed.BY_CODE)
    _write(book, new)
    _bring(book)


def change_code(w: Writing, book: Path, code: str, *, by: int | None = None) -> int:
    """A new recovery code, for a sheet that was lost; the old one opens nothing from now on. Answers the act, which cannot
    be undone."""
    act = note(w, "code", by=by)
    held, key = _held(book)
    new = keyfile.with_code(held, key, recovery_code.understood(code))
    _write_with(w, book, act, "code", held, new)
    return act


def _held(book: Path) -> tuple[keyfile.KeyFile, bytes]:
    salt = keyring.wanted(book)
    key = None if salt is None else keyring.key(salt)
    if key is None:
        raise Declined("not_locked", "The book is not locked. Nothing was changed.")
    return keyfile.read(keyfile.beside(book)), key


def _write_with(
    w: Writing, book: Path, act: int, changed: Changed, old: keyfile.KeyFile, new: keyfile.KeyFile
) -> None:
    """The new key file holds if, and only if, the act that tells of it is kept. Where a disk allows neither, it holds, the
    sentence says so, and the act follows at the next start."""
    from shopkeeper.service import lock_owed

    def put_back() -> bool:
        try:
            if keyfile.read(keyfile.beside(book)) == old:
                return True
            if lock_owed.kept(book, act, changed):  # an error is no proof that nothing was saved
                return False
            _write(book, old)
        except StorageTrouble:
            return False
        return True

    def ended(committed: bool) -> None:
        if not committed and not put_back():
            raise _holds_already(changed)
        lock_owed.take_away(book)
        if committed:
            _bring(book)

    lock_owed.pay(w, book)
    by = w.value("select by_person from acts where id = ?", (act,))
    lock_owed.announce(book, new, changed, act, by)
    w.afterwards(ended)
    _write(book, new)


def _holds_already(changed: Changed) -> StorageTrouble:
    if changed == "code":
        return StorageTrouble(
            HOLDS,
            "The new recovery code holds, and the old sheet opens nothing any more. Only that it was changed could not be"
            " written down; that follows at the next start. Look after the disk. If the new code is not on paper, make"
            " another one.",
        )
    return StorageTrouble(
        HOLDS,
        "The new passphrase holds, and the old one opens nothing any more. Only that it was changed could not be written"
        " down; that follows at the next start. Look after the disk.",
    )


def _write(book: Path, file: keyfile.KeyFile) -> None:
    own = keyfile.beside(book)
    try:
        copies.write_small(own, keyfile.as_text(file))
    except StorageTrouble:
        if (
            keyfile.read(own) != file
        ):  # an error is no proof that nothing was written: what stands there holds
            raise


def _bring(book: Path) -> None:
    with suppress(StorageTrouble, OSError):  # the next backup brings it along
        bring_key(book, backup_folder.folder_of(book))


def bring_key(book: Path, folder: Path, name: str = "") -> None:
    """A locked book's backups bring its key file along, so that they can be restored on another computer.

    Nothing is written where the book is not locked, or the same file is there already.
    """
    salt = keyring.wanted(book)
    own = keyfile.beside(book)
    if salt is None or not folder.is_dir() or not own.exists():
        return
    text = own.read_text(encoding="utf-8")
    there = folder / (name or f"shop-{salt.hex()[:8]}.key")
    with suppress(OSError, UnicodeDecodeError):
        if there.read_text(encoding="utf-8") == text:
            return
    copies.write_small(there, text)


# ---- turning ----


def lock(
    book: Path, passphrase: str, code: str, now: datetime, progress: Progress = nobody_waits, *, doer: object = None,
    by: int | None = None, wait: Callable[[float], object] = time.sleep,
) -> Turned:  # fmt: skip
    """Lock a book that nobody has open: written anew under a random key, verified, and only then put in its place.

    The old file stays beside it until `finish`. After a crash at any instant the book is the old one or the new one.
    The new book has it written down that it was, and by whom; it cannot be undone, only unlocked again.
    Declined: in use, locked already, a passphrase that is none, not the owner. StorageTrouble: no room, a place that cannot be written.
    """
    written = recovery_code.understood(code)
    if is_locked(book):
        raise Declined("locked_already", "The book is locked already. Nothing was changed.")
    _refuse_all_but_owner(book, doer)
    held, key = keyfile.make(passphrase, written)
    keyring.give(held.salt, key)
    _turn(book, held, _Told(now, doer, by), progress, wait)
    return Turned(True)


def unlock(
    book: Path, now: datetime, progress: Progress = nobody_waits, *, doer: object = None, by: int | None = None,
    wait: Callable[[float], object] = time.sleep,
) -> Turned:  # fmt: skip
    """The same way back: the book in the clear, for everybody who can open the file."""
    _held(book)
    _refuse_all_but_owner(book, doer)
    _turn(book, None, _Told(now, doer, by), progress, wait)
    return Turned(False)


def _part_of(book: Path) -> Path:
    return book.with_name(book.name + PART)


@dataclass(frozen=True, slots=True)
class _Told:
    """When a book is turned, and by whom."""

    now: datetime
    doer: object
    by: int | None


def _refuse_all_but_owner(book: Path, doer: object) -> None:
    if doer is not None:
        with closing(Book(book).reading()) as reading:
            roles.require_for_book(reading, doer)


def _destroy_part(part: Path) -> None:
    """What was half written, and first the log beside it: another file would take it for its own."""
    for ending in ("-wal", "-shm", "-journal", ""):
        turning.destroy(part.with_name(part.name + ending))


def _write_down(part: Path, salt: bytes | None, told: _Told) -> None:
    """In the new book, before it takes its place: so it is written down if, and only if, it is done."""
    keyring.settle(part, salt)
    new = Book(part)
    try:
        with new.writing(told.now, told.doer) as w:
            note(w, "unlocked" if salt is None else "locked", by=told.by)
        new.empty_log()
    finally:
        new.close()
        keyring.look_again(part)
    copies.sync_file(part)


def _turn(
    book: Path, held: keyfile.KeyFile | None, told: _Told, progress: Progress, wait: Callable[[float], object]
) -> None:
    part, salt = _part_of(book), None if held is None else held.salt
    progress(0, 3)
    with turning.alone_with(book) as live:
        _destroy_part(part)  # of a turning that was cut off: nobody else can be at one now
        turning.destroy(turning.aside_of(book))
        if held is not None:  # first the key, or a book could be there that nobody can open
            copies.write_small(keyfile.beside(book), keyfile.as_text(held))
        if not copies.begin_part(part):
            raise copies.cannot_write(book.parent)
        try:
            turning.write_anew(live, part, salt)
            progress(1, 3)
            with copies.opened_copy(part) as written:
                if checking.business_problems(Reading(written)) != checking.business_problems(Reading(live)):
                    raise StorageTrouble(
                        "not_the_same",
                        "What was written is not what was read, so it was thrown away. The book is as it was.",
                    )
            _write_down(part, salt, told)
            progress(2, 3)
            turning.take_place(live, part, book, salt, wait)
        except BaseException:
            with suppress(StorageTrouble):  # `finish` does it
                _destroy_part(part)
            raise
    progress(3, 3)


# ---- what follows ----


def is_owed(book: Path) -> bool:
    """Whether a book was turned and its old file, and its backups, have still to follow; or a turning was cut off."""
    return turning.aside_of(book).exists() or _part_of(book).exists()


def finish(book: Book, folders: Iterable[Path] = ()) -> Turned:
    """Once the new book was seen to open: its backups follow it, then the old file is overwritten and removed, and what
    a turning that was cut off had written.

    It may be stopped at any time and begun again.
    """
    path = book.path
    salt = keyring.wanted(path)
    # As long as it is open, nobody else can turn the book.
    with closing(book.reading()) as reading:
        reading.value("select max(id) from acts")  # it opens
        turned = left = 0
        for folder in (backup_folder.folder_of(path), *folders):
            bring_key(path, folder)
            done, not_done = turn_folder(folder, salt)
            turned, left = turned + done, left + not_done
        if salt is None and not left:
            for folder in (backup_folder.folder_of(path), *folders, path.parent):
                _remove_keys(folder)
        _destroy_part(_part_of(path))
        turning.destroy(turning.aside_of(path))
    return Turned(salt is not None, turned, left)


def turn_folder(folder: Path, salt: bytes | None) -> tuple[int, int]:
    """Let the backups in a folder be locked as the book is; how many were turned, and how many could not be."""
    turned = left = 0
    for name in backup_folder.names(folder):
        file = folder / name
        if not name.endswith(".db") or not (backup_folder.is_name(name) or name.startswith("damaged-")):
            continue
        if keyring.salt_of(file) == salt:
            continue
        try:
            turning.turn_copy(file, salt)
            backup_folder.keep_size(folder, file)
            turned += 1
        except StorageTrouble:
            left += 1
    return turned, left


def _remove_keys(folder: Path) -> None:
    """Keys that no file beside them begins with."""
    with suppress(OSError):
        used: set[Any] = {keyring.salt_of(file) for file in folder.glob("*.db")}
        for place in folder.glob("*.key"):
            with suppress(StorageTrouble):
                if keyfile.read(place).salt not in used:
                    place.unlink()
