"""A typed word meets the written one, whatever its case, accents, script or slip."""

import unicodedata
from itertools import pairwise

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules import folding

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
LATIN = st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("’´\u0301\u0308ﬁ"))
GREEK_AND_CYRILLIC = st.text(
    st.characters(min_codepoint=0x370, max_codepoint=0x3FF)
    | st.characters(min_codepoint=0x400, max_codepoint=0x45F)
    | st.sampled_from("aÉ \u0301")
)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@given(LATIN | GREEK_AND_CYRILLIC)
def test_letters_are_folded_as_anyascii_folds_them(text: str) -> None:
    low = unicodedata.normalize("NFKC", folding._NO_TEXT.sub(" ", text)).casefold()
    assert folding.fold(text) == anyascii(unicodedata.normalize("NFKC", low)).lower()


@given(ANY_TEXT)
def test_no_text_is_refused(text: str) -> None:
    words = folding.typed_words(text)
    assert len(words) <= 6
    assert all(way and not way.isspace() for ways in words for way in ways)
    folding.written_words(text)
    spans, met = folding.marks(text, words, loosely=True)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < two[0] for one, two in pairwise(spans))
    assert met <= set(range(len(words)))


SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyzäöüßéèñçøåłđžșğıİÄÖẞæœþĳﬁ",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΐΑΩ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґЖЩЬ",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإئؤةىپچژگ",
    "王李张刘陈小明伟芳田中山本",
    "あいうえおかきくけこアイウエオカキクケコー",
    "김이박최정강조윤장임한민준서연",
    "สมชายใจดีกขคงจ่้ีู",
    "अआइईकखगघचजतदनपबमयरलवशसहािीुूेो्ं",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
)
WRITTEN = st.sampled_from(SCRIPTS).flatmap(
    lambda letters: st.lists(
        st.text(st.sampled_from(letters), min_size=1, max_size=9), min_size=1, max_size=3
    )
)


@given(WRITTEN)
def test_what_is_found_by_the_original_is_found_by_its_folding(words: list[str]) -> None:
    name = " ".join(words)
    written = folding.written_words(name)
    composed, apart = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    ways_to_type = (name, folding.fold(name), composed, apart, name.upper(), name.swapcase())
    for typed in ways_to_type:
        for ways in folding.typed_words(typed, at_most=99):
            assert any(word.startswith(way) for way in ways for word in written), (typed, ways)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Müller", "muller"),
        ("Müller", "mueller"),
        ("Großmann", "grossmann"),
        ("Łukasz Żółć", "zolc"),
        ("Søren", "soeren"),
        ("Søren", "soren"),
        ("O'Brien", "obrien"),
        ("O’Brien", "brien"),
        ("Mc Donald", "mcdonald"),
        ("van den Berg", "vandenberg"),
        ("Γιώργος Παπαδόπουλος", "papadopoulos"),
        ("Γιώργος", "γιωργος"),
        ("Владимир", "vladimir"),
        ("Владимир", "ВЛАДИМИР"),
        ("王小明", "王小明"),
        ("王小明", "小明"),
        ("王小明", "wang"),
        ("王小明", "xiaoming"),
        ("e\u0301ric", "éric"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_a_name_is_found_as_people_type_it(written: str, typed: str) -> None:
    (ways,) = folding.typed_words(typed)
    assert set(ways) & folding.written_words(written)


@given(st.text(max_size=40))
def test_what_is_written_is_found_by_its_own_words(name: str) -> None:
    words = folding.written_words(name)
    for ways in folding.typed_words(name):
        assert set(ways) & words or len(ways[0]) >= folding.UNSPACED_AT_MOST


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("meyer", "maier"),
        ("stephen", "steven"),
        ("smith", "smythe"),
        ("schmidt", "schmitt"),
        ("catherine", "katharina"),
        ("jon", "john"),
        ("thompson", "thomson"),
        ("wright", "right"),
        ("philip", "filip"),
        ("kowalski", "kovalsky"),
    ],
)
def test_sound_alikes_share_a_key(one: str, two: str) -> None:
    assert folding.sound(one) == folding.sound(two) != ""


def test_names_that_sound_different_do_not_share_a_key() -> None:
    keys = [folding.sound(name) for name in ("mary", "moore", "meyer", "smith", "jones", "brown", "taylor")]
    assert len(set(keys)) == len(keys)


@given(st.text("abcdefghij", min_size=3, max_size=9))
def test_near_spellings_are_all_one_slip_away_and_none_is_the_word(word: str) -> None:
    spellings = folding.near(word)
    assert word not in spellings
    assert len(set(spellings)) == len(spellings)
    assert all(folding.one_slip(word, spelling) for spelling in spellings)


@pytest.mark.parametrize(
    ("typed", "written", "meets"),
    [
        ("smit", "smith", True),
        ("smtih", "smith", True),
        ("smth", "smithson", True),
        ("smoth", "smith", True),
        ("smiith", "smith", True),
        ("smo", "smith", True),
        ("smoot", "smith", False),
        ("htims", "smith", False),
        ("sm", "smith", False),
        ("abc", "", False),
    ],
)
def test_one_slip_is_one_letter_out_in_replaced_or_two_swapped(typed: str, written: str, meets: bool) -> None:
    assert folding.one_slip(typed, written) is meets


def test_what_stands_there_is_marked_in_signs_of_the_text_shown() -> None:
    words = folding.typed_words("muell joh")
    assert folding.marks("Johannes Müller-Lüdenscheidt", words) == (((0, 3), (9, 13)), {0, 1})
    assert folding.marks("王小明", folding.typed_words("小明")) == (((1, 3),), {0})
    assert folding.marks("Mary O'Brien", folding.typed_words("bri")) == (((7, 10),), {0})
    assert folding.marks("Jan van den Berg", folding.typed_words("vandenb")) == (((4, 13),), {0})
    assert folding.marks("Jon Smyth", folding.typed_words("smith")) == ((), set())
    assert folding.marks("Jon Smyth", folding.typed_words("smith"), loosely=True) == (((4, 9),), {0})


def test_digits_are_marked_over_the_signs_between_them() -> None:
    assert folding.digit_marks("+44 (0)7700 900-123", "0012") == ((13, 18),)
    assert folding.digit_marks("07700 900123", "555") == ()
    assert folding.digits("٠٧٧ 12-３") == "077123"
