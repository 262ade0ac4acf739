"""The figures of the quiet hour, and trials."""

from shopkeeper.gui.pages.insights import InsightsPage
from shopkeeper.pictures.stage import Stage, rest, shot


@shot("insights", place=True)
def _insights(stage: Stage) -> None:
    stage.go("insights", 3000)
    _insights_page(stage).sheet.verticalScrollBar().setValue(0)
    rest(200)


@shot("trial-running")
def _trial_running(stage: Stage) -> None:
    _insights_page(stage).show_trials()
    rest(1500)


@shot("trial-over")
def _trial_over(stage: Stage) -> None:
    page = _insights_page(stage)
    page.show_trials()
    page.trials.list.setCurrentRow(1)
    rest(1500)


@shot("trial-new")
def _trial_new(stage: Stage) -> None:
    page = _insights_page(stage)
    page.show_trials()
    page.trials.begin()
    sheet = page.trials.sheet
    for part, words in (
        (sheet.name, "Tea for the Saturday"),
        (sheet.first, "A pot of tea"),
        (sheet.goal, "0.90"),
    ):
        part.set_text(words)
    rest(2500)
    stage.take_back.append(sheet.put_away)


@shot("insights-plan")
def _insights_plan(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.plan.y())
    rest()


@shot("insights-value")
def _insights_value(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.value.y())
    page.value.table.setFocus()
    rest()


@shot("insights-rhythm")
def _insights_rhythm(stage: Stage) -> None:
    page = _insights_page(stage)
    page.sheet.verticalScrollBar().setValue(page.rhythm.y())
    rest()


@shot("insights-thresholds")
def _insights_thresholds(stage: Stage) -> None:
    page = _insights_page(stage)
    page.thresholds.begin()
    rest()
    stage.take_back.append(page.thresholds.put_away)


def _insights_page(stage: Stage) -> InsightsPage:
    page = stage.go("insights", 1500)
    assert isinstance(page, InsightsPage)
    stage.take_back.append(page.show_figures)
    return page
