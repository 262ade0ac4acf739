"""The list of members, one of them, and what is asked about them all."""

from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.pictures.stage import Stage, rest, shot
from shopkeeper.service import finding


@shot("members", place=True)
def _members(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    stage.program.shell.find_box.set_text("")
    page.on_find_text("")
    page.on_find_escaped()
    rest()


@shot("member", place=True)
def _member(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    page.open_member(stage.desk.ask(finding.find, "margaret okonkwo", limit=1).hits[0].member_id)
    rest()


@shot("member-details")
def _member_details(stage: Stage) -> None:
    _member(stage)
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    # The find box is emptied before: what is typed there is asked of the list, and leads back to it.
    page.member.edit_asked.emit()
    rest()
    stage.take_back.append(page.form.leave)


@shot("duplicates")
def _duplicates(stage: Stage) -> None:
    page = stage.go("members", 300)
    assert isinstance(page, MembersPage)
    page.list.duplicates_asked.emit()
    rest(2500)
    stage.take_back.append(page.duplicates.put_away)


@shot("groups")
def _groups(stage: Stage) -> None:
    page = stage.go("members")
    assert isinstance(page, MembersPage)
    page.groups.begin()
    page.groups.rule.set_text("Gold or higher, not seen for 14 days, likes cheese or Comté")
    page.groups.name.set_text("The cheese board")
    rest(900)
