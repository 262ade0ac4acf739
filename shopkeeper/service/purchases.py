"""Purchases: recorded, moved to the right member, read; what comes back is in `returns`."""

from collections.abc import Sequence
from datetime import date, datetime

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing, instant_text
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.occasions import Occasion
from shopkeeper.rules.programme import Version, version_on
from shopkeeper.rules.standing import NextTier, Standing, standing_of
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import day_of, who
from shopkeeper.values import dataclass

LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill; a line that does not earn is left out when points are given."""

    amount_minor: int
    earns: bool = True
    what: str = ""


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a recorded purchase brought. `climbed_to` is a tier just reached, "" otherwise; `again` says that the
    key was known and nothing was changed. `points` is the balance after it."""

    act: int
    purchase: int
    key: str
    member_id: int | None
    number: str
    name: str
    amount_minor: int
    paid_minor: int
    earned: int
    used: int
    points: int
    debt: int
    tier: str
    rank: int
    climbed_to: str
    next_tier: NextTier | None
    occasions: tuple[Occasion, ...]
    happened_on: date
    again: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A purchase that now stands with another member, and where everyone concerned stands."""

    act: int
    purchase: int
    affected: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of a member's purchases: a purchase or a return, the latest first."""

    id: int
    kind: str
    act: int
    happened_on: date
    amount_minor: int
    returned_minor: int
    earned: int
    used: int
    what: str
    key: str
    by: str


def record(
    w: Writing,
    *,
    member_id: int | None,
    amount_minor: int,
    happened_on: date | None = None,
    happened_at: datetime | None = None,
    key: str | None = None,
    points: int = 0,
    what: str = "",
    lines: Sequence[Line] = (),
    by: int | None = None,
    vouchers: Sequence[str] = (),
) -> Thanks:
    """Record one purchase: the fact, its lines, the points, the tier, in one transaction.

    `member_id` None is a sale to nobody known; `vouchers` are the numbers redeemed for it. The same key again changes nothing and answers as the first time.
    Declined: a day later than tomorrow; more points than there are or than the bill; lines that are not the bill.
    """
    shop = shops.read(w)
    if key is not None:
        key = clean_key(key)
        known = by_key(w, key)
        if known is not None:
            return _again(w, known[0])
    today = shop.day_of(w.now)
    day = day_of(happened_on, happened_at, shop, today)
    _check_amount(amount_minor, shop.money.largest_minor)
    what = clean_line(what, about="what")
    excluded = _check_lines(lines, amount_minor)
    versions = programmes.versions(w)
    number, name = who(w, member_id)
    worth = 0
    account = None
    fact_id = acts.next_id(w, "facts")
    if member_id is not None:
        account = standings.ready_for(w, versions, member_id, day, today)
    if points:
        worth = points_worth(w, versions, member_id, points, amount_minor, day)
    fact = Fact(fact_id, "purchase", day, amount_minor, excluded, points, worth)
    earned = was_rank = 0
    standing: Standing | None = None
    occasions: tuple[Occasion, ...] = ()
    if account is not None:
        account.advance(day)
        was_rank = account.effective_rank
        before = len(account.occasions)
        earned = account.apply(fact)
        account.advance(max(day, today))
        occasions = tuple(account.occasions[before:])
        standing = standing_of(account, with_batches=False)
    act = acts.begin(
        w, "purchase", member_id=member_id, by=by, amount_minor=amount_minor, name=name, number=number
    )
    w.run(
        "insert into facts (id, act_id, kind, member_id, happened_on, happened_at, amount_minor, excluded_minor, points,"
        " worth_minor, key, what, by_person, earned) values (?, ?, 'purchase', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact_id, act, member_id, day.isoformat(), instant_text(happened_at or w.now), amount_minor, excluded,
            points, worth, key, what, by, earned,
        ),
    )  # fmt: skip
    if lines:
        w.many(
            "insert into lines (fact_id, position, amount_minor, earns, what) values (?, ?, ?, ?, ?)",
            [
                (fact_id, position, line.amount_minor, int(line.earns), clean_line(line.what, about="line"))
                for position, line in enumerate(lines, 1)
            ],
        )
    if vouchers:
        from shopkeeper.service.voucher_redeeming import taken_off_purchase  # most purchases bring none

        taken_off_purchase(w, act, fact_id, vouchers)
    if member_id is not None:
        if account is not None:
            new = standings.lately(occasions, today)
            standings.store(w, member_id, account, occasions=new, known=standing)
        else:
            old = standings.standing_on(w, versions, member_id, today)
            was_rank = old.rank
            standing = standings.replay_member(w, versions, member_id, today)
            earned = w.value("select earned from facts where id = ?", (fact_id,))
            occasions = _occasions_of(w, member_id, fact_id, day)
        finding.refresh_rank(w, [member_id])
    climbed = standing.tier if standing is not None and standing.rank > was_rank else ""
    return _thanks(act, fact_id, key, member_id, number, name, fact, earned, standing, climbed, occasions)


def _thanks(
    act: int, fact_id: int, key: str | None, member_id: int | None, number: str, name: str, fact: Fact, earned: int,
    standing: Standing | None, climbed: str, occasions: tuple[Occasion, ...], *, again: bool = False, undone: bool = False,
) -> Thanks:  # fmt: skip
    return Thanks(
        act=act, purchase=fact_id, key=key or "", member_id=member_id, number=number, name=name,
        amount_minor=fact.amount_minor, paid_minor=fact.amount_minor - fact.worth_minor, earned=earned,
        used=fact.points, points=standing.points if standing else 0, debt=standing.debt if standing else 0,
        tier=standing.tier if standing else "", rank=standing.rank if standing else 0, climbed_to=climbed,
        next_tier=standing.next_tier if standing else None, occasions=occasions, happened_on=fact.on, again=again,
        undone=undone,
    )  # fmt: skip


def _again(w: Writing, fact_id: int) -> Thanks:
    row = w.row(
        "select act_id, kind, member_id, happened_on, amount_minor, points, worth_minor, key, earned, undone_by"
        " from facts where id = ?",
        (fact_id,),
    )
    assert row is not None
    if row[1] != "purchase":
        raise Declined("key_taken", "This key belongs to something that is not a purchase.", "key")
    day = date.fromisoformat(row[3])
    number, name = who(w, row[2], even_if_gone=True)
    versions = programmes.versions(w)
    standing = climbed = None
    occasions: tuple[Occasion, ...] = ()
    if row[2] is not None:
        standing = standings.standing_on(w, versions, row[2], shops.today(w))
        occasions = _occasions_of(w, row[2], fact_id, day)
        climbed = next((occasion.detail for occasion in occasions if occasion.kind == "tier"), "")
    fact = Fact(fact_id, "purchase", day, row[4], 0, row[5], row[6])
    return _thanks(
        row[0], fact_id, row[7], row[2], number, name, fact, row[8], standing, climbed or "", occasions, again=True,
        undone=row[9] is not None,
    )  # fmt: skip


def _occasions_of(w: Reading, member_id: int, fact_id: int, day: date) -> tuple[Occasion, ...]:
    rows = w.rows(
        "select key, kind, detail from occasions where member_id = ? and happened_on = ?",
        (member_id, day.isoformat()),
    )
    return tuple(Occasion(key, kind, day, detail, fact_id) for key, kind, detail in rows)


def move(w: Writing, purchase: int, to_member: int | None, *, by: int | None = None) -> Moved:
    """Move a purchase, whole, with its points and returns, to the member whose it is; both are replayed."""
    row = w.row(
        "select member_id, undone_by, amount_minor from facts where id = ? and kind = 'purchase'", (purchase,)
    )
    if row is None or row[1] is not None:
        raise Declined("purchase_unknown", "There is no such purchase in this book.", "purchase")
    source = row[0]
    if source == to_member:
        raise Declined("same_member", "This purchase is that member's already.", "member")
    number, name = who(w, to_member)
    act = acts.begin(w, "move", member_id=to_member, by=by, amount_minor=row[2], name=name, number=number)
    w.insert(
        "insert into moves (act_id, fact_id, from_member, to_member) values (?, ?, ?, ?)",
        (act, purchase, source, to_member),
    )
    w.run("update facts set member_id = ? where id = ? or of_fact = ?", (to_member, purchase, purchase))
    if to_member is None:
        w.run("update facts set earned = 0 where id = ? or of_fact = ?", (purchase, purchase))
    concerned = [member for member in (source, to_member) if member is not None]
    standings.replay_members(w, programmes.versions(w), concerned, shops.today(w))
    finding.refresh_rank(w, concerned)
    return Moved(act, purchase, acts.affected(w, concerned))


def by_key(book: Reading, key: str) -> tuple[int, str] | None:
    """Id and kind of the fact that has this key, one that counts before one that was undone; None for a new key."""
    row = book.row("select id, kind from facts where key = ? and undone_by is null", (key,))
    if row is None:
        row = book.row(
            "select id, kind from facts where key = ? and undone_by is not null order by id limit 1", (key,)
        )
    return None if row is None else (row[0], row[1])


def purchase_id(book: Reading, text: str) -> int:
    """The purchase somebody names: its id, or `key:K`."""
    if text.startswith("key:"):
        row = by_key(book, text[4:])
        row = row if row is not None and row[1] == "purchase" else None
    elif text.isascii() and text.isdecimal() and len(text) < 18:
        row = book.row("select id from facts where id = ? and kind = 'purchase'", (int(text),))
    else:
        row = None
    if row is None:
        raise Declined("purchase_unknown", "There is no such purchase in this book.", "purchase")
    found: int = row[0]
    return found


def bought_by(
    book: Reading, member_id: int | None, *, limit: int = 50, offset: int = 0
) -> tuple[Bought, ...]:
    """Purchases and returns of a member (or of nobody known), the latest first."""
    rows = book.rows(
        "select f.id, f.kind, f.act_id, f.happened_on, f.amount_minor,"
        " case when f.kind = 'purchase' then (select coalesce(sum(r.amount_minor), 0) from facts r"
        "  where r.of_fact = f.id and r.undone_by is null) else 0 end,"
        " f.earned, f.points, f.what, coalesce(f.key, ''), coalesce(p.name, '') from facts f"
        " left join people p on p.id = f.by_person"
        " where f.member_id is ? and f.kind in ('purchase', 'return') and f.undone_by is null"
        " order by f.happened_on desc, f.id desc limit ? offset ?",
        (member_id, limit, offset),
    )
    return tuple(Bought(row[0], row[1], row[2], date.fromisoformat(row[3]), *row[4:]) for row in rows)


def points_worth(
    book: Reading,
    versions: tuple[Version, ...],
    member_id: int | None,
    points: int,
    amount_minor: int,
    day: date,
) -> int:
    """What the points pay of a bill, in minor units; Declined for more than there are or than the bill (7)."""
    if member_id is None:
        raise Declined("points_of_nobody", "Points belong to a member. Find the member first.", "points")
    if points < 0:
        raise Declined("points_negative", "Points to use are a whole number from 0.", "points")
    balance = standings.account_on(book, versions, member_id, day).pooled
    if points > balance:
        raise Declined(
            "not_enough_points",
            say("There are {balance} points to use, not {points}.").format(
                balance=max(0, balance), points=points
            ),
            "points",
        )
    each = version_on(versions, day).programme.worth_minor
    if not each or (points - 1) * each >= amount_minor:
        raise Declined("more_points_than_bill", "That is more points than the bill comes to.", "points")
    return min(points * each, amount_minor)


def clean_key(key: str) -> str:
    """A purchase's key as it is kept."""
    key = clean_line(key, about="key", required=True)
    if len(key) > LONGEST_KEY:
        raise Declined(
            "key_too_long", say("A key has {most} characters at most.").format(most=LONGEST_KEY), "key"
        )
    return key


def _check_amount(amount_minor: int, largest: int) -> None:
    if amount_minor < 0:
        raise Declined(
            "amount_negative", "A purchase cannot be below nothing. Use Return for what comes back.", "amount"
        )
    if amount_minor > largest:
        raise Declined("amount_too_large", "That is more than a till can take. Check the amount.", "amount")


def _check_lines(lines: Sequence[Line], amount_minor: int) -> int:
    if not lines:
        return 0
    if any(line.amount_minor < 0 for line in lines):
        raise Declined("line_negative", "A line cannot be below nothing.", "line")
    total = sum(line.amount_minor for line in lines)
    if total != amount_minor:
        raise Declined(
            "lines_do_not_add_up", "The lines do not add up to the amount. Nothing was recorded.", "line"
        )
    return sum(line.amount_minor for line in lines if not line.earns)
