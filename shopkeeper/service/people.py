"""The people who serve: who they are, and who is there."""

from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_name
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

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


def add(w: Writing, name: str, role: Role = "serve") -> Person:
    """Somebody new serves; a name that was here before comes back."""
    name = clean_name(name)
    known = w.row("select id, active from people where name = ?", (name,))
    if known is not None and known[1]:
        raise Declined("person_known", say("{name} is on the list already.").format(name=name), "name")
    number = _change(w, None if known is None else known[0], name=name, role=role, active=1)
    return Person(number, name, role, True)


def enter(w: Writing, name: str, role: Role) -> int:
    """Write somebody into a book that is being made, as no act of its own; answers their id."""
    return w.insert("insert into people (name, role) values (?, ?)", (clean_name(name), role))


def change(w: Writing, person_id: int, *, name: str, role: Role) -> Person:
    """Give somebody who serves another name or role."""
    name = clean_name(name)
    taken = w.row("select active from people where name = ? and id <> ?", (name, person_id))
    if taken is not None:
        because = f"{name} is on the list already."
        if not taken[0]:
            because = f"{name} served here before. Add the name again, and {name} is back."
        raise Declined("person_known", because, "name")
    _known(w, person_id)
    _change(w, person_id, name=name, role=role)
    return Person(person_id, name, role, True)


def leave(w: Writing, person_id: int) -> Person:
    """Somebody serves no more; what they did keeps their name."""
    name, role = _known(w, person_id)
    _change(w, person_id, name=name, active=0)
    return Person(person_id, name, role, False)


def _known(book: Reading, person_id: int) -> tuple[str, Role]:
    row = book.row("select name, role from people where id = ?", (person_id,))
    if row is None:
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "person")
    return row[0], row[1]


def _change(w: Writing, person_id: int | None, **values: object) -> int:
    # Brought in late: the window asks who serves long before anybody acts.
    from shopkeeper.service import acts

    act = acts.begin(w, "person", name=values["name"])
    if person_id is None:
        return acts.add_row(w, act, "people", values)
    acts.change_row(w, act, "people", person_id, values)
    return person_id


def find(book: Reading, name: str) -> int:
    """The person of a name, as it is given with `--by`."""
    row = book.row("select id from people where name = ? collate nocase", (name.strip(),))
    if row is None:
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "by")
    found: int = row[0]
    return found
