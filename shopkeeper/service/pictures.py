"""A member's picture, kept where they agreed to it: who said so, when and how stands beside it, and it goes when they wish."""

import base64
from datetime import date, timedelta

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.common import who
from shopkeeper.service.consents import HOWS, How
from shopkeeper.values import dataclass

MOST_BYTES = 100_000
"""A picture is made this small before it comes here, by whoever decoded it."""
TAKEN_BACK_DAYS = 7
"""So long a picture that was taken out can be put back by Undo; then its bytes leave the book."""
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Picture:
    """A member's picture as a JPEG, with who agreed to it: to whom, when and how."""

    jpeg: bytes
    taken_on: date
    agreed_on: date
    agreed_how: How
    by: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """A member whose picture was put in, replaced or taken out."""

    act: int
    member_id: int
    number: str
    name: str
    there: bool


def put(
    w: Writing, member_id: int, jpeg: bytes, *, how: How, agreed_on: date | None = None, by: int | None = None
) -> Pictured:
    """Keep a picture to which the member agreed; one that was there before goes. Declined: agreed to after today, no
    small JPEG."""
    number, name = who(w, member_id)
    today = shops.today(w)
    agreed = agreed_on or today
    if how not in HOWS or agreed > today:
        raise Declined("not_agreed", say("Ask first, and note when and how they agreed."), "how")
    if not jpeg.startswith(_JPEG) or len(jpeg) > MOST_BYTES:
        raise Declined(
            "picture_not_understood", say("This is no picture that can be kept. Choose another."), "picture"
        )
    act = acts.begin(w, "picture", member_id=member_id, by=by, name=name, number=number, there=1)
    _take_out(w, act, member_id, today)
    made = acts.add_row(
        w, act, "pictures",
        {
            "member_id": member_id, "taken_on": today.isoformat(), "agreed_on": agreed.isoformat(), "agreed_how": how,
            "by_person": by, "removed_on": None,
        },
    )  # fmt: skip
    # Not among what acts write down: the bytes are in the book once, and gone where the row is.
    w.run("update pictures set jpeg = ? where id = ?", (base64.b64encode(jpeg).decode("ascii"), made))
    return Pictured(act, member_id, number, name, True)


def remove(w: Writing, member_id: int, *, by: int | None = None) -> Pictured:
    """Take the picture out. Declined where there is none."""
    number, name = who(w, member_id)
    act = acts.begin(w, "picture", member_id=member_id, by=by, name=name, number=number)
    if not _take_out(w, act, member_id, shops.today(w)):
        raise Declined("no_picture", say("There is no picture of this member."), "picture")
    return Pictured(act, member_id, number, name, False)


def of(book: Reading, member_id: int) -> Picture | None:
    """The member's picture, None where there is none."""
    row = book.row(
        "select p.jpeg, p.taken_on, p.agreed_on, p.agreed_how, coalesce(s.name, '') from pictures p"
        " left join people s on s.id = p.by_person where p.member_id = ? and p.removed_on is null"
        " order by p.id desc limit 1",
        (member_id,),
    )
    if row is None:
        return None
    return Picture(
        base64.b64decode(row[0]), date.fromisoformat(row[1]), date.fromisoformat(row[2]), row[3], row[4]
    )


def is_owed(book: Reading, today: date) -> bool:
    """Whether bytes of pictures that were taken out are still to leave the book."""
    return bool(book.value("select 1 from pictures where removed_on < ? limit 1", (_before(today),)))


def clear_away(w: Writing, today: date) -> int:
    """The bytes of what was taken out a while ago leave the book; answers how many. It cannot be undone."""
    return w.run("delete from pictures where removed_on < ?", (_before(today),))


def _before(today: date) -> str:
    return (today - timedelta(days=TAKEN_BACK_DAYS)).isoformat()


def _take_out(w: Writing, act: int, member_id: int, today: date) -> bool:
    there = w.rows("select id from pictures where member_id = ? and removed_on is null", (member_id,))
    for (row_id,) in there:
        acts.change_row(w, act, "pictures", row_id, {"removed_on": today.isoformat()})
    return bool(there)
