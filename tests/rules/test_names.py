"""Names are kept as typed; only what cannot be seen or cannot be meant is refused."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.names import clean_line, clean_name, clean_note

KEPT = [
    "O", "O'Brien", "O\u2019Brien", "Müller", "MÜLLER", "Straße", "İstanbul", "ﬁona", "Ｆｕｌｌ", "محمد", "דוד",
    "ابراهيم Ana", "山田太郎", "𠮷野家", "Nguyễn Thị Minh", "Ł", "Zoë", "X Æ A-12", "Jean-Luc", "de la Cruz",
    "McDonald", "van 't Hoff", "D'", "null", "NULL", "None", "True", "undefined", "NaN", "0", "-1", "=1+1",
    "=cmd|'/c calc'!A1", "+49", "-2+3", "@SUM(1)", "＝1+1", "'; DROP TABLE members;--",
    "Robert'); DELETE FROM purchases;--", "%", "_", "\\", '"', 'a"b', "*", "<b>Ana</b>",
    "<img src=file:///etc/passwd>", "<img src='\\\\evil\\s\\x.png'>", "<h1>Total 0,00</h1>", "&lt;b&gt;", "&amp;",
    "{{7*7}}", "{name}", "%s %n", "${jndi:ldap://x}", "../../etc/passwd", "C:\\CON", "con.txt", "a/b:c*d?e",
    "Ana" * 40, "A" * 200, "👩‍👩‍👧‍👦", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\ue000", "Аna",
    "ANA MARIA DE LOS ANGELES GARCIA Y FERNANDEZ DE CORDOBA", "system", "נִקּוּד",
    # Forgotten members are marked in a column of their own, not by a name, so this is a name like any other.
    "(erased)",
]  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_a_name_is_kept_as_typed(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mu\u0308ller", "Müller"),
        ("Ana\nBeta", "Ana Beta"),
        ("Ana\u2028Beta", "Ana Beta"),
        ("\t=1+1", "=1+1"),
        ("\r=1+1", "=1+1"),
        ("Ana ", "Ana"),
        ("  Ana   Maria ", "Ana Maria"),
        ("Ana\u00a0Maria", "Ana Maria"),
        ("\ufeffAna", "Ana"),
        ("A\u200bna", "Ana"),
        ("A\u0085B", "A B"),
    ],
)
def test_a_name_loses_only_blanks_that_nobody_sees(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


BLANK = ["", "   ", "\t\n", "\u200b", "\u00a0", "\u3164", "\u2800", "\ufeff", "\u0301", "\u200d"]


@pytest.mark.parametrize("typed", BLANK)
def test_a_name_that_looks_empty_is_empty(typed: str) -> None:
    with pytest.raises(Declined, match="The name is empty") as refused:
        clean_name(typed)
    assert (refused.value.code, refused.value.about) == ("name_missing", "name")
    assert clean_line(typed, about="town") == ""
    assert clean_note(typed) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ana\x00Bad", "name_unprintable"),
        ("Ana\x07", "name_unprintable"),
        ("Ana\x1b[31mRED", "name_unprintable"),
        ("Ana\r\nBcc: x@y.z", "name_several_lines"),
        ("Ana\u202egnp.exe", "name_unprintable"),
        ("\u2066Ana", "name_unprintable"),
        ("A" * 201, "name_too_long"),
        ("A" * 100_000, "name_too_long"),
        ("Z" + "\u0301" * 5000, "name_too_long"),
        ("Z" + "\u0301" * 50, "name_unreadable"),
        ("\ud800", "name_unprintable"),
        ("a\udcffb", "name_unprintable"),
        ("\uffff", "name_unprintable"),
    ],
)
def test_what_cannot_be_a_name_is_refused_by_field_and_reason(typed: str, code: str) -> None:
    with pytest.raises(Declined, match=r"^The name ") as refused:
        clean_name(typed)
    assert refused.value.code == code
    assert refused.value.because.isascii()  # the sentence never repeats what was pasted


def test_a_name_of_ten_thousand_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(Declined, match="200 characters"):
        clean_name("A" * 10_000)


@pytest.mark.parametrize("letter", ["A", " ", "\u0301", "é\u202e", "A\n"])
def test_ten_million_pasted_characters_are_answered_at_once(letter: str) -> None:
    pasted = letter * (10_000_000 // len(letter))
    begun = time.process_time()
    with pytest.raises(Declined):
        clean_name(pasted)
    with pytest.raises(Declined):
        clean_note(pasted)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("name", ["\ufffd", "MÃ¼ller", "M?ller", "JosÃ©"])
def test_letters_that_look_damaged_are_kept_as_they_are(name: str) -> None:
    assert clean_name(name) == name


def test_a_note_keeps_its_lines() -> None:
    assert clean_note("  One\r\n\r\n two \t three \r four\u2028five \n\n") == "One\n\n two three\n four\nfive"
    assert clean_note("Tel: 1\nMail: 2") == "Tel: 1\nMail: 2"


@pytest.mark.parametrize("typed", ["a\x00b", "a\u202eb", "x" * 20_001, "Z" + "\u0301" * 50])
def test_a_note_refuses_what_a_line_refuses(typed: str) -> None:
    with pytest.raises(Declined, match=r"^The note ") as refused:
        clean_note(typed)
    assert refused.value.about == "note"


def test_a_field_is_called_by_its_own_label() -> None:
    with pytest.raises(Declined, match=r"^The dog's name ") as refused:
        clean_line("\x07", about="dog", label="The dog's name")
    assert refused.value.code == "dog_unprintable"


@given(st.text() | st.text(st.characters(categories=["Mn", "Cf", "Zs", "Cc", "Cs", "Lu"])))
def test_any_text_is_cleaned_once_and_for_all_or_declined(typed: str) -> None:
    for clean in (lambda t: clean_line(t, about="x"), clean_note, clean_name):
        try:
            kept = clean(typed)
        except Declined:
            continue
        assert clean(kept) == kept if kept else True
        assert unicodedata.is_normalized("NFC", kept)
        kept.encode()
