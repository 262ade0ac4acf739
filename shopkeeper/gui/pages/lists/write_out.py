"""The sheet on which the book is written out: what, and then where to."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import exporting, groups
from shopkeeper.service.exporting import Exported, ExportKind


class WriteOutSheet(SlideOver):
    """`begin` opens it; `asker` is who asks for the file."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("", shell, tall=True)
        self._desk, self._shell = desk, shell
        self.asker = Asker()
        self._sent: Sent | None = None
        self.set_title(self.tr("Write out a list"))
        tr = self.tr
        self._kinds: tuple[tuple[ExportKind, str, str], ...] = (
            ("members", tr("Members"), tr("Everybody with contacts, address, card, birthday and what is noted.")),
            ("purchases", tr("Purchases"), tr("Every purchase and what came back, with member, day and amount.")),
            ("standing", tr("Standing"), tr("Everybody’s tier, points, visits and what they have spent.")),
            ("everything", tr("Everything"), tr("The whole book. As JSON it can be read into a shop that is still empty;"
                                               " as a workbook it has the three lists above.")),
        )  # fmt: skip
        self._forms = {
            ".csv": tr("CSV, for any spreadsheet"), ".xlsx": tr("Excel workbook"), ".vcf": tr("Cards for an address book"),
            ".json": tr("JSON, all of it"),
        }  # fmt: skip
        self.kinds = QButtonGroup(self)
        choices = [QRadioButton(name, self.sheet) for _, name, _ in self._kinds]
        self.group = QComboBox(self.sheet)
        self.group.setAccessibleName(tr("Of whom"))
        self.form = QComboBox(self.sheet)
        self.form.setAccessibleName(tr("Form of the file"))
        self.trouble = ErrorLine(self.sheet)
        self.progress = ProgressLine(self.sheet)
        self.go = KeyButton(tr("Choose where to…"), "Enter", self.sheet)
        self.last = self.go
        self.body.setSpacing(look.px(4))
        for place, (choice, (_, _, about)) in enumerate(zip(choices, self._kinds, strict=True)):
            choice.setAccessibleDescription(about)
            self.kinds.addButton(choice, place)
            self.body.addWidget(choice)
            words = Sentence(about, "body", "2", self.sheet)
            words.setContentsMargins(look.px(24), 0, 0, look.px(10))
            self.body.addWidget(words)
        self.of_whom = Sentence(self.group.accessibleName(), "label", "2", self.sheet)
        self.body.addWidget(self.of_whom)
        self.body.addWidget(self.group)
        self.body.addSpacing(look.px(6))
        self.body.addWidget(Sentence(tr("Form of the file"), "label", "2", self.sheet))
        self.body.addWidget(self.form)
        self.body.addSpacing(look.px(14))
        self.body.addWidget(
            Sentence(
                tr(
                    "This program reads members, purchases and everything back. The file holds what your members have told you: keep it as"
                    " you keep the book."
                ),
                "small",
                "2",
                self.sheet,
            )
        )
        self.body.addStretch(1)
        self.foot.setSpacing(look.px(10))
        for part in (self.trouble, self.progress, self.go):
            self.foot.addWidget(part)
        self.kinds.idToggled.connect(self._chose_kind)
        self.kinds.button(0).setChecked(True)
        self.go.clicked.connect(self._choose)
        self.progress.cancelled.connect(self._cancel)

    def begin(self) -> None:
        """Opens it with the caret on what was written out last."""
        if self._sent is None:
            self.trouble.clear()
            self._fill_groups()
        self.open(self.kinds.button(self.kinds.checkedId()))

    def _fill_groups(self) -> None:
        chosen = self.group.currentData()
        self.group.clear()
        self.group.addItem(self.tr("Everybody"), "")
        for group in self._desk.ask(groups.groups):
            self.group.addItem(group.name, group.name)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self._show_groups()

    def _show_groups(self) -> None:
        """Everything is the whole book: there is no everything of a group."""
        whole = self._kinds[self.kinds.checkedId()][0] == "everything"
        for part in (self.of_whom, self.group):
            part.setVisible(self.group.count() > 1 and not whole)

    def _chose_kind(self, place: int, chosen: bool) -> None:
        if chosen:
            self.form.clear()
            for ending in exporting.ENDINGS[self._kinds[place][0]]:
                self.form.addItem(self._forms[ending], ending)
            self._show_groups()

    def _choose(self) -> None:
        if self._sent is not None:
            return
        kind, title, _ = self._kinds[self.kinds.checkedId()]
        group = "" if self.group.isHidden() else str(self.group.currentData() or "")
        name = self.tr("{what} {day}").format(what=title.lower(), day=self._desk.today.isoformat())
        ending = self.form.currentData()
        target = self.asker.save(
            self,
            self.tr("Write out {what}").format(what=title),
            f"{name}{ending}",
            f"{self.form.currentText()} (*{ending})",
        )
        if target is not None:
            self._write(kind, target, group)

    def _write(self, kind: str, target: Path, group: str = "") -> None:
        self.trouble.clear()
        self._shell.clear_toast()
        self._set_busy(True)
        self.progress.begin(self.tr("Writing the file"))
        self._sent = self._desk.study_long(exporting.export_file, kind, target, self._desk.today, group=group)
        self._sent.then(self._written).otherwise(self._not_written).watched(self._come)

    def _set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.form.setEnabled(not busy)
        self.group.setEnabled(not busy)
        for button in self.kinds.buttons():
            button.setEnabled(not busy)

    def _come(self, done: int, of: int) -> None:
        self.progress.come(done, of)

    def _cancel(self) -> None:
        if self._sent is not None:
            self._sent.cancel()

    def _end(self) -> None:
        self._sent = None
        self._set_busy(False)
        self.progress.end()

    def _written(self, done: Exported) -> None:
        self._end()
        self.put_away()
        words = self.tr("%n rows are written", "", done.written)
        self._shell.show_toast(Toast(words, done.path.name))

    def _not_written(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.trouble.say(self.tr("Stopped. There is no new file."), "attention")
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)
        if not self.isHidden():
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
