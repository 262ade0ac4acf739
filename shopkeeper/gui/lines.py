"""Lines of text that are laid out once and kept: shaping letters is most of the work of painting a list."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

K = TypeVar("K")
V = TypeVar("V")

_BY_ITSELF = Qt.LayoutDirection.LayoutDirectionAuto
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


def keep(kept: dict[K, V], key: K, value: V, most: int) -> V:
    """Keeps a value and lets the oldest go: letting all go at once would be felt at that key."""
    if len(kept) >= most:
        del kept[next(iter(kept))]
    kept[key] = value
    return value


class Type:
    """A font with its measures."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.height, self.ascent = self.metrics.height(), self.metrics.ascent()


class Line(NamedTuple):
    """A line of text as it was shaped and laid out, and the room it would like."""

    laid: QTextLayout
    width: float


def option(side: Qt.AlignmentFlag) -> QTextOption:
    """How a line is laid: at that side of its room, in the direction that its own letters have."""
    made = QTextOption()
    made.setWrapMode(QTextOption.WrapMode.NoWrap)
    made.setTextDirection(_BY_ITSELF)
    made.setAlignment(side)
    return made


def lay(
    text: str, kind: Type, how: QTextOption, room: float, marks: Sequence[QTextLayout.FormatRange] = ()
) -> Line:
    """Lays a line out in a room."""
    layout = QTextLayout(text, kind.font)
    layout.setTextOption(how)
    layout.setCacheEnabled(True)
    if marks:
        layout.setFormats(marks)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room + 1)
    layout.endLayout()
    return Line(layout, line.naturalTextWidth())
