"""The counter: somebody looked for, the card with its whys, a purchase typed in."""

from datetime import timedelta

from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.why import WhyPopover
from shopkeeper.pictures.stage import NOW, Stage, rest, shot


@shot("counter", place=True)
def _counter(stage: Stage) -> None:
    stage.find("marg")


@shot("counter-recent", place=True)
def _recent(stage: Stage) -> None:
    stage.find("")


def _at_counter(stage: Stage) -> CounterPage:
    stage.find("margaret okonkwo")
    page = stage.go("counter")
    assert isinstance(page, CounterPage)
    stage.take_back.append(stage.program.shell.find_box.clear)
    return page


@shot("why")
def _why(stage: Stage) -> None:
    _at_counter(stage).area.card.head.why.click()
    rest()


@shot("statement")
def _statement(stage: Stage) -> None:
    _why(stage)
    popover = stage.program.shell.findChild(WhyPopover)
    assert popover is not None
    popover.statement.click()
    rest()


@shot("back-dated")
def _back_dated(stage: Stage) -> None:
    panel = _at_counter(stage).panel
    panel.amount.take("400")
    panel.day.ask()
    panel.day.edit.setText(f"{NOW.date() - timedelta(days=40):%d.%m.%Y}")
    panel.day.edit.returnPressed.emit()
    rest()
    stage.take_back.append(panel.reset)
