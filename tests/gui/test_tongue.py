"""A window in another language: every word in it that is not the shop's own is said in that language."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper import language, say
from shopkeeper.gui import look, tongue
from shopkeeper.gui.widgets.choice import Choice
from shopkeeper.records.book import Book
from tests.books import demo_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.test_every_place import PLACES

WORD = re.compile(r"[^\W\d_]{3,}")
SAID = re.compile(r"⟦.*(⟧|$)", re.DOTALL)  # a name read aloud may leave out the keys at the end of a hint
ELIDED = re.compile(r"[^\W\d_]+…")
OF_THE_CALENDAR = {
    word.casefold()
    for width in ("wide", "abbreviated")
    for names in (get_month_names(width, locale="en_GB"), get_day_names(width, locale="en_GB"))
    for word in names.values()
} | {"ago", "months", "month", "days", "yesterday", "today", "tomorrow", "week", "weeks", "year", "years"}  # fmt: skip
OF_THE_MACHINE = {"ctrl", "shift", "enter", "esc", "pagedown", "pageup", "csv", "pdf", "qr", "dl", "avery", "letter", "python", "linux"}  # fmt: skip


class Bracketed(gettext.NullTranslations):
    """A language in which every sentence is the English one in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Sits before a demo shop whose language has every sentence in brackets."""
    book = demo_book(tmp_path, 60)
    with monkeypatch.context() as patched:
        patched.setattr(language, "catalogue", lambda _wanted: Bracketed())
        with at_counter(book, tmp_path, qtbot) as sitting:
            yield sitting
    tongue.speak("")
    look.wear(look.Wish(scheme="light", still=True))


def of_the_shop(book: Book) -> set[str]:
    """Every word that stands in the book: names, notes, what was bought."""
    read = book.reading()
    try:
        tables = [name for (name,) in read.rows("select name from sqlite_master where type = 'table'")]
        return {
            word.casefold()
            for table in tables
            if not table.startswith(("lookup_index", "lookup_numbers"))
            for row in read.rows(f"select * from {table}")
            for text in row
            if isinstance(text, str)
            for word in WORD.findall(text)
        }
    finally:
        read.close()


def texts(root: QWidget) -> Iterator[str]:
    """What can be read of a window, and what is read aloud of it."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        if widget.parent() is not None and isinstance(widget.parent(), Choice):
            continue  # countries, currencies and languages have their names from Babel
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(min(widget.count(), 10)))
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            columns = model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 0
            heads = (model.headerData(column, Qt.Orientation.Horizontal) for column in range(columns))
            yield from (head for head in heads if isinstance(head, str))
            for row in range(min(model.rowCount(QModelIndex()), 8)):
                told = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
                if isinstance(told, str):
                    yield told


def test_every_place_is_said_in_the_language_of_the_shop(person: Person, tmp_path: Path) -> None:
    own = of_the_shop(person.program.desk.book) | OF_THE_CALENDAR | OF_THE_MACHINE
    own |= {word.casefold() for word in WORD.findall(str(tmp_path))}
    person.finds("marg")
    bare = set()
    for place in PLACES:
        person.shell.go(place)
        person.waits()
        for text in texts(person.shell):
            if any(word.casefold() not in own for word in WORD.findall(SAID.sub("", ELIDED.sub("", text)))):
                bare.add((place, text[:80]))
    assert not bare


def test_a_refusal_is_said_in_the_language_of_the_shop(person: Person) -> None:
    from shopkeeper.errors import Declined

    assert str(Declined("a_code", "It cannot be.")) == "⟦It cannot be.⟧"
    assert say.text("Yes") == "⟦Yes⟧"


def test_qt_counts_as_the_language_does() -> None:
    class Counting(gettext.NullTranslations):
        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return f"{'eins' if n == 1 else 'viele'} {msgid1}"

    spoken = tongue.Spoken(Counting())
    assert spoken.translate("Rail", "%n waiting", None, 1) == "eins %n waiting"
    assert spoken.translate("Rail", b"%n waiting", None, 5) == "viele %n waiting"
    assert spoken.translate("Rail", "Counter") == "Counter"
    assert not spoken.isEmpty()
