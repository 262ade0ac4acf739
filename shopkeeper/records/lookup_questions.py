"""What the lookup index can be asked in SQLite: rows best first, every word quoted, every list bounded."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from shopkeeper.records.book import Reading
from shopkeeper.records.lookup_rank import rank_on
from shopkeeper.values import dataclass

# Every word of a member stands bare; a word of the name also behind a mark, so that a question for names reads only
# names, without a column to filter by. A mailbox and a sound stand only behind theirs.
ANYWHERE, NAME, MAILBOX, SOUND = "", "=", "@", "_"

LONGEST_PREFIX_KEPT = 5
SHORTEST_BEGINNING = 4
BEGINNINGS_AT_MOST = 8
WORDS_A_PREFIX = 16
WORDS_LOOKED_THROUGH = 400  # of thousands of mailboxes that begin with a name; the name itself comes first
FEW_WORDS = 3
FEW_ENOUGH_TO_GATHER = 2000
LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Term:
    """One way to spell one word of a question; `begins` when the word may go on."""

    word: str
    begins: bool = False


Group = Sequence[Term]


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
        "select word, members from (select word, members from lookup_words where word >= ? and word < ? limit ?)"
        " order by members desc limit ?",
        (word, word + "\U0010ffff", WORDS_LOOKED_THROUGH, WORDS_A_PREFIX + 1),
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
    # Each three is a long list to be read: side by side they say as much as overlapping, and the digits are looked at.
    threes = dict.fromkeys(digits[at : at + 3] for at in (*range(0, len(digits) - 2, 3), len(digits) - 3))
    match = " AND ".join(_quoted(three) for three in islice(threes, 8))
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
            "select rowid from lookup_numbers where lookup_numbers match ? order by rowid limit ?",
            (match, limit),
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
            "select exists (select 1 from lookup_words where word >= ? and word < ?)",
            (word, word + "\U0010ffff"),
        )
    )


def known(read: Reading, mark: str, words: Sequence[str]) -> list[str]:
    """Which of these are words of members, the longest first."""
    found = read.rows(
        "select word from lookup_words where word in (select ? || value from json_each(?)) order by length(word) desc",
        (mark, json.dumps(words)),
    )
    return [word[len(mark) :] for (word,) in found]


def members_named(read: Reading, word: str) -> int:
    """How many members have this word in their name."""
    return int(read.value("select members from lookup_words where word = ?", (NAME + word,)) or 0)


def near(
    read: Reading, mark: str, words: Sequence[str], *, at_most: int, shortest: int = SHORTEST_BEGINNING
) -> list[Term]:
    """Which of the spellings are known words, or begin one if they are not too short; whole words first, the commonest
    first."""
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
        if longer and len(spelling) >= len(mark) + shortest
    ]
    return whole + begun[: min(BEGINNINGS_AT_MOST, at_most - len(whole))]
