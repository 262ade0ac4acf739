"""The sheet on which the book is written out: what, and then where to."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.pages.lists.asking import Asker
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import exporting
from shopkeeper.service.exporting import Exported


class WriteOutSheet(SlideOver):
    """`begin` opens it; `asker` is who asks for the file."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("", shell)
        self._desk, self._shell = desk, shell
        self.asker = Asker()
        self._sent: Sent | None = None
        self.set_title(self.tr("Write out a list"))
        tr = self.tr
        self._kinds = (
            ("members", tr("Members"), tr("Everybody with contacts, address, card, birthday and what is noted.")),
            ("purchases", tr("Purchases"), tr("Every purchase and what came back, with member, day and amount.")),
            ("standing", tr("Standing"), tr("Everybody’s tier, points, visits and what they have spent.")),
        )  # fmt: skip
        self.kinds = QButtonGroup(self)
        self.trouble = ErrorLine(self.sheet)
        self.progress = ProgressLine(self.sheet)
        self.go = KeyButton(tr("Choose where to…"), "Enter", self.sheet)
        self.last = self.go
        self.body.setSpacing(look.px(4))
        for place, (_, name, about) in enumerate(self._kinds):
            choice = QRadioButton(name, self.sheet)
            choice.setAccessibleDescription(about)
            self.kinds.addButton(choice, place)
            self.body.addWidget(choice)
            words = Sentence(about, "body", "2", self.sheet)
            words.setContentsMargins(look.px(24), 0, 0, look.px(10))
            self.body.addWidget(words)
        self.body.addWidget(
            Sentence(
                tr(
                    "The file is CSV, which any spreadsheet opens and this program reads back. It holds what your"
                    " members have told you: keep it as you keep the book."
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
        self.kinds.button(0).setChecked(True)
        self.go.clicked.connect(self._choose)
        self.progress.cancelled.connect(self._cancel)

    def begin(self) -> None:
        """Opens it with the caret on what was written out last."""
        if self._sent is None:
            self.trouble.clear()
        self.open(self.kinds.button(self.kinds.checkedId()))

    def _choose(self) -> None:
        if self._sent is not None:
            return
        kind, title, _ = self._kinds[self.kinds.checkedId()]
        name = self.tr("{what} {day}").format(what=title.lower(), day=self._desk.today.isoformat())
        target = self.asker.save(
            self, self.tr("Write out {what}").format(what=title), f"{name}.csv", "CSV (*.csv)"
        )
        if target is not None:
            self._write(kind, target)

    def _write(self, kind: str, target: Path) -> None:
        self.trouble.clear()
        self._shell.clear_toast()
        self._set_busy(True)
        self.progress.begin(self.tr("Writing the file"))
        self._sent = self._desk.study_long(exporting.export_file, kind, target, self._desk.today)
        self._sent.then(self._written).otherwise(self._not_written).watched(self._come)

    def _set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
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
