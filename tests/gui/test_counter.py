"""The counter on a real book, by keyboard: finding, recognising, recording, and taking back."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shopkeeper.errors import StorageTrouble
from shopkeeper.gui.pages.counter import NoteAsked
from shopkeeper.gui.pages.counter.correct import CorrectPurchase
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.why import WhyPopover
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import Programme, Tier
from shopkeeper.service import finding, member_cards, members, purchases
from shopkeeper.service.details import Address, Birthday, Remark
from shopkeeper.service.purchases import Line
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach, scan


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop of four: Margaret, Margot, a member by number only, and Thandeka a little below Platinum."""
    made = new_book(tmp_path)
    enrol(
        made,
        "Margaret Okonkwo",
        say="oh-KON-kwo",
        phones=("020 7946 0417",),
        addresses=(Address(street="31 Wharf St"),),
        remarks=(Remark("warning", "Nut allergy"), Remark("likes", "Rye bread")),
        birthday=Birthday(11, 24),
        letters=True,
    )
    enrol(made, "Margot Leclerc")
    enrol(made, "Ann Lee")
    thandeka = enrol(made, "Thandeka Mbeki", letters=True)
    buy(made, thandeka, 95_000, now=NOW - timedelta(days=20), what="Hamper")
    return made


def _says(label: QLabel, words: str) -> bool:
    return label.text() == words


def lines_of(person: Person) -> dict[str, str]:
    return dict(person.counter.panel.sums.texts)


def corrects(person: Person) -> CorrectPurchase:
    """The sheet that is open, in which a purchase is put right."""
    sheet = SlideOver.over(person.shell)
    assert isinstance(sheet, CorrectPurchase)
    return sheet


def test_the_list_is_of_what_stands_in_the_box_after_every_key(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        model = person.counter.results.model
        for end in range(1, len("margaret") + 1):
            person.types("margaret"[end - 1])
            expected = person.program.desk.ask(finding.find, "margaret"[:end], limit=20).hits
            assert [hit.member_id for hit in model.hits] == [hit.member_id for hit in expected]
        assert "Nut allergy" not in (model.data(model.index(0)) or "")
        assert str(model.data(model.index(0))).startswith("Margaret Okonkwo, Member, 31 Wharf St · …417")


def test_the_first_hit_is_shown_while_typing_and_the_arrows_choose_another(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.types("marg")
        first = person.counter.results.model.hits[0].member_id
        qtbot.waitUntil(lambda: person.counter.member_id == first)
        person.presses(Qt.Key.Key_Down)
        second = person.counter.results.model.hits[1].member_id
        qtbot.waitUntil(lambda: person.counter.member_id == second)
        assert person.finding


def test_a_whole_sale_by_keyboard_ends_where_it_began(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        assert person.paying
        person.types("24.50")
        assert lines_of(person)["To pay"] == "£24.50"
        assert lines_of(person)["Earns"] == "+24 points"
        assert lines_of(person)["To Bronze after"] == "2 visits"
        person.enter()
        person.waits()
        assert person.recorded()[-1] == ("purchase", 2450, 1)
        assert person.toast == "Recorded £24.50 for Margaret Okonkwo · +24 points"
        assert person.finding and person.shell.find_box.text == ""
        assert person.counter.panel.is_empty
        assert person.counter.member_id == 1, "who was served stays before the eyes"


def test_digits_after_the_arrows_are_the_amount_and_letters_begin_a_name(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.types("marg")
        person.presses(Qt.Key.Key_Down)
        chosen = person.counter.results.current
        assert chosen is not None
        person.types("7")
        assert person.paying and person.counter.member_id == chosen.member_id
        person.types(".20")
        assert person.counter.panel.amount.text == "7.20"
        person.counter.panel.amount.clear()
        person.types("t")
        assert person.finding and person.shell.find_box.text == "margt"


def test_typing_on_the_list_and_the_card_goes_where_it_belongs(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.counter.area.card.bought.setFocus()
        person.types("9")
        assert person.paying and person.counter.panel.amount.text == "9"
        person.counter.results.view.setFocus()
        person.types("x")
        assert person.finding and person.shell.find_box.text.endswith("x")


def test_enter_twice_records_once(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("5")
        person.enter()
        person.enter()
        person.waits()
        person.enter()
        person.waits()
        assert person.recorded()[1:] == [("purchase", 500, 1)]


def test_the_same_form_sent_again_is_the_same_purchase(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("5")
        key = person.counter.panel.key
        person.enter()
        person.waits()
        assert person.counter.panel.key != key
        with book.writing(NOW) as w:
            again = purchases.record(w, member_id=1, amount_minor=500, key=key)
        assert again.again


@pytest.mark.parametrize("typed", ["1.005", "-3", "1e9", "abc", "１２ｘ", "9999999999"])
def test_an_amount_that_is_none_is_refused_with_a_sentence_and_kept(
    typed: str, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.counter.panel.amount.set_text(typed)
        person.enter()
        person.waits()
        assert person.recorded() == [("purchase", 95_000, 4)]
        assert person.counter.panel.amount.text == typed
        assert person.counter.panel.refusals and person.paying


def test_more_points_than_there_are_are_refused_at_their_field(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.types("20")
        person.counter.panel.points.setFocus()
        person.types("1000000")
        assert "points to use" in person.counter.panel.points.error.text
        person.enter()
        person.waits()
        assert len(person.recorded()) == 1
        person.counter.panel.points.edit.setText("100")
        assert lines_of(person)["To pay"] == "£19.00"
        person.enter()
        person.waits()
        assert "100 points used" in person.toast


def test_a_sale_to_nobody_known_is_said_on_purpose(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.counter.panel.amount.setFocus()
        person.types("3.20")
        person.enter()
        person.waits()
        assert len(person.recorded()) == 1
        assert "Ctrl 0" in person.counter.panel.amount.refusal
        person.presses(Qt.Key.Key_0, ctrl=True)
        assert person.paying and person.counter.panel.amount.text == "3.20"
        person.enter()
        person.waits()
        assert person.recorded()[-1] == ("purchase", 320, None)
        assert person.toast == "Recorded £3.20 for nobody known"


def test_ctrl_z_says_what_it_took_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("18")
        person.enter()
        person.waits()
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert person.recorded() == [("purchase", 95_000, 4)]
        assert person.toast.startswith("Undone: purchase of £18.00 for Margaret Okonkwo")
        assert person.counter.area.card.bought.rows.rowCount() == 0


def test_a_forgotten_slip_is_recorded_for_its_day_and_the_next_for_today(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_D, ctrl=True)
        person.types("19 nov")
        person.enter()
        assert person.paying
        person.types("8")
        person.enter()
        person.waits()
        assert "19 November" in person.toast
        assert person.counter.panel.day.is_today
        shown = person.counter.area.card.bought.rows.rows[0]
        assert shown.happened_on == date(2026, 11, 19)


def test_a_day_to_come_is_refused_and_the_form_stays(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("8")
        person.presses(Qt.Key.Key_D, ctrl=True)
        person.types("24.12.2026")
        person.enter()
        person.enter()
        person.waits()
        assert len(person.recorded()) == 1
        assert person.counter.panel.refusals and person.counter.panel.amount.text == "8"


def test_a_new_tier_is_a_moment_with_words_to_say(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.types("60")
        assert lines_of(person)["Becomes"] == "Platinum"
        person.enter()
        person.waits()
        card = person.counter.area.card
        assert card.head.badge.face is not None and card.head.badge.face.name == "Platinum"
        what, say = card.new_tier.texts
        assert what == "Thandeka Mbeki has just become Platinum."
        assert say.startswith("Say: “Thank you, Thandeka Mbeki.")
        assert not card.new_tier.isHidden()
        person.finds("margaret")
        assert card.new_tier.isHidden(), "it is the moment of one member only"


def test_the_card_says_what_must_be_remembered_warnings_first(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        rows = [
            row.accessibleName() for row in person.counter.area.card.remember._rows if row.accessibleName()
        ]
        assert rows[0] == "Nut allergy"
        assert rows[1].startswith("Birthday on Tuesday")
        assert not any("May we write" in row for row in rows)


def test_who_was_never_asked_about_letters_is_asked_once(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margot")
        remember = person.counter.area.card.remember
        no = next(button for button in remember.findChildren(QPushButton) if button.text() == "No")
        no.click()
        person.waits()
        assert person.program.desk.ask(members.details_of, 2)[0].letters is False
        assert not any("May we" in row.accessibleName() for row in remember._rows)
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        assert person.program.desk.ask(members.details_of, 2)[0].letters is None


def test_a_thank_you_owed_is_asked_for_with_its_occasion(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.counter.note_asked.disconnect()
        asked: list[object] = []
        person.counter.note_asked.connect(asked.append)
        person.finds("thand")
        person.presses(Qt.Key.Key_P, ctrl=True)
        assert asked == [NoteAsked(4, f"tier:Gold:{(TODAY - timedelta(days=20)).isoformat()}")]


def test_why_adds_up(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.counter.area.card.progress.why.click()
        popover = person.shell.findChild(WhyPopover)
        assert popover is not None
        assert "Platinum asks for £1,000.00 within 12 months; £950.00 is there." in popover.text
        assert popover.hasFocus()
        person.presses(Qt.Key.Key_Escape)
        assert person.paying, "the caret is where it was"


def test_a_purchase_is_returned_by_keyboard_with_its_effect_shown_first(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.presses(Qt.Key.Key_R, ctrl=True)
        correct = corrects(person)
        assert correct.effect.texts[0] == "£950.00 comes back · 950 points are taken back"
        assert "falls to" in correct.effect.texts[1]
        person.enter()
        person.types("50")
        assert correct.amount.text == "50"
        assert correct.effect.texts[0].startswith("£50.00 comes back")
        assert_within_reach(correct)
        person.enter()
        person.waits()
        assert person.recorded()[-1] == ("return", 5_000, 4)
        assert person.toast == "Returned £50.00 for Thandeka Mbeki · −50 points"
        assert SlideOver.over(person.shell) is None and person.finding


def test_more_than_was_bought_cannot_come_back(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("thand")
        person.presses(Qt.Key.Key_R, ctrl=True)
        person.enter()
        person.types("950.01")
        person.enter()
        person.waits()
        correct = corrects(person)
        assert "more than is left" in correct.amount.refusal
        assert len(person.recorded()) == 1


def test_a_line_comes_back_by_a_tick(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    lines = (Line(1_200, what="Cheese"), Line(300, what="Bread"))
    buy(book, 1, 1_500, lines=lines)
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_R, ctrl=True)
        correct = corrects(person)
        bread = correct._boxes()[1]
        bread.setFocus()
        person.presses(Qt.Key.Key_Space)
        assert correct.amount.text == "3.00"
        person.enter()
        person.waits()
        assert person.recorded()[-1] == ("return", 300, 1)


def test_a_purchase_moves_to_whom_is_typed(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    buy(book, 1, 4_000)
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_R, ctrl=True)
        person.presses(Qt.Key.Key_M, ctrl=True)
        person.types("ann")
        correct = corrects(person)
        assert [text.split(",")[0] for text in correct.effect.texts] == ["Margaret Okonkwo", "Ann Lee"]
        person.enter()
        person.waits()
        assert ("purchase", 4_000, 3) in person.recorded()
        assert person.toast.startswith("Moved to Ann Lee")
        person.presses(Qt.Key.Key_Z, ctrl=True)
        person.waits()
        person.enter()  # the effect on both is told first
        person.waits()
        assert ("purchase", 4_000, 1) in person.recorded()


def test_a_purchase_that_never_was_is_taken_out(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    buy(book, 1, 24_500)
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.presses(Qt.Key.Key_R, ctrl=True)
        correct = corrects(person)
        correct.kinds["never"].setFocus()
        person.enter()
        person.enter()
        person.waits()
        assert person.recorded() == [("purchase", 95_000, 4)]
        assert person.toast == "Taken out: the purchase of £245.00"


def test_escape_steps_back_from_the_amount_to_the_box_to_nobody(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("5")
        person.presses(Qt.Key.Key_Escape)
        assert person.finding and person.counter.panel.amount.text == "5"
        person.presses(Qt.Key.Key_Escape)
        assert person.shell.find_box.text == "" and person.counter.member_id is None


def test_a_scanned_card_opens_its_member(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        card = person.program.desk.ask(members.show, 3, TODAY).cards[0]
        person.types("thand")
        scan(person.shell, card)
        assert person.counter.member_id == 3 and person.paying
        assert person.shell.find_box.text == ""


def test_a_code_on_goods_is_nobodys_card(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        scan(person.shell, "5012345678900")
        assert person.toast.startswith("Nobody has the card 5012 3456 7890 0")
        assert person.finding


def test_a_lost_card_does_not_open_anybody(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        card = person.program.desk.ask(members.show, 3, TODAY).cards[0]
        with book.writing(NOW) as w:
            member_cards.block(w, 3, card)
        scan(person.shell, card)
        assert person.toast.startswith("This card was reported lost on 21 November")
        assert person.counter.member_id is None


def test_trouble_with_the_book_keeps_the_form(
    book: Book, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_how: object) -> None:
        raise StorageTrouble("disk_full", "The disk is full. Nothing was saved. Make room and try again.")

    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("24.50")
        with monkeypatch.context() as broken:
            broken.setattr(purchases, "record", full)
            person.enter()
            person.waits()
        assert person.counter.panel.refusals == [
            "The disk is full. Nothing was saved. Make room and try again."
        ]
        assert person.counter.panel.amount.text == "24.50"
        person.enter()
        person.waits()
        assert person.recorded()[-1] == ("purchase", 2_450, 1)


def test_an_act_from_elsewhere_is_seen_at_once_and_the_choice_stays(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        person.types("3")
        person.program.desk.send(purchases.record, member_id=1, amount_minor=700)
        person.waits()
        assert person.counter.area.card.bought.rows.rowCount() == 1
        assert person.counter.panel.amount.text == "3" and person.paying


def test_a_member_by_number_a_long_name_and_other_scripts_are_shown_whole(
    tmp_path: Path, qtbot: QtBot
) -> None:
    book = new_book(tmp_path)
    long = "Wilhelmina Theodora Alexandrina van der Heijden-Featherstone"
    names = (long, "Ήρα Παπαδοπούλου", "王小明", "<b>Bold</b> & Sons")
    for name in names:
        enrol(book, name)
    with at_counter(book, tmp_path, qtbot) as person:
        for name in names:
            person.shell.find_box.set_text(name.split()[-1] if name != names[1] else "ηρα")
            label = person.counter.area.card.head.name
            qtbot.waitUntil(partial(_says, label, name))
            assert label.heightForWidth(label.width()) <= label.height()


def test_everything_has_a_name_and_a_way_by_keyboard(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        person.finds("margaret")
        assert_within_reach(person.counter)
        person.presses(Qt.Key.Key_0, ctrl=True)
        assert_within_reach(person.counter)


def test_an_empty_shop_says_how_to_begin_and_enter_on_a_name_in_vain_enrols(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(new_book(tmp_path), tmp_path, qtbot) as person:
        assert person.counter.area._empty is not None
        assert person.counter.area._empty.accessibleName() == "The first member"
        person.types("marjorie finch")
        person.enter()
        assert person.program.reception.sheet.name.text == "Marjorie Finch"


def test_nobody_found_is_said_in_the_place_of_the_rows_and_nothing_else_moves(
    book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        results = person.counter.results
        person.types("mar")
        before = QRect(results.view.mapTo(results, QPoint(0, 0)), results.view.size())
        person.shell.find_box.set_text("zqxw")
        asked = []
        for letter in "vz":
            person.types(letter)
            assert not results.view.isVisible()
            (button,) = (one for one in results.findChildren(QPushButton) if one.text() == "New member")
            assert button.isVisible()
            asked.append(button)
            said = [label.text() for label in results.findChildren(QLabel) if label.isVisible()]
            assert any(f"“{person.shell.find_box.text}”" in words for words in said)
            assert not any("of 4 members" in words for words in said), "there are no rows to speak of"
        assert asked[0] is asked[1], "made once, and said anew"
        person.shell.find_box.set_text("mar")
        assert results.view.isVisible()
        assert not asked[0].isVisible()
        assert QRect(results.view.mapTo(results, QPoint(0, 0)), results.view.size()) == before


def test_the_caret_goes_with_the_place_of_the_rows(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        results = person.counter.results
        person.types("mar")
        results.view.setFocus()
        person.shell.find_box.set_text("marzq")
        focus = person.shell.focusWidget()
        assert isinstance(focus, QPushButton)
        assert focus.text() == "New member"
        person.shell.find_box.set_text("mar")
        assert person.shell.focusWidget() is results.view


def test_what_stands_there_for_nobody_is_made_once(book: Book, tmp_path: Path, qtbot: QtBot) -> None:
    with at_counter(book, tmp_path, qtbot) as person:
        area = person.counter.area
        first = area._empty
        assert first is not None
        assert first.accessibleName() == "Who is it?"
        person.finds("margaret")
        assert not first.isVisible()
        person.presses(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
        assert area._empty is first
        qtbot.waitUntil(first.isVisible)


def test_a_tier_of_the_shops_own_wears_its_face_in_the_list(tmp_path: Path, qtbot: QtBot) -> None:
    own = Programme("GBP", tiers=(Tier("Friend of the house", "visits", 1), Tier("Patron", "visits", 9)))
    book = new_book(tmp_path, own)
    enrol(book, "Ada Nowhere")
    with at_counter(book, tmp_path, qtbot) as person:
        person.types("ada")
        delegate = person.counter.results.delegate
        assert delegate._worn_by("Member") == face_of(own, "Member")
        buy(book, enrol(book, "Adam Friend"), 4200)
        person.types("m")
        assert person.counter.results.model.hits[0].tier == "Friend of the house"
        assert delegate._worn_by("Friend of the house") == face_of(own, "Friend of the house")
        assert face_of(own, "Friend of the house") != face_of(None, "Friend of the house")
