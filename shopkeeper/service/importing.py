"""Bringing in a file of members or purchases: one act, wholly done or not at all, undone as one."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.headings import Kind
from shopkeeper.rules.tables import Ask, Choice, Refused
from shopkeeper.service import (
    acts,
    finding,
    importing_booking,
    importing_enrolling,
    importing_members,
    importing_zeros,
    shops,
)
from shopkeeper.service.acts import Affected
from shopkeeper.service.importing_files import Choices, Source, asked, halves, kind_of, look, ready
from shopkeeper.service.importing_likely import Likely, Same
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

LARGEST_AFFECTED = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: of the rows `read`, those added, changed, in the book already (`again`) or refused.

    `act` is None where nothing was written: all of it was there, or it was only tried. `new_members` counts whom
    the file brought; `amount_minor` is what the purchases that came in sum up to, returns taken off, from `first_on`
    to `last_on`. `likely` may be people known already: told, not merged. `left_out` are the headings that nothing
    was taken from. `members` is how many members it concerns, `affected` the first hundred of them.
    """

    act: int | None
    kind: Kind
    read: int
    added: int
    changed: int
    again: int
    refused: tuple[Refused, ...]
    new_members: int = 0
    amount_minor: int = 0
    first_on: date | None = None
    last_on: date | None = None
    likely: tuple[Likely, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    members: int = 0
    affected: tuple[Affected, ...] = ()


def import_file(
    w: Writing,
    kind: Kind,
    path: Path | str,
    choices: Choices | None = None,
    *,
    same: Sequence[Same] | None = None,
    dry_run: bool = False,
    progress: Progress = nobody_waits,
    by: int | None = None,
) -> Imported:
    """Bring in a file of members or of purchases; with `dry_run` only say what would come of it.

    `same` are the new people of a list of members who were said to be members; None where nobody was asked: then the
    likely ones are told, and come in as people of their own.

    Declined: an open question about the file (its code, the choices in the sentence), a file that is no table, a
    column that is not there. Rows that cannot be taken are refused by their line, and the others come in.
    """
    with _no_tidying():
        if kind == "members":
            return import_members(w, path, choices, same=same, dry_run=dry_run, progress=progress, by=by)
        return import_purchases(w, path, choices, dry_run=dry_run, progress=progress, by=by)


@contextmanager
def _no_tidying() -> Iterator[None]:
    """Rows by the hundred thousand, and no circles among them: looking for some costs a tenth of the time."""
    tidied = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if tidied:
            gc.enable()


def import_purchases(
    w: Writing,
    path: Path | str,
    choices: Choices | None = None,
    *,
    dry_run: bool = False,
    progress: Progress = nobody_waits,
    by: int | None = None,
) -> Imported:
    """Bring in purchases and returns: columns `member, on` (or `at`), `amount, what, receipt, points, by`.

    A number that is not in the book makes a member known by it, without a welcome gift; no member is a sale to nobody
    known; an amount below nothing is a return. The same receipt, or the same file, again adds nothing.
    """
    choices = choices or Choices()
    source = importing_zeros.ready(w, ready(path, "purchases", choices), choices)
    today = shops.today(w)
    made = importing_booking.plan(w, source, today, progress)
    if dry_run or not made.added:
        return _of_purchases(source, made)
    act = acts.begin(w, "import", by=by, what="purchases", added=made.added, refused=len(made.refused))
    concerned = importing_booking.write(w, act, made, today, progress)
    return _of_purchases(source, made, act, len(concerned), acts.affected(w, concerned[:LARGEST_AFFECTED]))


def import_members(
    w: Writing,
    path: Path | str,
    choices: Choices | None = None,
    *,
    same: Sequence[Same] | None = None,
    dry_run: bool = False,
    progress: Progress = nobody_waits,
    by: int | None = None,
) -> Imported:
    """Bring in members: who is known by the number is changed in what the file says, everybody else is added.

    Columns `number, name` (or `given_name, family_name`), `phone, phone_2 …, email, street, address_2, postcode, town,
    region, country, birthday, card, note, joined, letters`, and those of an export. Empty cells change nothing.
    """
    choices = choices or Choices()
    source = importing_zeros.ready(w, ready(path, "members", choices), choices)
    today = shops.today(w)
    first, second = (progress, progress) if dry_run else halves(progress)
    made = importing_members.plan(w, source, today, first, same)
    if dry_run or not made.brings:
        return _of_members(source, made)
    act = acts.begin(
        w, "import", by=by, what="members", added=made.new, changed=made.changed, refused=len(made.refused)
    )
    enrolling = importing_enrolling.Enrolling(w, act, importing_members.numbers_in(source), today, by)
    if made.whole is not None:
        enrolling.write(made.whole, second)
    else:  # read once more: a part of the file is held at a time, however long it is
        importing_members.through(w, source, today, second, same or (), enrolling.write)
    finding.bulk_load(w)
    return _of_members(source, made, act, enrolling.concerned, acts.affected(w, enrolling.first))


def try_file(
    book: Reading,
    kind: Kind,
    path: Path | str,
    choices: Choices,
    today: date,
    *,
    progress: Progress = nobody_waits,
) -> Imported:
    """What bringing the file in would do, asked of a book that is only read."""
    return try_source(
        book, importing_zeros.ready(book, ready(path, kind, choices), choices), today, progress=progress
    )


def try_source(book: Reading, source: Source, today: date, *, progress: Progress = nobody_waits) -> Imported:
    """The same of a file that was looked at and has no open question."""
    if source.kind == "members":
        return _of_members(source, importing_members.plan(book, source, today, progress))
    return _of_purchases(source, importing_booking.plan(book, source, today, progress))


def _of_purchases(
    source: Source,
    made: importing_booking.Plan,
    act: int | None = None,
    members: int = 0,
    affected: tuple[Affected, ...] = (),
) -> Imported:
    return Imported(
        act, "purchases", made.read, made.added, 0, made.again, _by_line(made.refused), len(made.new_members),
        made.amount_minor, made.first_on, made.last_on, (), (), source.left_out, members, affected,
    )  # fmt: skip


def _of_members(
    source: Source,
    made: importing_members.Plan,
    act: int | None = None,
    members: int = 0,
    affected: tuple[Affected, ...] = (),
) -> Imported:
    return Imported(
        act, "members", made.read, made.new, made.changed, made.again, _by_line(made.refused), made.new,
        likely=tuple(made.likely), warnings=tuple(made.warnings), left_out=source.left_out, members=members,
        affected=affected,
    )  # fmt: skip


def _by_line(refused: list[Refused]) -> tuple[Refused, ...]:
    return tuple(sorted(refused, key=lambda one: one.line))


__all__ = [
    "Ask", "Choice", "Choices", "Imported", "Likely", "Same", "Source", "asked", "import_file", "import_members",
    "import_purchases", "kind_of", "look", "try_file",
]  # fmt: skip
