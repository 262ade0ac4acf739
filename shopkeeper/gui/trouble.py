"""When nothing else can be shown: the book cannot be opened, or the program has a fault; in plain words, with a way on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look, tongue
from shopkeeper.gui.backup_list import BackupTable
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service import backups, places
from shopkeeper.service.backups import Backup, Restored

_open: list[QMessageBox] = []  # a fault inside a fault must not open a hundred windows


class TroubleWindow(QWidget):
    """Why the shop cannot be opened, what is safe, and its backups. Nothing is ever put in the book's place by itself.

    `again(words)` asks for another try, with what is to be told once the window is open.
    """

    again = Signal(str)
    _done = Signal(object)

    def __init__(
        self, error: Declined | StorageTrouble, path: Path, place: places.Place, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        tongue.speak(place.language)
        self._path, self._clock, self._place = path, clock, place
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="restoring")
        self._wanted: Backup | None = None
        self.speech = Speech(f"{place.language}_{place.country}", places.money(place), places.zone_of(place))
        self.setWindowTitle(self.tr("Shopkeeper"))
        look.mark(self, panel="page")
        self.because = Sentence(self._because(error), "body", "", self)
        self.safe = Sentence(self._safe(error.code), "body", "2", self)
        self.table = BackupTable(self)
        self.problem = ErrorLine(self)
        self.waiting = ProgressLine(self)
        self.try_again = self._button(self.tr("Try again"), self._try_again, "primary")
        self.folder = self._button(self.tr("Open the folder"), self._open_folder)
        self.restore = self._button(self.tr("Restore the chosen backup…"), self._ask)
        self.leave = self._button(self.tr("Close"), self.close)
        self._lay_out()
        self.table.restore_asked.connect(self._ask)
        self._done.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._show_backups()
        look.size_window(self, 760, 560)
        self.try_again.setFocus()

    def _button(self, words: str, pressed: Callable[[], object], kind: str = "") -> QPushButton:
        made = QPushButton(words, self)
        made.setAutoDefault(True)
        if kind:
            look.mark(made, kind=kind)
        made.clicked.connect(pressed)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(36), look.px(30), look.px(36), look.px(30))
        column.setSpacing(look.px(14))
        column.addWidget(Sentence(self.tr("The shop’s book cannot be opened"), "heading", "", self))
        for part in (self.because, self.safe):
            column.addWidget(part)
        where = Sentence(str(self._path), "small", "2", self)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(where)
        self.kept = Panel(self.tr("Backups of this shop"), parent=self)
        self.kept.add(self.table)
        self.sure = self._sure_part()
        self.kept.add(self.sure)
        column.addWidget(self.kept)
        column.addWidget(self.problem)
        column.addWidget(self.waiting)
        column.addStretch(1)
        foot = QHBoxLayout()
        for button in (self.try_again, self.restore, self.folder):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        column.addLayout(foot)

    def _sure_part(self) -> QWidget:
        part = QWidget(self.kept)
        self.sure_words = Sentence("", "strong", "", part)
        self.restore_now = self._button(self.tr("Restore it"), self._restore, "primary")
        self.restore_not = self._button(self.tr("Leave it"), self._leave_it)
        row = QHBoxLayout()
        for button in (self.restore_now, self.restore_not):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, look.px(6), 0, 0)
        self.lacks = Sentence("", "body", "", part)
        column.addWidget(self.sure_words)
        column.addWidget(self.lacks)
        column.addWidget(
            Sentence(
                self.tr("What was recorded after it is not in it. The file that is there now is kept beside it, as it is."),
                "body", "2", part,
            )
        )  # fmt: skip
        column.addLayout(row)
        part.hide()
        return part

    def _because(self, error: Declined | StorageTrouble) -> str:
        # What the storage says is meant for a window that has a Settings.
        return self.tr("The file of the book is damaged.") if error.code == "damaged" else str(error)

    def _safe(self, code: str) -> str:
        words = {
            "newer_book": self.tr("Everything in it is safe: this version has not touched it."),
            "damaged": self.tr("The file was left as it is. What can still be read of it is kept when a backup is restored."),
            "not_a_book": self.tr("If it should be the shop’s book, the disk or another program has spoilt it. It is set"
                                  " aside, not deleted, when a backup is restored."),
            "read_only": self.tr("Everything in it is safe. See to it that the file and its folder may be written by you."),
            "cannot_open": self.tr("The file was not touched. See to it that the file and its folder may be written by you."),
            "disk_full": self.tr("Everything recorded before is safe. Free some space on the disk, then try again."),
            "locked": self.tr("Everything in it is safe."),
            "on_network": self.tr("Everything in it is safe, and was not touched."),
        }  # fmt: skip
        return words.get(code, self.tr("The file was left as it is."))

    # --- the backups --------------------------------------------------------------------------------

    def _show_backups(self) -> None:
        kept = backups.listed(backups.folder_of(self._path))
        zone = self.speech.zone
        self.table.show_backups(kept, self.speech, lambda instant: instant.astimezone(zone).date())
        self.kept.setVisible(bool(kept))
        self.restore.setVisible(bool(kept))

    def _ask(self) -> None:
        backup = self.table.current
        if backup is None or not backup.verified:
            return
        self._wanted = backup
        self.lacks.setText(self._lacking(backup))
        self.sure_words.setText(
            self.tr("Restore the book of {when}: {members}, {purchases}?").format(
                when=self.table.rows.when(backup),
                members=self.speech.counted(backup.members, "{n} member", "{n} members"),
                purchases=self.speech.counted(backup.purchases, "{n} purchase", "{n} purchases"),
            )
        )
        self.sure.show()
        self.restore_not.setFocus()

    def _lacking(self, backup: Backup) -> str:
        """What the backup does not hold, as far as the damaged book can still say."""
        lacks = backups.missing_in(self._path, backup)
        if lacks is None:
            return self.tr("The book is past saying what would be missing.")
        if not lacks.acts:
            return self.tr("Nothing was done since it was made.")
        return self.tr("What would be missing: {members}, {purchases}.").format(
            members=self.speech.counted(max(0, lacks.members), "{n} member", "{n} members"),
            purchases=self.speech.counted(max(0, lacks.purchases), "{n} purchase", "{n} purchases"),
        )

    def _leave_it(self) -> None:
        self.sure.hide()
        self.table.setFocus()

    def _restore(self) -> None:
        if self._wanted is None:
            return
        self.problem.clear()
        self._set_busy(True)
        self.waiting.begin(self.tr("Keeping what is there, then restoring the backup"), can_cancel=False)
        restoring = self._worker.submit(backups.restore_over, self._path, self._wanted.path, self._clock())
        restoring.add_done_callback(self._done.emit)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.try_again, self.restore, self.restore_now, self.restore_not):
            button.setEnabled(not busy)

    @Slot(object)
    def _arrived(self, future: "Future[Restored]") -> None:
        self.waiting.end()
        self._set_busy(False)
        try:
            done = future.result()
        except (Declined, StorageTrouble) as error:
            self.problem.explain(error)
            self._show_backups()
            return
        day = self.speech.day_of_week(done.day)
        self.again.emit(self.tr("The book is as it was on {day}").format(day=day))

    # --- other ways on ------------------------------------------------------------------------------

    def _try_again(self) -> None:
        self.again.emit("")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.shutdown(wait=True)
        super().closeEvent(event)


def notice(words: str) -> QMessageBox:
    """A window that says something, to be shown; the program ends when it is read."""
    box = QMessageBox(
        QMessageBox.Icon.Information, QCoreApplication.translate("Trouble", "Shopkeeper"), words
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowModality(Qt.WindowModality.NonModal)
    return box


def show_fault(report: str) -> None:
    """Say that the program has a fault, with a report to copy that holds nothing of anybody."""
    if _open:
        return
    translate = QCoreApplication.translate
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        translate("Trouble", "Shopkeeper"),
        translate(
            "Trouble",
            "The program has a fault, and the last act may not have been done. What was recorded before is safe.",
        ),
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(
        translate(
            "Trouble", "Copy the report and send it to whoever looks after the program. It names nobody."
        )
    )
    copy = QPushButton(translate("Trouble", "Copy the report"), box)
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    box.setDetailedText(report)
    _open.append(box)
    box.finished.connect(lambda _result: _open.clear())
    box.open()
