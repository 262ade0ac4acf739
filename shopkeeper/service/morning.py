"""The morning page: what is promised, what went wrong, whose day it is, who is owed a word, who stays away, who comes."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import text as say
from shopkeeper.service import acts, leaving, morning_lines, people, rhythms, shops, winback
from shopkeeper.service.common import who
from shopkeeper.service.letter_words import speech_of
from shopkeeper.service.morning_lines import MOST, SECTIONS, UNCOUNTED, ActKind, Found, Section
from shopkeeper.values import dataclass

__all__ = ["MOST", "SECTIONS", "UNCOUNTED", "ActKind", "Line", "Morning", "Part", "Section", "SetAside"]
_IN_PEACE: frozenset[Section] = frozenset({"days", "thanks", "ending", "tries", "slipping", "today"})
"""What is not said to somebody who is to be left in peace; a promise or a complaint is answered all the same."""
_TO_KNOW: frozenset[Section] = frozenset({"slipping", "today"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the morning, in words. `about` names it when it is put off; `act` is what is done about it, on the
    row `row`; `occasion` is the letter's, `letter` its kind. `tone` is "" or attention or bad; `given_to` is who was asked to see to it."""

    section: Section
    about: str
    act: ActKind
    member_id: int | None
    number: str
    name: str
    tier: str
    rank: int
    phone: str
    text: str
    aside: str = ""
    tone: str = ""
    row: int = 0
    occasion: str = ""
    late: bool = False
    given_to: str = ""
    letter: str = THANK_YOU


@dataclass(frozen=True, slots=True)
class Part:
    """One section with its lines, and how many more there are than it shows (`UNCOUNTED` and above: some)."""

    section: Section
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Morning:
    """The whole page. `due` is how many lines are for today, `late` how many of them should have been done before;
    who slips away and who usually comes is to know, not to do, and is not counted. `settling` says that not every
    member's rhythm is worked out yet; `closed` in words which days the shop is closed, within a week."""

    on: date
    parts: tuple[Part, ...]
    due: int
    late: int
    settling: bool
    closed: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in its order."""
        return tuple(line for part in self.parts for line in part.lines)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of the morning that is done, put off or given to somebody; `member_id` is None where nobody known brought
    the matter."""

    act: int
    member_id: int | None
    number: str
    name: str
    until: date | None
    given_to: str = ""


def page(book: Reading, today: date) -> Morning:
    """What this morning holds; each section in its own order, what was put off left out."""
    speech = speech_of(shops.read(book))
    found = morning_lines.find(book, today, speech)
    everything = [one for lines, _ in found.values() for one in lines]
    members = sorted({one.member_id for one in everything if one.member_id is not None})
    aside = _aside(book, today, members, [one.about for one in everything if one.member_id is None])
    in_peace = leaving.in_peace(book, members)
    known = _known(book, members)
    parts = []
    for section in SECTIONS:
        lines, total = found[section]
        shown = [one for one in lines if not _hides(one, aside, in_peace)]
        total -= len(lines) - len(shown)
        kept = tuple(_line(one, known, aside) for one in shown[: MOST[section]])
        if kept:
            parts.append(Part(section, kept, max(0, total - len(kept))))
    to_do = [line for part in parts for line in part.lines if part.section not in _TO_KNOW]
    settling = rhythms.unsettled(book)
    closed = morning_lines.closed_words(book, today, speech)
    return Morning(today, tuple(parts), len(to_do), sum(line.late for line in to_do), settling, closed)


# ---- what is done with a line ----------------------------------------------------------------------------


def put_off(
    w: Writing, member_id: int | None, about: str, until: date | None, *, by: int | None = None
) -> SetAside:
    """A line of the morning is done (`until` None: for good), or not shown before a day."""
    act, number, name = _begin(w, "set aside", member_id, by)
    given = _set_aside(w, act, member_id, about, by, until=None if until is None else until.isoformat())
    return SetAside(act, member_id, number, name, until, given)


def give(w: Writing, member_id: int | None, about: str, to_person: int, *, by: int | None = None) -> SetAside:
    """Somebody who serves sees to a line from now on; it stays on the page with their name.

    Declined: there is nobody of that number among the people who serve.
    """
    name_of = {one.id: one.name for one in people.everyone(w)}
    if to_person not in name_of:
        raise Declined(
            "person_unknown", say("There is nobody of that name among the people who serve."), "by"
        )
    act, number, name = _begin(w, "set aside", member_id, by)
    _set_aside(w, act, member_id, about, by, until=shops.today(w).isoformat(), given_to=to_person)
    return SetAside(act, member_id, number, name, None, name_of[to_person])


def called(w: Writing, member_id: int, about: str, *, words: str = "", by: int | None = None) -> SetAside:
    """The member was called: that is written down, and the line is done for this time.

    Whoever was called because they slip away has been tried, and what came of it is looked for.
    """
    if about.startswith("slipping:"):
        act, number, name = _begin(w, "try", member_id, by)
        winback.done_in(w, act, member_id, "phone", "", by)
    else:
        act, number, name = _begin(w, "talk", member_id, by)
        acts.add_row(
            w, act, "talks",
            {
                "member_id": member_id, "channel": "phone", "text": words, "happened_on": shops.today(w).isoformat(),
                "by_person": by,
            },
        )  # fmt: skip
    given = _set_aside(w, act, member_id, about, by, until=None)
    return SetAside(act, member_id, number, name, None, given)


def _begin(w: Writing, kind: str, member_id: int | None, by: int | None) -> tuple[int, str, str]:
    number, name = who(w, member_id)
    return acts.begin(w, kind, member_id=member_id, by=by, name=name, number=number), number, name


def _set_aside(
    w: Writing, act: int, member_id: int | None, about: str, by: int | None, **changes: object
) -> str:
    """Keep what became of a line; answers who sees to it."""
    values = {"noted_on": shops.today(w).isoformat(), "by_person": by, **changes}
    row = w.value("select id from set_aside where member_id is ? and about = ?", (member_id, about))
    if row is None:
        plain = {"member_id": member_id, "about": about, "until": None, "given_to": None}
        row = acts.add_row(w, act, "set_aside", {**plain, **values})
    else:
        acts.change_row(w, act, "set_aside", row, values)
    given = w.value(
        "select p.name from set_aside a join people p on p.id = a.given_to where a.id = ?", (row,)
    )
    return given or ""


# ---- who they are ----------------------------------------------------------------------------------------

Aside = dict[tuple[int | None, str], tuple[bool, str]]


def _aside(book: Reading, today: date, members: Sequence[int], of_nobody: Sequence[str]) -> Aside:
    """Of lines that something became of: whether they are not to be seen today, and who sees to them."""
    rows = book.rows(
        "select a.member_id, a.about, a.until is null or a.until > :today, coalesce(p.name, '') from set_aside a"
        " left join people p on p.id = a.given_to where a.member_id in (select value from json_each(:members))"
        " or a.member_id is null and a.about in (select value from json_each(:about))",
        {"today": today.isoformat(), "members": json.dumps(members), "about": json.dumps(of_nobody)},
    )
    return {(member, about): (bool(hidden), given) for member, about, hidden, given in rows}


def _hides(one: Found, aside: Aside, in_peace: dict[int, str]) -> bool:
    if one.member_id in in_peace and one.section in _IN_PEACE:
        return True
    return aside.get((one.member_id, one.about), (False, ""))[0]


def _known(book: Reading, members: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    rows = book.rows(
        "select m.id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0), coalesce((select text from"
        " contacts c where c.member_id = m.id and c.kind = 'phone' order by c.id limit 1), '') from members m"
        " left join standings s on s.member_id = m.id where m.id in (select value from json_each(?))",
        (json.dumps(members),),
    )
    return {row[0]: row for row in rows}


def _line(one: Found, known: dict[int, tuple[Any, ...]], aside: Aside) -> Line:
    _, number, name, tier, rank, phone = known.get(one.member_id or 0) or (0, "", "", "", 0, "")
    given = aside.get((one.member_id, one.about), (False, ""))[1]
    return Line(
        one.section, one.about, one.act, one.member_id, number, name, tier or (BASE_TIER if number else ""), rank, phone,
        one.text, one.aside, one.tone, one.row, one.occasion, one.late, given, one.letter,
    )  # fmt: skip
