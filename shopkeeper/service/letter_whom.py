"""Whom a letter goes to, and who is left out for what reason."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.letter_kinds import THANK_YOU, Kind, kind_of
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import Speech, text
from shopkeeper.service import acts, leaving, letter_paper, shops
from shopkeeper.service.letter_words import speech_of
from shopkeeper.values import dataclass

USUAL_PAUSE_DAYS = 30
LONGEST_PAUSE_DAYS = 3660
_PAUSE = "letters:pause_days"


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A member who is to be written to, for what, and in words why; `occasion` is the occasion's key.

    `kind` says what the reason is: tier, visits, large, birthday … A letter for no special reason has the kind
    "none", the occasion "" and the day it is asked for.
    """

    member_id: int
    number: str
    name: str
    tier: str
    rank: int
    occasion: str
    kind: str
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member who would get a letter and gets none now; `code` is gone, never, no_letters, no_name, no_address,
    lately or had_it."""

    member_id: int
    number: str
    name: str
    code: str
    because: str


@dataclass(frozen=True, slots=True)
class DueList:
    """All who are due a letter, in the order they are offered; and who is left out."""

    due: tuple[DueLetter, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class MayWrite:
    """Whether a member may be written to now. `allowed` false: never; true with words: only if one insists."""

    allowed: bool
    because: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A reason to write to a member. It is settled by a letter of the kind whose occasion begins with `settled_by`,
    written on or after `since`."""

    member_id: int
    key: str
    kind: str
    on: date
    because: str
    settled_by: str = ""
    since: date = date.min


@dataclass(frozen=True, slots=True)
class _Whom:
    number: str
    name: str
    letters: int | None
    gone: int
    tier: str
    rank: int
    address: int


def sift(book: Reading, kind: Kind, found: Sequence[Found], today: date) -> DueList:
    """Who of those found gets the letter now, in the order they were found, and who does not, by name."""
    if not found:
        return DueList((), ())
    ids = [one.member_id for one in found]
    whom = _whom(book, ids)
    had = _had(book, kind.key, ids)
    listed: list[DueLetter] = []
    left_out: list[LeftOut] = []
    reason = Reasons(book, kind, ids, today)
    for one in found:
        member = whom.get(one.member_id)
        if member is None or _settled(one, had.get(one.member_id, ())):
            continue
        code, because = reason.against(
            one.member_id, member.letters, member.gone, member.name, member.address
        )
        if code:
            left_out.append(LeftOut(one.member_id, member.number, member.name, code, because))
        else:
            listed.append(
                DueLetter(one.member_id, member.number, member.name, member.tier or BASE_TIER, member.rank,
                          one.key, one.kind, one.on, one.because)
            )  # fmt: skip
    left_out.sort(key=lambda one: (one.name.casefold(), one.number))
    return DueList(tuple(listed), tuple(left_out))


def _settled(one: Found, letters: Iterable[tuple[str, str]]) -> bool:
    if not one.settled_by:
        return False
    since = one.since.isoformat()
    return any(occasion.startswith(one.settled_by) and on >= since for occasion, on in letters)


def _whom(book: Reading, ids: Sequence[int]) -> dict[int, _Whom]:
    rows = book.rows(
        "select m.id, m.number, m.name, m.letters, m.gone, coalesce(s.tier, ''), coalesce(s.tier_rank, 0),"
        " exists (select 1 from addresses a where a.member_id = m.id and a.street <> '' and a.town || a.postcode <> '')"
        " from members m left join standings s on s.member_id = m.id"
        " where m.id in (select value from json_each(?))",
        (json.dumps(ids),),
    )
    return {row[0]: _Whom(*row[1:]) for row in rows}


def _had(book: Reading, kind: str, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """(occasion, written on) of each letter of this kind these members had."""
    found: dict[int, list[tuple[str, str]]] = {}
    for member, occasion, written_on in book.rows(
        "select member_id, occasion, written_on from letters where kind = ? and undone_by is null"
        " and member_id in (select value from json_each(?))",
        (kind, json.dumps(ids)),
    ):
        found.setdefault(member, []).append((occasion, written_on))
    return found


class Reasons:
    """Why these members get no letter of a kind now; looked up once for all of them."""

    def __init__(self, book: Reading, kind: Kind, ids: Sequence[int], today: date) -> None:
        self._book = book
        self._by_post = letter_paper.by_post(book)
        self._today = today
        pause = pause_days(book)
        self._in_peace = leaving.in_peace(book, ids)
        self._latest: dict[int, tuple[str, str]] = {}
        if kind.waits and pause:
            for member, written_on, written in book.rows(
                "select member_id, written_on, kind from letters where undone_by is null and written_on > ?"
                " and member_id in (select value from json_each(?)) order by written_on, id",
                ((today - timedelta(days=pause)).isoformat(), json.dumps(list(ids))),
            ):
                self._latest[member] = written_on, written

    @cached_property
    def _speech(self) -> Speech:
        return speech_of(shops.read(self._book))

    def against(
        self, member_id: int, letters: int | None, gone: int, name: str, address: int
    ) -> tuple[str, str]:
        """The code and the sentence, "" where nothing stands against it."""
        if gone:
            return "gone", text("No longer a member")
        if member_id in self._in_peace:
            return "never", self._in_peace[member_id]
        if letters == 0:
            return "no_letters", text("Asked for no letters")
        if not name:
            return "no_name", text("Known by number only")
        if self._by_post and not address:
            return "no_address", text("No address to post it to")
        latest = self._latest.get(member_id)
        if latest is None:
            return "", ""
        day = when(date.fromisoformat(latest[0]), self._today, self._speech)
        had = text("Had a thank-you {day}") if latest[1] == THANK_YOU else text("Had a letter {day}")
        return "lately", had.format(day=day)


def may_write(book: Reading, member_id: int, today: date, kind: str = THANK_YOU) -> MayWrite:
    """Whether this member may be written to, whatever the reason. Declined for one who is not in the book."""
    member = _whom(book, [member_id]).get(member_id)
    if member is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    reason = Reasons(book, kind_of(kind), [member_id], today)
    code, because = reason.against(
        member_id, member.letters, member.gone, member.name or member.number, member.address
    )
    return MayWrite(code in ("", "lately"), because, code)


def one_member(book: Reading, member_id: int, today: date) -> DueLetter:
    """A letter to this member for no special reason. Declined for one who is not in the book."""
    member = _whom(book, [member_id]).get(member_id)
    if member is None or member.gone:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    return DueLetter(
        member_id, member.number, member.name, member.tier or BASE_TIER, member.rank, "", "none", today,
        text("No special reason"),
    )  # fmt: skip


def pause_days(book: Reading) -> int:
    """The shop's limit: nobody gets two letters of the kinds that wait within so many days."""
    kept = book.value("select value from shop where name = ?", (_PAUSE,))
    return USUAL_PAUSE_DAYS if kept is None else int(json.loads(kept))


def set_pause_days(w: Writing, days: int) -> int:
    """Change the shop's limit; 0 means there is none."""
    if not 0 <= days <= LONGEST_PAUSE_DAYS:
        raise Declined("pause_out_of_range", "The pause between two letters is from 0 to 3,660 days.", "days")
    shops.keep(w, _PAUSE, days)
    acts.begin(w, "letter limits", pause_days=days)
    return days


def of_one(column: str, member_id: int | None) -> str:
    """What narrows a question to one member; nothing where all are asked about."""
    return "" if member_id is None else f" and {column} = {member_id:d}"


def when(on: date, today: date, speech: Speech) -> str:
    """`today`, `yesterday`, `tomorrow`, `on 1 November`."""
    if abs((today - on).days) <= 1:
        return speech.ago(on, today)
    return text("on {day}").format(day=speech.day(on, today))
