"""The logo and the scanned signature: chosen, made small enough for paper, kept in the book or taken away."""

from PySide6.QtCore import QObject, Signal

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.press import Press
from shopkeeper.gui.pages.letters.sheet_side import SheetSide
from shopkeeper.service import letter_pictures
from shopkeeper.service.letter_pictures import Which


class LetterheadDesk(QObject):
    """`kept` says that the letterhead is another one now, `refused` why it is not."""

    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, sheet: SheetSide, press: Press) -> None:
        super().__init__(sheet)
        self._desk, self._sheet, self._press = desk, sheet, press
        sheet.picture_asked.connect(self._ask)
        sheet.picture_dropped.connect(self._drop)

    def _ask(self, which: Which) -> None:
        path = self._press.asker.picture(self._sheet, self.tr("Choose a picture"))
        if path is not None:
            sent = self._desk.study(running.picture_for, which, path)
            sent.then(self._read).otherwise(self._refuse)

    def _read(self, answer: tuple[Which, bytes]) -> None:
        sent = self._desk.send(letter_pictures.keep, *answer)
        sent.then(self._keep).otherwise(self._refuse)

    def _drop(self, which: Which) -> None:
        sent = self._desk.send(letter_pictures.keep, which, b"")
        sent.then(self._keep).otherwise(self._refuse)

    def _keep(self, pictures: object) -> None:
        self.kept.emit(pictures)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(error)
