"""What stands on a letter besides its words: the logo, a scanned signature, a code in the corner."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from shopkeeper.paper import codes
from shopkeeper.paper.heading import logo_height
from shopkeeper.paper.images import image_of
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import dots
from shopkeeper.paper.typeset import Placed
from shopkeeper.values import dataclass

CODE_MM = 18
"""The room a code in the corner takes at the foot of the sheet."""
CODE_MODULE = 3 * codes.GRID
"""0.5 mm: three dots of the coarsest printer."""
SIGNATURE_ROOM = 130, 180
"""The room for a signature on a small and on a large sheet, in tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture or a code in its place, in reference dots."""

    page: int
    area: QRectF
    image: QImage | None = None
    code: codes.Code | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw on a painter whose unit is one reference dot."""
        if self.image is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.area, self.image)
            painter.restore()
        if self.code is not None:
            left, top = codes.snapped(self.area.left()), codes.snapped(self.area.top())
            codes.draw(painter, self.code, left, top, CODE_MODULE, CODE_MODULE)


def drawings_of(
    note: Note, letter: Sequence[Placed], pages: int, *, right_to_left: bool
) -> tuple[Drawing, ...]:
    """All that is drawn on a letter whose lines are placed."""
    size = note.size
    side, width = dots(size.side), size.width_dots
    found: list[Drawing] = []
    logo = image_of(note.letterhead.logo)
    if not logo.isNull():
        box = QRectF(width * 0.25, dots(size.top), width * 0.5, logo_height(note))
        found.append(Drawing(0, _within(box, logo, Qt.AlignmentFlag.AlignHCenter), logo))
    signature = image_of(note.signature)
    if not signature.isNull() and note.signature_name and letter:
        last = letter[-1]
        room = dots(SIGNATURE_ROOM[size.height >= 2000])
        top = last.baseline - last.setting.leading - room * 0.9
        box = QRectF(side, top, width - 2 * side, room * 0.9)
        way = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        found.append(Drawing(last.page, _within(box, signature, way), signature))
    for place, number in enumerate(one for one in (note.code, note.own_code) if one):
        code = codes.qr(number)
        length = code.width * CODE_MODULE
        left = side if right_to_left is (place == 0) else width - side - length
        top = size.height_dots - dots(size.bottom) - length
        found.append(Drawing(pages - 1, QRectF(left, top, length, length), code=code))
    return tuple(found)


def _within(box: QRectF, image: QImage, way: Qt.AlignmentFlag) -> QRectF:
    """The picture as large as the box lets it be, in its own proportions."""
    scale = min(box.width() / image.width(), box.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    left = box.left()
    if way == Qt.AlignmentFlag.AlignHCenter:
        left += (box.width() - width) / 2
    elif way == Qt.AlignmentFlag.AlignRight:
        left += box.width() - width
    return QRectF(left, box.bottom() - height, width, height)
