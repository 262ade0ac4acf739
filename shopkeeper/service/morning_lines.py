"""The lines of the morning, section by section: each kind found by its own rule, in its own order."""

import json
from datetime import date, timedelta
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import birthday_in, next_birthday
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import (
    circle,
    closed_days,
    letter_due,
    matters,
    morning_ending,
    praises,
    promises,
    referrals,
    requests,
    rhythms,
    thanks_due,
    wanted,
    winback,
)
from shopkeeper.service.letter_whom import DueLetter
from shopkeeper.values import dataclass

Section = Literal[
    "promises",
    "complaints",
    "wanted",
    "days",
    "thanks",
    "praises",
    "ending",
    "tries",
    "slipping",
    "today",
    "requests",
]
ActKind = Literal[
    "kept", "answer", "ask", "decide", "told", "done", "note", "called", "tried", "open", "passed", "thanked"
]
SECTIONS: tuple[Section, ...] = (
    "promises", "complaints", "requests", "wanted", "days", "thanks", "praises", "ending", "tries", "slipping", "today",
)  # fmt: skip
MOST: dict[Section, int] = {
    "promises": 40, "complaints": 30, "requests": 10, "wanted": 20, "days": 12, "thanks": 10, "praises": 8, "ending": 8, "tries": 10, "slipping": 10,
    "today": 8,
}  # fmt: skip
"""How many lines of each a morning can hold; what is left out is counted."""
AHEAD_DAYS = 7
MANY_OCCASIONS = 3000
TIERS_LOOKED_AT = 60
"""With more occasions than that the page does not look at all of them: Letters does."""
UNCOUNTED = 1_000_000_000
"""Stands for “and more” where counting would take longer than a morning has."""
FRIENDS = 4
"""How many thanks for a friend stand before the others."""
FULL_YEARS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50)


@dataclass(frozen=True, slots=True)
class Found:
    """A line before it is known whose name it bears; the fields are those of `morning.Line`."""

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
    letter: str = THANK_YOU


Lines = tuple[list[Found], int]


def find(book: Reading, today: date, speech: Speech) -> dict[Section, Lines]:
    """Each section's lines, some more than a morning holds, and how many there are in all."""
    return {
        "promises": _promises(book, today, speech),
        "complaints": _complaints(book, today, speech),
        "requests": _requests(book, today),
        "wanted": _wanted(book, today, speech),
        "days": _days(book, today, speech),
        "thanks": _thanks(book, today),
        "praises": _praises(book, today, speech),
        "ending": _ending(book, today, speech),
        "tries": _tries(book, today, speech),
        "slipping": _slipping(book, today),
        "today": _today(book, today, speech),
    }


def _promises(book: Reading, today: date, speech: Speech) -> tuple[list[Found], int]:
    # What falls due while the shop is closed is kept before, or not at all.
    closed = closed_days.on(book, today + timedelta(days=1))
    through = closed.through if closed is not None else today
    due = promises.due(book, today, MOST["promises"] + 20, through=through)
    lines = []
    for one in due:
        if one.late_days:
            aside = counted(one.late_days, "{n} day late", "{n} days late")
        elif one.due_on > today:
            aside = text("due {when}, when we are closed").format(when=speech.near(one.due_on, today))
        else:
            aside = text("today")
        parts = [aside, one.by] if not one.late_days else [aside]
        lines.append(
            Found(
                "promises", f"promise:{one.id}", "kept", one.member_id, one.text, " · ".join(part for part in parts if part),
                "bad" if one.late_days else "", one.id, late=one.late_days > 0,
            )
        )  # fmt: skip
    return lines, promises.count_due(book, today, through=through)[0]


def _complaints(book: Reading, today: date, speech: Speech) -> tuple[list[Found], int]:
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
            Found(
                "complaints", f"matter:{one.id}", act, one.member_id, said, waits, tone, one.id,
                late=one.kind == "complaint" and one.state == "open" and days >= matters.LATE_DAYS,
            )
        )  # fmt: skip
    return lines, sum(matters.count_waiting(book))


def _requests(book: Reading, today: date) -> Lines:
    """What members asked about their data and is not answered yet, the first due first."""
    lines = []
    for one in requests.waiting(book, MOST["requests"] + 10):
        asked = requests.kind_name(one.kind)
        said = text("{what}: {words}").format(what=asked, words=one.text) if one.text else asked
        days = (one.due_on - today).days
        tone = "bad" if days < 0 else "attention" if days <= AHEAD_DAYS else ""
        due = requests.due_words(one, today)
        lines.append(
            Found(
                "requests", f"request:{one.id}", "open", one.member_id, said, due, tone, one.id, late=days < 0
            )
        )
    return lines, requests.count_waiting(book)


def _wanted(book: Reading, today: date, speech: Speech) -> tuple[list[Found], int]:
    lines = []
    for one in wanted.to_call(book, MOST["wanted"] + 20):
        came = speech.near(one.arrived_on, today) if one.arrived_on is not None else ""
        said = text("{what} has come").format(what=one.what)
        lines.append(Found("wanted", f"wanted:{one.id}", "told", one.member_id, said, came, row=one.id))
    return lines, len(lines)


def _days(book: Reading, today: date, speech: Speech) -> tuple[list[Found], int]:
    found: list[tuple[date, Found]] = []
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
            found.append((on, Found("days", f"birthday:{on}", "done", member, said)))
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
            found.append((on, Found("days", f"anniversary:{on}", "done", member, said)))
    for one in circle.coming(book, today, AHEAD_DAYS):
        said = text("{what} {when}").format(what=one.text, when=speech.near(one.on, today))
        found.append((one.on, Found("days", f"date:{one.id}:{one.on}", "done", one.member_id, said)))
    if len(found) > MOST["days"]:
        # More days than a morning has words for: those of who comes most.
        worth = _worth(book, {one.member_id for _, one in found if one.member_id is not None})
        found.sort(key=lambda entry: (-worth.get(entry[1].member_id or 0, 0), entry[0], entry[1].about))
    kept = sorted(
        found[: MOST["days"] + 10], key=lambda entry: (entry[0], entry[1].member_id or 0, entry[1].about)
    )
    return [one for _, one in kept], len(found)


def _thanks(book: Reading, today: date) -> tuple[list[Found], int]:
    """The letters due, in the order of Letters; in a large shop the newest tiers alone, with no count of the rest."""
    since = (today - timedelta(days=thanks_due.DUE_DAYS)).isoformat()
    span = (since, today.isoformat())
    many = len(
        book.rows(
            "select 1 from occasions where happened_on between ? and ? limit ?", (*span, MANY_OCCASIONS)
        )
    )
    found = _friends(book, today)
    if many < MANY_OCCASIONS:
        due = letter_due.due(book, today).due
        return found + [_owed(one) for one in due[: MOST["thanks"] + 20]], len(found) + len(due)
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


def _friends(book: Reading, today: date) -> list[Found]:
    """Who sent somebody and was not thanked for it, the latest first."""
    lines = []
    for one in referrals.owed(book, today, FRIENDS):
        came = one.name or text("Member {number}").format(number=one.number)
        if one.sender_id is not None:
            said = text("Sent {name} here").format(name=came)
            lines.append(
                Found(
                    "thanks", f"friend:{one.newcomer_id}", "note", one.sender_id, said, row=one.id,
                    occasion=one.occasion, letter=referrals.LETTER,
                )
            )  # fmt: skip
        else:
            said = text("{sender} sent them here").format(sender=one.sender)
            lines.append(
                Found(
                    "thanks",
                    f"sent:{one.id}",
                    "thanked",
                    one.newcomer_id,
                    said,
                    text("thank them"),
                    row=one.id,
                )
            )
    return lines


def _owed(one: DueLetter) -> Found:
    return Found(
        "thanks", f"thanks:{one.occasion}", "note", one.member_id, one.because, occasion=one.occasion
    )


def _praises(book: Reading, today: date, speech: Speech) -> Lines:
    lines = []
    for one in praises.waiting(book, today):
        said = text("thanked {person}: {what}") if one.text else text("thanked {person}")
        lines.append(
            Found(
                "praises", f"praise:{one.id}", "passed", one.member_id, said.format(person=one.person, what=one.text),
                speech.near(one.said_on, today), row=one.id,
            )
        )  # fmt: skip
    return lines, len(lines)


def _slipping(book: Reading, today: date) -> tuple[list[Found], int]:
    found, total = rhythms.slipping(book, today, MOST["slipping"])
    return [
        Found("slipping", f"slipping:{one.last_visit}", "called", one.member_id, slipping_words(one))
        for one in found
    ], total


def _today(book: Reading, today: date, speech: Speech) -> tuple[list[Found], int]:
    found, total = rhythms.expected(book, today, MOST["today"])
    weekday = speech.weekday(today)
    return [
        Found(
            "today", f"today:{today}", "open", one.member_id, text("Usually comes on a {weekday}").format(weekday=weekday),
            text("last seen {when}").format(when=speech.ago(one.last_visit, today)),
        )
        for one in found
    ], total  # fmt: skip


def slipping_words(one: rhythms.Slipping) -> str:
    """“Came every 6 days; not seen for 31 days”."""
    came = counted(one.every_days, "Came every day", "Came every {n} days")
    quiet = counted(one.away_days, "not seen for a day", "not seen for {n} days")
    return text("{came}; {quiet}").format(came=came, quiet=quiet)


def _ending(book: Reading, today: date, speech: Speech) -> Lines:
    """Points and tiers that end within the week, of those who were not told so by letter."""
    found, total = morning_ending.ending(book, today, MOST["ending"] + 10)
    lines = []
    for one in found:
        when = speech.near(one.on, today)
        if one.tier:
            said = text("{tier} ends {when}, and is not earned anew").format(tier=one.tier, when=when)
        else:
            said = text("{points} end {when}").format(points=speech.points(one.points), when=when)
        about = f"ends:{one.tier}:{one.on}" if one.tier else f"expires:{one.on}"
        lines.append(Found("ending", about, "called", one.member_id, said))
    return lines, total


def _tries(book: Reading, today: date, speech: Speech) -> Lines:
    planned = winback.planned(book, today, due_too=True, limit=MOST["tries"] + 20)
    lines = []
    for one in planned:
        late = (today - one.due_on).days
        aside = counted(late, "{n} day late", "{n} days late") if late else text("today")
        how = text(TRY_WORDS[one.channel])
        said = text("{how}: {words}").format(how=how, words=one.text) if one.text else how
        parts = " · ".join(part for part in (aside, one.by) if part)
        if one.channel == "letter":
            missed = winback.occasion(book, one.member_id, today)
            lines.append(
                Found(
                    "tries", f"try:{one.id}", "note", one.member_id, said, parts, row=one.id, occasion=missed, late=late > 0,
                    letter=winback.LETTER,
                )
            )  # fmt: skip
        else:
            lines.append(
                Found(
                    "tries", f"try:{one.id}", "tried", one.member_id, said, parts, row=one.id, late=late > 0
                )
            )
    return lines, len(lines)


TRY_WORDS: dict[winback.Channel, str] = {
    "counter": "Speak to them at the counter", "phone": "Call them", "letter": "Write that we miss them",
    "e-mail": "Write an e-mail", "visit": "Go and see them",
}  # fmt: skip


def _worth(book: Reading, members: set[int]) -> dict[int, int]:
    return dict(
        book.rows(
            "select member_id, spent_minor from standings where member_id in (select value from json_each(?))",
            (json.dumps(sorted(members)),),
        )
    )


def closed_words(book: Reading, today: date, speech: Speech) -> str:
    """“Closed from 24 December through 3 January: Christmas”, while it is so and from a week before; else nothing."""
    closed = closed_days.coming(book, today, AHEAD_DAYS)
    if closed is None:
        return ""
    first, last = speech.day(closed.from_day, today), speech.day(closed.through, today)
    if closed.from_day <= today:
        said = text("Closed through {last}").format(last=last)
    elif closed.from_day == closed.through:
        said = text("Closed on {first}").format(first=first)
    else:
        said = text("Closed from {first} through {last}").format(first=first, last=last)
    return f"{said}: {closed.text}" if closed.text else said
