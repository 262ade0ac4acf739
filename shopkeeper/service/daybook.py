"""The day book: a day's slips kept row by row as they are typed, and posted as one act, wholly or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing, instant_text
from shopkeeper.rules.amounts import DecimalMark
from shopkeeper.rules.daybook import Meaning, Page, Slip
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, daybook_drafts, finding, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import day_of
from shopkeeper.service.daybook_drafts import (
    Kept,
    PageLine,
    PostedPage,
    Saved,
    Who,
    page,
    pages,
    recognise,
    remove_row,
    save_row,
    save_rows,
    save_till,
    unposted,
    who,
)
from shopkeeper.service.daybook_effects import Effect, Entry, Plan, plan
from shopkeeper.service.shops import Shop
from shopkeeper.values import dataclass

_MANY = 10**15  # above every id there is: what a preview counts its facts from


@dataclass(frozen=True, slots=True)
class Climbed:
    """A member who reached a tier by what was posted."""

    member_id: int
    number: str
    name: str
    tier: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A page that is in the book now. `points` are given less taken back; `difference_minor` is what the till had
    more (negative: less), None where there was no till total. `affected` are the first hundred members."""

    act: int
    day: date
    page: int
    slips: int
    entered_minor: int
    points: int
    difference_minor: int | None
    climbed: tuple[Climbed, ...]
    affected: tuple[Affected, ...]


def preview(
    book: Reading, slips: Iterable[tuple[str, int | None, int]], day: date, today: date
) -> dict[str, Effect]:
    """What posting would do, slip by slip: (key, member or None, amount in minor units), in the page's order.

    Every slip of a member on the page must be among them, for one builds on the other.
    """
    entries = [Entry(*slip) for slip in slips]
    return plan(book, programmes.versions(book), day, today, entries, _MANY).effects


def post(
    w: Writing,
    day: date,
    *,
    page: int = 1,
    slips: Sequence[Slip] | None = None,
    till_text: str | None = None,
    decimal_mark: DecimalMark = ".",
    because: str = "",
    by: int | None = None,
) -> Posted:
    """Post a page: every slip a purchase or a return, all of it one act; `because` names a difference to the till.

    `slips` and `till_text` are what stands on the screen, and are kept first; left out, what was kept is posted.
    Declined: a page posted already; nothing on it; a slip that is not settled (`about` is its key); a difference to
    the till that is not named; a day later than tomorrow.
    """
    shop = shops.read(w)
    today = shop.day_of(w.now)
    day_of(day, None, shop, today)
    daybook_drafts.still_open(w, day, page)
    if slips is not None:
        daybook_drafts.replace_rows(w, day, page, slips)
    if till_text is not None:
        daybook_drafts.save_till(w, day, page, till_text)
    kept_till, _, kept = daybook_drafts.rows_of(w, day, page)
    sheet = Page(day, shop.money, decimal_mark, str, kept, kept_till)
    meanings = _settled(sheet, kept)
    _not_booked_yet(w, kept)
    totals = sheet.totals()
    already_minor = daybook_drafts.already_booked(w, day)
    agreement = sheet.agreement(already_minor)
    because = clean_line(because, about="because")
    if agreement.wrong:
        raise Declined("till_not_understood", agreement.wrong, "till")
    if not agreement.agrees and not because:
        raise Declined(
            "till_differs",
            say("The page does not agree with the till. Name the reason to post it."),
            "because",
        )
    entries = [
        Entry(slip.key, slip.member_id, meaning.amount_minor or 0)
        for slip, meaning in zip(kept, meanings, strict=True)
    ]
    made = plan(w, programmes.versions(w), day, today, entries, acts.next_id(w, "facts"))
    if made.declined is not None:
        key, why = made.declined
        raise Declined("slip_refused", _in_row(kept, key, why), key)
    points = sum(effect.points for effect in made.effects.values())
    act = acts.begin(
        w, "posting", by=by, day=day.isoformat(), page=page, amount_minor=totals.entered_minor, slips=len(entries),
        members_minor=totals.members_minor, points=points, till_minor=agreement.till_minor,
        already_minor=already_minor, because=because,
        climbed={key: effect.reaches for key, effect in made.effects.items() if effect.reaches},
    )  # fmt: skip
    _write(w, act, made, shop, day, {s.key: m for s, m in zip(kept, meanings, strict=True)}, by)
    _keep_standings(w, made, today)
    members = sorted(made.hands)
    finding.refresh_rank(w, members)
    w.run("update draft_days set posted_act = ? where day = ? and page = ?", (act, day.isoformat(), page))
    return Posted(
        act, day, page, len(entries), totals.entered_minor, points,
        None if agreement.till_minor is None else agreement.left_minor,
        _climbed(w, kept, made), acts.affected(w, members[:100]),
    )  # fmt: skip


# ---- what may be posted ----------------------------------------------------------------------------------


def _settled(sheet: Page, slips: Sequence[Slip]) -> list[Meaning]:
    if not slips:
        raise Declined("nothing_to_post", say("There are no slips on this page."), "page")
    meanings = [sheet.meaning(row) for row in range(len(slips))]
    for slip, meaning in zip(slips, meanings, strict=True):
        if meaning.wrong:
            raise Declined("slip_not_settled", _in_row(slips, slip.key, meaning.wrong[0].because), slip.key)
    return meanings


def _in_row(slips: Sequence[Slip], key: str, why: str) -> str:
    row = next(number for number, slip in enumerate(slips, 1) if slip.key == key)
    return say("Row {row}: {why} Nothing was posted.").format(row=row, why=why.rstrip(".") + ".")


def _not_booked_yet(w: Writing, slips: Sequence[Slip]) -> None:
    """A slip is booked once, whatever page it stands on."""
    for at in range(0, len(slips), 400):
        some = [slip.key for slip in slips[at : at + 400]]
        marks = ", ".join("?" * len(some))
        found = w.value(f"select key from facts where undone_by is null and key in ({marks}) limit 1", some)
        if found is not None:
            raise Declined(
                "slip_booked_already", _in_row(slips, found, say("This slip is in the book already.")), found
            )


# ---- what is written -------------------------------------------------------------------------------------


def _write(
    w: Writing, act: int, made: Plan, shop: Shop, day: date, meanings: Mapping[str, Meaning], by: int | None
) -> None:
    on = day.isoformat()
    rows: list[tuple[Any, ...]] = []
    instants: dict[time, str] = {}
    for member_id, key, fact in made.facts:
        meaning = meanings[key.partition("/")[0]]
        if meaning.at is not None and meaning.at not in instants:
            instants[meaning.at] = instant_text(_instant(day, meaning.at, shop))
        at = None if meaning.at is None else instants[meaning.at]
        rows.append((
            fact.id, act, fact.kind, member_id, on, at, fact.amount_minor, fact.excluded_minor, fact.of, key,
            meaning.what, by, made.earned.get(fact.id, 0),
        ))  # fmt: skip
    w.many(
        "insert into facts (id, act_id, kind, member_id, happened_on, happened_at, amount_minor, excluded_minor, of_fact,"
        " key, what, by_person, earned) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _instant(day: date, at: time, shop: Shop) -> datetime:
    """When a time of a shop day was; a day that ends at two has its half past one on the next date."""
    calendar_day = day + timedelta(days=1) if at.hour < shop.day_ends_at_hour else day
    return datetime.combine(calendar_day, at, shop.zone).astimezone(UTC)


def _keep_standings(w: Writing, made: Plan, today: date) -> None:
    rows: list[tuple[object, ...]] = []
    occasions: list[tuple[object, ...]] = []
    changed: list[tuple[int, int]] = []
    again: list[tuple[int]] = []
    for member_id, hand in made.hands.items():
        account = hand.done.account if hand.done is not None else hand.account
        if account is None:
            continue
        if hand.done is not None:
            again.append((member_id,))
            changed += [
                (hand.done.earned[old], old)
                for old, was in hand.old_earned.items()
                if old in hand.done.earned and hand.done.earned[old] != was
            ]
        rows.append(standings.row_of(member_id, account))
        if account.occasions:
            occasions += standings.occasion_rows(member_id, account, today)
    w.many("update facts set earned = ? where id = ?", changed)
    w.many("delete from occasions where member_id = ?", again)
    standings.store_rows(w, rows, occasions)
    standings.replay_households(w, programmes.versions(w), made.hands, today)


def _climbed(w: Writing, kept: Sequence[Slip], made: Plan) -> tuple[Climbed, ...]:
    tiers: dict[int, str] = {}
    for slip in kept:
        reached = made.effects[slip.key].reaches
        if reached and slip.member_id is not None:
            tiers[slip.member_id] = reached
    known = who(w, tiers)
    return tuple(
        Climbed(member_id, known[member_id].number, known[member_id].name, tier)
        for member_id, tier in tiers.items()
    )


__all__ = [
    "Climbed", "Effect", "Kept", "PageLine", "Posted", "PostedPage", "Saved", "Who", "page", "pages", "post", "preview",
    "recognise", "remove_row", "save_row", "save_rows", "save_till", "unposted", "who",
]  # fmt: skip
