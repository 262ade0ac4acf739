"""The place of follow-ups: the morning in front, beside it the wanted book, what was heard, and the questions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.coming_back_view import ComingBackView
from shopkeeper.gui.pages.followups.heard_view import HeardView
from shopkeeper.gui.pages.followups.morning_view import MorningView
from shopkeeper.gui.pages.followups.parts import ListView
from shopkeeper.gui.pages.followups.questions_view import QuestionsView
from shopkeeper.gui.pages.followups.referrals_view import ReferralsView
from shopkeeper.gui.pages.followups.serving_view import ServingView
from shopkeeper.gui.pages.followups.visits_view import VisitsView
from shopkeeper.gui.pages.followups.wanted_view import WantedView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import press_focused_button


class FollowupsPage(QWidget):
    """Says `member_asked(id)` and `note_asked(id, occasion, kind)`."""

    member_asked = Signal(object)
    note_asked = Signal(object, str, str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk = desk
        look.mark(self, panel="page")
        self.setAccessibleName(self.tr("Follow-ups"))
        self.morning = MorningView(desk, shell, self)
        self.wanted = WantedView(desk, shell, self)
        self.coming_back = ComingBackView(desk, shell, self)
        self.heard = HeardView(desk, shell, self)
        self.questions = QuestionsView(desk, shell, self)
        self.referrals = ReferralsView(desk, shell, self)
        self.referrals.note_asked.connect(self.note_asked)
        self.serving = ServingView(desk, shell, self)
        self.visits = VisitsView(desk, shell, self)
        self.morning.offers.train_asked.connect(self.serving.train)
        self.morning.member_asked.connect(self.member_asked)
        self.morning.note_asked.connect(self.note_asked)
        self.coming_back.note_asked.connect(self.note_asked)
        self.views = QStackedWidget(self)
        self.tabs: list[QPushButton] = []
        group = QButtonGroup(self)
        tabs = FlowBox(self, gap=6)
        for view, name in (
            (self.morning, self.tr("Morning")), (self.wanted, self.tr("Wanted book")),
            (self.heard, self.tr("What we heard")), (self.questions, self.tr("Questions")),
            (self.serving, self.tr("Who serves")), (self.coming_back, self.tr("Coming back")),
            (self.visits, self.tr("Visits")),
            (self.referrals, self.tr("Who sent whom")),
        ):  # fmt: skip
            self.views.addWidget(view)
            button = QPushButton(name, self)
            button.setCheckable(True)
            look.mark(button, kind="small")
            button.setAccessibleName(name)
            button.clicked.connect(self._chosen)
            group.addButton(button)
            self.tabs.append(button)
            tabs.flow.addWidget(button)
        self.tabs[0].setChecked(True)
        around = look.px(theme.SPACE_AROUND)
        column = QVBoxLayout(self)
        column.setContentsMargins(around, look.px(12), look.px(14), 0)
        column.setSpacing(look.px(10))
        column.addWidget(tabs)
        column.addWidget(self.views, 1)
        for keys, slot in (("Ctrl+PgDown", self._next), ("Ctrl+PgUp", self._before)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)
        desk.changed.connect(self._refresh_if_seen)
        desk.day_changed.connect(self._refresh_if_seen)

    # ---- what the frame says ----

    def activated(self) -> None:
        """It comes to the front: what waits may have changed since."""
        self.refresh()
        if self.views.currentWidget() is self.morning:
            self.morning.take_caret()

    def types_to_find(self) -> bool:
        """A letter typed here begins a name, which is found at the counter."""
        return True

    def on_print(self) -> bool:
        """Ctrl P prints the morning."""
        self.morning.print_sheet()
        return True

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Down", self.tr("the next line")),
            ("Return", self.tr("do what the button says")),
            ("Ctrl+PgDown", self.tr("the next of the views above")),
            ("Ctrl+P", self.tr("print the morning on a sheet of A4")),
        ]

    # ---- which view ----

    def refresh(self) -> None:
        """What is in front, read anew."""
        view = self.views.currentWidget()
        assert isinstance(view, MorningView | ListView | QuestionsView | ServingView)
        view.refresh()

    def _refresh_if_seen(self, _changed: object) -> None:
        if self.isVisible():
            self.refresh()

    def _chosen(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.show_view(self.tabs.index(button))

    def show_view(self, place: int) -> None:
        """Bring a view to the front."""
        self.tabs[place].setChecked(True)
        self.views.setCurrentIndex(place)
        self.refresh()
        if self.views.currentWidget() is self.morning:
            self.morning.take_caret()
        else:
            self.tabs[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        self.show_view((self.views.currentIndex() + 1) % len(self.tabs))

    def _before(self) -> None:
        self.show_view((self.views.currentIndex() - 1) % len(self.tabs))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)
