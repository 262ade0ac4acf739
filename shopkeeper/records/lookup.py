"""The lookup index in SQLite is kept: documents put in and taken out, ranks moved, all of it rebuilt and checked."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import lookup_schema
from shopkeeper.records.book import Reading, Writing
from shopkeeper.records.lookup_questions import MAILBOX, SOUND, total
from shopkeeper.records.lookup_rank import MEMBER_MASK, rank_at, rank_of, row_of, weight_on
from shopkeeper.values import dataclass

DDL = lookup_schema.DDL

_WORDS, _VISITS = 1, 2
LATEST_VISITS = 2000
CHUNK = 2000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Document:
    """What one member can be found by: marked words, phone numbers as digits, and what a list shows of them (JSON)."""

    member_id: int
    words: frozenset[str]
    digits: tuple[str, ...]
    shown: str


def _visits(read: Reading, member_id: int) -> float:
    days = read.rows(
        "select distinct happened_on from facts where member_id = ? and kind = 'purchase' and undone_by is null"
        " order by happened_on desc limit ?",
        (member_id, LATEST_VISITS),
    )
    return rank_of(day for (day,) in days)


def _parts(numbers: Iterable[str]) -> str:
    found: dict[str, None] = {}
    for number in numbers:
        found["r" + number[::-1]] = None
        for at in range(len(number) - 2):
            found[number[at : at + 3]] = None
    return " ".join(sorted(found))


def _row(document: Document, rank: float) -> tuple[int, int, str, str, str, str]:
    return (
        row_of(document.member_id, rank),
        document.member_id,
        " ".join(sorted(document.words)),
        _parts(document.digits),
        " ".join(document.digits),
        document.shown,
    )


def _sought(words: Iterable[str]) -> set[str]:
    """The words that the list of known words counts: not the sounds, nor the mailboxes."""
    return {word for word in words if word[0] not in (SOUND, MAILBOX)}


def _count(write: Writing, had: set[str], has: set[str]) -> None:
    for word in had - has:
        write.run("update lookup_words set members = members - 1 where word = ?", (word,))
        write.run("delete from lookup_words where word = ? and members <= 0", (word,))
    write.many(
        "insert into lookup_words values (?, 1) on conflict (word) do update set members = members + 1",
        [(word,) for word in sorted(has - had)],
    )


def put(write: Writing, document: Document) -> None:
    """The member can be found by this document and by no earlier one; the rank stays, a new member's is worked out."""
    old = write.row(
        "select row, words, digits from lookup_documents where member_id = ?", (document.member_id,)
    )
    rank = _visits(write, document.member_id) if old is None else rank_at(old[0])
    row = _row(document, rank)
    if old is None:
        write.run("insert into lookup_documents values (?, ?, ?, ?, ?, ?)", row)
    elif old[1:] == (row[2], row[4]):
        write.run("update lookup_documents set shown = ? where row = ?", (row[5], row[0]))
    else:
        write.run(
            "update lookup_documents set words = ?, parts = ?, digits = ?, shown = ? where row = ?",
            (*row[2:], row[0]),
        )
    _count(write, _sought(old[1].split()) if old is not None else set(), _sought(document.words))


def remove(write: Writing, member_id: int) -> None:
    """The member can no longer be found by words; nothing happens when there was no document."""
    old = write.row("select row, words from lookup_documents where member_id = ?", (member_id,))
    if old is not None:
        write.run("delete from lookup_documents where row = ?", (old[0],))
        _count(write, _sought(old[1].split()), set())


def rerank(write: Writing, member_id: int) -> bool:
    """Work the member's rank out from their visits; answers whether it crossed a step and the row moved."""
    row = write.value("select row from lookup_documents where member_id = ?", (member_id,))
    if row is None:
        return False
    new = row_of(member_id, _visits(write, member_id))
    if new == row:
        return False
    write.run("update lookup_documents set row = ? where row = ?", (new, row))
    return True


def due(read: Reading, *, words: bool, limit: int) -> list[int]:
    """Members the index owes a look: for their words, or for their visits."""
    return [
        member
        for (member,) in read.rows(
            "select member_id from lookup_due where owed & ? limit ?", (_WORDS if words else _VISITS, limit)
        )
    ]


def visited(write: Writing, member_ids: Iterable[int]) -> None:
    """Note that these members' visits changed; their rank moves when there is time (`rerank`)."""
    write.many(
        "insert into lookup_due values (?, 2) on conflict (member_id) do update set owed = owed | 2",
        [(member,) for member in member_ids],
    )


def seen(write: Writing, member_ids: Iterable[int], *, words: bool) -> None:
    """The index owes these members nothing more for their words, or for their visits."""
    paid = [(_WORDS if words else _VISITS, member) for member in member_ids]
    write.many("update lookup_due set owed = owed & ~? where member_id = ?", paid)
    write.many("delete from lookup_due where owed = 0 and member_id = ?", [(member,) for _, member in paid])


def forgive(write: Writing) -> None:
    """Whoever is known only by a number has no rank to move: take them off the list of the owed."""
    write.run(
        "delete from lookup_due where owed = 2 and member_id not in (select member_id from lookup_documents)"
    )


def tidy(write: Writing, pages: int = 64) -> None:
    """Join a few of the index's many small parts, as idle time allows."""
    write.run("insert into lookup_index (lookup_index, rank) values ('merge', ?)", (pages,))
    write.run("insert into lookup_numbers (lookup_numbers, rank) values ('merge', ?)", (pages,))


def rebuild(
    write: Writing, documents: Iterable[Document], *, about: int = 0, progress: Progress | None = None
) -> int:
    """Forget the index and build it from these documents; answers how many. `progress(done, about)` every 2,000."""
    for trigger in lookup_schema.STEP_TRIGGER_NAMES:
        write.run(f"drop trigger {trigger}")
    for table in ("lookup_documents", "lookup_words", "lookup_due"):
        write.run(f"delete from {table}")
    ranks = _all_ranks(write)
    members_with: Counter[str] = Counter()
    done = 0
    source = iter(documents)
    while chunk := list(islice(source, CHUNK)):
        write.many(
            "insert into lookup_documents values (?, ?, ?, ?, ?, ?)",
            [_row(document, ranks.get(document.member_id, 0.0)) for document in chunk],
        )
        for document in chunk:
            members_with.update(_sought(document.words))
        done += len(chunk)
        if progress is not None:
            progress(done, max(about, done))
    write.many("insert into lookup_words values (?, ?)", sorted(members_with.items()))
    write.run("insert into lookup_index (lookup_index) values ('rebuild')")
    write.run("insert into lookup_numbers (lookup_numbers) values ('rebuild')")
    for statement in lookup_schema.STEP_TRIGGERS:
        write.run(statement)
    return done


_OF_MEMORY = "".join(f" union select member_id from {table}" for table in lookup_schema.MEMORY)


def _all_ranks(read: Reading) -> dict[int, float]:
    weights: dict[int, float] = {}
    for member_id, day in read.each(
        "select distinct member_id, happened_on from facts"
        " where member_id in (select id from members where name <> '' union select member_id from contacts"
        f" union select member_id from addresses union select member_id from remarks{_OF_MEMORY}) and kind = 'purchase' and undone_by is null"
    ):
        weights[member_id] = weights.get(member_id, 0.0) + weight_on(day)
    return {member_id: max(0.0, math.log2(total)) for member_id, total in weights.items() if total > 0}


def check(write: Writing) -> list[str]:
    """What is wrong with the index itself, as sentences; empty when all is well. A writer, for SQLite's own check is
    an insert; nothing is changed."""
    problems = []
    if total(write) != write.value("select count(*) from members where gone = 0"):
        problems.append("The number of members kept for the find box is not the number in the book.")
    for table, about in (("lookup_index", "names and places"), ("lookup_numbers", "phone numbers")):
        try:
            write.run(f"insert into {table} ({table}, rank) values ('integrity-check', 1)")
        except StorageTrouble:
            problems.append(f"The index of {about} does not agree with what it was made from.")
    owed = write.value("select count(*) from lookup_due where owed & 1")
    if owed:
        problems.append(f"{owed} changed members are not yet in the index.")
    lost = write.value(
        "select count(*) from lookup_documents where member_id not in (select id from members where gone = 0)"
    )
    if lost:
        problems.append(f"{lost} members who are gone are still in the index.")
    missing = write.value(
        "select count(*) from members m where m.name <> '' and m.gone = 0 and not exists"
        " (select 1 from lookup_documents d where d.member_id = m.id)"
        " and not exists (select 1 from lookup_due w where w.member_id = m.id and w.owed & 1)"
    )
    if missing:
        problems.append(f"{missing} members with a name are missing from the index.")
    misplaced = write.value(
        "select count(*) from lookup_documents where (row & ?) <> member_id", (MEMBER_MASK,)
    )
    if misplaced:
        problems.append(f"{misplaced} members stand in the index under another member's row.")
    counted: Counter[str] = Counter()
    for (words,) in write.each("select words from lookup_documents"):
        counted.update(_sought(words.split()))
    if dict(write.rows("select word, members from lookup_words")) != dict(counted):
        problems.append("The list of known words does not agree with the members' words.")
    return problems
