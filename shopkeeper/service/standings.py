"""Keeping every stored standing equal to the replay of the facts, as cheaply as each act allows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.engine import NEVER, Account
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.occasions import Occasion
from shopkeeper.rules.programme import Version
from shopkeeper.rules.standing import Standing, base_standing, can_continue, dump, load, replay, standing_of

Progress = Callable[
    [int, int], None
]  # done, of how many; may raise Cancelled to end the act with nothing changed

OCCASIONS_KEPT_DAYS = 120


def nobody_waits(done: int, total: int) -> None:
    """The progress of an act that nobody watches."""


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


def account_on(book: Reading, versions: tuple[Version, ...], member_id: int, day: date) -> Account:
    """The member's account at the end of a day, by replay if the day is not the present."""
    kept = book.row("select state from standings where member_id = ?", (member_id,))
    if kept is not None and kept[0]:
        account = load(kept[0], versions)
        if account is not None and account.day <= day and can_continue(account, day):
            account.advance(day)
            return account
    return replay(facts_of(book, member_id, day), versions, day).account


def standing_on(book: Reading, versions: tuple[Version, ...], member_id: int, day: date) -> Standing:
    """Where the member stands at the end of a day."""
    return standing_of(account_on(book, versions, member_id, day))


def ready_for(w: Writing, versions: tuple[Version, ...], member_id: int, day: date) -> Account | None:
    """The kept account if a fact of this day can simply be added to it; None if the history must be replayed."""
    kept = w.row("select state from standings where member_id = ?", (member_id,))
    if kept is None:
        if w.value("select 1 from facts where member_id = ? limit 1", (member_id,)):
            return None
        return Account(versions, keep_history=False)
    account = load(kept[0], versions) if kept[0] else None
    if account is None or account.day > day or not can_continue(account, day):
        return None
    return account


def store(w: Writing, member_id: int, account: Account, *, occasions: Iterable[Occasion] = ()) -> None:
    """Keep the account as the member's standing, with the occasions that came of the last act."""
    w.run(_STORE, row_of(member_id, account))
    w.many(_STORE_OCCASION, [(member_id, o.key, o.kind, o.on.isoformat(), o.detail) for o in occasions])


_COLUMNS = (
    "tier", "tier_rank", "tier_since", "tier_until", "points", "debt", "spent_minor", "purchases", "visits", "first_visit",
    "last_visit", "last_fact", "changes_on",
)  # fmt: skip
_STORE = (
    "insert into standings (member_id, tier, tier_rank, tier_since, tier_until, points, debt, spent_minor, purchases,"
    " visits, first_visit, last_visit, last_fact, changes_on, state) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " on conflict (member_id) do update set tier = excluded.tier, tier_rank = excluded.tier_rank,"
    " tier_since = excluded.tier_since, tier_until = excluded.tier_until, points = excluded.points,"
    " debt = excluded.debt, spent_minor = excluded.spent_minor, purchases = excluded.purchases,"
    " visits = excluded.visits, first_visit = excluded.first_visit, last_visit = excluded.last_visit,"
    " last_fact = excluded.last_fact, changes_on = excluded.changes_on, state = excluded.state"
)
_STORE_OCCASION = (
    "insert into occasions (member_id, key, kind, happened_on, detail) values (?,?,?,?,?)"
    " on conflict (member_id, key) do nothing"
)


def row_of(member_id: int, account: Account) -> tuple[object, ...]:
    """The account as a row of the table of standings."""
    now = standing_of(account, with_batches=False)
    return (
        member_id, now.tier, now.rank, _text(now.tier_since), _text(now.tier_until), now.points, now.debt,
        now.spent_minor, now.purchases, now.visits, _text(now.first_visit), _text(now.last_visit), account.last_fact,
        None if account.due == NEVER else account.due.isoformat(), dump(account),
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
    """Replay one member's whole history and keep what comes of it."""
    facts = facts_of(w, member_id)
    if not facts:
        w.run("delete from standings where member_id = ?", (member_id,))
        w.run("delete from occasions where member_id = ?", (member_id,))
        return base_standing(versions, today)
    through = max(today, facts[-1].on)
    done = replay(facts, versions, through)
    stored: dict[int, int] = dict(
        w.rows("select id, earned from facts where member_id = ? and undone_by is null", (member_id,))
    )
    w.many(
        "update facts set earned = ? where id = ?",
        [(earned, fact) for fact, earned in done.earned.items() if stored.get(fact) != earned],
    )
    w.run("delete from occasions where member_id = ?", (member_id,))
    store(w, member_id, done.account, occasions=lately(done.account.occasions, today))
    return standing_of(done.account)


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
    ids = sorted(set(member_ids))
    for done, member_id in enumerate(ids):
        progress(done, len(ids))
        replay_member(w, versions, member_id, today)


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
    before: dict[int, str] = dict(w.rows("select member_id, tier from standings"))
    changed = 0
    rows: list[tuple[object, ...]] = []
    earned_rows: list[tuple[int, int]] = []
    thanks_due: list[tuple[object, ...]] = []
    for done, (member_id, facts, stored) in enumerate(histories(w)):
        if done % 200 == 0:
            progress(done, total)
        finished = replay(facts, versions, max(today, facts[-1].on))
        row = row_of(member_id, finished.account)
        changed += before.get(member_id) != row[1]
        rows.append(row)
        earned_rows += [(value, fact) for fact, value in finished.earned.items() if stored.get(fact) != value]
        thanks_due += occasion_rows(member_id, finished.account, today)
    w.run("delete from occasions")
    w.run("delete from standings")
    w.many(_STORE, rows)
    w.many(_STORE_OCCASION, thanks_due)
    w.many("update facts set earned = ? where id = ?", earned_rows)
    return changed


def catch_up(w: Writing, versions: tuple[Version, ...], today: date) -> int:
    """Let the days pass for everybody to whom time does something by today; answers for how many it did."""
    due = w.rows("select member_id from standings where changes_on <= ?", (today.isoformat(),))
    for (member_id,) in due:
        account = ready_for(w, versions, member_id, today)
        if account is None:
            replay_member(w, versions, member_id, today)
        else:
            account.advance(today)
            store(w, member_id, account, occasions=lately(account.occasions, today))
    return len(due)


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
    seen = set()
    for done, (member_id, facts, earned) in enumerate(histories(book)):
        if done % 200 == 0:
            progress(done, total)
        seen.add(member_id)
        number, *columns, state = stored.get(member_id, (str(member_id), *(None for _ in _COLUMNS), ""))
        through = max(today, facts[-1].on)
        finished = replay(facts, versions, through)
        kept = load(state, versions) if state else None
        if kept is None or not can_continue(kept, through):
            yield Difference(number, "standing", "missing or stale", "there")
            continue
        kept.advance(max(through, kept.day))
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
    for member_id in set(stored) - seen:
        yield Difference(stored[member_id][0], "standing", "there", "no facts")


def _compare(number: str, kept: Standing, replayed: Standing) -> Iterator[Difference]:
    for field in Standing.__slots__:
        if getattr(kept, field) != getattr(replayed, field):
            yield Difference(number, field, getattr(kept, field), getattr(replayed, field))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
