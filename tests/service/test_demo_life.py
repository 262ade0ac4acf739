"""The demo shop lives: thanks, visits, a sheet, closed days, vouchers, names learned and faces are there to look at."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.vouchers import VOUCHER_DIGITS, VOUCHER_PREFIX, is_numbered
from shopkeeper.service import (
    checking,
    closed_days,
    learning,
    loading,
    pictures,
    praises,
    questionnaires,
    questions,
    visit_forms,
    vouchers,
)
from shopkeeper.service.demo import DemoFace
from tests.books import NOW, TODAY

JPEG = b"\xff\xd8\xff\xe0 drawn"
_TABLES = (
    "praises", "visit_forms", "visit_reports", "questionnaires", "answers", "closed_days", "offers", "vouchers", "studied",
    "pictures", "remarks",
)  # fmt: skip


def draw(_face: DemoFace) -> bytes:
    return JPEG


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("life") / "shop.db"
    return loading.create_demo(path, NOW, members_wanted=400, draw=draw)


def test_most_thanks_reached_whom_they_are_for_and_one_waits_for_ines(reading: Reading) -> None:
    (waits,) = praises.waiting(reading, TODAY)
    assert (waits.name, waits.person) == ("Ansel Brandt", "Ines")
    assert sum(praises.counts(reading, date(2026, 1, 1), TODAY).values()) == 10
    assert not reading.value("select count(*) from praises where passed_on < said_on")


def test_the_visits_of_months_tell_what_grew_better_and_what_worse(reading: Reading) -> None:
    (found,) = visit_forms.all_found(reading, TODAY)
    assert found.visits == 12
    assert [statement.way for statement in found.statements] == [1, 1, 0, -1, 1]
    assert sum(month.count > 0 for month in found.overall.months) >= 6


def test_a_sheet_has_been_answered_by_some_and_its_answers_are_known_of_them(reading: Reading) -> None:
    (sheet,) = questionnaires.in_use(reading)
    assert len(sheet.questions) == 3 and sheet.answered > 10
    latest = questions.learned(reading, date(2026, 1, 1), TODAY)[:3]
    assert all(one.answered > 5 and len(one.answers) > 2 for one in latest)
    unknown = reading.value(
        "select count(*) from answers a where not exists (select 1 from remarks r where r.member_id = a.member_id"
        " and r.text like '%' || a.text)"
    )
    assert unknown == 0


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 27), date(2027, 1, 1)])
def test_christmas_is_ahead_and_new_year_is_over_on_any_day(tmp_path: Path, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    opened = loading.create_demo(tmp_path / "shop.db", now, members_wanted=15).reading()
    christmas, new_year = closed_days.listed(opened, day)
    assert christmas.from_day >= day > new_year.through
    assert (christmas.from_day.day, christmas.through.day, new_year.from_day.day) == (25, 26, 1)
    for one in (christmas, new_year):
        span = (one.from_day.isoformat(), one.through.isoformat())
        assert not reading_sales(opened, span)
    opened.close()


def reading_sales(book: Reading, span: tuple[str, str]) -> int:
    return int(book.value("select count(*) from facts where happened_on between ? and ?", span))


def test_vouchers_are_redeemed_open_and_over_and_each_was_redeemed_with_a_purchase(reading: Reading) -> None:
    quiet, loaf, regulars = vouchers.offered(reading, TODAY)
    assert (quiet.made, quiet.open) == (25, 0) and quiet.used > 3 and quiet.over > 3
    assert loaf.made == 40 and loaf.used > 3 and loaf.open > 3
    assert regulars.made == 30 and regulars.used > 3 and regulars.open > 3
    assert regulars.plan.budget_minor is not None
    assert regulars.gave_minor + regulars.open_minor <= regulars.plan.budget_minor
    numbers = [row[0] for row in reading.rows("select number from vouchers")]
    assert all(is_numbered(number, VOUCHER_PREFIX, VOUCHER_DIGITS) for number in numbers)
    alone = reading.value(
        "select count(*) from vouchers v where used_on is not null and not exists (select 1 from facts f"
        " where f.kind = 'purchase' and f.member_id is v.member_id and f.happened_at = v.used_at and f.happened_on = v.used_on)"
    )
    assert alone == 0


def test_who_serves_knows_some_names_and_has_some_due_today(reading: Reading) -> None:
    people = {name: number for number, name in reading.rows("select id, name from people")}
    ines, tom = learning.shares(reading, [people["Ines"], people["Tom"]], TODAY)
    assert ines.known > tom.known > 0
    assert ines.due and tom.due
    late = reading.value("select count(*) from studied where studied_on >= ?", (TODAY.isoformat(),))
    assert late == 0


def test_a_few_members_have_a_face_and_only_where_it_can_be_drawn(tmp_path: Path, reading: Reading) -> None:
    faces = [row[0] for row in reading.rows("select member_id from pictures")]
    assert len(faces) == 6
    shown = pictures.of(reading, faces[0])
    assert shown is not None and shown.jpeg == JPEG and shown.by == "Ngozi Okafor"
    plain = loading.create_demo(tmp_path / "shop.db", NOW, members_wanted=15).reading()
    assert not plain.value("select count(*) from pictures")
    plain.close()


def test_it_is_the_same_each_time_and_the_book_agrees_with_its_replay_and_seals(
    tmp_path: Path, demo: Book, reading: Reading
) -> None:
    again = loading.create_demo(tmp_path / "shop.db", NOW, members_wanted=400, draw=draw).reading()
    for table in _TABLES:
        assert again.rows(f"select * from {table}") == reading.rows(f"select * from {table}")
    again.close()
    assert checking.check(demo, NOW, replay=True).problems == ()
