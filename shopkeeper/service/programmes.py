"""The programme's versions: which holds when, seeing them and setting a new one."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.programme import Programme, Version, checked, version_on
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.rules.standing import replay
from shopkeeper.service import shops, standings
from shopkeeper.service.standings import Progress, nobody_waits


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many members are in a tier today."""

    name: str
    rank: int
    members: int


@dataclass(frozen=True, slots=True)
class ProgrammeSet:
    """A programme that now stands in the book, and who changed tier by it today."""

    act: int
    from_day: date
    changed_members: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a programme would do to the book's members on `on`: how many stand in each tier without and with it,
    lowest first, and how many would stand higher, lower or in a tier of another name than without it."""

    on: date
    members: int
    before: tuple[TierCount, ...]
    after: tuple[TierCount, ...]
    higher: int
    lower: int
    renamed: int
    points_before: int
    points_after: int

    @property
    def changed(self) -> int:
        """How many members would be in another tier."""
        return self.higher + self.lower + self.renamed


def versions(book: Reading) -> tuple[Version, ...]:
    """All versions, the earliest first; of two for one day the later entered holds."""
    rows = book.rows(
        "select id, from_day, toml from programmes where undone_by is null order by from_day, id"
    )
    return _versions(tuple(rows))


@lru_cache(maxsize=16)
def _versions(rows: tuple[tuple[int, str, str], ...]) -> tuple[Version, ...]:
    by_day = {from_day: (number, toml) for number, from_day, toml in rows}
    return tuple(
        Version(number, date.fromisoformat(from_day), read_programme(toml))
        for from_day, (number, toml) in by_day.items()
    )


def on(book: Reading, day: date) -> Programme:
    """The programme that holds on a day."""
    return version_on(versions(book), day).programme


def set_programme(
    w: Writing, programme: Programme, from_day: date | None = None, progress: Progress = nobody_waits
) -> ProgrammeSet:
    """A new version from a day on (today if none is named); every member is judged again.

    Refused: a day before today, for what the old rules gave stays given; a currency that is not the shop's.
    """
    today = shops.today(w)
    day = from_day or today
    _refuse_past(day, today)
    if programme.currency != shops.read(w).currency:
        raise Declined(
            "programme_currency",
            f"This shop counts in {shops.read(w).currency}, the programme in {programme.currency}.",
        )
    checked(programme)
    act = w.insert(
        "insert into acts (kind, entered_at, summary) values ('programme', ?, ?)",
        (w.entered_at, json.dumps({"from": day.isoformat()})),
    )
    w.insert(
        "insert into programmes (act_id, from_day, toml) values (?, ?, ?)",
        (act, day.isoformat(), write_programme(programme)),
    )
    changed = standings.replay_all(w, versions(w), today, progress=progress)
    return ProgrammeSet(act, day, changed)


def members_per_tier(book: Reading, today: date) -> tuple[TierCount, ...]:
    """Today's members in each tier, the base level included, lowest first."""
    programme = on(book, today)
    counted: dict[int, int] = dict(
        book.rows(
            "select s.tier_rank, count(*) from standings s join members m on m.id = s.member_id"
            " where m.gone = 0 group by s.tier_rank"
        )
    )
    everybody = book.value("select count(*) from members where gone = 0")
    counted[0] = everybody - sum(number for rank, number in counted.items() if rank)
    return tuple(
        TierCount(programme.name(rank), rank, counted.get(rank, 0))
        for rank in range(len(programme.tiers) + 1)
    )


def effect(
    book: Reading, programme: Programme, from_day: date, today: date, progress: Progress = nobody_waits
) -> Effect:
    """Judge everybody by the programme, as `set_programme` would, and change nothing.

    A programme that begins later is looked at on its first day, as if nobody bought anything until then; that day
    is compared with what the present programme would make of it. `progress` may end it. Refused as
    `set_programme` refuses.
    """
    _refuse_past(from_day, today)
    checked(programme)
    now = versions(book)
    next_id = 1 + max(version.id for version in now)
    then = tuple(
        sorted(
            [
                *(version for version in now if version.from_day != from_day),
                Version(next_id, from_day, programme),
            ],
            key=lambda version: version.from_day,
        )
    )
    on_day = max(today, from_day)
    old, new = version_on(now, on_day).programme, version_on(then, on_day).programme
    old_ranks, new_ranks = [0] * (len(old.tiers) + 1), [0] * (len(new.tiers) + 1)
    everybody = book.value("select count(*) from members where gone = 0")
    gone = {row[0] for row in book.rows("select id from members where gone = 1")}
    higher = lower = renamed = points_before = points_after = counted = 0
    for done, (member_id, facts, _) in enumerate(standings.histories(book)):
        if done % 100 == 0:
            progress(done, everybody)
        if member_id in gone:
            continue
        counted += 1
        before = standings.account_on(book, now, member_id, on_day)
        after = replay(facts, then, on_day).account
        was, becomes = before.effective_rank, after.effective_rank
        old_ranks[was] += 1
        new_ranks[becomes] += 1
        points_before += before.balance
        points_after += after.balance
        if old.name(was) != new.name(becomes):
            stood = new.rank(old.name(was)) if was else 0
            if was and not stood:
                renamed += 1
            elif becomes > stood:
                higher += 1
            else:
                lower += 1
    old_ranks[0] += everybody - counted
    new_ranks[0] += everybody - counted
    return Effect(
        on_day, everybody, _counts(old, old_ranks), _counts(new, new_ranks), higher, lower, renamed,
        points_before, points_after,
    )  # fmt: skip


def _counts(programme: Programme, ranks: list[int]) -> tuple[TierCount, ...]:
    return tuple(TierCount(programme.name(rank), rank, number) for rank, number in enumerate(ranks))


def _refuse_past(day: date, today: date) -> None:
    if day < today:
        raise Declined(
            "programme_in_the_past",
            "A programme can begin today or later: what the old rules gave stays given.",
            "from",
        )
