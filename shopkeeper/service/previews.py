"""What would become of a member if a purchase, a return or a move were saved now: worked out, never written."""

from collections.abc import Mapping, Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.engine import Account
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Version
from shopkeeper.rules.standing import NextTier, standing_of
from shopkeeper.service import homes, programmes, purchases, returns, standings
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Effect:
    """Where a member stands today and where they would: points, debt, tier, what is missing to the tier above then."""

    member_id: int
    number: str
    name: str
    points_before: int
    points_after: int
    tier_before: str
    rank_before: int
    tier_after: str
    rank_after: int
    next_tier: NextTier | None
    debt_before: int = 0
    debt_after: int = 0


@dataclass(frozen=True, slots=True)
class PurchaseEffect:
    """What a purchase would earn at the tier held on its day, and what of the bill its points would pay."""

    earned: int
    worth_minor: int
    tier: str
    multiplier_text: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class ReturnEffect:
    """What would come back: the amount, points taken (`reversed`) and given again (`restored`); no effect on
    nobody known."""

    amount_minor: int
    reversed: int
    restored: int
    effect: Effect | None


def purchase(
    book: Reading, member_id: int, amount_minor: int, *, points: int = 0, on: date, today: date
) -> PurchaseEffect:
    """A purchase that is being typed; Declined for more points than there are or than the bill."""
    versions = programmes.versions(book)
    number, name = who(book, member_id)
    worth = purchases.points_worth(book, versions, member_id, points, amount_minor, on) if points else 0
    through = max(on, today, standings.last_day(book, member_id) or today)
    now = standings.account_on(book, versions, member_id, through)
    before = stands(now)
    bought = Fact(now.last_fact + 1, "purchase", on, amount_minor, 0, points, worth)
    if on == through:
        rate = standing_of(now)
        earned = now.apply(bought)
        after = now
    else:
        rate = standings.standing_on(book, versions, member_id, on)
        told = {member_id: [*standings.facts_of(book, member_id), bought]}
        done = standings.replayed(book, versions, told, through)[member_id]
        earned, after = done.earned[bought.id], done.account
    return PurchaseEffect(
        earned, worth, rate.tier, rate.multiplier_text, effect_of(member_id, number, name, before, after)
    )


def give_back(
    book: Reading,
    purchase_id: int,
    *,
    amount_minor: int | None = None,
    line_positions: Sequence[int] = (),
    on: date,
    today: date,
) -> ReturnEffect:
    """A return that is being chosen; Declined as the return itself would be."""
    bought = _bought(book, purchase_id)
    member_id = bought[0]
    amount, excluded, _ = returns.what_comes_back(book, purchase_id, bought, amount_minor, line_positions)
    if member_id is None:
        return ReturnEffect(amount, 0, 0, None)
    versions = programmes.versions(book)
    facts = standings.facts_of(book, member_id)
    back = Fact(_next(facts), "return", on, amount, excluded, of=purchase_id)
    through = max([on, today, *(fact.on for fact in facts)])
    before = stands(standings.account_on(book, versions, member_id, through))
    done = standings.replayed(book, versions, {member_id: [*facts, back]}, through)[member_id]
    taken, restored = standings.points_of_return(done, back.id)
    number, name = who(book, member_id, even_if_gone=True)
    return ReturnEffect(
        amount,
        taken,
        restored,
        effect_of(member_id, number, name, before, done.account),
    )


def move(book: Reading, purchase_id: int, to_member: int | None, today: date) -> tuple[Effect, ...]:
    """A purchase that is about to stand with another member: the effect on whom it leaves, then on whom it joins."""
    source = _bought(book, purchase_id)[0]
    if source == to_member:
        raise Declined("same_member", "This purchase is that member's already.", "member")
    versions = programmes.versions(book)
    moved = [
        Fact(number, kind, date.fromisoformat(on), amount, excluded, points, worth, of)
        for number, kind, on, amount, excluded, points, worth, of in book.rows(
            "select id, kind, happened_on, amount_minor, excluded_minor, points, worth_minor, of_fact from facts"
            " where (id = ? or of_fact = ?) and undone_by is null order by id",
            (purchase_id, purchase_id),
        )
    ]
    gone = {fact.id for fact in moved}
    told: dict[int, list[Fact]] = {}
    for member_id, joins in ((source, False), (to_member, True)):
        if member_id is not None:
            who(book, member_id)
            facts = standings.facts_of(book, member_id)
            told[member_id] = [*facts, *moved] if joins else [fact for fact in facts if fact.id not in gone]
    return of_histories(book, versions, told, today)


def undo(book: Reading, act_id: int, today: date) -> tuple[Effect, ...]:
    """What taking back an act would do to everybody concerned (the first fifty): its facts gone, its moves taken back.

    Nobody where it changed no facts. Whether it can be undone `acts.undo` says.
    """
    facts = book.rows("select id, member_id from facts where act_id = ? and undone_by is null", (act_id,))
    moves = book.rows("select fact_id, from_member, to_member from moves where act_id = ?", (act_id,))
    concerned = dict.fromkeys(member for _, member in facts if member is not None)
    for _, source, target in moves:
        concerned |= {member: None for member in (target, source) if member is not None}
    gone = {fact for fact, _ in facts}
    told = {
        member: [fact for fact in standings.facts_of(book, member) if fact.id not in gone]
        for member in list(concerned)[:MOST_SHOWN]
    }
    for moved, source, target in moves:
        back = [fact for fact in told.get(target, ()) if moved in (fact.id, fact.of)]
        if source in told:
            told[source] += back
        if target in told:
            told[target] = [fact for fact in told[target] if fact not in back]
    return of_histories(book, programmes.versions(book), told, today)


def of_histories(
    book: Reading, versions: tuple[Version, ...], told: Mapping[int, Sequence[Fact]], today: date
) -> tuple[Effect, ...]:
    """The effect on members whose histories would be these, in their order; then on those of their households to whom
    it makes a difference."""
    concerned = [*told, *sorted(homes.ever_shared(book, told)[0] - told.keys())]
    facts = {
        member: told[member] if member in told else standings.facts_of(book, member) for member in concerned
    }
    through = max([today, *(fact.on for history in facts.values() for fact in history)])
    then = standings.replayed(book, versions, facts, through)
    effects = []
    for member in concerned:
        before = stands(standings.account_on(book, versions, member, through))
        after = then[member].account
        if member in told or stands(after) != before:
            effects.append(effect_of(member, *who(book, member, even_if_gone=True), before, after))
    return tuple(effects)


def _bought(book: Reading, purchase_id: int) -> tuple[int | None, str, int, int]:
    row = book.row(
        "select member_id, happened_on, amount_minor, excluded_minor from facts"
        " where id = ? and kind = 'purchase' and undone_by is null",
        (purchase_id,),
    )
    if row is None:
        raise Declined("purchase_unknown", "There is no such purchase in this book.", "purchase")
    return row[0], row[1], row[2], row[3]


def _next(facts: Sequence[Fact]) -> int:
    return 1 + max((fact.id for fact in facts), default=0)


@dataclass(frozen=True, slots=True)
class Stands:
    """Where an account stands: points, debt, tier."""

    points: int
    debt: int
    tier: str
    rank: int


def stands(account: Account) -> Stands:
    """Where an account stands before something is done."""
    rank = account.effective_rank
    return Stands(account.balance, account.debt, account.programme.name(rank), rank)


def effect_of(member_id: int, number: str, name: str, before: Stands, account: Account) -> Effect:
    """From where a member stands to what the account then says."""
    after = standing_of(account, with_batches=False)
    return Effect(
        member_id, number, name, before.points, after.points, before.tier, before.rank, after.tier, after.rank,
        after.next_tier, before.debt, after.debt,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line of a purchase; `gone` says that it has come back already."""

    position: int
    what: str
    amount_minor: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Correctable:
    """What can be done about a purchase: what is left of it, its lines, and the act to undo if it was recorded by
    itself and nothing was built upon it."""

    purchase: int
    left_minor: int
    lines: tuple[LineLeft, ...]
    act: int | None


def correctable(book: Reading, purchase_id: int) -> Correctable:
    """What can be done about a purchase now."""
    amount = _bought(book, purchase_id)[2]
    back, times = book.rows(
        "select coalesce(sum(amount_minor), 0), count(*) from facts"
        " where of_fact = ? and kind = 'return' and undone_by is null",
        (purchase_id,),
    )[0]
    lines = book.rows(
        "select l.position, l.what, l.amount_minor, exists (select 1 from returned_lines r"
        "  join facts f on f.id = r.fact_id where r.line_id = l.id and f.undone_by is null)"
        " from lines l where l.fact_id = ? order by l.position",
        (purchase_id,),
    )
    act = book.value(
        "select a.id from facts f join acts a on a.id = f.act_id where f.id = ? and a.kind = 'purchase'",
        (purchase_id,),
    )
    return Correctable(
        purchase_id,
        amount - back,
        tuple(LineLeft(place, what, minor, bool(gone)) for place, what, minor, gone in lines),
        None if times else act,
    )


def purchase_of(book: Reading, returned: int) -> int | None:
    """The purchase a return belongs to."""
    found: int | None = book.value("select of_fact from facts where id = ?", (returned,))
    return found
