"""A bit that fell over within a word leaves a sound file and sums that agree; only the newest backup knows the word."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import Reading
from shopkeeper.service.backup_folder import folder_of, listed
from shopkeeper.service.standings import Progress

# Whose words are changed by acts alone, each change kept in `before`; or never; or emptied, when somebody is forgotten.
TABLES = (
    "acts", "addresses", "answers", "before", "cards", "closed_days", "consents", "contacts", "dates", "events", "facts",
    "guests", "holds", "households", "leavings", "letters", "lines", "matter_steps", "matters", "members", "needs",
    "offers", "people", "pictures", "praises", "programmes", "promises", "questionnaires", "questions", "refusals",
    "relations", "remarks", "requests", "stays", "talks", "trial_gifts", "trials", "tries",
    "visit_forms", "visit_reports", "vouchers", "wanted",
)  # fmt: skip
_ROWS_BETWEEN = 2000
_MOST_BITS = 2


def problems(book: Reading, path: Path, most: int, progress: Progress) -> list[str]:
    """Rows of which a letter is another than in the newest backup, though no act has changed them.

    Nothing where there is no sound backup of the same tables, or it is locked still (an unlocking was cut off). A difference of a bit or two is looked for: whatever else
    a row may be changed by does not look like that.
    """
    newest = next((one for one in listed(folder_of(path)) if one.verified), None)
    if newest is None:
        return []
    found = []
    try:
        with copies.opened_copy(newest.path) as connection, closing(Reading(connection)) as backup:
            if backup.value("pragma user_version") != book.value("pragma user_version"):
                return []
            for table, row in _differing(book, backup, newest.last_act, progress):
                found.append(
                    f"Row {row} of {table} is not as the backup of {newest.instant.date()} has it, and no act changed it."
                )
                if len(found) == most:
                    break
    except (_Spoilt, StorageTrouble) as error:
        if isinstance(error, StorageTrouble) and error.code not in ("backup_damaged", "locked_book"):
            raise  # it is the book that cannot be read
    return found


class _Spoilt(Exception):
    """The backup cannot be read; that is told where the backups are."""


def _rows(backup: Reading, question: str) -> Iterator[tuple[Any, ...]]:
    try:
        yield from backup.each(question)
    except StorageTrouble as error:
        raise _Spoilt from error


def _differing(
    book: Reading, backup: Reading, last_act: int, progress: Progress
) -> Iterator[tuple[str, int]]:
    for table in TABLES:
        texts = [
            name
            for _, name, kind, *_ in backup.rows(f"pragma table_info({table})")
            if kind == "TEXT" and name != "key"
        ]
        question = f"select id, {', '.join(texts)} from {table} order by id"
        total = int(backup.value(f"select count(*) from {table}"))
        there = book.each(question)
        now: tuple[Any, ...] | None = next(there, None)
        for done, row in enumerate(_rows(backup, question)):
            if done % _ROWS_BETWEEN == 0:
                progress(done, total)
            while now is not None and now[0] < row[0]:
                now = next(there, None)
            if now is None or now[0] != row[0] or now == row:
                continue
            if _fallen(row[1:], now[1:]) and not _was_changed(book, table, row[0], last_act):
                yield table, row[0]


def _fallen(was: tuple[str | None, ...], is_: tuple[str | None, ...]) -> bool:
    """Whether one of the texts differs by a bit or two, and no other differs."""
    differing = [(one, other) for one, other in zip(was, is_, strict=True) if one != other]
    if len(differing) != 1 or None in differing[0]:
        return False
    one, other = (str(text).encode() for text in differing[0])
    if len(one) != len(other):
        return False
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True)) <= _MOST_BITS


def _was_changed(book: Reading, table: str, row: int, last_act: int) -> bool:
    """Whether an act since the backup, or the undoing of one, wrote this row."""
    return bool(
        book.value(
            "select 1 from before b join acts a on a.id = b.act_id where b.about = ? and b.row_id = ?"
            " and (a.id > ? or a.undone_by > ?)",
            (table, row, last_act, last_act),
        )
    )
