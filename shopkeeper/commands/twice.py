"""Commands about members who may be in the book twice: duplicates, apart."""

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import MOST_FOUND, by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.service import duplicates as twice
from shopkeeper.service import likeness_words, members


def duplicates(session: Session, *, limit: int = 50) -> Answer:
    """Who may be in the book twice, the likeliest first."""
    if not 1 <= limit <= MOST_FOUND:
        raise Declined("limit_out_of_range", f"The limit is a number from 1 to {MOST_FOUND}.", "limit")
    found, sides = twice.laid_out(session.reading, at_most=limit, progress=session.progress)
    return {
        "members": found.members,
        "found": found.found,
        "pairs": [
            {
                "one": sides[pair.one].number,
                "one_name": sides[pair.one].name,
                "other": sides[pair.other].number,
                "other_name": sides[pair.other].name,
                "sure": pair.sure,
                "because": [likeness_words.because(reason) for reason in pair.reasons],
            }
            for pair in found.pairs
        ],
    }


def apart(session: Session, *, one: str, other: str, by: str | None = None) -> Answer:
    """Two members who are not one person; remembered."""
    ids = [members.find_member(session.reading, member) for member in (one, other)]
    with session.writing() as w:
        act = twice.say_apart(w, *ids, by=by_person(session, by))
    numbers = twice.sides(session.reading, ids)
    return {"one": numbers[ids[0]].number, "other": numbers[ids[1]].number, "act": act}
