"""Who has earned a thank-you and not had one, why, and who is left out for what reason."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.occasions import OccasionKind
from shopkeeper.rules.programme import BASE_TIER, Programme
from shopkeeper.say import Speech, text
from shopkeeper.service import acts, programmes, shops
from shopkeeper.service.letter_words import KIND, speech_of

DUE_DAYS = 90
"""How long an occasion waits for its thank-you, in days."""
USUAL_PAUSE_DAYS = 30
LONGEST_PAUSE_DAYS = 3660
_PAUSE = "letters:pause_days"
_KINDS: tuple[OccasionKind, ...] = ("tier", "visits", "large")
_LONGEST_WHAT = 40


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A member who is to be thanked, for what, and in words why; `occasion` is the occasion's key.

    A note for no special reason has the kind "none", the occasion "" and the day it is asked for.
    """

    member_id: int
    number: str
    name: str
    tier: str
    rank: int
    occasion: str
    kind: OccasionKind | Literal["none"]
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member who has earned a thank-you and gets none now; `code` is no_letters, lately, gone or no_name."""

    member_id: int
    number: str
    name: str
    code: str
    because: str


@dataclass(frozen=True, slots=True)
class DueList:
    """All who are due a thank-you, tiers before visits before purchases, the newest first; and who is left out."""

    due: tuple[DueLetter, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class MayWrite:
    """Whether a member may be written to now. `allowed` false: never; true with words: only if one insists."""

    allowed: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Earned:
    member_id: int
    key: str
    kind: OccasionKind
    on: date
    detail: str
    number: str
    name: str
    letters: int | None
    gone: int
    tier: str
    rank: int


def due(book: Reading, today: date) -> DueList:
    """Everybody with an occasion of the last 90 days that nobody has thanked for."""
    return _due(book, today, None)


def due_for(book: Reading, member_id: int, today: date) -> DueLetter | None:
    """What this member is to be thanked for now, None if nothing or if the member is left out."""
    found = _due(book, today, member_id).due
    return found[0] if found else None


def to_one(book: Reading, member_id: int, occasion: str | None, today: date) -> DueLetter:
    """A note to this member, due or not: for the occasion if it is (still) there, else for no special reason.

    Declined for one who is not in the book; whether they may be written to says `may_write`.
    """
    row = book.row(
        "select m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0) from members m"
        " left join standings s on s.member_id = m.id where m.id = ? and m.gone = 0",
        (member_id,),
    )
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    number, name, tier, rank = row
    found = next((one for one in _earned(book, today, member_id) if one.key == occasion), None)
    if found is None:
        why = text("No special reason")
        return DueLetter(member_id, number, name, tier or BASE_TIER, rank, "", "none", today, why)
    ware = _wares(book, [found] if found.kind == "large" else []).get(found.key, "")
    why = because_of(found.kind, found.detail, found.on, today, speech_of(shops.read(book)), ware)
    return DueLetter(member_id, number, name, found.tier, found.rank, found.key, found.kind, found.on, why)


def pause_days(book: Reading) -> int:
    """The shop's limit: nobody gets two thank-you notes within so many days."""
    kept = book.value("select value from shop where name = ?", (_PAUSE,))
    return USUAL_PAUSE_DAYS if kept is None else int(json.loads(kept))


def set_pause_days(w: Writing, days: int) -> int:
    """Change the shop's limit; 0 means there is none."""
    if not 0 <= days <= LONGEST_PAUSE_DAYS:
        raise Declined("pause_out_of_range", "The pause between two notes is from 0 to 3,660 days.", "days")
    w.run(
        "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (_PAUSE, json.dumps(days)),
    )
    acts.begin(w, "letter settings", pause_days=days)
    return days


def may_write(book: Reading, member_id: int, today: date) -> MayWrite:
    """Whether this member may be written to, whatever the reason. Declined for one who is not in the book."""
    row = book.row("select letters, gone from members where id = ?", (member_id,))
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    if row[1]:
        return MayWrite(False, text("No longer a member"))
    if row[0] == 0:
        return MayWrite(False, text("Asked for no letters"))
    latest = book.value(
        f"select max(written_on) from letters where member_id = ? and kind = '{KIND}' and undone_by is null",
        (member_id,),
    )
    return MayWrite(True, _lately(latest, today, pause_days(book), speech_of(shops.read(book))))


def _lately(latest: str | None, today: date, pause: int, speech: Speech) -> str:
    """Why a note is too soon after the last, "" where it is not."""
    if latest is None:
        return ""
    on = date.fromisoformat(latest)
    if today >= on + timedelta(days=pause):
        return ""
    return text("Had a thank-you {day}").format(day=_when(on, today, speech))


def _due(book: Reading, today: date, member_id: int | None) -> DueList:
    shop = shops.read(book)
    speech = speech_of(shop)
    pause = pause_days(book)
    programme = programmes.on(book, today)
    earned = _earned(book, today, member_id)
    thanked = _thanked(book, today, member_id)
    wares = _wares(book, [one for one in earned if one.kind == "large"])
    best: dict[int, _Earned] = {}
    for one in earned:
        if _settled(one, thanked.get(one.member_id, ())) or _fallen(one, programme):
            continue
        other = best.get(one.member_id)
        if other is None or _weight(one, programme) > _weight(other, programme):
            best[one.member_id] = one
    listed: list[DueLetter] = []
    left_out: list[LeftOut] = []
    for one in best.values():
        latest = max((written for _, written in thanked.get(one.member_id, ())), default=None)
        code, because = _reason(one, _lately(latest, today, pause, speech))
        if code:
            left_out.append(LeftOut(one.member_id, one.number, one.name, code, because))
        else:
            why = because_of(one.kind, one.detail, one.on, today, speech, wares.get(one.key, ""))
            listed.append(
                DueLetter(one.member_id, one.number, one.name, one.tier, one.rank, one.key, one.kind, one.on, why)
            )  # fmt: skip
    listed.sort(key=_place)
    left_out.sort(key=lambda one: (one.name.casefold(), one.number))
    return DueList(tuple(listed), tuple(left_out))


def _place(one: DueLetter) -> tuple[Any, ...]:
    kinds: tuple[str, ...] = _KINDS
    return kinds.index(one.kind), -one.on.toordinal(), -one.rank, one.name.casefold(), one.number


def _reason(one: _Earned, lately: str) -> tuple[str, str]:
    if one.gone:
        return "gone", text("No longer a member")
    if one.letters == 0:
        return "no_letters", text("Asked for no letters")
    if not one.name:
        return "no_name", text("Known by number only")
    return ("lately", lately) if lately else ("", "")


def _settled(one: _Earned, letters: Iterable[tuple[str, str]]) -> bool:
    """Whether a letter has thanked for this: for itself, or for something that came after it.

    A back-dated purchase can move the day of a tier by a little; that is no reason to thank for it twice.
    """
    for occasion, written_on in letters:
        if occasion and (occasion == one.key or written_on > one.on.isoformat()):
            return True
        if one.kind == "tier" and occasion.startswith(f"tier:{one.detail}:"):
            return True
    return False


def _fallen(one: _Earned, programme: Programme) -> bool:
    """A tier that was reached and lost again is not one to be reminded of."""
    return one.kind == "tier" and one.rank < programme.rank(one.detail)


def _weight(one: _Earned, programme: Programme) -> tuple[int, int, int]:
    rank = programme.rank(one.detail) if one.kind == "tier" else 0
    return -_KINDS.index(one.kind), rank, one.on.toordinal()


def _earned(book: Reading, today: date, member_id: int | None) -> list[_Earned]:
    rows = book.rows(
        "select o.member_id, o.key, o.kind, o.happened_on, o.detail, m.number, m.name, m.letters, m.gone,"
        " coalesce(s.tier, ''), coalesce(s.tier_rank, 0)"
        " from occasions o join members m on m.id = o.member_id left join standings s on s.member_id = o.member_id"
        f" where o.happened_on between ? and ?{' and o.member_id = ?' if member_id is not None else ''}",
        (*_window(today), *(() if member_id is None else (member_id,))),
    )
    return [
        _Earned(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4], row[5], row[6], row[7], row[8],
                row[9] or BASE_TIER, row[10])
        for row in rows
    ]  # fmt: skip


def _thanked(book: Reading, today: date, member_id: int | None) -> dict[int, list[tuple[str, str]]]:
    """For members who have earned something lately: (occasion, written on) of each note they had.

    A tier's note of long ago keeps its day only: who reaches the tier once more is thanked once more.
    """
    of = "in (select o.member_id from occasions o where o.happened_on between ? and ?)"
    values: tuple[object, ...] = _window(today)
    if member_id is not None:
        of, values = "= ?", (member_id,)
    found: dict[int, list[tuple[str, str]]] = {}
    for member, occasion, written_on in book.rows(
        f"select member_id, occasion, written_on from letters where member_id {of} and kind = '{KIND}'"
        " and undone_by is null",
        values,
    ):
        found.setdefault(member, []).append((occasion, written_on))
    oldest = (today - timedelta(days=2 * DUE_DAYS)).isoformat()
    return {
        member: [
            (occasion if written_on >= oldest or not occasion.startswith("tier:") else "", written_on)
            for occasion, written_on in notes
        ]
        for member, notes in found.items()
    }


def _window(today: date) -> tuple[str, str]:
    return (today - timedelta(days=DUE_DAYS)).isoformat(), today.isoformat()


def _wares(book: Reading, large: list[_Earned]) -> dict[str, str]:
    """What was bought in each unusually large purchase, by the occasion's key."""
    found: dict[str, str] = {}
    for start in range(0, len(large), 500):
        ids = [int(one.key.partition(":")[2]) for one in large[start : start + 500]]
        marks = ", ".join("?" * len(ids))
        for fact, what in book.rows(f"select id, what from facts where id in ({marks})", ids):
            found[f"large:{fact}"] = what if len(what) <= _LONGEST_WHAT else what[: _LONGEST_WHAT - 1] + "…"
    return found


# ---- reasons in words ----


def because_of(kind: OccasionKind, detail: str, on: date, today: date, speech: Speech, what: str = "") -> str:
    """`Became Gold on 1 November`, `Reached Platinum today`, `Tenth visit`, `£120.00 hamper yesterday`."""
    when = _when(on, today, speech)
    if kind == "tier":
        sentence = (
            text("Reached {tier} {day}") if (today - on).days in (0, 1) else text("Became {tier} {day}")
        )
        return sentence.format(tier=detail, day=when)
    if kind == "visits":
        return text("{visit} {day}").format(visit=_ordinal_visit(int(detail), speech), day=when)
    return text("{amount} {what} {day}").format(
        amount=speech.money(int(detail)), what=what or text("purchase"), day=when
    )


def _when(on: date, today: date, speech: Speech) -> str:
    if (today - on).days in (0, 1):
        return speech.ago(on, today)
    return text("on {day}").format(day=speech.day(on, today))


def _ordinal_visit(visits: int, speech: Speech) -> str:
    known = {
        10: text("Tenth visit"), 25: text("Twenty-fifth visit"), 50: text("Fiftieth visit"),
        100: text("Hundredth visit"),
    }  # fmt: skip
    return known.get(visits) or text("Visit number {n}").format(n=speech.count(visits))
