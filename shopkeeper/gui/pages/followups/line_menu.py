"""What else can be done with a line of the morning: another day, somebody else, nothing more, and what its kind has."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from shopkeeper.service.morning import Line
from shopkeeper.service.people import Person


class LineMenu(QMenu):
    """Says what was chosen, each time with the line: `put_off(line, day)`, `day_asked(line)`, `given(line, person)`,
    `left(line)` for nothing more to do, `slip_asked(line)`, `leaving_asked(line, what)`."""

    put_off = Signal(object, object)
    day_asked = Signal(object)
    given = Signal(object, int)
    left = Signal(object)
    slip_asked = Signal(object)
    leaving_asked = Signal(object, str)

    def __init__(self, line: Line, today: date, people: tuple[Person, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._line = line
        for name, days in (
            (self.tr("Tomorrow"), 1), (self.tr("In three days"), 3), (self.tr("In a week"), 7),
        ):  # fmt: skip
            self._add(name, self._put_off, today + timedelta(days=days))
        self._add(self.tr("On another day…"), self._ask_day)
        self.addSeparator()
        for person in people:
            name = person.name.replace("&", "&&")
            self._add(self.tr("Give it to {name}").format(name=name), self._give, person.id)
        self.addSeparator()
        if line.act == "kept":
            self._add(self.tr("Print a slip…"), self._ask_slip)
        if line.section == "slipping":
            self._add(self.tr("Plan a try to see them again…"), self._ask_leaving, "plan")
            self._add(self.tr("Note why they left…"), self._ask_leaving, "why")
        if line.section == "tries":
            self._add(self.tr("What was tried…"), self._ask_leaving, "tried")
        if line.section in ("days", "thanks", "ending", "slipping", "today"):
            self._add(self.tr("Nothing to do"), self._leave)

    def _add(self, name: str, slot: object, told: object = None) -> None:
        action = self.addAction(name)
        action.setData(told)
        action.triggered.connect(slot)

    def _told(self) -> object:
        action = self.sender()
        assert action is not None
        return action.data()  # type: ignore[attr-defined]

    def _put_off(self) -> None:
        self.put_off.emit(self._line, self._told())

    def _ask_day(self) -> None:
        self.day_asked.emit(self._line)

    def _give(self) -> None:
        self.given.emit(self._line, self._told())

    def _leave(self) -> None:
        self.left.emit(self._line)

    def _ask_slip(self) -> None:
        self.slip_asked.emit(self._line)

    def _ask_leaving(self) -> None:
        self.leaving_asked.emit(self._line, self._told())
