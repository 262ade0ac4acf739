"""Members: enrolling, changing what is known of them, showing the whole card."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.programme import Version, version_on
from shopkeeper.rules.standing import Standing
from shopkeeper.say import text as say
from shopkeeper.service import acts, awards, finding, forgetting, programmes, shops, standings
from shopkeeper.service.common import NUMBERED
from shopkeeper.service.detail_rows import detail_columns
from shopkeeper.service.details import Address, Birthday, Contact, Details, Remark, cleaned
from shopkeeper.service.member_cards import card_to_give
from shopkeeper.values import dataclass, replace

if TYPE_CHECKING:
    from shopkeeper.service.known import Known


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new member with the card given on the spot and the points of the welcome gift."""

    act: int
    member_id: int
    number: str
    name: str
    card: str
    points: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """A member whose details are now as asked; `changed` is false if they were so already."""

    act: int | None
    member_id: int
    number: str
    name: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """The whole card of a member as of the end of a day."""

    member_id: int
    number: str
    name: str
    details: Details
    contacts: tuple[Contact, ...]
    cards: tuple[str, ...]
    blocked_cards: tuple[str, ...]
    joined_on: date
    standing: Standing
    perks: tuple[str, ...]
    usual_weekday: int | None
    visits_share_rank: int | None


def enrol(
    w: Writing,
    details: Details,
    *,
    by: int | None = None,
    even_if_known: bool = False,
    welcome: bool = True,
) -> Enrolled:
    """Enrol a member: a name is enough; card and welcome points are given on the spot, once.

    Declined with the likely ones if the person seems known (unless `even_if_known`), for a number or a card that
    is somebody's, and for a field that cannot be kept.
    """
    shop = shops.read(w)
    today = shop.day_of(w.now)
    good, contacts = cleaned(details, country=shop.country)
    if not even_if_known:
        from shopkeeper.service.known import known_already  # who weighs likenesses is not needed for a card

        known = [
            one for one in known_already(w, good.name, contacts, good.birthday, good.addresses) if one.sure
        ]
        if known:
            raise Declined("known_already", _known_sentence(known), "name")
    joined = good.joined_on or today
    if joined > today:
        raise Declined("joined_in_the_future", "The day of joining is still to come. Check the date.", "on")
    number = good.number or next_number(w)
    _free_number(w, number)
    card = card_to_give(w, good.card)
    act = acts.begin(w, "enrol", by=by, name=good.name, number=number)
    member_id = insert(w, act, replace(good, number=number, card=card, joined_on=joined), contacts, today, by)
    points = 0
    if welcome:
        points = awards.welcome(w, act, member_id, joined, today, by)
    finding.refresh(w, [member_id])
    return Enrolled(act, member_id, number, good.name, card, points)


def insert(
    w: Writing, act: int, details: Details, contacts: Iterable[Contact], today: date, by: int | None = None
) -> int:
    """Write a new member's rows; the details are cleaned and the number is free."""
    birthday = details.birthday
    member_id = w.insert(
        "insert into members (act_id, number, name, say, greeting, birthday_year, birthday_month, birthday_day,"
        " leap_day, joined_on, letters, letters_asked_on, note) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act, details.number, details.name, details.say, details.greeting,
            birthday.year if birthday else None, birthday.month if birthday else None,
            birthday.day if birthday else None, birthday.leap_day if birthday else "28 February",
            (details.joined_on or today).isoformat(),
            None if details.letters is None else int(details.letters),
            None if details.letters is None else today.isoformat(), details.note,
        ),
    )  # fmt: skip
    w.many(
        "insert into contacts (member_id, kind, text, canonical) values (?, ?, ?, ?)",
        [(member_id, contact.kind, contact.text, contact.canonical) for contact in contacts],
    )
    w.many(_INSERT_ADDRESS, [(member_id, *_address_row(address)) for address in details.addresses])
    if details.card:
        w.insert(
            "insert into cards (member_id, number, given_on) values (?, ?, ?)",
            (member_id, details.card, today.isoformat()),
        )
    w.many(
        "insert into remarks (member_id, kind, text, noted_on, by_person) values (?, ?, ?, ?, ?)",
        [(member_id, remark.kind, remark.text, today.isoformat(), by) for remark in details.remarks],
    )
    return member_id


LONGEST_NAMED = 1000  # characters; no number and no card has so many
_INSERT_ADDRESS = "insert into addresses (member_id, street, address_2, postcode, town, region, country) values (?, ?, ?, ?, ?, ?, ?)"


def _address_row(address: Address) -> tuple[str, ...]:
    return (
        address.street,
        address.address_2,
        address.postcode,
        address.town,
        address.region,
        address.country,
    )


def edit(w: Writing, member_id: int, details: Details, *, by: int | None = None) -> Edited:
    """Make a member's details what they are to be; what is left out is removed. Undone as one.

    The card numbers are not touched here (see `member_cards`), nor the number unless a new one is given.
    """
    shop = shops.read(w)
    today = shop.day_of(w.now)
    row = w.row("select number, name, letters from members where id = ? and gone = 0", (member_id,))
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    good, contacts = cleaned(details, country=shop.country, name_required=bool(row[1]))
    number = good.number or row[0]
    if number != row[0]:
        _free_number(w, number)
    act = acts.begin(w, "edit", member_id=member_id, by=by, name=good.name, number=number)
    birthday = good.birthday
    values: dict[str, Any] = {
        "number": number, "name": good.name, "say": good.say, "greeting": good.greeting,
        "birthday_year": birthday.year if birthday else None, "birthday_month": birthday.month if birthday else None,
        "birthday_day": birthday.day if birthday else None,
        "leap_day": birthday.leap_day if birthday else "28 February", "note": good.note,
        "letters": None if good.letters is None else int(good.letters),
    }  # fmt: skip
    if good.joined_on is not None:
        values["joined_on"] = good.joined_on.isoformat()
    if values["letters"] != row[2]:
        values["letters_asked_on"] = today.isoformat()
    changed = acts.change_row(w, act, "members", member_id, values)
    changed |= _make_rows(
        w,
        act,
        "contacts",
        member_id,
        [{"kind": c.kind, "text": c.text, "canonical": c.canonical} for c in contacts],
    )
    parts = ("street", "address_2", "postcode", "town", "region", "country")
    changed |= _make_rows(
        w,
        act,
        "addresses",
        member_id,
        [dict(zip(parts, _address_row(a), strict=True)) for a in good.addresses],
    )
    changed |= _make_rows(
        w, act, "remarks", member_id, [{"kind": r.kind, "text": r.text} for r in good.remarks],
        fresh={"noted_on": today.isoformat(), "by_person": by, "source": ""},
    )  # fmt: skip
    if changed:
        finding.refresh(w, [member_id])
        return Edited(act, member_id, number, good.name, True)
    w.run("update acts set kind = 'nothing' where id = ?", (act,))
    return Edited(None, member_id, number, good.name, False)


def _make_rows(
    w: Writing,
    act: int,
    about: str,
    member_id: int,
    wanted: list[dict[str, Any]],
    fresh: dict[str, Any] | None = None,
) -> bool:
    """Make a member's rows of a table of details those wanted: the same stay, the rest goes or comes."""
    columns = detail_columns(about)
    rows = w.rows(
        f"select id, {', '.join(columns)} from {about} where member_id = ? order by id", (member_id,)
    )
    left = list(wanted)
    changed = False
    for row_id, *values in rows:
        known = dict(zip(columns, values, strict=True))
        same = next(
            (want for want in left if all(known[name] == value for name, value in want.items())), None
        )
        if same is not None:
            left.remove(same)
        else:
            changed |= acts.change_row(w, act, about, row_id, None)
    for want in left:
        acts.add_row(w, act, about, {"member_id": member_id, **want, **(fresh or {})})
        changed = True
    return changed


def find_member(book: Reading, text: str) -> int:
    """The member somebody names: a member's number or any of their card numbers."""
    row = None
    if len(text) <= LONGEST_NAMED:
        wanted = text.strip()
        row = book.row(f"select id from {NUMBERED} where number = ?", (wanted,))
        if row is None:
            digits = wanted.replace(" ", "").replace("-", "")
            row = book.row(
                "select c.member_id from cards c join members m on m.id = c.member_id"
                " where c.number = ? and c.blocked_on is null and m.gone = 0",
                (digits,),
            )
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    found: int = row[0]
    return found


def details_of(
    book: Reading, member_id: int
) -> tuple[Details, tuple[Contact, ...], tuple[tuple[str, bool], ...]]:
    """What is written about a member: the details, contacts in both forms, cards and whether each is blocked."""
    row = book.row(
        "select number, name, say, greeting, birthday_year, birthday_month, birthday_day, leap_day, joined_on, letters,"
        " note from members where id = ? and gone = 0",
        (member_id,),
    )
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    contacts = tuple(
        Contact(*found)
        for found in book.rows(
            "select kind, text, canonical from contacts where member_id = ? order by id", (member_id,)
        )
    )
    cards = tuple(
        (number, blocked is not None)
        for number, blocked in book.rows(
            "select number, blocked_on from cards where member_id = ? order by id desc", (member_id,)
        )
    )
    details = Details(
        name=row[1],
        number=row[0],
        say=row[2],
        greeting=row[3],
        phones=tuple(contact.text for contact in contacts if contact.kind == "phone"),
        emails=tuple(contact.text for contact in contacts if contact.kind == "email"),
        addresses=tuple(
            Address(*found)
            for found in book.rows(
                "select street, address_2, postcode, town, region, country from addresses where member_id = ? order by id",
                (member_id,),
            )
        ),
        card=next((number for number, blocked in cards if not blocked), ""),
        birthday=Birthday(row[5], row[6], row[4], row[7]) if row[5] else None,
        remarks=tuple(
            Remark(*found)
            for found in book.rows(
                "select kind, text from remarks where member_id = ? order by kind <> 'warning', id",
                (member_id,),
            )
        ),
        letters=None if row[9] is None else bool(row[9]),
        note=row[10],
        joined_on=date.fromisoformat(row[8]),
    )
    return details, contacts, cards


def show(
    book: Reading,
    member_id: int,
    today: date,
    on: date | None = None,
    *,
    versions: tuple[Version, ...] | None = None,
) -> Card:
    """The whole card of a member as of the end of a day (today if none is named).

    `versions` are the programme's, from whoever has asked for them already.
    """
    details, contacts, cards = details_of(book, member_id)
    versions = versions or programmes.versions(book)
    day = on or today
    if day == today:
        standing = standings.standing_on(book, versions, member_id, day)
    else:
        from shopkeeper.rules.standing import standing_of

        standing = standing_of(standings.replay_of(book, versions, member_id, day).account)
    tier = version_on(versions, day).programme.tier(standing.rank)
    weekday = _usual_weekday(book, member_id)
    return Card(
        member_id=member_id,
        number=details.number,
        name=details.name,
        details=details,
        contacts=contacts,
        cards=tuple(number for number, blocked in cards if not blocked),
        blocked_cards=tuple(number for number, blocked in cards if blocked),
        joined_on=details.joined_on or today,
        standing=standing,
        perks=tier.perk_names if tier is not None else (),
        usual_weekday=weekday,
        visits_share_rank=best_percent(*spent_more(book, standing.spent_minor), standing.spent_minor),
    )


def _usual_weekday(book: Reading, member_id: int) -> int | None:
    """The weekday (0 Sunday … 6 Saturday as strftime %w says) of most of the last fifty purchases, if most there are."""
    days = [
        date.fromisoformat(row[0]).isoweekday() % 7
        for row in book.rows(
            "select happened_on from facts where member_id = ? and kind = 'purchase' and undone_by is null"
            " order by happened_on desc, id desc limit 50",
            (member_id,),
        )
    ]
    if len(days) < 4:
        return None
    best = max(set(days), key=lambda day: (days.count(day), -day))
    return best if days.count(best) * 2 >= len(days) else None


def spent_more(book: Reading, spent_minor: int) -> tuple[int, int]:
    """How many of the members who bought last spent more than this in all, and of how many: a thousand at most.

    So many are enough for a whole per cent, and are as quick in the largest shop.
    """
    more, of = book.rows(
        "select coalesce(sum(spent_minor > ?), 0), count(*) from"
        " (select spent_minor from standings where purchases > 0 order by last_visit desc limit 1000)",
        (spent_minor,),
    )[0]
    return more, of


def best_percent(more: int, of: int, spent_minor: int) -> int | None:
    """In which per cent of the members this one is: 3 for the top 3 %; None below the top fifth."""
    if not spent_minor or of < 20:
        return None
    percent = max(1, -(-100 * (more + 1) // (of + 1)))
    return percent if percent <= 20 else None


def next_number(w: Reading) -> str:
    """The next free member's number, one above the highest the shop has given itself."""
    highest = w.value(
        "select max(cast(number as integer)) from members where length(number) <= 9 and number not like '0%'"
    )
    number = max(1000, int(highest or 0)) + 1
    forgotten = forgetting.Marks(w)
    while w.value("select 1 from members where number = ?", (str(number),)) or forgotten.known(
        (("number", str(number)),)
    ):
        number += 1
    return str(number)


def _free_number(w: Reading, number: str) -> None:
    taken = w.row("select gone from members where number = ?", (number,))
    if taken is not None:
        raise Declined(
            "number_taken", say("Number {number} is somebody's already.").format(number=number), "number"
        )


def _known_sentence(known: "list[Known]") -> str:
    names = ", ".join(f"{person.name or person.number} ({person.number})" for person in known[:3])
    return f"This may be somebody you know: {names}. Look first; enrol anyway if it is another person."
