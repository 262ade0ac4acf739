"""The members table paints what is seen of it, as it is in the book, and reads no more than that."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from shopkeeper.gui import lines, look
from shopkeeper.gui.pages.members.columns import NAME, TIER
from shopkeeper.gui.pages.members.table import MembersTable
from shopkeeper.records.book import Book
from shopkeeper.service import listing
from tests.books import NOW, enrol, new_book
from tests.gui.at_counter import at_counter
from tests.gui.at_members import Reader

MEMBERS = 300


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop of three hundred, one with a name that no column holds."""
    made = new_book(tmp_path)
    with made.writing(NOW) as w:
        act = w.insert("insert into acts (kind, entered_at) values ('import', ?)", (w.entered_at,))
        w.many(
            "insert into members (act_id, number, name, joined_on) values (?, ?, ?, '2024-01-01')",
            ((act, f"9{number:03d}", f"Member {number:03d}") for number in range(MEMBERS - 1)),
        )
    enrol(made, "Aaron " + "Featherstonehaugh-" * 4)
    return made


def shown(table: MembersTable) -> QImage:
    """What is on the screen of the table."""
    return table.viewport().grab().toImage()


def listed(reader: Reader) -> MembersTable:
    """The table, with everybody in it."""
    reader.shell.go("members")
    table = reader.page.list.table
    reader.qtbot.waitUntil(lambda: len(table.members.ids) == MEMBERS)
    reader.waits()
    return table


def test_a_jump_reads_and_lays_out_what_is_seen_and_no_more(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        table = listed(Reader(person))
        read: list[int] = []
        laid: list[str] = []
        rows, lay = listing.rows, lines.lay

        def counted_rows(reading: object, ids: object, today: object) -> object:
            read.append(len(ids))  # type: ignore[arg-type]
            return rows(reading, ids, today)  # type: ignore[arg-type]

        def counted_lay(text: str, *how: object) -> object:
            laid.append(text)
            return lay(text, *how)  # type: ignore[arg-type]

        monkeypatch.setattr(listing, "rows", counted_rows)
        monkeypatch.setattr("shopkeeper.gui.pages.members.cells.lay", counted_lay)
        table.verticalScrollBar().setValue(150)
        first = shown(table)
        assert 1 <= len(read) <= 2
        assert "Member 150" in laid
        assert "Member 010" not in laid
        read.clear()
        laid.clear()
        assert shown(table) == first
        assert not read
        assert not laid, "painted again, every text is laid out already"


def test_a_changed_member_is_painted_as_changed(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        table = listed(Reader(person))
        before = shown(table)
        assert shown(table) == before
        with book.writing(NOW) as w:
            w.run("update members set name = 'Somebody Else' where number = '9003'")
        table.members.forget()
        after = shown(table)
        height = table.rowHeight(0)
        place = next(at for at in range(12) if (row := table.members.row_at(at)) and row.number == "9003")
        differing = {
            y // height
            for y in range(12 * height)
            if any(before.pixelColor(x, y) != after.pixelColor(x, y) for x in range(0, before.width(), 3))
        }
        assert differing == {place}, "the others are as they were"


def test_the_chosen_row_is_seen_and_ringed_where_the_caret_is(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        table = listed(Reader(person))
        table.choose(3)
        person.shell.find_box.edit.setFocus()
        worn, height = look.theme(), table.rowHeight(0)
        middle = 3 * height + height // 2
        seen = shown(table)
        assert seen.pixelColor(4, middle) == QColor(worn.accent_soft)
        assert seen.pixelColor(0, middle) == QColor(worn.accent_soft)
        assert seen.pixelColor(4, middle - height) == QColor(worn.surface)
        table.setFocus()
        seen = shown(table)
        assert seen.pixelColor(0, middle) == QColor(worn.accent)
        assert seen.pixelColor(40, 3 * height) == QColor(worn.accent)
        for wish in (look.Wish(scheme="dark", still=True), look.Wish(scheme="light", still=True)):
            look.wear(wish)
            assert shown(table).pixelColor(4, middle) == QColor(look.theme().accent_soft)


@pytest.mark.parametrize("side", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_text_stays_in_its_column(
    book: Book, tmp_path: Path, qtbot: QtBot, side: Qt.LayoutDirection
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        table = listed(Reader(person))
        table.setLayoutDirection(side)
        head = table.horizontalHeader()
        head.resizeSection(NAME, 120)
        row = table.members.row_at(0)
        assert row is not None
        assert row.name.startswith("Aaron")
        ground, seen = QColor(look.theme().surface), shown(table)
        left, width = head.sectionViewportPosition(NAME), head.sectionSize(NAME)
        inked = [
            x
            for x in range(left, left + width)
            if any(seen.pixelColor(x, y) != ground for y in range(table.rowHeight(0) - 1))
        ]
        assert inked, "it is there"
        assert left + 8 <= min(inked)
        assert max(inked) <= left + width - 8
        head.setSectionHidden(TIER, True)
        assert shown(table) != seen


def test_fewer_members_leave_nothing_of_those_before(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        table = listed(Reader(person))
        ids = table.members.ids
        table.show_ids(ids[:2])
        seen, ground = shown(table), QColor(look.theme().surface)
        below = 2 * table.rowHeight(0) + 4
        assert all(
            seen.pixelColor(x, y) == ground
            for x in range(0, seen.width(), 40)
            for y in (below, seen.height() - 1)
        )
        table.show_ids(ids[:0])
        assert shown(table).pixelColor(20, 10) == ground


def test_nothing_of_the_window_is_painted_below_the_table(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        reader = Reader(person)
        table = listed(reader)
        person.shell.repaint()
        painted: list[QObject] = []

        class Seen(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    painted.append(watched)
                return False

        seen = Seen()
        for part in (reader.page, reader.page.list, table.viewport()):
            part.installEventFilter(seen)
        table.viewport().repaint()  # and whatever else was due
        painted.clear()
        table.viewport().repaint()
        assert set(painted) == {table.viewport()}
