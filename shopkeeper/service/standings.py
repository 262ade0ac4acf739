"""Keeping every stored standing equal to the replay of the facts, as cheaply as each act allows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.engine import NEVER, Account
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.occasions import Occasion
from shopkeeper.rules.programme import Version
from shopkeeper.rules.standing import (
    Replay,
    Standing,
    Stay,
    can_begin,
    can_continue,
    dump,
    load,
    replay,
    replay_together,
    standing_of,
    tier_held,
)
from shopkeeper.service import homes, todays
from shopkeeper.service.progress import Progress as Progress
from shopkeeper.service.progress import nobody_waits as nobody_waits
from shopkeeper.values import dataclass

OCCASIONS_KEPT_DAYS = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored standing that is not what the replay says: a member's number and the field."""

    number: str
    field: str
    stored: object
    replayed: object


_FACT = (
    "select id, kind, happened_on, amount_minor, excluded_minor, points, worth_minor, of_fact,"
    " case when kind in ('tier', 'perk') then what else '' end, until from facts"
)


def _fact(row: tuple[Any, ...]) -> Fact:
    until = row[9]
    return Fact(
        row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], row[5], row[6], row[7], row[8],
        None if until is None else date.fromisoformat(until),
    )  # fmt: skip


def facts_of(book: Reading, member_id: int, through: date | None = None) -> list[Fact]:
    """The facts that count for a member, in the order they are judged in."""
    rows = book.rows(
        f"{_FACT} where member_id = ? and undone_by is null and happened_on <= ? order by happened_on, id",
        (member_id, (through or NEVER).isoformat()),
    )
    return [_fact(row) for row in rows]


def replayed(
    book: Reading,
    versions: tuple[Version, ...],
    told: Mapping[int, Sequence[Fact]],
    through: date,
    *,
    stays: Sequence[Stay] | None = None,
) -> dict[int, Replay]:
    """Members' histories, as they are told here, replayed through a day beside those of whom they shared a household
    with; `stays` are other ones than those in the book."""
    everyone, known = homes.ever_shared(book, told)
    stays = known if stays is None else stays
    if not stays:
        return {member: replay(facts, versions, through) for member, facts in told.items()}
    facts = {
        member: told[member] if member in told else facts_of(book, member, through) for member in everyone
    }
    return replay_together(facts, stays, versions, through)


def replay_of(book: Reading, versions: tuple[Version, ...], member_id: int, day: date) -> Replay:
    """One member's whole history through the end of a day."""
    return replayed(book, versions, {member_id: facts_of(book, member_id, day)}, day)[member_id]


def points_of_return(done: Replay, fact_id: int) -> tuple[int, int]:
    """Points a return took back (what the purchase gave less what its kept part gives) and gave back, to whomever."""
    everyone = (done.account, *done.account.housemates)
    restored = sum(
        move.points
        for one in everyone
        for move in one.movements
        if move.fact == fact_id and move.kind == "restored"
    )
    return restored - done.earned.get(fact_id, 0), restored


def account_on(book: Reading, versions: tuple[Version, ...], member_id: int, day: date) -> Account:
    """The member's account at the end of a day, by replay if the day is not the present."""
    account = _taken_up(book, versions, member_id, day, day)
    if account is None:
        return replay_of(book, versions, member_id, day).account
    _advance(account, day)
    return account


def standing_on(book: Reading, versions: tuple[Version, ...], member_id: int, day: date) -> Standing:
    """Where the member stands at the end of a day."""
    return standing_of(account_on(book, versions, member_id, day))


def _taken_up(
    book: Reading, versions: tuple[Version, ...], member_id: int, day: date, through: date
) -> Account | None:
    """The kept account, with those of the household, if something may happen on this day and it simply go on."""
    _, stays = homes.ever_shared(book, [member_id])
    account = _loaded(book, versions, member_id, stays, day, through)
    if account is None or not stays:
        return account
    mates = [
        _loaded(book, versions, mate, stays, day, through) for mate in homes.mates_on(stays, member_id, day)
    ]
    together = [account, *(mate for mate in mates if mate is not None)]
    if len(together) <= len(mates):
        return None
    for one in together:
        one.housemates = tuple(mate for mate in together if mate is not one)
    return account


def _loaded(
    book: Reading, versions: tuple[Version, ...], member_id: int, stays: list[Stay], day: date, through: date
) -> Account | None:
    state = book.value("select state from standings where member_id = ?", (member_id,))
    if state is None:
        if not stays and not book.value("select 1 from facts where member_id = ? limit 1", (member_id,)):
            fresh = Account(versions, keep_history=False, member=member_id)
            return fresh if can_begin(fresh, day, through) else None
        return None
    account = load(state, versions, member_id)
    if account is None or account.day > day:
        return None
    if stays:
        account.turns_on = homes.next_turn(stays, account.day)
        account.schedule()
    return account if can_continue(account, through) else None


def _advance(account: Account, day: date) -> None:
    for one in (*account.housemates, account):
        one.advance(max(day, one.day))


def ready_for(
    w: Writing, versions: tuple[Version, ...], member_id: int, day: date, today: date
) -> Account | None:
    """The kept account if a fact of this day can simply be added to it, and the days pass from there through today;
    None if the history must be replayed.

    Those of the household have reached the day with it.
    """
    account = _taken_up(w, versions, member_id, day, max(day, today))
    if account is not None:
        for mate in account.housemates:
            mate.advance(max(day, mate.day))
    return account


def store(
    w: Writing,
    member_id: int,
    account: Account,
    *,
    occasions: Iterable[Occasion] = (),
    known: Standing | None = None,
) -> None:
    """Keep the account as the member's standing, and those of the household with it; with the occasions of the act."""
    _store_one(w, row_of(member_id, account, known))
    for mate in account.housemates:
        _store_one(w, row_of(mate.member, mate))
    if new := [(member_id, o.key, o.kind, o.on.isoformat(), o.detail) for o in occasions]:
        w.many(_STORE_OCCASION, new)


_COLUMNS = (
    "tier", "tier_rank", "tier_since", "tier_until", "points", "debt", "spent_minor", "purchases", "visits", "first_visit",
    "last_visit", "last_fact", "changes_on",
)  # fmt: skip
_ROW = ("member_id", *_COLUMNS, "state")


def _upsert(columns: Iterable[str]) -> str:
    kept = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return (
        f"insert into standings ({', '.join(_ROW)}) values ({','.join('?' * len(_ROW))})"
        f" on conflict (member_id) do update set {kept}"
    )


_STORE = _upsert(_ROW[1:])
# What a sale seldom changes and an index is kept of: SQLite writes a page of it even where the value stays.
_SELDOM = {
    column: f"update standings set {column} = ?2 where member_id = ?1 and {column} is not ?2"
    for column in ("tier_since", "changes_on")
}
_STORE_MOST = _upsert(column for column in _ROW[1:] if column not in _SELDOM)
_STORE_OCCASION = (
    "insert into occasions (member_id, key, kind, happened_on, detail) values (?,?,?,?,?)"
    " on conflict (member_id, key) do nothing"
)


def _store_one(w: Writing, row: tuple[object, ...]) -> None:
    w.run(_STORE_MOST, row)
    for column, statement in _SELDOM.items():
        w.run(statement, (row[0], row[_ROW.index(column)]))


def row_of(member_id: int, account: Account, known: Standing | None = None) -> tuple[object, ...]:
    """The account as a row of the table of standings; `known` is where it stands, for who has asked already."""
    rank, since, until = (
        tier_held(account) if known is None else (known.rank, known.tier_since, known.tier_until)
    )
    return (
        member_id, account.programme.name(rank), rank, _text(since), _text(until), account.balance, account.debt,
        account.spent, account.purchases, account.visits, _text(account.first_visit), _text(account.last_visit),
        account.last_fact, None if account.due == NEVER else account.due.isoformat(), dump(account),
    )  # fmt: skip


def store_rows(
    w: Writing, rows: Iterable[tuple[object, ...]], occasions: Iterable[tuple[object, ...]]
) -> None:
    """Keep many standings at once (`row_of`, `occasion_rows`)."""
    w.many(_STORE, rows)
    w.many(_STORE_OCCASION, occasions)


def occasion_rows(member_id: int, account: Account, today: date) -> list[tuple[object, ...]]:
    """The account's recent occasions as rows."""
    return [(member_id, o.key, o.kind, o.on.isoformat(), o.detail) for o in lately(account.occasions, today)]


def replay_member(w: Writing, versions: tuple[Version, ...], member_id: int, today: date) -> Standing:
    """Replay one member's whole history, with those of the household, and keep what comes of it."""
    replay_members(w, versions, [member_id], today)
    return standing_on(w, versions, member_id, max(today, last_day(w, member_id) or today))


def last_day(book: Reading, member_id: int) -> date | None:
    """The day of a member's last fact, which may be tomorrow (20)."""
    last = book.value(
        "select max(happened_on) from facts where member_id = ? and undone_by is null", (member_id,)
    )
    return None if last is None else date.fromisoformat(last)


def _keep(w: Writing, member_id: int, done: Replay, today: date) -> None:
    stored: dict[int, int] = dict(
        w.rows("select id, earned from facts where member_id = ? and undone_by is null", (member_id,))
    )
    w.many(
        "update facts set earned = ? where id = ?",
        [(earned, fact) for fact, earned in done.earned.items() if stored.get(fact) != earned],
    )
    w.run("delete from occasions where member_id = ?", (member_id,))
    w.run(_STORE, row_of(member_id, done.account))
    w.many(_STORE_OCCASION, occasion_rows(member_id, done.account, today))


def lately(occasions: Iterable[Occasion], today: date) -> list[Occasion]:
    """The occasions recent enough to be thanked for."""
    since = today - timedelta(days=OCCASIONS_KEPT_DAYS)
    return [occasion for occasion in occasions if occasion.on >= since]


def replay_members(
    w: Writing,
    versions: tuple[Version, ...],
    member_ids: Iterable[int],
    today: date,
    progress: Progress = nobody_waits,
) -> None:
    """Replay several members, some thousands at most; for everybody `replay_all` is quicker."""
    left = sorted(set(member_ids))
    total, kept = len(left), set[int]()
    for done, member_id in enumerate(left):
        progress(done, total)
        if member_id in kept:
            continue
        everyone, stays = homes.ever_shared(w, [member_id])
        kept |= everyone
        _replay_house(w, versions, everyone, stays, today)
    progress(total, total)


def _replay_house(
    w: Writing, versions: tuple[Version, ...], members: set[int], stays: list[Stay], today: date
) -> None:
    facts = {member: facts_of(w, member) for member in sorted(members)}
    through = max([today, *(history[-1].on for history in facts.values() if history)])
    done = replay_together(facts, stays, versions, through) if stays else {}
    for member, history in facts.items():
        if history or stays:
            _keep(w, member, done[member] if stays else replay(history, versions, through), today)
        else:
            w.run("delete from standings where member_id = ?", (member,))
            w.run("delete from occasions where member_id = ?", (member,))


def replay_households(
    w: Writing, versions: tuple[Version, ...], member_ids: Iterable[int], today: date
) -> None:
    """Of members who were judged each alone, judge again those who share or shared a household."""
    if sharing := homes.in_households(w, member_ids):
        replay_members(w, versions, sharing, today)


def histories(book: Reading) -> Iterator[tuple[int, list[Fact], dict[int, int]]]:
    """Every member's facts and what each is said to have earned, member by member, in one pass."""
    rows = book.each(
        "select id, kind, happened_on, amount_minor, excluded_minor, points, worth_minor, of_fact,"
        " case when kind in ('tier', 'perk') then what else '' end, until, earned, member_id from facts"
        " where member_id is not null and undone_by is null order by member_id, happened_on, id"
    )
    for member_id, group in groupby(rows, key=itemgetter(11)):
        kept = list(group)
        yield member_id, [_fact(row) for row in kept], {row[0]: row[10] for row in kept}


def replay_all(
    w: Writing, versions: tuple[Version, ...], today: date, *, progress: Progress = nobody_waits
) -> int:
    """Replay everybody; answers how many are now in another tier."""
    total = w.value("select count(*) from standings")
    sharing = homes.in_households(w)
    before: dict[int, str] = dict(w.rows("select member_id, tier from standings"))
    changed = 0
    rows: list[tuple[object, ...]] = []
    earned_rows: list[tuple[int, int]] = []
    thanks_due: list[tuple[object, ...]] = []
    for done, (member_id, facts, stored) in enumerate(histories(w)):
        if done % 200 == 0:
            progress(done, total)
        if member_id in sharing:
            continue
        finished = replay(facts, versions, max(today, facts[-1].on))
        row = row_of(member_id, finished.account)
        changed += before.get(member_id) != row[1]
        rows.append(row)
        earned_rows += [(value, fact) for fact, value in finished.earned.items() if stored.get(fact) != value]
        thanks_due += occasion_rows(member_id, finished.account, today)
    progress(total, total)
    w.run("delete from occasions")
    w.run("delete from standings")
    w.many(_STORE, rows)
    w.many(_STORE_OCCASION, thanks_due)
    w.many("update facts set earned = ? where id = ?", earned_rows)
    if sharing:
        replay_members(w, versions, sharing, today)
        after: dict[int, str] = dict(w.rows("select member_id, tier from standings"))
        changed += sum(before.get(member) != after.get(member) for member in sharing)
    return changed


def catch_up(w: Writing, versions: tuple[Version, ...], today: date) -> int:
    """Let the days pass for everybody to whom time does something by today; answers for how many it did.

    Where the clock had been ahead, everybody whose account has seen days that are still to come is judged again (20).
    """
    ahead = []
    if todays.clock_went_back(w, w.now, today):
        ahead = [row[0] for row in w.rows(
            "select member_id from standings where substr(state, 1, 10) > ?", (today.isoformat(),)
        )]  # fmt: skip
        replay_members(w, versions, ahead, today)
    written = json.dumps(today.isoformat())
    if w.value("select value from shop where name = ?", (todays.PASSED,)) != written:
        w.run(
            "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
            (todays.PASSED, written),
        )
    due = w.rows("select member_id from standings where changes_on <= ?", (today.isoformat(),))
    for (member_id,) in due:
        account = ready_for(w, versions, member_id, today, today)
        if account is None:
            replay_member(w, versions, member_id, today)
        else:
            _advance(account, today)
            store(w, member_id, account, occasions=lately(account.occasions, today))
    return len(due) + len(ahead)


def differences(
    book: Reading, versions: tuple[Version, ...], today: date, progress: Progress = nobody_waits
) -> Iterator[Difference]:
    """Replay the whole book beside what is stored; yields whatever does not agree.

    Time must have been let pass through `today` first (`catch_up`).
    """
    stored = {
        row[0]: row[1:]
        for row in book.each(
            f"select s.member_id, m.number, s.{', s.'.join(_COLUMNS)}, s.state from standings s"
            " join members m on m.id = s.member_id"
        )
    }
    total = len(stored)
    sharing = homes.in_households(book)
    seen = set()
    for done, (member_id, facts, earned) in enumerate(histories(book)):
        if done % 200 == 0:
            progress(done, total)
        seen.add(member_id)
        number, *columns, state = stored.get(member_id, (str(member_id), *(None for _ in _COLUMNS), ""))
        through = max(today, facts[-1].on)
        if member_id in sharing:
            through = max(
                through, *(last_day(book, mate) or today for mate in homes.ever_shared(book, [member_id])[0])
            )
            finished = replay_of(book, versions, member_id, through)
            kept = _taken_up(book, versions, member_id, through, through)
        else:
            finished = replay(facts, versions, through)
            kept = load(state, versions) if state else None
        if kept is None or not can_continue(kept, through):
            yield Difference(number, "standing", "missing or stale", "there")
            continue
        _advance(kept, through)
        yield from _compare(number, standing_of(kept), standing_of(finished.account))
        for column, was, now in zip(
            _COLUMNS, columns, row_of(member_id, finished.account)[1:-1], strict=True
        ):
            if was != now:
                yield Difference(number, f"{column} in the list", was, now)
        for fact, value in finished.earned.items():
            if earned.get(fact) != value:
                yield Difference(number, f"points of purchase {fact}", earned.get(fact), value)
    progress(total, total)
    for member_id in set(stored) - seen - sharing:
        yield Difference(stored[member_id][0], "standing", "there", "no facts")


def _compare(number: str, kept: Standing, replayed: Standing) -> Iterator[Difference]:
    for field in Standing.__slots__:
        if getattr(kept, field) != getattr(replayed, field):
            yield Difference(number, field, getattr(kept, field), getattr(replayed, field))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
