"""A locked book opens with its passphrase or its code and with nothing else; locking loses nothing, whatever happens."""

import json
import os
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import keyfile, keyring, sqlite, turning
from shopkeeper.records.book import Book, Writing
from shopkeeper.records.opening import open_book
from shopkeeper.service import acts, backups, care, checking, locks, people, pins, second_place
from shopkeeper.service.opening import open_shop, owed_of
from shopkeeper.service.roles import Doer
from tests.books import NOW, buy, enrol, new_book

PASSPHRASE = "four lemons on a tram"
WRONG = "four lemons on a bus"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation that costs a test less; and no key of one test is left for the next."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 8_192)
    monkeypatch.setattr(keyfile, "ITERATIONS", 1)
    monkeypatch.setattr(keyring, "_keys", {})
    monkeypatch.setattr(keyring, "_files", {})


def _no_wait(_seconds: float) -> None:
    return None


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    buy(made, enrol(made, "Anna Wintergruen"), 2450)
    return made


def lock(book: Book) -> str:
    book.close()
    code = locks.new_code()
    locks.lock(book.path, PASSPHRASE, code, NOW, wait=_no_wait)
    return code


def forget_keys(book: Book) -> None:
    """As after a start: nothing is known."""
    book.close()
    keyring._keys.clear()
    keyring._files.clear()


def holds(book: Book) -> tuple[list[str], int]:
    reading = book.reading()
    try:
        names = [name for (name,) in reading.rows("select name from members order by id")]
        return names, reading.value("select sum(amount_minor) from facts")
    finally:
        reading.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


# ---- there and back ----


def test_a_locked_book_holds_what_it_held_and_nobody_reads_it_without_the_passphrase(book: Book) -> None:
    before = holds(book)
    lock(book)
    assert holds(book) == before
    buy(book, None, 300)
    checked = checking.check(book, NOW, replay=True)
    assert checked.ok, checked.problems
    book.close()
    locks.finish(book)
    assert b"Wintergruen" not in bytes_of(book.path.parent)
    forget_keys(book)
    with pytest.raises(StorageTrouble) as refused:
        open_book(book.path)
    assert refused.value.code == "locked_book"
    with pytest.raises(Declined) as wrong:
        locks.open_with_passphrase(book.path, WRONG)
    assert wrong.value.code == "wrong_passphrase"
    locks.open_with_passphrase(book.path, PASSPHRASE)
    assert holds(open_book(book.path))[0] == before[0]


def test_the_recovery_code_opens_it_however_it_is_typed(book: Book) -> None:
    code = lock(book)
    forget_keys(book)
    locks.open_with_code(book.path, f"  {code.replace('-', ' ').lower()} ")
    assert holds(open_book(book.path))[0] == ["Anna Wintergruen"]


def test_a_mistyped_code_names_the_group_and_another_book_s_code_is_told_apart(book: Book) -> None:
    code = lock(book)
    forget_keys(book)
    groups = code.split("-")
    groups[3] = ("A" if groups[3][0] != "A" else "B") + groups[3][1:]
    with pytest.raises(Declined) as mistyped:
        locks.open_with_code(book.path, "-".join(groups))
    assert "Group 4" in mistyped.value.because
    with pytest.raises(Declined) as another:
        locks.open_with_code(book.path, locks.new_code())
    assert another.value.code == "wrong_code"
    for typed in ("", "1234", code + "0", "u" * 35, "\u202e" * 35, "9" * 100_000):
        with pytest.raises(Declined):
            locks.open_with_code(book.path, typed)


def test_a_shop_is_turned_to_and_fro_and_nothing_of_it_is_left(book: Book) -> None:
    before = holds(book)
    backups.make(book, NOW, "by hand")
    lock(book)
    assert locks.is_owed(book.path)
    assert locks.finish(book).backups == 1
    assert not locks.is_owed(book.path)
    book.close()
    locks.unlock(book.path, NOW, wait=_no_wait)
    assert sqlite.header(book.path) is not None
    assert holds(book) == before
    done = locks.finish(book)
    assert (done.locked, done.backups, done.left) == (False, 1, 0)
    book.close()
    assert not list(book.path.parent.rglob("*.key"))
    assert checking.check(book, NOW, replay=True).ok
    assert all(one.verified for one in backups.listed(backups.folder_of(book.path)))


def test_locking_is_refused_while_somebody_else_has_the_book_open(book: Book) -> None:
    other = Book(book.path)
    reading = other.reading()
    reading.value("select count(*) from acts")
    book.close()
    with pytest.raises(Declined) as refused:
        locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, wait=_no_wait)
    assert refused.value.code == "book_in_use"
    reading.close()
    other.close()
    keyring._keys.clear()
    assert holds(open_book(book.path))[0] == ["Anna Wintergruen"]
    lock(book)
    with pytest.raises(Declined) as again:
        locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, wait=_no_wait)
    assert again.value.code == "locked_already"


@pytest.mark.parametrize("passphrase", ["", "short", " " * 12, "aaaaaaaaaaaaaa", "x" * 1001])
def test_a_passphrase_that_is_none_is_refused_before_anything_is_written(book: Book, passphrase: str) -> None:
    book.close()
    with pytest.raises(Declined):
        locks.lock(book.path, passphrase, locks.new_code(), NOW, wait=_no_wait)
    assert not list(book.path.parent.glob("*.key"))
    assert holds(book)[0] == ["Anna Wintergruen"]


def test_the_passphrase_is_changed_and_so_is_the_code(book: Book) -> None:
    old = lock(book)
    backups.make(book, NOW, "by hand")
    with book.writing(NOW) as w:
        locks.change_passphrase(w, book.path, "Größe ist ein Wort für sich")
    new = locks.new_code()
    with book.writing(NOW) as w:
        locks.change_code(w, book.path, new)
    forget_keys(book)
    with pytest.raises(Declined):
        locks.open_with_passphrase(book.path, PASSPHRASE)
    with pytest.raises(Declined):
        locks.open_with_code(book.path, old)
    locks.open_with_code(book.path, new)
    forget_keys(book)
    # However the letters were put together.
    locks.open_with_passphrase(book.path, "Gro\u0308ße ist ein Wort fu\u0308r sich")
    keyfile.beside(book.path).unlink()
    forget_keys(book)
    with pytest.raises(Declined):  # the copy with the backups was changed too
        locks.open_with_passphrase(book.path, PASSPHRASE)
    locks.open_with_passphrase(book.path, "Größe ist ein Wort für sich")
    assert keyfile.beside(book.path).exists()


# ---- backups ----


def test_backups_of_a_locked_book_are_locked_with_it_and_restored_on_another_computer(
    book: Book, tmp_path: Path
) -> None:
    lock(book)
    made = backups.make(book, NOW, "by hand")
    assert keyring.salt_of(made.path) == keyring.wanted(book.path) is not None
    forget_keys(book)
    elsewhere = tmp_path / "elsewhere" / "shop.db"
    elsewhere.parent.mkdir()
    with pytest.raises(Declined) as refused:
        backups.restore(made.path, Book(elsewhere), NOW)
    assert refused.value.code == "backup_locked"
    locks.open_with_passphrase(made.path, PASSPHRASE)
    backups.restore(made.path, Book(elsewhere), NOW)
    assert b"Wintergruen" not in elsewhere.read_bytes()
    forget_keys(book)
    locks.open_with_passphrase(elsewhere, PASSPHRASE)
    assert holds(open_book(elsewhere))[0] == ["Anna Wintergruen"]


def test_restoring_keeps_the_lock_the_book_has(book: Book) -> None:
    in_the_clear = backups.make(book, NOW, "by hand", to=book.path.parent / "kept.db").path
    lock(book)
    buy(book, None, 700)
    locked = backups.make(book, NOW, "by hand", to=book.path.parent / "locked.db").path
    backups.restore(in_the_clear, book, NOW)
    assert holds(book)[1] == 2450 and locks.is_locked(book.path)
    book.close()
    assert b"Wintergruen" not in book.path.read_bytes()
    locks.unlock(book.path, NOW, wait=_no_wait)
    backups.restore(locked, book, NOW)
    assert holds(book)[1] == 3150 and not locks.is_locked(book.path)


def test_the_second_place_is_locked_too_with_what_was_there_before(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with book.writing(NOW) as w:
        second_place.choose(w, stick, book.path)
    backups.make(book, NOW, "by hand")
    second_place.copy(book, NOW)
    assert b"Wintergruen" in bytes_of(stick)
    lock(book)
    buy(book, None, 100)
    care.look_after(book, NOW + DAY, through=True)
    assert b"Wintergruen" not in bytes_of(stick)
    assert not locks.is_owed(book.path)
    assert len(list(stick.glob("*.key"))) == 1
    tried = care.try_newest(book, NOW + DAY)
    assert tried is not None and tried.because == ""


# ---- damage, and hostile files ----


def test_a_damaged_locked_book_is_damaged_and_not_another_s_file(book: Book) -> None:
    for at in range(400):
        enrol(book, f"Member {at}")
    lock(book)
    made = backups.make(book, NOW, "by hand")
    book.close()
    raw = bytearray(book.path.read_bytes())
    for at in (4096 * 3 + 99, len(raw) // 2):
        raw[at] ^= 1
    book.path.write_bytes(raw)
    checked = checking.check(open_book(book.path), NOW)
    assert not checked.ok
    backups.restore_over(book.path, made.path, NOW)
    assert "Anna Wintergruen" in holds(open_book(book.path))[0]
    raw[:4096] = bytes(reversed(raw[:4096]))
    book.close()
    keyring._files.clear()
    book.path.write_bytes(raw)
    with pytest.raises(StorageTrouble) as refused:
        open_book(book.path)
    assert refused.value.code == "not_a_book"
    backups.restore_over(book.path, made.path, NOW)
    assert "Anna Wintergruen" in holds(open_book(book.path))[0]
    assert locks.is_locked(book.path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[:200],
        lambda raw: b"\xff\xfe" * 500,
        lambda raw: b"[" * 16_000,
        lambda raw: b" " * 2_000_000 + raw,
        lambda raw: raw.replace(b'"memory_kib": 8192', b'"memory_kib": 4294967295'),
        lambda raw: raw.replace(b'"iterations": 1', b'"iterations": 100000000'),
        lambda raw: raw.replace(b'"lanes": 4', b'"lanes": true'),
        lambda raw: raw.replace(b'"version": 1', b'"version": "1"'),
        lambda raw: raw.replace(b'"version": 1', b'"version": 0'),
        lambda raw: raw.replace(b'"nonce": "', b'"nonce": "zz'),
    ],
)
def test_a_spoilt_key_file_is_a_sentence_and_its_copy_among_the_backups_helps(
    book: Book, spoil: object
) -> None:
    lock(book)
    backups.make(book, NOW, "by hand")
    own = keyfile.beside(book.path)
    copy = next(iter(backups.folder_of(book.path).glob("*.key")))
    forget_keys(book)
    spoilt = spoil(own.read_bytes())  # type: ignore[operator]
    own.write_bytes(spoilt)
    kept = copy.read_bytes()
    copy.unlink()
    with pytest.raises(StorageTrouble) as refused:
        locks.open_with_passphrase(book.path, PASSPHRASE)
    assert refused.value.code == "key_damaged"
    with pytest.raises(StorageTrouble) as told:
        open_book(book.path)
    assert told.value.code == "key_damaged"
    copy.write_bytes(kept)
    locks.open_with_passphrase(book.path, PASSPHRASE)
    assert holds(open_book(book.path))[0] == ["Anna Wintergruen"]
    assert own.read_bytes() == kept


def test_a_key_file_of_a_newer_version_is_told_so(book: Book) -> None:
    lock(book)
    own = keyfile.beside(book.path)
    told = json.loads(own.read_text())
    told["version"] = 2
    own.write_text(json.dumps(told))
    forget_keys(book)
    with pytest.raises(StorageTrouble) as refused:
        open_book(book.path)
    assert refused.value.code == "newer_key"


def test_an_altered_key_file_opens_nothing_with_the_right_passphrase(book: Book) -> None:
    lock(book)
    own = keyfile.beside(book.path)
    told = json.loads(own.read_text())
    told["passphrase"], told["recovery"] = told["recovery"], told["passphrase"]
    own.write_text(json.dumps(told))
    forget_keys(book)
    with pytest.raises(Declined):
        locks.open_with_passphrase(book.path, PASSPHRASE)


def test_private_files_stay_private(book: Book) -> None:
    lock(book)
    backups.make(book, NOW, "by hand")
    for file in (book.path, keyfile.beside(book.path), *backups.folder_of(book.path).iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file


def test_what_was_written_while_it_waits_to_follow_is_undone_like_anything(book: Book) -> None:
    lock(book)
    buy(book, None, 100)
    with book.writing(NOW) as w:
        assert acts.undo(w).kind == "purchase"
    locks.finish(book)


def test_a_copy_that_is_not_what_was_read_never_takes_the_place(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = holds(book)
    book.close()
    spoilt = turning.write_anew

    def wrong(source: object, target: Path, salt: bytes | None) -> None:
        spoilt(source, target, salt)
        with closing(sqlite.connect(target, read_only=False)) as there:
            there.execute("update standings set spent_minor = 1")

    monkeypatch.setattr(turning, "write_anew", wrong)
    with pytest.raises(StorageTrouble) as refused:
        locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, wait=_no_wait)
    assert refused.value.code == "not_the_same"
    assert holds(book) == before and not locks.is_locked(book.path)


# ---- cut off, and out of order ----


def test_a_book_with_two_names_loses_the_second_only(book: Book) -> None:
    """The power went between the second name and the new book: both names are the book."""
    book.close()
    before = book.path.read_bytes()
    os.link(book.path, turning.aside_of(book.path))
    assert locks.is_owed(book.path)
    locks.finish(book)
    book.close()
    assert not locks.is_owed(book.path) and book.path.read_bytes() == before


def test_what_another_program_is_writing_is_left_alone_while_the_book_is_open(book: Book) -> None:
    """Who comes second is declined before anything of the first is touched."""
    part = book.path.with_name("shop.db.turning")
    book.close()
    with turning.alone_with(book.path):
        part.write_bytes(b"under way")
        keyfile.beside(book.path).write_text("of the first", encoding="utf-8")
        with pytest.raises((Declined, StorageTrouble)):
            locks.lock(book.path, PASSPHRASE, locks.new_code(), now=NOW, wait=_no_wait)
        with pytest.raises(StorageTrouble):
            locks.finish(book)
        assert part.read_bytes() == b"under way"
        assert keyfile.beside(book.path).read_text(encoding="utf-8") == "of the first"
    locks.finish(book)
    assert not part.exists()


def test_a_book_whose_unlocking_was_cut_off_is_checked_beside_backups_that_are_locked_still(
    book: Book,
) -> None:
    lock(book)
    locks.finish(book)
    backups.make(book, NOW, "by hand")
    book.close()
    locks.unlock(book.path, NOW, wait=_no_wait)
    forget_keys(
        book
    )  # the power goes before its backups follow, and nobody says the passphrase of an open book
    assert checking.check(book, NOW, replay=True).ok
    assert locks.finish(book).left == 1
    backups.make(book, NOW + DAY, "the next")
    assert checking.check(book, NOW, replay=True).ok
    assert len(backups.listed(backups.folder_of(book.path))) == 2
    (older,) = [one.path for one in backups.listed(backups.folder_of(book.path)) if locks.needs_key(one.path)]
    locks.open_with_passphrase(older, PASSPHRASE)
    assert open_book(older).reading().value("select name from members") == "Anna Wintergruen"


def test_what_a_turning_that_was_cut_off_had_written_is_overwritten_and_gone(book: Book) -> None:
    lock(book)
    locks.finish(book)
    book.close()
    left = book.path.with_name("shop.db.turning")
    left.write_bytes(b"Anna Wintergruen in the clear")
    assert locks.is_owed(book.path)
    locks.finish(book)
    assert not left.exists() and not locks.is_owed(book.path)


def test_another_passphrase_that_stands_there_holds_whatever_the_disk_says(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(book)
    synced: list[Path] = []

    def fails(folder: Path) -> None:
        synced.append(folder)
        if len(synced) == 2:  # the change is announced, and its key file written
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr("shopkeeper.records.backups.sync_folder", fails)
        with book.writing(NOW) as w:
            locks.change_passphrase(w, book.path, "nine pears under a bridge")
    assert len(synced) == 2
    forget_keys(book)
    with pytest.raises(Declined):
        locks.open_with_passphrase(book.path, PASSPHRASE)
    locks.open_with_passphrase(book.path, "nine pears under a bridge")


@pytest.mark.parametrize("fails", ["link", "replace"])
def test_a_disk_that_does_not_give_the_new_book_its_name_leaves_the_old_and_says_so(
    book: Book, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    before = holds(book)
    book.close()

    def refused(*_names: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        if fails == "link":
            failing.setattr(os, "link", refused)
        replace = Path.replace
        failing.setattr(
            Path, "replace", lambda one, to: refused() if one.suffix == ".turning" else replace(one, to)
        )
        with pytest.raises(StorageTrouble) as trouble:
            locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, wait=_no_wait)
    assert "as it was" in trouble.value.because and not locks.is_locked(book.path)
    assert holds(book) == before
    locks.finish(book)
    assert holds(book) == before and not locks.is_owed(book.path)


def written_down(book: Book) -> list[tuple[object, ...]]:
    reading = book.reading()
    found = reading.rows("select summary, by_person from acts where kind = 'lock' order by id")
    reading.close()
    return [(json.loads(summary)["changed"], by) for summary, by in found]


def test_every_change_of_the_lock_is_written_down_with_who_made_it_and_is_the_owner_s(book: Book) -> None:
    with book.writing(NOW) as w:
        owner = next(one.id for one in people.everyone(w) if one.role == "owner")
        pins.give(w, owner, "271828")
    book.close()
    with pytest.raises(Declined) as refused:
        locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, doer=Doer(), wait=_no_wait)
    assert refused.value.code == "owner_needed" and not list(book.path.parent.glob("*.key"))
    locks.lock(book.path, PASSPHRASE, locks.new_code(), NOW, doer=Doer(True, owner), wait=_no_wait)
    locks.finish(book)
    changes: tuple[Callable[[Writing], object], ...] = (
        lambda w: locks.change_passphrase(w, book.path, "seven plums in a boat"),
        lambda w: locks.change_code(w, book.path, locks.new_code()),
        lambda w: locks.may_change(w, book.path),
    )
    for change in changes:
        with pytest.raises(Declined) as refused, book.writing(NOW, Doer()) as w:
            change(w)
        assert refused.value.code == "owner_needed"
    assert not locks._opens(book.path, "seven plums in a boat")
    with pytest.raises(Declined) as refused, book.writing(NOW, Doer(True, owner)) as w:
        locks.change_passphrase(w, book.path, "seven plums in a boat", now="not this one at all")
    assert refused.value.code == "wrong_passphrase"
    with book.writing(NOW, Doer(True, owner)) as w:
        locks.change_passphrase(w, book.path, "seven plums in a boat", now=PASSPHRASE)
    with book.writing(NOW, Doer(True, owner)) as w:
        locks.change_code(w, book.path, locks.new_code())
    book.close()
    with pytest.raises(Declined):
        locks.unlock(book.path, NOW, doer=Doer(), wait=_no_wait)
    locks.unlock(book.path, NOW, doer=Doer(True, owner), wait=_no_wait)
    locks.finish(book)
    assert written_down(book) == [
        (changed, owner) for changed in ("locked", "passphrase", "code", "unlocked")
    ]
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        acts.undo(w, w.value("select max(id) from acts"))
    assert refused.value.code == "cannot_undo"
    assert checking.check(book, NOW, replay=True).problems == ()


def test_a_lock_that_fails_is_not_written_down(book: Book) -> None:
    book.close()
    with pytest.raises(Declined):
        locks.lock(book.path, "short", locks.new_code(), NOW, wait=_no_wait)
    assert written_down(book) == []


CHANGES: tuple[tuple[str, Callable[[Writing, Path], object]], ...] = (
    ("passphrase", lambda w, path: locks.change_passphrase(w, path, "nine pears under a bridge")),
    ("code", lambda w, path: locks.change_code(w, path, locks.new_code())),
)


@pytest.mark.parametrize(("changed", "change"), CHANGES)
def test_a_change_of_the_lock_whose_act_is_not_kept_is_not_made(
    book: Book, monkeypatch: pytest.MonkeyPatch, changed: str, change: Callable[[Writing, Path], object]
) -> None:
    code = lock(book)
    backups.make(book, NOW, "by hand")

    def full(_connection: object) -> None:
        raise sqlite.DriverError[0]("database or disk is full")

    with monkeypatch.context() as failing:
        failing.setattr("shopkeeper.records.seals.seal_new", full)
        with pytest.raises(StorageTrouble) as trouble, book.writing(NOW) as w:
            change(w, book.path)
    assert trouble.value.code == "disk_full" and "Nothing" in trouble.value.because
    assert not owed_of(book.path).exists()
    forget_keys(book)
    locks.open_with_passphrase(book.path, PASSPHRASE)
    forget_keys(book)
    locks.open_with_code(book.path, code)
    opened = open_shop(book.path, NOW)
    assert written_down(opened) == [("locked", None)]
    with opened.writing(NOW) as w:  # and once more, on a disk that has room
        change(w, book.path)
    assert written_down(opened) == [("locked", None), (changed, None)]
    assert not owed_of(book.path).exists()
    opened.close()


@pytest.mark.parametrize(("changed", "change"), CHANGES)
def test_a_change_that_can_be_neither_kept_nor_put_back_is_said_to_hold_and_written_down_at_the_next_start(
    book: Book, monkeypatch: pytest.MonkeyPatch, changed: str, change: Callable[[Writing, Path], object]
) -> None:
    code = lock(book)

    with monkeypatch.context() as failing:

        def fails(_connection: object) -> None:
            failing.setattr(Path, "replace", lambda _one, _to: os.stat("/nowhere/at/all"))
            raise sqlite.DriverError[0]("disk i/o error")

        failing.setattr("shopkeeper.records.seals.seal_new", fails)
        with pytest.raises(StorageTrouble) as trouble, book.writing(NOW) as w:
            change(w, book.path)
    assert trouble.value.code == "holds_already" and "holds" in trouble.value.because
    assert written_down(book) == [("locked", None)]
    forget_keys(book)
    with pytest.raises(Declined):
        locks.open_with(book.path, PASSPHRASE if changed == "passphrase" else code)
    locks.open_with(book.path, "nine pears under a bridge" if changed == "passphrase" else PASSPHRASE)
    for _start in range(2):
        opened = open_shop(book.path, NOW)
        assert written_down(opened) == [("locked", None), (changed, None)]
        assert checking.check(opened, NOW, replay=True).problems == ()
        opened.close()
    assert not owed_of(book.path).exists()


def test_an_act_that_is_there_although_its_commit_was_said_to_fail_is_not_taken_for_undone(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(book)

    def fails(_connection: object) -> None:
        raise sqlite.DriverError[0]("disk i/o error")

    with monkeypatch.context() as failing:
        failing.setattr("shopkeeper.service.lock_owed.kept", lambda *_: True)
        failing.setattr("shopkeeper.records.seals.seal_new", fails)
        with pytest.raises(StorageTrouble) as trouble, book.writing(NOW) as w:
            locks.change_passphrase(w, book.path, "nine pears under a bridge")
    assert trouble.value.code == "holds_already"
    forget_keys(book)
    locks.open_with_passphrase(book.path, "nine pears under a bridge")


def test_a_passphrase_set_with_the_code_is_written_down_by_whoever_opens_the_book_next(book: Book) -> None:
    code = lock(book)
    forget_keys(book)
    locks.open_with_code(book.path, code)
    locks.renew_passphrase(book.path, "nine pears under a bridge")
    for _start in range(2):
        opened = open_shop(book.path, NOW)
        assert written_down(opened) == [("locked", None), ("passphrase by code", None)]
        opened.close()


@pytest.mark.parametrize(
    "told", ["", "[]", "{}", "\u202e", '{"act": 1, "changed": "more", "by": 2, "key": []}', "[" * 9000]
)
def test_an_announcement_that_is_none_of_ours_is_taken_away(book: Book, told: str) -> None:
    lock(book)
    owed_of(book.path).write_text(told, encoding="utf-8")
    opened = open_shop(book.path, NOW)
    assert written_down(opened) == [("locked", None)] and not owed_of(book.path).exists()
    opened.close()


def test_in_a_locked_book_the_passphrase_or_the_code_is_as_good_as_the_owner_s_pin(book: Book) -> None:
    with book.writing(NOW) as w:
        owner = next(one.id for one in people.everyone(w) if one.role == "owner")
        pins.give(w, owner, "271828")
        assert locks.enter(w, book.path, PASSPHRASE).person is None  # in the clear it is only a wrong PIN
        assert locks.enter(w, book.path, "271828").person == owner
    book.close()
    code = lock(book)
    for secret in (PASSPHRASE, code, code.lower().replace("-", " "), "271828"):
        with book.writing(NOW) as w:
            assert locks.enter(w, book.path, secret) == pins.Entered(owner, "Ngozi Okafor", True), secret
    now = NOW
    for wrong in ("not this one at all", "000000", locks.new_code(), "not this either"):
        with book.writing(now) as w:
            entered = locks.enter(w, book.path, wrong)
        now += timedelta(seconds=entered.wait_s)
        assert entered.person is None
    assert entered.wait_s == 10  # both are counted together
