"""The programme's versions: which holds when, seeing them and setting a new one."""

import json
from datetime import date
from functools import lru_cache

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.programme import Programme, Version, checked, version_on
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.say import text as say
from shopkeeper.service import roles, shops
from shopkeeper.service.progress import Progress, nobody_waits
from shopkeeper.values import dataclass


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
    from shopkeeper.service import standings

    today = shops.today(w)
    day = from_day or today
    refuse_past(day, today)
    if programme.currency != shops.read(w).currency:
        raise Declined(
            "programme_currency",
            say("This shop counts in {shop}, the programme in {programme}.").format(
                shop=shops.read(w).currency, programme=programme.currency
            ),
        )
    checked(programme)
    roles.require(w, "programme")
    act = w.insert(
        "insert into acts (kind, entered_at, by_person, summary) values ('programme', ?, ?, ?)",
        (w.entered_at, roles.credited(w, "programme", None), json.dumps({"from": day.isoformat()})),
    )
    w.insert(
        "insert into programmes (act_id, from_day, toml) values (?, ?, ?)",
        (act, day.isoformat(), write_programme(programme)),
    )
    changed = standings.replay_all(w, versions(w), today, progress=progress)
    return ProgrammeSet(act, day, changed)


def act_to_withdraw(book: Reading, version_id: int, today: date) -> int:
    """The act to undo so that a version that has not begun never does. Declined for one that holds or has held."""
    row = book.row(
        "select act_id, from_day from programmes where id = ? and undone_by is null", (version_id,)
    )
    if row is None:
        raise Declined("version_unknown", "This version of the programme has been withdrawn already.")
    if row[1] <= today.isoformat():
        raise Declined(
            "version_has_begun",
            "This programme has begun. What it gave stays given; change it from a day on instead.",
        )
    act: int = row[0]
    return act


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


def refuse_past(day: date, today: date) -> None:
    """Declined for a programme that would begin before today."""
    if day < today:
        raise Declined(
            "programme_in_the_past",
            "A programme can begin today or later: what the old rules gave stays given.",
            "from",
        )
