"""Commands about vouchers: offer, vouchers, issue, redeem, withdraw."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from shopkeeper.commands import answers
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.vouchers import Gives
from shopkeeper.say import Speech
from shopkeeper.service import acts, letters, members, pieces, purchases, voucher_redeeming
from shopkeeper.service import vouchers as service
from shopkeeper.service.vouchers import Offered, Plan, Voucher
from shopkeeper.values import replace


def offer(
    session: Session, *, name: str, through: date, off: int | None = None, percent: int | None = None, thing: str = "",
    anybody: bool = False, most: int | None = None, each: int | None = None, budget: int | None = None,
    least: int | None = None, by: str | None = None, **given: date,
) -> Answer:  # fmt: skip
    """Something vouchers give: money off, a percentage or a thing."""
    if sum((off is not None, percent is not None, bool(thing))) != 1:
        raise Declined("gives_unknown", "Say one thing that it gives: --off, --percent or --thing.", "gives")
    plan = Plan(
        name,
        "money" if off is not None else "percent" if percent is not None else "thing",
        given.get("from") or session.today,
        through,
        off if off is not None else percent or 0,
        thing,
        not anybody,
        most,
        each or 0,
        budget,
        least or 0,
    )
    with session.writing() as w:
        done = service.offer(w, plan, by=by_person(session, by))
    return _offered(done.offer) | {"act": done.act}


def change_offer(
    session: Session, *, offer: str, name: str = "", through: date | None = None, off: int | None = None,
    percent: int | None = None, thing: str = "", most: int | None = None, each: int | None = None,
    budget: int | None = None, least: int | None = None, by: str | None = None, **given: date,
) -> Answer:  # fmt: skip
    """What is named becomes so, the rest stays."""
    found = service.named(session.reading, offer, session.today)
    plan = found.plan
    said = [
        one
        for one in (
            "off" if off is not None else "",
            "percent" if percent is not None else "",
            thing and "thing",
        )
        if one
    ]
    if len(said) > 1:
        raise Declined("gives_unknown", "Say one thing that it gives: --off, --percent or --thing.", "gives")
    if said:
        gives: Gives = "money" if off is not None else "percent" if percent is not None else "thing"
        plan = replace(plan, gives=gives, value=off if off is not None else percent or 0, thing=thing)
    changed = replace(
        plan,
        name=name or plan.name,
        from_day=given.get("from") or plan.from_day,
        through=through or plan.through,
        most=plan.most if most is None else most or None,
        each_minor=plan.each_minor if each is None else each,
        budget_minor=plan.budget_minor if budget is None else budget or None,
        least_minor=plan.least_minor if least is None else least,
    )
    with session.writing() as w:
        done = service.change(w, found.id, changed, by=by_person(session, by))
    return _offered(done.offer) | {"act": done.act}


def withdraw(session: Session, *, offer: str, by: str | None = None) -> Answer:
    """None of its numbers is taken any more."""
    found = service.named(session.reading, offer, session.today)
    with session.writing() as w:
        done = service.withdraw(w, found.id, by=by_person(session, by))
    return _offered(done.offer) | {"act": done.act}


def vouchers(session: Session, *, offer: str = "") -> Answer:
    """All offers with what was issued, redeemed and what it cost; or one with its numbers."""
    book, today = session.reading, session.today
    if not offer:
        return {"offers": offered_by(session, today)}
    found = service.named(book, offer, today)
    return _offered(found) | {"vouchers": [_voucher(one) for one in service.listed(book, found.id, today)]}


def offered_by(session: Session, on: date) -> list[Answer]:
    """All offers with their figures at the end of a day."""
    return [_offered(one) for one in service.offered(session.reading, on)]


def issue(
    session: Session, *, offer: str, member: tuple[str, ...] = (), tier: str = "", group: str = "", count: int = 0,
    pdf: str | None = None, format: str = "", start: int = 1, by: str | None = None,
) -> Answer:  # fmt: skip
    """Numbers for members, or for whoever brings them; on sheets as a PDF if one is named. Who has one keeps it."""
    book, today = session.reading, session.today
    found = service.named(book, offer, today)
    ids = [members.find_member(book, number) for number in member]
    if tier:
        ids += [
            one.member_id
            for one in pieces.in_tier(book, "vouchers", letters.tier_named(book, tier, today), today).due
        ]
    if group:
        ids += pieces.in_group(book, group, today)
    if pdf is not None:  # what the sheet cannot be is said before a number is made
        _sheets(session, (), format, start)
    with session.writing() as w:
        made = service.make(w, found.id, ids, count=count, by=by_person(session, by))
    pages = 0
    if pdf is not None:
        from shopkeeper.paper.fonts import without_window
        from shopkeeper.paper.pdf import write_pdf

        kept = without_window()
        try:
            pages = write_pdf(
                Path(pdf), _sheets(session, made.numbers, format, start), title=found.plan.name,
                author=session.shop.name, language=letters.language_tag(book),
            ).pages  # fmt: skip
        except (Declined, StorageTrouble):
            if made.act is not None:  # what is on no paper is in nobody's hands
                with session.writing() as w:
                    acts.undo(w, made.act)
            raise
        del kept
    now = service.one(session.reading, found.id, today)
    return _offered(now) | {
        "numbers": list(made.numbers),
        "fresh": made.fresh,
        "pages": pages,
        "act": made.act,
    }


def _sheets(session: Session, numbers: tuple[str, ...], format: str, start: int) -> Any:
    from shopkeeper.gui.notes import vouchers_of

    book = session.reading
    return vouchers_of(book, numbers, session.today, pieces.ways(book), format=format, start=start)


def redeem(
    session: Session, *, number: str, amount: int | None = None, purchase: str | None = None, member: str | None = None,
    of_another: bool = False, look: bool = False, by: str | None = None,
) -> Answer:  # fmt: skip
    """Redeem a voucher, once; or only look what it is."""
    book = session.reading
    if look:
        return _voucher(service.look(book, number, session.today))
    member_id = None if member is None else members.find_member(book, member)
    with session.writing() as w:
        done = voucher_redeeming.redeem(
            w,
            number,
            amount_minor=amount,
            member_id=member_id,
            by=by_person(session, by),
            even_if_others=of_another,
            purchase=None if purchase is None else purchases.purchase_id(book, purchase),
        )
    return _voucher(done.voucher) | {"to_pay_minor": done.to_pay_minor, "act": done.act}


def _offered(one: Offered) -> Answer:
    plan = one.plan
    return {
        "offer": one.id, "name": plan.name, "gives": plan.gives, **_gives(plan.gives, plan.value, plan.thing),
        "from": plan.from_day.isoformat(), "through": plan.through.isoformat(), "for_members": plan.named, "most": plan.most,
        "each_minor": plan.each_minor, "least_minor": plan.least_minor or None, "budget_minor": plan.budget_minor, "withdrawn": one.withdrawn_on is not None,
        "issued": one.made, "redeemed": one.used, "open": one.open, "over": one.over, "cost_minor": one.gave_minor,
        "open_minor": one.open_minor,
    }  # fmt: skip


def _gives(gives: str, value: int, thing: str) -> Answer:
    if gives == "thing":
        return {"thing": thing}
    return {"off_minor": value} if gives == "money" else {"percent": value}


def _voucher(one: Voucher) -> Answer:
    return {
        "voucher": one.number, "offer": one.name, "gives": one.offer.gives,
        **_gives(one.offer.gives, one.offer.value, one.offer.thing), "state": one.state,
        "number": one.member_number or None, "name": one.member_name, "through": one.offer.through.isoformat(),
        "redeemed_on": answers.day(one.used_on), "redeemed_by": one.used_by or None, "gave_minor": one.gave_minor,
        "least_minor": one.offer.least_minor or None, "purchase": one.purchase,
    }  # fmt: skip


def told(command: str, answer: Answer, speech: Speech, today: date) -> Iterator[str]:
    """The answers in words."""
    if command == "redeem":
        whose = f", {answer['name'] or answer['number']}" if answer["number"] else ""
        yield f"{spaced(answer['voucher'])} · {answer['offer']}{whose} · {answer['state']} · until {answer['through']}"
        if answer.get("act"):
            yield f"It gave {speech.money(answer['gave_minor'])}."
        if answer.get("to_pay_minor") is not None:
            yield f"To pay: {speech.money(answer['to_pay_minor'])}."
        return
    for one in answer.get("offers", [answer]):
        figures = f"{one['issued']} issued, {one['redeemed']} redeemed, {one['open']} open"
        yield f"{one['offer']} · {one['name']} · until {one['through']} · {figures} · cost {speech.money(one['cost_minor'])}"
    for number in answer.get("numbers", ()):
        yield f"  {spaced(number)}"
    for one in answer.get("vouchers", ()):
        yield "  " + " · ".join(
            part
            for part in (
                spaced(one["voucher"]),
                one["name"] or one["number"] or "",
                one["state"],
                one["redeemed_on"] or "",
            )
            if part
        )
