"""Keys, and what the program is: its version, its licence, what to tell whoever looks after it."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from shopkeeper import __version__
from shopkeeper.gui import look
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence


class AboutView(View):
    """`keys` are those that work everywhere: (`Ctrl+K`, "Find a member")."""

    def __init__(self, title: str, short: str, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(title, short, parent)
        card = Panel(self.tr("Keys that work everywhere"), parent=self.inside)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(6))
        grid.setColumnStretch(1, 1)
        for number, (key, words) in enumerate(keys):
            grid.addWidget(
                KeyHint(key, card), number, 0, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(Sentence(words, "body", "", card), number, 1)
        card.add(grid)
        card.add(Sentence(self.tr("F1 tells the keys of the place in front."), "body", "2", card))
        about = Panel(self.tr("This program"), parent=self.inside)
        self.version = Sentence(
            self.tr("Shopkeeper {version}").format(version=__version__), "strong", "", about
        )
        self.system = Sentence(
            f"Python {sys.version.split()[0]} · Qt {qVersion()} · {sys.platform}", "body", "2", about
        )
        about.add(self.version)
        about.add(self.system)
        about.add(
            Sentence(
                self.tr("It works without the internet and sends nothing to anybody. Free software under the MIT licence."),
                "body", "2", about,
            )
        )  # fmt: skip
        self.copy = button(self.tr("Copy the version"), about, self._copy)
        about.add(row(self.copy))
        self.column.addWidget(about)
        self.column.addWidget(card)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.version.text()} · {self.system.text()}")

    def take_caret(self) -> None:
        """The caret goes to the one button."""
        self.copy.setFocus()
