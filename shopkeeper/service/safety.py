"""What the owner should know before it hurts: a book that cannot be written, little room, a clock set back, old copies."""

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from shopkeeper.records.book import LETS_GO_AT, Reading
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

LITTLE_ROOM = 500 * 2**20
CLOCK_BEHIND = timedelta(hours=1)
LONG_LOG = 32 * 2**20  # bytes; of some eight hundred sales that could not be moved into the book
GREAT_LOG = LETS_GO_AT  # and then nobody of our own is left who could keep it from being emptied
OLD_AFTER = timedelta(days=7)
# Where the shop keeps them, beside its name and its ways.
RESTORED = "backup:restored"
TRIED, PLACE, LAST = "backup:tried", "backup:second", "backup:second:last"


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to mend; `grave` where work is at stake today."""

    code: str
    sentence: str
    grave: bool


def cautions(book: Reading, path: Path, now: datetime) -> tuple[Caution, ...]:
    """What should be mended, the gravest first; reads a few rows, asks the disk how much room it has."""
    found = []
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        found.append(
            Caution("read_only", say("The book may only be read: nothing can be recorded. Check whom the file and its folder"
                                      " belong to."), True)
        )  # fmt: skip
    free = _free(path)
    if free is not None and free < LITTLE_ROOM:
        found.append(
            Caution(
                "little_room",
                say("The disk has only {n} MB free. Free some space.").format(n=free // 2**20),
                True,
            )
        )
    last = book.value("select entered_at from acts order by id desc limit 1")
    if last is not None and datetime.fromisoformat(last) - now > CLOCK_BEHIND:
        found.append(
            Caution("clock_behind", say("This computer’s clock is behind the last entry in the book. Check date and time."),
                     True)
        )  # fmt: skip
    tried = last_trial(book)
    if tried is not None and tried.because:
        found.append(
            Caution(
                "trial_failed",
                say("The last backup that was tried could not be restored. Make one now."),
                True,
            )
        )
    log = _log_size(path)
    if log > GREAT_LOG:
        found.append(
            Caution(
                "great_log",
                say(
                    "Another program has been reading the book for very long. Its log has {n} MB and grows with each sale."
                    " Nothing is lost. Close that program, or start the computer anew."
                ).format(n=log // 2**20),
                True,
            )
        )
    elif log > LONG_LOG:
        found.append(
            Caution(
                "long_log",
                say(
                    "Another program has been reading the book for long, and keeps its log from being emptied. Close it."
                ),
                False,
            )
        )
    second = second_place(book, now)
    if second.folder is not None and second.old:
        found.append(
            Caution(
                "second_place_old",
                say("No backup has come to the second place for a week. Put the stick in."),
                False,
            )
        )
    return tuple(found)


def _log_size(path: Path) -> int:
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0


def _free(path: Path) -> int | None:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return None


# ---- what is known of the backups without looking at them ----


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of restoring the newest backup where it does no harm; `because` is "" when all was well."""

    at: datetime
    because: str


def last_trial(book: Reading) -> Tried | None:
    """What came of the last trial."""
    kept = book.value("select value from shop where name = ?", (TRIED,))
    if not kept:
        return None
    told = json.loads(kept)
    return Tried(datetime.fromisoformat(told["at"]), told["because"])


def restored_at(book: Reading) -> int:
    """The number of the last backup before the book was last restored; 0 where it never was."""
    kept = book.value("select value from shop where name = ?", (RESTORED,))
    return int(json.loads(kept)) if kept else 0


@dataclass(frozen=True, slots=True)
class Second:
    """Where the second place is, None while none is chosen; when a backup last came there; whether that is too long ago."""

    folder: Path | None
    last: datetime | None
    old: bool


def second_place(book: Reading, now: datetime) -> Second:
    """What is known of the second place without looking at it: a stick may be away, a network slow."""
    kept = dict(book.rows("select name, value from shop where name in (?, ?)", (PLACE, LAST)))
    named = json.loads(kept.get(PLACE, "null"))
    last = json.loads(kept.get(LAST, "null"))
    when = None if last is None else datetime.fromisoformat(last)
    old = named is not None and (when is None or abs(now - when) > OLD_AFTER)
    return Second(None if named is None else Path(named), when, old)
