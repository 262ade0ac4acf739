"""The members table's questions: who stands in it in which order, and what a block of its rows shows."""

import json
from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from shopkeeper.records import lookup_questions
from shopkeeper.records.book import Reading
from shopkeeper.rules.days import days_after, months_before
from shopkeeper.rules.folding import fold
from shopkeeper.service import groups, leaving, programmes
from shopkeeper.service.listing_filter import matching
from shopkeeper.values import dataclass, replace

Sort = Literal[
    "number", "name", "tier", "points", "spent_year", "spent", "visits", "last_visit", "town", "phone", "joined",
    "letters", "birthday",
]  # fmt: skip
YEAR_MONTHS = 12
FEW = 5000
_NO_LETTERS = " '\"`.,-_()[]*"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which members, in which order. Nothing chosen is everybody by name; who is gone is in no list.

    `tier` is a rank (0 the base level); `unseen_days` 0 does not ask; a member who never bought counts as unseen
    from the day of joining. `no_letters` are those who said no; `group` is the rule of a saved group. What a member lacks (a name, a phone, a birthday)
    stands last either way.
    """

    sort: Sort = "name"
    descending: bool = False
    text: str = ""
    tier: int | None = None
    unseen_days: int = 0
    no_letters: bool = False
    nameless: bool = False
    group: str = ""

    @property
    def filters(self) -> bool:
        """Whether anybody may be left out."""
        return replace(self, sort="name", descending=False) != Wanted()


@dataclass(frozen=True, slots=True)
class Roll:
    """The ids in the wanted order, of `members` in all; `guessed` when the text fitted nobody as it was typed and
    these are who may be meant."""

    ids: "array[int]"
    members: int
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the table shows them. Sums in minor units, less what came back; `spent_year_minor` of the
    purchases of the last twelve months; `birthday` is (month, day, year or None)."""

    member_id: int
    number: str
    name: str
    tier: str
    points: int
    spent_minor: int
    spent_year_minor: int
    visits: int
    last_visit: date | None
    town: str
    phone: str
    joined_on: date
    letters: bool | None
    birthday: tuple[int, int, int | None] | None


def roll(book: Reading, wanted: Wanted, today: date) -> Roll:
    """Everybody wanted, in order. The sorting is SQLite's own where it can be, so that the window stays alive."""
    everybody = lookup_questions.total(book)
    where, parameters, guessed = _who(book, wanted, today)
    if wanted.sort == "name":
        ids = _by_name(book, where, parameters, descending=wanted.descending)
    elif wanted.sort == "spent_year":
        ids = _by_year(book, where, parameters, today, descending=wanted.descending)
    else:
        ids = _by_column(book, where, parameters, wanted.sort, descending=wanted.descending)
    return Roll(ids, everybody, guessed)


def narrowed(book: Reading, wanted: Wanted, order: "array[int]", today: date) -> Roll:
    """Of an order of everybody, those who are wanted: nothing is sorted again, so that a filter answers at once."""
    where, parameters, guessed = _who(book, wanted, today)
    join = _join(where)
    kept = set(
        _ids(book.value(f"select json_group_array(m.id) from members m{join} where {where}", parameters))
    )
    return Roll(array("q", filter(kept.__contains__, order)), lookup_questions.total(book), guessed)


def members(book: Reading) -> int:
    """How many members the shop has."""
    return lookup_questions.total(book)


def rows(book: Reading, ids: Sequence[int], today: date) -> tuple[Row, ...]:
    """A block of the table, in the order of the ids; who is gone since is left out."""
    base = programmes.on(book, today).name(0)
    since = _year_ago(today).isoformat()
    wanted = json.dumps(list(ids))
    year: dict[int, int] = dict(book.rows(f"{_YEAR} and f.member_id in (select value from json_each(:ids)) group by f.member_id",
                                          {"since": since, "ids": wanted}))  # fmt: skip
    found = {row[0]: _row(row, base, year.get(row[0], 0)) for row in book.rows(_ROWS, {"ids": wanted})}
    return tuple(found[member] for member in ids if member in found)


# What the purchases of a year came to, less what came back of them: a return counts for its purchase's day.
_YEAR = """select f.member_id, sum(case f.kind when 'purchase' then f.amount_minor else -f.amount_minor end)
           from facts f where f.happened_on >= :since and f.undone_by is null and f.member_id is not null
           and (f.kind = 'purchase' or f.kind = 'return'
             and (select p.happened_on from facts p where p.id = f.of_fact) >= :since)"""

_PHONE = "(select c.text from contacts c where c.member_id = m.id and c.kind = 'phone' order by c.id limit 1)"
_TOWN = "(select a.town from addresses a where a.member_id = m.id and a.town <> '' order by a.id limit 1)"

_ROWS = f"""select m.id, m.number, m.name, s.tier, s.points, s.spent_minor, s.visits, s.last_visit, {_TOWN}, {_PHONE},
              m.joined_on, iif({leaving.NEVER.format(id="m.id")}, 0, m.letters), m.birthday_month, m.birthday_day, m.birthday_year
            from members m left join standings s on s.member_id = m.id
            where m.gone = 0 and m.id in (select value from json_each(:ids))"""


def _row(row: tuple[Any, ...], base: str, year_minor: int) -> Row:
    (
        member_id,
        number,
        name,
        tier,
        points,
        spent,
        visits,
        last,
        town,
        phone,
        joined,
        letters,
        month,
        day,
        year,
    ) = row
    return Row(
        member_id, number, name, tier or base, points or 0, spent or 0, year_minor, visits or 0,
        date.fromisoformat(last) if last else None, town or "", phone or "", date.fromisoformat(joined),
        None if letters is None else bool(letters), (month, day, year) if month else None,
    )  # fmt: skip


def _year_ago(today: date) -> date:
    return days_after(months_before(today, YEAR_MONTHS), 1)


# ---- who ----


def _who(book: Reading, wanted: Wanted, today: date) -> tuple[str, dict[str, object], bool]:
    """The condition that keeps who is wanted, its values, and whether the text was only guessed at."""
    where, parameters = _where(wanted, today)
    if wanted.group:
        where += " and m.id in (select value from json_each(:group))"
        parameters["group"] = json.dumps(groups.members_in(book, wanted.group, today))
    found = matching(book, wanted.text) if wanted.text.strip() else None
    if found is not None:
        where += " and m.id in (select value from json_each(:found))"
        parameters["found"] = found.ids
    return where, parameters, found is not None and found.guessed


def _join(where: str) -> str:
    return " left join standings s on s.member_id = m.id" if "s." in where else ""


def _where(wanted: Wanted, today: date) -> tuple[str, dict[str, object]]:
    parts = ["m.gone = 0"]
    parameters: dict[str, object] = {}
    if wanted.tier is not None:
        parts.append("coalesce(s.tier_rank, 0) = :tier")
        parameters["tier"] = wanted.tier
    if wanted.unseen_days > 0:
        parts.append("coalesce(s.last_visit, m.joined_on) <= :unseen")
        parameters["unseen"] = days_after(today, -wanted.unseen_days).isoformat()
    if wanted.no_letters:
        parts.append(f"(m.letters = 0 or {leaving.NEVER.format(id='m.id')})")
    if wanted.nameless:
        parts.append("m.name = ''")
    return " and ".join(parts), parameters


# ---- in which order ----

# (what is sorted by, whether a member has it at all)
_ORDERS: dict[Sort, tuple[str, str]] = {
    "number": ("length(m.number) {way}, m.number {way}", "1"),
    "tier": ("coalesce(s.tier_rank, 0) {way}, coalesce(s.spent_minor, 0) {way}", "1"),
    "points": ("coalesce(s.points, 0) {way}", "1"),
    "spent": ("coalesce(s.spent_minor, 0) {way}", "1"),
    "visits": ("coalesce(s.visits, 0) {way}", "1"),
    "last_visit": ("s.last_visit {way}, s.last_fact {way}", "s.last_visit is not null"),
    "joined": ("m.joined_on {way}", "1"),
    "letters": ("m.letters {way}", "m.letters is not null"),
    "birthday": ("m.birthday_month {way}, m.birthday_day {way}", "m.birthday_month is not null"),
    "phone": (f"{_PHONE} {{way}}", f"{_PHONE} is not null"),
}


def _by_column(
    book: Reading, where: str, parameters: dict[str, object], sort: Sort, *, descending: bool
) -> "array[int]":
    if sort == "town":
        return _by_text(book, _TOWN, where, parameters, descending=descending)
    order, there = _ORDERS[sort]
    way = "desc" if descending else "asc"
    lacking = "" if there == "1" else f"{there} desc, "
    return _ids(
        book.value(
            "select json_group_array(id) from (select m.id from members m left join standings s on s.member_id = m.id"
            f" where {where} order by {lacking}{order.format(way=way)}, m.id {way})",
            parameters,
        )
    )


def _by_name(book: Reading, where: str, parameters: dict[str, object], *, descending: bool) -> "array[int]":
    return _by_text(book, "m.name", where, parameters, descending=descending)


def _by_text(
    book: Reading, what: str, where: str, parameters: dict[str, object], *, descending: bool
) -> "array[int]":
    """As a person sorts: Ärmel beside Armel, Ήρα among the Latin names, small letters like large ones."""
    join = _join(where)
    # A heap for each beginning: one sort of 200,000 texts would hold the window up for a fifth of a second.
    heaps: dict[str, list[tuple[str, str, int]]] = {}
    lacking: list[int] = []
    for member, text in book.rows(
        f"select m.id, {what} from members m{join} where {where} order by m.id", parameters
    ):
        if not text:
            lacking.append(member)
            continue
        key = (text.lower() if text.isascii() else fold(text)).lstrip(_NO_LETTERS)
        heaps.setdefault(key[:2], []).append((key, text, member))
    ids = array("q")
    for beginning in sorted(heaps, reverse=descending):
        heap = heaps[beginning]
        heap.sort(reverse=descending)
        ids.extend(entry[2] for entry in heap)
    ids.extend(lacking)
    return ids


def _by_year(
    book: Reading, where: str, parameters: dict[str, object], today: date, *, descending: bool
) -> "array[int]":
    """Who bought within the year by what it came to; who did not stands at nothing."""
    wanted = _by_column(book, where, parameters, "number", descending=False)
    asked: dict[str, object] = {"since": _year_ago(today).isoformat()}
    of_these = ""
    if len(wanted) <= FEW:
        of_these = "and f.member_id in (select value from json_each(:ids))"
        asked["ids"] = json.dumps(wanted.tolist())
    sums: dict[int, int] = dict(book.rows(f"{_YEAR} {of_these} group by f.member_id", asked))
    # By heaps of one power of two, for the same reason as the names.
    heaps: dict[int, list[tuple[int, int]]] = {}
    for member in wanted:
        spent = sums.get(member, 0)
        sign = -1 if spent < 0 else 1
        heaps.setdefault(sign * abs(spent).bit_length(), []).append((spent, member))
    ids = array("q")
    for size in sorted(heaps, reverse=descending):
        heap = heaps[size]
        if size:
            heap.sort(reverse=descending)
        ids.extend(member for _, member in heap)
    return ids


def _ids(text: str | None) -> "array[int]":
    return array("q", json.loads(text or "[]"))


def position(ids: "array[int]", member_id: int) -> int | None:
    """Where in the order a member stands; None for one who is not in it."""
    try:
        return ids.index(member_id)
    except ValueError:
        return None
