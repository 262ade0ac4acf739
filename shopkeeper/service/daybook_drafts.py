"""Slips that are not posted yet: kept row by row as they are typed, and found again after any end of the program."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.daybook import Slip
from shopkeeper.say import text as say
from shopkeeper.service import finding
from shopkeeper.values import dataclass

_TAIL = 3  # digits of a phone that tell two people of one name apart at a glance
_SURELY_A_PHONE = 7


@dataclass(frozen=True, slots=True)
class Who:
    """A member as a row shows them; `tail` are the last digits of their phone, else their number."""

    member_id: int
    number: str
    name: str
    tail: str
    tier: str


@dataclass(frozen=True, slots=True)
class PostedPage:
    """How a page was posted: what each slip earned, who climbed to which tier by it, and how it stood beside the till."""

    act: int
    posted_at: datetime
    by: str
    because: str
    till_minor: int | None
    already_minor: int
    earned: Mapping[str, int]
    climbed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PageLine:
    """One page of a day: how many slips it has, and when it was posted, None if it is still open."""

    page: int
    slips: int
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was kept. `already_minor` is what the book holds of the day besides this page (what was recorded
    at the counter, what another page posted), returns taken off; `pages` are all pages of the day."""

    day: date
    page: int
    slips: tuple[Slip, ...]
    till_text: str
    who: Mapping[int, Who]
    posted: PostedPage | None
    pages: tuple[PageLine, ...]
    already_minor: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Rows that are on the disk now: how many were kept and how many taken away."""

    day: date
    page: int
    rows: int
    removed: int


def pages(book: Reading, day: date) -> tuple[PageLine, ...]:
    """The pages of a day that were begun, the first first."""
    rows = book.rows(
        "select d.page, (select count(*) from draft_rows r where r.day = d.day and r.page = d.page), a.entered_at"
        " from draft_days d left join acts a on a.id = d.posted_act where d.day = ? order by d.page",
        (day.isoformat(),),
    )
    return tuple(PageLine(page, slips, _instant(at) if at else None) for page, slips, at in rows)


def page(book: Reading, day: date, number: int | None = None) -> Kept:
    """A page of a day, empty if it was never begun; without a number the last one."""
    begun = pages(book, day)
    if number is None:
        number = begun[-1].page if begun else 1
    till_text, posted_act, slips = rows_of(book, day, number)
    known = who(book, {slip.member_id for slip in slips if slip.member_id is not None})
    return Kept(
        day, number, slips, till_text, known, None if posted_act is None else _posted(book, posted_act), begun,
        already_booked(book, day, posted_act),
    )  # fmt: skip


def rows_of(book: Reading, day: date, number: int) -> tuple[str, int | None, tuple[Slip, ...]]:
    """The till total as typed, the act that posted the page if one did, and its slips in order.

    A member who is in the book no more (their enrolment was undone) leaves the name that was typed.
    """
    on = day.isoformat()
    head = book.row("select till_text, posted_act from draft_days where day = ? and page = ?", (on, number))
    slips = (
        Slip(*row)
        for row in book.rows(
            "select r.row_key, r.time_text, r.who_text, m.id, r.amount_text, r.what_text from draft_rows r"
            " left join members m on m.id = r.member_id and m.gone = 0"
            " where r.day = ? and r.page = ? order by r.position, r.row_key",
            (on, number),
        )
    )
    till_text, posted_act = head or ("", None)
    return till_text, posted_act, tuple(slip for slip in slips if not slip.blank)


def already_booked(book: Reading, day: date, but_act: int | None = None) -> int:
    """What the book holds of a day in minor units, returns taken off, without what one act brought."""
    found = book.value(
        "select coalesce(sum(case kind when 'purchase' then amount_minor else -amount_minor end), 0) from facts"
        " where happened_on = ? and kind in ('purchase', 'return') and undone_by is null and act_id <> ?",
        (day.isoformat(), but_act or 0),
    )
    return int(found)


def unposted(book: Reading) -> tuple[date, ...]:
    """Days with slips that are not posted, the latest first, fifty at most."""
    rows = book.rows(
        "select distinct d.day from draft_days d join draft_rows r on r.day = d.day and r.page = d.page"
        " where d.posted_act is null order by d.day desc limit 50"
    )
    return tuple(date.fromisoformat(day) for (day,) in rows)


def who(book: Reading, member_ids: Iterable[int]) -> dict[int, Who]:
    """The members of these ids who are in the book, as a row shows them."""
    ids = sorted(member_ids)
    found: dict[int, Who] = {}
    for at in range(0, len(ids), 400):
        some = ids[at : at + 400]
        marks = ", ".join("?" * len(some))
        rows = book.rows(
            "select m.id, m.number, m.name, coalesce(s.tier, ''), (select c.canonical || ' ' || c.text from contacts c"
            "  where c.member_id = m.id and c.kind = 'phone' order by c.id limit 1)"
            f" from members m left join standings s on s.member_id = m.id where m.gone = 0 and m.id in ({marks})",
            some,
        )
        found.update(
            (row[0], Who(row[0], row[1], row[2], tail_of(row[4] or "", row[1]), row[3])) for row in rows
        )
    return found


def tail_of(phone: str, number: str) -> str:
    """`…802` of a phone, or the member's number where there is none."""
    digits = "".join(c for c in phone if c.isdigit())
    return f"…{digits[-_TAIL:]}" if digits else number


def recognise(book: Reading, texts: Iterable[str]) -> dict[str, Who]:
    """Who is surely meant by each text: a number, a card, a whole phone or e-mail, or a name that one member has.

    What may be somebody else is left out; a person settles it.
    """
    sure = {text: _surely(book, text) for text in dict.fromkeys(texts)}
    known = who(book, {member_id for member_id in sure.values() if member_id is not None})
    return {text: known[member_id] for text, member_id in sure.items() if member_id in known}


def _surely(book: Reading, text: str) -> int | None:
    hits = finding.find(book, text, limit=3).hits
    if not hits:
        return None
    typed = "".join(text.split())
    first = hits[0]
    if first.matched in ("number", "card") and first.matched_text == typed.upper():
        return first.member_id
    mailed = [
        hit for hit in hits if hit.matched == "email" and hit.matched_text.casefold() == typed.casefold()
    ]
    phoned = [hit for hit in hits if hit.matched == "phone"]
    if len(mailed) == 1:
        return mailed[0].member_id
    if len(phoned) == 1 and sum(sign.isdigit() for sign in text) >= _SURELY_A_PHONE:
        return phoned[0].member_id
    namesakes = [
        hit.member_id for hit in hits if hit.name and folding.fold(hit.name) == folding.fold(text.strip())
    ]
    return namesakes[0] if len(namesakes) == 1 else None


# ---- keeping ---------------------------------------------------------------------------------------------


def still_open(w: Reading, day: date, number: int) -> None:
    """Declined for a page that is posted: it is in the book and stays as it is."""
    if (
        w.value("select posted_act from draft_days where day = ? and page = ?", (day.isoformat(), number))
        is not None
    ):
        raise Declined(
            "posted_already",
            say("This page has been posted. Undo the posting, or put later slips on a new page."),
            "page",
        )


def save_row(w: Writing, day: date, number: int, slip: Slip, position: int) -> Saved:
    """Keep one row as it stands on the screen."""
    return save_rows(w, day, number, [(position, slip)])


def save_rows(
    w: Writing,
    day: date,
    number: int,
    rows: Sequence[tuple[int, Slip]],
    removed: Sequence[str] = (),
    till_text: str | None = None,
) -> Saved:
    """Keep these rows at their positions, take others away, and keep the till total if it is given.

    Declined for a page that is posted.
    """
    still_open(w, day, number)
    on = day.isoformat()
    _begin(w, on, number)
    w.many(
        "delete from draft_rows where day = ? and page = ? and row_key = ?",
        [(on, number, key) for key in removed],
    )
    w.many(
        "insert into draft_rows (day, page, row_key, position, time_text, who_text, member_id, amount_text, what_text)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (day, page, row_key) do update set"
        " position = excluded.position, time_text = excluded.time_text, who_text = excluded.who_text,"
        " member_id = excluded.member_id, amount_text = excluded.amount_text, what_text = excluded.what_text",
        [
            (
                on,
                number,
                slip.key,
                position,
                slip.time_text,
                slip.who_text,
                slip.member_id,
                slip.amount_text,
                slip.what_text,
            )
            for position, slip in rows
        ],
    )
    if till_text is not None:
        w.run("update draft_days set till_text = ? where day = ? and page = ?", (till_text, on, number))
    return Saved(day, number, len(rows), len(removed))


def replace_rows(w: Writing, day: date, number: int, slips: Sequence[Slip]) -> Saved:
    """Make the kept page what stands on the screen."""
    w.run("delete from draft_rows where day = ? and page = ?", (day.isoformat(), number))
    return save_rows(w, day, number, list(enumerate(slips)))


def remove_row(w: Writing, day: date, number: int, key: str) -> Saved:
    """Take a row away."""
    return save_rows(w, day, number, [], [key])


def save_till(w: Writing, day: date, number: int, till_text: str) -> Saved:
    """Keep the till total as it was typed."""
    return save_rows(w, day, number, [], (), till_text)


def _begin(w: Writing, on: str, number: int) -> None:
    w.run("insert into draft_days (day, page) values (?, ?) on conflict (day, page) do nothing", (on, number))


def _posted(book: Reading, act: int) -> PostedPage:
    row = book.row(
        "select a.entered_at, a.summary, coalesce(p.name, '') from acts a left join people p on p.id = a.by_person"
        " where a.id = ?",
        (act,),
    )
    assert row is not None
    summary = json.loads(row[1])
    earned: dict[str, int] = {}
    for key, points in book.rows(
        "select key, earned from facts where act_id = ? and key is not null", (act,)
    ):
        slip = key.partition("/")[0]
        earned[slip] = earned.get(slip, 0) + points
    return PostedPage(
        act, _instant(row[0]), row[2], summary["because"], summary["till_minor"], summary["already_minor"], earned,
        summary["climbed"],
    )  # fmt: skip


def _instant(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


__all__ = [
    "Kept", "PageLine", "PostedPage", "Saved", "Who", "already_booked", "page", "pages", "recognise", "remove_row",
    "replace_rows", "rows_of", "save_row", "save_rows", "save_till", "still_open", "tail_of", "unposted", "who",
]  # fmt: skip
