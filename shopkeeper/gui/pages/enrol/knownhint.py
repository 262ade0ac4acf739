"""The hint that this person may be known already, with a way to open them instead."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import text
from shopkeeper.service.known import Known

SHOWN = 3
AT_HOME = frozenset({"phone", "name and phone", "name and address"})
"""What people of one household share as well."""


def because(known: Known) -> str:
    """What speaks for its being the same person."""
    return {
        "name and phone": text("the same name and phone"),
        "name and birthday": text("the same name and birthday"),
        "name and address": text("the same name and address"),
        "birthday and phone": text("the same birthday and phone"),
        "email": text("the same e-mail"),
        "name": text("the same name"),
        "phone": text("the same phone"),
    }[known.because]


class _Person(QWidget):
    opened = Signal(int)
    same_home = Signal(int)

    def __init__(self, known: Known, parent: QWidget) -> None:
        super().__init__(parent)
        self._member = known.member_id
        name = known.name or text("Member {number}").format(number=known.number)
        self.button = QPushButton(self.tr("Open"), self)
        self.button.setAccessibleName(self.tr("Open {name}").format(name=name))
        look.mark(self.button, kind="small")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Sentence(name, "strong", "", self), 0)
        row.addWidget(Sentence(f"{known.number} · {because(known)}", "body", "2", self), 1)
        self.home = QPushButton(self.tr("Same household"), self)
        self.home.setAccessibleName(self.tr("Enrol: somebody else, who lives with {name}").format(name=name))
        self.home.setToolTip(self.tr("Enrol somebody else, who lives with them"))
        look.mark(self.home, kind="small")
        self.home.clicked.connect(self._at_home)
        self.home.setVisible(known.because in AT_HOME)
        row.addWidget(self.button)
        row.addWidget(self.home)

    def _at_home(self) -> None:
        self.same_home.emit(self._member)

    def _open(self) -> None:
        self.opened.emit(self._member)


class KnownHint(Panel):
    """Says `opened(member_id)`, `other_asked` where the person is another one all the same, or `household_asked` where
    they live with a member."""

    opened = Signal(int)
    household_asked = Signal(int)
    other_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.set_tone("attention")
        self._words = Sentence("", "body", "", self)
        self.add(self._words)
        self.people: list[_Person] = []
        self.other = QPushButton(self.tr("Enrol: it is another person"), self)
        self.other.setAccessibleName(self.other.text())
        look.mark(self.other, kind="small")
        self.other.clicked.connect(self.other_asked)
        self.known: tuple[Known, ...] = ()
        self.hide()

    def show_known(
        self, known: Sequence[Known], *, asking: bool = False, after: QWidget | None = None
    ) -> None:
        """Shows who it may be; `asking` adds the way to enrol all the same. Nobody hides the hint.

        Tab comes to its buttons from `after`.
        """
        self.known = tuple(known[:SHOWN])
        for person in self.people:
            self.body.removeWidget(person)
            person.hide()
            person.deleteLater()
        self.people = []
        self.body.removeWidget(self.other)
        self.other.hide()
        if not known:
            self.hide()
            return
        asked = self.tr("Nothing was recorded yet: this may be somebody you know.")
        self._words.setText(asked if asking else self.tr("Perhaps known already:"))
        for one in self.known:
            person = _Person(one, self)
            person.opened.connect(self.opened)
            person.same_home.connect(self.household_asked)
            if after is not None:
                QWidget.setTabOrder(after, person.button)
                QWidget.setTabOrder(person.button, person.home)
                after = person.home
            self.people.append(person)
            self.body.addWidget(person)
        if asking:
            self.body.addWidget(self.other)
            self.other.show()
            if after is not None:
                QWidget.setTabOrder(after, self.other)
        names = ", ".join(one.name or one.number for one in self.known)
        self.setAccessibleName(f"{self._words.text()} {names}")
        self.show()
