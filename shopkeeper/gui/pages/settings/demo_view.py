"""The demo shop: gone to, left, and removed in one step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence


class DemoView(View):
    """`left(where)` goes to `demo` or `own`, or removes the demo shop: `demo removed`."""

    left = Signal(str)

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        card = Panel(parent=self.inside)
        self.words = Sentence("", "body", "", card)
        self.go_demo = button(self.tr("Look around in the demo shop"), card, self._go_demo)
        self.go_own = button(self.tr("Back to my shop"), card, self._go_own, "primary")
        self.remove = button(self.tr("Remove the demo shop"), card, self._remove)
        card.add(self.words)
        card.add(row(self.go_demo, self.go_own, self.remove))
        card.add(
            Sentence(
                self.tr("Its members are made up, and it has a file of its own that never mixes with yours. Removed, it"
                        " can be made again, new, at any time; what was tried in it is gone then."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.column.addWidget(card)

    def show_state(self, *, in_demo: bool, there: bool) -> None:
        """Whether the demo shop is the one that is open, and whether there is one at all."""
        self.go_demo.setVisible(not in_demo)
        self.go_own.setVisible(in_demo)
        self.remove.setVisible(in_demo or there)
        self.words.setText(
            self.tr("This is the demo shop.")
            if in_demo
            else self.tr("There is a demo shop on this computer.")
            if there
            else self.tr("There is no demo shop on this computer. It is made when you go there.")
        )

    def _go_demo(self) -> None:
        self.left.emit("demo")

    def _go_own(self) -> None:
        self.left.emit("own")

    def _remove(self) -> None:
        self.left.emit("demo removed")

    def take_caret(self) -> None:
        """The caret goes to the first thing that can be done here."""
        (self.go_demo if self.go_own.isHidden() else self.go_own).setFocus()
