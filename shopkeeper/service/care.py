"""The book is looked after by itself: copies while work goes on and before anything risky, and a trial of them each month."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import Book, Reading, instant_text
from shopkeeper.records.opening import open_book
from shopkeeper.service import backups, checking, keeping_times, locks, pictures, second_place, shops
from shopkeeper.service.backups import Backup
from shopkeeper.service.safety import TRIED, Tried, last_trial
from shopkeeper.service.safety import second_place as second_place_of

EVERY = timedelta(minutes=30)
TRIED_EVERY = timedelta(days=30)


def regular(book: Book, now: datetime) -> Backup | None:
    """A backup, if something was done since the newest and that is half an hour old, or of a time to come."""
    newest, changed = _newest(book)
    if not changed or (newest is not None and abs(now - newest.instant) < EVERY):
        return None
    return backups.make(book, now, "regular")


def look_after(book: Book, now: datetime, *, through: bool) -> None:
    """What is done beside the work: the backup of the half hour and its copy elsewhere, the month's trial of one, and,
    if `through`, the day's look at the file. StorageTrouble: `damaged`, or what kept a backup from being made."""
    reading = book.reading(passing_through=through)
    try:
        if locks.is_owed(book.path):
            place = second_place_of(reading, now).folder
            locks.finish(book, () if place is None else (place,))
        if through:
            checking.look(reading)
        second_is_old, trial = second_place_of(reading, now).old, trial_is_due(reading, now)
    finally:
        reading.close()
    if regular(book, now) is not None or second_is_old:
        with suppress(StorageTrouble):  # a stick that is away is told at the foot of the window
            second_place.copy(book, now)
    if trial:
        try_newest(book, now)


def at_close(book: Book, now: datetime) -> None:
    """As the window closes: a backup of what was done since the last, and a copy of it in the second place."""
    with suppress(StorageTrouble):
        if closing(book, now) is not None:
            second_place.copy(book, now)


def keep_no_longer(book: Book, now: datetime, today: date) -> None:
    """What is older than the owner's times goes, some members at a time; and pictures that were taken out a while ago."""
    reading = book.reading()
    try:
        if not keeping_times.is_due(reading, today) and not pictures.is_owed(reading, today):
            return
    finally:
        reading.close()
    with book.writing(now) as w:
        done = keeping_times.do(w, today)
        cleared = pictures.clear_away(w, today)
    if done.members or cleared:
        book.empty_log()


def closing(book: Book, now: datetime) -> Backup | None:
    """A backup as the shop closes, if something was done since the newest."""
    return backups.make(book, now, "closing") if _newest(book)[1] else None


def before(book: Book, now: datetime, what: str) -> Backup | None:
    """A backup before something risky (`import`, `merge`), if something was done since the newest.

    StorageTrouble where none can be made: what is risky is not begun then.
    """
    return backups.make(book, now, f"before {what}") if _newest(book)[1] else None


def _newest(book: Book) -> tuple[Backup | None, bool]:
    """The newest backup, and whether anything was done since; opening the shop is nothing."""
    reading = book.reading()
    try:
        last_act = int(reading.value("select coalesce(max(id), 0) from acts"))
    finally:
        reading.close()
    found = backups.listed(backups.folder_of(book.path))
    newest = found[0] if found else None
    return newest, last_act > 1 if newest is None else newest.last_act != last_act


# ---- a trial of the newest, once a month ----


def trial_is_due(book: Reading, now: datetime) -> bool:
    """Whether it is a month since a backup was last restored to try it, or since the shop was opened."""
    last = last_trial(book)
    since = last.at if last is not None else _opened(book)
    return since is not None and abs(now - since) >= TRIED_EVERY


def _opened(book: Reading) -> datetime | None:
    first = book.value("select entered_at from acts order by id limit 1")
    return None if first is None else datetime.fromisoformat(first)


def try_newest(book: Book, now: datetime) -> Tried | None:
    """Restore the newest backup beside the book, open it, check it through, and compare; None where there is none.

    What came of it is kept in the book. The copy it was tried on is gone after it.
    """
    found = backups.listed(backups.folder_of(book.path))
    if not found:
        return None
    tried = Tried(now, _tried(found[0], now))
    with book.writing(now) as w:
        shops.keep(w, TRIED, {"at": instant_text(now), "because": tried.because})
    return tried


def _tried(newest: Backup, now: datetime) -> str:
    desk = Path(tempfile.mkdtemp(prefix=backups.DESK, dir=newest.path.parent))
    try:
        staged = desk / "shop.db"
        copies.stage(newest.path, staged)
        copies.refuse_foreign(staged)
        trial = open_book(staged)
        try:
            found = checking.check(trial, now)
        finally:
            trial.close()
        if found.problems:
            return found.problems[0]
        if (found.members, found.purchases) != (newest.members, newest.purchases):
            return "It does not hold what it held when it was made."
    except (Declined, StorageTrouble) as error:
        return error.because
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    return ""
