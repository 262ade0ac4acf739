"""The programme: what it is, what another would do, what it gave."""

from shopkeeper.gui.pages.programme import ProgrammePage
from shopkeeper.pictures.stage import Stage, shot, until_rested


@shot("programme", place=True)
def _programme(stage: Stage) -> None:
    stage.go("programme")


def _programme_page(stage: Stage) -> ProgrammePage:
    page = stage.go("programme")
    assert isinstance(page, ProgrammePage)
    return page


@shot("programme-try")
def _programme_try(stage: Stage) -> None:
    tryout = _programme_page(stage).show_view.tryout
    tryout.field.setText("400")
    tryout.field.textEdited.emit("400")
    until_rested(stage)


@shot("programme-change")
def _programme_change(stage: Stage) -> None:
    _programme_try(stage)
    page = _programme_page(stage)
    page.show_view.tryout.adopt_button.click()
    until_rested(stage)
    stage.take_back.append(page.form.left.emit)


@shot("recognition")
def _recognition(stage: Stage) -> None:
    page = _programme_page(stage)
    page.show_view.report.click()
    until_rested(stage)
    stage.take_back.append(page.report.left.emit)
