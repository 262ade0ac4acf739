"""Gifts that are kept from the other half: what a member buys is not spoken of before those they live with."""

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, households, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """From whom a member's gifts are kept now, by name; nobody when they are not."""

    act: int
    member_id: int
    number: str
    name: str
    secret: tuple[str, ...]


def keep(w: Writing, member_id: int, *, secret: bool, by: int | None = None) -> Kept:
    """Keep what a member buys from those they live with today, or speak of it again. Undone as one.

    Declined: a member who shares no household, and where nothing would change.
    """
    number, name = who(w, member_id)
    home = households.of(w, member_id, shops.today(w))
    mates = [] if home is None else [mate for mate in home.mates if mate.member_id != member_id]
    if not mates:
        raise Declined(
            "lives_alone",
            say("{name} shares no household: there is nobody to keep a gift from.").format(name=name),
            "member",
        )
    if secret == is_kept(w, member_id):
        raise Declined("nothing_to_change", say("That is so already."), "member")
    act = acts.begin(w, "relation", member_id=member_id, by=by, name=name, number=number)
    for mate in mates:
        row = w.value(
            "select id from relations where member_id = ? and other_member = ? order by id limit 1",
            (member_id, mate.member_id),
        )
        if row is not None:
            acts.change_row(w, act, "relations", int(row), {"hides_gifts": int(secret)})
        else:
            acts.add_row(w, act, "relations", {
                "member_id": member_id, "kind": "household", "text": mate.name or mate.number,
                "other_member": mate.member_id, "hides_gifts": int(secret),
                "noted_on": shops.today(w).isoformat(), "by_person": by,
            })  # fmt: skip
    finding.refresh(w, [member_id])
    told = tuple(mate.name or mate.number for mate in mates) if secret else ()
    return Kept(act, member_id, number, name, told)


def is_kept(book: Reading, member_id: int) -> bool:
    """Whether a member's gifts are kept from somebody."""
    return bool(
        book.value("select 1 from relations where member_id = ? and hides_gifts = 1 limit 1", (member_id,))
    )


def not_to_be_told(book: Reading, member_id: int) -> tuple[str, ...]:
    """Whose purchases are not to be spoken of before this member, by name."""
    return tuple(
        name
        for (name,) in book.rows(
            "select case m.name when '' then m.number else m.name end from relations r"
            " join members m on m.id = r.member_id and m.gone = 0"
            " where r.other_member = ? and r.hides_gifts = 1 order by r.id limit 5",
            (member_id,),
        )
    )
