"""What a page of slips will do before it is posted: applied in order to each member's account, in memory."""

from collections.abc import Iterable, Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.engine import Account
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.occasions import VISITS_TO_THANK
from shopkeeper.rules.programme import Programme, Version, version_on
from shopkeeper.rules.standing import (
    NextTier,
    Replay,
    Stay,
    can_begin,
    can_continue,
    load,
    replay,
    replay_together,
    standing_of,
)
from shopkeeper.say import text as say
from shopkeeper.service import homes, standings
from shopkeeper.values import dataclass, field, replace

_AT_ONCE = 400  # values in one list of a statement


@dataclass(frozen=True, slots=True)
class Entry:
    """One slip that is understood: a purchase, or with a negative amount a return; `member_id` None is nobody known."""

    key: str
    member_id: int | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a slip does. `tier` is held just before it; `reaches` and `falls_to` name a new tier, "" if there is none.

    `points` are given (negative: taken back), `later_points` change on purchases after this day, for the page's day is
    past; `near` is a tier that one more such purchase reaches; `visit` a round number of visits. `declined` is why the
    slip cannot be posted.
    """

    tier: str = ""
    points: int = 0
    reaches: str = ""
    falls_to: str = ""
    first: bool = False
    visit: int = 0
    near: NextTier | None = None
    later_points: int = 0
    debt: int = 0
    declined: str = ""


@dataclass(slots=True)
class Hand:
    """One member's account while the page is applied to it: continued if that will do, else to be replayed.

    `purchases` are the (id, left, left that earns nothing) a return may take from, newest last; only filled for who
    brings something back.
    """

    account: Account | None
    history: list[Fact] = field(default_factory=list)
    purchases: list[tuple[int, int, int]] = field(default_factory=list)
    of_page: list[tuple[str, Fact]] = field(default_factory=list)
    done: Replay | None = None
    old_earned: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The facts a page will write, in its order, each with its member and key; and what each slip does."""

    facts: list[tuple[int | None, str, Fact]] = field(default_factory=list)
    effects: dict[str, Effect] = field(default_factory=dict)
    hands: dict[int, Hand] = field(default_factory=dict)
    earned: dict[int, int] = field(default_factory=dict)

    @property
    def declined(self) -> tuple[str, str] | None:
        """The first slip that cannot be posted, with the reason."""
        return next(((key, effect.declined) for key, effect in self.effects.items() if effect.declined), None)


def plan(
    book: Reading,
    versions: tuple[Version, ...],
    day: date,
    today: date,
    entries: Sequence[Entry],
    first_id: int,
) -> Plan:
    """Apply the slips of a day, in order, to the accounts of their members; nothing is written.

    `first_id` is the id the first fact will have.
    """
    made = Plan()
    back = {entry.member_id for entry in entries if entry.amount_minor < 0}
    members = {entry.member_id for entry in entries if entry.member_id is not None}
    sharing = homes.in_households(book, members)
    made.hands = _hands(book, versions, sorted(members), back | sharing, day, max(day, today))
    nobody = Hand(None, purchases=_sold_to_nobody(book, entries, day)) if None in back else Hand(None)
    last = {entry.member_id: entry.key for entry in entries}
    fact_id = first_id
    for entry in entries:
        hand = nobody if entry.member_id is None else made.hands[entry.member_id]
        try:
            facts = _facts_of(entry, hand, day, fact_id)
        except Declined as declined:
            made.effects[entry.key] = Effect(declined=declined.because)
            continue
        for part, fact in enumerate(facts):
            made.facts.append((entry.member_id, entry.key if not part else f"{entry.key}/{part + 1}", fact))
        fact_id += len(facts)
        if entry.member_id is None:
            made.effects[entry.key] = Effect()
        elif hand.account is None:
            hand.of_page += [(entry.key, fact) for fact in facts]
            made.effects[entry.key] = Effect()
        else:
            final = last[entry.member_id] == entry.key
            made.effects[entry.key] = _continue(
                hand.account, facts[0], made.earned, max(day, today), final=final
            )
    _replay_rest(book, versions, day, today, made, sharing)
    return made


# ---- the accounts ----------------------------------------------------------------------------------------


def _hands(
    book: Reading,
    versions: tuple[Version, ...],
    members: Sequence[int],
    whole: set[int | None],
    day: date,
    through: date,
) -> dict[int, Hand]:
    """`whole` are those whose history is needed whole: who brings something back, who shares a household."""
    hands: dict[int, Hand] = {}
    unknown: list[int] = []
    states: dict[int, str] = {}
    for some in _chunks(members):
        states.update(
            book.rows(f"select member_id, state from standings where member_id in ({_marks(some)})", some)
        )
    for member_id in members:
        state = states.get(member_id)
        account = None
        if member_id in whole:
            pass
        elif state is None:
            unknown.append(member_id)
            continue
        elif state:
            account = load(state, versions)
            if account is not None and (account.day > day or not can_continue(account, through)):
                account = None
        hands[member_id] = Hand(account)
    with_facts: set[int] = set()
    for some in _chunks(unknown):
        found = book.rows(f"select distinct member_id from facts where member_id in ({_marks(some)})", some)
        with_facts.update(member_id for (member_id,) in found)
    for member_id in unknown:
        fresh = Account(versions, keep_history=False)
        simple = member_id not in with_facts and can_begin(fresh, day, through)
        hands[member_id] = Hand(fresh if simple else None)
    for member_id, hand in hands.items():
        if hand.account is None:
            hand.history = standings.facts_of(book, member_id)
            hand.old_earned = dict(
                book.rows(
                    "select id, earned from facts where member_id = ? and undone_by is null", (member_id,)
                )
            )
            if member_id in whole:
                hand.purchases = _left_of(hand.history, day)
    return hands


def _left_of(history: Iterable[Fact], day: date) -> list[tuple[int, int, int]]:
    """What is left of each purchase up to a day, the newest last."""
    left: dict[int, tuple[int, int]] = {}
    for fact in history:
        if fact.kind == "purchase" and fact.on <= day:
            left[fact.id] = fact.amount_minor, fact.excluded_minor
        elif fact.kind == "return" and fact.of in left:
            amount, excluded = left[fact.of]
            left[fact.of] = amount - fact.amount_minor, max(0, excluded - fact.excluded_minor)
    return [
        (fact_id, amount, min(amount, excluded)) for fact_id, (amount, excluded) in left.items() if amount > 0
    ]


def _sold_to_nobody(book: Reading, entries: Sequence[Entry], day: date) -> list[tuple[int, int, int]]:
    """The newest sales to nobody known that what comes back can be taken from."""
    wanted = -sum(min(0, entry.amount_minor) for entry in entries if entry.member_id is None)
    found: list[tuple[int, int, int]] = []
    rows = book.each(
        "select f.id, f.amount_minor, f.excluded_minor, coalesce(sum(r.amount_minor), 0), coalesce(sum(r.excluded_minor), 0)"
        " from facts f left join facts r on r.of_fact = f.id and r.kind = 'return' and r.undone_by is null"
        " where f.member_id is null and f.kind = 'purchase' and f.undone_by is null and f.happened_on <= ?"
        " group by f.happened_on, f.id order by f.happened_on desc, f.id desc",
        (day.isoformat(),),
    )
    for fact_id, amount, excluded, back, excluded_back in rows:
        if amount > back:
            found.append((fact_id, amount - back, min(amount - back, max(0, excluded - excluded_back))))
            wanted -= amount - back
            if wanted <= 0:
                break
    return found[::-1]


def _facts_of(entry: Entry, hand: Hand, day: date, fact_id: int) -> list[Fact]:
    """The one purchase of a slip, or the returns that what came back is taken from, newest purchase first."""
    if entry.amount_minor >= 0:
        if hand.account is None and entry.amount_minor:
            hand.purchases.append((fact_id, entry.amount_minor, 0))
        return [Fact(fact_id, "purchase", day, entry.amount_minor)]
    wanted = -entry.amount_minor
    if wanted > sum(left for _, left, _ in hand.purchases):
        if entry.member_id is None:
            raise Declined("more_than_left", say("More than was sold to nobody known"), "amount")
        raise Declined("more_than_left", say("More than this member has bought"), "amount")
    facts: list[Fact] = []
    while wanted:
        purchase, left, excluded = hand.purchases.pop()
        part = min(left, wanted)
        wanted -= part
        # Nobody said which goods came back: what earned nothing goes first, as in `returns.give_back`.
        of_it = min(part, excluded)
        facts.append(Fact(fact_id + len(facts), "return", day, part, of_it, of=purchase))
        if left > part:
            hand.purchases.append((purchase, left - part, excluded - of_it))
    return facts


# ---- one slip after another ------------------------------------------------------------------------------


def _continue(account: Account, fact: Fact, earned: dict[int, int], through: date, *, final: bool) -> Effect:
    account.advance(fact.on)
    rank, visits = account.effective_rank, account.visits
    name, first = account.programme.name(rank), account.purchases == 0
    points = earned[fact.id] = account.apply(fact)
    after = account.effective_rank
    reaches = account.programme.name(after) if after > rank else ""
    near = None
    if final:
        account.advance(through)
        near = None if reaches else _near(account, fact.amount_minor, points)
    return Effect(name, points, reaches, "", first, _round(visits, account.visits), near, 0, account.debt)


def _round(before: int, after: int) -> int:
    return after if after != before and after in VISITS_TO_THANK else 0


def _near(account: Account, amount_minor: int, points: int) -> NextTier | None:
    """The tier above, if one more such purchase would reach it."""
    tiers, rank = account.programme.tiers, account.effective_rank
    if rank >= len(tiers):
        return None
    tier = tiers[rank]
    missing = tier.reach - account.figure(tier.basis)
    step = amount_minor if tier.basis == "spend" else points if tier.basis == "points" else 1
    return standing_of(account).next_tier if 0 < missing <= step else None


@dataclass(frozen=True, slots=True)
class _House:
    """Who is judged together, by member: somebody alone, or all who ever shared a household with one of the page (17)."""

    facts: dict[int, list[Fact]]
    stays: list[Stay]
    done: dict[int, Replay]

    def rank_at(self, member_id: int, on: date, fact_id: int, versions: tuple[Version, ...]) -> int:
        """The rank that holds for a member after a fact of a day: earned, by hand (12), or the household's (17)."""
        programme = version_on(versions, on).programme
        together = [member_id]
        if programme.household_tier == "shared":
            together += homes.mates_on(self.stays, member_id, on)
        return max(self._own_rank(mate, on, fact_id, programme) for mate in together)

    def _own_rank(self, member_id: int, on: date, fact_id: int, programme: Programme) -> int:
        rank = 0
        for change in self.done[member_id].changes:
            if (change.on, change.fact) <= (on, fact_id):
                rank = change.rank
        for given in self.facts[member_id]:
            if given.kind == "tier" and given.on <= on <= (given.until or given.on):
                rank = max(rank, programme.rank(given.what))
        return rank


def _replay_rest(
    book: Reading, versions: tuple[Version, ...], day: date, today: date, made: Plan, sharing: set[int]
) -> None:
    """The whole history again: the page's day is past, something came back, or a household is judged as one."""
    judged: dict[int, _House] = {}
    for member_id, hand in made.hands.items():
        if hand.account is not None or not hand.of_page:
            continue
        if member_id not in judged:
            everyone, stays = {member_id}, list[Stay]()
            if member_id in sharing:
                everyone, stays = homes.ever_shared(book, [member_id])
            house = _judged(book, versions, today, made, everyone, stays)
            judged |= dict.fromkeys(everyone, house)
        hand.done = judged[member_id].done[member_id]
        _tell(member_id, hand, judged[member_id], versions, day, made)


def _judged(
    book: Reading,
    versions: tuple[Version, ...],
    today: date,
    made: Plan,
    everyone: set[int],
    stays: list[Stay],
) -> _House:
    facts: dict[int, list[Fact]] = {}
    for mate in sorted(everyone):
        hand = made.hands.get(mate)
        facts[mate] = (
            standings.facts_of(book, mate)
            if hand is None
            else hand.history + [fact for _, fact in hand.of_page]
        )
    through = max([today, *(fact.on for history in facts.values() for fact in history)])
    if stays:
        return _House(facts, stays, replay_together(facts, stays, versions, through))
    return _House(facts, stays, {mate: replay(history, versions, through) for mate, history in facts.items()})


def _tell(
    member_id: int, hand: Hand, house: _House, versions: tuple[Version, ...], day: date, made: Plan
) -> None:
    done = house.done[member_id]
    programme = version_on(versions, day).programme
    by_key: dict[str, list[Fact]] = {}
    for key, fact in hand.of_page:
        by_key.setdefault(key, []).append(fact)
    bought_before = any(fact.kind == "purchase" and fact.on <= day for fact in hand.history)
    for key, mine in by_key.items():
        before = house.rank_at(member_id, day, mine[0].id - 1, versions)
        after = house.rank_at(member_id, day, mine[-1].id, versions)
        mine_ids = {fact.id for fact in mine}
        amount = mine[0].amount_minor if mine[0].kind == "purchase" else 0
        points = sum(done.earned.get(fact_id, 0) for fact_id in mine_ids)
        made.earned.update({fact_id: done.earned.get(fact_id, 0) for fact_id in mine_ids})
        visits = [o for o in done.account.occasions if o.fact in mine_ids and o.kind == "visits"]
        made.effects[key] = Effect(
            tier=programme.name(before),
            points=points,
            reaches=programme.name(after) if after > before else "",
            falls_to=programme.name(after) if after < before else "",
            first=amount > 0 and not bought_before,
            visit=int(visits[0].detail) if visits else 0,
            debt=done.account.debt,
        )
        bought_before = bought_before or amount > 0
    key, fact = hand.of_page[-1]
    last = made.effects[key]
    later = sum(done.earned[old] - was for old, was in hand.old_earned.items() if old in done.earned)
    near = None
    if fact.kind == "purchase" and not last.reaches:
        near = _near(done.account, fact.amount_minor, last.points)
    made.effects[key] = replace(last, near=near, later_points=later)


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))
