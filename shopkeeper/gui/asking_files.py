"""Who asks the person for a file: the system's own windows, or another in their place."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from shopkeeper.say import text


class Asker:
    """Asks with the system's own windows; a test puts another in its place."""

    def open(self, parent: QWidget, title: str, files: str) -> Path | None:
        """Which file is to be read; None if they think better of it."""
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(_documents()), files)
        return Path(chosen) if chosen else None

    def list(self, parent: QWidget) -> Path | None:
        """Which list is to be brought in; None if they think better of it."""
        kinds = text("Lists (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods *.vcf *.json);;All files (*)")
        return self.open(parent, text("Bring in a list"), kinds)

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        """Where a file of this name is to go; it keeps the name's ending. None if they think better of it."""
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(_documents() / name), files)
        if not chosen:
            return None
        path, ending = Path(chosen), Path(name).suffix
        return path if path.suffix.casefold() == ending else path.with_name(path.name + ending)


def _documents() -> Path:
    return Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home()
    )


def elided(name: str) -> str:
    """A file's name as it fits a line, its ending kept."""
    return name if len(name) <= 60 else name[:40] + "…" + name[-18:]
