"""The card of sheets of questions: made, printed blank or for the members of a group, typed in, put away."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.followups.parts import Entry, ListPanel
from shopkeeper.gui.pages.followups.questionnaire_sheets import MakeSheet, TypeInSheet, on_paper
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.shell import Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.forms import lay_out_forms
from shopkeeper.service import groups, questionnaires
from shopkeeper.service.questionnaires import Addressed, Questionnaire, SheetKept
from shopkeeper.service.questions import Question


class PaperQuestions(QObject):
    """Fills the card `panel` and does what its buttons say."""

    def __init__(self, desk: Desk, shell: Shell, panel: ListPanel, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._shell, self._panel = desk, shell, panel
        self._make: MakeSheet | None = None
        self._type_in: TypeInSheet | None = None
        self._paper: PaperSheet | None = None
        self._printed: Questionnaire | None = None
        self.new = QPushButton(self.tr("New sheet on paper"), view)
        self.new.clicked.connect(self._new)
        self._asked: list[Question] = []

    def refresh(self, asked: list[Question]) -> None:
        """Reads the sheets anew; `asked` are the questions a new one can be made of."""
        self._asked = asked
        self.new.setEnabled(bool(asked))
        self._panel.show_entries([self._entry(one) for one in self._desk.ask(questionnaires.in_use)])

    def _entry(self, one: Questionnaire) -> Entry:
        return Entry(
            one.name, " · ".join(question.text for question in one.questions),
            self._desk.speech.counted(one.answered, "one member answered", "{n} members answered") if one.answered else "", one,
            (
                (self.tr("Type in"), self._open_type_in), (self.tr("Blank sheet…"), self._blank),
                (self.tr("For members…"), self._choose_group), (self.tr("Put away"), self._put_away),
            ),
        )  # fmt: skip

    # ---- the sheets ----

    @property
    def make(self) -> MakeSheet:
        """Where a sheet is made."""
        if self._make is None:
            self._make = MakeSheet(self._desk, self._shell)
            self._make.done.connect(self._shell.show_toast)
        return self._make

    @property
    def type_in(self) -> TypeInSheet:
        """Where filled-in sheets are typed in."""
        if self._type_in is None:
            self._type_in = TypeInSheet(self._desk, self._shell)
            self._type_in.done.connect(self._shell.show_toast)
        return self._type_in

    @property
    def paper(self) -> PaperSheet:
        """The sheets as they will be printed."""
        if self._paper is None:
            self._paper = PaperSheet(self._desk, self._shell)
        return self._paper

    def _new(self) -> None:
        self.make.begin(self._asked)

    def _open_type_in(self, one: object) -> None:
        assert isinstance(one, Questionnaire)
        self.type_in.begin(one)

    def _put_away(self, one: object) -> None:
        assert isinstance(one, Questionnaire)
        self._desk.send(questionnaires.put_away, one.id, by=self._desk.serving).then(self._is_away)

    def _is_away(self, kept: SheetKept) -> None:
        words = self.tr("Sheet put away; its answers stay")
        self._shell.show_toast(Toast(words, kept.questionnaire.name, undo=True))

    # ---- on paper ----

    def _blank(self, one: object) -> None:
        assert isinstance(one, Questionnaire)
        self._show(one, ())

    def _choose_group(self, one: object) -> None:
        assert isinstance(one, Questionnaire)
        known = self._desk.ask(groups.groups)
        if not known:
            words = self.tr("There is no saved group yet")
            detail = self.tr(
                "Save one in Members, Groups: “Gold, likes cheese”. Sheets carry each member’s own code."
            )
            self._shell.show_toast(Toast(words, detail, tone="attention"))
            return
        self._printed = one
        menu = self.menu([group.name for group in known])
        button = QApplication.focusWidget()
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()) if button is not None else QCursor.pos())

    def menu(self, names: list[str]) -> QMenu:
        """The saved groups to choose from."""
        menu = QMenu(self._shell)
        for name in names:
            action = QAction(name.replace("&", "&&"), menu)
            action.setData(name)
            action.triggered.connect(self._chosen)
            menu.addAction(action)
        return menu

    def _chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction) and self._printed is not None
        sent = self._desk.study(questionnaires.addressed, self._printed.id, action.data(), self._desk.today)
        sent.then(self._addressed).otherwise(self._refused)

    def _addressed(self, whom: tuple[Addressed, ...]) -> None:
        assert self._printed is not None
        if whom:
            self._show(self._printed, whom)
        else:
            words = self.tr("Everybody in this group has answered")
            self._shell.show_toast(Toast(words, self._printed.name, tone="attention"))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self._shell.show_toast(Toast(error.because, "", tone="attention"))

    def _show(self, one: Questionnaire, whom: tuple[Addressed, ...]) -> None:
        forms = on_paper(one, self._desk.shop, whom)
        name = self.tr("Sheet of questions") + ".pdf"
        self.paper.show_paper(partial(lay_out_forms, forms), one.name, name, self._desk.shop.name)
