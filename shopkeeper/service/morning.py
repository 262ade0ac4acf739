"""The morning page: what is promised, what went wrong, whose day it is, who is owed a word, who stays away, who comes."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import birthday_in, next_birthday
from shopkeeper.rules.programme import BASE_TIER
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import (
    acts,
    circle,
    letter_due,
    matters,
    praises,
    promises,
    rhythms,
    shops,
    thanks_due,
    wanted,
)
from shopkeeper.service.common import who
from shopkeeper.service.letter_whom import DueLetter
from shopkeeper.service.letter_words import speech_of

Section = Literal["promises", "complaints", "wanted", "days", "thanks", "praises", "slipping", "today"]
ActKind = Literal["kept", "answer", "ask", "decide", "told", "done", "note", "called", "open", "passed"]
SECTIONS: tuple[Section, ...] = (
    "promises",
    "complaints",
    "wanted",
    "days",
    "thanks",
    "praises",
    "slipping",
    "today",
)
MOST: dict[Section, int] = {
    "promises": 40, "complaints": 30, "wanted": 20, "days": 12, "thanks": 10, "praises": 8, "slipping": 10, "today": 8,
}  # fmt: skip
"""How many lines of each a morning can hold; what is left out is counted."""
AHEAD_DAYS = 7
MANY_OCCASIONS = 3000
TIERS_LOOKED_AT = 60
"""With more occasions than that the page does not look at all of them: Letters does."""
UNCOUNTED = 1_000_000_000
"""Stands for “and more” where counting would take longer than a morning has."""
FULL_YEARS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the morning, in words. `about` names it when it is put off; `act` is what is done about it, on the
    row `row`; `occasion` is the letter's. `tone` is "" or attention or bad."""

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
    member's rhythm is worked out yet."""

    on: date
    parts: tuple[Part, ...]
    due: int
    late: int
    settling: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in its order."""
        return tuple(line for part in self.parts for line in part.lines)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of the morning that is done or put off."""

    act: int
    member_id: int
    number: str
    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class _Found:
    section: Section
    about: str
    act: ActKind
    member_id: int | None
    text: str
    aside: str = ""
    tone: str = ""
    row: int = 0
    occasion: str = ""
    late: bool = False


def page(book: Reading, today: date) -> Morning:
    """What this morning holds; each section in its own order, what was put off left out."""
    speech = speech_of(shops.read(book))
    found: dict[Section, tuple[list[_Found], int]] = {
        "promises": _promises(book, today, speech),
        "complaints": _complaints(book, today, speech),
        "wanted": _wanted(book, today, speech),
        "days": _days(book, today, speech),
        "thanks": _thanks(book, today),
        "praises": _praises(book, today, speech),
        "slipping": _slipping(book, today),
        "today": _today(book, today, speech),
    }
    hidden = _hidden(book, today, [one for lines, _ in found.values() for one in lines])
    shown = {
        section: [one for one in lines if (one.member_id, one.about) not in hidden]
        for section, (lines, _) in found.items()
    }
    known = _known(
        book, {one.member_id for lines in shown.values() for one in lines if one.member_id is not None}
    )
    parts = []
    for section in SECTIONS:
        lines, total = shown[section], found[section][1] - (len(found[section][0]) - len(shown[section]))
        kept = tuple(_line(one, known) for one in lines[: MOST[section]])
        if kept:
            parts.append(Part(section, kept, max(0, total - len(kept))))
    to_do = [line for part in parts for line in part.lines if part.section not in ("slipping", "today")]
    settling = rhythms.unsettled(book)
    return Morning(today, tuple(parts), len(to_do), sum(line.late for line in to_do), settling)


def put_off(w: Writing, member_id: int, about: str, until: date | None, *, by: int | None = None) -> SetAside:
    """A line of the morning is done (`until` None: for good), or not shown before a day."""
    number, name = who(w, member_id)
    act = acts.begin(w, "set aside", member_id=member_id, by=by, name=name, number=number)
    _set_aside(w, act, member_id, about, until, by)
    return SetAside(act, member_id, number, name, until)


def called(w: Writing, member_id: int, about: str, *, words: str = "", by: int | None = None) -> SetAside:
    """The member was called: that is written down, and the line is done for this time."""
    number, name = who(w, member_id)
    act = acts.begin(w, "talk", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "talks",
        {
            "member_id": member_id, "channel": "phone", "text": words, "happened_on": shops.today(w).isoformat(),
            "by_person": by,
        },
    )  # fmt: skip
    _set_aside(w, act, member_id, about, None, by)
    return SetAside(act, member_id, number, name, None)


def _set_aside(w: Writing, act: int, member_id: int, about: str, until: date | None, by: int | None) -> None:
    row = w.value("select id from set_aside where member_id = ? and about = ?", (member_id, about))
    values = {
        "member_id": member_id, "about": about, "until": None if until is None else until.isoformat(),
        "noted_on": shops.today(w).isoformat(), "by_person": by,
    }  # fmt: skip
    if row is None:
        acts.add_row(w, act, "set_aside", values)
    else:
        acts.change_row(w, act, "set_aside", row, values)


# ---- section by section ----------------------------------------------------------------------------------


def _promises(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    due = promises.due(book, today, MOST["promises"] + 20)
    lines = []
    for one in due:
        if one.late_days:
            aside = counted(one.late_days, "{n} day late", "{n} days late")
        else:
            aside = text("today")
        parts = [aside, one.by] if not one.late_days else [aside]
        lines.append(
            _Found(
                "promises", f"promise:{one.id}", "kept", one.member_id, one.text, " · ".join(part for part in parts if part),
                "bad" if one.late_days else "", one.id, late=one.late_days > 0,
            )
        )  # fmt: skip
    return lines, promises.count_due(book, today)[0]


def _complaints(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    lines = []
    for one in matters.waiting(book, MOST["complaints"] + 20):
        days = (today - one.heard_on).days
        waits = counted(days, "open {n} day", "open {n} days") if days else text("since today")
        act: ActKind = "answer"
        said, tone = one.text, ""
        if one.asks_owner:
            act, waits, tone = "decide", text("the owner is asked"), "attention"
        elif one.state == "settled" and one.settled_on is not None:
            act = "ask"
            waits = text("settled {when}").format(when=speech.near(one.settled_on, today))
            said = text("{what}. Put right; not yet asked whether it is right now").format(what=one.text)
            if one.right_now:
                said = text("{what}. It is right now; not yet closed").format(what=one.text)
        elif one.kind == "complaint" and days >= matters.LATE_DAYS:
            tone = "attention"
        lines.append(
            _Found(
                "complaints", f"matter:{one.id}", act, one.member_id, said, waits, tone, one.id,
                late=one.kind == "complaint" and one.state == "open" and days >= matters.LATE_DAYS,
            )
        )  # fmt: skip
    return lines, sum(matters.count_waiting(book))


def _wanted(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    lines = []
    for one in wanted.to_call(book, MOST["wanted"] + 20):
        came = speech.near(one.arrived_on, today) if one.arrived_on is not None else ""
        said = text("{what} has come").format(what=one.what)
        lines.append(_Found("wanted", f"wanted:{one.id}", "told", one.member_id, said, came, row=one.id))
    return lines, len(lines)


def _days(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    found: list[tuple[date, _Found]] = []
    spans = circle.month_days(today, AHEAD_DAYS)
    marks = ", ".join(["(?, ?)"] * len(spans))
    values = [part for pair in spans for part in pair]
    for member, month, day, leap, year in book.rows(
        "select id, birthday_month, birthday_day, leap_day, birthday_year from members where gone = 0"
        f" and birthday_month is not null and name <> '' and (birthday_month, birthday_day) in (values {marks})",
        values,
    ):
        on = next_birthday(month, day, today, leap)
        if (on - today).days <= AHEAD_DAYS:
            words = text("Birthday {when}")
            if year is not None and (on.year - year) % 10 == 0 and on.year > year:
                words = text("{n} years old {when}").replace("{n}", speech.count(on.year - year))
            said = words.format(when=speech.near(on, today))
            found.append((on, _Found("days", f"birthday:{on}", "done", member, said)))
    years = [today.year - count for count in FULL_YEARS] + [today.year + 1 - count for count in FULL_YEARS]
    days = {
        birthday_in(month, day, year).isoformat() for year in years for month, day in spans if year > 1900
    }
    for member, joined_on in book.rows(
        "select id, joined_on from members where gone = 0 and name <> '' and joined_on in (select value from json_each(?))",
        (json.dumps(sorted(days)),),
    ):
        joined = date.fromisoformat(joined_on)
        on = next_birthday(joined.month, joined.day, today)
        count = on.year - joined.year
        if (on - today).days <= AHEAD_DAYS and count in FULL_YEARS:
            member_for = counted(count, "One year a member", "{n} years a member")
            said = text("{what} {when}").format(what=member_for, when=speech.near(on, today))
            found.append((on, _Found("days", f"anniversary:{on}", "done", member, said)))
    for one in circle.coming(book, today, AHEAD_DAYS):
        said = text("{what} {when}").format(what=one.text, when=speech.near(one.on, today))
        found.append((one.on, _Found("days", f"date:{one.id}:{one.on}", "done", one.member_id, said)))
    if len(found) > MOST["days"]:
        # More days than a morning has words for: those of who comes most.
        worth = _worth(book, {one.member_id for _, one in found if one.member_id is not None})
        found.sort(key=lambda entry: (-worth.get(entry[1].member_id or 0, 0), entry[0], entry[1].about))
    kept = sorted(
        found[: MOST["days"] + 10], key=lambda entry: (entry[0], entry[1].member_id or 0, entry[1].about)
    )
    return [one for _, one in kept], len(found)


def _thanks(book: Reading, today: date) -> tuple[list[_Found], int]:
    """The letters due, in the order of Letters; in a large shop the newest tiers alone, with no count of the rest."""
    since = (today - timedelta(days=thanks_due.DUE_DAYS)).isoformat()
    span = (since, today.isoformat())
    many = len(
        book.rows(
            "select 1 from occasions where happened_on between ? and ? limit ?", (*span, MANY_OCCASIONS)
        )
    )
    if many < MANY_OCCASIONS:
        due = letter_due.due(book, today).due
        return [_owed(one) for one in due[: MOST["thanks"] + 20]], len(due)
    found: list[_Found] = []
    newest = book.rows(
        "select distinct member_id from (select member_id from occasions where happened_on between ? and ?"
        " and kind = 'tier' order by happened_on desc limit ?)",
        (*span, TIERS_LOOKED_AT),
    )
    for (member_id,) in newest:
        one = letter_due.due_for(book, member_id, today)
        if one is not None and one.kind == "tier":
            found.append(_owed(one))
        if len(found) == MOST["thanks"] + 5:
            break
    return found, len(found) + UNCOUNTED


def _owed(one: DueLetter) -> _Found:
    return _Found(
        "thanks", f"thanks:{one.occasion}", "note", one.member_id, one.because, occasion=one.occasion
    )


def _praises(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    lines = []
    for one in praises.waiting(book, today):
        said = text("thanked {person}: {what}") if one.text else text("thanked {person}")
        lines.append(
            _Found(
                "praises", f"praise:{one.id}", "passed", one.member_id, said.format(person=one.person, what=one.text),
                speech.near(one.said_on, today), row=one.id,
            )
        )  # fmt: skip
    return lines, len(lines)


def _slipping(book: Reading, today: date) -> tuple[list[_Found], int]:
    found, total = rhythms.slipping(book, today, MOST["slipping"])
    return [
        _Found("slipping", f"slipping:{one.last_visit}", "called", one.member_id, slipping_words(one))
        for one in found
    ], total


def _today(book: Reading, today: date, speech: Speech) -> tuple[list[_Found], int]:
    found, total = rhythms.expected(book, today, MOST["today"])
    weekday = speech.weekday(today)
    return [
        _Found(
            "today", f"today:{today}", "open", one.member_id, text("Usually comes on a {weekday}").format(weekday=weekday),
            text("last seen {when}").format(when=speech.ago(one.last_visit, today)),
        )
        for one in found
    ], total  # fmt: skip


def slipping_words(one: rhythms.Slipping) -> str:
    """“Came every 6 days; not seen for 31”."""
    came = counted(one.every_days, "Came every day", "Came every {n} days")
    return text("{came}; not seen for {n}").format(came=came, n=one.away_days)


# ---- who they are ----------------------------------------------------------------------------------------


def _hidden(book: Reading, today: date, lines: list[_Found]) -> set[tuple[int | None, str]]:
    members = {one.member_id for one in lines if one.member_id is not None}
    return set(
        book.rows(
            "select member_id, about from set_aside where member_id in (select value from json_each(?))"
            " and (until is null or until > ?)",
            (json.dumps(sorted(members)), today.isoformat()),
        )
    )


def _known(book: Reading, members: set[int]) -> dict[int, tuple[Any, ...]]:
    rows = book.rows(
        "select m.id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0), coalesce((select text from"
        " contacts c where c.member_id = m.id and c.kind = 'phone' order by c.id limit 1), '') from members m"
        " left join standings s on s.member_id = m.id where m.id in (select value from json_each(?))",
        (json.dumps(sorted(members)),),
    )
    return {row[0]: row for row in rows}


def _worth(book: Reading, members: set[int]) -> dict[int, int]:
    return dict(
        book.rows(
            "select member_id, spent_minor from standings where member_id in (select value from json_each(?))",
            (json.dumps(sorted(members)),),
        )
    )


def _line(one: _Found, known: dict[int, tuple[Any, ...]]) -> Line:
    _, number, name, tier, rank, phone = known.get(one.member_id or 0) or (0, "", "", "", 0, "")
    return Line(
        one.section, one.about, one.act, one.member_id, number, name, tier or (BASE_TIER if number else ""), rank, phone,
        one.text, one.aside, one.tone, one.row, one.occasion, one.late,
    )  # fmt: skip
