"""Who has earned a thank-you or a letter about their new tier and not had one, and why."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from shopkeeper.records.book import Reading
from shopkeeper.rules.letter_kinds import NEW_TIER, THANK_YOU
from shopkeeper.rules.occasions import OccasionKind
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech, text
from shopkeeper.service import programmes, shops
from shopkeeper.service.letter_whom import Found, when
from shopkeeper.service.letter_words import speech_of
from shopkeeper.values import dataclass

DUE_DAYS = 90
"""How long an occasion waits for its thank-you, in days."""
_KINDS: tuple[OccasionKind, ...] = ("tier", "visits", "large")
_OF: dict[str, tuple[OccasionKind, ...]] = {THANK_YOU: _KINDS, NEW_TIER: ("tier",)}
_LONGEST_WHAT = 40


@dataclass(frozen=True, slots=True)
class _Earned:
    member_id: int
    key: str
    kind: OccasionKind
    on: date
    detail: str
    rank: int
    name: str
    number: str


def earned(
    book: Reading,
    kind: str,
    today: date,
    member_id: int | None = None,
    programme: Programme | None = None,
) -> list[Found]:
    """Everybody with an occasion of the last 90 days that nobody has thanked for: tiers before visits before
    purchases, the newest first. Either letter thanks for a tier: who had the one does not get the other.

    `programme` is that of today, from whoever has asked for it already."""
    those = _earned(book, today, member_id)
    if not those:
        return []
    programme = programme or programmes.on(book, today)
    had = _thanked(book, today, member_id)
    best: dict[int, _Earned] = {}
    for one in those:
        if one.kind not in _OF[kind] or _settled(one, had.get(one.member_id, ())) or _fallen(one, programme):
            continue
        other = best.get(one.member_id)
        if other is None or _weight(one, programme) > _weight(other, programme):
            best[one.member_id] = one
    return _with_reasons(book, sorted(best.values(), key=_place), today)


def occasion_of(book: Reading, member_id: int, key: str, today: date) -> Found | None:
    """The occasion of this key, if it is (still) there, thanked for or not."""
    known = [one for one in _earned(book, today, member_id) if one.key == key]
    return _with_reasons(book, known, today)[0] if known else None


def _with_reasons(book: Reading, those: list[_Earned], today: date) -> list[Found]:
    if not those:
        return []
    speech = speech_of(shops.read(book))
    wares = _wares(book, [one for one in those if one.kind == "large"])
    return [
        Found(
            one.member_id, one.key, one.kind, one.on,
            because_of(one.kind, one.detail, one.on, today, speech, wares.get(one.key, "")),
        )
        for one in those
    ]  # fmt: skip


def _place(one: _Earned) -> tuple[Any, ...]:
    kinds: tuple[str, ...] = _KINDS
    return kinds.index(one.kind), -one.on.toordinal(), -one.rank, one.name.casefold(), one.number


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
        "select o.member_id, o.key, o.kind, o.happened_on, o.detail, coalesce(s.tier_rank, 0), m.name, m.number"
        " from occasions o join members m on m.id = o.member_id left join standings s on s.member_id = o.member_id"
        f" where o.happened_on between ? and ?{' and o.member_id = ?' if member_id is not None else ''}",
        (*_window(today), *(() if member_id is None else (member_id,))),
    )
    return [_Earned(row[0], row[1], row[2], date.fromisoformat(row[3]), *row[4:]) for row in rows]


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
        f"select member_id, occasion, written_on from letters where member_id {of}"
        f" and kind in ('{THANK_YOU}', '{NEW_TIER}') and undone_by is null",
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
    day = when(on, today, speech)
    if kind == "tier":
        sentence = (
            text("Reached {tier} {day}") if (today - on).days in (0, 1) else text("Became {tier} {day}")
        )
        return sentence.format(tier=detail, day=day)
    if kind == "visits":
        return text("{visit} {day}").format(visit=_ordinal_visit(int(detail), speech), day=day)
    return text("{amount} {what} {day}").format(
        amount=speech.money(int(detail)), what=what or text("purchase"), day=day
    )


def _ordinal_visit(visits: int, speech: Speech) -> str:
    known = {
        10: text("Tenth visit"), 25: text("Twenty-fifth visit"), 50: text("Fiftieth visit"),
        100: text("Hundredth visit"),
    }  # fmt: skip
    return known.get(visits) or text("Visit number {n}").format(n=speech.count(visits))
