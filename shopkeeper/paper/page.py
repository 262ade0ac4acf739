"""The sheets of paper a shop uses, exact to the tenth of a millimetre."""

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize

from shopkeeper.values import dataclass

DOTS_PER_INCH = 1200
"""Resolution of the reference everything is laid out on; one dot is 0.02 mm."""


def dots(tenths_mm: int) -> int:
    """A length in tenths of a millimetre as reference dots."""
    return (tenths_mm * DOTS_PER_INCH + 127) // 254


def dots_of_points(points: float) -> int:
    """A type size or leading in points (1/72 inch) as reference dots."""
    return round(points * DOTS_PER_INCH / 72)


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet, upright or lying, with the margins and type sizes that suit it; lengths are tenths of a millimetre.

    `type_points` are the sizes a letter may be set in, largest first: a short note takes the largest that fits on
    one sheet. `long_points` is the size of a letter that goes on to further sheets.
    """

    key: str
    label: str
    width: int
    height: int
    side: int
    top: int
    bottom: int
    type_points: tuple[float, ...]
    long_points: float
    heading_points: float

    @property
    def width_dots(self) -> int:
        """Width of the sheet in reference dots."""
        return dots(self.width)

    @property
    def height_dots(self) -> int:
        """Height of the sheet in reference dots."""
        return dots(self.height)

    def page_layout(self) -> QPageLayout:
        """The sheet as Qt's printer and PDF classes want it, without margins: the margins are part of the page."""
        short, long = sorted((self.width, self.height))
        size = QPageSize(
            QSizeF(short / 10, long / 10),
            QPageSize.Unit.Millimeter,
            self.label,
            QPageSize.SizeMatchPolicy.FuzzyMatch,
        )
        lying = self.width > self.height
        orientation = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        return QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Fold:
    """A card made of a sheet that lies on its side and is folded once, printed on both: `panel` is one half."""

    key: str
    label: str
    sheet: PageSize
    panel: PageSize


A4 = PageSize("A4", "A4", 2100, 2970, 300, 270, 270, (13.5, 13, 12.5, 12, 11.5, 11), 11.5, 16)
A5 = PageSize("A5", "A5", 1480, 2100, 180, 200, 180, (13.5, 13, 12.5, 12, 11.5, 11), 11.5, 13.5)
A6 = PageSize("A6", "A6", 1050, 1480, 120, 120, 120, (11.5, 11, 10.5, 10, 9.5), 10, 11)
LETTER = PageSize("letter", "US Letter", 2159, 2794, 310, 260, 250, (13.5, 13, 12.5, 12, 11.5, 11), 11.5, 16)
HALF_LETTER = PageSize(
    "half-letter", "Half letter", 1397, 2159, 170, 200, 180, (13.5, 13, 12.5, 12, 11.5, 11), 11.5, 13.5
)

DL = PageSize("DL", "DL card", 2100, 990, 250, 80, 70, (11, 10.5, 10, 9.5, 9, 8.5), 9, 10)

SIZES: dict[str, PageSize] = {size.key: size for size in (A5, A6, DL, A4, HALF_LETTER, LETTER)}
"""All sheets by the key they are remembered by, in the order they are offered; A5 is the usual one."""


def _lying(key: str, width: int, height: int) -> PageSize:
    return PageSize(key, key, width, height, 120, 120, 120, (11,), 11, 11)


FOLDS: dict[str, Fold] = {
    fold.key: fold
    for fold in (
        Fold("A5-folded", "A5 folded to A6", _lying("A5-folded", 2100, 1480), A6),
        Fold("A4-folded", "A4 folded to A5", _lying("A4-folded", 2970, 2100), A5),
        Fold("letter-folded", "Letter folded to half", _lying("letter-folded", 2794, 2159), HALF_LETTER),
    )
}
"""Cards that are folded, by the key they are remembered by."""
LABELS: dict[str, str] = {
    **{key: size.label for key, size in SIZES.items()},
    **{key: fold.label for key, fold in FOLDS.items()},
}
"""What every paper is called, in the order they are offered."""


def panel_of(key: str) -> PageSize:
    """What a letter is set on: the sheet of this key, one half of a folded one; A5 for a key nobody knows."""
    return FOLDS[key].panel if key in FOLDS else SIZES.get(key, A5)


def sheet_of(key: str) -> PageSize:
    """What goes through the printer."""
    return FOLDS[key].sheet if key in FOLDS else SIZES.get(key, A5)
