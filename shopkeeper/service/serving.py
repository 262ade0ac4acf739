"""One who serves, whole: what they promised and kept, who thanked them, whom of the regulars they know by name."""

from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.promises import Record
from shopkeeper.say import text as say
from shopkeeper.service import learning, people, praises, promises
from shopkeeper.service.learning import Share
from shopkeeper.service.people import Person
from shopkeeper.service.praises import Praise
from shopkeeper.values import dataclass

THANKS_DAYS = 91
MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Serves:
    """Somebody of the list: `record` are the promises of a year, `thanks` those of three months, `share` None for one
    who is gone."""

    person: Person
    record: Record
    thanks: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class Owes:
    """A promise of theirs that is still open."""

    member_id: int
    name: str
    number: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Whole:
    """One who serves, with the promises still open, the thanks they had, and the regulars they do not know yet."""

    serves: Serves
    promises: tuple[Owes, ...]
    praises: tuple[Praise, ...]
    unknown: tuple[str, ...]


def everyone(book: Reading, today: date) -> tuple[Serves, ...]:
    """All who serve, and after them those who did; whoever is gone keeps what they promised and were thanked for."""
    there = sorted(people.everyone(book, gone_too=True), key=lambda person: not person.active)
    shares = {
        share.person_id: share
        for share in learning.shares(book, [person.id for person in there if person.active], today)
    }
    thanks = praises.counts(book, today - timedelta(days=THANKS_DAYS), today)
    return tuple(
        Serves(
            person,
            promises.kept_share(book, today, person=person.id),
            thanks.get(person.id, 0),
            shares.get(person.id),
        )
        for person in there
    )


def whole(book: Reading, person_id: int, today: date) -> Whole:
    """Everything about one who serves, or did. Declined for somebody who never did."""
    found = next((one for one in everyone(book, today) if one.person.id == person_id), None)
    if found is None:
        raise Declined(
            "person_unknown", say("There is nobody of that name among the people who serve."), "person"
        )
    rows = book.rows(
        "select p.member_id, m.name, m.number, p.text, p.due_on from promises p join members m on m.id = p.member_id"
        " where p.by_person = ? and p.state = 'open' and m.gone = 0 order by p.due_on, p.id limit ?",
        (person_id, MOST_OPEN),
    )
    return Whole(
        found,
        tuple(Owes(row[0], row[1], row[2], row[3], date.fromisoformat(row[4])) for row in rows),
        praises.of(book, person_id),
        learning.unknown_to(book, person_id, today) if found.person.active else (),
    )
