"""Which day the page is: its name, the days beside it, a field for any other, and how slips come in."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.typed_days import read_day
from shopkeeper.say import Speech
from shopkeeper.service.daybook import PageLine


class DayHeading(QWidget):
    """Says `day_asked(date)`, `page_asked(int)`, `paste_asked()` and `file_asked()`."""

    day_asked = Signal(object)
    page_asked = Signal(int)
    paste_asked = Signal()
    file_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._day = self._today = date.min
        self._speech: Speech | None = None
        self.earlier = self._turn("chevron-left", self.tr("Earlier day · {keys}").format(keys="Ctrl PageUp"))
        self.later = self._turn("chevron-right", self.tr("Later day · {keys}").format(keys="Ctrl PageDown"))
        self._name = Sentence("", "heading", "", self, wrap=False)
        self.pick = self._turn("calendar", self.tr("Another day · {keys}").format(keys="Ctrl G"))
        self.edit = BareEdit()
        self.edit.setMaxLength(40)
        self.edit.setAccessibleName(self.tr("The day to go to"))
        self._frame = FieldFrame(self.edit, self, radius=6)
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(look.px(10), look.px(4), look.px(10), look.px(4))
        inside.addWidget(self.edit)
        self._frame.setFixedWidth(look.px(170))
        self._frame.hide()
        self._remark = Sentence("", "body", "2", self)
        self.bring = QPushButton(self.tr("Paste or import"), self)
        menu = QMenu(self.bring)
        for words, signal in (
            (self.tr("Paste rows of a spreadsheet"), self.paste_asked),
            (self.tr("Open a CSV file…"), self.file_asked),
        ):
            action = QAction(words, menu)
            action.triggered.connect(signal)
            menu.addAction(action)
        self.bring.setMenu(menu)
        self.error = ErrorLine(self)
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        for part in (self.earlier, self._name, self.later, self.pick, self._frame):
            row.addWidget(part)
        row.addSpacing(look.px(6))
        row.addWidget(self._remark, 1)
        row.addStretch(0)
        row.addWidget(self.bring)
        self._row, self._below = row, QHBoxLayout()
        self._beside = True
        self._pages = QHBoxLayout()
        self._pages.setSpacing(look.px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(row)
        column.addLayout(self._below)
        column.addWidget(self.error)
        column.addLayout(self._pages)
        self.earlier.clicked.connect(self.go_earlier)
        self.later.clicked.connect(self.go_later)
        self.pick.clicked.connect(self.ask)
        self.edit.returnPressed.connect(self._go)
        self.edit.pressed.connect(self._pressed)
        self.edit.textEdited.connect(self.error.clear)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A remark that would take three lines is in the way.
        self._remark.setVisible(self.width() > look.px(700))
        beside = self.width() > look.px(460)
        if beside != self._beside:
            self._beside = beside
            (self._below if beside else self._row).removeWidget(self.bring)
            if beside:
                self._row.addWidget(self.bring)
            else:
                self._below.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeading)
            self._say_day()

    def _turn(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(look.px(18), look.px(18)))
        button.setAutoRaise(True)
        button.setFixedSize(look.target_height(), look.target_height())
        button.setAccessibleName(words.partition(" · ")[0])
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def show_day(self, day: date, today: date, speech: Speech, remark: str) -> None:
        """The day of the page and the quiet words beside it."""
        self._day, self._today, self._speech = day, today, speech
        self._say_day()
        self._remark.setText(remark)
        self.later.setEnabled(day < today)

    def _say_day(self) -> None:
        """The day with its weekday, in short where room is."""
        if self._speech is not None:
            say = self._speech.day_of_week if self._beside else self._speech.day_short
            self._name.setText(say(self._day, self._today))
            self._name.setAccessibleName(self._speech.day_of_week(self._day, self._today))

    def show_pages(self, pages: tuple[PageLine, ...], current: int) -> None:
        """The pages of the day, where there is more than one."""
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        numbers = sorted({line.page for line in pages} | {current})
        if len(numbers) < 2:
            return
        posted = {line.page: line.posted_at for line in pages}
        for number in numbers:
            at = posted.get(number)
            name = self.tr("First page") if number == 1 else self.tr("Later slips {n}").format(n=number - 1)
            if at is not None and self._speech is not None:
                name = self.tr("{page} · posted {time}").format(page=name, time=self._speech.time(at))
            button = QPushButton(name, self)
            look.mark(button, kind="small")
            button.setCheckable(True)
            button.setChecked(number == current)
            button.setProperty("page", number)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._page)
            self._pages.addWidget(button)
        self._pages.addStretch(1)

    @Slot()
    def _page(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.page_asked.emit(int(button.property("page")))

    @Slot()
    def go_earlier(self) -> None:
        """The day before."""
        if self._day > date.min:
            self.day_asked.emit(date.fromordinal(self._day.toordinal() - 1))

    @Slot()
    def go_later(self) -> None:
        """The day after, through today."""
        if self._day < self._today:
            self.day_asked.emit(date.fromordinal(self._day.toordinal() + 1))

    @Slot()
    def ask(self) -> None:
        """Show the field for another day."""
        self._frame.show()
        self.edit.clear()
        self.edit.setPlaceholderText(self._speech.day_short(self._day, self._today) if self._speech else "")
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _go(self) -> None:
        assert self._speech is not None
        if not self.edit.text().strip():
            self._close()
            return
        try:
            day = read_day(self.edit.text(), order=self._speech.day_order, today=self._today)
        except Declined as declined:
            self.error.say(declined.because)
            return
        if day > self._today:
            self.error.say(self.tr("That day is still to come."))
            return
        self._close()
        self.day_asked.emit(day)

    @Slot(int)
    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self._close()

    def _close(self) -> None:
        self.error.clear()
        self._frame.hide()
        self.closed.emit()
