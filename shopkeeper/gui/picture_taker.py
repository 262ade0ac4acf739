"""Opens the sheet of a member's picture from wherever the member is shown, also for a file that is dropped there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.picture_files import looks_like_picture
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service.counter import AtCounter

if TYPE_CHECKING:
    from shopkeeper.gui.picture_sheet import PictureSheet


class PictureTaker(QObject):
    """Holds the sheet, made when it is first asked for: it brings what decodes pictures."""

    def __init__(self, desk: Desk, shell: Shell, page: QObject) -> None:
        super().__init__(page)
        self._desk, self._shell = desk, shell
        self._sheet: PictureSheet | None = None

    @property
    def sheet(self) -> "PictureSheet":
        """The sheet, made when it is first asked for."""
        if self._sheet is None:
            from shopkeeper.gui.picture_sheet import PictureSheet

            self._sheet = PictureSheet(self._desk, self._shell)
            self._sheet.done.connect(self._shell.show_toast)
        return self._sheet

    def open(self, at: AtCounter | None) -> None:
        """Opens for whoever is shown, unless something lies over them."""
        if at is not None and SlideOver.over(self._shell) is None:
            self.sheet.begin(at)

    def dropped(self, at: AtCounter | None, path: Path) -> bool:
        """A file was dropped; answers whether it is a picture for whoever is shown."""
        if at is None or not looks_like_picture(path):
            return False
        over = SlideOver.over(self._shell)
        if over is not None and over is self._sheet:
            self._sheet.take_file(path)
            return True
        if over is not None:
            return False
        self.sheet.begin(at, path)
        return True
