"""What is promised, wanted, complained of and remembered: acts on a real book, found again, and taken back."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.noticing import notice
from shopkeeper.rules.promises import Record
from shopkeeper.service import (
    acts,
    allowances,
    checking,
    circle,
    finding,
    matters,
    members,
    merging,
    noting,
    people,
    promises,
    questions,
    wanted,
)
from tests.books import NOW, TODAY, buy, enrol, new_book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def _note(book: Book, member_id: int, line: str, days_ago: int = 0) -> noting.Noted:
    now = NOW - timedelta(days=days_ago)
    noticed = notice(line, today=TODAY - timedelta(days=days_ago), order="dmy")
    assert noticed is not None
    with book.writing(now) as w:
        return noting.note(w, member_id, noticed)


def _found(book: Book, text: str) -> list[str]:
    reading = book.reading()
    names = [hit.name for hit in finding.find(reading, text).hits]
    reading.close()
    return names


def _rows(book: Book, sql: str) -> list[tuple[object, ...]]:
    reading = book.reading()
    rows = reading.rows(sql)
    reading.close()
    return rows


LINES = [
    ("allergic to hazelnuts", "hazelnuts"),
    ("likes pumpernickel", "pumpernickel"),
    ("son Tom starts school 5 Sept", "school"),
    ("promise: two sourdough loaves by Friday", "sourdough"),
    ("wants: Seville oranges", "seville"),
    ("the strawberries were mouldy", "strawberries"),
    ("asks if we could stock tempeh", "tempeh"),
    ("daughter Philippa studies in York", "philippa"),
    ("always takes the crossword", "crossword"),
    ("say eh-LEH-nee", "eh-leh-nee"),
]


@pytest.mark.parametrize(("line", "clue"), LINES)
def test_a_line_is_kept_found_and_taken_back(book: Book, line: str, clue: str) -> None:
    anna = enrol(book, "Anna Berg")
    enrol(book, "Somebody Else")
    before = _found(book, clue)
    _note(book, anna, line)
    assert _found(book, clue)[0] == "Anna Berg"
    assert checking.check(book, NOW).ok
    with book.writing(NOW) as w:
        acts.undo(w)
    assert _found(book, clue) == before
    assert checking.check(book, NOW).ok


@pytest.mark.parametrize(
    "line",
    [
        line
        for line, _ in LINES
        if "strawberries" not in line
        and "tempeh" not in line
        and "Philippa" not in line
        and "school" not in line
    ],
)
def test_the_same_line_twice_is_noticed(book: Book, line: str) -> None:
    anna = enrol(book, "Anna Berg")
    _note(book, anna, line)
    with pytest.raises(Declined) as refused:
        _note(book, anna, line)
    assert refused.value.code in ("noted_already", "promised_already", "wanted_already")


def test_a_birthday_and_a_greeting_become_details(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    _note(book, anna, "birthday 29 Feb")
    _note(book, anna, "call her Annie")
    reading = book.reading()
    details, _, _ = members.details_of(reading, anna)
    reading.close()
    assert details.birthday is not None and (details.birthday.month, details.birthday.day) == (2, 29)
    assert details.greeting == "Annie"


def test_a_promise_is_due_late_kept_and_counted(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    _note(book, anna, "promise: the rye by 12/11", days_ago=20)
    _note(book, anna, "promise: the cheese by 20/11", days_ago=20)
    _note(book, anna, "promise: the cake by 21/11", days_ago=20)
    _note(book, anna, "promise: the goose by 23/12", days_ago=20)
    reading = book.reading()
    due = promises.due(reading, TODAY, 10)
    assert [(one.text, one.standing, one.late_days) for one in due] == [
        ("The rye", "broken", 9), ("The cheese", "late", 1), ("The cake", "due", 0),
    ]  # fmt: skip
    assert promises.count_due(reading, TODAY) == (3, 2)
    reading.close()
    with book.writing(NOW) as w:
        promises.settle(w, due[2].id)
    with book.writing(NOW) as w:
        later = promises.put_off(w, due[1].id, TODAY + timedelta(days=2))
    assert later.promise.standing == "ahead"
    reading = book.reading()
    assert promises.kept_share(reading, TODAY) == Record(on_time=1, late=0, broken=1)
    reading.close()
    with book.writing(NOW) as w:
        acts.undo(w)
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert promises.due(reading, TODAY, 10) == due
    reading.close()


def test_a_promise_is_for_a_day_to_come_and_is_answered_once(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with pytest.raises(Declined, match="today or a day to come"), book.writing(NOW) as w:
        promises.make(w, anna, "The rye", TODAY - timedelta(days=1))
    with book.writing(NOW) as w:
        made = promises.make(w, anna, "The rye", TODAY)
    with book.writing(NOW) as w:
        promises.settle(w, made.promise.id, "broken")
    with pytest.raises(Declined, match="answered already"), book.writing(NOW) as w:
        promises.settle(w, made.promise.id)


def test_a_promise_stays_with_who_is_gone_and_can_be_handed_over(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        tom = people.add(w, "Tom").id
        made = promises.make(w, anna, "The rye", TODAY, by=ines).promise
        people.leave(w, ines)
    with book.writing(NOW) as w:
        assert promises.hand_over(w, made.id, tom).promise.by == "Tom"
    with pytest.raises(Declined), book.writing(NOW) as w:
        promises.hand_over(w, made.id, ines)
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert promises.due(reading, TODAY, 5)[0].by == "Ines"
    reading.close()


def test_the_wanted_book_calls_who_waits_and_counts_who_bought(book: Book) -> None:
    anna, chen = enrol(book, "Anna Berg", phones=("020 7946 0958",)), enrol(book, "陈丽")
    with book.writing(NOW) as w:
        wanted.note(w, anna, "Seville oranges")
        wanted.note(w, chen, "oranges, Seville")
    reading = book.reading()
    (wish,) = wanted.wishes(reading)
    assert (wish.waiting, wish.arrived) == (2, 0)
    reading.close()
    with book.writing(NOW) as w:
        assert wanted.arrived(w, wish.folded).members == 2
    reading = book.reading()
    to_call = wanted.to_call(reading, 10)
    reading.close()
    assert [(one.name, one.phone) for one in to_call] == [("Anna Berg", "020 7946 0958"), ("陈丽", "")]
    with book.writing(NOW) as w:
        wanted.change(w, to_call[0].id, "told")
        wanted.change(w, to_call[0].id, "bought")
        wanted.change(w, to_call[1].id, "told")
    reading = book.reading()
    assert wanted.tally(reading, TODAY) == wanted.Tally(noted=2, told=2, bought=1)
    reading.close()
    with pytest.raises(Declined, match="Nobody waits"), book.writing(NOW) as w:
        wanted.arrived(w, wish.folded)


def test_a_complaint_goes_from_the_first_word_to_is_it_right_now(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        owner = people.find(w, "Ngozi Okafor")
        heard = matters.hear(w, "complaint", "Mouldy strawberries", member_id=anna, by=ines).matter
    assert (heard.subject, heard.state, heard.touch) == ("freshness", "open", "counter")
    with pytest.raises(Declined, match="First ask"), book.writing(NOW) as w:
        matters.close(w, heard.id, "Fine", by=ines)
    with book.writing(NOW + timedelta(minutes=90)) as w:
        asked = matters.remedy(w, heard.id, "A hamper", 2500, by=ines)
    assert asked.asked_owner and asked.matter.state == "open" and asked.matter.answered_after_minutes == 90
    with pytest.raises(Declined, match="Only the owner"), book.writing(NOW) as w:
        matters.allow(w, heard.id, True, by=ines)
    with book.writing(NOW) as w:
        assert matters.allow(w, heard.id, True, by=owner).matter.state == "settled"
    with book.writing(NOW) as w:
        again = matters.ask(w, heard.id, False, "Mouldy once more", by=ines).matter
    assert (again.state, again.right_now) == ("open", False)
    with book.writing(NOW) as w:
        matters.remedy(w, heard.id, "Another punnet", 300, by=owner)
        matters.ask(w, heard.id, True, by=ines)
        closed = matters.close(w, heard.id, "New supplier", by=ines).matter
    assert (closed.state, closed.outcome) == ("closed", "New supplier")
    reading = book.reading()
    assert [step.kind for step in matters.one(reading, heard.id)[1]] == [
        "remedy", "opened again", "remedy", "asked", "closed",
    ]  # fmt: skip
    assert matters.count_waiting(reading) == (0, 0)
    reading.close()
    with pytest.raises(Declined, match="closed already"), book.writing(NOW) as w:
        matters.answer(w, heard.id, by=ines)


def test_the_allowance_counts_all_that_a_matter_has_cost(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        owner = people.find(w, "Ngozi Okafor")
        heard = matters.hear(w, "complaint", "Overcharged", member_id=anna, by=ines).matter
        assert not matters.remedy(w, heard.id, "Refund", 600, by=ines).asked_owner
        assert matters.remedy(w, heard.id, "Flowers", 600, by=ines).asked_owner
        with pytest.raises(Declined):
            allowances.set_allowance(w, ines, 5000, by=ines)
        allowances.set_allowance(w, ines, 5000, by=owner)
        assert not matters.remedy(w, heard.id, "Flowers", 600, by=ines).asked_owner


def test_an_allowance_that_was_set_can_be_taken_back(book: Book) -> None:
    with book.writing(NOW) as w:
        ines = people.add(w, "Ines").id
        owner = people.find(w, "Ngozi Okafor")
        usual = allowances.allowance_minor(w, ines)
        allowances.set_allowance(w, ines, 5000, by=owner)
    with book.writing(NOW) as w:
        allowances.set_allowance(w, ines, 7000, by=owner)
    with book.writing(NOW) as w:
        acts.undo(w)
        assert allowances.allowance_minor(w, ines) == 5000
        acts.undo(w)
        assert allowances.allowance_minor(w, ines) == usual


def test_a_matter_of_nobody_known_can_be_kept_and_closed(book: Book) -> None:
    with book.writing(NOW) as w:
        heard = matters.hear(w, "complaint", "The door is heavy", touch="letter").matter
        assert matters.close(w, heard.id, "A new hinge").matter.state == "closed"
    assert checking.check(book, NOW).ok


def test_days_to_remember_come_round_and_29_february_is_kept(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    with book.writing(NOW) as w:
        circle.remember_day(w, anna, "Wedding anniversary", 2, 29)
        circle.remember_day(w, anna, "Son Tom starts school", 9, 5, 2027)
    reading = book.reading()
    assert [(day.text, day.on, day.yearly) for day in circle.days_of(reading, anna, TODAY)] == [
        ("Wedding anniversary", date(2027, 2, 28), True),
        ("Son Tom starts school", date(2027, 9, 5), False),
    ]
    assert [day.on for day in circle.coming(reading, date(2028, 2, 25), 7)] == [date(2028, 2, 29)]
    assert [day.on for day in circle.coming(reading, date(2027, 2, 22), 7)] == [date(2027, 2, 28)]
    assert circle.coming(reading, date(2027, 9, 6), 7) == ()
    reading.close()


def test_people_around_a_member_are_noted_and_taken_out(book: Book) -> None:
    anna, chen = enrol(book, "Anna Berg"), enrol(book, "陈丽")
    with book.writing(NOW) as w:
        made = circle.relate(w, anna, "Choir friend", "friend", other=chen, hides_gifts=True)
        with pytest.raises(Declined):
            circle.relate(w, anna, "Herself", other=anna)
    reading = book.reading()
    (one,) = circle.around(reading, anna)
    assert (one.other_name, one.hides_gifts) == ("陈丽", True)
    reading.close()
    with book.writing(NOW) as w:
        circle.remove(w, "relations", made.row)
    assert _rows(book, "select count(*) from relations") == [(0,)]
    with book.writing(NOW) as w:
        acts.undo(w)
    assert _rows(book, "select text from relations") == [("Choir friend",)]


def test_a_member_who_is_gone_takes_nothing_open_to_the_morning(book: Book) -> None:
    anna = enrol(book, "Anna Berg")
    _note(book, anna, "promise: the rye by tomorrow")
    with book.writing(NOW) as w:
        acts.undo(w)
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    assert promises.due(reading, TODAY + timedelta(days=9), 5) == ()
    reading.close()


def test_an_act_of_the_first_version_can_still_be_undone(book: Book) -> None:
    """A remark changed before the `source` was known: what the act wrote down has no such column."""
    anna = enrol(book, "Anna Berg")
    _note(book, anna, "likes rye")
    with book.writing(NOW) as w:
        w.run("""update before set became = json_remove(became, '$.source') where about = 'remarks'""")
        acts.undo(w)
    assert _rows(book, "select count(*) from remarks") == [(0,)]
    buy(book, anna, 100)


def test_two_records_with_open_matters_are_merged_and_taken_apart_with_nothing_lost(book: Book) -> None:
    anna, other = enrol(book, "Anna Berg"), enrol(book, "A. Berg")
    with book.writing(NOW) as w:
        promises.make(w, anna, "The rye", TODAY)
        promises.make(w, other, "The goose", TODAY)
        matters.hear(w, "complaint", "Mouldy strawberries", member_id=other)
        wanted.note(w, anna, "Quince jelly")
        wanted.note(w, other, "Seville oranges")
        circle.remember_day(w, other, "Wedding anniversary", 2, 29)
        question = questions.add(w, "Tea or coffee?", ("Tea", "Coffee")).question.id
        second = questions.add(w, "Sweet or salty?", ("Sweet", "Salty")).question.id
        questions.answer(w, question, anna, "Tea")
        questions.answer(w, question, other, "Coffee")
        questions.passed(w, second, other)
    before = [_rows(book, f"select id, member_id from {table} order by id") for table in _OPEN]
    with book.writing(NOW) as w:
        merged = merging.merge(w, anna, other)
    reading = book.reading()
    assert {one.text for one in promises.open_for(reading, anna, TODAY)} == {"The rye", "The goose"}
    assert [one.text for one in matters.live_for(reading, anna)] == ["Mouldy strawberries"]
    assert {one.what for one in wanted.live_for(reading, anna)} == {"Quince jelly", "Seville oranges"}
    assert questions.to_ask(reading, anna, TODAY + timedelta(days=9)) is None
    assert promises.count_due(reading, TODAY) == (2, 0)
    reading.close()
    assert checking.check(book, NOW, replay=True).problems == ()
    with book.writing(NOW) as w:
        merging.unmerge(w, merged.merge)
    assert [_rows(book, f"select id, member_id from {table} order by id") for table in _OPEN] == before
    assert checking.check(book, NOW, replay=True).problems == ()


_OPEN = ("promises", "matters", "wanted", "dates", "answers")
