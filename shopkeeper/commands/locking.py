"""Commands about the passphrase of the book and the PINs of its people: lock, unlock, passphrase, pin. No secret is ever an argument."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.service import lock_owed, locks, people, pins

LONGEST_SECRET = 8192  # bytes


def lock(session: Session, *, sheet: str | None = None, new_passphrase_file: str | None = None) -> Answer:
    """Lock the book; answers the recovery code, which is told this once."""
    paper = _Sheet(session, sheet)
    with session.writing() as w:
        locks.may_change(w, session.path)
    passphrase = _new(new_passphrase_file)
    code = locks.new_code()
    session.close()
    paper.write(code)
    try:
        locks.lock(session.path, passphrase, code, session.now, session.progress, doer=session.doer)
    except BaseException:
        if not locks.is_locked(session.path):
            paper.take_away()
        raise
    done = _followed(session)
    return {"locked": True, "code": code, "sheet": sheet, "backups": done.backups, "left": done.left}


def unlock(session: Session) -> Answer:
    """Write the book in the clear again."""
    with session.writing() as w:  # it is opened, so the passphrase was said
        locks.may_change(w, session.path)
    session.close()
    locks.unlock(session.path, session.now, session.progress, doer=session.doer)
    done = _followed(session)
    return {"locked": False, "backups": done.backups, "left": done.left}


def _followed(session: Session) -> locks.Turned:
    """The book is turned, whatever becomes of its copies now; what is owed still is done by whoever opens it next."""
    try:
        return locks.finish(session.book, session.second_places())
    except StorageTrouble:
        return locks.Turned(locks.is_locked(session.path), left=1)


def passphrase(
    session: Session, *, new_passphrase_file: str | None = None, new_code: bool = False, code_file: str | None = None,
    sheet: str | None = None,
) -> Answer:  # fmt: skip
    """Another passphrase, or with `new_code` another recovery code; a forgotten one is replaced with the code."""
    if code_file is not None:
        locks.open_with_code(session.path, read_secret(code_file))
    paper = _Sheet(session, sheet)
    if not new_code:
        if sheet is not None:
            raise Declined(
                "sheet_needs_code", "A sheet is written when there is a new code: add --new-code.", "sheet"
            )
        new = _new(new_passphrase_file)
        if code_file is None:
            with session.writing() as w:
                locks.change_passphrase(w, session.path, new)
        else:
            locks.renew_passphrase(session.path, new)
            lock_owed.write_down(session.book, session.now)
        return {"changed": "passphrase", "code": None, "sheet": None}
    with session.book.writing(session.now, None if code_file else session.doer) as w:
        locks.may_change(w, session.path)
    code = locks.new_code()
    paper.write(code)
    try:
        with session.book.writing(session.now, None if code_file else session.doer) as w:
            locks.change_code(w, session.path, code)
    except BaseException as error:
        if getattr(error, "code", "") != locks.HOLDS:
            paper.take_away()
        raise
    return {"changed": "code", "code": code, "sheet": sheet}


def pin(
    session: Session, *, person: str | None = None, new_pin_file: str | None = None, take: bool = False, reset: bool = False
) -> Answer:  # fmt: skip
    """Give a PIN, take it, or take all where the owner's is forgotten; without a person, who has one."""
    if reset:
        with session.book.writing(session.now) as w:
            pins.forget_all(w)
    elif person is not None:
        number = people.find(session.reading, person)
        new = None if take else read_secret(new_pin_file) if new_pin_file is not None else _asked_pin()
        with session.writing() as w:
            if new is None:
                pins.take(w, number)
            else:
                pins.give(w, number, new)
    have = pins.have_one(session.reading)
    names = [one.name for one in people.everyone(session.reading) if one.id in have]
    return {"pins": names, "in_use": pins.in_use(session.reading)}


def _asked_pin() -> str:
    if not sys.stdin.isatty():
        raise Declined(
            "pin_missing", "Give the new PIN with --new-pin-file FILE, or run this on a terminal.", "pin"
        )
    first, again = ask("New PIN: "), ask("Once more: ")
    if first != again:
        raise Declined("pins_differ", "The two are not the same. Nothing was changed. Try again.", "pin")
    return first


class _Sheet:
    """The recovery sheet as a PDF, written before the code holds: a code nobody has would be worse than none."""

    def __init__(self, session: Session, file: str | None) -> None:
        self._path = None if file is None else Path(file)
        self._told = session.shop, session.speech, session.today

    def write(self, code: str) -> None:
        if self._path is None:
            return
        from shopkeeper.gui.recovery_page import save_sheet, sheet_of
        from shopkeeper.paper.fonts import without_window

        kept = without_window()
        save_sheet(None, self._path, sheet_of(code, *self._told))
        del kept

    def take_away(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _new(file: str | None) -> str:
    if file is not None:
        return read_secret(file)
    if not sys.stdin.isatty():
        raise Declined(
            "passphrase_missing",
            "Give the new passphrase with --new-passphrase-file FILE, or run this on a terminal.",
            "new_passphrase_file",
        )
    first, again = ask("New passphrase: "), ask("Once more: ")
    if first != again:
        raise Declined(
            "passphrases_differ", "The two are not the same. Nothing was changed. Try again.", "passphrase"
        )
    return first


# ---- where secrets come from ----


def ask(words: str) -> str:
    """Asked on the terminal, without showing what is typed."""
    from getpass import getpass

    try:
        return getpass(words)
    except EOFError as error:
        raise Declined(
            "passphrase_missing", "Nothing was typed, so nothing was done.", "passphrase"
        ) from error


def read_secret(file: str) -> str:
    """The first line of a file, or of standard input for "-"; the line's end is no part of it."""
    try:
        if file == "-":
            return _line(sys.stdin.buffer.readline(LONGEST_SECRET + 1))
        with Path(file).open("rb") as there:
            return _line(there.readline(LONGEST_SECRET + 1))
    except OSError as error:
        raise Declined(
            "passphrase_unreadable",
            "The file with the passphrase cannot be read. Nothing was done.",
            "passphrase_file",
        ) from error


def _line(raw: bytes) -> str:
    if len(raw) > LONGEST_SECRET:
        raise Declined(
            "passphrase_long", "The passphrase in the file is too long. Nothing was done.", "passphrase_file"
        )
    try:
        return raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Declined(
            "not_utf8", "The passphrase is not written in UTF-8. Nothing was done.", "passphrase_file"
        ) from error


def source(file: str | None, descriptor: int | None) -> Callable[[], str] | None:
    """Who says the passphrase of a locked book: a file, a descriptor that is open already, or a person at a terminal."""
    if file is not None:
        return lambda: read_secret(file)
    if descriptor is not None:
        return lambda: _from(descriptor)
    if sys.stdin is not None and sys.stdin.isatty():
        return lambda: ask("Passphrase of the book: ")
    return None


def pin_source(file: str | None) -> Callable[[], str] | None:
    """Who says the PIN of whoever acts: a file, or nobody."""
    return None if file is None else lambda: read_secret(file)


def owner_source(file: str | None, *, by_program: bool) -> Callable[[], str] | None:
    """Who says the owner's PIN where something is theirs: a person at a terminal, if no file says one already."""
    if file is not None or by_program or sys.stdin is None or not sys.stdin.isatty():
        return None
    return lambda: ask("The owner's PIN: ")


def _from(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as there:
            return _line(there.readline(LONGEST_SECRET + 1))
    except OSError as error:
        raise Declined(
            "passphrase_unreadable",
            "There is no passphrase at this descriptor. Nothing was done.",
            "passphrase_fd",
        ) from error
