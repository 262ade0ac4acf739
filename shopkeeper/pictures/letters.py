"""Letters, cards and labels, about to be printed."""

from shopkeeper.gui.pages.letters import LettersPage
from shopkeeper.pictures.stage import Stage, rest, shot
from shopkeeper.service import letters

KINDS = [kind.key for kind in letters.KINDS]


@shot("letters", place=True)
def _letters(stage: Stage) -> None:
    letters_of(stage, 0)


def letters_of(stage: Stage, row: int) -> LettersPage:
    """Letters, with the row of its list chosen: first the kinds of letters, then the other pieces, then vouchers."""
    page = stage.go("letters", 100)
    assert isinstance(page, LettersPage)
    page.kinds.setCurrentRow(row)
    rest(1200)
    return page


@shot("letters-miss-you")
def _miss_you(stage: Stage) -> None:
    letters_of(stage, KINDS.index("miss-you"))


@shot("letters-preview")
def _sale_preview(stage: Stage) -> None:
    page = letters_of(stage, KINDS.index("sale-preview"))
    page.due.telling.edit.setPlainText("the winter sale on Thursday 3 December from six o’clock")
    rest(900)


@shot("cards")
def _cards(stage: Stage) -> None:
    page = letters_of(stage, len(KINDS))
    page.pieces.whom.setCurrentIndex(2)
    page.pieces.whom.activated.emit(2)
    rest(900)


@shot("labels")
def _labels(stage: Stage) -> None:
    page = letters_of(stage, len(KINDS) + 1)
    page.pieces.whom.setCurrentIndex(1)
    page.pieces.whom.activated.emit(1)
    rest(900)
