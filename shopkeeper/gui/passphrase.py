"""Before a locked book opens: its passphrase, or the recovery code where that is forgotten."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.service import locks

FREE_TRIES = 2  # a slip of the finger costs no time
LONGEST_WAIT_S = 30
_WIDTH, _WITHOUT, _WITH_CODE = 520, 360, 520  # pixels at text size 100 %: three fields need more than one


def wait_after(wrong: int) -> int:
    """How many seconds the next try waits after so many wrong ones."""
    return 0 if wrong <= FREE_TRIES else int(min(LONGEST_WAIT_S, 2 ** (wrong - FREE_TRIES)))


class PassphraseWindow(QWidget):
    """Says `opened` once the book can be read. It shows nothing of the shop, for it knows nothing of it."""

    opened = Signal()
    _done = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._wrong = 0
        self._left_s = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unlocking")
        self.setWindowTitle(self.tr("Shopkeeper"))
        look.mark(self, panel="page")
        self.passphrase = Secret(self.tr("Passphrase"), self)
        self.shown = QCheckBox(self.tr("Show what is typed"), self)
        self.code = Field(self.tr("Recovery code, from its sheet"), self, longest=200)
        self.new = Secret(self.tr("New passphrase"), self)
        self.again_field = Secret(self.tr("The new passphrase once more"), self)
        self.enter = self._button(self.tr("Open the book"), self.try_it, "primary")
        self.forgot = self._button(self.tr("I forgot the passphrase"), self._turn)
        self.leave = self._button(self.tr("Close"), self.close)
        self.problem = ErrorLine(self)
        self.waiting = ProgressLine(self)
        self._lay_out()
        for field in (self.passphrase, self.code, self.new, self.again_field):
            field.entered.connect(self.try_it)
        self.shown.toggled.connect(self._show_signs)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._second_passed)
        self._done.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._with_code(False)

    def _button(self, words: str, pressed: Callable[[], object], kind: str = "") -> QPushButton:
        made = QPushButton(words, self)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(pressed)
        return made

    def _lay_out(self) -> None:
        whole, room = QVBoxLayout(self), QWidget(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(room, 1)
        self.tall = Tall(room)
        column = self.tall.column
        column.setContentsMargins(look.px(36), look.px(30), look.px(36), look.px(14))
        column.setSpacing(look.px(14))
        column.addWidget(Sentence(self.tr("The shop’s book is locked"), "heading", "", self))
        self.words = Sentence("", "body", "2", self)
        column.addWidget(self.words)
        panel = Panel(parent=self)
        for part in (self.passphrase, self.code, self.new, self.again_field, self.shown):
            panel.add(part)
        column.addWidget(panel)
        column.addWidget(self.problem)
        column.addWidget(self.waiting)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(look.px(36), look.px(14), look.px(36), look.px(30))
        foot.setSpacing(look.px(10))
        foot.addWidget(self.enter)
        foot.addWidget(self.forgot)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        whole.addLayout(foot)

    # --- two ways in --------------------------------------------------------------------------------

    @property
    def with_code(self) -> bool:
        """Whether the recovery code is asked for."""
        return self._code_way

    def _turn(self) -> None:
        self.problem.clear()
        self._with_code(not self._code_way)

    def _with_code(self, code: bool) -> None:
        self._code_way = code
        if self.height() < look.px(_WITH_CODE if code else _WITHOUT):
            look.size_window(self, _WIDTH, _WITH_CODE if code else _WITHOUT)
        self.passphrase.setVisible(not code)
        for part in (self.code, self.new, self.again_field):
            part.setVisible(code)
        self.words.setText(
            self.tr("The code on the recovery sheet opens the book; then choose a passphrase anew.")
            if code
            else self.tr("Type its passphrase. It is not kept anywhere, so nobody can tell it to you.")
        )
        self.forgot.setText(
            self.tr("Use the passphrase after all") if code else self.tr("I forgot the passphrase")
        )
        (self.code if code else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_signs(self, shown: bool) -> None:
        for field in (self.passphrase, self.new, self.again_field):
            field.set_shown(shown)

    # --- trying -------------------------------------------------------------------------------------

    @Slot()
    def try_it(self) -> None:
        """See whether what was typed opens the book; what was typed stays if it does not."""
        if not self.enter.isEnabled():
            return
        self.problem.clear()
        if self._code_way:
            if self.new.text != self.again_field.text:
                self._say_at(self.again_field, self.tr("The two are not the same."))
                return
            task = self._worker.submit(_with_code, self._path, self.code.text, self.new.text)
        else:
            task = self._worker.submit(locks.open_with_passphrase, self._path, self.passphrase.text)
        self._set_busy(True)
        self.waiting.begin(self.tr("Opening"), can_cancel=False)
        task.add_done_callback(self._done.emit)

    def _set_busy(self, busy: bool) -> None:
        for part in (self.enter, self.forgot):
            part.setEnabled(not busy)

    @Slot(object)
    def _arrived(self, future: "Future[None]") -> None:
        self.waiting.end()
        try:
            future.result()
        except (Declined, StorageTrouble) as error:
            self._set_busy(False)
            self._explain(error)
            return
        self.opened.emit()

    def _explain(self, error: Declined | StorageTrouble) -> None:
        about = getattr(error, "about", "")
        if about == "code":
            field: Field = self.code
        elif about == "passphrase":
            field = self.new if self._code_way else self.passphrase
        else:
            self.problem.explain(error)
            return
        field.edit.selectAll()
        self._say_at(field, error.because)
        if error.code in ("wrong_passphrase", "wrong_code"):
            self._wrong += 1
            self._wait(wait_after(self._wrong))

    def _say_at(self, field: Field, because: str) -> None:
        field.say(because)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tall.ensureWidgetVisible(field, 0, look.px(14))

    def _wait(self, seconds: int) -> None:
        if seconds:
            self._left_s = seconds
            self.enter.setEnabled(False)
            self._second.start()
            self._tell_wait()

    def _tell_wait(self) -> None:
        self.enter.setText(self.tr("Open the book · in {n} s").format(n=self._left_s))

    @Slot()
    def _second_passed(self) -> None:
        self._left_s -= 1
        if self._left_s > 0:
            self._tell_wait()
            return
        self._second.stop()
        self.enter.setText(self.tr("Open the book"))
        self.enter.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._second.stop()
        self._worker.shutdown(wait=True)
        super().closeEvent(event)


def _with_code(path: Path, code: str, passphrase: str) -> None:
    """Open with the code, and let the new passphrase hold; a passphrase that is none is told before anything opens."""
    locks.checked_passphrase(passphrase)
    locks.open_with_code(path, code)
    locks.renew_passphrase(path, passphrase)
