"""What somebody who serves may spend to put one matter right without asking, and who is asked beyond it."""

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import complaints as rules
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops


def allowance_minor(book: Reading, person: int | None) -> int | None:
    """What somebody may spend on one matter, in minor units; None, which is no limit, for the owner."""
    if is_owner(book, person):
        return None
    kept = book.value("select amount_minor from allowances where person_id = ?", (person,))
    return rules.usual_allowance_minor(shops.read(book).money) if kept is None else int(kept)


def set_allowance(w: Writing, person: int, amount_minor: int, *, by: int | None) -> int:
    """The owner sets what somebody may spend on one matter; answers the act, which holds from now on."""
    if not is_owner(w, by):
        raise Declined("owner_only", say("Only the owner sets an allowance."), "by")
    if w.value("select 1 from people where id = ?", (person,)) is None:
        raise Declined(
            "person_unknown", say("There is nobody of that name among the people who serve."), "person"
        )
    if amount_minor < 0:
        raise Declined("amount_negative", say("An allowance is nothing or more."), "amount")
    act = acts.begin(w, "allowance", by=by, person=person, amount_minor=amount_minor)
    row = w.value("select id from allowances where person_id = ?", (person,))
    if row is None:
        acts.add_row(w, act, "allowances", {"person_id": person, "amount_minor": amount_minor})
    else:
        acts.change_row(w, act, "allowances", row, {"amount_minor": amount_minor})
    return act


def is_owner(book: Reading, person: int | None) -> bool:
    """Whether this is the owner; in a shop where nobody is named as serving, whoever is there is."""
    role = book.value("select role from people where id = ?", (person,))
    if role is None:
        return book.value("select 1 from people where active = 1 limit 1") is None
    return bool(role == "owner")
