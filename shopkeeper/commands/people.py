"""Commands about members: find, show, enrol, adjust, gift, tier."""

from datetime import date
from typing import Any

from shopkeeper.commands import answers, why
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.rules import typed_days
from shopkeeper.service import awards, finding, households, members, merging, people, perks, programmes
from shopkeeper.service.awards import Awarded
from shopkeeper.service.details import Address, Birthday, Details

MOST_FOUND = 1000


def by_person(session: Session, by: str | None) -> int | None:
    """The person who serves, by name."""
    return None if by is None else people.find(session.reading, by)


def find(session: Session, *, text: str, limit: int = 20) -> list[Answer]:
    """The members who may be meant, best first."""
    if not 1 <= limit <= MOST_FOUND:
        raise Declined("limit_out_of_range", f"The limit is a number from 1 to {MOST_FOUND}.", "limit")
    found = finding.find(session.reading, text, limit=limit)
    return [
        {
            "number": hit.number,
            "name": hit.name,
            "tier": hit.tier,
            "card": hit.card,
            "phone": hit.phone,
            "town": hit.town,
            "last_visit": answers.day(hit.last_visit),
            "matched": hit.matched,
        }
        for hit in found.hits
    ]


def show(session: Session, *, member: str, on: date | None = None, why: bool = False) -> Answer:
    """The whole card as of the end of a day."""
    today = session.today
    member_id = members.find_member(session.reading, member)
    card = members.show(session.reading, member_id, today, on)
    from shopkeeper.service import stages  # brings numpy

    return {
        "number": card.number,
        "name": card.name,
        **answers.standing(card.standing),
        "stage": stages.of_member(session.reading, member_id, on or today).name.lower(),
        "why": _why(session, member_id, on or today) if why else [],
        "as_of": answers.day(card.standing.as_of),
        "joined_on": answers.day(card.joined_on),
        "perks": list(card.perks),
        "perks_owed": [
            owed.perk.name
            for owed in perks.of(
                session.reading,
                member_id,
                programmes.on(session.reading, on or today),
                card.standing,
                on or today,
            )
            if owed.state == "owed"
        ],
        "cards": list(card.cards),
        "phones": list(card.details.phones),
        "emails": list(card.details.emails),
        "remarks": [{"kind": remark.kind, "text": remark.text} for remark in card.details.remarks],
        "note": card.details.note,
    }


def _why(session: Session, member_id: int, day: date) -> list[str]:
    return why.sentences(session.reading, session.speech, member_id, day)


def enrol(
    session: Session,
    *,
    name: str,
    birthday: typed_days.Birthday | None = None,
    even_if_known: bool = False,
    by: str | None = None,
    **given: Any,
) -> Answer:
    """A new member, with a card and the welcome gift."""
    details = Details(
        name=name,
        number=given.get("number", ""),
        phones=given.get("phone", ()),
        emails=given.get("email", ()),
        addresses=(
            Address(
                street=given.get("street", ""), postcode=given.get("postcode", ""), town=given.get("town", "")
            ),
        ),
        card=given.get("card", ""),
        birthday=None if birthday is None else Birthday(birthday.month, birthday.day, birthday.year),
        letters=given.get("letters"),
        joined_on=given.get("on"),
    )
    who = by_person(session, by)
    with session.writing() as w:
        new = members.enrol(w, details, by=who, even_if_known=even_if_known)
    return {"number": new.number, "name": new.name, "card": new.card, "points": new.points, "act": new.act}


def adjust(
    session: Session, *, member: str, points: int, reason: str, on: date | None = None, by: str | None = None
) -> Answer:
    """Points added or taken, with a reason."""
    who = by_person(session, by)
    with session.writing() as w:
        done = awards.adjust(w, members.find_member(w, member), points, reason, happened_on=on, by=who)
    return _awarded(done)


def gift(session: Session, *, member: str, gift: str, reason: str = "", by: str | None = None) -> Answer:
    """The programme's welcome or birthday gift, each given once, or a number of points with a reason."""
    who = by_person(session, by)
    today = session.today
    with session.writing() as w:
        member_id = members.find_member(w, member)
        programme = programmes.on(w, today)
        if gift == "welcome":
            points, once, usual = programme.joining_points, "welcome", "Welcome"
        elif gift == "birthday":
            points, once, usual = programme.birthday_points, f"birthday {today.year}", "Birthday"
        elif gift.isascii() and gift.isdecimal() and len(gift) < 18:
            points, once, usual = int(gift), "", ""
        else:
            raise Declined("gift_unknown", "A gift is welcome, birthday, or a number of points.", "gift")
        if once and not points:
            raise Declined("no_such_gift", "The programme gives nothing for that.", "gift")
        done = awards.gift(w, member_id, points, reason or usual, once=once, by=who)
    return _awarded(done)


def tier(
    session: Session, *, member: str, name: str, until: date, reason: str, on: date | None = None,
    by: str | None = None,
) -> Answer:  # fmt: skip
    """A tier by hand, through a day."""
    who = by_person(session, by)
    with session.writing() as w:
        done = awards.tier(w, members.find_member(w, member), name, until, reason, happened_on=on, by=who)
    return _awarded(done)


def perk(
    session: Session,
    *,
    member: str,
    perk: str,
    refused: bool = False,
    on: date | None = None,
    by: str | None = None,
) -> Answer:
    """A perk given, or refused."""
    who = by_person(session, by)
    settle = perks.refuse if refused else perks.give
    with session.writing() as w:
        done = settle(w, members.find_member(w, member), perk, happened_on=on, by=who)
    return {
        "number": done.number, "name": done.name, "perk": done.perk, "given": done.given,
        **answers.standing(done.standing), "act": done.act,
    }  # fmt: skip


def household(
    session: Session,
    *,
    member: str,
    join: str = "",
    leave: bool = False,
    on: date | None = None,
    by: str | None = None,
) -> Answer:
    """Whom a member pools points with; joining, leaving."""
    if join and leave:
        raise Declined("join_and_leave", "Join or leave, not both at once.", "leave")
    who = by_person(session, by)
    answer: Answer = {}
    if join or leave:
        with session.writing() as w:
            member_id = members.find_member(w, member)
            done = (
                households.join(w, member_id, members.find_member(w, join), happened_on=on, by=who)
                if join
                else households.leave(w, member_id, happened_on=on, by=who)
            )
        answer = {"changed": answers.changed(done.affected), "act": done.act}
    home = households.of(session.reading, members.find_member(session.reading, member), on or session.today)
    mates = () if home is None else home.mates
    return {
        "household": [
            {
                "number": mate.number,
                "name": mate.name,
                "points": mate.points,
                "since": answers.day(mate.since),
            }
            for mate in mates
        ],
        "pooled": 0 if home is None else home.points,
        **answer,
    }


def merge(session: Session, *, keep: str, other: str, by: str | None = None) -> Answer:
    """Two records of one person made one."""
    who = by_person(session, by)
    session.keep_first("merge")
    with session.writing() as w:
        done = merging.merge(w, members.find_member(w, keep), members.find_member(w, other), by=who)
    return {
        "merge": done.merge, "number": done.number, "name": done.name, "other_number": done.other_number,
        "changed": answers.changed(done.affected), "act": done.merge,
    }  # fmt: skip


def unmerge(session: Session, *, merge: int) -> Answer:
    """A merge taken apart; `since` is what was done since, which stays with the member it was kept as."""
    with session.writing() as w:
        done = merging.unmerge(w, merge)
    return {
        "unmerged": done.merge,
        "changed": answers.changed(done.affected),
        "since": [
            {
                "act": change.act, "kind": change.kind, "entered_at": change.entered_at, "amount_minor": change.amount_minor,
                "points": change.points,
            }
            for change in done.since
        ],
        "act": done.act,
    }  # fmt: skip


def _awarded(done: Awarded) -> Answer:
    return {"number": done.number, "name": done.name, **answers.standing(done.standing), "act": done.act}
