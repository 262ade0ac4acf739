"""The demo shop is a lively one: most are thanked, some stay away early, some sent friends, some share a home."""

from datetime import date, timedelta

import pytest

from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.keeping import after_which_visit
from shopkeeper.service import checking, letter_log, loading, programmes, recognition, visiting
from tests.books import NOW, TODAY


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return loading.create_demo(tmp_path_factory.mktemp("company") / "demo" / "shop.db", NOW)


def test_most_of_what_was_earned_was_thanked_for_and_this_week_not_yet(reading: Reading) -> None:
    before = recognition.over(reading, TODAY - timedelta(days=80), TODAY - timedelta(days=30), TODAY)
    assert 0.6 < before.thanked / len(before.earned) < 0.95
    lately = recognition.over(reading, TODAY - timedelta(days=6), TODAY, TODAY)
    assert lately.earned
    assert lately.thanked == 0


def test_a_letter_of_the_past_is_there_to_be_read_and_was_written_after_it_was_earned(
    reading: Reading,
) -> None:
    late = reading.value(
        "select count(*) from letters l join occasions o on o.member_id = l.member_id and o.key = l.occasion"
        " where l.written_on <= o.happened_on"
    )
    assert late == 0
    logged = letter_log.lately(reading, TODAY)
    assert len(logged) > 100
    again = letter_log.again(reading, logged[-1].id)
    assert again.salutation and again.paragraphs and again.name == logged[-1].name


def test_nobody_who_asked_for_no_letters_got_one(reading: Reading) -> None:
    assert not reading.value(
        "select count(*) from letters l join members m on m.id = l.member_id where m.letters = 0"
    )


def test_after_the_second_and_the_fifth_visit_some_stay_away(reading: Reading) -> None:
    stays = after_which_visit(visiting.visits(reading, TODAY), TODAY.toordinal(), 60)
    share = {one.visit: one.away / one.of for one in stays}
    assert share[1] > share[2] > share[3]
    assert share[2] > 0.03
    assert share[5] > max(share[3], share[4])


def test_some_were_sent_by_a_friend_who_was_there_before(reading: Reading) -> None:
    rows = reading.rows(
        "select n.joined_on, s.joined_on from relations r join members n on n.id = r.member_id"
        " join members s on s.id = r.other_member where r.kind = 'referred by' and r.text <> 'Marjorie Finch'"
    )
    assert len(rows) > 20
    assert all(sender < newcomer for newcomer, sender in rows)


def test_households_collect_together_and_the_book_agrees_with_its_replay(
    demo: Book, reading: Reading
) -> None:
    homes = reading.rows("select household_id, count(*) from stays group by 1")
    assert len(homes) > 10
    assert {together for _, together in homes} == {2}
    assert checking.check(demo, NOW, replay=True).problems == ()


def test_the_programme_is_in_force_since_the_first_day_of_the_book(reading: Reading) -> None:
    (version,) = programmes.versions(reading)
    first = date.fromisoformat(reading.value("select min(happened_on) from facts"))
    assert version.from_day <= first


def test_the_people_of_the_design_keep_their_figures(reading: Reading) -> None:
    rows = reading.rows(
        "select m.name, s.tier, s.points from members m join standings s on s.member_id = m.id where m.id in (1, 5, 7)"
    )
    assert rows == [
        ("Margaret Okonkwo", "Gold", 1570),
        ("Marjorie Finch", "Platinum", 6126),
        ("Yusuf Demir", "Bronze", 157),
    ]
    assert not reading.value("select count(*) from letters where member_id <= 15")
