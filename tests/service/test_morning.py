"""The morning page of a shop is exactly the expected one; what is put off, done or undone follows."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.records.book import Book
from shopkeeper.service import acts, circle, matters, morning, people, promises, rhythms, todays, wanted
from shopkeeper.service.details import Birthday
from shopkeeper.service.morning import Line, Morning
from tests.books import NOW, TODAY, buy, enrol, new_book  # a Saturday


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop that sells something to somebody every day but Sunday."""
    made = new_book(tmp_path, now=NOW - timedelta(days=400))
    for days in range(215, 0, -1):
        now = NOW - timedelta(days=days)
        if now.weekday() != 6:
            buy(made, None, 500, now=now)
    return made


def _page(book: Book, today: date = TODAY) -> Morning:
    reading = book.reading()
    page = morning.page(reading, today)
    reading.close()
    return page


def _said(page: Morning) -> list[tuple[str, str, str, str]]:
    return [(line.section, line.name, line.text, line.aside) for line in page.lines]


def _come(book: Book, member_id: int, days_ago: range, amount_minor: int = 700) -> None:
    for days in days_ago:
        buy(book, member_id, amount_minor, now=NOW - timedelta(days=days))


def _settle(book: Book) -> None:
    with book.writing(NOW) as w:
        rhythms.settle_all(w)


def test_an_empty_morning_has_nothing_to_say(book: Book) -> None:
    assert _page(book) == Morning(TODAY, (), 0, 0, False)


def test_the_page_of_a_seeded_shop_is_exactly_this(book: Book) -> None:
    early = NOW - timedelta(days=390)
    margaret = enrol(book, "Margaret Okonkwo", now=early, birthday=Birthday(11, 24), letters=True)
    leon = enrol(book, "Leon Abara", now=early, phones=("07700 900101",), letters=True)
    hana = enrol(book, "Hana Sato", now=early, letters=True)
    ada = enrol(book, "Ada Whitcombe", now=early, phones=("020 7946 0455",), letters=True)
    yusuf = enrol(book, "Yusuf Demir", now=early, letters=True)
    _come(book, ada, range(180, 30, -6))
    _come(book, margaret, range(210, 6, -7))
    _come(book, yusuf, range(180, 2, -9))
    with book.writing(NOW - timedelta(days=5)) as w:
        ines = people.add(w, "Ines").id
        promises.make(w, leon, "Phone when the Ethiopian coffee is in", TODAY - timedelta(days=2), by=ines)
        promises.make(w, margaret, "Two rye loaves kept aside", TODAY, by=ines)
        promises.make(w, margaret, "The goose", TODAY + timedelta(days=30), by=ines)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=hana)
        settled = matters.hear(w, "complaint", "Overcharged £4", member_id=leon).matter
        matters.remedy(w, settled.id, "Refunded", 400, by=ines)
        matters.hear(w, "request", "Open on Sundays", member_id=yusuf)
        wanted.note(w, leon, "Quince jelly")
        circle.remember_day(w, yusuf, "Wedding anniversary", 11, 23)
    with book.writing(NOW - timedelta(days=1)) as w:
        wanted.arrived(w, wanted.fold("Quince jelly"))
    _settle(book)
    page = _page(book)
    assert [one for one in _said(page) if one[0] != "thanks"] == [
        ("promises", "Leon Abara", "Phone when the Ethiopian coffee is in", "2 days late"),
        ("promises", "Margaret Okonkwo", "Two rye loaves kept aside", "today · Ines"),
        ("complaints", "Hana Sato", "Mouldy strawberries", "open 5 days"),
        ("complaints", "Leon Abara", "Overcharged £4. Put right; not yet asked whether it is right now", "settled on 16 November"),
        ("complaints", "Yusuf Demir", "Open on Sundays", "open 5 days"),
        ("wanted", "Leon Abara", "Quince jelly has come", "yesterday"),
        ("days", "Yusuf Demir", "Wedding anniversary on Monday", ""),
        ("days", "Margaret Okonkwo", "Birthday on Tuesday", ""),
        ("slipping", "Ada Whitcombe", "Came every 6 days; not seen for 36", ""),
        ("today", "Margaret Okonkwo", "Usually comes on a Saturday", "last seen 7 days ago"),
    ]  # fmt: skip
    thanks = [line for line in page.lines if line.section == "thanks"]
    assert {line.name for line in thanks} == {"Ada Whitcombe", "Margaret Okonkwo"}
    assert (page.due, page.late) == (8 + len(thanks), 2)
    assert not page.settling
    reading = book.reading()
    assert todays.waiting(reading, TODAY) == 6
    reading.close()


def _line(page: Morning, section: str) -> Line:
    return next(line for line in page.lines if line.section == section)


def test_a_line_is_put_off_and_comes_back_on_its_day(book: Book) -> None:
    enrol(book, "Margaret Okonkwo", birthday=Birthday(11, 24))
    line = _line(_page(book), "days")
    assert line.member_id is not None
    with book.writing(NOW) as w:
        morning.put_off(w, line.member_id, line.about, TODAY + timedelta(days=2))
    assert _said(_page(book)) == []
    assert _said(_page(book, TODAY + timedelta(days=1))) == []
    assert _said(_page(book, TODAY + timedelta(days=2))) == [
        ("days", "Margaret Okonkwo", "Birthday tomorrow", "")
    ]
    with book.writing(NOW) as w:
        morning.put_off(w, line.member_id, line.about, None)
    assert _said(_page(book, TODAY + timedelta(days=2))) == []
    with book.writing(NOW) as w:
        acts.undo(w)
        acts.undo(w)
    assert _said(_page(book)) == [("days", "Margaret Okonkwo", "Birthday on Tuesday", "")]


def test_who_was_called_is_not_called_again_until_they_came_and_went(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=False)
    _come(book, ada, range(120, 30, -6), 10)
    _settle(book)
    line = _line(_page(book), "slipping")
    with book.writing(NOW) as w:
        morning.called(w, ada, line.about)
    assert _said(_page(book)) == []
    buy(book, ada, 10)
    _settle(book)
    for days in range(1, 40):
        buy(book, None, 500, now=NOW + timedelta(days=days))
    later = TODAY + timedelta(days=40)
    assert [line.text for line in _page(book, later).lines] == ["Came every 6 days; not seen for 40"]


def test_a_birthday_on_29_february_has_its_morning_every_year(book: Book) -> None:
    enrol(book, "Anna Berg", birthday=Birthday(2, 29))
    enrol(book, "Ben Hall", birthday=Birthday(2, 29, leap_day="1 March"))
    assert _said(_page(book, date(2027, 2, 27)))[0] == ("days", "Anna Berg", "Birthday tomorrow", "")
    assert [text for _, _, text, _ in _said(_page(book, date(2027, 2, 28)))] == [
        "Birthday today",
        "Birthday tomorrow",
    ]
    assert [text for _, _, text, _ in _said(_page(book, date(2028, 2, 29)))] == [
        "Birthday today",
        "Birthday today",
    ]


def test_a_fortnights_holiday_makes_nobody_slip(book: Book) -> None:
    """Everybody comes every other day; then nobody is sold anything for three weeks."""
    with book.writing(NOW) as w:
        for (act,) in w.rows(
            "select act_id from facts where happened_on > ?", ((TODAY - timedelta(days=22)).isoformat(),)
        ):
            acts.undo(w, act)
    regulars = [enrol(book, f"Member {n}", now=NOW - timedelta(days=390), letters=False) for n in range(4)]
    for member in regulars:
        _come(book, member, range(80, 22, -2), 10)
    _settle(book)
    assert not [line for line in _page(book).lines if line.section == "slipping"]


def test_an_undone_purchase_gives_the_rhythm_back(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=False)
    _come(book, ada, range(120, 30, -6), 10)
    buy(book, ada, 10)
    _settle(book)
    assert not _page(book).lines
    with book.writing(NOW) as w:
        acts.undo(w)
    _settle(book)
    assert [line.section for line in _page(book).lines] == ["slipping"]


def test_a_page_before_the_rhythms_are_worked_out_says_so(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390))
    _come(book, ada, range(40, 0, -6), 10)
    assert _page(book).settling
    _settle(book)
    assert not _page(book).settling


def test_a_large_shop_shows_the_newest_tiers_and_says_that_there_are_more(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(14):
        member = enrol(book, f"Member {place:02d}", now=NOW - timedelta(days=390), letters=True)
        buy(book, member, 60_000, now=NOW - timedelta(days=20 - place))
    exact = _page(book)
    monkeypatch.setattr(morning, "MANY_OCCASIONS", 1)
    bounded = _page(book)
    assert [part.lines for part in bounded.parts] == [part.lines for part in exact.parts]
    assert exact.parts[-1].more == 4 and bounded.parts[-1].more >= morning.UNCOUNTED
    assert bounded.lines[0].name == "Member 13"
