"""Membership cards, address labels and envelopes: for whom, on which sheet, from which place on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSpinBox, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.notes import sheets_for
from shopkeeper.gui.pages.letters.adding import AddLine
from shopkeeper.gui.pages.letters.due_table import DueModel, DueTable
from shopkeeper.gui.pages.letters.left_out import LeftOutLine
from shopkeeper.gui.pages.letters.parts import button, set_close
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import Flow
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.spin import dress_spin
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.paper.labels import MOST_OFFSET
from shopkeeper.rules.programme import Programme
from shopkeeper.say import text
from shopkeeper.service.letters import DueList
from shopkeeper.service.pieces import Ways

_ROW_FITS = 1.25
"""The size of text up to which whom the list holds has the room for one row."""


class PiecesView(QWidget):
    """`chosen` are the members whose pieces are printed, `start` the first place that is still there."""

    looked_at = Signal()
    print_asked = Signal()
    pdf_asked = Signal()
    test_asked = Signal()
    whom_chosen = Signal()
    ways_chosen = Signal(object)  # Ways
    card_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thing = "cards"
        self._ways = Ways()
        self._left_out = False
        self.title = Sentence("", "heading", "", self)
        self.summary = Sentence("", "body", "2", self)
        self.whom = QComboBox(self)
        self.whom.setAccessibleName(self.tr("For whom"))
        self.whom.activated.connect(self.whom_chosen)
        self.left_out = LeftOutLine(self)
        self.model = DueModel(self)
        self.table = DueTable(self.model, self)
        self.table.setAccessibleName(self.tr("Members whose pieces are printed"))
        self.table.chosen.connect(self._look)
        self.model.ticks_changed.connect(self._count)
        self.adding = AddLine(self)
        self.empty = EmptyState(
            "letters",
            self.tr("Nobody is chosen yet"),
            self.tr("Choose a tier above, or add members one by one."),
            parent=self,
        )
        self._all = button("", self, self._tick_all, "link")
        self.format = QComboBox(self)
        self.format.setAccessibleName(self.tr("Sheet"))
        if look.scale() > _ROW_FITS:  # the list it opens shows each name whole
            self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.format.setMinimumContentsLength(16)
        self.format.activated.connect(self._chose_format)
        self.start = QSpinBox(self)
        self.start.setPrefix(self.tr("from place "))
        dress_spin(self.start, self.tr("First place of the sheet that is still there"))
        self.start.valueChanged.connect(self.looked_at)
        self.right, self.down = self._offset(self.tr("right by ")), self._offset(self.tr("down by "))
        dress_spin(self.right, self.tr("Everything moved to the right, in tenths of a millimetre"))
        dress_spin(self.down, self.tr("Everything moved down, in tenths of a millimetre"))
        self.error = ErrorLine(self)
        self.progress = ProgressLine(self)
        self._lay_out()
        self.set_thing("cards", Ways(), ())

    def _offset(self, words: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(-MOST_OFFSET, MOST_OFFSET)
        spin.setPrefix(words)
        spin.setSuffix(self.tr(" × 0.1 mm"))
        if look.scale() > _ROW_FITS:  # the room of the widest figure there can be is not asked for
            spin.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        spin.editingFinished.connect(self._chose_offset)
        return spin

    def _lay_out(self) -> None:
        around = look.px(theme.SPACE_AROUND)
        self._list = Panel(parent=self)
        set_close(self._list)
        self._list.add(self.table, 1)
        top = self._top()
        self._sheet = Panel(parent=self)
        self._sheet.add(Sentence(self.tr("On which sheet"), "strong", "", self._sheet))
        self._formats = self._flow(self._sheet, self.format, self.start)
        self._sheet.add(self._formats)
        self._printer = Sentence(self.tr("If the printer is off:"), "body", "", self._sheet, wrap=False)
        self.test_button = button(self.tr("Print a test page…"), self, self.test_asked.emit, "link")
        self._off = self._flow(self._sheet, self._printer, self.right, self.down, self.test_button)
        self._sheet.add(self._off)
        self.print_button = button("", self, self.print_asked.emit, "primary")
        self.pdf_button = button(self.tr("Save as PDF"), self, self.pdf_asked.emit)
        self.card_button = button(self.tr("Give a new card; the old one stops"), self, self.card_asked.emit)
        self.buttons = self._flow(self, self.print_button, self.pdf_button, self.card_button)
        self.column = column = Tall(self).column
        column.setContentsMargins(around, around, around, look.px(theme.SPACE_BETWEEN))
        column.setSpacing(look.px(theme.SPACE_WITHIN))
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addWidget(top)
        column.addWidget(self.left_out.card)
        column.addWidget(self._list, 100)
        column.addWidget(self.adding)
        column.addWidget(self.empty, 100)
        column.addWidget(self._sheet)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        column.addStretch(1)

    def _top(self) -> QWidget:
        """Whom the list holds, in one row; with large text in as many as it takes, so that nothing is cut at the side."""
        if look.scale() > _ROW_FITS:
            return self._flow(self, self.whom, self.left_out, self._all)
        top = QWidget(self)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.whom)
        row.addWidget(self.left_out)
        row.addStretch(1)
        row.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop)
        return top

    def _flow(self, parent: QWidget, *parts: QWidget) -> QWidget:
        made = QWidget(parent)
        row = Flow(made, look.px(8), look.px(8))
        for part in parts:
            row.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        return made

    # --- what is shown ------------------------------------------------------------------------------

    def set_thing(self, thing: str, ways: Ways, tiers: Sequence[str]) -> None:
        """Cards, labels or envelopes, with the shop's ways; nobody is chosen yet."""
        self.thing = thing
        titles = {
            "cards": self.tr("Membership cards"),
            "labels": self.tr("Address labels"),
            "envelopes": self.tr("Envelopes"),
            "vouchers": self.tr("Vouchers"),
        }
        self.title.setText(titles[thing])
        self.model.heading = self.tr("Card") if thing in ("cards", "vouchers") else self.tr("Address")
        self.whom.clear()
        self.whom.addItem(self.tr("Chosen one by one"), "")
        for tier in tiers:
            self.whom.addItem(self.tr("All in {tier}").format(tier=tier), tier)
        self.format.clear()
        for key, (label, _) in sheets_for(thing).items():
            self.format.addItem(text(label), key)
        self.test_button.setVisible(thing in ("cards", "labels"))
        self._off.setVisible(thing != "vouchers")  # they are cut by hand
        self.set_ways(ways)
        self.start.setValue(1)
        self.set_members(DueList((), ()), None)

    def set_ways(self, ways: Ways) -> None:
        """The sheet, and by how much the printer is off."""
        self._ways = ways
        self.format.setCurrentIndex(max(0, self.format.findData(getattr(ways, self.thing))))
        _, places = sheets_for(self.thing)[self.key]
        self.start.setRange(1, places)
        self.start.setVisible(places > 1)
        for spin, value in ((self.right, ways.right), (self.down, ways.down)):
            spin.setValue(value)

    @property
    def key(self) -> str:
        """The sheet that is chosen."""
        return str(self.format.currentData())

    @property
    def tier(self) -> str:
        """The tier that is chosen as a whole, "" where members are chosen one by one."""
        return str(self.whom.currentData() or "")

    @property
    def chosen(self) -> list[int]:
        """Whose pieces are printed, in their order."""
        return [row.member_id for row in self.model.ticked]

    @property
    def current(self) -> int | None:
        """Whose row is looked at."""
        row = self.table.current
        return None if row is None else row.member_id

    def set_members(self, found: DueList, programme: Programme | None) -> None:
        """Whose pieces can be printed, and who is left out."""
        current = self.current
        self._left_out = bool(found.left_out)
        self.model.set_rows(found.due)
        if programme is not None:
            self.table.fit_tiers(programme)
        there = next((n for n, row in enumerate(found.due) if row.member_id == current), 0)
        self.table.show_row(there)
        self.left_out.set_left_out(found.left_out, None)
        self._list.setVisible(bool(found.due))
        self.empty.setVisible(not found.due)
        self._list.setMaximumHeight(self.table.whole_height() + look.px(24))
        self.table.setMinimumHeight(min(self.table.whole_height(), look.px(84)))
        self._count()

    def set_busy(self, busy: bool) -> None:
        """While pieces are on their way nothing is changed."""
        for part in (self.table, self.buttons, self.whom, self.adding, self._sheet, self._all):
            part.setEnabled(not busy)

    def take_caret(self) -> None:
        """Puts the caret where work begins."""
        self.adding.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the person does -----------------------------------------------------------------------

    def _look(self, _one: object = None) -> None:
        self.looked_at.emit()

    def _tick_all(self) -> None:
        self.model.tick_all(not self.model.ticked)

    def _count(self) -> None:
        count, of = len(self.model.ticked), len(self.model.rows)
        words = {
            "cards": self.tr("Print %n cards…", "", count),
            "labels": self.tr("Print %n labels…", "", count),
            "envelopes": self.tr("Print %n envelopes…", "", count),
            "vouchers": self.tr("Print %n vouchers…", "", count),
        }
        one = {
            "cards": self.tr("Print 1 card…"),
            "labels": self.tr("Print 1 label…"),
            "envelopes": self.tr("Print 1 envelope…"),
            "vouchers": self.tr("Print 1 voucher…"),
        }
        self.print_button.setText((one if count == 1 else words)[self.thing])
        for part in (self.print_button, self.pdf_button):
            part.setVisible(of > 0)
            part.setEnabled(count > 0)
        self.card_button.setVisible(self.thing == "cards" and (of > 0 or self._left_out))
        self._all.setText(self.tr("Choose none") if count else self.tr("Choose all"))
        self._all.setVisible(of > 1)
        self.summary.setText(self.tr("Chosen: {n} of {of}.").format(n=count, of=of))
        self.summary.setVisible(of > 0)
        self.error.clear()
        self.looked_at.emit()

    def _chose_format(self) -> None:
        self._choose({self.thing: self.key})

    def _chose_offset(self) -> None:
        self._choose({"right": self.right.value(), "down": self.down.value()})

    def _choose(self, changed: dict[str, object]) -> None:
        ways = Ways(**{name: changed.get(name, getattr(self._ways, name)) for name in Ways.__slots__})  # type: ignore[arg-type]
        if ways != self._ways:
            self.set_ways(ways)
            self.ways_chosen.emit(ways)
            self.looked_at.emit()
