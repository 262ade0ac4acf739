"""Vouchers, about to be printed and back at the counter."""

from datetime import timedelta

from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.pictures.letters import KINDS, letters_of
from shopkeeper.pictures.stage import Stage, rest, shot
from shopkeeper.service import finding, pieces, vouchers


def _winter(stage: Stage) -> int:
    """What is offered in these pictures, once."""
    name, today = "Winter thank-you", stage.desk.today

    def made() -> list[int]:
        return [offer.id for offer in stage.desk.ask(vouchers.offered, today) if offer.plan.name == name]

    if not made():
        until = today + timedelta(days=40)
        stage.do(vouchers.offer, vouchers.Plan(name, "money", today, until, value=500, budget_minor=50_000))
    return made()[0]


@shot("vouchers")
def _vouchers(stage: Stage) -> None:
    _winter(stage)
    page = letters_of(stage, len(KINDS) + len(pieces.THINGS))
    page.vouchers.whom.setCurrentIndex(1)
    page.vouchers.whom.activated.emit(1)
    rest(900)


@shot("voucher")
def _voucher(stage: Stage) -> None:
    """At the counter, typed into the find box."""
    one = stage.desk.ask(finding.find, "ma", limit=1).hits[0]
    offer = _winter(stage)
    stage.do(vouchers.make, offer, [one.member_id])
    number = stage.desk.ask(vouchers.held_number, offer, one.member_id)
    page = stage.go("counter")
    assert isinstance(page, CounterPage)
    page.receive(one.member_id)
    page.panel.amount.set_text("24.50")
    page.take_voucher(number)
    rest(600)
    sheet = SlideOver.over(stage.program.shell)
    if sheet is not None:
        stage.take_back.append(sheet.put_away)
    stage.take_back.append(page.panel.reset)
