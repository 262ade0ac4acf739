"""The day book with a page of slips typed in."""

from PySide6.QtWidgets import QApplication

from shopkeeper.gui.pages.daybook import DaybookPage
from shopkeeper.pictures.stage import Stage, rest, shot

_SLIPS = (
    ("09:12", "Marjorie Finch", "18.00", ""),
    ("09:20", "Ansel Brandt", "42.75", "Cheese board"),
    ("09:31", "", "6.10", ""),
    ("09:44", "Yusuf Demir", "23.40", ""),
    ("10:02", "Thandeka Mbeki", "88.00", "Hamper"),
    ("10:15", "Margaret Okonkwo", "24.50", "Oolong, oat biscuits"),
    ("10:32", "Margot Leclerc", "12.90", ""),
    ("10:41", "lec", "", ""),
)


def fill_the_day(stage: Stage) -> None:
    """A page of slips as they come out of a spreadsheet, one of them not settled."""
    page = stage.go("daybook")
    assert isinstance(page, DaybookPage)
    QApplication.clipboard().setText("\n".join("\t".join(slip) for slip in _SLIPS))
    page.paste()
    rest()
    page.till.till.take("612.40")
    rest()


@shot("daybook", place=True)
def _daybook(stage: Stage) -> None:
    stage.go("daybook")
