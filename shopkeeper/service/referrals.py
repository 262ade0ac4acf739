"""Who sent whom: members and partners of the shop who brought somebody, what came of it, thanked once and not again."""

from datetime import date, timedelta
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, leaving, shops
from shopkeeper.service.common import who
from shopkeeper.service.letter_answers import SAID
from shopkeeper.service.winback import Channel
from shopkeeper.values import dataclass, replace

LETTER = "thanks-for-friend"
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody who was sent here. `sender_id` is None where a partner, or nobody who is a member, sent them.

    `visits` and `spent_minor` are what came of it; `thanked_on` is None while the thanks are owed, and `because` why
    nobody may thank them: they are to be left in peace.
    """

    id: int
    newcomer_id: int
    number: str
    name: str
    sender_id: int | None
    sender_number: str
    sender: str
    noted_on: date
    visits: int
    spent_minor: int
    thanked_on: date | None
    by_letter: bool
    because: str = ""

    @property
    def occasion(self) -> str:
        """The occasion of the letter that thanks for it."""
        return f"friend:{self.newcomer_id}:{self.noted_on}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent so many, of whom so many bought something, and what those spent; a partner has no `member_id`."""

    member_id: int | None
    number: str
    name: str
    sent: int
    came: int
    spent_minor: int
    owed: int


@dataclass(frozen=True, slots=True)
class ReferralKept:
    """What an act did about somebody who was sent; `member_id` is who sent them, or else who came."""

    act: int
    member_id: int
    number: str
    name: str
    referral: Referral


def thank(
    w: Writing, relation_id: int, channel: Channel = "counter", *, by: int | None = None
) -> ReferralKept:
    """The sender was thanked by word of mouth; by letter it is noted with the letter.

    Declined: they were thanked already; there is nobody of that number.
    """
    referral = one(w, relation_id)
    if referral.thanked_on is not None:
        raise Declined(
            "thanked_already",
            say("{name} has been thanked for this on {day} already.").format(
                name=referral.sender, day=referral.thanked_on.isoformat()
            ),
            "referral",
        )
    act = _begin(w, referral, by)
    day = shops.today(w).isoformat()
    if referral.sender_id is not None:
        words = say("Thanked for sending {name}").format(name=referral.name or referral.number)
        acts.add_row(
            w, act, "talks",
            {"member_id": referral.sender_id, "channel": channel, "text": words, "happened_on": day, "by_person": by},
        )  # fmt: skip
    acts.add_row(
        w, act, "set_aside",
        {
            "member_id": referral.newcomer_id, "about": f"thanked:{relation_id}", "until": None, "noted_on": day,
            "by_person": by, "given_to": None,
        },
    )  # fmt: skip
    return _kept(w, act, relation_id)


def link(w: Writing, relation_id: int, sender_id: int, *, by: int | None = None) -> ReferralKept:
    """Who is named as having sent somebody is this member. Declined: the one who came themselves; no such member."""
    referral = one(w, relation_id)
    who(w, sender_id)
    if sender_id == referral.newcomer_id:
        raise Declined(
            "relation_to_self", say("Nobody is related to themselves. Choose somebody else."), "other"
        )
    act = _begin(w, referral, by)
    acts.change_row(w, act, "relations", relation_id, {"other_member": sender_id})
    finding.refresh(w, [referral.newcomer_id])
    return _kept(w, act, relation_id)


def _begin(w: Writing, referral: Referral, by: int | None) -> int:
    member = referral.newcomer_id if referral.sender_id is None else referral.sender_id
    number, name = who(w, member, even_if_gone=True)
    return acts.begin(w, "thanked", member_id=member, by=by, name=name, number=number)


def _kept(w: Writing, act: int, relation_id: int) -> ReferralKept:
    referral = one(w, relation_id)
    member = referral.newcomer_id if referral.sender_id is None else referral.sender_id
    number, name = who(w, member, even_if_gone=True)
    return ReferralKept(act, member, number, name, referral)


# ---- reading ---------------------------------------------------------------------------------------------

_SELECT = (
    "select r.id, r.member_id, m.number, m.name, o.id, coalesce(o.number, ''), coalesce(nullif(o.name, ''), r.text),"
    " r.noted_on, coalesce(s.visits, 0), coalesce(s.spent_minor, 0),"
    " (select min(l.written_on) from letters l where l.member_id = r.other_member and l.undone_by is null"
    f"  and l.kind = '{LETTER}' and l.occasion >= 'friend:' || r.member_id || ':' and l.occasion < 'friend:' || r.member_id || ';'),"
    " (select a.noted_on from set_aside a where a.member_id = r.member_id and a.until is null"
    f"  and a.about = {SAID}) from relations r join members m on m.id = r.member_id and m.gone = 0"
    " left join members o on o.id = r.other_member and o.gone = 0 left join standings s on s.member_id = r.member_id"
    " where r.kind = 'referred by'"
)


def one(book: Reading, relation_id: int) -> Referral:
    """One of them. Declined where there is none."""
    row = book.row(f"{_SELECT} and r.id = ?", (relation_id,))
    if row is None:
        raise Declined("referral_unknown", say("Nobody is noted as having sent them."), "referral")
    return _with_reasons(book, [_referral(row)])[0]


def sent(book: Reading, today: date, *, days: int = YEAR_DAYS, limit: int = 500) -> tuple[Referral, ...]:
    """Everybody who was sent here within so many days, the latest first, at most so many."""
    rows = book.rows(
        # What came of each is worked out for those that are answered alone.
        f"{_SELECT} and r.id in (select id from relations where kind = 'referred by' and noted_on > ? and noted_on <= ?"
        " order by noted_on desc, id desc limit ?) order by r.noted_on desc, r.id desc",
        ((today - timedelta(days=days)).isoformat(), today.isoformat(), limit),
    )
    return _with_reasons(book, [_referral(row) for row in rows])


def owed(book: Reading, today: date, limit: int = 100) -> tuple[Referral, ...]:
    """Those for whom nobody has been thanked, the latest first; who is to be left in peace is named with the reason."""
    return tuple(one for one in sent(book, today) if one.thanked_on is None)[:limit]


def senders(found: tuple[Referral, ...]) -> tuple[Sender, ...]:
    """Who sent them, the most who came first."""
    told: dict[tuple[int | None, str], list[Referral]] = {}
    for one in found:
        key = (one.sender_id, "" if one.sender_id is not None else one.sender.casefold())
        told.setdefault(key, []).append(one)
    made = [
        Sender(
            those[0].sender_id, those[0].sender_number, those[0].sender, len(those), sum(one.visits > 0 for one in those),
            sum(one.spent_minor for one in those), sum(one.thanked_on is None for one in those),
        )
        for those in told.values()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.came, -one.spent_minor, -one.sent, one.name)))


def _referral(row: tuple[Any, ...]) -> Referral:
    (
        relation,
        newcomer,
        number,
        name,
        sender,
        sender_number,
        said,
        noted_on,
        visits,
        spent,
        letter_on,
        said_on,
    ) = row
    thanked = min((on for on in (letter_on, said_on) if on is not None), default=None)
    return Referral(
        relation, newcomer, number, name, sender, sender_number, said, date.fromisoformat(noted_on), visits, spent,
        None if thanked is None else date.fromisoformat(thanked), thanked is not None and thanked == letter_on,
    )  # fmt: skip


def _with_reasons(book: Reading, found: list[Referral]) -> tuple[Referral, ...]:
    in_peace = leaving.in_peace(book, [one.sender_id for one in found if one.sender_id is not None])
    return tuple(
        replace(one, because=in_peace.get(one.sender_id, "")) if one.sender_id in in_peace else one
        for one in found
    )
