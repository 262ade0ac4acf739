"""Evenings in the shop: one to come, one that is over, one being planned."""

from functools import partial

from shopkeeper.gui.pages.events import EventsPage
from shopkeeper.pictures.stage import Stage, rest, shot


@shot("events", place=True)
def _events(stage: Stage) -> None:
    stage.go("events")


@shot("event-over")
def _event_over(stage: Stage) -> None:
    page = stage.go("events")
    assert isinstance(page, EventsPage)
    page.list.setCurrentRow(1)
    rest(1500)
    stage.take_back.append(partial(page.list.setCurrentRow, 0))


@shot("event-plan")
def _event_plan(stage: Stage) -> None:
    page = stage.go("events")
    assert isinstance(page, EventsPage)
    page.plan()
    rest(300)
