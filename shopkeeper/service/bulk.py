"""Many facts at once: written with what each earned, every member concerned judged once."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from shopkeeper.records.book import Writing
from shopkeeper.records.pouring import indexed_after, pour, pour_all
from shopkeeper.rules.facts import Fact, Kind
from shopkeeper.rules.long_ago import LongAgo
from shopkeeper.rules.programme import Version
from shopkeeper.rules.standing import replay
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.service import acts, standings
from shopkeeper.service.importing_sales import Sales
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

MEMBERS_BETWEEN = 200  # how many are judged between two steps of the progress


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be written; `of` is the position, in the same list, of the purchase a return belongs to,
    or the id of one in the book if `of_book` is set. `lines` are (amount, earns, what)."""

    kind: Kind
    member_id: int | None
    on: date
    at: str | None
    amount_minor: int = 0
    excluded_minor: int = 0
    points: int = 0
    worth_minor: int = 0
    of: int | None = None
    of_book: bool = False
    key: str | None = None
    what: str = ""
    by: int | None = None
    lines: tuple[tuple[int, bool, str], ...] = ()


def add_facts(
    w: Writing,
    act: int,
    new: Sequence[NewFact],
    versions: tuple[Version, ...],
    today: date,
    progress: Progress = nobody_waits,
) -> tuple[int, ...]:
    """Write the facts in their order, with what each earned, and everybody's standing after them.

    Answers the ids. The index of who comes how often is left to `finding.refresh_rank` or `bulk_load`.
    """
    first = acts.next_id(w, "facts")
    by_member: dict[int, list[Fact]] = {}
    facts: list[Fact] = []
    for number, entry in enumerate(new, first):
        of = None if entry.of is None else entry.of if entry.of_book else first + entry.of
        fact = Fact(
            number, entry.kind, entry.on, entry.amount_minor, entry.excluded_minor, entry.points, entry.worth_minor,
            of, entry.what if entry.kind == "tier" else "",
        )  # fmt: skip
        facts.append(fact)
        if entry.member_id is not None:
            by_member.setdefault(entry.member_id, []).append(fact)
    earned: dict[int, int] = {}
    rows: list[tuple[object, ...]] = []
    occasions: list[tuple[object, ...]] = []
    old_earned: list[tuple[int, int]] = []
    known = _with_history(w, by_member)
    total = len(by_member)
    for done, (member_id, history) in enumerate(by_member.items()):
        if done % 200 == 0:
            progress(done, total)
        if member_id in known:
            history = [*standings.facts_of(w, member_id), *history]
        last = max(fact.on for fact in history)
        finished = replay(history, versions, max(today, last))
        for fact_id, value in finished.earned.items():
            if fact_id >= first:
                earned[fact_id] = value
            else:
                old_earned.append((value, fact_id))
        rows.append(standings.row_of(member_id, finished.account))
        if last >= date.fromordinal(today.toordinal() - standings.OCCASIONS_KEPT_DAYS):
            occasions += standings.occasion_rows(member_id, finished.account, today)
    w.many(
        "insert into facts (id, act_id, kind, member_id, happened_on, happened_at, amount_minor, excluded_minor, points,"
        " worth_minor, of_fact, key, what, by_person, earned) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                fact.id, act, fact.kind, entry.member_id, entry.on.isoformat(), entry.at, fact.amount_minor,
                fact.excluded_minor, fact.points, fact.worth_minor, fact.of, entry.key, entry.what, entry.by,
                earned.get(fact.id, 0),
            )
            for fact, entry in zip(facts, new, strict=True)
        ),
    )  # fmt: skip
    w.many(
        "insert into lines (fact_id, position, amount_minor, earns, what) values (?, ?, ?, ?, ?)",
        (
            (fact.id, position, amount, int(earns), what)
            for fact, entry in zip(facts, new, strict=True)
            for position, (amount, earns, what) in enumerate(entry.lines, 1)
        ),
    )
    w.many("update facts set earned = ? where id = ? and earned <> ?", [(v, f, v) for v, f in old_earned])
    w.many("delete from occasions where member_id = ?", [(member_id,) for member_id in known])
    standings.store_rows(w, rows, occasions)
    standings.replay_households(w, versions, by_member, today)
    progress(total, total)
    return tuple(fact.id for fact in facts)


def add_sales(
    w: Writing,
    act: int,
    sales: Sales,
    members: Mapping[str, int | None],
    servers: Mapping[str, int | None],
    versions: tuple[Version, ...],
    today: date,
    progress: Progress = nobody_waits,
    *,
    newcomers: frozenset[int] = frozenset(),
) -> None:
    """Write plain purchases in their order, with what `add_facts` would make of them: of none of them anything came
    back, for none were points used.

    `members` and `servers` are the ids of the numbers and names in the sales; `newcomers` have no facts yet.
    """
    first = acts.next_id(w, "facts")
    judged = _Judged(w, sales, first, versions, today)
    by_number: defaultdict[str, array[int]] = defaultdict(_places)
    for place, number in enumerate(sales.numbers()):
        by_number[number].append(place)
    places_of = {member: by_number[number] for number in by_number if (member := members[number]) is not None}
    judged.known = _with_history(w, [member for member in places_of if member not in newcomers])
    total = 2 * len(places_of)
    for done, (member_id, places) in enumerate(places_of.items()):
        if done % MEMBERS_BETWEEN == 0:
            progress(done, total)
        judged.judge(member_id, places)
    earned = judged.earned
    owners = {number: "" if member is None else member for number, member in members.items()}
    serving = {name: "" if server is None else server for name, server in servers.items()}
    written = pour(
        w,
        "facts",
        (
            "id",
            "member_id",
            "happened_on",
            "happened_at",
            "amount_minor",
            "what",
            "key",
            "by_person",
            "earned",
        ),
        (
            (first + place, owners[who], on, at or "", amount, what, key, serving[by], earned[place])
            for place, (who, on, at, amount, what, key, by) in enumerate(sales)
        ),
        alike={"act_id": act, "kind": "purchase"},
        blank=("member_id", "happened_at", "by_person"),
    )
    with indexed_after(w, "facts", len(sales), first - 1):
        for done in written:
            progress(total // 2 + done * (total // 2) // len(sales), total)
    judged.keep(w)


def _places() -> "array[int]":
    return array("i")


class _Judged:
    """What becomes of members by their plain purchases: the points of each purchase, and where they stand then."""

    def __init__(
        self, w: Writing, sales: Sales, first: int, versions: tuple[Version, ...], today: date
    ) -> None:
        self.earned = array("q", bytes(8 * len(sales)))
        self.known: set[int] = set()  # who has facts in the book already
        self._book = w
        self._ons = list(sales.ons())
        self._amounts = sales.amounts
        self._first = first
        self._versions = versions
        self._today = today
        self._over = LongAgo(versions, today)
        self._over_before = min(
            self._over.before, today - timedelta(days=standings.OCCASIONS_KEPT_DAYS)
        ).isoformat()
        self._days: dict[str, date] = {}
        self._light: list[tuple[object, ...]] = []
        self._rows: list[tuple[object, ...]] = []
        self._occasions: list[tuple[object, ...]] = []
        self._old_earned: list[tuple[int, int]] = []

    def judge(self, member_id: int, places: Sequence[int]) -> None:
        """Work out one member, whose purchases stand in these places."""
        if member_id in self.known or not self._long_ago(member_id, places):
            self._whole(member_id, places)

    def _long_ago(self, member_id: int, places: Sequence[int]) -> bool:
        """The short way for a history of which nothing is left today; answers whether it could be gone."""
        over = self._over
        if len(places) == 1:
            place = places[0]
            opened = last = self._ons[place]
            visits, amounts = 1, [self._amounts[place]]
        else:
            visited = {self._ons[place] for place in places}
            opened, last, visits = min(visited), max(visited), len(visited)
            amounts = [self._amounts[place] for place in places]
        if last >= self._over_before:
            return False
        spent = sum(amounts)
        gave = over.points_of(amounts)
        if over.one_rate(spent, len(places), sum(gave)):
            for place, points in zip(places, gave, strict=True):
                self.earned[place] = points
        else:
            self._note(replay(self._facts(places), self._versions, date.fromisoformat(last)).earned)
        last_fact = self._first + places[-1]
        state = over.state(spent, len(places), visits, opened, last, last_fact)
        self._light.append((member_id, spent, len(places), visits, opened, last, last_fact, state))
        return True

    def _whole(self, member_id: int, places: Sequence[int]) -> None:
        facts = self._facts(places)
        if member_id in self.known:
            facts += standings.facts_of(self._book, member_id)
        finished = replay(facts, self._versions, max(self._today, *(fact.on for fact in facts)))
        self._note(finished.earned)
        self._rows.append(standings.row_of(member_id, finished.account))
        self._occasions += standings.occasion_rows(member_id, finished.account, self._today)

    def _facts(self, places: Sequence[int]) -> list[Fact]:
        days = self._days
        made = []
        for place in places:
            on = self._ons[place]
            day = days.get(on)
            if day is None:
                day = days[on] = date.fromisoformat(on)
            made.append(Fact(self._first + place, "purchase", day, self._amounts[place]))
        return made

    def _note(self, earned: Mapping[int, int]) -> None:
        for fact, value in earned.items():
            if fact >= self._first:
                self.earned[fact - self._first] = value
            else:
                self._old_earned.append((value, fact))

    def keep(self, w: Writing) -> None:
        """Write where everybody stands now."""
        w.many(
            "update facts set earned = ? where id = ? and earned <> ?",
            [(v, f, v) for v, f in self._old_earned],
        )
        w.many("delete from occasions where member_id = ?", [(member_id,) for member_id in self.known])
        kept = w.value("select count(*) from standings")
        with indexed_after(w, "standings", len(self._light), kept):
            pour_all(
                w,
                "standings",
                (
                    "member_id",
                    "spent_minor",
                    "purchases",
                    "visits",
                    "first_visit",
                    "last_visit",
                    "last_fact",
                    "state",
                ),
                self._light,
                alike={"tier": BASE_TIER},
            )
        standings.store_rows(w, self._rows, self._occasions)
        standings.replay_households(w, self._versions, self.known, self._today)


def _with_history(w: Writing, member_ids: Iterable[int]) -> set[int]:
    ids = list(member_ids)
    if len(ids) > 1000:
        everybody = {
            row[0] for row in w.rows("select distinct member_id from facts where member_id is not null")
        }
        return everybody.intersection(ids)
    found = set()
    for member_id in ids:
        if w.value("select 1 from facts where member_id = ? limit 1", (member_id,)):
            found.add(member_id)
    return found
