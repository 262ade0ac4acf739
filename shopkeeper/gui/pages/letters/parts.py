"""Small parts the views of this place share: buttons that Enter presses, and who asks the person for a file or a printer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from shopkeeper.gui import look


def button(words: str, parent: QWidget, pressed: Callable[[], object], kind: str = "") -> QPushButton:
    """A button that Enter presses as well as Space; `pressed` is a bound method."""
    made = QPushButton(words, parent)
    made.setAutoDefault(True)
    if kind:
        look.mark(made, kind=kind)
    made.clicked.connect(pressed)
    return made


def set_close(panel: QWidget) -> None:
    """A card that holds nothing but a table keeps less room around it."""
    inside = panel.layout()
    if inside is not None:
        inside.setContentsMargins(look.px(8), look.px(6), look.px(8), look.px(8))
        inside.setSpacing(0)


class Asker:
    """Asks with the system's own windows; a test puts another in its place."""

    def printer(self, parent: QWidget, ready: QPrinter, title: str) -> bool:
        """Let the person choose the printer and its settings; False if they think better of it."""
        dialog = QPrintDialog(ready, parent)
        dialog.setWindowTitle(title)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def picture(self, parent: QWidget, title: str) -> Path | None:
        """Which picture is meant; None if they think better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = "PNG, JPEG (*.png *.jpg *.jpeg *.webp *.bmp)"
        chosen, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Where the PDFs are to go; None if they think better of it."""
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(parent, title, usual)
        return Path(chosen) if chosen else None

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where the PDF is to go; None if they think better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), "PDF (*.pdf)")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.casefold() == ".pdf" else path.with_name(path.name + ".pdf")
