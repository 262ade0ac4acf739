"""Who is expected to bring most, with what that stands on; and what the best of them ask of the shop: value against demand."""

from collections import Counter
from datetime import date

import numpy as np

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.keeping import highest
from shopkeeper.rules.visiting import Ints
from shopkeeper.service.worth import Worth
from shopkeeper.values import dataclass

MOST_RANKED = 100
MOST_DEMANDING = 12
BEST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Ranked:
    """A member by what they are expected to bring within the weeks looked ahead; `place` among all by that, and by what they
    spent so far. `a_visit_minor` is what a visit of theirs is expected to bring, `usual_days` between visits None for one who came once."""

    member_id: int
    number: str
    name: str
    tier: str
    place: int
    place_by_past: int
    past_minor: int
    visits: int
    usual_days: float | None
    quiet_days: int
    chance: float
    expected_visits: float
    expected_minor: int

    @property
    def a_visit_minor(self) -> int:
        """What a visit is expected to bring."""
        return round(self.expected_minor / self.expected_visits) if self.expected_visits else 0


@dataclass(frozen=True, slots=True)
class Demanding:
    """One of the best fifth by expected value who asked most of the shop in a year for each visit: how often what
    (complaints, requests, wishes, promises, returns), over how many visits; what they need, and how many other members it would serve."""

    who: Ranked
    demands: tuple[int, ...]
    year_visits: int
    needs: str
    others: int

    @property
    def asked(self) -> int:
        """All together."""
        return sum(self.demands)


@dataclass(frozen=True, slots=True)
class Demand:
    """What the best fifth are expected to bring, as a share of all, beside their share of all that was asked of the shop in a
    year; `asked` is how often that was."""

    best: int
    value_share: float
    demand_share: float
    asked: int
    demanding: tuple[Demanding, ...]


def ranked(book: Reading, worth: Worth, most: int = MOST_RANKED) -> tuple[Ranked, ...]:
    """The first of all, the best first."""
    return _rows(book, worth, _best(book, worth, most))


def demand(book: Reading, worth: Worth) -> Demand:
    """What is asked of the shop by whom it can expect most from."""
    seen, on = worth.visits, worth.on
    since = months_before(on, 12)
    best = np.sort(_best(book, worth, max(1, round(len(seen) * BEST_SHARE))))
    asked = np.stack([_per_member(book, sql, since, on, seen.members) for sql in _ASKED])
    together = asked.sum(axis=0)
    in_all, value = int(together.sum()), float(worth.expected_minor.sum())
    lately = (
        np.add.reduceat((seen.day > since.toordinal()).astype(np.int64), seen.starts)
        if len(seen)
        else seen.day
    )
    rate = together[best] / np.maximum(lately[best], 1)
    chosen = best[np.lexsort((-worth.expected_minor[best], -together[best], -rate))] if len(best) else best
    chosen = chosen[together[chosen] > 0][:MOST_DEMANDING]
    needs = _needs(book, since, on, seen.members[chosen].tolist())
    return Demand(
        len(best), float(worth.expected_minor[best].sum()) / value if value else 0.0,
        int(together[best].sum()) / in_all if in_all else 0.0, in_all,
        tuple(
            Demanding(who, tuple(asked[:, place].tolist()), int(lately[place]), *needs.get(who.member_id, ("", 0)))
            for who, place in zip(_rows(book, worth, chosen), chosen.tolist(), strict=True)
        ),
    )  # fmt: skip


def _best(book: Reading, worth: Worth, most: int) -> Ints:
    """Their places, the best first, without those who are gone or on hold."""
    gone = np.array(
        [
            row[0]
            for row in book.rows(
                "select id from members where gone <> 0 union select member_id from holds where lifted_on is null"
            )
        ],
        dtype=np.int64,
    )
    there = np.flatnonzero(~np.isin(worth.visits.members, gone))
    found: Ints = there[highest(worth.expected_minor[there], most)]
    return found


def _rows(book: Reading, worth: Worth, places: Ints) -> tuple[Ranked, ...]:
    seen = worth.visits
    members: list[int] = seen.members[places].tolist()
    known = {
        row[0]: row[1:]
        for row in book.rows(
            "select m.id, m.number, m.name, coalesce(s.tier, '') from members m left join standings s on s.member_id = m.id"
            f" where m.id in ({', '.join('?' * len(members))})",
            members,
        )
    }
    found = []
    for member, at in zip(members, places.tolist(), strict=True):
        number, name, tier = known.get(member, ("", "", ""))
        usual = float(seen.usual_gap[at])
        found.append(Ranked(
            member, number, name, tier,
            place=1 + int(np.count_nonzero(worth.expected_minor > worth.expected_minor[at])),
            place_by_past=1 + int(np.count_nonzero(worth.past_minor > worth.past_minor[at])),
            past_minor=int(worth.past_minor[at]), visits=int(seen.count[at]), usual_days=None if np.isnan(usual) else usual,
            quiet_days=worth.on.toordinal() - int(seen.last[at]), chance=float(worth.still_a_customer[at]),
            expected_visits=float(worth.expected_visits[at]), expected_minor=round(float(worth.expected_minor[at])),
        ))  # fmt: skip
    return tuple(found)


_ASKED = (
    "select member_id, count(*) from matters where kind = 'complaint' and member_id is not null and heard_on > ? and"
    " heard_on <= ? group by 1",
    "select member_id, count(*) from matters where kind = 'request' and member_id is not null and heard_on > ? and"
    " heard_on <= ? group by 1",
    "select member_id, count(*) from wanted where noted_on > ? and noted_on <= ? group by 1",
    "select member_id, count(*) from promises where made_on > ? and made_on <= ? group by 1",
    "select member_id, count(*) from facts where of_fact is not null and kind = 'return' and undone_by is null"
    " and member_id is not null and happened_on > ? and happened_on <= ? group by 1",
)


def _per_member(book: Reading, sql: str, since: date, on: date, members: Ints) -> Ints:
    rows = np.array(book.rows(sql, (since.isoformat(), on.isoformat())), dtype=np.int64).reshape(-1, 2)
    counts = np.zeros(len(members), dtype=np.int64)
    if len(rows) and len(members):
        place = np.minimum(np.searchsorted(members, rows[:, 0]), len(members) - 1)
        there = members[place] == rows[:, 0]
        counts[place[there]] = rows[there, 1]
    return counts


def _needs(book: Reading, since: date, on: date, members: list[int]) -> dict[int, tuple[str, int]]:
    """What each of these needs: the need most of their complaints and requests were filed under, else what they want of the shop,
    else the subject they spoke of; and how many other members the same would serve."""
    if not members:
        return {}
    marks = ", ".join("?" * len(members))
    span = (since.isoformat(), on.isoformat())
    spoken = (
        (f"select a.member_id, n.text, n.id from matters a join needs n on n.id = a.need_id where a.member_id in ({marks})"
         " and a.heard_on > ? and a.heard_on <= ? and n.state <> 'dropped' order by a.id desc",
         "select count(distinct member_id) from matters where need_id = ? and member_id <> ?"),
        (f"select member_id, what, folded from wanted where member_id in ({marks}) and noted_on > ? and noted_on <= ?"
         " and state <> 'dropped' order by id desc",
         "select count(distinct member_id) from wanted where folded = ? and member_id <> ? and state <> 'dropped'"),
        (f"select member_id, subject, subject from matters where member_id in ({marks}) and heard_on > ? and heard_on <= ?"
         " and subject <> '' order by id desc",
         "select count(distinct member_id) from matters where subject = ? and member_id <> ?"),
    )  # fmt: skip
    found: dict[int, tuple[str, int]] = {}
    for asked, others in spoken:
        words: dict[int, Counter[tuple[str, object]]] = {}
        for member, text, same in book.rows(asked, (*members, *span)):
            words.setdefault(member, Counter())[text, same] += 1
        for member, said in words.items():
            if member not in found:
                (text, same), _ = said.most_common(1)[0]
                found[member] = (text, int(book.value(others, (same, member))))
    return found
