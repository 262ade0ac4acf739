"""Thanks to somebody who serves: noted when a member says it, passed on to them on their next day, and counted."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

MOST = 50


@dataclass(frozen=True, slots=True)
class Praise:
    """What a member said of somebody who serves; `text` is "" where they only said thanks, `passed_on` None while it has
    not reached them."""

    id: int
    member_id: int
    number: str
    name: str
    person_id: int
    person: str
    text: str
    said_on: date
    passed_on: date | None


@dataclass(frozen=True, slots=True)
class Praised:
    """Thanks that were noted."""

    act: int
    member_id: int
    number: str
    name: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Thanks that reached whom they are for."""

    act: int
    praises: tuple[Praise, ...]


def note(w: Writing, member_id: int, line: str, *, by: int | None = None) -> Praised:
    """Keep “Ana: found the tin” as thanks to Ana. Declined where the line does not begin with the name of somebody who
    serves, or two are called so."""
    number, name = who(w, member_id)
    words = clean_line(line, about="note", label=say("The thanks"), required=True)
    people = w.rows("select id, name from people where active = 1 order by name")
    person_id, person, rest = _whom(words, people)
    act = acts.begin(w, "praise", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "praises",
        {
            "member_id": member_id, "person_id": person_id, "text": rest, "said_on": shops.today(w).isoformat(),
            "by_person": by, "passed_on": None,
        },
    )  # fmt: skip
    return Praised(act, member_id, number, name, person, rest)


def pass_on(w: Writing, ids: Sequence[int], *, by: int | None = None) -> PassedOn:
    """These thanks were told to whom they are for. Declined where all of them were told before."""
    today = shops.today(w).isoformat()
    told = [one for one in (_one(w, row_id) for row_id in ids) if one.passed_on is None]
    if not told:
        raise Declined("passed_on_already", say("These thanks were passed on already."), "praise")
    act = acts.begin(w, "praise", by=by, name=", ".join(dict.fromkeys(one.person for one in told)))
    for one in told:
        acts.change_row(w, act, "praises", one.id, {"passed_on": today})
    return PassedOn(act, tuple(told))


def waiting(book: Reading, today: date, person_id: int | None = None) -> tuple[Praise, ...]:
    """What was said before today and has not reached whom it is for, the oldest first; of one person, or of all who are
    still here."""
    return _read(
        book,
        "p.passed_on is null and p.said_on < :today and s.active = 1 and (:person is null or p.person_id = :person)"
        " order by p.id",
        {"today": today.isoformat(), "person": person_id},
    )


def of(book: Reading, person_id: int) -> tuple[Praise, ...]:
    """What members said of somebody, the newest first."""
    return _read(book, "p.person_id = :person order by p.id desc", {"person": person_id})


def counts(book: Reading, since: date, today: date) -> dict[int, int]:
    """How many thanks each of those who serve had in a time, by their id."""
    return dict(
        book.rows(
            "select person_id, count(*) from praises where said_on between ? and ? group by person_id",
            (since.isoformat(), today.isoformat()),
        )
    )


def _whom(words: str, people: Sequence[tuple[int, str]]) -> tuple[int, str, str]:
    """Who is thanked, and what for: the line begins with the whole name, or with the first one if one alone has it."""
    folded = words.casefold()
    for name_of in (str, _first_name):
        found = [
            (person_id, name, name_of(name))
            for person_id, name in people
            if folded.startswith(name_of(name).casefold()) and not folded[len(name_of(name)) :][:1].isalnum()
        ]
        if len(found) > 1 and name_of is str:
            found = [max(found, key=lambda one: len(one[2]))]
        if len(found) == 1:
            person_id, name, begins = found[0]
            rest = words[len(begins) :].lstrip(" :,;-–—.")
            return person_id, name, rest[:1].upper() + rest[1:]
        if found:
            both = ", ".join(one[1] for one in found)
            raise Declined(
                "person_not_told", say("Which one? Write the whole name: {names}.").format(names=both), "note"
            )
    names = ", ".join(_first_name(name) for _, name in people)
    raise Declined(
        "person_unknown",
        say("Begin with who is thanked: {names}. Like “thanks to Ana: found the tin”.").format(names=names),
        "note",
    )


def _first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def _one(book: Reading, row_id: int) -> Praise:
    found = _read(book, "p.id = :id", {"id": row_id})
    if not found:
        raise Declined("praise_unknown", say("There are no such thanks in this book."), "praise")
    return found[0]


def _read(book: Reading, where: str, values: dict[str, object]) -> tuple[Praise, ...]:
    rows = book.rows(
        "select p.id, p.member_id, m.number, m.name, p.person_id, s.name, p.text, p.said_on, p.passed_on from praises p"
        f" join members m on m.id = p.member_id join people s on s.id = p.person_id where {where} limit {MOST}",
        values,
    )
    return tuple(
        Praise(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], date.fromisoformat(row[7]),
            None if row[8] is None else date.fromisoformat(row[8]),
        )
        for row in rows
    )  # fmt: skip
