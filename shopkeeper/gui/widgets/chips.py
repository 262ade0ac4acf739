"""A flow of small rounded words: what a member likes, and before all what harms them."""

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.widgets.flow import Flow
from shopkeeper.gui.widgets.lettering import write
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """`tone` is "" for a plain one, "bad" for an allergy or a warning, "attention", "accent"."""

    text: str
    tone: str = ""


class Chips(QWidget):
    """Shows chips in the order given: set warnings first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self, gap=look.px(6), row_gap=look.px(6))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: Iterable[Chip]) -> None:
        """Replaces what is shown."""
        self._flow.clear()
        for chip in chips:
            self._flow.addWidget(_ChipWidget(chip, self))
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        # A warning must never be cut off, however little room the page has.
        self.setMinimumHeight(self._flow.heightForWidth(self.width()) if self._flow.count() else 0)


class _ChipWidget(QWidget):
    def __init__(self, chip: Chip, parent: QWidget) -> None:
        super().__init__(parent)
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _font(self) -> QFont:
        return look.font("small", 600 if self._chip.tone else None)

    def _sign_width(self) -> int:
        return look.px(18) if self._chip.tone == "bad" else 0

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font())
        width = metrics.horizontalAdvance(self._chip.text) + 2 * look.px(9) + self._sign_width()
        return QSize(ceil(width), ceil(metrics.height()) + 2 * look.px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        ground, ink = {
            "bad": (theme.bad_soft, theme.bad),
            "attention": (theme.attention_soft, theme.attention),
            "accent": (theme.accent_soft, theme.accent),
        }.get(self._chip.tone, (theme.chip, theme.ink))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        text = area.adjusted(look.px(9), 0, -look.px(9), 0)
        if self._sign_width():
            # A warning has a shape of its own too, for whoever does not see the red.
            sign = QRectF(text.x(), text.y(), look.px(14), text.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                sign.moveRight(text.right())
                text.setRight(text.right() - self._sign_width())
            else:
                text.setLeft(text.left() + self._sign_width())
            icons.draw(painter, "warning", sign, ink)
        painter.setFont(self._font())
        painter.setPen(QColor(ink))
        words = self._chip.text
        shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, text.width() + 1)
        self.setToolTip(_escaped(words) if shown != words else "")
        write(painter, text, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.end()


def _escaped(words: str) -> str:
    from html import escape  # with its table of all signs; few words are too long for their chip

    return escape(words)
