"""The window locks itself when nobody has touched it for a while: nothing of the shop is seen, a PIN opens it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pin_sheet import wrong_words
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import locks, pins
from shopkeeper.service.pins import Entered

MINUTE_MS = 60_000
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin)  # fmt: skip


class LockPage(QWidget):
    """Covers everything of its window; what was typed below stays. Says `opened(person)`; `moved` as the curtain does."""

    opened = Signal(int)
    moved = Signal(bool)

    def __init__(self, desk: Desk, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._before: QWidget | None = None
        self._minutes = 0
        self._hidden: list[QWidget] = []
        look.mark(self, panel="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Locked"))
        inside = QWidget(self)
        inside.setFixedWidth(look.px(360))
        locked = locks.is_locked(desk.path)
        self.pin = Secret(
            self.tr("Your PIN, or the passphrase") if locked else self.tr("Your PIN"), inside, longest=1000
        )
        self.way_out = Sentence(
            self.tr("A PIN is forgotten? The book’s passphrase opens too, or the recovery code from its sheet; the owner then gives a new PIN in Settings.")
            if locked
            else self.tr("A PIN is forgotten? The owner gives a new one in Settings. If it is the owner’s own: the command shopkeeper pin --reset, on this"
                         " computer, takes all PINs away."),
            "small", "2", inside,
        )  # fmt: skip
        self.pin.entered.connect(self.try_it)
        self.enter = QPushButton(self.tr("Open"), inside)
        self.enter.setAutoDefault(True)
        look.mark(self.enter, kind="primary")
        self.enter.clicked.connect(self.try_it)
        column = QVBoxLayout(inside)
        column.setSpacing(look.px(12))
        column.addWidget(Sentence(self.tr("Locked"), "heading", "", inside))
        column.addWidget(Sentence(self.tr("What was typed is still there."), "body", "2", inside))
        column.addWidget(self.pin)
        column.addWidget(self.enter)
        column.addWidget(self.way_out)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.hide()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.draw)

    def _listen(self) -> None:
        """Every event of the program passes by here only while that is needed: it is what typing would feel."""
        application = QApplication.instance()
        assert application is not None
        if self._minutes or not self.isHidden():
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def end(self) -> None:
        """The window closes: nothing is listened to any more."""
        self._minutes = 0
        self._idle.stop()
        self.hide()
        self._listen()

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes without a touch; 0 for never."""
        if minutes != self._minutes:
            self._minutes = minutes
            self._idle.setInterval(minutes * MINUTE_MS)
            self._idle.start() if minutes else self._idle.stop()
            self._listen()

    def lock(self) -> None:
        """Lock now, if anybody has a PIN to open it with."""
        if self._desk.ask(pins.in_use):
            self.draw()

    def draw(self) -> None:
        """Nothing of the window is seen, and no key reaches it."""
        if not self.isHidden() or not self._desk.ask(pins.in_use):
            return
        self._before = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        # Windows of its own (help, a dialog) may tell what the window does not tell any more.
        self._hidden = [
            one
            for one in QApplication.topLevelWidgets()
            if one.isVisible() and one is not self._window and one.isWindow()
        ]
        for one in self._hidden:
            one.hide()
        self.pin.clear()
        self.setGeometry(self._window.rect())
        self.show()
        self._listen()
        self.raise_()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit(True)

    def try_it(self) -> None:
        """See whose PIN it is."""
        self._desk.send(locks.enter, self._desk.path, self.pin.text).then(self._entered).otherwise(
            self._failed
        )

    def _entered(self, entered: Entered) -> None:
        if entered.person is None:
            self._failed(wrong_words(entered, self))
            return
        self.pin.clear()
        self.hide()
        self._listen()
        for one in self._hidden:
            one.show()
        self._hidden = []
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.moved.emit(False)
        self.opened.emit(entered.person)

    def _failed(self, error: object) -> None:
        self.pin.say(str(error))
        self.pin.edit.selectAll()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._minutes and event.type() in _TOUCHES and self.isHidden():
            self._idle.start()
        if self.isHidden():
            return False
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if watched.window() is self._window and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of the window is heard; the key comes as a press
            return True
        if watched is self or self.isAncestorOf(watched):
            return False
        if watched.window() is self._window:
            if event.type() == QEvent.Type.KeyPress:
                self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays here."""
        (self.enter if self.pin.edit.hasFocus() else self.pin).setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        press_focused_button(event)
        event.accept()  # nothing typed here may reach the page below
