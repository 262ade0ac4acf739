"""The people who serve: who they are, and who is there."""

from dataclasses import dataclass
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_name

Role = Literal["serve", "owner"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who serves; `active` is false for one who is gone, whose name stays on what they did."""

    id: int
    name: str
    role: Role
    active: bool


def everyone(book: Reading, *, gone_too: bool = False) -> tuple[Person, ...]:
    """The people who serve, the owner first."""
    rows = book.rows(
        "select id, name, role, active from people where active = 1 or ? order by role <> 'owner', name",
        (int(gone_too),),
    )
    return tuple(Person(number, name, role, bool(active)) for number, name, role, active in rows)


def _begin(w: Writing, **said: str | int) -> None:
    # Brought in late: the window asks who serves long before anybody acts.
    from shopkeeper.service import acts

    acts.begin(w, "people", member_id=None, by=None, **said)


def add(w: Writing, name: str, role: Role = "serve") -> Person:
    """Somebody new serves; a name that was here before comes back."""
    name = clean_name(name)
    known = w.row("select id, active from people where name = ?", (name,))
    if known is not None and known[1]:
        raise Declined("person_known", f"{name} is on the list already.", "name")
    _begin(w, name=name)
    if known is not None:
        w.run("update people set active = 1, role = ? where id = ?", (role, known[0]))
        return Person(known[0], name, role, True)
    return Person(w.insert("insert into people (name, role) values (?, ?)", (name, role)), name, role, True)


def change(w: Writing, person_id: int, *, name: str, role: Role) -> Person:
    """Give somebody who serves another name or role."""
    name = clean_name(name)
    taken = w.row("select id from people where name = ? and id <> ?", (name, person_id))
    if taken is not None:
        raise Declined("person_known", f"{name} is on the list already.", "name")
    if not w.run("update people set name = ?, role = ? where id = ?", (name, role, person_id)):
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "person")
    _begin(w, name=name)
    return Person(person_id, name, role, True)


def leave(w: Writing, person_id: int) -> None:
    """Somebody serves no more; what they did keeps their name."""
    if not w.run("update people set active = 0 where id = ?", (person_id,)):
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "person")
    _begin(w, person=person_id)


def find(book: Reading, name: str) -> int:
    """The person of a name, as it is given with `--by`."""
    row = book.row("select id from people where name = ? collate nocase", (name.strip(),))
    if row is None:
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "by")
    found: int = row[0]
    return found
