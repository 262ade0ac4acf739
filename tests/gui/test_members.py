"""The members place on a real book, by keyboard: the list, one member's story, and their details changed and undone."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper import assets
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.pages.members import list_view as list_module
from shopkeeper.gui.pages.members.by_hand import read_points
from shopkeeper.gui.pages.members.columns import KEYS, Arrangement, arranged
from shopkeeper.gui.pages.members.telling import ICONS, letter_word, tell
from shopkeeper.gui.program import Program
from shopkeeper.gui.remembered import Remembered
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.rules import letter_kinds
from shopkeeper.rules.money import currency
from shopkeeper.say import Speech
from shopkeeper.service import (
    awards,
    circle,
    counter,
    listing,
    matters,
    members,
    promises,
    timeline_memory,
    wanted,
)
from shopkeeper.service.details import Address, Birthday, Details, Remark
from shopkeeper.service.timeline import Entry
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach, scan

LONG = "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Margaret who is known well, Ben who was not here for long, a Greek, a Chinese and a very long name."""
    made = new_book(tmp_path)
    margaret = enrol(
        made,
        "Margaret Okonkwo",
        say="oh-KON-kwo",
        phones=("020 7946 0417", "020 7946 0418"),
        emails=("margaret@example.com",),
        addresses=(Address(street="31 Wharf St", postcode="YO1 7HH", town="York"),),
        remarks=(Remark("warning", "Nut allergy"), Remark("likes", "Rye bread"), Remark("likes", "Oolong")),
        birthday=Birthday(11, 24, 1961),
        note="Comes with Biscuit",
    )
    ben = enrol(made, "Ben Ash", letters=False, joined_on=TODAY - timedelta(days=400))
    enrol(made, "Γιώργος Παπαδόπουλος")
    enrol(made, "王小明")
    enrol(made, LONG)
    buy(made, margaret, 60_000, what="Hamper", happened_on=TODAY - timedelta(days=2))
    buy(made, margaret, 2_450, what="Rye, olives")
    buy(made, ben, 1_200, happened_on=TODAY - timedelta(days=200))
    return made


class Reader(Person):
    """Sits before the Members place."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.program, person.qtbot)
        page = person.shell.page("members")
        assert isinstance(page, MembersPage)
        self.page = page

    @property
    def listed(self) -> list[str]:
        """The names in the table, in order."""
        model = self.page.list.table.members
        rows = [model.row_at(place) for place in range(model.rowCount())]
        return [row.name or row.number for row in rows if row is not None]

    def opens(self, name: str) -> None:
        """Finds somebody in the list and opens the page."""
        self.shell.find_box.edit.setFocus()
        self.shell.find_box.edit.selectAll()
        self.types(name)
        self.enter()
        self.waits()
        assert self.page.views.currentWidget() is self.page.member

    def shows(self, entries: int) -> None:
        """Waits until the story has so many lines."""
        self.qtbot.waitUntil(lambda: len(self.page.member.story.story.entries) == entries)

    @property
    def story(self) -> list[str]:
        """What the story says, line by line."""
        return [told.what for told in self.page.member.story.story.told]

    def kept(self, member: int = 1) -> Details:
        """What the book holds of a member."""
        book = self.program.desk.book.reading()
        details = members.details_of(book, member)[0]
        book.close()
        return details

    def fills(self, line: QLineEdit, text: str) -> None:
        """Types a text in place of what stands in a field."""
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)


@contextmanager
def at_members(book: Book, folder: Path, qtbot: QtBot) -> Iterator[Reader]:
    """The program with Members in front, the caret in the find box."""
    with at_counter(book, folder, qtbot) as person:
        person.presses(Qt.Key.Key_3, ctrl=True)
        assert person.shell.current == "members"
        reader = Reader(person)
        reader.waits()
        yield reader


# ---- the list ----


def test_everybody_is_listed_and_every_control_has_a_name(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        assert person.finding
        assert person.listed == ["Ben Ash", "Γιώργος Παπαδόπουλος", "Margaret Okonkwo", "王小明", LONG]
        assert person.page.list.count.text() == "5 in all"
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.page._give("gift")
        assert_within_reach(person.page)
        sheet = SlideOver.over(person.shell)
        assert sheet is not None
        assert_within_reach(sheet)


def test_typing_filters_and_the_arrows_and_enter_open(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.types("wharf")
        qtbot.waitUntil(lambda: person.listed == ["Margaret Okonkwo"])
        assert person.page.list.count.text() == "1 of 5"
        person.presses(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: len(person.listed) == 5)
        person.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
        assert person.finding, "the caret stays in the box while the arrows choose"
        person.enter()
        assert person.page.member_id == 1
        assert person.page.member.place.text() == "3 of 5"


def test_the_table_is_walked_and_left_by_keys_alone(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        table = person.page.list.table
        person.presses(Qt.Key.Key_Escape)
        assert table.hasFocus()
        assert table.current_id == 2
        person.presses(Qt.Key.Key_End)
        assert table.currentIndex().row() == 4
        person.presses(Qt.Key.Key_Home, Qt.Key.Key_Up)
        assert person.finding
        table.setFocus()
        person.types("be")
        assert person.shell.find_box.text == "be"
        qtbot.waitUntil(lambda: person.listed == ["Ben Ash"])
        person.enter()
        assert person.page.member_id == 2
        person.presses(Qt.Key.Key_Escape)
        assert table.hasFocus() and table.current_id == 2


def test_a_double_click_opens_the_member(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        table = person.page.list.table
        where = table.visualRect(table.members.index(2, KEYS.index("name"))).center()
        for click in (QTest.mouseClick, QTest.mouseDClick):
            click(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
        assert person.page.member_id == 1


def test_a_title_sorts_and_sorts_the_other_way(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        head = view.table.horizontalHeader()
        head.sectionClicked.emit(KEYS.index("spent_year"))
        assert person.listed[:2] == ["Margaret Okonkwo", "Ben Ash"], "figures fall at first"
        assert head.sortIndicatorSection() == KEYS.index("spent_year")
        head.sectionClicked.emit(KEYS.index("spent_year"))
        assert person.listed[-2:] == ["Ben Ash", "Margaret Okonkwo"]
        assert view.sorting.text() == "Sort: 12 months"


def test_the_choice_stays_with_the_same_member_when_it_is_sorted(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        view.table.choose(2)
        view.menus.sort_by("joined", False)
        assert view.table.current_id == 1 and view.table.currentIndex().row() == person.listed.index(
            "Margaret Okonkwo"
        )


def test_filters_leave_out_who_is_not_meant_and_one_step_shows_everybody(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        w.run("update members set name = '' where id = 4")
    with at_members(book, tmp_path, qtbot) as person:
        filters = person.page.list.filters
        filters.unseen.setValue(90)
        assert person.listed == ["Ben Ash"]
        filters.no_letters.setFocus()
        person.presses(Qt.Key.Key_Space)
        assert person.listed == ["Ben Ash"]
        filters.tier.setCurrentIndex(filters.tier.findText("Gold"))
        assert person.listed == [] and person.page.list.nobody.isVisible()
        assert person.page.list.nobody.button is not None
        person.page.list.nobody.button.click()
        assert len(person.listed) == 5 and not filters.anything and not filters.everybody.isVisible()
        filters.nameless.click()
        assert person.listed == ["1004"]
        person.page.list.table.setFocus()
        person.presses(Qt.Key.Key_Escape)
        assert len(person.listed) == 5


def test_a_filter_that_fits_nobody_says_who_may_be_meant(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.types("margrat")
        qtbot.waitUntil(lambda: person.listed == ["Margaret Okonkwo"])
        assert person.page.list.count.text().startswith("Nobody is written so")
        person.presses(Qt.Key.Key_Escape)
        person.types("qqqqqq")
        qtbot.waitUntil(lambda: person.page.list.nobody.isVisible())


def test_columns_chosen_moved_and_resized_are_there_again(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        head = view.table.horizontalHeader()
        view.menus.shows["birthday"].trigger()
        view.menus.shows["town"].trigger()
        head.moveSection(head.visualIndex(KEYS.index("tier")), 0)
        head.resizeSection(KEYS.index("phone"), 200)
        view.menus.sort_by("visits", True)
    again = Remembered(tmp_path / "window.json")
    kept = arranged(again.recall("members/table"))
    assert kept.order[0] == "tier" and kept.widths["phone"] == 200
    assert "birthday" not in kept.hidden and "town" in kept.hidden
    assert (kept.sort, kept.descending) == ("visits", True)
    with at_members(Book(tmp_path / "shop.db"), tmp_path, qtbot) as person:
        head = person.page.list.table.horizontalHeader()
        assert head.visualIndex(KEYS.index("tier")) == 0
        assert head.sectionSize(KEYS.index("phone")) == 200
        assert head.isSectionHidden(KEYS.index("town"))
        assert person.listed[0] == "Margaret Okonkwo"
        person.page.list.menus.usual_columns()
        assert not head.isSectionHidden(KEYS.index("town")) and head.visualIndex(KEYS.index("tier")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '{"order": 7, "hidden": "x", "widths": [], "sort": 3}',
        '{"order": ["name", "name", "gone"], "widths": {"name": "wide", "town": 99999}, "hidden": ["name"]}',
    ],
)  # fmt: skip
def test_what_was_remembered_wrongly_is_the_usual(text: str) -> None:
    kept = arranged(text)
    assert sorted(kept.order) == sorted(KEYS) and not kept.widths and kept.sort == "name"
    assert "name" not in kept.hidden


def test_an_arrangement_is_read_as_it_was_written() -> None:
    wish = Arrangement(order=list(reversed(KEYS)), hidden={"town"}, widths={"phone": 77}, sort="visits")
    assert arranged(wish.written()) == wish


class Hand(Asker):
    """Chooses a file in place of the person."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def save(self, parent: QWidget, title: str, name: str, files: str) -> Path | None:
        assert name == "Members 2026-11-21.csv"
        return self.path


def test_what_is_shown_goes_out_as_a_file(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        view.menus.sort_by("spent_year", True)
        person.types("a")
        person.waits()
        qtbot.waitUntil(lambda: view.text == "a" and not view._filter_later.isActive())
        view.asker = Hand(tmp_path / "out")
        view.exporting.click()
        person.waits()
        path = tmp_path / "out.csv"
        assert person.toast == f"Wrote {len(person.listed)} members to a file · {path}"
        with path.open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        assert [row["name"] for row in rows] == person.listed
        assert rows[0]["spent_year"] == "12.00" and "birthday" not in rows[0]
        view.asker = Hand(tmp_path / "missing" / "x.csv")
        view.exporting.click()
        person.waits()
        assert "could not be written" in view.trouble.text
        view.asker = Hand(None)
        view.exporting.click()
        person.waits()
        assert view.exporting.isEnabled()


def test_a_large_shop_is_sorted_while_the_window_goes_on(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_module, "AT_ONCE", 0)
    with at_members(book, tmp_path, qtbot) as person:
        view = person.page.list
        before = person.listed
        view.menus.sort_by("spent_year", True)
        assert person.listed == before, "the order that is shown stays until the other is there"
        view.menus.sort_by("name", True)
        person.waits()
        qtbot.waitUntil(lambda: person.listed == list(reversed(before)))
        view.menus.sort_by("visits", True)
        view._say_sorting()
        assert view.stop.isVisible() and view.count.text() == "Sorting…"
        view.stop.click()
        person.waits()
        assert person.listed == list(reversed(before)) and view.arrangement.sort == "name"
        assert not view.stop.isVisible() and view.count.text() == "5 in all"


def test_an_empty_shop_says_what_belongs_here(tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(new_book(tmp_path), tmp_path, qtbot) as person:
        shown = person.page.list._stack.currentWidget()
        assert isinstance(shown, EmptyState) and not person.page.list.filters.isVisible()
        person.presses(Qt.Key.Key_Escape)
        person.enter()
        assert SlideOver.over(person.shell) is person.program.reception.sheet
        person.types("Ann Lee")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_3, ctrl=True)
        person.waits()
        assert person.listed == ["Ann Lee"]


def test_a_book_that_cannot_be_read_is_said_in_its_place(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_members(book, tmp_path, qtbot) as person:

        def broken(*_: object) -> None:
            raise StorageTrouble("gone", "The book cannot be read just now.")

        monkeypatch.setattr(listing, "roll", broken)
        person.page.list.menus.sort_by("visits", True)
        assert person.page.list.trouble.text == "The book cannot be read just now."
        assert len(person.page.list.table.members.ids) == 5


# ---- one member's page ----


def test_everything_that_happened_stands_on_one_timeline(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        awards.gift(w, 1, 50, "Birthday")
        awards.tier(w, 1, "Platinum", date(2027, 12, 31), "For thirty years")
        counter.answer_letters(w, 1, True)
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.shows(7)
        assert (
            person.story
            == [
                "Letters added: yes",
                "Platinum by hand, through 31 December 2027",
                "Gift of points",
                "Rye, olives",
                "Joined",
                "Became Gold",
                "Hamper",
            ]
            or "Hamper" in person.story
        )
        member = person.page.member
        member._kinds["purchases"].click()
        assert person.story == ["Rye, olives", "Hamper"]
        member._kinds["points"].click()
        assert person.story == ["Gift of points", "Rye, olives", "Hamper"]
        for kind in ("purchases", "points", "letters"):
            member._kinds[kind].click()
        assert person.story == [] and member.nothing.isVisible()


def test_promises_complaints_and_wishes_stand_in_the_story_too(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with book.writing(NOW) as w:
        made = promises.make(w, 2, "Two rye loaves", TODAY + timedelta(days=2))
        promises.settle(w, made.promise.id)
        heard = matters.hear(w, "complaint", "The jar was cracked", member_id=2)
        matters.remedy(w, heard.matter.id, "A new jar", 450)
        wanted.note(w, 2, "Comté")
        circle.relate(w, 2, "Daughter Ada")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        person.shows(8)
        person.page.member._kinds["memory"].click()
        assert person.story == [
            "Around them: Daughter Ada",
            "Wants: Comté",
            "Put right: A new jar",
            "Complaint: The jar was cracked",
            "Promise kept: Two rye loaves",
            "Promised: Two rye loaves",
        ]
        told = person.page.member.story.story.told
        assert told[2].amount == "£4.50" and told[5].more == "for 23 November"
        story = person.page.member.story
        story.setCurrentIndex(story.story.index(1))
        person.page.member.undo_one.click()
        person.waits()
        qtbot.waitUntil(lambda: "Wants: Comté" not in person.story)


def test_every_kind_of_entry_has_words_and_a_sign() -> None:
    speech = Speech("en_GB", currency("GBP"), UTC)
    facts = (
        "purchase",
        "return",
        "gift",
        "answer",
        "adjustment",
        "waiver",
        "tier",
        "perk",
        "climbed",
        "fell",
    )
    others = ("expired", "letter", "edit", "moved here", "moved away", "joined", *timeline_memory.KINDS)
    for kind in (*facts, *others):
        for state in ("", "kept", "gone", "remedy"):
            entry = Entry(
                TODAY, kind, what="rye", because=state, other="Ann", tier="Gold", was="Silver", by="Ines"
            )
            told = tell(entry, speech, TODAY)
            assert told.what and "{" not in told.what, (kind, state)
        assert (assets.path("icons", f"{ICONS[kind]}.svg")).exists()
    assert len({letter_word(kind) for kind in (*letter_kinds.KEYS, "")}) == len(letter_kinds.KEYS) + 1


def test_a_long_story_is_read_by_the_block(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        for number in range(200):
            counter.answer_letters(w, 2, number % 2 == 0)
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        story = person.page.member.story
        person.shows(80)
        person.presses(Qt.Key.Key_End)
        qtbot.waitUntil(lambda: len(story.story.entries) == 160)
        story.scrollToBottom()
        qtbot.waitUntil(lambda: len(story.story.entries) == 202)


def test_one_entry_is_undone_where_it_stands_and_shown_as_undone(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.shows(4)
        member = person.page.member
        story = member.story
        row = person.story.index("Hamper")
        story.setCurrentIndex(story.story.index(row))
        assert member.undo_one.isEnabled()
        person.presses(Qt.Key.Key_Backspace, ctrl=True)
        person.waits()
        assert person.toast.startswith("Undone: purchase of £600.00")
        person.waits()
        qtbot.waitUntil(lambda: "Hamper" not in person.story)
        assert member.at is not None and member.at.card.standing.spent_minor == 2_450
        member.undone.click()
        person.waits()
        qtbot.waitUntil(lambda: "Hamper" in person.story)
        story.setCurrentIndex(story.story.index(person.story.index("Hamper")))
        assert not member.undo_one.isEnabled()


def test_the_next_member_and_the_one_before_are_a_key_away(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert person.page.member_id == 1, "in a list of one there is no other"
        person.presses(Qt.Key.Key_Escape)
        person.page.list.show_everybody()
        person.waits()
        person.page._open_listed(2)
        person.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert person.page.member_id == 3
        person.presses(Qt.Key.Key_PageUp, ctrl=True)
        assert person.page.member_id == 2
        assert not person.page.member.earlier.isEnabled() and person.page.member.later.isEnabled()


def test_the_counter_leads_to_the_whole_story_and_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("marg")
        person.presses(Qt.Key.Key_I, ctrl=True)
        reader = Reader(person)
        reader.waits()
        assert person.shell.current == "members" and reader.page.member_id == 1
        assert reader.page.member.back.text() == "Counter"
        assert person.shell.find_box.text == ""
        person.presses(Qt.Key.Key_Escape)
        assert person.shell.current == "counter" and person.counter.member_id == 1 and person.paying
        person.counter.area.card.story.click()
        person.presses(Qt.Key.Key_Return, ctrl=True)
        assert person.shell.current == "counter" and person.counter.member_id == 1


def test_a_card_scanned_here_opens_that_member_here(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    reading = book.reading()
    cards = [members.details_of(reading, member)[2][0][0] for member in (1, 2)]
    reading.close()
    with at_members(book, tmp_path, qtbot) as person:
        scan(person.shell, cards[1])
        assert person.shell.current == "members" and person.page.member_id == 2
        assert person.shell.find_box.text == ""
        person.presses(Qt.Key.Key_F2)
        person.types("Dr ")
        scan(person.shell, cards[0])
        assert person.page.member_id == 1 and person.page.views.currentWidget() is person.page.member
        scan(person.shell, cards[1])
        assert person.page.member.pending.isVisible(), "what was typed before the scan is kept"
        person.page.member.go_on.click()
        assert person.page.form.name.text == "Dr Ben Ash"
        scan(person.shell, "9780131103627")
        assert person.toast.startswith("Nobody has the card")


def test_a_sale_elsewhere_is_seen_when_one_comes_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        person.shows(2)
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.types("5")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_3, ctrl=True)
        person.waits()
        person.shows(3)
        row = person.page.list.table.members.row_at(0)
        assert row is not None and row.spent_minor == 1_700


def test_a_member_who_is_undone_while_shown_leaves_the_page(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    enrol(book, "Zoe")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("zoe")
        person.presses(Qt.Key.Key_F2)
        person.types("x")
        person.program.undo()
        person.waits()
        assert person.page.views.currentWidget() is person.page.list
        assert not person.page.form.waiting


# ---- details ----


def test_details_are_changed_by_keyboard_and_undone_as_one(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        assert form.name.edit.hasFocus() and not form.save.isEnabled()
        before = person.kept()
        person.fills(form.name.edit, "Margaret Adaeze Okonkwo")
        person.fills(form.greeting.edit, "Maggie")
        person.fills(form.birthday.edit, "29 Feb 1960")
        assert form.leap.isVisible()
        form.leap.buttons[1].click()
        assert len(form.phones.fields) == 3, "an empty line waits for another phone"
        form.phones.fields[1].clear()
        person.fills(form.phones.fields[2].edit, "020 7946 0999")
        person.fills(form.emails.fields[1].edit, "m.okonkwo@example.com")
        person.fills(form.addresses.blocks[0].parts["town"].edit, "Leeds")
        form.addresses.another.click()
        person.types("2 Mill Lane")
        person.fills(form.remarks["likes"].fields[0].edit, "Sourdough")
        person.fills(form.remarks["fact"].fields[0].edit, "Daughter Ada in York")
        form.letters.buttons[1].click()
        form.note.edit.setFocus()
        form.note.edit.selectAll()
        QTest.keyClicks(form.note.edit, "Two lines")
        QTest.keyClick(form.note.edit, Qt.Key.Key_Return)
        QTest.keyClicks(form.note.edit, "kept")
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.waits()
        now = person.kept()
        assert (now.name, now.greeting, now.letters) == ("Margaret Adaeze Okonkwo", "Maggie", True)
        assert now.birthday == Birthday(2, 29, 1960, "1 March")
        assert now.phones == ("020 7946 0417", "020 7946 0999") and len(now.emails) == 2
        assert [address.town or address.street for address in now.addresses] == ["Leeds", "2 Mill Lane"]
        assert {(one.kind, one.text) for one in now.remarks} == {
            ("warning", "Nut allergy"), ("likes", "Sourdough"), ("likes", "Oolong"), ("fact", "Daughter Ada in York"),
        }  # fmt: skip
        assert now.note == "Two lines\nkept"
        assert person.toast == "Changed the details of Margaret Adaeze Okonkwo"
        assert person.page.views.currentWidget() is person.page.member
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        after = person.kept()
        assert (after.name, after.birthday, after.note) == (before.name, before.birthday, before.note)
        assert sorted(after.phones) == sorted(before.phones) and set(after.remarks) == set(before.remarks)


def test_nothing_typed_is_lost_by_leaving(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        person.fills(form.say.edit, "oh-kon")
        person.presses(Qt.Key.Key_1, ctrl=True)
        assert person.shell.current == "counter"
        person.presses(Qt.Key.Key_3, ctrl=True)
        assert person.page.views.currentWidget() is form and form.say.text == "oh-kon"
        person.presses(Qt.Key.Key_Escape)
        member = person.page.member
        assert member.pending.isVisible()
        person.presses(Qt.Key.Key_Escape)
        person.opens("ben")
        assert not member.pending.isVisible()
        person.presses(Qt.Key.Key_F2)
        assert form.say.text == ""
        person.presses(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
        person.opens("marg")
        member.go_on.click()
        assert form.say.text == "oh-kon" and form.again.isVisible()
        form.throw.click()
        assert form.say.text == "oh-KON-kwo" and not form.waiting
        person.fills(form.say.edit, "x")
        person.presses(Qt.Key.Key_Escape)
        member.forget.click()
        assert not member.pending.isVisible() and not form.waiting
        assert person.kept().say == "oh-KON-kwo"


def test_what_was_changed_elsewhere_meanwhile_stays(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.fills(person.page.form.greeting.edit, "Maggie")
        with book.writing(NOW) as w:
            counter.answer_letters(w, 1, False)
        person.enter()
        person.waits()
        assert (person.kept().greeting, person.kept().letters) == ("Maggie", False)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "name"),
        ("birthday", "31 February", "day"),
        ("joined", "2027-01-01", "still to come"),
        ("number", "12a", "digits"),
        ("number", "1002", "somebody"),
        ("say", "x\u202ey", "invisible"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_stays(
    book: Book, tmp_path: Path, qtbot: QtBot, field: str, typed: str, said: str
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        part = form._fields[field]
        part.edit.setFocus()
        part.set_text(typed)
        person.enter()
        person.waits()
        assert said in part.error.text.casefold() and part.edit.hasFocus() and part.text == typed
        assert person.page.views.currentWidget() is form


def test_a_wrong_phone_e_mail_or_remark_is_refused_at_its_line(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        form = person.page.form
        for line, typed in (
            (form.emails.fields[1], "no at sign"),
            (form.remarks["size"].fields[0], "x\u202ey"),
        ):
            line.set_text(typed)
            form.name.edit.setFocus()
            person.enter()
            person.waits()
            assert line.error.text
            assert line.edit.hasFocus() and line.text == typed
            line.clear()
        form.addresses.blocks[0].parts["street"].set_text("x\x07y")
        person.enter()
        person.waits()
        assert form.addresses.blocks[0].parts["street"].error.text
        form.addresses.blocks[0].parts["street"].set_text("1 High St")
        form.note.set_text("a\x07")
        form.note.edit.setFocus()
        person.presses(Qt.Key.Key_Return, ctrl=True)
        person.waits()
        assert form.note.error.text and person.page.views.currentWidget() is form


def test_the_window_closes_only_when_it_was_said_what_is_not_saved(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("marg")
        person.presses(Qt.Key.Key_F2)
        person.fills(person.page.form.greeting.edit, "Maggie")
        person.presses(Qt.Key.Key_1, ctrl=True)
        assert not person.shell.close() and person.shell.isVisible()
        assert person.shell.current == "members" and person.page.views.currentWidget() is person.page.form
        assert person.page.form.greeting.text == "Maggie"
        assert person.toast.startswith("What is typed here is not saved yet")
        assert person.shell.close()


# ---- by hand ----


def test_points_are_given_and_corrected_with_a_reason(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page
        page._give("gift")
        person.types("5x")
        person.enter()
        sheet = page._by_hand
        assert sheet is not None and "whole number" in sheet.points.error.text
        person.presses(Qt.Key.Key_A, ctrl=True)
        person.types("50")
        person.enter()
        person.waits()
        assert sheet.reason.edit.hasFocus() and sheet.reason.error.text
        person.types("Waited long")
        person.presses(Qt.Key.Key_Escape)
        page._give("gift")
        assert (sheet.points.text, sheet.reason.text) == ("50", "Waited long"), "put away, not lost"
        person.enter()
        person.waits()
        assert person.toast.startswith("Given 50 points to Ben Ash")
        assert page.member.at is not None
        points = page.member.at.card.standing.points
        page._give("adjust")
        sheet.points.set_text("−20")
        sheet.reason.set_text("Counted twice")
        person.enter()
        person.waits()
        assert page.member.at.card.standing.points == points - 20
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert page.member.at.card.standing.points == points


def test_a_tier_is_given_and_a_debt_forgotten(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with book.writing(NOW) as w:
        awards.adjust(w, 2, -500, "Returned elsewhere")
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page
        assert page.member.waive.isEnabled()
        page._give("tier")
        sheet = page._by_hand
        assert sheet is not None
        sheet.tier.setCurrentText("Gold")
        sheet.until.set_text("31 February")
        sheet.reason.set_text("Neighbour")
        sheet.reason.edit.setFocus()
        person.enter()
        assert sheet.until.error.text and sheet.until.edit.hasFocus()
        sheet.until.set_text("31/12/2027")
        person.enter()
        person.waits()
        assert page.member.at is not None and page.member.at.card.standing.tier == "Gold"
        page._give("waive")
        person.types("Old story")
        person.enter()
        person.waits()
        assert page.member.at.card.standing.debt == 0 and not page.member.waive.isEnabled()


def test_a_lost_card_is_replaced_and_a_scanned_one_is_given(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        person.opens("ben")
        page = person.page

        def lost_button() -> QPushButton:
            return next(
                button
                for button in page.member.side.cards.findChildren(QPushButton)
                if button.text() == "Lost" and button.isVisible()
            )

        lost_button().click()
        sheet = page._by_hand
        assert sheet is not None and "is not taken any more" in sheet.about.text()
        person.enter()
        person.waits()
        assert page.member.at is not None
        card = page.member.at.card
        assert len(card.cards) == 1 and len(card.blocked_cards) == 1
        lost_button().click()
        sheet.no_new.click()
        person.waits()
        assert person.toast.startswith("Reported lost: the card of Ben Ash")
        assert not page.member.at.card.cards
        page.member.side.cards.give.click()
        scan(person.shell, "ABC 12345")
        assert sheet.card.text == "ABC12345"
        person.enter()
        person.waits()
        assert page.member.at.card.cards[0] == "ABC12345"
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert not page.member.at.card.cards


@pytest.mark.parametrize(
    ("typed", "points"),
    [("50", 50), ("+50", 50), ("−20", -20), ("1,250", 1250), ("５０", 50), ("1 000", 1000)],
)
def test_points_are_read_as_they_are_written(typed: str, points: int) -> None:
    assert read_points(typed, signed=True) == points


@pytest.mark.parametrize("typed", ["", "1,5", "1.005.1", "1e9", "-", "9" * 13, "٣x"])
def test_points_that_are_no_whole_number_are_refused(typed: str) -> None:
    with pytest.raises(Declined):
        read_points(typed, signed=True)


def test_a_gift_takes_nothing() -> None:
    with pytest.raises(Declined):
        read_points("-5", signed=False)


# ---- the look ----


@pytest.mark.parametrize("percent", [100, 200])
def test_long_greek_and_chinese_names_fit_at_every_size(
    book: Book, tmp_path: Path, qtbot: QtBot, percent: int
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        look.wear(look.Wish(scheme="dark", text_percent=percent, still=True))
        page = person.page
        for member in (3, 4, 5):
            page.open_member(member)
            person.waits()
            name = page.member.head.name
            assert name.text() in (LONG, "Γιώργος Παπαδόπουλος", "王小明")
            assert name.heightForWidth(name.width()) <= name.height()
            page._edit()
            assert page.form.name.text == name.text()
            page.form.leave()
    look.wear(look.Wish(scheme="light", still=True))


def test_a_program_of_its_own_has_the_places_where_they_belong(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    program = Program(Desk(book, lambda: NOW), Remembered(tmp_path / "window.json"), lambda _where: None)
    qtbot.addWidget(program.shell)
    keys = {place.key: place.shortcut for place in program._places()}
    assert keys["members"] == "Ctrl+3" and keys["letters"] == "Ctrl+4" and keys["programme"] == "Ctrl+8"
    program.shell.close()


def test_a_question_still_waiting_when_the_window_closes_is_let_go(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_members(book, tmp_path, qtbot) as person:
        for member in (1, 2, 3, 1, 2, 3):
            person.page.open_member(member)
        person.shell.close()
        person.waits()
