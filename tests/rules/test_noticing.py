"""One line about a member: which kind it is, which words are kept, and which day is meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.noticing import KINDS, PROMISE_DAYS, Noticed, as_kind, next_kind, notice
from shopkeeper.rules.said_days import find_day

TODAY = date(2026, 11, 26)  # a Thursday

PLAIN = [
    ("allergic to nuts", "warning", "Allergic to nuts"),
    ("coeliac", "warning", "Coeliac"),
    ("can't eat shellfish", "warning", "Can't eat shellfish"),
    ("likes rye", "likes", "Rye"),
    ("she loves oolong", "likes", "Oolong"),
    ("prefers thin slices", "likes", "Thin slices"),
    ("doesn't like coriander", "dislikes", "Coriander"),
    ("hates queues", "dislikes", "Queues"),
    ("mag keine Oliven", "dislikes", "Oliven"),
    ("shoe size 42", "size", "Shoe size 42"),
    ("size 42", "size", "42"),
    ("always takes two oat milks", "usual", "Two oat milks"),
    ("nimmt immer zwei Brezeln", "usual", "Zwei Brezeln"),
    ("cares about local produce", "matters", "Local produce"),
    ("wants Seville oranges", "wanted", "Seville oranges"),
    ("wants: Seville oranges", "wanted", "Seville oranges"),
    ("do you have any quince jelly", "wanted", "Quince jelly"),
    ("call her Maggie", "greeting", "Maggie"),
    ("say oh-KON-kwo", "say", "oh-KON-kwo"),
    ("the strawberries were mouldy", "complaint", "The strawberries were mouldy"),
    ("asks if we could open on Sundays", "request", "We could open on Sundays"),
    ("dachshund called Biscuit", "fact", "Dachshund called Biscuit"),
    ("moved to Bridge Road", "fact", "Moved to Bridge Road"),
    ("note: likes to chat", "fact", "Likes to chat"),
    ("iPad for the games", "fact", "iPad for the games"),
    ("sucht Quittengelee", "wanted", "Quittengelee"),
]


@pytest.mark.parametrize(("line", "kind", "text"), PLAIN)
def test_a_line_is_what_it_says(line: str, kind: str, text: str) -> None:
    assert notice(line, today=TODAY, order="dmy") == Noticed(kind, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("promise: two loaves by Friday", "Two loaves", date(2026, 11, 27)),
        ("keep two rye loaves aside for Saturday", "Keep two rye loaves aside", date(2026, 11, 28)),
        ("we promised to ring tomorrow", "Ring", date(2026, 11, 27)),
        ("ring her tomorrow about the order", "Ring her about the order", date(2026, 11, 27)),
        ("phone when the coffee is in", "Phone when the coffee is in", date(2026, 12, 3)),
        ("next friday we deliver the hamper", "We deliver the hamper", date(2026, 12, 4)),
        ("verspreche zwei Laibe bis Freitag", "Zwei Laibe", date(2026, 11, 27)),
        ("order the goose by 23/12", "Order the goose", date(2026, 12, 23)),
    ],
)
def test_a_promise_has_its_day_and_without_one_a_week(line: str, text: str, day: date) -> None:
    assert notice(line, today=TODAY, order="dmy") == Noticed("promise", text, day)


def test_a_day_to_remember_is_one_day_or_every_year() -> None:
    school = notice("son Tom starts school 5 Sept", today=TODAY, order="dmy")
    assert school == Noticed("date", "Son Tom starts school", date(2027, 9, 5), 9, 5, 2027)
    wedding = notice("wedding anniversary 12 June", today=TODAY, order="dmy")
    assert wedding == Noticed("date", "Wedding anniversary", date(2027, 6, 12), 6, 12)
    assert notice("lunch with Ann on 12/12/2026", today=TODAY, order="dmy") == Noticed(
        "date", "Lunch with Ann", date(2026, 12, 12), 12, 12, 2026
    )


def test_a_birthday_on_29_february_stays_one() -> None:
    assert notice("birthday 29 Feb", today=TODAY, order="dmy") == Noticed(
        "birthday", "", date(2027, 2, 28), 2, 29
    )
    assert notice("her birthday is 29.2.", today=TODAY, order="dmy") == Noticed(
        "birthday", "", date(2027, 2, 28), 2, 29
    )


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("daughter Ada studies in York", "family", "Daughter Ada studies in York"),
        ("friend of Marjorie Finch", "friend", "Friend of Marjorie Finch"),
        ("sent by Marjorie Finch", "referred by", "Marjorie Finch"),
        ("geschickt von Marjorie Finch", "referred by", "Marjorie Finch"),
        ("household: the Berg family", "household", "The Berg family"),
    ],
)
def test_somebody_around_a_member_is_told_by_who_they_are(line: str, kind: str, text: str) -> None:
    assert notice(line, today=TODAY) == Noticed("relation", text, relation=kind)  # type: ignore[arg-type]


def test_one_key_goes_through_every_kind_and_back() -> None:
    line = "likes rye"
    seen, noticed = [], notice(line, today=TODAY)
    assert noticed is not None
    for _ in KINDS:
        seen.append(noticed.kind)
        noticed = next_kind(noticed, line, 1, today=TODAY)
    assert sorted(seen) == sorted(KINDS) and noticed == notice(line, today=TODAY)
    assert next_kind(noticed, line, -1, today=TODAY).kind == KINDS[-1]


def test_a_tag_is_gone_when_the_kind_is_changed() -> None:
    noticed = notice("promise: two loaves by Friday", today=TODAY)
    assert noticed is not None
    assert next_kind(noticed, "promise: two loaves by Friday", 1, today=TODAY).text == "Two loaves by Friday"
    assert as_kind("two loaves", "promise", today=TODAY).day == date(2026, 12, 3)
    assert PROMISE_DAYS == 7


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("by Friday two loaves", date(2026, 11, 27), "two loaves"),
        ("Thursday market", date(2026, 12, 3), "market"),
        ("in two weeks back from Spain", date(2026, 12, 10), "back from Spain"),
        ("in 3 days", date(2026, 11, 29), ""),
        ("Sohn Max hat am 3. Mai Kommunion", date(2027, 5, 3), "Sohn Max hat Kommunion"),
        ("2026-12-24 closed early", date(2026, 12, 24), "closed early"),
        ("Dec 6 shoes out", date(2026, 12, 6), "shoes out"),
        ("demain", date(2026, 11, 27), ""),
    ],
)
def test_the_day_that_a_sentence_names(words: str, day: date, rest: str) -> None:
    said = find_day(words, today=TODAY, order="dmy")
    assert said is not None and (said.day, said.rest) == (day, rest)


@pytest.mark.parametrize(
    "words", ["five packets", "12 eggs", "size 42", "31 February", "on the monorail", ""]
)
def test_a_sentence_without_a_day_has_none(words: str) -> None:
    assert find_day(words, today=TODAY, order="dmy") is None


@given(st.text(max_size=80))
def test_any_line_is_something_or_empty(line: str) -> None:
    noticed = notice(line, today=TODAY, order="dmy")
    if noticed is None:
        assert not " ".join(line.split()).strip(". ")
    else:
        assert noticed.text or noticed.kind == "birthday"
