"""The wording of a letter, from the button that opens it to the book it is kept in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.letters.wording_view import WordingView
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import letters

if TYPE_CHECKING:
    from shopkeeper.gui.pages.letters.page import LettersPage


class WordingDesk(QObject):
    """Keeps what the owner writes; `left` when it is done."""

    left = Signal()

    def __init__(self, desk: Desk, shell: Shell, view: WordingView, page: "LettersPage") -> None:
        super().__init__(page)
        self._desk, self._shell, self._view, self._page = desk, shell, view, page
        view.text_changed.connect(self._show)
        view.kept.connect(self._keep)
        view.original_asked.connect(self._original)
        view.left.connect(self.left)

    def edit(self) -> None:
        """Opens the wording of the kind that is in front."""
        self._page.let_choose(False)
        self._page.views.setCurrentWidget(self._view)
        kind = self._page.due.kind.key
        self._view.open(self._desk.ask(letters.wordings, kind), kind)

    def _show(self, text: str) -> None:
        if self._page.views.currentWidget() is self._view:
            letter = self._page.letter(self._page.due.current, text)
            self._page.sheet.show_letter(letter, self.tr("As it will look"), turns=False)

    def _keep(self, versions: tuple[str, ...]) -> None:
        sent = self._desk.send(letters.keep_wordings, versions, self._page.due.kind.key)
        sent.then(self._kept).otherwise(self._refused)

    def _original(self) -> None:
        sent = self._desk.send(letters.original_wordings, self._page.due.kind.key)
        sent.then(self._restored).otherwise(self._refused)

    def _kept(self, _wordings: letters.Wordings) -> None:
        self.left.emit()
        self._shell.show_toast(Toast(self.tr("The wording is kept")))

    def _restored(self, wordings: letters.Wordings) -> None:
        self._view.open(wordings, self._page.due.kind.key)
        self._shell.show_toast(Toast(self.tr("The original wording is back")))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined):
            self._view.show_wrong(error)
        else:
            self._view.error.say(str(error))
