"""Commands about purchases: purchase, return, move, undo; each booked once, whatever is tried again."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from uuid import uuid4

from shopkeeper.commands import answers
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Reading, Writing
from shopkeeper.service import acts, foreseeing, members, purchases, returns, shops

Done = TypeVar("Done")


def _member(book: Reading, text: str) -> int | None:
    return None if text.strip() == "-" else members.find_member(book, text)


def _once(session: Session, key: str, act: Callable[[Writing], Done]) -> Done:
    """Do an act that carries a key. Trouble at its end is no proof that it was not saved: the key is looked up."""
    done: Done | None = None
    try:
        with session.writing() as w:
            done = act(w)
    except StorageTrouble:
        session.reopen()
        if done is None or not session.reading.value(
            "select 1 from facts where key = ? and undone_by is null", (key,)
        ):
            raise
    return done


def _redeemed(w: Writing, numbers: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The vouchers redeemed for a purchase; a key that comes again changes nothing, whatever it names."""
    if not numbers or purchases.by_key(w, key) is not None:
        return ()
    from shopkeeper.service import voucher_redeeming  # most purchases bring none

    return voucher_redeeming.redeemed_for(w, numbers, shops.today(w))


def purchase(
    session: Session,
    *,
    member: str,
    amount: int,
    on: date | None = None,
    at: datetime | None = None,
    key: str | None = None,
    points: int = 0,
    what: str = "",
    line: tuple[tuple[int, bool, str], ...] = (),
    voucher: tuple[str, ...] = (),
    by: str | None = None,
) -> Answer:
    """One purchase; the same key again answers as the first time."""
    if on is not None and at is not None:
        raise Declined("on_and_at", "Give the day or the instant, not both.", "on")
    who = by_person(session, by)
    own_key = uuid4().hex if key is None else purchases.clean_key(key)
    lines = tuple(purchases.Line(*one) for one in line)

    def record(w: Writing) -> purchases.Thanks:
        return purchases.record(
            w, member_id=_member(w, member), amount_minor=amount, happened_on=on, happened_at=at, key=own_key,
            points=points, what=what, lines=lines, by=who, vouchers=_redeemed(w, voucher, own_key),
        )  # fmt: skip

    thanks = _once(session, own_key, record)
    answer = {
        "purchase": thanks.purchase,
        "key": thanks.key,
        "amount_minor": thanks.amount_minor,
        "earned": thanks.earned,
        "points": thanks.points,
        "tier": thanks.tier,
        "climbed_to": thanks.climbed_to,
        "occasions": answers.occasions(thanks.occasions),
        "number": thanks.number,
        "name": thanks.name,
        "paid_minor": thanks.paid_minor,
        "act": thanks.act,
    }
    if thanks.again:
        answer["again"] = True
    if thanks.undone:
        answer["undone"] = True
    return answer


def give_back(
    session: Session,
    *,
    purchase: str,
    amount: int | None = None,
    line: tuple[int, ...] = (),
    on: date | None = None,
    key: str | None = None,
    by: str | None = None,
) -> Answer:
    """A purchase taken back: all that is left of it, an amount, or some of its lines."""
    if amount is not None and line:
        raise Declined("amount_and_line", "Give an amount or lines, not both.", "line")
    who = by_person(session, by)
    own_key = uuid4().hex if key is None else purchases.clean_key(key)

    def take_back(w: Writing) -> returns.Returned:
        bought = purchases.purchase_id(w, purchase)
        return returns.give_back(
            w, bought, amount_minor=amount, line_positions=line, happened_on=on, key=own_key, by=who
        )

    done = _once(session, own_key, take_back)
    answer = {
        "return": done.returned,
        "amount_minor": done.amount_minor,
        "reversed": done.reversed,
        "restored": done.restored,
        "points": done.points,
        "debt": done.debt,
        "tier": done.tier,
        "purchase": done.purchase,
        "key": done.key,
        "number": done.number,
        "name": done.name,
        "act": done.act,
    }
    if done.again:
        answer["again"] = True
    return answer


def move(session: Session, *, purchase: str, member: str, by: str | None = None) -> Answer:
    """A purchase moved, whole, to the member whose it is."""
    who = by_person(session, by)
    with session.writing() as w:
        done = purchases.move(w, purchases.purchase_id(w, purchase), _member(w, member), by=who)
    return {"moved": done.purchase, "changed": answers.changed(done.affected), "act": done.act}


def undo(session: Session, *, act: int | None = None, dry_run: bool = False) -> Answer:
    """An act taken back, as if it had never been; or what that would change."""
    if dry_run:
        return _would_undo(session, act)
    with session.writing() as w:
        done = acts.undo(w, act, session.progress)
    return {
        "undone": done.undid,
        "kind": done.kind,
        "changed": answers.changed(done.affected),
        "members": done.members,
        "act": done.act,
    }


def _would_undo(session: Session, act: int | None) -> Answer:
    with session.writing() as w:  # done, looked at, and left undone
        found = foreseeing.foresee(w, act, session.progress)
    return {
        "would_undo": found.act,
        "kind": found.kind,
        "changed": [
            {
                "number": one.number, "name": one.name, "tier": one.tier_after, "points": one.points_after,
                "debt": one.debt_after, "tier_before": one.tier_before, "points_before": one.points_before,
            }
            for one in found.effects
        ],
        "members": found.members,
    }  # fmt: skip
