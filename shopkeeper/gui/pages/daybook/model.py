"""The rows of a page as the grid shows them: a thin coat over the plain object that knows what they mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shopkeeper.gui.pages.daybook.words import Said, effect_words, signed
from shopkeeper.rules.daybook import Field, Page, Slip
from shopkeeper.say import Speech
from shopkeeper.service.daybook import Effect, Kept, PostedPage, Who

Index = QModelIndex | QPersistentModelIndex

NUMBER, TIME, WHO, TIER, AMOUNT, WHAT, POINTS, EFFECT = range(8)
FIELD_OF: dict[int, Field] = {TIME: "time", WHO: "who", AMOUNT: "amount", WHAT: "what"}
COLUMN_OF: dict[Field, int] = {field: column for column, field in FIELD_OF.items()}
EDITABLE = tuple(FIELD_OF)

# Whole numbers, not enumerations: looking those up costs as much as the answer.
_DISPLAY, _EDIT, _TOOLTIP, _ALIGN, _SPOKEN = 0, 2, 3, 7, 11
_RIGHT = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)


class SlipsModel(QAbstractTableModel):
    """Says `touched(keys)` after each change a person made; `rearranged()` when rows came, went or changed places."""

    touched = Signal(object)
    rearranged = Signal()

    def __init__(self, sheet: Page, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.speech = speech
        self.who: dict[int, Who] = {}
        self.effects: dict[str, Effect] = {}
        self.posted: PostedPage | None = None
        self.locked = False
        self.typing: tuple[int, int] = (-1, -1)
        self._rows = len(sheet)

    @property
    def open(self) -> bool:
        """Whether anything can be typed: not on a posted page, nor while it is being posted."""
        return self.posted is None and not self.locked

    def show_page(self, sheet: Page, kept: Kept, speech: Speech) -> None:
        """Another page, or the same one anew."""
        self.beginResetModel()
        self.sheet, self.speech, self.posted = sheet, speech, kept.posted
        self.who = dict(kept.who)
        self.effects = {}
        self.locked = False
        self._rows = len(kept.slips) if kept.posted is not None else len(sheet)
        self.endResetModel()

    # ---- what the grid asks ----

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 8

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in FIELD_OF and self.open:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ALIGN:
            return _RIGHT if section in (AMOUNT, POINTS) else _LEFT
        if role != _DISPLAY:
            return None
        names = (
            "", self.tr("Time"), self.tr("Member"), self.tr("Tier"),
            self.tr("Amount {sign}").format(sign=self.sheet.currency.sign), self.tr("What"), self.tr("Points"),
            self.tr("Effect"),
        )  # fmt: skip
        return names[section]

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = index.row(), index.column()
        if row >= self._rows:
            return None
        if role == _DISPLAY:
            return self.said(row, column)[0]
        if role == _EDIT:
            return self.typed(row, column)
        if role == _ALIGN:
            return _RIGHT if column in (AMOUNT, POINTS) else _LEFT
        if role == _TOOLTIP and column in (WHO, WHAT, EFFECT):
            # Plain words only: a tooltip would read a member's name as markup.
            # In a narrow table the effect is told by whom it concerns.
            told = (WHO, EFFECT) if column == WHO else (column,)
            said = " · ".join(filter(None, (self.said(row, one)[0] for one in told)))
            return None if "<" in said else said
        if role == _SPOKEN:
            return f"{self.headerData(column, Qt.Orientation.Horizontal) or row + 1}: {self.said(row, column)[0]}"
        return None

    def typed(self, row: int, column: int) -> str:
        """What stands in the field as it was typed."""
        slip = self.sheet[row]
        if column == WHO:
            known = self._who(slip)
            return (known.name or known.number) if known is not None else slip.who_text
        return {TIME: slip.time_text, AMOUNT: slip.amount_text, WHAT: slip.what_text}.get(column, "")

    def said(self, row: int, column: int) -> Said:
        """What a cell shows, and its tone ("2" is quiet)."""
        slip = self.sheet[row]
        here = row == self.typing[0]
        if column == NUMBER:
            return (str(row + 1), "2") if here or not slip.blank else ("", "")
        if here and column in (AMOUNT, WHAT) and not self.typed(row, column):
            return (self.speech.plain(0) if column == AMOUNT else self.tr("What")), "quiet"
        if slip.blank:
            return "", ""
        if column == EFFECT:
            return self._effect(row, slip)
        if column == POINTS:
            return signed(self.points(slip.key), self.speech), "2"
        meant = self.sheet.meaning(row)
        if column == TIME:
            return (f"{meant.at:%H:%M}", "2") if meant.at is not None else (slip.time_text, "bad")
        if column == AMOUNT:
            if meant.amount_minor is None:
                return slip.amount_text, "bad"
            return self.speech.plain(meant.amount_minor).replace("-", "−"), ""
        if column == WHAT:
            return slip.what_text, "bad" if any(wrong.field == "what" for wrong in meant.wrong) else "2"
        if column == WHO:
            known = self._who(slip)
            if known is not None:
                return known.name or self.tr("№ {number}").format(number=known.number), ""
            if slip.who_text:
                return slip.who_text, "attention"
            return ("", "") if here and not slip.amount_text else (self.tr("Not a member"), "quiet")
        return self.tier(row), ""

    def tier(self, row: int) -> str:
        """The tier the member holds just before this slip; "" for nobody known."""
        slip = self.sheet[row]
        known = self._who(slip)
        if known is None:
            return ""
        effect = self.effects.get(slip.key)
        return (effect.tier if effect is not None else "") or known.tier or self.tr("Member")

    def points(self, key: str) -> int:
        """What a slip gives or gave."""
        if self.posted is not None:
            return self.posted.earned.get(key, 0)
        effect = self.effects.get(key)
        return 0 if effect is None else effect.points

    def _who(self, slip: Slip) -> Who | None:
        return None if slip.member_id is None else self.who.get(slip.member_id)

    def _effect(self, row: int, slip: Slip) -> Said:
        if self.posted is not None:
            tier = self.posted.climbed.get(slip.key, "")
            return (self.tr("Reached {tier}").format(tier=tier), "accent") if tier else ("", "")
        at_row, at_column = self.typing
        for wrong in self.sheet.meaning(row).wrong:
            busy = row == at_row and (COLUMN_OF[wrong.field] == at_column or wrong.code == "amount_missing")
            if not busy:
                soft = wrong.code in ("amount_missing", "member_not_found")
                return wrong.because, "attention" if soft else "bad"
        effect = self.effects.get(slip.key)
        return ("", "") if effect is None else effect_words(effect, self.speech)

    # ---- what a person does ----

    def put(self, row: int, column: int, text: str) -> None:
        """Type into a field."""
        self._changed(row, self.sheet.put(row, FIELD_OF[column], text))

    def settle(self, row: int, who: Who | None) -> None:
        """Say who it was; None is nobody known."""
        if who is not None:
            self.who[who.member_id] = who
        keys = self.sheet.settle(row, who.member_id if who else None, (who.name or who.number) if who else "")
        self._changed(row, keys)

    def settle_all(self, found: Mapping[str, Who]) -> None:
        """Say who was meant wherever a text is surely somebody; `found` is by text."""
        keys: list[str] = []
        for row, slip in enumerate(self.sheet.slips):
            who = found.get(slip.who_text) if slip.member_id is None else None
            if who is not None:
                self.who[who.member_id] = who
                keys += self.sheet.settle(row, who.member_id, who.name or who.number)
        if keys:
            self.show_all()
            self.touched.emit(tuple(keys))

    def copy_above(self, row: int) -> bool:
        """Fill what is empty from the row above; answers whether anything was."""
        keys = self.sheet.copy_above(row)
        self._changed(row, keys)
        return bool(keys)

    def rearrange(self, act: Callable[[], Any]) -> Any:
        """Do something that moves rows, and show them anew."""
        self.beginResetModel()
        answer = act()
        self._rows = len(self.sheet)
        self.endResetModel()
        self.rearranged.emit()
        return answer

    def foresee(self, effects: Mapping[str, Effect], asked: Sequence[str]) -> None:
        """Take up what slips will do; those asked about without an answer do nothing."""
        for key in asked:
            self.effects.pop(key, None)
        self.effects.update(effects)
        self.show_all()

    def show_all(self) -> None:
        """Let every cell be painted anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, EFFECT))

    def set_typing(self, row: int, column: int) -> None:
        """Which cell is being typed in: what it lacks is not held against it yet."""
        if (row, column) == self.typing:
            return
        before, self.typing = self.typing[0], (row, column)
        for one in {before, row}:
            if 0 <= one < self._rows:
                self.dataChanged.emit(self.index(one, 0), self.index(one, EFFECT))

    def _changed(self, row: int, keys: tuple[str, ...]) -> None:
        if not keys:
            return
        if len(self.sheet) > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, len(self.sheet) - 1)
            self._rows = len(self.sheet)
            self.endInsertRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, EFFECT))
        self.touched.emit(keys)
