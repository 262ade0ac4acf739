"""One person or two: what two records share and differ in is weighed, and the reasons are told."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.likeness import Described, Likeness, Reason, home, likeness, name_words

PEOPLE = 20_000
COMMON = {"john": 0.02, "mary": 0.02, "ann": 0.01, "smith": 0.01, "joan": 0.005, "stephen": 0.01, "steven": 0.01, "kate": 0.002,
          "catherine": 0.01, "thomas": 0.015, "anna": 0.01}  # fmt: skip


def rarity(word: str) -> float:
    return -log2(COMMON.get(word, 1 / PEOPLE))


def told(
    name: str,
    *,
    phone: str = "",
    mail: str = "",
    born: tuple[int | None, int, int] | None = None,
    street: str = "",
    code: str = "",
) -> Described:
    return Described(
        name_words(name),
        frozenset({phone} - {""}),
        frozenset({mail} - {""}),
        born,
        (home(street, code, "York"),) if street or code else (),
    )


def weighed(one: Described, other: Described, people: int = PEOPLE) -> Likeness:
    return likeness(one, other, rarity, people)


ANNA = told(
    "Anna Wetherby",
    phone="447700900123",
    mail="anna.w@example.com",
    born=(1980, 4, 7),
    street="3 Mill Lane",
    code="YO1 7AB",
)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (told("Wetherby Anna", phone="447700900123"), "name swapped"),
        (told("Wetherby, Anna", phone="447700900123"), "name"),
        (told("Mrs Anna Wetherby", mail="anna.w@example.com"), "email"),
        (told("Anna Wethreby", born=(1980, 4, 7)), "name slip"),
        (told("Anne Wetherby", phone="447700900123"), "nickname"),
        (told("A. Wetherby", phone="447700900123"), "name part"),
        (told("Anna Marlowe", born=(1980, 4, 7), phone="447700900123"), "surname"),
        (told("Anna Wetherby", born=(1980, 7, 4)), "birthday slip"),
        (told("Anna Wetherby", phone="447700900132", mail="anna.w@example.com"), "phone slip"),
        (told("Anna Wetherby", street="9 Elm Street", code="LS1 1AA", born=(1980, 4, 7)), "moved"),
        (told("Anna Wetherby", street="3 Mill Ln", code="YO1 7AB"), "address"),
        (told("Anna Wetherby", street="3 Mil Lane", code="YO1 7AB"), "address slip"),
    ],
)
def test_one_person_written_twice_is_likely_and_the_reason_is_told(other: Described, reason: Reason) -> None:
    found = weighed(ANNA, other)
    assert found.likely
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ANNA, told("Clara Wetherby", phone="447700900123", street="3 Mill Lane", code="YO1 7AB", born=(2009, 1, 3))),
        (ANNA, told("Clara Wetherby", phone="447700900123", street="3 Mill Lane", code="YO1 7AB")),
        (told("John Smith"), told("John Smith")),
        (told("John Smith", phone="447700900555"), told("John Smith", phone="447700900777")),
        (told("John Marlowe", street="3 Mill Lane", code="YO1 7AB", born=(1950, 2, 3)),
         told("John Marlowe", street="3 Mill Lane", code="YO1 7AB", born=(1979, 8, 30))),
        (told("John Smith", phone="447700900555"), told("Joan Smith", phone="447700900555")),
        (told("Ann Smith", mail="ann.smith7@example.com"), told("Ann Smith", mail="ann.smith8@example.com")),
        (told("Nguyễn Hoàng Long", phone="447700900555"), told("Nguyễn Thị Hoa", phone="447700900555")),
        (told(""), told("")),
    ],
)  # fmt: skip
def test_a_family_a_father_and_a_son_and_people_of_one_common_name_are_not_one_person(
    one: Described, other: Described
) -> None:
    assert not weighed(one, other).likely


def test_the_same_words_in_any_script_and_spelling_are_one_name() -> None:
    assert name_words("王小明") == ("wangxiaoming",)
    assert name_words("Γιώργος Παππάς")[1] == "pappas"
    assert weighed(told("王小明", phone="861391234567"), told("Wang Xiaoming", phone="861391234567")).likely
    assert weighed(
        told("Wang Xiaoming", phone="861391234567"), told("Xiaoming Wang", phone="861391234567")
    ).likely
    assert name_words("Dr") == ("dr",)


def test_in_a_larger_shop_more_must_speak_for_it() -> None:
    one, other = told("Mary Wetherby"), told("Mary Wetherby")
    assert weighed(one, other, 200).bits > weighed(one, other, 200_000).bits


PARTS = st.builds(
    told,
    st.sampled_from(
        ["Anna Wetherby", "Wetherby Anna", "Ann Smith", "John Smith", "Steven", "王小明", "", "A B C D E F G"]
    ),
    phone=st.sampled_from(["", "447700900123", "447700900132", "12"]),
    mail=st.sampled_from(["", "ann@example.com", "anna.wet@example.com", "anna.wet@example.org", "@"]),
    born=st.sampled_from([None, (1980, 4, 7), (None, 7, 4), (1950, 12, 31)]),
    street=st.sampled_from(["", "3 Mill Lane", "Mill Lane 3", "9 Elm St"]),
    code=st.sampled_from(["", "YO1 7AB", "yo17ab"]),
)


@given(PARTS, PARTS)
def test_it_does_not_matter_which_record_is_looked_at_first(one: Described, other: Described) -> None:
    there, back = weighed(one, other), weighed(other, one)
    assert there.bits == pytest.approx(back.bits)
    assert set(there.reasons) == set(back.reasons)
    assert there.bits <= weighed(one, one).bits + weighed(other, other).bits + 60
