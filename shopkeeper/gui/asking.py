"""Who asks the person for a printer or a file with the system's own windows; a test puts another in its place."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget


class AskForPaper:
    """Asks where a page of paper is to go."""

    def printer(self, parent: QWidget, ready: QPrinter, title: str) -> bool:
        """Let the person choose the printer and its settings; False if they think better of it."""
        dialog = QPrintDialog(ready, parent)
        dialog.setWindowTitle(title)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def pdf(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where the PDF is to go; None if they think better of it."""
        return self.file(parent, title, name, "PDF (*.pdf)")

    def file(self, parent: QWidget, title: str, name: str, kind: str) -> Path | None:
        """Where a file is to go, with the ending that `name` has; None if they think better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), kind)
        if not chosen:
            return None
        path, ending = Path(chosen), Path(name).suffix
        return path if path.suffix.casefold() == ending else path.with_name(path.name + ending)
