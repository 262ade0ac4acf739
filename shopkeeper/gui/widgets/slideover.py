"""A sheet that slides over the window from its side and keeps the caret until it is put away."""

import shiboken6
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRect, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenuBar, QToolButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tall import Tall

_SLIDE_MS = 160
_SHADE = 0.28


class SlideOver(QWidget):
    """Covers its host window; what it holds goes into `body`, what stays at its foot into `foot`.

    `last` is where Shift Tab goes from the top. Escape puts it away, and so does a key that takes the caret elsewhere (find, a place): `closed` is said, and what
    was typed is the subclass's to keep. A `tall` sheet scrolls where large text makes it higher than the window; one
    that holds a list or a scrolled part of its own needs none of that.
    """

    closed = Signal()

    def __init__(self, title: str, host: QWidget, *, width: int = 480, tall: bool = False) -> None:
        super().__init__(host)
        self._host = host
        self._width = width
        self._at = 1.0
        self._before: QWidget | None = None
        self._turning = False
        self.sheet = QFrame(self)
        look.mark(self.sheet, panel="side")
        self._title = Sentence(title, "heading", "", self.sheet, wrap=False)
        self._close = QToolButton(self.sheet)
        self._close.setIcon(icons.icon("close"))
        self._close.setIconSize(QSize(look.px(16), look.px(16)))
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Put this away"))
        self._close.setToolTip(self.tr("Put this away · Esc"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.put_away)
        self.last: QWidget = self._close
        head = QHBoxLayout()
        head.setContentsMargins(look.px(22), look.px(16), look.px(14), look.px(10))
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._tall: Tall | None = None
        if tall:
            room = QWidget(self.sheet)
            self._tall = Tall(room)
            self.body = self._tall.column
            column.addWidget(room, 1)
        else:
            self.body = QVBoxLayout()
            column.addLayout(self.body, 1)
        self.body.setContentsMargins(look.px(22), 0, look.px(22), look.px(14))
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(look.px(22), look.px(14), look.px(22), look.px(18))
        column.addWidget(line(self.sheet))
        column.addLayout(self.foot)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.setStartValue(0.0)
        self._slide.setEndValue(1.0)
        self._slide.valueChanged.connect(self._move)
        self.setAccessibleName(title)
        self.hide()
        host.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._caret_moved)

    @staticmethod
    def over(window: QWidget) -> "SlideOver | None":
        """The sheet that covers a window now."""
        return next((sheet for sheet in window.findChildren(SlideOver) if not sheet.isHidden()), None)

    def set_title(self, title: str) -> None:
        """What the sheet is for."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def open(self, first: QWidget) -> None:
        """Slides in and gives the caret to `first`."""
        host = self._host
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.setGeometry(host.rect())
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        duration_ms = look.motion_ms(_SLIDE_MS) if host.isVisible() else 0
        self._slide.stop()
        if duration_ms:
            self._slide.setDuration(duration_ms)
            self._slide.start()
        else:
            self._move(1.0)

    def put_away(self) -> None:
        """Goes; the caret returns to where it was, unless it is elsewhere already."""
        if self.isHidden():
            return
        inside = QApplication.focusWidget()
        had_caret = inside is not None and self.isAncestorOf(inside)
        self._slide.stop()
        self.hide()
        before = self._before
        if had_caret and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def escape(self) -> None:
        """Escape was pressed: one step back; a sheet of several steps takes them here."""
        self.put_away()

    def on_scanned(self, code: str, known: bool) -> bool:
        """A card was scanned while the sheet is open, of somebody known or not; True if the sheet takes it."""
        return False

    def _move(self, at: object) -> None:
        assert isinstance(at, float)
        self._at = at
        self._place()

    def _place(self) -> None:
        width = min(look.px(self._width), round(self.width() * 0.92))
        hidden = round(width * (1.0 - self._at))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = -hidden if mirrored else self.width() - width + hidden
        self.sheet.setGeometry(QRect(x, 0, width, self.height()))
        self.update()

    def _caret_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._tall is not None and now is not None and self._tall.isAncestorOf(now):
            self._tall.ensureWidgetVisible(now, 0, look.px(24))
        if (
            self._turning
            or self.isHidden()
            or now is None
            or self.isAncestorOf(now)
            or isinstance(now, QMenuBar)
        ):
            return
        if now is not self and now.window() is self.window():
            self.put_away()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays within the sheet."""
        # Not nextInFocusChain: PySide makes the widget it answers a child of the one asked, and loses both.
        self._turning = True
        moved = super().focusNextPrevChild(forward)
        self._turning = False
        now = QApplication.focusWidget()
        if not self.isHidden() and (now is None or not self.isAncestorOf(now)):
            end = self._close if forward else self._lowest()
            end.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return moved

    def _lowest(self) -> QWidget:
        """Where Shift Tab goes from the top: `last`, or what stands lowest of all that takes the caret by Tab."""
        if self.last is not self._close and self.last.isEnabled() and self.last.isVisible():
            return self.last
        able = [
            part
            for part in self.sheet.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus
            and part.focusProxy() is None
            and part.isEnabled()
            and part.isVisible()
        ]
        return max(
            able,
            key=lambda part: part.mapTo(self.sheet, part.rect().bottomRight()).toTuple()[::-1],
            default=self._close,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host and not self.isHidden():
            self.setGeometry(self._host.rect())
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Nothing typed here may reach the page below.
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif (
            not self.isHidden()
        ):  # what put it away was this very key; the button that has the caret now is another's
            press_focused_button(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(Qt.GlobalColor.black)
        shade.setAlphaF(_SHADE * self._at * (1.6 if look.theme().dark else 1.0))
        painter.fillRect(self.rect(), shade)
        painter.setPen(QColor(look.theme().line))
        edge = self.sheet.geometry()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = edge.right() + 1 if mirrored else edge.left() - theme.LINE_WIDTH
        painter.drawLine(x, 0, x, self.height())
        painter.end()
