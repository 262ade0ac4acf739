"""The book: where it is, its backups and putting one back, and whether all in it is sound."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from shopkeeper.gui.backup_list import BackupTable, size_words
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.progressline import ProgressLine
from shopkeeper.gui.widgets.secret import Secret
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.backups import Backup, Missing
from shopkeeper.service.checking import Checked
from shopkeeper.service.safety import Second

_MOST_PROBLEMS = 12


class BookView(View):
    """Says what is asked for; the page has it done and tells what came of it."""

    folder_asked = Signal()
    backup_asked = Signal()
    look_asked = Signal(object)  # a Backup that may be restored
    file_asked = Signal()
    passphrase_said = Signal(str)
    restore_asked = Signal(object)
    check_asked = Signal(bool)
    second_asked = Signal()
    no_second_asked = Signal()

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._speech: Speech | None = None
        self._wanted: Backup | None = None
        self._where_card()
        self._backups_card()
        self._second_card()
        self._restore_card()
        self._check_card()

    # --- the cards ----------------------------------------------------------------------------------

    def _where_card(self) -> None:
        card = Panel(self.tr("Where it is"), parent=self.inside)
        self.path = Sentence("", "body", "", card)
        self.path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.on_disk = Sentence("", "body", "2", card)
        card.add(self.path)
        card.add(self.on_disk)
        self.folder = button(self.tr("Open the folder"), card, self.folder_asked.emit)
        card.add(row(self.folder))
        self.column.addWidget(card)

    def _backups_card(self) -> None:
        card = Panel(self.tr("Backups"), parent=self.inside)
        card.add(
            Sentence(
                self.tr("One is made each half hour of work, on closing, and before anything risky. They lie beside the book, in the"
                        " folder “backups”; a copy on another disk is safer still."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.table = BackupTable(card)
        self.table.chosen.connect(self._chosen)
        self.table.restore_asked.connect(self.look_asked)
        self.none = Sentence(self.tr("There is no backup yet."), "body", "2", card)
        card.add(self.none)
        card.add(self.table)
        self.make = button(self.tr("Make a backup now"), card, self.backup_asked.emit)
        self.restore = button(self.tr("Restore the chosen one…"), card, self._ask_look)
        self.file = button(self.tr("Restore from a file…"), card, self.file_asked.emit)
        card.add(row(self.make, self.restore, self.file))
        self.backup_progress = ProgressLine(card)
        self.backup_error = ErrorLine(card)
        self.passphrase = Secret(self.tr("The passphrase, or the recovery code, of that backup"), card)
        self.open_it = button(self.tr("Open the backup"), card, self._say_passphrase, "primary")
        self.passphrase.entered.connect(self._say_passphrase)
        card.add(self.backup_progress)
        card.add(self.backup_error)
        card.add(self.passphrase)
        card.add(row(self.open_it))
        self.ask_passphrase(asked=False)
        self.column.addWidget(card)

    def _second_card(self) -> None:
        card = Panel(self.tr("A second place"), parent=self.inside)
        card.add(
            Sentence(
                self.tr("What burns or is stolen with this computer is lost, backups and all. Every backup is copied to a stick or"
                        " another disk as well, if you choose one. Whoever holds the stick can read it: keep it locked away."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.second = Sentence("", "body", "", card)
        card.add(self.second)
        self.choose_second = button(self.tr("Choose a folder…"), card, self.second_asked.emit)
        self.no_second = button(self.tr("No second place"), card, self.no_second_asked.emit)
        card.add(row(self.choose_second, self.no_second))
        self.second_error = ErrorLine(card)
        card.add(self.second_error)
        self.column.addWidget(card)

    def show_second(self, second: Second, day_of: Callable[[datetime], date]) -> None:
        """Where the second place is, and when a backup last came there."""
        speech = self._speech
        assert speech is not None
        self.second_error.clear()
        if second.folder is None:
            words = self.tr("None is chosen: all backups are on this computer.")
        elif second.last is None:
            words = self.tr("{folder} · no backup has come there yet").format(folder=second.folder)
        else:
            words = self.tr("{folder} · last on {day}").format(
                folder=second.folder, day=speech.day_of_week(day_of(second.last))
            )
        self.second.setText(words)
        self.second.set_tone("attention" if second.old else "")
        self.no_second.setEnabled(second.folder is not None)

    def _restore_card(self) -> None:
        card = self.restoring = Panel(self.tr("Restore this backup?"), parent=self.inside)
        card.set_tone("attention")
        self.restore_words = Sentence("", "strong", "", card)
        self.restore_lacks = Sentence("", "body", "", card)
        for part in (self.restore_words, self.restore_lacks):
            card.add(part)
        card.add(
            Sentence(
                self.tr("The book as it is now is kept as a backup first; restoring that one undoes this."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.restore_now = button(self.tr("Restore it"), card, self._restore, "primary")
        self.restore_not = button(self.tr("Leave the book as it is"), card, self.leave_restoring)
        card.add(row(self.restore_now, self.restore_not))
        card.hide()
        self.column.addWidget(card)

    def _check_card(self) -> None:
        card = Panel(self.tr("Is all well?"), parent=self.inside)
        card.add(
            Sentence(
                self.tr("Reads the book through: the file, sums that must agree, the index. It changes nothing and holds up"
                        " nobody."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.replay = QCheckBox(self.tr("Work out every member’s points and tier anew, too"), card)
        self.replay.setChecked(True)
        card.add(self.replay)
        self.check = button(self.tr("Check the book"), card, self._ask_check)
        card.add(row(self.check))
        self.check_progress = ProgressLine(card)
        self.found = Sentence("", "strong", "", card)
        self.problems = Sentence("", "body", "", card)
        for part in (self.check_progress, self.found, self.problems):
            card.add(part)
        self.found.hide()
        self.problems.hide()
        self.column.addWidget(card)

    # --- showing ------------------------------------------------------------------------------------

    def show_book(
        self,
        path: Path,
        size: int,
        backups: Sequence[Backup],
        speech: Speech,
        day_of: Callable[[datetime], date],
    ) -> None:
        """Where the book is and which backups there are."""
        self._speech = speech
        self.path.setText(str(path))
        self.on_disk.setText(self.tr("{size} on the disk").format(size=size_words(size, speech)))
        self.table.show_backups(backups, speech, day_of)
        self.table.setVisible(bool(backups))
        self.none.setVisible(not backups)
        self._chosen()

    def _chosen(self) -> None:
        backup = self.table.current
        self.restore.setEnabled(backup is not None and backup.verified)

    # --- making and restoring -----------------------------------------------------------------------

    def begin_backup(self, words: str) -> None:
        """A backup is being made, read or put back."""
        self.backup_error.clear()
        for part in (self.make, self.restore, self.file, self.restore_now, self.restore_not):
            part.setEnabled(False)
        self.backup_progress.begin(words, can_cancel=False)

    def ask_passphrase(self, *, asked: bool) -> None:
        """A backup is locked with a key of its own: who knows its passphrase may open it."""
        self.passphrase.clear()
        self.passphrase.setVisible(asked)
        self.open_it.setVisible(asked)
        if asked:
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_passphrase(self) -> None:
        self.passphrase_said.emit(self.passphrase.text)

    def end_backup(self) -> None:
        """It is done, one way or the other."""
        self.backup_progress.end()
        for part in (self.make, self.file, self.restore_now, self.restore_not):
            part.setEnabled(True)
        self._chosen()

    def _ask_look(self) -> None:
        if self.table.current is not None:
            self.look_asked.emit(self.table.current)

    def show_restoring(self, backup: Backup, lacks: Missing) -> None:
        """What restoring it would mean, before it is done."""
        speech = self._speech
        assert speech is not None
        self._wanted = backup
        self.restore_words.setText(
            self.tr("{when}: {members}, {purchases}").format(
                when=self.table.rows.when(backup),
                members=speech.counted(backup.members, "{n} member", "{n} members"),
                purchases=speech.counted(backup.purchases, "{n} purchase", "{n} purchases"),
            )
        )
        self.restore_lacks.setText(self._lacking(lacks))
        self.restoring.show()
        self.restore_not.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self.restoring)

    def _lacking(self, lacks: Missing) -> str:
        speech = self._speech
        assert speech is not None
        if not lacks.acts:
            return self.tr("Nothing was done since it was made.")
        parts = [
            words
            for n, words in (
                (lacks.members, speech.counted(lacks.members, "{n} member", "{n} members")),
                (lacks.purchases, speech.counted(lacks.purchases, "{n} purchase", "{n} purchases")),
            )
            if n > 0
        ]
        done = speech.counted(lacks.acts, "the one act since", "all {n} acts since")
        if not parts:
            return self.tr("What would be missing: {acts}.").format(acts=done)
        return self.tr("What would be missing: {what}; with that, {acts}.").format(
            what=", ".join(parts), acts=done
        )

    def _restore(self) -> None:
        if self._wanted is not None:
            self.restore_asked.emit(self._wanted)

    def leave_restoring(self) -> None:
        """The book stays as it is."""
        self._wanted = None
        self.restoring.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- checking -----------------------------------------------------------------------------------

    def _ask_check(self) -> None:
        self.check_asked.emit(self.replay.isChecked())

    def begin_check(self) -> None:
        """The check has begun."""
        self.check.setEnabled(False)
        self.found.hide()
        self.problems.hide()
        self.check_progress.begin(self.tr("Reading the book through"))

    def come(self, done: int, of: int) -> None:
        """So many members were worked out anew."""
        assert self._speech is not None
        words = self.tr("{done} of {all} members worked out anew").format(
            done=self._speech.count(done), all=self._speech.count(of)
        )
        self.check_progress.come(done, of, words)

    def end_check(self, checked: Checked | None, words: str = "") -> None:
        """What was found; None where it was stopped or could not be done, with the reason in words."""
        self.check_progress.end()
        self.check.setEnabled(True)
        assert self._speech is not None
        if checked is None:
            self._tell(words, "attention")
        elif checked.ok:
            text = self.tr("All is well: {members}, {purchases} looked at.").format(
                members=self._speech.counted(checked.members, "{n} member", "{n} members"),
                purchases=self._speech.counted(checked.purchases, "{n} purchase", "{n} purchases"),
            )
            if checked.replayed is not None:
                text += " " + self.tr("Points and tiers of {n} are what the purchases give.").format(
                    n=self._speech.count(checked.replayed)
                )
            self._tell(text, "accent")
        else:
            self._tell(
                self.tr(
                    "Something is not as it should be. Keep the backups, and tell who looks after the program."
                ),
                "bad",
            )
            shown = list(checked.problems[:_MOST_PROBLEMS])
            if len(checked.problems) > _MOST_PROBLEMS:
                shown.append(self.tr("and {n} more").format(n=len(checked.problems) - _MOST_PROBLEMS))
            self.problems.setText("\n".join(shown))
            self.problems.show()

    def _tell(self, words: str, tone: str) -> None:
        self.found.set_tone(tone)
        self.found.setText(words)
        self.found.setAccessibleName(words)
        self.found.show()

    def take_caret(self) -> None:
        """The caret goes to the backups, or to making the first."""
        first = self.make if self.table.isHidden() else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)
