"""The editor of the wording: several versions, fields from a list, the letter beside it as it will be."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined
from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.letters.parts import button, set_close
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import Flow, FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.several_lines import SeveralLines
from shopkeeper.gui.widgets.tables import dress_table
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.rules.wording import Misworded, parse
from shopkeeper.rules.wording_fields import Field, offered
from shopkeeper.service.letter_titles import title
from shopkeeper.service.letters import Wordings

TYPING_MS = 200
_FITS = 1.25  # size of text up to which a low window holds all of it


class WordingEdit(SeveralLines):
    """Plain text only; Esc leaves, Tab goes on."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mark_place(self, line: int, column: int) -> None:
        """Marks what is wrong, from its place to the end of the field or line; 0 takes the mark away."""
        block = self.document().findBlockByNumber(line - 1)
        if line < 1 or not block.isValid():
            self.setExtraSelections([])
            return
        cursor = QTextCursor(block)
        text = block.text()
        start = min(max(0, column - 1), len(text))
        end = text.find("}}", start)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(
            block.position() + (end + 2 if end >= 0 else len(text)), QTextCursor.MoveMode.KeepAnchor
        )
        wrong = QTextEdit.ExtraSelection()
        shape = QTextCharFormat()
        shape.setBackground(QColor(look.theme().bad_soft))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(QColor(look.theme().bad))
        wrong.format = shape
        wrong.cursor = cursor
        self.setExtraSelections([wrong])


class FieldList(QTableWidget):
    """What can be put in; Enter puts the chosen one where the caret stands."""

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self._offered: Sequence[Field] = ()
        dress_table(self, self.tr("Fields that can be put in"))
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setDefaultSectionSize(look.px(28))
        self.cellDoubleClicked.connect(self._pick)

    def offer(self, fields: Sequence[Field]) -> None:
        """Lists the fields of this kind of letter."""
        self._offered = fields
        self.setRowCount(len(fields))
        for row, field in enumerate(fields):
            says = QTableWidgetItem(self.tr(field.says))
            says.setToolTip(escape(field.example))
            self.setItem(row, 0, says)
            self.setItem(row, 1, QTableWidgetItem(f"{{{{{field.name}}}}}"))
        self.setCurrentCell(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._pick(self.currentRow(), 0)
        else:
            super().keyPressEvent(event)

    def _pick(self, row: int, _column: int) -> None:
        self.picked.emit(self._offered[row].name)


class WordingView(QWidget):
    """`text_changed` says the words to show on the sheet; `kept` the versions to keep."""

    text_changed = Signal(str)
    kept = Signal(object)  # tuple[str, …]
    original_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[str] = [""]
        self._shown = 0
        self._tabs: list[QPushButton] = []
        self.edit = WordingEdit(self)
        self.edit.setAccessibleName(self.tr("The wording"))
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.left)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._look)
        self.error = ErrorLine(self)
        self.edit.refused.connect(self.error.say)
        self.fields = FieldList(self)
        self.fields.picked.connect(self._put_in)
        self.keep_button = button(self.tr("Keep this wording"), self, self._keep, "primary")
        self.leave_button = button(self.tr("Leave it as it was"), self, self.left.emit)
        self.original_button = button(self.tr("Back to the original"), self, self.original_asked.emit)
        self._add = button(self.tr("+ Version"), self, self._add_version, "quiet")
        self._remove = button(self.tr("Remove this version"), self, self._remove_version, "quiet")
        self._lay_out()

    def _lay_out(self) -> None:
        around = look.px(theme.SPACE_AROUND)
        column = QVBoxLayout(self) if look.scale() <= _FITS else Tall(self).column
        column.setContentsMargins(around, around, around, look.px(theme.SPACE_BETWEEN))
        column.setSpacing(look.px(theme.SPACE_WITHIN))
        self._heading = Sentence("", "heading", "", self)
        column.addWidget(self._heading)
        column.addWidget(
            Sentence(
                self.tr("Several versions are used by turns, so that nobody reads the same words twice running."),
                "body", "2", self,
            )
        )  # fmt: skip
        self._versions_row = FlowBox(self, gap=6)
        column.addWidget(self._versions_row)
        column.addWidget(self.edit, 3)
        column.addWidget(self.error)
        column.addWidget(
            Sentence(
                self.tr("Put in with Enter. Where a field is empty for a member, its sentence is left out."),
                "small", "2", self,
            )
        )  # fmt: skip
        card = Panel(parent=self)
        set_close(card)
        card.add(self.fields, 1)
        column.addWidget(card, 2)
        foot = QWidget(self)
        row = Flow(foot, look.px(8), look.px(8))
        for part in (self.keep_button, self.leave_button, self.original_button):
            row.addWidget(part)
        column.addWidget(foot)
        self.edit.setMinimumHeight(look.px(140))
        self.fields.setMinimumHeight(look.px(80))

    # --- versions -----------------------------------------------------------------------------------

    def open(self, wordings: Wordings, kind: str) -> None:
        """Begins with the shop's versions of a kind of letter."""
        self._heading.setText(self.tr("The wording of “{letter}”").format(letter=title(kind).name))
        self.fields.offer(offered(kind))
        self._versions = list(wordings.versions)
        self.original_button.setEnabled(not wordings.original)
        self._show(0)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions as they stand in the editor."""
        return tuple(self._versions)

    def _show(self, number: int) -> None:
        self._shown = number
        for tab in self._tabs:
            tab.hide()
            tab.deleteLater()
        self._tabs = []
        for n in range(len(self._versions)):
            tab = button(self.tr("Version {n}").format(n=n + 1), self, self._chose_tab, "small")
            tab.setCheckable(True)
            tab.setChecked(n == number)
            tab.setProperty("version", n)
            self._tabs.append(tab)
        flow = self._versions_row.flow
        for part in (self._add, self._remove):
            flow.removeWidget(part)
        for part in (*self._tabs, self._add, self._remove):
            flow.addWidget(part)
        self._remove.setEnabled(len(self._versions) > 1)
        self.edit.blockSignals(True)
        self.edit.setPlainText(self._versions[number])
        self.edit.blockSignals(False)
        self._look()

    def _chose_tab(self) -> None:
        sender = self.sender()
        assert sender is not None
        self._show(int(sender.property("version")))
        self._tabs[self._shown].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_version(self) -> None:
        self._versions.append(self._versions[self._shown])
        self._show(len(self._versions) - 1)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_version(self) -> None:
        del self._versions[self._shown]
        self._show(max(0, self._shown - 1))

    # --- typing -------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._versions[self._shown] = self.edit.toPlainText()
        self._typing.start()

    def _put_in(self, name: str) -> None:
        self.edit.insertPlainText(f"{{{{{name}}}}}")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        self._typing.stop()
        text = self._versions[self._shown]
        try:
            parse(text)
        except Misworded as wrong:
            self.show_wrong(wrong)
            return
        self.error.clear()
        self.edit.mark_place(0, 0)
        self.text_changed.emit(text)

    def show_wrong(self, wrong: Declined) -> None:
        """Says what cannot be, and marks its place."""
        self.error.explain(wrong)
        if isinstance(wrong, Misworded):
            self.edit.mark_place(wrong.line, wrong.column)

    def _keep(self) -> None:
        for number, text in enumerate(self._versions):
            try:
                parse(text)
            except Misworded as wrong:
                if number != self._shown:
                    self._show(number)
                self.show_wrong(wrong)
                self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                self._to_place(wrong)
                return
        self.kept.emit(tuple(self._versions))

    def _to_place(self, wrong: Misworded) -> None:
        block = self.edit.document().findBlockByNumber(wrong.line - 1)
        if wrong.line and block.isValid():
            cursor = self.edit.textCursor()
            cursor.setPosition(block.position() + min(wrong.column - 1, len(block.text())))
            self.edit.setTextCursor(cursor)
