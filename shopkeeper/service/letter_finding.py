"""The occasions of every other kind of letter, found in the book: a day that comes near, points or a tier that end."""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.rules.days import LeapChoice, birthday_in, next_birthday
from shopkeeper.rules.standing import BatchLeft, batches_of
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import Speech, text
from shopkeeper.service import groups, letter_after, letter_answers, programmes, shops, standings
from shopkeeper.service.letter_whom import Found, of_one, when
from shopkeeper.service.letter_words import speech_of

WELCOME_DAYS = 60
"""How long a new member waits for the welcome, in days."""
AHEAD_DAYS = 14
"""How long before a birthday or anniversary its letter is written."""
ENDING_DAYS = 45
"""How long before points or a tier end one is told."""
MISSED_VISITS = 4
MISSED_DAYS = 45
MISSED_TIMES = 3
LOST_DAYS = 730
"""Whoever came four times and has stayed away for three times their own rhythm, and 45 days at least, is missed;
after two years nobody expects them."""
YEAR_VISITS = 3
"""A look back on a year has something to tell from so many visits on."""


def found(book: Reading, kind: str, today: date, only: int | None = None) -> list[Found]:
    """Everybody who is due a letter of this kind, whoever had one or may not be written to included; or `only` one
    member, if they are."""
    finder = _FINDERS.get(kind)
    return [] if finder is None else finder(book, today, speech_of(shops.read(book)), only)


def in_tier(book: Reading, tier: str, event: str, today: date) -> list[Found]:
    """All members of a tier; with `event`, whoever was invited to it has had their letter."""
    rows = book.rows(
        "select m.id from members m left join standings s on s.member_id = m.id"
        " where coalesce(nullif(s.tier, ''), ?) = ? and m.gone = 0 order by m.name, m.number",
        (BASE_TIER, tier),
    )
    because = text("{tier} member").format(tier=tier)
    key = event_key(event)
    return [Found(row[0], key, "tier-chosen", today, because, key) for row in rows]


def in_group(book: Reading, name: str, event: str, today: date) -> list[Found]:
    """All members of a saved group; with `event`, whoever was invited to it has had their letter."""
    group = groups.named(book, name)
    inside = json.dumps(groups.members_in(book, group.rule, today, held_too=True))
    rows = book.rows(
        "select id from members where id in (select value from json_each(?)) order by name, number", (inside,)
    )
    because = text("In the group {name}").format(name=group.name)
    key = event_key(event)
    return [Found(row[0], key, "group-chosen", today, because, key) for row in rows]


def event_key(event: str) -> str:
    """What stands in the log for what somebody was invited to; "" where nothing is named."""
    return f"event:{event[:200]}" if event else ""


def _welcome(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    rows = book.rows(
        "select m.id, m.joined_on from members m join acts a on a.id = m.act_id where m.gone = 0"
        f" and m.joined_on between ? and ? and a.kind = 'enrol'{of_one('m.id', only)} order by m.joined_on desc, m.name, m.number",
        ((today - timedelta(days=WELCOME_DAYS)).isoformat(), today.isoformat()),
    )
    return [
        Found(member, f"joined:{on}", "joined", date.fromisoformat(on), said(f"joined:{on}", today, speech),
              "joined:")
        for member, on in rows
    ]  # fmt: skip


def _birthday(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    months, marks = _months_ahead(today)
    coming: list[Found] = []
    for member, month, day, leap in book.rows(
        f"select id, birthday_month, birthday_day, leap_day from members where birthday_month in ({marks})"
        f" and gone = 0{of_one('id', only)} order by name, number",
        months,
    ):
        on = next_birthday(month, day, today, leap)
        if (on - today).days <= AHEAD_DAYS:
            key = f"birthday:{on}"
            because = said(key, today, speech)
            coming.append(Found(member, key, "birthday", on, because, f"birthday:{on.year}"))
    return sorted(coming, key=_by_day)


def _months_ahead(today: date) -> tuple[list[int], str]:
    """The months of the days for which letters are written now (a leap day may be kept in March), and their marks."""
    months = sorted({(today + timedelta(days=ahead)).month for ahead in range(AHEAD_DAYS + 1)} | {2})
    return months, ", ".join("?" * len(months))


def _anniversary(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    coming: list[Found] = []
    leap: LeapChoice = "28 February"
    months, marks = _months_ahead(today)
    for member, joined_on in book.rows(
        "select id, joined_on from members where gone = 0 and joined_on <= ?"
        f" and cast(substr(joined_on, 6, 2) as integer) in ({marks}){of_one('id', only)} order by name, number",
        ((today - timedelta(days=300)).isoformat(), *months),
    ):
        joined = date.fromisoformat(joined_on)
        on = birthday_in(joined.month, joined.day, today.year, leap)
        if on < today:
            on = birthday_in(joined.month, joined.day, today.year + 1, leap)
        years = on.year - joined.year
        if years and (on - today).days <= AHEAD_DAYS:
            key = f"anniversary:{on}:{years}"
            because = said(key, today, speech)
            coming.append(Found(member, key, "anniversary", on, because, f"anniversary:{on.year}"))
    return sorted(coming, key=_by_day)


def _miss_you(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    missed: list[Found] = []
    for member, visits, first_visit, last_visit in book.rows(
        "select member_id, visits, first_visit, last_visit from standings where visits >= ?"
        f" and last_visit between ? and ?{of_one('member_id', only)} order by tier_rank desc, spent_minor desc, member_id",
        (
            MISSED_VISITS,
            (today - timedelta(days=LOST_DAYS)).isoformat(),
            (today - timedelta(days=MISSED_DAYS)).isoformat(),
        ),
    ):
        first, last = date.fromisoformat(first_visit), date.fromisoformat(last_visit)
        rhythm = max(1, round((last - first).days / (visits - 1)))
        if (today - last).days >= MISSED_TIMES * rhythm:
            key = f"missed:{last}:{rhythm}"
            because = said(key, today, speech)
            missed.append(Found(member, key, "missed", last, because, f"missed:{last}"))
    return missed


def _points_expiring(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Points that end within 45 days, where they are worth as much as one unit of money at least."""
    programme = programmes.on(book, today)
    last = today + timedelta(days=ENDING_DAYS)
    least = -(-(10**speech.currency.digits) // programme.worth_minor) if programme.worth_minor else 1
    ending: list[Found] = []
    versions = programmes.versions(book)
    for member, balance in book.rows(
        f"select member_id, points from standings where points >= ? and changes_on <= ?{of_one('member_id', only)}",
        (least, (last + timedelta(days=1)).isoformat()),
    ):
        batches = batches_of(standings.account_on(book, versions, member, today))
        points, first = points_ending(batches, balance, today)
        if first is not None and points >= least:
            key = f"expires:{first}:{points}"
            because = said(key, today, speech)
            lately = today - timedelta(days=ENDING_DAYS)
            ending.append(Found(member, key, "expires", first, because, "expires:", lately))
    return sorted(ending, key=_by_day)


def points_ending(batches: Iterable[BatchLeft], balance: int, today: date) -> tuple[int, date | None]:
    """How many of a member's points end within 45 days, and the last day of the first of them."""
    last = today + timedelta(days=ENDING_DAYS)
    near = [
        (one.last_day, one.left)
        for one in batches
        if one.last_day and today <= one.last_day <= last and one.left
    ]
    if not near or balance <= 0:
        return 0, None
    return min(balance, sum(left for _, left in near)), min(on for on, _ in near)


def _tier_ending(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Whose tier ends within 45 days and will not be renewed as things stand."""
    versions = programmes.versions(book)
    ending: list[Found] = []
    for member, tier, rank, until in book.rows(
        "select member_id, tier, tier_rank, tier_until from standings where tier_rank > 0"
        f" and tier_until between ? and ?{of_one('member_id', only)} order by tier_until, tier_rank desc, spent_minor desc, member_id",
        (today.isoformat(), (today + timedelta(days=ENDING_DAYS)).isoformat()),
    ):
        on = date.fromisoformat(until)
        account = standings.account_on(book, versions, member, on)
        level = account.programme.tier(account.rank)
        if account.rank == rank and level is not None and account.figure(level.basis) >= level.reach:
            continue
        key = f"ends:{tier}:{until}"
        ending.append(Found(member, key, "ends", on, said(key, today, speech), key))
    return ending


def year_looked_back_on(today: date) -> int:
    """The year of a letter that looks back: in January still the one before."""
    return today.year - 1 if today.month == 1 else today.year


def _year(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """In December and January: everybody who was here three times or more in the year."""
    if today.month not in (12, 1):
        return []
    year = year_looked_back_on(today)
    rows = book.rows(
        "select member_id, count(distinct happened_on) as visits from facts where kind = 'purchase'"
        f" and undone_by is null and member_id is not null and happened_on between ? and ?{of_one('member_id', only)}"
        " group by member_id having count(distinct happened_on) >= ? order by visits desc, member_id",
        (f"{year}-01-01", f"{year}-12-31", YEAR_VISITS),
    )
    return [
        Found(member, f"year:{year}:{visits}", "year", today, said(f"year:{year}:{visits}", today, speech),
              f"year:{year}")
        for member, visits in rows
    ]  # fmt: skip


def _newsletter(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Everybody who said yes to letters, once a month."""
    key = f"newsletter:{today:%Y-%m}"
    because = text("Said yes to letters")
    rows = book.rows(
        f"select id from members where letters = 1 and gone = 0{of_one('id', only)} order by name, number"
    )
    return [Found(row[0], key, "newsletter", today, because, key) for row in rows]


_FINDERS: dict[str, Callable[[Reading, date, Speech, int | None], list[Found]]] = {
    "welcome": _welcome,
    "birthday": _birthday,
    "anniversary": _anniversary,
    "miss-you": _miss_you,
    "points-expiring": _points_expiring,
    "tier-ending": _tier_ending,
    "year": _year,
    "newsletter": _newsletter,
    "sorry": letter_answers.sorry,
    "thanks-for-telling": letter_answers.telling,
    "thanks-for-friend": letter_answers.friend,
    "thanks-for-coming": letter_after.came,
    "could-not-come": letter_after.stayed_away,
}


def _by_day(one: Found) -> date:
    return one.on


# ---- reasons in words ----


def said(key: str, today: date, speech: Speech) -> str:
    """What an occasion's key says, as it stands in the list and in the log; "" for a key of another kind."""
    about, _, rest = key.partition(":")
    if about == "event":
        return text("Invited to {event}").format(event=rest)
    if about == "guest":
        return text("Invited to {event}").format(event=rest.partition(":")[2])
    if about == "newsletter":
        return text("Newsletter of {month}").format(month=_month(rest, speech))
    detail, _, more = rest.partition(":")
    if about == "ends":
        return text("{tier} ends {day}").format(tier=detail, day=_on(more, today, speech))
    if about == "year":
        return text("{visits} in {year}").format(visits=_counted(int(more), speech), year=detail)
    patterns = {
        "joined": text("Joined {day}"),
        "birthday": text("Birthday {day}"),
        "anniversary": text("A member for one year {day}") if more == "1" else text("A member for {n} years {day}"),
        "missed": text("Last here {date}; came every {n} days"),
        "expires": text("One point ends {day}") if more == "1" else text("{n} points end {day}"),
    }  # fmt: skip
    if about not in patterns:
        return letter_after.said(key) or letter_answers.said(key, today, speech)
    n = speech.count(int(more)) if more else ""
    on = date.fromisoformat(detail)
    return patterns[about].format(day=_on(detail, today, speech), date=speech.day_short(on, today), n=n)


def _on(day: str, today: date, speech: Speech) -> str:
    return when(date.fromisoformat(day), today, speech)


def _counted(visits: int, speech: Speech) -> str:
    return text("One visit") if visits == 1 else text("{n} visits").format(n=speech.count(visits))


def _month(text_of_month: str, speech: Speech) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date.fromisoformat(f"{text_of_month}-01"), locale=speech.locale_name)
