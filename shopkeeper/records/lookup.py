"""The lookup index in SQLite: find rows best first, put and take out documents, move a rank, rebuild, check."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import lookup_schema
from shopkeeper.records.book import Reading, Writing

DDL = lookup_schema.DDL

# Every word of a member stands bare; a word of the name also behind a mark, so that a question for names reads only
# names, without a column to filter by. A mailbox and a sound stand only behind theirs.
ANYWHERE, NAME, MAILBOX, SOUND = "", "=", "@", "_"

_WORDS, _VISITS = 1, 2
MEMBER_BITS = 32
MEMBER_MASK = (1 << MEMBER_BITS) - 1
LOWEST_STEP = 0
HIGHEST_STEP = 4095
STEPS_A_DOUBLING = 8
HALF_LIFE_DAYS = 180
_EPOCH = date(1970, 1, 1).toordinal()
LONGEST_PREFIX_KEPT = 5
SHORTEST_BEGINNING = 4
BEGINNINGS_AT_MOST = 8
WORDS_A_PREFIX = 16
FEW_WORDS = 3
FEW_ENOUGH_TO_GATHER = 2000
LOOKED_THROUGH = 500
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


@dataclass(frozen=True, slots=True)
class Term:
    """One way to spell one word of a question; `begins` when the word may go on."""

    word: str
    begins: bool = False


Group = Sequence[Term]


# --- rank ------------------------------------------------------------------------------------------


def rank_of(visits: Iterable[date | str]) -> float:
    """log2 of the visits, each counting twice as much for every 180 days it is later (forward decay); 0 for none.

    The order between two members never changes by time passing, so only a buyer's own rank moves.
    """
    total = 0.0
    for visit in visits:
        total += _weight_on(visit if isinstance(visit, str) else visit.isoformat())
    return max(0.0, math.log2(total)) if total > 0 else 0.0


_weights: dict[str, float] = {}


def _weight_on(day: str) -> float:
    weight = _weights.get(day)
    if weight is None:
        weight = _weights[day] = 2.0 ** ((date.fromisoformat(day).toordinal() - _EPOCH) / HALF_LIFE_DAYS)
    return weight


def row_of(member_id: int, rank: float) -> int:
    """The document's row: a lower one is a better rank; equal ranks by member."""
    step = min(HIGHEST_STEP, max(LOWEST_STEP, math.floor(rank * STEPS_A_DOUBLING)))
    return (HIGHEST_STEP - step) << MEMBER_BITS | member_id


def member_of(row: int) -> int:
    """The member a row is of."""
    return row & MEMBER_MASK


def rank_at(row: int) -> float:
    """The rank a row carries, to an eighth of a doubling."""
    return (HIGHEST_STEP - (row >> MEMBER_BITS)) / STEPS_A_DOUBLING


def rank_on(day: date) -> float:
    """The rank of one visit on the day: what other ranks are compared with."""
    return (day.toordinal() - _EPOCH) / HALF_LIFE_DAYS


def _visits(read: Reading, member_id: int) -> float:
    days = read.rows(
        "select distinct happened_on from facts where member_id = ? and kind = 'purchase' and undone_by is null"
        " order by happened_on desc limit ?",
        (member_id, LATEST_VISITS),
    )
    return rank_of(day for (day,) in days)


# --- find ------------------------------------------------------------------------------------------


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def spelled(read: Reading, term: Term) -> list[str]:
    """The term as the index is asked for it: itself, a short beginning, or the known words that begin so."""
    word = term.word
    if not term.begins:
        return [_quoted(word)]
    if len(word) <= LONGEST_PREFIX_KEPT:
        return [_quoted(word) + "*"]
    known = read.rows(
        "select word, members from lookup_words where word >= ? and word < ? order by members desc limit ?",
        (word, word + "\U0010ffff", WORDS_A_PREFIX + 1),
    )
    if len(known) > FEW_WORDS and sum(members for _, members in known) <= FEW_ENOUGH_TO_GATHER:
        return [_quoted(word) + "*"]
    return [_quoted(found) for found, _ in known[:WORDS_A_PREFIX]]


def asked(read: Reading, groups: Iterable[Group], known: dict[Term, list[str]]) -> str | None:
    """The question in the index's language: one of each group, all groups; None when some group can have none.

    `known` keeps what has been looked up for the same question before.
    """
    parts = []
    for group in groups:
        ways: list[str] = []
        for term in group:
            if term not in known:
                known[term] = spelled(read, term)
            ways += known[term]
        if not ways:
            return None
        parts.append("(" + " OR ".join(dict.fromkeys(ways)) + ")")
    return " AND ".join(parts) if parts else None


def stream(read: Reading, match: str, limit: int) -> list[int]:
    """The best rows that answer the question, best first."""
    return [
        row
        for (row,) in read.rows(
            "select rowid from lookup_index where lookup_index match ? order by rowid limit ?", (match, limit)
        )
    ]


def stream_with_digits(read: Reading, match: str, digits: str, limit: int) -> list[int]:
    """As `stream`, of those whose phone holds the digits; the best 500 who answer the words are looked through."""
    return [
        row
        for (row,) in read.rows(
            "select d.row from (select rowid as row from lookup_index where lookup_index match ? order by rowid"
            " limit ?) f cross join lookup_documents d on d.row = f.row where instr(d.digits, ?) > 0 limit ?",
            (match, LOOKED_THROUGH, digits, limit),
        )
    ]


def phones_ending(read: Reading, digits: str, limit: int) -> list[int]:
    """The best rows with a phone number that ends so; at least three digits."""
    return _numbers(read, _quoted("r" + digits[::-1]) + "*", limit) if len(digits) >= 3 else []


def phones_holding(read: Reading, digits: str, limit: int) -> list[int]:
    """The best rows with a phone number that has the digits anywhere, in this order; at least three."""
    if len(digits) < 3:
        return []
    threes = dict.fromkeys(digits[at : at + 3] for at in range(len(digits) - 2))
    match = " AND ".join(_quoted(three) for three in islice(threes, 14))
    if len(digits) == 3:
        return _numbers(read, match, limit)
    return [
        row
        for (row,) in read.rows(
            "select d.row from (select rowid as row from lookup_numbers where lookup_numbers match ? order by rowid"
            " limit ?) f cross join lookup_documents d on d.row = f.row where instr(d.digits, ?) > 0 limit ?",
            (match, LOOKED_THROUGH, digits, limit),
        )
    ]


def _numbers(read: Reading, match: str, limit: int) -> list[int]:
    return [
        row
        for (row,) in read.rows(
            "select rowid from lookup_numbers where lookup_numbers match ? order by rowid limit ?", (match, limit)
        )
    ]


def shown_of(read: Reading, rows: Sequence[int]) -> list[tuple[int, str]]:
    """What is kept to show of these rows."""
    return [
        (row, shown)
        for row, shown in read.rows(
            "select row, shown from lookup_documents where row in (select value from json_each(?)) order by row",
            (json.dumps(rows),),
        )
    ]


def total(read: Reading) -> int:
    """How many members the shop has, those who are gone left out."""
    return int(read.value("select members from lookup_total"))


def total_and_rank(read: Reading) -> tuple[int, float]:
    """How many members there are, and the rank of one visit on the last day anybody came: now, without a clock."""
    members, day = read.rows("select members, (select max(last_visit) from standings) from lookup_total")[0]
    return members, rank_on(date.fromisoformat(day)) if day else 0.0


def begins(read: Reading, word: str) -> bool:
    """Whether any member has a word that begins so."""
    return bool(
        read.value(
            "select exists (select 1 from lookup_words where word >= ? and word < ?)", (word, word + "\U0010ffff")
        )
    )


def near(read: Reading, mark: str, words: Sequence[str], *, at_most: int) -> list[Term]:
    """Which of the spellings are known words, or begin one; whole words first, the commonest first."""
    found = [
        (word != mark + spelling, -members, mark + spelling)
        for spelling, word, members in read.rows(
            "select v.value, w.word, w.members from json_each(?) v cross join lookup_words w"
            " on w.word = (select word from lookup_words where word >= ? || v.value limit 1)"
            " where substr(w.word, ?, length(v.value)) = v.value and w.word >= ? and w.word < ?",
            (json.dumps(words), mark, len(mark) + 1, mark, mark + "\U0010ffff"),
        )
    ]
    found.sort()
    whole = [Term(spelling) for longer, _, spelling in found if not longer][:at_most]
    begun = [
        Term(spelling, begins=True)
        for longer, _, spelling in found
        if longer and len(spelling) >= len(mark) + SHORTEST_BEGINNING
    ]
    return whole + begun[: min(BEGINNINGS_AT_MOST, at_most - len(whole))]


# --- keep ------------------------------------------------------------------------------------------


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
    old = write.row("select row, words, digits from lookup_documents where member_id = ?", (document.member_id,))
    rank = _visits(write, document.member_id) if old is None else rank_at(old[0])
    row = _row(document, rank)
    if old is None:
        write.run("insert into lookup_documents values (?, ?, ?, ?, ?, ?)", row)
    elif old[1:] == (row[2], row[4]):
        write.run("update lookup_documents set shown = ? where row = ?", (row[5], row[0]))
    else:
        write.run(
            "update lookup_documents set words = ?, parts = ?, digits = ?, shown = ? where row = ?", (*row[2:], row[0])
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
    write.run("delete from lookup_due where owed = 2 and member_id not in (select member_id from lookup_documents)")


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


def _all_ranks(read: Reading) -> dict[int, float]:
    weights: dict[int, float] = {}
    for member_id, day in read.each(
        "select distinct member_id, happened_on from facts"
        " where member_id in (select id from members where name <> '' union select member_id from contacts"
        " union select member_id from addresses union select member_id from remarks) and kind = 'purchase' and undone_by is null"
    ):
        weights[member_id] = weights.get(member_id, 0.0) + _weight_on(day)
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
    misplaced = write.value("select count(*) from lookup_documents where (row & ?) <> member_id", (MEMBER_MASK,))
    if misplaced:
        problems.append(f"{misplaced} members stand in the index under another member's row.")
    counted: Counter[str] = Counter()
    for (words,) in write.each("select words from lookup_documents"):
        counted.update(_sought(words.split()))
    if dict(write.rows("select word, members from lookup_words")) != dict(counted):
        problems.append("The list of known words does not agree with the members' words.")
    return problems
