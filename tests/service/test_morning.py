"""The morning page of a shop is exactly the expected one; what is put off, done or undone follows."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme import usual_programme
from shopkeeper.service import (
    acts,
    circle,
    leaving,
    matters,
    members,
    morning,
    morning_ending,
    morning_lines,
    people,
    praises,
    promises,
    rhythms,
    todays,
    wanted,
    winback,
)
from shopkeeper.service.details import Birthday
from shopkeeper.service.morning import Line, Morning
from tests.books import NOW, TODAY, buy, enrol, new_book  # a Saturday


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A shop that sells something to somebody every day but Sunday."""
    return _open_daily(new_book(tmp_path, now=NOW - timedelta(days=400)))


def _open_daily(made: Book) -> Book:
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
        ("slipping", "Ada Whitcombe", "Came every 6 days; not seen for 36 days", ""),
        ("today", "Margaret Okonkwo", "Usually comes on a Saturday", "last seen 7 days ago"),
    ]  # fmt: skip
    thanks = [line for line in page.lines if line.section == "thanks"]
    assert {line.name for line in thanks} == {"Ada Whitcombe", "Margaret Okonkwo"}
    assert (page.due, page.late) == (8 + len(thanks), 2)
    assert not page.settling
    reading = book.reading()
    assert todays.waiting(reading, TODAY) == 6
    reading.close()


def test_a_page_with_every_section_is_exactly_this(tmp_path: Path) -> None:
    programme = replace(usual_programme("GBP"), expire_months=12)
    book = _open_daily(new_book(tmp_path, programme, now=NOW - timedelta(days=400)))
    early = NOW - timedelta(days=390)
    names = (
        "Margaret Okonkwo",
        "Leon Abara",
        "Hana Sato",
        "Ada Whitcombe",
        "Yusuf Demir",
        "Rosa Lind",
        "Omar Haddad",
    )
    margaret, leon, hana, ada, yusuf, rosa, omar = (
        enrol(book, name, now=early, letters=name == "Yusuf Demir", phones=("07700 900101",))
        for name in names
    )
    buy(book, rosa, 15_000, now=NOW - timedelta(days=363))
    _come(book, ada, range(180, 30, -6), 10)
    _come(book, margaret, range(210, 6, -7), 10)
    _come(book, yusuf, range(9, 3, -5), 10)
    with book.writing(NOW - timedelta(days=5)) as w:
        ines, tom = people.add(w, "Ines").id, people.add(w, "Tom").id
        promises.make(w, leon, "Phone when the coffee is in", TODAY - timedelta(days=2), by=ines)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=hana)
        matters.hear(w, "request", "Open on Sundays")
        wanted.note(w, leon, "Quince jelly")
        circle.remember_day(w, yusuf, "Wedding anniversary", 11, 23)
        circle.relate(w, omar, "Yusuf Demir", "referred by")
        circle.relate(w, hana, "Hotel Bristol", "referred by")
        praises.note(w, margaret, "Ines: Found the jar")
        winback.plan(w, omar, "phone", TODAY - timedelta(days=1), "Ask how he is")
        winback.plan(w, rosa, "letter", TODAY)
    with book.writing(NOW - timedelta(days=1)) as w:
        wanted.arrived(w, wanted.fold("Quince jelly"))
        morning.give(w, None, "matter:2", tom)
    _settle(book)
    page = _page(book)
    assert [(*said, line.act, line.given_to) for said, line in zip(_said(page), page.lines, strict=True)] == [
        ("promises", "Leon Abara", "Phone when the coffee is in", "2 days late", "kept", ""),
        ("complaints", "Hana Sato", "Mouldy strawberries", "open 5 days", "answer", ""),
        ("complaints", "", "Open on Sundays", "open 5 days", "answer", "Tom"),
        ("wanted", "Leon Abara", "Quince jelly has come", "yesterday", "told", ""),
        ("days", "Yusuf Demir", "Wedding anniversary on Monday", "", "done", ""),
        ("thanks", "Hana Sato", "Hotel Bristol sent them here", "thank them", "thanked", ""),
        ("thanks", "Yusuf Demir", "Sent Omar Haddad here", "", "note", ""),
        ("praises", "Margaret Okonkwo", "thanked Ines: Found the jar", "on 16 November", "passed", ""),
        ("ending", "Rosa Lind", "150 points end on Monday", "", "called", ""),
        ("tries", "Omar Haddad", "Call them: Ask how he is", "1 day late", "tried", ""),
        ("tries", "Rosa Lind", "Write that we miss them", "today", "note", ""),
        ("slipping", "Ada Whitcombe", "Came every 6 days; not seen for 36 days", "", "called", ""),
        ("today", "Margaret Okonkwo", "Usually comes on a Saturday", "last seen 7 days ago", "open", ""),
    ]
    assert (page.due, page.late) == (11, 3)


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
    assert [line.text for line in _page(book, later).lines] == ["Came every 6 days; not seen for 40 days"]


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
    monkeypatch.setattr(morning_lines, "MANY_OCCASIONS", 1)
    bounded = _page(book)
    assert [part.lines for part in bounded.parts] == [part.lines for part in exact.parts]
    assert exact.parts[-1].more == 4 and bounded.parts[-1].more >= morning.UNCOUNTED
    assert bounded.lines[0].name == "Member 13"


def test_who_is_to_be_tried_is_on_the_page_on_that_day_and_slips_no_more(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=False)
    _come(book, ada, range(120, 30, -6), 10)
    _settle(book)
    assert [line.section for line in _page(book).lines] == ["slipping"]
    with book.writing(NOW) as w:
        winback.plan(w, ada, "visit", TODAY + timedelta(days=2), "Bring a loaf")
    assert _said(_page(book)) == []
    assert _said(_page(book, TODAY + timedelta(days=2))) == [
        ("tries", "Ada Whitcombe", "Go and see them: Bring a loaf", "today")
    ]
    late = _page(book, TODAY + timedelta(days=4))
    assert (late.lines[0].aside, late.late) == ("2 days late", 1)
    with book.writing(NOW + timedelta(days=4)) as w:
        winback.tried(w, ada, "visit")
    assert _said(_page(book, TODAY + timedelta(days=5))) == []


def test_a_call_to_who_slips_away_is_a_try(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), letters=False)
    _come(book, ada, range(120, 30, -6), 10)
    _settle(book)
    with book.writing(NOW) as w:
        morning.called(w, ada, _line(_page(book), "slipping").about)
        assert [(one.channel, one.done_on) for one in winback.of(w, ada, TODAY)] == [("phone", TODAY)]
    assert _said(_page(book)) == []


def test_who_is_to_be_left_in_peace_is_on_the_page_for_what_was_promised_alone(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), birthday=Birthday(11, 22))
    _come(book, ada, range(120, 30, -6), 10)
    _settle(book)
    with book.writing(NOW) as w:
        promises.make(w, ada, "Two rye loaves", TODAY)
    assert {line.section for line in _page(book).lines} == {"promises", "days", "thanks", "slipping"}
    with book.writing(NOW) as w:
        leaving.note(w, ada, "moved")
    assert {line.section for line in _page(book).lines} == {"promises"}


def test_points_and_tiers_that_end_within_the_week_are_named_unless_told_by_letter(book: Book) -> None:
    joined = NOW - timedelta(days=390)
    rosa = enrol(book, "Rosa Lind", now=joined, letters=False)
    omar = enrol(book, "Omar Haddad", now=joined, letters=False)
    buy(book, rosa, 12_000, now=NOW - timedelta(days=360))
    buy(book, omar, 60_000, now=NOW - timedelta(days=360))
    reading = book.reading()
    until = date.fromisoformat(reading.value("select tier_until from standings where member_id = ?", (omar,)))
    ends = min(one.last_day for one in members.show(reading, rosa, TODAY).standing.batches if one.last_day)
    reading.close()
    page = _page(book, until - timedelta(days=2))
    assert [(line.name, line.text) for line in page.lines if line.section == "ending"] == [
        ("Omar Haddad", f"Gold ends on {until:%A}, and is not earned anew")
    ]
    page = _page(book, ends - timedelta(days=1))
    said = [(line.name, line.text, line.act) for line in page.lines if line.section == "ending"]
    assert said == [
        ("Omar Haddad", "600 points end tomorrow", "called"),
        ("Rosa Lind", "120 points end tomorrow", "called"),
    ]
    line = _line(page, "ending")
    assert line.member_id is not None
    with book.writing(NOW) as w:
        morning.called(w, line.member_id, line.about, words=line.text)
    again = _page(book, ends - timedelta(days=1))
    assert [one.name for one in again.lines if one.section == "ending"] == ["Rosa Lind"]
    with book.writing(NOW) as w:
        w.run(
            "insert into letters (act_id, member_id, kind, occasion, written_on) values"
            " ((select max(id) from acts), ?, 'points-expiring', 'expires:x', ?)",
            (rosa, (ends - timedelta(days=20)).isoformat()),
        )
    assert [one for one in _page(book, ends - timedelta(days=1)).lines if one.section == "ending"] == []


def test_in_a_large_shop_those_with_most_at_stake_are_named(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(4):
        member = enrol(book, f"Member {place}", now=NOW - timedelta(days=390), letters=False)
        buy(book, member, 15_000 + 1_000 * place, now=NOW - timedelta(days=360))
    reading = book.reading()
    ends = min(one.last_day for one in members.show(reading, 1, TODAY).standing.batches if one.last_day)
    reading.close()
    exact = _page(book, ends)
    monkeypatch.setattr(morning_ending, "FEW", 1)
    bounded = _page(book, ends)
    part = next(part for part in bounded.parts if part.section == "ending")
    assert part.lines == next(part for part in exact.parts if part.section == "ending").lines
    assert [line.name for line in part.lines] == ["Member 3", "Member 2", "Member 1", "Member 0"]
    assert part.more >= morning.UNCOUNTED


@pytest.mark.parametrize(
    "section", ["promises", "complaints", "wanted", "days", "thanks", "tries", "slipping", "today"]
)
def test_a_line_of_each_kind_is_given_away_put_off_done_and_taken_back(book: Book, section: str) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390), birthday=Birthday(11, 22), letters=True)
    rosa = enrol(book, "Rosa Lind", now=NOW - timedelta(days=390))
    _come(book, ada, range(130, 30, -6), 10)
    _come(book, rosa, range(210, 6, -7))
    _settle(book)
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        promises.make(w, ada, "Two rye loaves", TODAY)
        matters.hear(w, "complaint", "Mouldy strawberries")  # of nobody known
        wanted.note(w, ada, "Quince jelly")
        wanted.arrived(w, wanted.fold("Quince jelly"))
        winback.plan(w, rosa, "phone", TODAY)
    line = _line(_page(book), section)
    with book.writing(NOW) as w:
        if section == "promises":
            promises.hand_over(w, line.row, ines)
        else:
            assert morning.give(w, line.member_id, line.about, ines).given_to == "Ines"
    given = _line(_page(book), section)
    assert "Ines" in (given.given_to, given.aside.rpartition(" · ")[2])
    with book.writing(NOW) as w:
        morning.put_off(w, line.member_id, line.about, TODAY + timedelta(days=1))
    assert line.about not in [one.about for one in _page(book).lines]
    with book.writing(NOW) as w:
        acts.undo(w)
        morning.put_off(w, line.member_id, line.about, None)
    assert line.about not in [one.about for one in _page(book, TODAY).lines]
    with book.writing(NOW) as w:
        acts.undo(w)
        acts.undo(w)
    assert line == _line(_page(book), section)


def test_a_line_is_given_to_who_serves_alone(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", birthday=Birthday(11, 22))
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        morning.give(w, ada, "birthday:2026-11-22", 99)
    assert refused.value.code == "person_unknown"


def test_rhythms_are_worked_out_in_parts_that_go_on_where_the_last_stopped(book: Book) -> None:
    everybody = [enrol(book, f"Member {place}", now=NOW - timedelta(days=390)) for place in range(7)]
    for member in everybody:
        _come(book, member, range(120, 30, -9), 10)
    with book.writing(NOW) as w:
        so_far, parts = rhythms.begin(w, TODAY), []
        while not so_far.ended:
            so_far = rhythms.settle_part(w, so_far, all_too=True, at_most=3)
            parts.append(so_far.done)
        assert parts == [3, 3, 1]
        whole = w.rows("select * from rhythms order by member_id")
        w.run("delete from rhythms")
        rhythms.settle_all(w)
        assert whole == w.rows("select * from rhythms order by member_id") and len(whole) == 7
    buy(book, everybody[4], 10)
    with book.writing(NOW) as w:
        assert rhythms.is_owed(w, TODAY)
        so_far = rhythms.settle_part(w, rhythms.begin(w, TODAY))
        assert (so_far.done, so_far.ended) == (1, True)
        assert not rhythms.is_owed(w, TODAY)
