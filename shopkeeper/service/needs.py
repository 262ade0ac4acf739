"""What members need, weighed by what those who said so are worth and by who else would benefit; made into improvements."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service import acts, leaving, shops
from shopkeeper.service.detail_rows import row_now
from shopkeeper.service.heard import AlsoBought
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

LOOKED_AT_DAYS = 365
SHOWN = 200
SHORTEST_WORD = 4
_STEP = 20_000


@dataclass(frozen=True, slots=True)
class Need:
    """What members need, with how many said so and what those spent in all; `made_on` is set once it is there."""

    id: int
    text: str
    made_on: date | None
    members: int
    said: int
    spent_minor: int


@dataclass(frozen=True, slots=True)
class NeedMade:
    """A need that has become an improvement, and the members to tell of it."""

    act: int
    need: str
    to_tell: tuple[AlsoBought, ...]


def needs(book: Reading, limit: int = 100) -> tuple[Need, ...]:
    """The needs, open ones first, weighed by what the members who have them are worth to the shop."""
    rows = book.rows(
        "select n.id, n.text, n.made_on, count(distinct a.member_id), count(a.id),"
        " coalesce((select sum(s.spent_minor) from standings s where s.member_id in"
        "  (select member_id from matters where need_id = n.id)), 0) as worth"
        " from needs n left join matters a on a.need_id = n.id where n.state <> 'dropped' group by n.id"
        " order by n.state = 'made', worth desc, count(a.id) desc, n.id limit ?",
        (limit,),
    )
    return tuple(
        Need(i, words, None if made is None else date.fromisoformat(made), members, said, worth)
        for i, words, made, members, said, worth in rows
    )


def make_need(w: Writing, need_id: int, *, by: int | None = None) -> NeedMade:
    """A need has become an improvement today; answers whom to tell."""
    row = row_now(w, "needs", need_id)
    if row is None or row["state"] != "open":
        raise Declined("need_unknown", say("There is no such open need in this book."), "need")
    act = acts.begin(w, "need", by=by, name=row["text"])
    acts.change_row(w, act, "needs", need_id, {"state": "made", "made_on": shops.today(w).isoformat()})
    return NeedMade(act, row["text"], to_tell(w, need_id))


def to_tell(book: Reading, need_id: int) -> tuple[AlsoBought, ...]:
    """The members who spoke of a need, each once, with the words they used."""
    rows = book.rows(
        "select m.id, m.number, m.name, coalesce((select text from contacts c where c.member_id = m.id and c.kind = 'phone'"
        " order by c.id limit 1), ''), max(a.heard_on), a.text from matters a join members m on m.id = a.member_id"
        " and m.gone = 0 where a.need_id = ? group by m.id order by m.name, m.number",
        (need_id,),
    )
    return tuple(
        AlsoBought(member, number, name, phone, date.fromisoformat(on), words)
        for member, number, name, phone, on, words in rows
    )


# ---- who else would benefit ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who did not say so and would benefit: `because` in words, what they spent in a year."""

    member_id: int
    number: str
    name: str
    phone: str
    because: str
    spent_minor: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """Who would benefit from a need besides those who said so: the first of `others` by what they spend, `of` them in all,
    with what all of them spent in a year. `said_minor` is the same of those who said so, `in_peace` who is left out for
    they are to be left in peace. `stage` is where most who said so stand, with how many members stand there too."""

    need: str
    words: tuple[str, ...]
    said: int
    said_minor: int
    others: tuple[Other, ...]
    of: int
    others_minor: int
    in_peace: int
    stage: int | None
    at_stage: int


def benefit(book: Reading, need_id: int, today: date, progress: Progress = nobody_waits) -> Benefit:
    """Who likes, avoids or lately bought what the need speaks of; a question for the scholar.

    The words are those of the need and of what members said about it; of what they said only those that two of them used,
    for one alone may have spoken of anything.
    """
    row = book.row("select text from needs where id = ?", (need_id,))
    if row is None:
        raise Declined("need_unknown", say("There is no such open need in this book."), "need")
    need = str(row[0])
    said = book.rows(
        "select member_id, text from matters where need_id = ? and member_id is not null", (need_id,)
    )
    sayers = {member for member, _ in said}
    wanted = _telling(need, [words for _, words in said])
    since = (today - timedelta(days=LOOKED_AT_DAYS)).isoformat()
    found = _fitting(book, wanted, since, progress) if wanted else {}
    reasons = {member: why for member, why in found.items() if member not in sayers}
    in_peace = leaving.in_peace(book, list(reasons))
    spent = _spent(book, since, [*reasons, *sayers])
    there = {member: why for member, why in reasons.items() if member not in in_peace}
    ordered = sorted(there, key=lambda member: (-spent.get(member, 0), member))
    stage, at_stage = _stage(book, sayers, today, progress)
    return Benefit(
        need, tuple(sorted(wanted)), len(sayers), sum(spent.get(member, 0) for member in sayers),
        _others(book, ordered[:SHOWN], there, spent), len(ordered), sum(spent.get(member, 0) for member in ordered),
        len(in_peace), stage, at_stage,
    )  # fmt: skip


def _telling(need: str, said: Sequence[str]) -> frozenset[str]:
    """The words of a need that can be looked for: its own, and those that two who spoke of it used."""
    counts: dict[str, int] = {}
    for words in said:
        for word in _words(words):
            counts[word] = counts.get(word, 0) + 1
    shared = {word for word, count in counts.items() if count > 1}
    return frozenset(
        word for word in _words(need) | shared if len(word) >= SHORTEST_WORD and word not in _COMMON
    )


# Words of a wish that name no thing.
_COMMON = frozenset(
    "more less open opens earlier later want wants need needs please would could should have with without before after"
    " hours time shop days every also some again longer much many like know what when where from they them your".split()
)


def _fitting(book: Reading, wanted: frozenset[str], since: str, progress: Progress) -> dict[int, str]:
    """Each member in whose remarks or purchases of the year one of the words stands, with why: what is noted first."""
    noted: dict[int, str] = {}
    for member, words in book.rows(
        "select r.member_id, r.text from remarks r join members m on m.id = r.member_id and m.gone = 0"
        " where r.kind in ('likes', 'dislikes', 'usual', 'matters', 'warning', 'fact') order by r.id"
    ):
        if member not in noted and _words(words) & wanted:
            noted[member] = words
    bought: dict[int, tuple[int, str]] = {}
    total = int(
        book.value("select count(*) from facts where kind = 'purchase' and happened_on > ?", (since,))
    )
    for count, (member, what) in enumerate(_bought(book, since)):
        if count % _STEP == 0:
            progress(min(count, total), max(1, total))
        if _words(what) & wanted:
            times, first = bought.get(member, (0, what))
            bought[member] = times + 1, first
    found = {
        member: say("bought {what}: {times}").format(
            what=what, times=counted(times, "once in the year", "{n} times in the year")
        )
        for member, (times, what) in bought.items()
    }
    return found | {member: say("noted: {words}").format(words=words) for member, words in noted.items()}


def _bought(book: Reading, since: str) -> Iterable[tuple[int, str]]:
    return book.each(
        "select f.member_id, f.what from facts f join members m on m.id = f.member_id and m.gone = 0"
        " where f.kind = 'purchase' and f.undone_by is null and f.what <> '' and f.happened_on > :since union all"
        " select f.member_id, l.what from facts f join members m on m.id = f.member_id and m.gone = 0"
        " join lines l on l.fact_id = f.id where f.kind = 'purchase' and f.undone_by is null and l.what <> ''"
        " and f.happened_on > :since",
        {"since": since},
    )


@lru_cache(maxsize=20_000)
def _words(words: str) -> frozenset[str]:
    return frozenset(ways[0] for ways in folding.typed_words(words))


def _spent(book: Reading, since: str, members: Sequence[int]) -> dict[int, int]:
    return dict(
        book.rows(
            "select member_id, sum(iif(kind = 'purchase', 1, -1) * amount_minor) from facts"
            " where member_id in (select value from json_each(:members)) and kind in ('purchase', 'return')"
            " and undone_by is null and happened_on > :since group by member_id",
            {"members": json.dumps(list(members)), "since": since},
        )
    )


def _stage(book: Reading, sayers: set[int], today: date, progress: Progress) -> tuple[int | None, int]:
    """The stage at which most who said so stand, and how many members stand there besides them."""
    import numpy as np

    from shopkeeper.service import stages, visiting

    seen = visiting.visits(book, today, progress)
    stage = stages.of(book, seen, today)
    said = np.isin(seen.members, np.array(sorted(sayers), dtype=np.int64))
    if not said.any():
        return None, 0
    kinds, counts = np.unique(stage[said], return_counts=True)
    most = int(kinds[int(np.argmax(counts))])
    return most, int(np.count_nonzero((stage == most) & ~said))


def _others(
    book: Reading, members: Sequence[int], reasons: dict[int, str], spent: dict[int, int]
) -> tuple[Other, ...]:
    rows = {
        member: (number, name, phone)
        for member, number, name, phone in book.rows(
            "select m.id, m.number, m.name, coalesce((select text from contacts c where c.member_id = m.id"
            " and c.kind = 'phone' order by c.id limit 1), '') from members m where m.id in (select value from json_each(?))",
            (json.dumps(list(members)),),
        )
    }
    found = []
    for member in members:
        number, name, phone = rows[member]
        found.append(Other(member, number, name, phone, reasons[member], spent.get(member, 0)))
    return tuple(found)
