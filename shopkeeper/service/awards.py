"""Points and tiers given by hand: gifts, adjustments, waived debts, manual tiers; each with who and why."""

from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.rules.standing import Standing
from shopkeeper.say import text as say
from shopkeeper.service import acts, programmes, shops, standings
from shopkeeper.service.common import day_of, who
from shopkeeper.values import dataclass

MOST_POINTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Awarded:
    """What was given or taken by hand, and the standing after it."""

    act: int
    fact: int
    member_id: int
    number: str
    name: str
    kind: str
    points: int
    standing: Standing


def adjust(
    w: Writing,
    member_id: int,
    points: int,
    reason: str,
    *,
    happened_on: date | None = None,
    by: int | None = None,
) -> Awarded:
    """Add points to a member or take some (what is not there becomes debt); a reason is needed."""
    _check_points(points)
    return _award(w, "adjustment", member_id, points, _reason(reason), happened_on=happened_on, by=by)


def gift(
    w: Writing, member_id: int, points: int, reason: str, *, once: str = "", happened_on: date | None = None,
    by: int | None = None,
) -> Awarded:  # fmt: skip
    """Give points; a gift named `once` (such as "birthday 2026") is given to a member once and never again."""
    _check_points(points)
    if points < 0:
        raise Declined("gift_negative", "A gift gives points. Use an adjustment to take some.", "points")
    key = f"gift:{once}:{member_id}" if once else None
    return _award(w, "gift", member_id, points, _reason(reason), happened_on=happened_on, by=by, key=key)


def waive(w: Writing, member_id: int, reason: str, *, by: int | None = None) -> Awarded:
    """Let a member's debt be forgotten, with a reason."""
    versions = programmes.versions(w)
    debt = standings.standing_on(w, versions, member_id, shops.today(w)).debt
    if not debt:
        raise Declined("no_debt", "This member owes no points.", "member")
    return _award(w, "waiver", member_id, debt, _reason(reason), by=by)


def tier(
    w: Writing, member_id: int, name: str, until: date, reason: str, *, happened_on: date | None = None,
    by: int | None = None,
) -> Awarded:  # fmt: skip
    """Give a member a tier by hand through the day `until`; it never lowers what was earned (12)."""
    today = shops.today(w)
    start = happened_on or today
    if not programmes.on(w, start).rank(name):
        names = ", ".join(tier.name for tier in programmes.on(w, start).tiers)
        raise Declined(
            "tier_unknown",
            say("There is no tier of that name. The tiers are: {names}.").format(names=names),
            "tier",
        )
    if until < start:
        raise Declined(
            "tier_ends_before", "The tier would end before it begins. Check the last day.", "until"
        )
    clean = _reason(reason)
    return _award(w, "tier", member_id, 0, name, happened_on=start, until=until, by=by, reason=clean)


def welcome(w: Writing, act: int, member_id: int, on: date, today: date, by: int | None = None) -> int:
    """The joining gift of the programme, as a part of enrolling; answers the points (0 if there is none)."""
    versions = programmes.versions(w)
    points = programmes.on(w, on).joining_points
    if points:
        w.insert(
            "insert into facts (act_id, kind, member_id, happened_on, happened_at, points, key, what, by_person, earned)"
            " values (?, 'gift', ?, ?, ?, ?, ?, 'Welcome', ?, 0)",
            (act, member_id, on.isoformat(), w.entered_at, points, f"gift:welcome:{member_id}", by),
        )
        standings.replay_member(w, versions, member_id, today)
    return points


def answered(
    w: Writing, act: int, member_id: int, question_id: int, points: int, question: str, by: int | None = None
) -> int:
    """The points for an answer, as a part of keeping it; the same question earns once for all (8)."""
    key = f"answer:{question_id}:{member_id}"
    if not points or w.value("select 1 from facts where key = ? and undone_by is null", (key,)):
        return 0
    today = shops.today(w)
    w.insert(
        "insert into facts (act_id, kind, member_id, happened_on, happened_at, points, key, what, by_person)"
        " values (?, 'answer', ?, ?, ?, ?, ?, ?, ?)",
        (act, member_id, today.isoformat(), w.entered_at, points, key, question, by),
    )
    standings.replay_member(w, programmes.versions(w), member_id, today)
    return points


def _award(
    w: Writing, kind: str, member_id: int, points: int, what: str, *, happened_on: date | None = None,
    until: date | None = None, by: int | None = None, key: str | None = None, reason: str = "",
) -> Awarded:  # fmt: skip
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day = day_of(happened_on, None, shop, today)
    number, name = who(w, member_id)
    if key is not None and _given(w, member_id, key):
        raise Declined("given_already", "This has been given already; it is given once.", "gift")
    act = acts.begin(
        w, kind, member_id=member_id, by=by, points=points, name=name, number=number, reason=reason or what
    )
    fact = w.insert(
        "insert into facts (act_id, kind, member_id, happened_on, happened_at, points, key, what, until, by_person)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act, kind, member_id, day.isoformat(), w.entered_at, points, key, what,
            None if until is None else until.isoformat(), by,
        ),
    )  # fmt: skip
    standing = standings.replay_member(w, programmes.versions(w), member_id, today)
    return Awarded(act, fact, member_id, number, name, kind, points, standing)


def _given(book: Reading, member_id: int, key: str) -> bool:
    """Whether the member has it, or had it under a record that was merged into theirs (8, 18)."""
    once = key.removesuffix(f":{member_id}")
    return bool(
        book.value("select 1 from facts where key = ? and undone_by is null", (key,))
        or book.value(
            "select 1 from facts where member_id = ? and key >= ? and key < ? and undone_by is null limit 1",
            (member_id, f"{once}:", f"{once};"),
        )
    )


def _check_points(points: int) -> None:
    if not points or abs(points) > MOST_POINTS:
        raise Declined(
            "points_out_of_range",
            say("Points are a whole number up to {most:,}, not nothing.").format(most=MOST_POINTS),
            "points",
        )


def _reason(reason: str) -> str:
    return clean_line(reason, about="reason", label="The reason", required=True)
