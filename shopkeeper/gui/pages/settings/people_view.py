"""The people who serve: added by a name, renamed, gone; what they did keeps their name."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.service.people import Person

_MOST_ROWS = 10


class PeopleView(View):
    """Says what is asked for; the page has it done and shows the list anew."""

    added = Signal(str)
    renamed = Signal(object, str)  # a Person, the new name
    gone_asked = Signal(object)

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._people: tuple[Person, ...] = ()
        card = Panel(parent=self.inside)
        self.people = QListWidget(card)
        self.people.setAccessibleName(title)
        self.people.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people.currentItemChanged.connect(self._chosen)
        self.people.itemActivated.connect(self._begin_rename)
        card.add(self.people)
        self.rename = button(self.tr("Rename…"), card, self._begin_rename)
        self.gone = button("", card, self._toggle)
        card.add(row(self.rename, self.gone))
        self.renaming = self._rename_part(card)
        card.add(self.renaming)
        self.error = ErrorLine(card)
        card.add(self.error)
        self.column.addWidget(card)
        more = Panel(self.tr("Somebody new"), parent=self.inside)
        self.name = Field(self.tr("Name, as it is said at the counter"), more, longest=200)
        self.name.entered.connect(self._add)
        self.add = button(self.tr("Add"), more, self._add, "primary")
        more.add(self.name)
        more.add(row(self.add))
        self.column.addWidget(more)

    def _rename_part(self, card: Panel) -> QWidget:
        part = QWidget(card)
        self.new_name = Field(self.tr("New name"), part, longest=200)
        self.new_name.entered.connect(self._end_rename)
        self.new_name.escaped.connect(self._leave_rename)
        self.keep_name = button(self.tr("Keep the name"), part, self._end_rename, "primary")
        self.leave_name = button(self.tr("Leave it"), part, self._leave_rename)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, look.px(4), 0, 0)
        column.setSpacing(look.px(theme.SPACE_WITHIN))
        column.addWidget(self.new_name)
        column.addWidget(row(self.keep_name, self.leave_name))
        part.hide()
        return part

    # --- showing ------------------------------------------------------------------------------------

    def show_people(self, people: Sequence[Person]) -> None:
        """Replaces the list; whoever was chosen stays so."""
        before = self.person
        self.people.clear()
        self._people = tuple(people)
        for person in people:
            item = QListWidgetItem(self._words(person), self.people)
            item.setSizeHint(QSize(0, look.row_height()))
            if before is not None and person.id == before.id:
                self.people.setCurrentItem(item)
        if self.people.currentRow() < 0 and people:
            self.people.setCurrentRow(0)
        rows = min(max(len(people), 1), _MOST_ROWS)
        self.people.setFixedHeight(rows * look.row_height() + look.px(4))
        self._chosen()

    def _words(self, person: Person) -> str:
        if not person.active:
            return self.tr("{name} · gone").format(name=person.name)
        if person.role == "owner":
            return self.tr("{name} · owner").format(name=person.name)
        return person.name

    @property
    def person(self) -> Person | None:
        """Whoever is chosen in the list."""
        row = self.people.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def _chosen(self, _now: object = None, _before: object = None) -> None:
        person = self.person
        self.rename.setEnabled(person is not None and person.active)
        self.gone.setEnabled(person is not None)
        back = person is not None and not person.active
        self.gone.setText(self.tr("Serves here again") if back else self.tr("Serves here no more"))
        self.gone.setAccessibleName(self.gone.text())
        self._hide_rename()

    # --- what is asked for --------------------------------------------------------------------------

    def _begin_rename(self, _item: object = None) -> None:
        person = self.person
        if person is None or not person.active:
            return
        self.error.clear()
        self.new_name.set_text(person.name)
        self.renaming.show()
        self.new_name.edit.selectAll()
        self.new_name.setFocus()

    def _end_rename(self) -> None:
        if self.person is not None:
            self.renamed.emit(self.person, self.new_name.text)

    def _leave_rename(self) -> None:
        self._hide_rename()
        self.people.setFocus()

    def _hide_rename(self) -> None:
        self.new_name.say("")
        self.renaming.hide()

    def _toggle(self) -> None:
        person = self.person
        if person is None:
            return
        self.error.clear()
        if person.active:
            self.gone_asked.emit(person)
        else:
            self.added.emit(person.name)

    def _add(self) -> None:
        self.added.emit(self.name.text)

    # --- what came of it ----------------------------------------------------------------------------

    def take_added(self, person: Person) -> None:
        """Somebody serves now."""
        if self.name.text.strip() == person.name:
            self.name.clear()
        self.name.say("")

    def take_renamed(self, _person: Person) -> None:
        """A name was kept."""
        self._leave_rename()

    def explain(self, error: Exception) -> None:
        """Says why not, at the field that was typed in; what was typed stays."""
        if isinstance(error, Declined) and error.about == "name":
            field = self.new_name if self.renaming.isVisible() else self.name
            field.say(error.because)
            field.setFocus()
        else:
            self.error.say(str(error))

    def take_caret(self) -> None:
        """The caret goes to the list."""
        self.people.setFocus()
