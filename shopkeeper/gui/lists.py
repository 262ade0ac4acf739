"""Lists come in and go out from anywhere in the window: by menu, by key, by a file that is dropped."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.shell import Remembers, Shell

if TYPE_CHECKING:
    from shopkeeper.gui.pages.lists import BringSheet, WriteOutSheet


class Lists(QObject):
    """Holds the two sheets, each made when it is first asked for."""

    def __init__(self, desk: Desk, shell: Shell, store: Remembers) -> None:
        super().__init__(shell)
        self._desk, self._shell, self._store = desk, shell, store
        self._bring: BringSheet | None = None
        self._write_out: WriteOutSheet | None = None
        shell.bring_asked.connect(self._bring_asked)
        shell.write_out_asked.connect(self._write_out_asked)
        shell.file_dropped.connect(self._dropped)

    @property
    def bring_sheet(self) -> "BringSheet":
        """Where a list is brought in."""
        if self._bring is None:
            from shopkeeper.gui.pages.lists import BringSheet

            self._bring = BringSheet(self._desk, self._shell, self._store)
        return self._bring

    @property
    def write_out_sheet(self) -> "WriteOutSheet":
        """Where the book is written out."""
        if self._write_out is None:
            from shopkeeper.gui.pages.lists import WriteOutSheet

            self._write_out = WriteOutSheet(self._desk, self._shell)
        return self._write_out

    def bring(self, path: Path | None = None) -> None:
        """Opens the sheet, with a file or with the question for one."""
        self.bring_sheet.begin(path)

    @Slot()
    def _bring_asked(self) -> None:
        self.bring()

    @Slot()
    def _write_out_asked(self) -> None:
        self.write_out_sheet.begin()

    @Slot(object)
    def _dropped(self, path: object) -> None:
        assert isinstance(path, Path)
        self.bring(path)
