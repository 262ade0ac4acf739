"""When nothing else can be shown: the book cannot be opened, or the program has a fault; in plain words, with a way on."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

_open: list[QMessageBox] = []  # a fault inside a fault must not open a hundred windows


def show_trouble(because: str, path: Path) -> None:
    """Say why the shop cannot be opened; returns when it was read."""
    translate = QCoreApplication.translate
    box = QMessageBox(QMessageBox.Icon.Warning, translate("Trouble", "Shopkeeper"), because)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(translate("Trouble", "The book is in {folder}.").format(folder=str(path.parent)))
    box.exec()


def show_fault(report: str) -> None:
    """Say that the program has a fault, with a report to copy that holds nothing of anybody."""
    if _open:
        return
    translate = QCoreApplication.translate
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        translate("Trouble", "Shopkeeper"),
        translate(
            "Trouble",
            "The program has a fault, and the last act may not have been done. What was recorded before is safe.",
        ),
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(
        translate(
            "Trouble", "Copy the report and send it to whoever looks after the program. It names nobody."
        )
    )
    copy = QPushButton(translate("Trouble", "Copy the report"), box)
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    box.setDetailedText(report)
    _open.append(box)
    box.finished.connect(lambda _result: _open.clear())
    box.open()
