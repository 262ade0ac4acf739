"""A member is forgotten: everything that says who it was goes, what the shop sold and what points came to stays."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records import lookup, schema, unguarded
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import finding, holding, shops
from shopkeeper.service.acts import begin
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

FORGOTTEN = 3  # of `members.gone`
_KEY = "privacy:key"

# Every table with a member's id in it, and what becomes of its rows. A test finds tables that are not named here.
REMOVED = (
    "contacts", "addresses", "cards", "remarks", "wanted", "relations", "dates", "answers", "cards_shown", "talks",
    "set_aside", "apart", "occasions", "rhythms", "consents", "leavings", "tries", "holds",
    "pictures", "studied",
)  # fmt: skip
BLANKED = {
    "promises": "text = '…'",
    "matters": "text = '…', subject = '', outcome = ''",
    "matter_steps": "text = ''",
    "praises": "text = '…'",
    "requests": "text = '', outcome = ''",
    "letters": "own_line = '', paragraphs = '[]'",
    "draft_rows": "who_text = '', what_text = '', member_id = null",
    "facts": "",  # see `records.unguarded`
}
KEPT = (
    "moves",
    "merges",
    "stays",
    "refusals",
    "standings",
    "guests",
    "trial_members",
    "trial_gifts",
    "vouchers",
)  # numbers and days, of somebody who has no name


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Somebody is forgotten; `mentioned` are the numbers of members in whose record the name still stands (twenty at
    most), for those are other people's memories."""

    act: int
    member_id: int
    mentioned: tuple[str, ...]


def forget(w: Writing, member_id: int, *, by: int | None = None) -> Forgotten:
    """Forget a member and every record merged into theirs. This cannot be undone.

    Gone: name, contacts, cards, notes, letters' words, what was bought, in words; what was changed, and what acts were
    called. Kept, under a number that names nobody: days, amounts, points. The bytes have left the file when the log
    is emptied after it (`Book.empty_log`). Declined for a member who is not in the book.
    """
    _, name = who(w, member_id)
    ids = _records_of(w, member_id)
    mentioned = _mentioned(w, name, ids)
    act = begin(w, "forgotten", member_id=member_id, by=by)
    today = shops.today(w).isoformat()
    for one in ids:
        _note(w, act, one, today)
    _take(w, ids)
    return Forgotten(act, member_id, mentioned)


def _records_of(book: Reading, member_id: int) -> list[int]:
    merged = book.rows(
        "select other_member from merges where found_as = ? and undone_by is null", (member_id,)
    )
    return [member_id, *(other for (other,) in merged)]


def _mentioned(book: Reading, name: str, ids: Sequence[int]) -> tuple[str, ...]:
    if len(name) < 3:
        return ()
    parts = [
        f"select member_id from {table} where instr({column}, :name)"
        for table, column in (
            ("remarks", "text"), ("promises", "text"), ("matters", "text"), ("matter_steps", "text"), ("talks", "text"),
            ("relations", "text"), ("dates", "text"), ("wanted", "what"), ("letters", "own_line"), ("leavings", "text"),
            ("tries", "text"), ("holds", "text"), ("requests", "text"), ("requests", "outcome"),
            ("praises", "text"),
        )
    ]  # fmt: skip
    rows = book.rows(
        "select distinct number from members where gone = 0 and id not in (select value from json_each(:ids)) and"
        f" (instr(note, :name) or id in ({' union '.join(parts)})) order by number limit 20",
        {"name": name, "ids": json.dumps(list(ids))},
    )
    return tuple(row[0] for row in rows)


def _note(w: Writing, act: int, member_id: int, on: str) -> None:
    """The tombstone: which row, and fingerprints of what a list would bring them back by."""
    w.run(
        "insert into forgotten (act_id, member_id, enrolled_at, forgotten_on, marks) select ?, m.id, a.entered_at, ?, ?"
        " from members m join acts a on a.id = m.act_id where m.id = ? on conflict do nothing",
        (act, on, json.dumps(sorted(marks_of(w, member_id))), member_id),
    )


def _take(w: Writing, ids: Sequence[int]) -> None:
    """Take from these records all that says who they are."""
    these = json.dumps(list(ids))
    in_these = "(select value from json_each(:ids))"
    said = {"ids": these}
    numbers = {
        row[0]: row[1] for row in w.rows(f"select number, id from members where id in {in_these}", said)
    }
    around = [
        row[0]
        for row in w.rows(f"select distinct member_id from relations where other_member in {in_these}", said)
    ]
    _take_acts(w, these, numbers)
    w.run(
        f"update promises set state = 'released', settled_on = :day where state = 'open' and member_id in {in_these}",
        {**said, "day": w.entered_at[:10]},
    )
    w.run(
        f"update matters set state = 'closed', closed_on = :day where state <> 'closed' and member_id in {in_these}",
        {**said, "day": w.entered_at[:10]},
    )
    w.run(
        f"update requests set done_on = :day where done_on is null and member_id in {in_these}",
        {**said, "day": w.entered_at[:10]},
    )
    w.run(
        f"delete from before where (about = 'members' and row_id in {in_these})"
        " or exists (select 1 from (select was as told union all select became) where"
        f" json_extract(told, '$.member_id') in {in_these} or json_extract(told, '$.other_member') in {in_these}"
        f" or json_extract(told, '$.matter_id') in (select id from matters where member_id in {in_these}))",
        said,
    )
    w.run(
        f"update matter_steps set text = '' where matter_id in (select id from matters where member_id in {in_these})",
        said,
    )
    for table, column in _referring(w):
        if table in REMOVED:
            w.run(f"delete from {table} where {column} in {in_these}", said)
        elif BLANKED.get(table):
            w.run(f"update {table} set {BLANKED[table]} where {column} in {in_these}", said)
    unguarded.take_words(w, ids)
    _take_draws(w, numbers)
    w.run(
        "update members set number = 'forgotten-' || id, name = '', say = '', greeting = '', birthday_year = null,"
        " birthday_month = null, birthday_day = null, letters = 0, letters_asked_on = null, note = '',"
        f" gone = {FORGOTTEN} where id in {in_these}",
        said,
    )
    w.run(
        "update households set name = '' where id in (select household_id from stays group by household_id"
        f" having min(member_id in {in_these}))",
        said,
    )
    for one in ids:
        lookup.remove(w, one)
    w.run(f"delete from lookup_due where member_id in {in_these}", said)
    finding.refresh(w, [one for one in around if one not in ids])


def _referring(book: Reading) -> list[tuple[str, str]]:
    return [(table, column) for table, column in book.rows(schema.REFERRING, ("members",))]


def _take_acts(w: Writing, these: str, numbers: dict[str, int]) -> None:
    """What acts were called: of a line that is about the member, only its figures stay."""
    found = w.rows(
        "select id, summary from acts where summary <> '' and (member_id in (select value from json_each(:ids))"
        " or id in (select act_id from members where id in (select value from json_each(:ids)))"
        " or id in (select act_id from merges where kept_member in (select value from json_each(:ids))"
        "  or other_member in (select value from json_each(:ids)))"
        " or id in (select act_id from moves where from_member in (select value from json_each(:ids))"
        "  or to_member in (select value from json_each(:ids)))"
        " or json_extract(summary, '$.number') in (select value from json_each(:numbers))"
        " or json_extract(summary, '$.other_number') in (select value from json_each(:numbers)))",
        {"ids": these, "numbers": json.dumps(list(numbers))},
    )
    w.many(
        "update acts set summary = ? where id = ?",
        [
            (
                json.dumps(
                    {key: value for key, value in json.loads(summary).items() if isinstance(value, int)}
                ),
                act,
            )
            for act, summary in found
        ],
    )


def _take_draws(w: Writing, numbers: dict[str, int]) -> None:
    for draw, entered, winners in w.rows("select id, entered, winners from draws"):
        lists = [json.loads(entered), json.loads(winners)]
        if not any(number in numbers for one in lists for number in one):
            continue
        named = [[f"forgotten-{numbers[n]}" if n in numbers else n for n in one] for one in lists]
        w.run("update draws set entered = ?, winners = ? where id = ?", (*map(json.dumps, named), draw))


# ---- that they stay forgotten ----


@dataclass(frozen=True, slots=True)
class Carried:
    """What a book knows that a restored one must do again: who was forgotten, who said no, who is to be left in peace, who
    is on hold, and what was asked about data."""

    tombstones: tuple[tuple[int, str, str, str], ...]
    refused: tuple[tuple[int, str], ...]
    withdrawn: tuple[tuple[int, str, str, str, str, str], ...]
    key: str
    held: tuple[tuple[int, str, str, str], ...] = ()
    in_peace: tuple[tuple[int, str, str, str, str], ...] = ()
    asked: tuple[tuple[int, str, str, str, str, str, str | None, str], ...] = ()


def carried(book: Reading) -> Carried:
    """What must be done again in a book that is restored in this one's place."""
    return Carried(
        tuple(book.rows("select member_id, enrolled_at, forgotten_on, marks from forgotten order by id")),
        tuple(
            book.rows(
                "select m.id, a.entered_at from members m join acts a on a.id = m.act_id where m.letters = 0"
                " and m.gone = 0"
            )
        ),
        tuple(
            book.rows(
                "select c.member_id, a.entered_at, c.channel, c.said_on, c.how, c.wording from consents c"
                " join members m on m.id = c.member_id join acts a on a.id = m.act_id where c.given = 0 and c.id ="
                " (select max(l.id) from consents l where l.member_id = c.member_id and l.channel = c.channel)"
            )
        ),
        book.value("select value from shop where name = ?", (_KEY,)) or "",
        tuple(
            book.rows(
                "select h.member_id, a.entered_at, h.text, h.from_day from holds h join members m on m.id = h.member_id"
                " join acts a on a.id = m.act_id where h.lifted_on is null"
            )
        ),
        _in_peace(book),
        _asked(book),
    )


def _in_peace(book: Reading) -> tuple[tuple[Any, ...], ...]:
    """Who asked to be left in peace, or is to be for another reason."""
    if not _has(book, "leavings"):
        return ()
    return tuple(
        book.rows(
            "select v.member_id, a.entered_at, v.reason, v.text, v.noted_on from leavings v join members m"
            " on m.id = v.member_id and m.gone = 0 join acts a on a.id = m.act_id where v.never = 1 order by v.id"
        )
    )


def _asked(book: Reading) -> tuple[tuple[Any, ...], ...]:
    """What members asked about their data, open or answered."""
    if not _has(book, "requests"):
        return ()
    return tuple(
        book.rows(
            "select r.member_id, a.entered_at, r.kind, r.text, r.asked_on, r.due_on, r.done_on, r.outcome from requests r"
            " join members m on m.id = r.member_id and m.gone = 0 join acts a on a.id = m.act_id order by r.id"
        )
    )


def _has(book: Reading, table: str) -> bool:
    """A book of an older version, whose latest backup is asked in its place, may not know of it."""
    return book.value("select 1 from sqlite_master where type = 'table' and name = ?", (table,)) is not None


def again(w: Writing, told: Carried) -> int:
    """Forget again who was forgotten since, and keep every no; answers how many were forgotten again.

    A member is told by id and the instant of enrolment: after a restore an id may be somebody else's.
    """
    done = 0
    if told.key:
        w.run("insert or replace into shop (name, value) values (?, ?)", (_KEY, told.key))
    missing = [
        one
        for one in told.tombstones
        if not w.value("select 1 from forgotten where member_id = ? and enrolled_at = ?", one[:2])
    ]
    if missing:
        act = begin(w, "forgotten", again=len(missing))
        for member_id, enrolled_at, on, marks in missing:
            there = w.value(f"{_SAME} and m.gone <> {FORGOTTEN}", (member_id, enrolled_at))
            w.run(
                "insert into forgotten (act_id, member_id, enrolled_at, forgotten_on, marks) values (?, ?, ?, ?, ?)",
                (act, member_id, enrolled_at, on, marks),
            )
            if there is not None:
                _take(w, _records_of(w, there))
                done += 1
    w.many(f"update members set letters = 0 where letters is not 0 and id in ({_SAME})", told.refused)
    w.many(
        "insert into consents (member_id, channel, given, said_on, how, wording) select m.id, :channel, 0, :on, :how, :wording"
        f" from members m where m.id in ({_SAME_NAMED}) and (select given from consents where member_id = m.id"
        "  and channel = :channel order by id desc limit 1) is not 0",
        [
            {"id": one[0], "at": one[1], "channel": one[2], "on": one[3], "how": one[4], "wording": one[5]}
            for one in told.withdrawn
        ],
    )
    w.many(
        "insert into holds (member_id, text, from_day) select m.id, :text, :on from members m where m.gone = 0"
        f" and m.id in ({_SAME_NAMED}) and not {holding.HELD.format(id='m.id')}",
        [{"id": one[0], "at": one[1], "text": one[2], "on": one[3]} for one in told.held],
    )
    w.many(
        "insert into leavings (member_id, reason, text, never, noted_on) select m.id, :reason, :text, 1, :on from members m"
        f" where m.gone = 0 and m.id in ({_SAME_NAMED})"
        " and not exists (select 1 from leavings v where v.member_id = m.id and v.never = 1)",
        [
            {"id": one[0], "at": one[1], "reason": one[2], "text": one[3], "on": one[4]}
            for one in told.in_peace
        ],
    )
    for one in told.asked:
        _ask_again(w, one)
    return done


def _ask_again(w: Writing, told: tuple[int, str, str, str, str, str, str | None, str]) -> None:
    """What a member asked is there again, and answered where it was."""
    member_id, enrolled_at, kind, words, asked_on, due_on, done_on, outcome = told
    member = w.value(f"{_SAME} and m.gone = 0", (member_id, enrolled_at))
    if member is None:
        return
    there = w.row(
        "select id, done_on from requests where member_id = ? and kind = ? and asked_on = ? and text = ? limit 1",
        (member, kind, asked_on, words),
    )
    if there is None:
        w.run(
            "insert into requests (member_id, kind, text, asked_on, due_on, done_on, outcome) values (?, ?, ?, ?, ?, ?, ?)",
            (member, kind, words, asked_on, due_on, done_on, outcome),
        )
    elif there[1] is None and done_on is not None:
        w.run("update requests set done_on = ?, outcome = ? where id = ?", (done_on, outcome, there[0]))


_SAME = "select m.id from members m join acts a on a.id = m.act_id where m.id = ? and a.entered_at = ?"


_SAME_NAMED = (
    "select m.id from members m join acts a on a.id = m.act_id where m.id = :id and a.entered_at = :at"
)


def marks_of(w: Writing, member_id: int) -> set[str]:
    """The fingerprints of what a list may bring this member back by."""
    rows = w.rows(
        "select 'number', number from members where id = :id union select 'card', number from cards where member_id = :id"
        " union select kind, canonical from contacts where member_id = :id and canonical <> ''",
        {"id": member_id},
    )
    key = _key(w)
    return {_mark(key, kind, text) for kind, text in rows}


def _key(w: Writing) -> bytes:
    kept = w.value("select value from shop where name = ?", (_KEY,))
    if kept is None:
        import secrets

        kept = json.dumps(secrets.token_hex(16))
        w.run("insert into shop (name, value) values (?, ?)", (_KEY, kept))
    return bytes.fromhex(json.loads(kept))


def _mark(key: bytes, kind: str, text: str) -> str:
    import hashlib  # brings in OpenSSL, and most days nobody is forgotten
    import hmac

    return hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()[:24]


class Marks:
    """Asks whether a number, a card, a phone or an e-mail was somebody's who is forgotten."""

    def __init__(self, book: Reading) -> None:
        self._marks = {
            mark for (marks,) in book.rows("select marks from forgotten") for mark in json.loads(marks)
        }
        kept = book.value("select value from shop where name = ?", (_KEY,)) if self._marks else None
        self._key = bytes.fromhex(json.loads(kept)) if kept else b""

    def known(self, things: Iterable[tuple[str, str]]) -> bool:
        """Whether any of these (`number`, `card`, `phone` or `email`, and the text) belonged to one of them."""
        return bool(self._marks) and any(
            text != "" and _mark(self._key, kind, text) in self._marks for kind, text in things
        )


def refuse(marks: Marks, things: Iterable[tuple[str, str]]) -> None:
    """Declined where a list would bring somebody back who asked to be forgotten."""
    if marks.known(things):
        raise Declined(
            "was_forgotten",
            say("This person asked to be forgotten. Enrol them by hand if they are a member again."),
            "number",
        )


def how_many(book: Reading) -> tuple[int, date | None]:
    """How many were forgotten, and the day of the last."""
    count, last = book.rows("select count(*), max(forgotten_on) from forgotten")[0]
    return count, None if last is None else date.fromisoformat(last)
