"""A wording asks only for fields there are, and what is put in never becomes anything else."""

import pytest

from shopkeeper.errors import Declined
from shopkeeper.rules.wording import Misworded, greeting_for, parse, versions
from shopkeeper.rules.wording_fields import FIELDS

LETTER = """Dear {{greeting}},

{{occasion}} You have been here for {{visits}} now. Since {{tier_since}} you are one of our {{tier}} members.

There are {{points}} waiting, worth {{points_worth}}.

Thank you.
"""


def test_a_wording_is_a_greeting_paragraphs_and_a_closing() -> None:
    filled = parse(LETTER).fill({field.name: field.example for field in FIELDS})
    assert filled.salutation == "Dear Margaret,"
    assert filled.paragraphs == (
        "You became a Gold member on 1 November. You have been here for 47 visits now. "
        "Since 1 November you are one of our Gold members.",
        "There are 1,240 points waiting, worth £12.40.",
    )
    assert filled.closing == "Thank you."
    assert filled.left_out == ()


def test_an_empty_field_takes_its_sentence_with_it_and_no_other() -> None:
    filled = parse(LETTER).fill(
        {"greeting": "Yusuf", "visits": "10 visits", "tier": "Bronze", "tier_since": "  "}
    )
    assert filled.paragraphs == ("You have been here for 10 visits now.",)
    assert filled.left_out == ("occasion", "tier_since", "points", "points_worth")


def test_a_greeting_without_a_name_is_left_out_whole() -> None:
    assert parse(LETTER).fill({}).salutation == ""


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Dear Dr. {{name}}, hello. Come in.", "Come in."),
        ("See J. Smith or {{name}}. Come in.", "Come in."),
        ("We wrote, e.g. {{name}}. Come in.", "Come in."),
        ("Is it {{name}}? Come in.", "Come in."),
        ("“We know {{name}}.” Come in.", "Come in."),
        ("你好{{name}}。欢迎。", "欢迎。"),
        ("It is {{name}} … and more. Come in.", "Come in."),
        ("One line for {{name}}\nand another.", "and another."),
        ("Good. We know {{name}}", "Good."),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(sentence: str, left: str) -> None:
    assert parse(sentence).fill({}).paragraphs == (left,)


@pytest.mark.parametrize(
    "hostile", ["{{7*7}}", "{{name}}", "<b>Bo</b>", "%s %(x)s", "{0}", "${owner}", "\\1", "{{"]
)
def test_what_a_member_is_called_is_printed_as_it_is(hostile: str) -> None:
    assert parse("Dear {{name}}, welcome.").fill({"name": hostile}).paragraphs == (
        f"Dear {hostile}, welcome.",
    )


def test_a_line_break_or_control_in_a_value_cannot_break_the_letter() -> None:
    filled = parse("Dear {{name}}, welcome.").fill({"name": "A\r\nB\u2029C\x00\x1b[2J\ud800"})
    assert filled.paragraphs == ("Dear A B C[2J\ufffd, welcome.",)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "hint"),
    [
        ("Dear {{nme}},", "field_unknown", 1, 6, "{{name}}"),
        ("Hello.\n\nYou have {{ points }} and {{7*7}}.", "field_unknown", 3, 27, "list of fields"),
        ("a\r\nb {{Tier}}", "field_unknown", 2, 3, "{{tier}}"),
        ("{{}}", "field_unknown", 1, 1, "list of fields"),
        ("Dear {{name,\nhello}}", "field_not_closed", 1, 6, "{{name}}"),
        ("Fine.\nBell\x07", "wording_character", 2, 5, "take it out"),
        ("Fine.\n\ud800", "wording_character", 2, 1, "take it out"),
        ("ok " + "x" * 10_001, "word_too_long", 1, 4, "10,000"),
        (" \n\n ", "wording_empty", 0, 0, "at least one"),
        ("a b " * 25_001, "wording_too_long", 0, 0, "100 kB"),
    ],
)
def test_a_wording_that_cannot_be_used_is_refused_with_the_place(
    text: str, code: str, line: int, column: int, hint: str
) -> None:
    with pytest.raises(Misworded) as refused:
        parse(text)
    assert (refused.value.code, refused.value.line, refused.value.column) == (code, line, column)
    assert hint in refused.value.because
    assert refused.value.about == "wording"
    if line:
        assert refused.value.because.startswith(f"Line {line}, column {column}: ")


def test_a_word_of_ten_thousand_characters_is_still_read_and_one_more_in_a_value_is_not() -> None:
    wording = parse("y" * 10_000 + " {{name}}")
    assert wording.fill({"name": "z" * 10_000}).paragraphs[0].endswith("z")
    with pytest.raises(Declined, match="10,000"):
        wording.fill({"name": "z" * 10_001})
    with pytest.raises(Declined, match="longer than 100,000"):
        wording.fill({"name": "of words " * 12_000})


def test_a_name_written_the_other_way_round_is_set_apart() -> None:
    assert parse("Dear {{name}}, hello.").fill({"name": "יוסף"}).paragraphs == (
        "Dear \u2068יוסף\u2069, hello.",
    )
    assert parse("שלום {{name}}.").fill({"name": "Margaret"}).paragraphs == ("שלום \u2068Margaret\u2069.",)
    assert parse("שלום {{name}}.").fill({"name": "יוסף"}).paragraphs == ("שלום יוסף.",)


def test_a_value_that_is_no_field_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="nickname"):
        parse("Hello.").fill({"nickname": "Mo"})


def test_a_wording_tells_which_fields_it_asks_for() -> None:
    assert parse(LETTER).fields == {
        "greeting",
        "occasion",
        "visits",
        "tier",
        "tier_since",
        "points",
        "points_worth",
    }


def test_versions_of_a_wording_are_parted_by_three_dashes() -> None:
    assert versions("\ufeffOne.\n\nTwo.\r\n---\r\n\nThree.\n--- \n") == ("One.\n\nTwo.", "Three.")


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("Margaret Okonkwo", "", "Margaret"),
        ("Margaret Okonkwo", " Mrs Okonkwo ", "Mrs Okonkwo"),
        ("Dr. Amara Obi", "", "Dr. Amara Obi"),
        ("J. Smith", "", "J. Smith"),
        ("Okonkwo, Margaret", "", "Okonkwo, Margaret"),
        ("王小明", "", "王小明"),
        ("Ελένη Παπαδοπούλου", "", "Ελένη"),
        ("", "", ""),
    ],
)
def test_a_member_is_greeted_by_the_first_part_of_the_name_where_it_is_one(
    name: str, own: str, expected: str
) -> None:
    assert greeting_for(name, own) == expected
