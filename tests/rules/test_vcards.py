"""Cards of address books are read as they are written, in all three versions; one bad card spoils no other."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.tables import Refused
from shopkeeper.rules.vcards import Card, read_cards, written_card


def read(text: str | Iterable[str]) -> tuple[list[Card], list[Refused]]:
    refused: list[Refused] = []
    lines = text.splitlines(keepends=True) if isinstance(text, str) else text
    return list(read_cards(lines, refused)), refused


def card(body: str, version: str = "3.0") -> str:
    return f"BEGIN:VCARD\r\nVERSION:{version}\r\n{body}\r\nEND:VCARD\r\n"


def test_a_card_of_each_version_says_the_same() -> None:
    v21 = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Ana\r\nTEL;CELL:+49 170 1\r\n"
        "ADR;HOME:;;Lange Str. 5;York;;YO1 7HB;UK\r\nBDAY:19700403\r\nNOTE;QUOTED-PRINTABLE:one=\r\ntwo",
        "2.1",
    )
    v30 = card(
        "FN:Ana Müller\r\nN:Müller;Ana;;;\r\nitem1.TEL;TYPE=CELL:+49 170 1\r\n"
        "ADR;TYPE=HOME:;;Lange Str. 5;York;;YO1 7HB;UK\r\nBDAY:1970-04-03\r\nNOTE:one\r\n two"
    )
    v40 = card(
        "FN:Ana Müller\r\nN:Müller;Ana;;;\r\nTEL;VALUE=uri:tel:+49 170 1\r\n"
        "ADR:;;Lange Str. 5;York;;YO1 7HB;UK\r\nBDAY:19700403T000000Z\r\nNOTE:onetwo",
        "4.0",
    )
    for text in (v21, v30, v40):
        (found,), refused = read(text)
        assert not refused and found.whole_name == "Ana Müller"
        assert (found.phones, found.birthday, found.note) == (["+49 170 1"], "1970-04-03", "onetwo")
        assert found.addresses == [("Lange Str. 5", "", "YO1 7HB", "York", "", "UK")]


@pytest.mark.parametrize(
    ("body", "birthday"),
    [("BDAY:--0229", "02-29"), ("BDAY:1604-05-06", "05-06"), ("BDAY;VALUE=text:circa 1800", "circa 1800")],
)
def test_a_birthday_may_have_no_year_and_what_is_none_stays_as_it_is(body: str, birthday: str) -> None:
    assert read(card(f"FN:Ana\r\n{body}"))[0][0].birthday == birthday


def test_pictures_are_passed_over_and_nothing_is_fetched() -> None:
    text = card(
        "FN:A\r\nPHOTO;ENCODING=b:" + "QUJD" * 9000 + "\r\nPHOTO;VALUE=uri:http://127.0.0.1:9/x.png\r\nTEL:1"
    )
    assert read(text)[0][0].phones == ["1"]


@pytest.mark.parametrize(
    ("bad", "because"),
    [
        ("BEGIN:VCARD\r\ngarbage\r\nEND:VCARD\r\n", "Line 9 of this card cannot be read."),
        (card("TEL:1"), "This card has no name."),
        (card("FN:A\r\nN;ENCODING=B:Q"), "Line 11 of this card cannot be read."),
        (card("FN:A\r\nNOTE:" + "x" * 20_001), "Line 11 of this card is too long."),
        ("BEGIN:VCARD\r\nFN:A\r\n", "This card does not end; the next begins within it."),
    ],
)
def test_a_bad_card_is_refused_by_its_line_and_the_others_are_kept(bad: str, because: str) -> None:
    good = [card("FN:Ana"), card("FN:Bo")]
    cards, refused = read(good[0] + "\r\n\r\n\r\n" + bad + good[1])
    assert [one.name for one in cards] == ["Ana", "Bo"]
    assert [(one.line, one.because) for one in refused] == [(8, because)]


@pytest.mark.parametrize(
    "text", ["", "\r\n" * 99, "END:VCARD", "BEGIN:VCARD\r\n" * 999, "FN:A", ":\r\n;\r\n="]
)
def test_what_is_no_card_gives_none(text: str) -> None:
    assert read(text)[0] == []


_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120).map(str.strip)


@given(name=_WORDS.filter(bool), phone=_WORDS, street=_WORDS, town=_WORDS, note=_WORDS)
def test_a_written_card_is_read_as_it_was(name: str, phone: str, street: str, town: str, note: str) -> None:
    address = (" ".join(street.split()), "", "YO1", town, "", "")
    text = written_card(
        uid="1", name=name, phones=[phone] if phone else [], addresses=[address], birthday="02-29", note=note
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (found,), refused = read(text.split("\r\n"))
    assert not refused and found.name == name and found.note == note and found.birthday == "02-29"
    assert found.addresses == [address]
    if phone and ";" not in phone and not phone.lower().startswith("tel:"):
        assert found.phones == [phone]
