"""A page of slips: what was typed, what it means, what is wrong, and what a spreadsheet's columns are."""

from collections.abc import Callable
from datetime import date, time
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.daybook import LONGEST_TEXT, Page, Slip, meaning_of, read_time
from shopkeeper.rules.money import currency
from shopkeeper.rules.pasted import MOST_ROWS, is_table, read_cells, read_pasted, take

GBP = currency("GBP")
DAY = date(2026, 11, 21)


def keys() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"k{next(numbers)}"


def page(*slips: Slip, till: str = "", mark: str = ".") -> Page:
    return Page(DAY, GBP, "," if mark == "," else ".", keys(), slips, till)


def slip(
    key: str, amount: str = "1.00", who: str = "", member: int | None = None, what: str = "", at: str = ""
) -> Slip:
    return Slip(key, at, who, member, amount, what)


# ---- what is typed ----


def test_a_page_always_ends_in_a_blank_row() -> None:
    sheet = page()
    assert len(sheet) == 1 and sheet[0].blank and not sheet.slips
    sheet.put(0, "amount", "18.00")
    assert len(sheet) == 2 and sheet[1].blank and len(sheet.slips) == 1
    sheet.put(0, "amount", "")
    assert not sheet.slips


def test_another_text_for_who_it_was_unsettles_the_member() -> None:
    sheet = page(slip("a", who="Ansel Brandt", member=7))
    assert not sheet.meaning(0).wrong
    assert sheet.put(0, "who", "Ansel Brandt") == ()
    sheet.put(0, "who", "Ansel Brand")
    assert sheet[0].member_id is None
    assert [wrong.code for wrong in sheet.meaning(0).wrong] == ["member_not_found"]
    sheet.settle(0, None)
    assert sheet[0].who_text == "" and not sheet.meaning(0).wrong


def test_a_refused_amount_stays_as_it_was_typed_with_the_reason() -> None:
    sheet = page()
    sheet.put(0, "amount", "1.005")
    assert sheet[0].amount_text == "1.005"
    (wrong,) = sheet.meaning(0).wrong
    assert wrong.field == "amount" and wrong.code == "amount_ambiguous"
    assert sheet.totals().entered_minor == 0 and sheet.totals().open == 1


@pytest.mark.parametrize("mark", [".", ","])
def test_both_marks_are_understood_for_pence(mark: str) -> None:
    assert page(slip("a", "24,50"), mark=mark).meaning(0).amount_minor == 2450
    assert page(slip("a", "24.50"), mark=mark).meaning(0).amount_minor == 2450


@given(st.from_regex(r"-?[0-9]{0,8}[.,]?[0-9]{0,3}", fullmatch=True), st.sampled_from([".", ","]))
def test_an_amount_means_here_what_it_means_everywhere(text: str, mark: str) -> None:
    decimal_mark = "," if mark == "," else "."
    try:
        expected: object = read_amount(text, currency=GBP, decimal_mark=decimal_mark, allow_negative=True)  # type: ignore[arg-type]
    except Declined as declined:
        expected = declined.code
    meant = meaning_of(slip("a", text), GBP, decimal_mark)  # type: ignore[arg-type]
    assert (meant.wrong[0].code if meant.wrong else meant.amount_minor) == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)), ("912", time(9, 12)), ("0912", time(9, 12)), ("9:12", time(9, 12)), ("9.12", time(9, 12)),
        ("09:12", time(9, 12)), ("9h12", time(9, 12)), ("9h", time(9)), ("2:30 pm", time(14, 30)), ("12 am", time(0)),
        ("230pm", time(14, 30)), (" 23:59 ", time(23, 59)), ("9:12:45", time(9, 12)), ("９：１２", time(9, 12)), ("00:00", time(0)),
    ],
)  # fmt: skip
def test_a_time_is_understood_as_people_write_it(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["24:00", "9:60", "ab", "1234567", "13 pm", "-1", "9:1", "", "25", "2a:10", "29:99"]
)
def test_what_is_no_time_is_refused_and_said(typed: str) -> None:
    with pytest.raises(Declined) as refused:
        read_time(typed)
    assert refused.value.code == "time_not_understood"


def test_half_characters_controls_and_endless_texts_are_kept_as_text_that_can_be_kept() -> None:
    sheet = page()
    sheet.put(0, "who", "a\ud800b\0c\nd")
    assert sheet[0].who_text == "a?b c d"
    sheet.put(0, "what", "x" * 10_000)
    assert len(sheet[0].what_text) == LONGEST_TEXT
    assert [wrong.code for wrong in sheet.meaning(0).wrong][-1] == "what_too_long"


# ---- rows ----


def test_copying_the_row_above_fills_what_is_empty_and_overwrites_nothing() -> None:
    sheet = page(slip("a", "18.00", "Finch", 4, "Tea", "9:12"))
    sheet.copy_above(1)
    assert sheet[1] == Slip(sheet[1].key, "9:12", "Finch", 4, "18.00", "Tea") and sheet[1].key != "a"
    sheet.put(2, "amount", "3.00")
    sheet.copy_above(2)
    assert sheet[2].amount_text == "3.00" and sheet[2].member_id == 4
    assert sheet.copy_above(0) == () and sheet.copy_above(99) == ()


def test_every_step_with_rows_can_be_undone() -> None:
    sheet = page(slip("a", "1"), slip("b", "2"), slip("c", "3"))
    before = sheet.slips
    sheet.remove(1)
    sheet.move(0, 1)
    sheet.copy_above(2)
    sheet.paste(1, [slip("", "9"), slip("", "8")])
    assert len(sheet.slips) == 5
    for _ in range(4):
        assert sheet.undo() is not None
    assert sheet.slips == before and sheet.undo() is None and not sheet.can_undo


@given(
    st.lists(
        st.tuples(st.sampled_from(["remove", "up", "down", "copy", "paste", "type"]), st.integers(0, 6)),
        max_size=12,
    )
)
def test_undoing_all_steps_gives_back_the_rows(steps: list[tuple[str, int]]) -> None:
    sheet = page(*(slip(f"s{n}", str(n + 1)) for n in range(4)))
    before = sheet.slips
    for what, row in steps:
        row = min(row, len(sheet) - 1)
        if what == "remove":
            sheet.remove(row)
        elif what in ("up", "down"):
            sheet.move(row, -1 if what == "up" else 1)
        elif what == "copy":
            sheet.copy_above(row)
        elif what == "paste":
            sheet.paste(row, [slip("", "7")])
        assert sheet[len(sheet) - 1].blank
        assert len({sheet[at].key for at in range(len(sheet))}) == len(sheet)
    while sheet.undo() is not None:
        pass
    assert sheet.slips == before


def test_moving_keeps_within_the_rows_and_the_blank_one_stays_last() -> None:
    sheet = page(slip("a"), slip("b"))
    assert sheet.move(0, -1) == 0 and sheet.move(1, 1) == 1 and sheet.move(2, -1) == 2
    assert sheet.move(0, 1) == 1
    assert [one.key for one in sheet.slips] == ["b", "a"]


def test_a_row_can_be_put_in_between() -> None:
    sheet = page(slip("a"), slip("b"))
    assert sheet.insert(1) == 1 and sheet[1].blank and sheet[2].key == "b"
    assert sheet.insert(3) == 3 and len(sheet) == 4


# ---- totals ----


def test_the_page_agrees_with_the_till_when_nothing_is_left() -> None:
    sheet = page(
        slip("a", "18.00", "Finch", 4), slip("b", "6.10"), slip("c", "-3.00", "Finch", 4), till="21,10"
    )
    assert sheet.totals().entered_minor == 2110 and sheet.totals().members_minor == 1500
    assert sheet.agreement().agrees
    assert sheet.agreement(already_minor=100).left_minor == -100
    sheet.put_till("")
    assert sheet.agreement().left_minor is None and not sheet.agreement().agrees
    sheet.put_till("abc")
    assert "abc" in sheet.agreement().wrong


def test_the_first_row_that_wants_something_is_named_with_its_field() -> None:
    sheet = page(slip("a"), slip("b", amount="", who="Finch", member=3), slip("c", who="Nobody here"))
    assert sheet.first_open() == (1, "amount")
    sheet.put(1, "amount", "2")
    assert sheet.first_open() == (2, "who")


# ---- paste ----


def pasted(text: str) -> list[tuple[str, str, str, str]]:
    table = read_pasted(text, GBP, ".", "dmy", DAY)
    assert not table.unclear
    taken = take(table, table.columns, DAY, "dmy", DAY)
    return [(one.time_text, one.who_text, one.amount_text, one.what_text) for one in taken.slips]


def test_rows_of_a_spreadsheet_are_taken_in_any_sensible_order() -> None:
    expected = [("", "Marjorie Finch", "18.00", "Rye"), ("", "Ansel Brandt", "42.75", "Cheese board")]
    assert pasted("Marjorie Finch\t18.00\tRye\nAnsel Brandt\t42.75\tCheese board") == expected
    assert pasted("18.00\tMarjorie Finch\tRye\r\n42.75\tAnsel Brandt\tCheese board\r\n") == expected
    assert pasted("09:12\t1001\t£18.00\n09:20\t1002\t£42.75") == [
        ("09:12", "1001", "£18.00", ""),
        ("09:20", "1002", "£42.75", ""),
    ]


def test_a_heading_is_recognised_in_several_languages() -> None:
    assert pasted("What\tTotal\tName\tTime\nTea\t3.00\tFinch\t9:12") == [("9:12", "Finch", "3.00", "Tea")]
    assert pasted("Uhrzeit;Kundennummer;Betrag;Artikel\n09:12;1001;24,50;Tee") == [
        ("09:12", "1001", "24,50", "Tee")
    ]
    table = read_pasted("Heure\tClient\tMontant\n9h\tChloé\t3", GBP, ".", "dmy", DAY)
    assert table.heading and table.columns == ("time", "who", "amount")


def test_two_columns_of_whole_numbers_are_asked_about_and_the_guess_is_the_shorter_one() -> None:
    table = read_pasted("1001\t24\n1002\t12", GBP, ".", "dmy", DAY)
    assert table.columns == ("who", "amount") and table.unclear
    table = read_pasted("hello\tthere", GBP, ".", "dmy", DAY)
    assert table.unclear and "amount" not in table.columns


def test_a_number_beside_a_name_and_a_net_beside_a_gross_are_asked_about() -> None:
    assert read_pasted("1001\tMarjorie Finch\t24.50", GBP, ".", "dmy", DAY).unclear
    assert read_pasted("Finch\t10.00\t12.00", GBP, ".", "dmy", DAY).unclear


def test_rows_of_other_days_are_left_out_and_said() -> None:
    table = read_pasted(
        "21/11/2026 09:12:33\t1001\t24.50\n20/11/2026 09:15\t1001\t12.00", GBP, ".", "dmy", DAY
    )
    taken = take(table, table.columns, DAY, "dmy", DAY)
    assert [(one.time_text, one.amount_text) for one in taken.slips] == [("09:12", "24.50")]
    assert taken.other_days == 1 and taken.remark == "1 row is of another day and was left out."
    table = read_pasted(
        "Date\tTime\tAmount\n2026-11-21\t10:15\t5.00\n2026-11-22\t10:15\t5.00", GBP, ".", "dmy", DAY
    )
    assert len(take(table, table.columns, DAY, "dmy", DAY).slips) == 1


def test_a_till_timestamp_gives_its_time() -> None:
    table = read_pasted("2026-11-21T09:12:33Z\t1001\t24.50", GBP, ".", "dmy", DAY)
    assert take(table, table.columns, DAY, "dmy", DAY).slips[0].time_text == "09:12"


def test_quoted_cells_commas_and_ragged_rows_are_taken() -> None:
    assert pasted('Ann Lee,12.50,tea\nBo Li,13.00,"milk, bread"\nCy Ho,1.00') == [
        ("", "Ann Lee", "12.50", "tea"), ("", "Bo Li", "13.00", "milk, bread"), ("", "Cy Ho", "1.00", "")
    ]  # fmt: skip


def test_what_is_one_word_is_no_table() -> None:
    assert (
        not is_table("Marjorie Finch") and not is_table("18.00\n") and is_table("a\tb") and is_table("a\nb")
    )


def test_nothing_and_too_much_are_refused() -> None:
    for text, code in ((" \t \n", "paste_empty"), ("a\t1\n" * (MOST_ROWS + 2), "paste_too_long")):
        with pytest.raises(Declined) as refused:
            read_pasted(text, GBP, ".", "dmy", DAY)
        assert refused.value.code == code


def test_a_file_brings_its_headers() -> None:
    table = read_cells(
        [["9:12", "Finch", "3.00"]], GBP, ".", "dmy", DAY, headers=["Time", "Member", "Amount"]
    )
    assert (
        table.heading
        and table.columns == ("time", "who", "amount")
        and table.rows == (("9:12", "Finch", "3.00"),)
    )
    with pytest.raises(Declined):
        read_cells([], GBP, ".", "dmy", DAY, headers=["Time", "Member", "Amount"])


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_at_all_is_a_table_or_a_refusal(text: str) -> None:
    try:
        table = read_pasted(text, GBP, ".", "dmy", DAY)
    except Declined:
        return
    take(table, table.columns, DAY, "dmy", DAY)
