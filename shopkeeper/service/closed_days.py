"""Days on which the shop is closed beside its usual week: a holiday, a refit; they count for nobody's absence."""

from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops, taking_back
from shopkeeper.values import dataclass

LONGEST_DAYS = 120
AHEAD_DAYS = 400


@dataclass(frozen=True, slots=True)
class Closed:
    """From the first closed day through the last; `text` says why, "" where nobody said."""

    id: int
    from_day: date
    through: date
    text: str


@dataclass(frozen=True, slots=True)
class ClosedKept:
    """Days that were put in or taken out."""

    act: int
    closed: Closed


def close(w: Writing, from_day: date, through: date, text: str = "", *, by: int | None = None) -> ClosedKept:
    """The shop is closed on these days. Declined: the last before the first, more than four months, more than a year
    ahead, a day that is in the list already."""
    today = shops.today(w)
    if through < from_day:
        raise Declined(
            "days_turned", say("The last closed day is before the first. Turn them round."), "through"
        )
    if (through - from_day).days >= LONGEST_DAYS or (through - today).days > AHEAD_DAYS:
        raise Declined("day_out_of_range", say("That is very long, or far ahead. Check the days."), "through")
    words = clean_line(text, about="text", label=say("What for"))
    known = w.row(
        "select from_day, through from closed_days where from_day <= ? and through >= ?",
        (through.isoformat(), from_day.isoformat()),
    )
    if known is not None:
        raise Declined(
            "closed_already",
            say("The shop is closed from {first} to {last} already. Take that out first.").format(
                first=known[0], last=known[1]
            ),
            "from",
        )
    act = acts.begin(w, "closed", by=by, name=words)
    values = {"from_day": from_day.isoformat(), "through": through.isoformat(), "text": words}
    made = acts.add_row(w, act, "closed_days", values)
    taking_back.forget_rhythms(w, from_day.isoformat())
    return ClosedKept(act, Closed(made, from_day, through, words))


def remove(w: Writing, closed_id: int, *, by: int | None = None) -> ClosedKept:
    """The shop is open after all. Declined where the days are not in the list."""
    found = next(iter(_read(w, "id = ?", (closed_id,))), None)
    if found is None:
        raise Declined("closed_unknown", say("These days are not in the list any more."), "closed")
    act = acts.begin(w, "closed", by=by, name=found.text)
    acts.change_row(w, act, "closed_days", closed_id, None)
    taking_back.forget_rhythms(w, found.from_day.isoformat())
    return ClosedKept(act, found)


def listed(book: Reading, today: date, *, before_days: int = 366) -> tuple[Closed, ...]:
    """What is ahead and what was within the last year, the next first, then those that are over, the latest first."""
    since = (today - timedelta(days=before_days)).isoformat()
    found = _read(book, "through >= ? order by from_day", (since,))
    ahead = [one for one in found if one.through >= today]
    return (*ahead, *reversed([one for one in found if one.through < today]))


def on(book: Reading, day: date) -> Closed | None:
    """The closed days in which a day lies, None where the shop is not closed then."""
    found = _read(book, "from_day <= ? and through >= ?", (day.isoformat(), day.isoformat()))
    return found[0] if found else None


def coming(book: Reading, today: date, within_days: int) -> Closed | None:
    """The next closed days that begin within so many days, or have begun."""
    until = (today + timedelta(days=within_days)).isoformat()
    found = _read(
        book, "through >= ? and from_day <= ? order by from_day limit 1", (today.isoformat(), until)
    )
    return found[0] if found else None


def spans(book: Reading, today: date) -> tuple[tuple[date, date], ...]:
    """First and last day of all that is ahead or under way, in order."""
    return tuple(
        (one.from_day, one.through)
        for one in _read(book, "through >= ? order by from_day", (today.isoformat(),))
    )


def _read(book: Reading, where: str, values: tuple[object, ...]) -> tuple[Closed, ...]:
    rows = book.rows(f"select id, from_day, through, text from closed_days where {where}", values)
    return tuple(
        Closed(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]), row[3]) for row in rows
    )
