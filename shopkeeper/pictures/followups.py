"""The morning page and what stands beside it."""

from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.pictures.stage import Stage, rest, shot


@shot("followups", place=True)
def _followups(stage: Stage) -> None:
    _followups_page(stage).show_view(0)
    rest(1200)


@shot("wanted")
def _wanted(stage: Stage) -> None:
    _followups_page(stage).show_view(1)
    rest()


@shot("heard")
def _heard(stage: Stage) -> None:
    _followups_page(stage).show_view(2)
    rest()


@shot("questions")
def _questions(stage: Stage) -> None:
    _followups_page(stage).show_view(3)
    rest()


@shot("coming-back")
def _coming_back(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(page.views.indexOf(page.coming_back))
    rest(1500)


@shot("who-sent-whom")
def _who_sent_whom(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(page.views.indexOf(page.referrals))
    rest()


@shot("leaving")
def _leaving(stage: Stage) -> None:
    page = _followups_page(stage)
    page.show_view(0)
    rest(1200)
    line = next(row.line for row in page.morning.rows if row.line.section == "slipping")
    assert line.member_id is not None
    page.morning.leaving.begin(line.member_id, "plan")
    rest(400)


def _followups_page(stage: Stage) -> FollowupsPage:
    page = stage.go("followups", 0)
    assert isinstance(page, FollowupsPage)
    return page
