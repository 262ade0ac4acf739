"""Everything the book knows of one member, on one timeline, the newest first: marks in order, then entries by block."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.programme import Version, version_on
from shopkeeper.service import contacts_log, programmes, shops, standings, timeline_memory
from shopkeeper.service.common import who
from shopkeeper.service.timeline_details import Changed, changed_details
from shopkeeper.values import dataclass, field, replace

Source = Literal["fact", "letter", "edit", "move", "noted", "climbed", "fell", "expired", "joined"]
Kind = Literal["purchases", "points", "tiers", "letters", "memory", "details"]
KINDS: tuple[Kind, ...] = ("purchases", "points", "tiers", "letters", "memory", "details")

# Of the sources, and of the facts and of some acts by their own kind.
_KIND_OF: dict[str, Kind] = {
    "purchase": "purchases", "return": "purchases", "move": "purchases", "tier": "tiers", "climbed": "tiers",
    "fell": "tiers", "letter": "letters", "noted": "memory", "edit": "details", "joined": "details",
    "merge": "details", "household": "details",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something stands on the timeline; `id` is the row it is read from, `points` of what expired, `tier`
    and `was` of a change of tier, `because` as in `rules.engine.TierChange`; `fact` is the kind of a fact."""

    on: date
    order: tuple[int, int, int]
    source: Source
    id: int
    points: int = 0
    tier: str = ""
    was: str = ""
    because: str = ""
    fact: str = ""

    @property
    def kind(self) -> Kind:
        """What a reader would look for it under."""
        return _KIND_OF.get(self.fact or self.source, "points")


@dataclass(frozen=True, slots=True)
class Timeline:
    """All marks of a member, the newest first."""

    member_id: int
    marks: tuple[Mark, ...]
    firsts: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    """What was the first of its kind, by source and row, with a number where it has one."""

    def only(self, kinds: Collection[Kind]) -> "Timeline":
        """The same timeline with these kinds alone."""
        return replace(self, marks=tuple(mark for mark in self.marks if mark.kind in kinds))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is the fact's own (purchase, return, gift, …) or the source of the mark;
    `first` says what it was the first of, with `n` as in `contacts_log`; a `move` is `moved here` or `moved away`, what was `noted` the kind of its act, with `because` what became of it. `points` are what it gave or took, `used` what was paid with them.

    `act` is what can be undone, None where nothing can (time, or an act of many members). `of_on` is the day of the
    purchase that came back or was moved; `other` the member it was moved to or from, "" for nobody known.
    """

    on: date
    kind: str
    act: int | None = None
    fact: int | None = None
    entered_at: str = ""
    amount_minor: int = 0
    returned_minor: int = 0
    points: int = 0
    used: int = 0
    what: str = ""
    reason: str = ""
    tier: str = ""
    was: str = ""
    because: str = ""
    until: date | None = None
    of_on: date | None = None
    other: str = ""
    by: str = ""
    changes: tuple[Changed, ...] = ()
    undone: bool = False
    first: str = ""
    n: int = 0


# Acts that concern this member alone; an import or a day's posting is undone where it was done.
_OWN_ACTS = frozenset(
    {
        "purchase",
        "return",
        "adjustment",
        "gift",
        "waiver",
        "tier",
        "move",
        "edit",
        "letter",
        "answered",
        "perk",
    }
)


def of(book: Reading, member_id: int, today: date, *, undone_too: bool = False) -> Timeline:
    """The order of everything; the history is replayed once for the changes of tier and the points that expired.

    Declined for a member who is not in the book.
    """
    who(book, member_id)
    shown = "" if undone_too else " and {of}.undone_by is null"
    marks = [
        Mark(date.fromisoformat(on), (act, fact, 0), "fact", fact, fact=kind)
        for on, act, fact, kind in book.rows(
            f"select happened_on, act_id, id, kind from facts f where member_id = ?{shown.format(of='f')}",
            (member_id,),
        )
    ]
    marks += [
        Mark(date.fromisoformat(on), (act, letter, 0), "letter", letter)
        for on, act, letter in book.rows(
            f"select written_on, act_id, id from letters l where member_id = ?{shown.format(of='l')}",
            (member_id,),
        )
    ]
    shop = shops.read(book)
    records = _records(book, member_id)
    marks += [
        Mark(shop.day_of(_instant(at)), (act, 0, 0), "edit", act)
        for act, at in book.rows(
            "select id, entered_at from acts a where member_id in (select value from json_each(?)) and kind = 'edit'"
            f"{shown.format(of='a')}",
            (records,),
        )
    ]
    marks += [
        Mark(shop.day_of(_instant(at)), (act, move, 1), "move", move)
        for move, act, at in book.rows(
            "select v.id, a.id, a.entered_at from moves v join acts a on a.id = v.act_id"
            f" where (v.from_member = :member or v.to_member = :member){shown.format(of='a')}",
            {"member": member_id},
        )
    ]
    marks += [
        Mark(shop.day_of(_instant(at)), (act, 0, 0), "noted", act, fact=kind if kind in _KIND_OF else "")
        for act, at, kind in timeline_memory.marks(book, records, undone_too=undone_too)
    ]
    joined = book.row("select joined_on, act_id from members where id = ?", (member_id,))
    assert joined is not None
    marks.append(Mark(date.fromisoformat(joined[0]), (-1, 0, 0), "joined", joined[1]))
    marks += _by_the_rules(book, member_id, today)
    marks.sort(key=_order, reverse=True)
    return Timeline(member_id, tuple(marks), dict(contacts_log.of_acts(book, records)))


def _records(book: Reading, member_id: int) -> str:
    """The member's own record and those merged into it, as a JSON list of ids."""
    found: str = book.value(
        "with recursive r(id) as (select ? union select m.other_member from merges m join r on m.kept_member = r.id"
        " where m.undone_by is null) select json_group_array(id) from r",
        (member_id,),
    )
    return found


def _order(mark: Mark) -> tuple[date, tuple[int, int, int]]:
    return mark.on, mark.order


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _by_the_rules(book: Reading, member_id: int, today: date) -> list[Mark]:
    """What no one entered: the tiers reached and lost, and the points that were not used in time."""
    versions = programmes.versions(book)
    facts = standings.facts_of(book, member_id)
    if not facts:
        return []
    done = standings.replay_of(book, versions, member_id, max(today, facts[-1].on))
    acts_of: dict[int, int] = dict(
        book.rows("select id, act_id from facts where member_id = ?", (member_id,))
    )
    marks = []
    for change in done.changes:
        marks.append(
            Mark(
                change.on,
                (acts_of.get(change.fact, 0), change.fact, 1),
                "climbed" if change.rank > change.was else "fell",
                change.fact,
                tier=_tier(versions, change.on, change.rank),
                was=_tier(versions, change.on, change.was),
                because=change.because,
            )
        )
    expired: dict[date, int] = {}
    for movement in done.movements:
        if movement.kind == "expired" and movement.points:
            expired[movement.on] = expired.get(movement.on, 0) + movement.points
    marks += [Mark(on, (0, 0, 0), "expired", 0, points=points) for on, points in expired.items()]
    return marks


def _tier(versions: tuple[Version, ...], on: date, rank: int) -> str:
    return version_on(versions, on).programme.name(rank)


# ---- a block of entries ----


def entries(book: Reading, timeline: Timeline, start: int, count: int) -> tuple[Entry, ...]:
    """The entries of a part of the timeline, in its order; bounded by `count`."""
    marks = timeline.marks[start : start + count]
    found: dict[tuple[Source, int], Entry] = {}
    readers = (("fact", _facts), ("letter", _letters), ("edit", _edits), ("move", _moves), ("noted", _noted))
    for source, read in readers:
        ids = [mark.id for mark in marks if mark.source == source]
        if ids:
            found |= {(source, key): entry for key, entry in read(book, ids, timeline.member_id).items()}  # type: ignore[misc]
    told = []
    for mark in marks:
        entry = found.get((mark.source, mark.id)) or _plain(book, mark)
        first = timeline.firsts.get((mark.source, mark.id))
        told.append(entry if first is None or entry.undone else replace(entry, first=first[0], n=first[1]))
    return tuple(told)


def _plain(book: Reading, mark: Mark) -> Entry:
    by = ""
    if mark.source == "joined":
        by = book.value(
            "select p.name from acts a join people p on p.id = a.by_person where a.id = ?", (mark.id,)
        ) or ""  # fmt: skip
    return Entry(
        mark.on, mark.source, points=mark.points, tier=mark.tier, was=mark.was, because=mark.because, by=by
    )


def _facts(book: Reading, ids: Sequence[int], _member_id: int) -> dict[int, Entry]:
    rows = book.rows(
        "select f.id, f.kind, f.act_id, a.kind, a.summary, coalesce(f.happened_at, ''), f.happened_on, f.amount_minor,"
        " (select coalesce(sum(r.amount_minor), 0) from facts r where r.of_fact = f.id and r.undone_by is null),"
        " f.points, f.earned, f.what, f.until, b.happened_on, b.what, coalesce(p.name, ''), f.undone_by is not null,"
        " (select group_concat(l.what, ', ') from"
        "   (select what from lines where fact_id = f.id and what <> '' order by position) l)"
        " from facts f join acts a on a.id = f.act_id left join facts b on b.id = f.of_fact"
        " left join people p on p.id = f.by_person where f.id in (select value from json_each(?))",
        (json.dumps(ids),),
    )
    return {row[0]: _fact(row) for row in rows}


def _fact(row: tuple[Any, ...]) -> Entry:
    (fact, kind, act, act_kind, summary, at, on, amount, returned, points, earned, what, until, of_on, of_what, by, undone,
     lines) = row  # fmt: skip
    bought = kind in ("purchase", "return")
    reason = ""
    if kind == "tier":
        reason = json.loads(summary).get("reason", "") if summary else ""
    return Entry(
        date.fromisoformat(on), kind, act=act if act_kind in _OWN_ACTS and not undone else None, fact=fact,
        entered_at=at, amount_minor=amount, returned_minor=returned if kind == "purchase" else 0,
        points=earned if bought else points, used=points if kind == "purchase" else 0,
        what="" if kind == "tier" else what or lines or of_what or "", reason=reason,
        tier=what if kind == "tier" else "", until=None if until is None else date.fromisoformat(until),
        of_on=None if of_on is None else date.fromisoformat(of_on), by=by, undone=bool(undone),
    )  # fmt: skip


def _letters(book: Reading, ids: Sequence[int], _member_id: int) -> dict[int, Entry]:
    rows = book.rows(
        "select l.id, l.act_id, a.kind, l.written_on, l.own_line, l.kind, a.entered_at, coalesce(p.name, ''),"
        " l.undone_by is not null, (select count(*) from letters o where o.act_id = l.act_id) from letters l"
        " join acts a on a.id = l.act_id left join people p on p.id = a.by_person"
        " where l.id in (select value from json_each(?))",
        (json.dumps(ids),),
    )
    return {
        letter: Entry(
            date.fromisoformat(on), "letter", act=act if act_kind in _OWN_ACTS and alone == 1 and not undone else None,
            entered_at=at, what=own_line, reason=kind, by=by, undone=bool(undone),
        )
        for letter, act, act_kind, on, own_line, kind, at, by, undone, alone in rows
    }  # fmt: skip


def _edits(book: Reading, ids: Sequence[int], _member_id: int) -> dict[int, Entry]:
    shop = shops.read(book)
    changes = changed_details(book, ids)
    rows = book.rows(
        "select a.id, a.entered_at, coalesce(p.name, ''), a.undone_by is not null from acts a"
        " left join people p on p.id = a.by_person where a.id in (select value from json_each(?))",
        (json.dumps(ids),),
    )
    return {
        act: Entry(
            shop.day_of(_instant(at)), "edit", act=None if undone else act, entered_at=at, by=by,
            changes=changes.get(act, ()), undone=bool(undone),
        )
        for act, at, by, undone in rows
    }  # fmt: skip


def _noted(book: Reading, ids: Sequence[int], member_id: int) -> dict[int, Entry]:
    shop = shops.read(book)
    return {
        act: Entry(
            shop.day_of(_instant(one.entered_at)), one.kind, act=None if one.undone or one.many else act, entered_at=one.entered_at,
            amount_minor=one.amount_minor, what=one.what, because=one.state, until=one.due_on, other=one.other,
            by=one.by, undone=one.undone,
        )
        for act, one in timeline_memory.remembered(book, ids, _records(book, member_id)).items()
    }  # fmt: skip


def _moves(book: Reading, ids: Sequence[int], member_id: int) -> dict[int, Entry]:
    shop = shops.read(book)
    rows = book.rows(
        "select v.id, v.act_id, a.entered_at, v.to_member is :member, f.amount_minor, f.happened_on, f.what,"
        " case when o.id is null then '' when o.name = '' then o.number else o.name end, coalesce(p.name, ''),"
        " a.undone_by is not null from moves v join acts a on a.id = v.act_id join facts f on f.id = v.fact_id"
        " left join members o on o.id = iif(v.to_member is :member, v.from_member, v.to_member)"
        " left join people p on p.id = a.by_person where v.id in (select value from json_each(:ids))",
        {"member": member_id, "ids": json.dumps(ids)},
    )
    return {
        move: Entry(
            shop.day_of(_instant(at)), "moved here" if here else "moved away", act=None if undone else act,
            entered_at=at, amount_minor=amount, what=what, of_on=date.fromisoformat(of_on), other=other, by=by,
            undone=bool(undone),
        )
        for move, act, at, here, amount, of_on, what, other, by, undone in rows
    }  # fmt: skip
