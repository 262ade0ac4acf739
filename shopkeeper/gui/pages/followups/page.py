"""The place of follow-ups: the morning in front, asked for off the window's thread and refreshed when something changes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.morning_view import MorningView
from shopkeeper.gui.shell import Shell


class FollowupsPage(QWidget):
    """Says `member_asked(id)` and `note_asked(id, occasion)`."""

    member_asked = Signal(object)
    note_asked = Signal(object, str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk = desk
        look.mark(self, panel="page")
        self.setAccessibleName(self.tr("Follow-ups"))
        self.morning = MorningView(desk, shell, self)
        self.morning.member_asked.connect(self.member_asked)
        self.morning.note_asked.connect(self.note_asked)
        around = look.px(theme.SPACE_AROUND)
        column = QVBoxLayout(self)
        column.setContentsMargins(around, look.px(16), look.px(14), 0)
        column.addWidget(self.morning)
        desk.changed.connect(self._refresh_if_seen)
        desk.day_changed.connect(self._refresh_if_seen)

    def activated(self) -> None:
        """It comes to the front: what waits may have changed since."""
        self.morning.refresh()
        self.morning.take_caret()

    def types_to_find(self) -> bool:
        """A letter typed here begins a name, which is found at the counter."""
        return True

    def _refresh_if_seen(self, _changed: object) -> None:
        if self.isVisible():
            self.morning.refresh()

    def on_print(self) -> bool:
        """Ctrl P prints the morning."""
        self.morning.print_sheet()
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Down", self.tr("the next line")),
            ("Return", self.tr("do what the button says")),
            ("Ctrl+P", self.tr("print the morning on a sheet of A4")),
        ]
