"""The rail at the side: the shop's name and its places, each with its key."""

from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.widgets.keyhint import draw_key, key_size, key_words
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import ToastArea


class RailButton(QAbstractButton):
    """One place. Checked while it is in front; a count stands where its key would."""

    def __init__(self, key: str, title: str, icon: str, shortcut: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._icon = icon
        self._shortcut = key_words(shortcut) if shortcut else ""
        self._count = 0
        self._compact = False
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_it()

    def set_count(self, count: int) -> None:
        """How many things wait there; 0 shows the key again."""
        self._count = count
        self._name_it()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Shows the icon alone, its name in the tool tip."""
        self._compact = compact
        self._name_it()
        self.updateGeometry()
        self.update()

    def _name_it(self) -> None:
        waiting = self.tr("%n waiting", "", self._count) if self._count else ""
        self.setAccessibleName(f"{self.text()}, {waiting}" if waiting else self.text())
        self.setAccessibleDescription(self._shortcut)
        tip = f"{self.text()} · {self._shortcut}" if self._shortcut else self.text()
        self.setToolTip(tip if self._compact else "")

    def wanted_width(self) -> int:
        """The width at which nothing is cut."""
        metrics = QFontMetricsF(look.font("body", 600))
        key = key_size(self._shortcut).width() if self._shortcut else 0
        return ceil(
            look.px(10 + 18 + 8) + metrics.horizontalAdvance(self.text()) + look.px(10) + key + look.px(10)
        )

    def sizeHint(self) -> QSize:
        height = max(look.px(35), theme.TARGET_TOUCH if look.wish().touch else 0)
        return QSize(look.px(44) if self._compact else self.wanted_width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(36), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        area = QRectF(self.rect()).adjusted(0, 0.5, 0, -0.5)
        box = QPainterPath()
        box.addRoundedRect(area, theme.RADIUS, theme.RADIUS)
        if self.isChecked():
            painter.fillPath(box, QColor(worn.surface))
            bar = QRectF(area.x(), area.y(), 3, area.height())
            if mirrored:
                bar.moveRight(area.right())
            edge = QPainterPath()
            edge.addRect(bar)
            painter.fillPath(box.intersected(edge), QColor(worn.accent))
        elif self.underMouse():
            painter.fillPath(box, QColor(worn.hover))
        if self.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        ink = worn.ink if self.isChecked() else worn.ink_2
        side = look.px(18)
        sign = QRectF(area.x() + look.px(10), area.center().y() - side / 2, side, side)
        if self._compact:
            sign.moveCenter(area.center())
            icons.draw(painter, self._icon, sign, ink)
            if self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(worn.attention))
                painter.drawEllipse(sign.topRight(), look.px(4), look.px(4))
            painter.end()
            return
        end = self._draw_end(painter, area, mirrored)
        left, right = sign.right() + look.px(8), area.right() - end
        if mirrored:
            sign.moveRight(area.right() - look.px(10))
            left, right = area.x() + end, sign.left() - look.px(8)
        icons.draw(painter, self._icon, sign, ink)
        font = look.font("body", 600 if self.isChecked() else 500)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        words = QRectF(left, area.y(), max(0.0, right - left), area.height())
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width() + 1)
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        write(
            painter, words, int(leading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown
        )
        painter.end()

    def _draw_end(self, painter: QPainter, area: QRectF, mirrored: bool) -> float:
        """Draws the count or the key at the far end; returns the room it took."""
        if self._count:
            font = look.tabular(look.font("small", 600))
            width = QFontMetricsF(font).horizontalAdvance(str(self._count))
            painter.setFont(font)
            painter.setPen(QColor(look.theme().attention))
        elif self._shortcut:
            width = key_size(self._shortcut).width()
        else:
            return float(look.px(10))
        end = QRectF(area.right() - look.px(10) - width, area.y(), width, area.height())
        if mirrored:
            end.moveLeft(area.x() + look.px(10))
        if self._count:
            write(painter, end, int(Qt.AlignmentFlag.AlignCenter), str(self._count))
        else:
            draw_key(painter, end, self._shortcut)
        return width + look.px(16)


class Rail(QFrame):
    """Says `chosen(key)` when a place is pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Places"))
        self._buttons: dict[str, RailButton] = {}
        self._compact = False
        self._name = Sentence("", "shop", "", self)
        self._line = Sentence("", "small", "2", self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(look.px(2))
        self._column.addWidget(self._name)
        self._column.addWidget(self._line)
        self._column.addSpacing(look.px(12))
        self._gap_at = self._column.count()
        self._column.addStretch(1)
        self._toast: ToastArea | None = None
        self._column.addSpacing(look.px(6))
        self._dress()

    def add(self, key: str, title: str, icon: str, shortcut: str, *, at_end: bool = False) -> None:
        """Adds a place; `at_end` sets it at the foot of the rail."""
        button = RailButton(key, title, icon, shortcut, self)
        button.clicked.connect(self._pressed)
        button.set_compact(self._compact)
        self._buttons[key] = button
        if at_end:
            self._column.addWidget(button)
        else:
            self._column.insertWidget(self._gap_at, button)
            self._gap_at += 1
        self._dress()

    @property
    def toast(self) -> ToastArea:
        """The free part of the rail is where a toast hides nothing and moves nothing; made when there is one to show."""
        if self._toast is None:
            self._toast = ToastArea(self, narrow=True)
            self._column.insertWidget(self._gap_at + 1, self._toast)
            front = next((button for button in self._buttons.values() if button.isChecked()), None)
            if front is not None:  # alone among the places the one in front is reached by Tab
                self._toast.come_after(front)
        return self._toast

    @property
    def compact(self) -> bool:
        """Whether it shows icons alone."""
        return self._compact

    def set_shop(self, name: str, tagline: str) -> None:
        """The name over the door, and the line below it."""
        self._name.setText(name)
        self._line.setText(tagline)
        self._show_names()

    def show_current(self, key: str) -> None:
        """Marks the place that is in front."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """How many things wait in a place."""
        self._buttons[key].set_count(count)

    def fit(self, window_width: int) -> None:
        """Takes at most a fifth of the window; where it would need more it shows icons alone."""
        compact = self._full_width() > window_width * 0.2
        if compact != self._compact:
            self._compact = compact
            for button in self._buttons.values():
                button.set_compact(compact)
        self._dress()

    def _full_width(self) -> int:
        widest = max((button.wanted_width() for button in self._buttons.values()), default=0)
        return max(look.px(theme.RAIL_WIDTH), widest + 2 * look.px(12))

    def _dress(self) -> None:
        side = look.px(8 if self._compact else 12)
        self._column.setContentsMargins(side, look.px(18), side, look.px(16))
        inset = look.px(10)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for words in (self._name, self._line):
            words.setContentsMargins(0 if mirrored else inset, 0, inset if mirrored else 0, 0)
        self.setFixedWidth(look.px(60) if self._compact else self._full_width())
        self._show_names()

    def _show_names(self) -> None:
        self._name.setVisible(bool(self._name.text()) and not self._compact)
        self._line.setVisible(bool(self._line.text()) and not self._compact)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self.fit(self.window().width())

    def _pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, RailButton)
        self.chosen.emit(button.key)
