"""The log of letters: what was written to whom, for what, in which words."""

import json
from collections.abc import Iterable
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.occasions import OccasionKind
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.rules.wording import Filled
from shopkeeper.rules.wording_fields import CODE, marked
from shopkeeper.say import Speech, text
from shopkeeper.service import acts, shops
from shopkeeper.service.acts import Affected
from shopkeeper.service.letter_composing import Letter, letter_of
from shopkeeper.service.letter_finding import said
from shopkeeper.service.letter_values import about
from shopkeeper.service.letter_words import speech_of, words_of
from shopkeeper.service.thanks_due import because_of
from shopkeeper.values import dataclass, replace

_KINDS: dict[str, OccasionKind] = {"tier": "tier", "visits": "visits", "large": "large"}


@dataclass(frozen=True, slots=True)
class Written:
    """Notes that stand in the log now; `already` names members who had been thanked for the same before."""

    act: int
    letters: int
    affected: tuple[Affected, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """One note of the log."""

    id: int
    act: int
    member_id: int
    number: str
    name: str
    tier: str
    rank: int
    written_on: date
    because: str
    own_line: str
    kind: str


def written(w: Writing, letters: Iterable[Letter], by: int | None = None) -> Written:
    """Log notes that are on paper, as one act that can be undone; nobody is logged twice for the same occasion.

    Declined: no note at all, or none that is not in the log already.
    """
    kept = list(letters)
    if not kept:
        raise Declined("nothing_written", "There is no letter to log.")
    fresh: list[Letter] = []
    already: list[str] = []
    seen: set[tuple[int, str]] = set()
    for letter in kept:
        key = letter.member_id, letter.occasion
        if letter.occasion and (key in seen or _is_logged(w, *key)):
            already.append(letter.number)
        else:
            fresh.append(letter)
            seen.add(key)
    if not fresh:
        raise Declined(
            "already_thanked", "These notes are in the log already: nobody is thanked twice for the same."
        )
    one = fresh[0] if len(fresh) == 1 else None
    summary = {"number": one.number, "name": one.name} if one else {"letters": len(fresh)}
    act = acts.begin(w, "letter", member_id=one.member_id if one else None, by=by, **summary)
    today = shops.today(w).isoformat()
    w.many(
        "insert into letters (act_id, member_id, kind, occasion, written_on, own_line, paragraphs)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [
            (act, letter.member_id, letter.kind, letter.occasion, today, letter.own_line, as_kept(letter))
            for letter in fresh
        ],
    )
    concerned = acts.affected(w, [letter.member_id for letter in fresh[:100]])
    return Written(act, len(fresh), concerned, tuple(already))


def _is_logged(book: Reading, member_id: int, occasion: str) -> bool:
    return bool(
        book.value(
            "select 1 from letters where member_id = ? and occasion = ? and undone_by is null limit 1",
            (member_id, occasion),
        )
    )


def as_kept(letter: Letter) -> str:
    """The greeting, the paragraphs and the closing as they were printed, in that order; a code keeps its sign."""
    closing = letter.closing + (CODE if letter.code else "") + marked(letter.own_code)
    return json.dumps([letter.salutation, *letter.paragraphs, closing], ensure_ascii=False)


def lately(book: Reading, today: date, limit: int = 200) -> tuple[Logged, ...]:
    """What was written last, the newest first."""
    speech = speech_of(shops.read(book))
    rows = book.rows(
        "select l.id, l.act_id, l.member_id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0),"
        " l.written_on, l.occasion, l.own_line, l.kind, coalesce(o.kind, ''), coalesce(o.detail, ''), o.happened_on"
        " from letters l join members m on m.id = l.member_id left join standings s on s.member_id = l.member_id"
        " left join occasions o on o.member_id = l.member_id and o.key = l.occasion"
        " where l.undone_by is null order by l.id desc limit ?",
        (limit,),
    )
    return tuple(
        Logged(
            id=row[0], act=row[1], member_id=row[2], number=row[3], name=row[4], tier=row[5] or BASE_TIER, rank=row[6],
            written_on=date.fromisoformat(row[7]),
            because=_said(row[8], row[11], row[12], row[13], today, speech),
            own_line=row[9],
            kind=row[10],
        )
        for row in rows
    )  # fmt: skip


def _said(key: str, kind: str, detail: str, on: str | None, today: date, speech: Speech) -> str:
    """Why a logged note was written, from the occasion if it is still known, else from its key."""
    if on is not None and kind in _KINDS:
        return because_of(_KINDS[kind], detail, date.fromisoformat(on), today, speech)
    known, _, rest = key.partition(":")
    if known == "tier":
        tier, _, day = rest.rpartition(":")
        return because_of("tier", tier, date.fromisoformat(day), today, speech)
    if known == "visits":
        return text("Visit number {n}").format(n=speech.count(int(rest)))
    if known == "large":
        return text("A large purchase")
    return said(key, today, speech) or text("No special reason")


def again(book: Reading, letter_id: int) -> Letter:
    """A logged note as it was printed, to print it once more. Declined for one that is not in the log."""
    row = book.row(
        "select l.member_id, m.number, m.name, l.occasion, l.written_on, l.own_line, l.paragraphs, l.kind from letters l"
        " join members m on m.id = l.member_id where l.id = ? and l.undone_by is null",
        (letter_id,),
    )
    if row is None:
        raise Declined("letter_unknown", "This note is not in the log; it may have been undone.", "letter")
    shop = shops.read(book)
    salutation, *paragraphs, closing = json.loads(row[6]) or ("", "")
    filled = Filled(salutation, tuple(paragraphs), closing, ())
    on = date.fromisoformat(row[4])
    words = words_of(shop)
    letter = letter_of(shop, words, filled, row[0], row[1], row[2], row[3], row[5], on)
    member = about(book, shop, words, row[0], on, gone_too=True)
    code = member.card if letter.code else ""
    return replace(letter, kind=row[7], code=code, address=member.address, front=words.front(row[7]))
