"""Who asks the person for a file, a folder, a printer or a colour: the system's own windows, or another in their place."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from shopkeeper.gui import theme
from shopkeeper.say import text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Asker:
    """Asks with the system's own windows; a test puts another in its place. What is answered is None, or "", where they think
    better of it."""

    def open(self, parent: QWidget, title: str, files: str) -> Path | None:
        """Which file is to be read."""
        chosen, _ = QFileDialog.getOpenFileName(parent, title, _documents(), files)
        return Path(chosen) if chosen else None

    def list(self, parent: QWidget) -> Path | None:
        """Which list is to be brought in."""
        kinds = text("Lists (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods *.vcf *.json);;All files (*)")
        return self.open(parent, text("Bring in a list"), kinds)

    def picture(self, parent: QWidget, title: str) -> Path | None:
        """Which picture is meant."""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = "PNG, JPEG (*.png *.jpg *.jpeg *.webp *.bmp)"
        chosen, _ = QFileDialog.getOpenFileName(parent, title, pictures, kinds)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Which folder files are to go to."""
        chosen = QFileDialog.getExistingDirectory(parent, title, _documents())
        return Path(chosen) if chosen else None

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        """Where a file of this name is to go; it keeps the name's ending."""
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(_documents()) / name), files)
        if not chosen:
            return None
        path, ending = Path(chosen), Path(name).suffix
        return path if path.suffix.casefold() == ending else path.with_name(path.name + ending)

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where a PDF of this name is to go."""
        return self.save(parent, title, name, "PDF (*.pdf)")

    def printer(self, parent: QWidget, ready: "QPrinter", title: str) -> bool:
        """Let the person choose the printer and its settings; False if they think better of it."""
        from PySide6.QtPrintSupport import QPrintDialog  # whoever asks for a file does not need what prints

        dialog = QPrintDialog(ready, parent)
        dialog.setWindowTitle(title)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def colour(self, parent: QWidget, title: str, now: str) -> str:
        """Which colour, as `#RRGGBB`."""
        from PySide6.QtWidgets import QColorDialog

        chosen = QColorDialog.getColor(QColor(now or theme.LIGHT.accent), parent, title)
        return chosen.name().upper() if chosen.isValid() else ""

    def show(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _documents() -> str:
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(documents) or str(Path.home())


def elided(name: str) -> str:
    """A file's name as it fits a line, its ending kept."""
    return name if len(name) <= 60 else name[:40] + "…" + name[-18:]
