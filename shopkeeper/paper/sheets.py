"""Whatever can be put on paper: laid out sheets, and what they are laid out from."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtGui import QPainter

from shopkeeper.paper.folded import Card
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.morning import MorningSheet, lay_out_sheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import PageSize


class Sheets(Protocol):
    """Sheets that are laid out: their size, how many there are, and each of them drawn or read."""

    @property
    def size(self) -> PageSize: ...
    @property
    def pages(self) -> int: ...
    def text(self, page: int) -> str: ...
    def paint(self, painter: QPainter, page: int) -> None: ...


class Bound:
    """Sheets of one size, one after the other as if they were one thing."""

    def __init__(self, parts: Sequence[Sheets]) -> None:
        self.size = parts[0].size
        self._pages = [(part, page) for part in parts for page in range(part.pages)]
        self.pages = len(self._pages)

    def text(self, page: int) -> str:
        """What stands on a sheet."""
        part, inside = self._pages[page]
        return part.text(inside)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw one sheet on a painter whose unit is one reference dot."""
        part, inside = self._pages[page]
        part.paint(painter, inside)


def laid_out(what: "Note | MorningSheet | Sheets") -> Sheets:
    """A letter set on its sheets, folded or not, or the morning's sheet; what is laid out already stays as it is."""
    if isinstance(what, MorningSheet):
        return lay_out_sheet(what)
    if not isinstance(what, Note):
        return what
    return lay_out(what) if what.fold is None else Card(what, what.fold)
