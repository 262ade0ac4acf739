"""The bar above every page: find, who serves, a new member."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from shopkeeper.gui import icons, look, theme
from shopkeeper.gui.widgets.findbox import FindBox
from shopkeeper.gui.widgets.lettering import write


class ServingButton(QPushButton):
    """ "Serving: Ines", with the others who serve in its menu; says `chosen(id)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = ""
        self._group = QActionGroup(self)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.triggered.connect(self._picked)
        self._name_it()
        self.hide()

    def set_people(self, people: Sequence[tuple[int, str]], current: int | None) -> None:
        """Who may serve; nobody at all hides the button."""
        for action in self._group.actions():
            self._group.removeAction(action)
        self._menu.clear()
        self._who = ""
        for key, name in people:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(key)
            self._group.addAction(action)
            if key == current:
                action.setChecked(True)
                self._who = name
        self.setVisible(bool(people))
        self._name_it()

    def _picked(self, action: QAction) -> None:
        self._who = action.text().replace("&&", "&")
        self._name_it()
        self.chosen.emit(action.data())

    def _name_it(self) -> None:
        self.setAccessibleName(self.tr("Serving: {name}").format(name=self._who or self.tr("nobody named")))
        self.updateGeometry()
        self.update()

    def _parts(self) -> tuple[str, str]:
        return self.tr("Serving:"), self._who or self.tr("nobody named")

    def sizeHint(self) -> QSize:
        words, who = self._parts()
        width = QFontMetricsF(look.font("body")).horizontalAdvance(words + " ")
        name = min(QFontMetricsF(look.font("strong")).horizontalAdvance(who), look.px(160))
        return QSize(ceil(width + name) + look.px(8 + 6 + 14 + 8), look.target_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(80), look.target_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(worn.sunken))
            painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(worn.accent), theme.FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        words, who = self._parts()
        body, strong = look.font("body"), look.font("strong")
        first = QFontMetricsF(body).horizontalAdvance(words + " ")
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inside = area.adjusted(look.px(8), 0, -look.px(8), 0)
        sign = QRectF(inside.right() - look.px(14), inside.y(), look.px(14), inside.height())
        one = QRectF(inside.x(), inside.y(), first, inside.height())
        two = QRectF(one.right(), inside.y(), sign.left() - look.px(6) - one.right(), inside.height())
        leading = Qt.AlignmentFlag.AlignLeft
        if mirrored:
            sign.moveLeft(inside.x())
            one.moveRight(inside.right())
            two.moveRight(one.left())
            leading = Qt.AlignmentFlag.AlignRight
        flags = int(leading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setFont(body)
        painter.setPen(QColor(worn.ink_2))
        write(painter, one, flags, words)
        painter.setFont(strong)
        painter.setPen(QColor(worn.ink))
        write(
            painter,
            two,
            flags,
            QFontMetricsF(strong).elidedText(who, Qt.TextElideMode.ElideRight, two.width() + 1),
        )
        icons.draw(painter, "chevron-down", sign, worn.ink_2)
        painter.end()


class TopBar(QFrame):
    """Holds `find_box`, `serving` and `new_member`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.find_box = FindBox(self)
        self.serving = ServingButton(self)
        self.new_member = QPushButton(self.tr("New member"), self)
        self.new_member.setAccessibleName(self.tr("New member"))
        self.new_member.setIcon(icons.icon("plus", "ink"))
        self.new_member.setToolTip(self.tr("New member · {keys}").format(keys="Ctrl N"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.find_box, 100)
        self._row.addStretch(1)
        self._row.addWidget(self.serving)
        self._row.addWidget(self.new_member)
        self._dress()

    def _dress(self) -> None:
        self.find_box.setMaximumWidth(look.px(620))
        around = look.px(24)
        self._row.setContentsMargins(around, look.px(12), around, look.px(12))
        self._row.setSpacing(look.px(10))
        self.new_member.setIconSize(QSize(look.px(16), look.px(16)))
        self.setFixedHeight(max(look.px(theme.TOP_BAR_HEIGHT), look.target_height() + look.px(26)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
