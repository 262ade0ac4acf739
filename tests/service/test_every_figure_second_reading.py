"""Every other figure the place shows beside a second reading in plain SQL: keeping, months, cohorts, best lists, words, loyalty."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest

from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.stages import Stage
from shopkeeper.service import insights, loyalty, programmes, recognition
from shopkeeper.service.insights import ENOUGH_DAYS, Insights
from tests.books import NOW, TODAY, buy, demo_book, enrol, new_book
from tests.service.second_reading import DAYS, run

FIRST = ", firsts as (select member, min(day) as first from visit group by member)"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = demo_book(tmp_path_factory.mktemp("every"))
    yield book
    book.close()


@pytest.fixture(scope="module")
def found(demo: Book) -> Insights:
    opened = demo.reading()
    told = insights.insights(opened, TODAY, 6)
    opened.close()
    return told


def whole(book: Reading, sql: str, **named: object) -> tuple[int, ...]:
    [row] = run(book, DAYS + FIRST + sql, **{"on": TODAY.isoformat(), **named})
    return tuple(int(str(one or 0)) for one in row)


def ago(months: int) -> str:
    return months_before(TODAY, months).isoformat()


def test_kept_and_kept_before(reading: Reading, found: Insights) -> None:
    for kept, months in ((found.kept, 6), (found.kept_before, 12)):
        assert (kept.of, kept.kept) == whole(
            reading,
            " select count(*), sum(exists (select 1 from visit v where v.member = e.member and v.day > :middle and v.day <= :end))"
            " from (select distinct member from visit where day > :begin and day <= :middle) e",
            begin=ago(months + 6), middle=ago(months), end=ago(months - 6) if months > 6 else TODAY.isoformat(),
        )  # fmt: skip
    assert found.kept.of > 50


def test_the_months_looked_at_and_those_before(reading: Reading, found: Insights) -> None:
    for figures, begin, end in ((found.lately, ago(6), TODAY.isoformat()), (found.before, ago(12), ago(6))):
        assert (
            figures.new_members, figures.returning_members, figures.new_minor, figures.returning_minor, figures.visits,
        ) == whole(
            reading,
            " select count(distinct case when first > :begin then v.member end), count(distinct case when first <= :begin then"
            " v.member end), sum(case when first > :begin then minor else 0 end), sum(case when first <= :begin then minor else 0 end),"
            " count(*) from visit v join firsts f on f.member = v.member where day > :begin and day <= :end",
            begin=begin, end=end,
        )  # fmt: skip


def test_each_calendar_month(reading: Reading, found: Insights) -> None:
    assert len(found.months) == 6
    for month in found.months:
        figures = month.figures
        assert (
            figures.new_members, figures.returning_members, figures.new_minor, figures.returning_minor, figures.visits,
        ) == whole(
            reading,
            " select count(distinct case when substr(first, 1, 7) = :month then v.member end), count(distinct case when"
            " substr(first, 1, 7) < :month then v.member end), sum(case when substr(first, 1, 7) = :month then minor else 0 end),"
            " sum(case when substr(first, 1, 7) < :month then minor else 0 end), count(*)"
            " from visit v join firsts f on f.member = v.member where substr(day, 1, 7) = :month",
            month=f"{month.first:%Y-%m}",
        )  # fmt: skip


def test_the_curve_of_what_the_best_bring(reading: Reading, found: Insights) -> None:
    rows = run(
        reading, DAYS + "select sum(minor) from visit where day > :begin group by member order by 1 desc",
        on=TODAY.isoformat(), begin=ago(6),
    )  # fmt: skip
    spent = [int(str(row[0])) for row in rows]
    assert found.concentration.members == len(spent)
    for members, sales in found.concentration.curve:
        assert sales == pytest.approx(sum(spent[: round(members * len(spent))]) / sum(spent))


def test_after_which_visit_members_stay_away(reading: Reading, found: Insights) -> None:
    rows = run(
        reading,
        DAYS + ", numbered as (select member, day, row_number() over (partition by member order by day) as place,"
        " count(*) over (partition by member) as many from visit)"
        f" select place, count(*), sum(place = many) from numbered where day <= date(:on, '-{ENOUGH_DAYS} days') and place <= 8"
        " group by place order by place",
        on=TODAY.isoformat(),
    )  # fmt: skip
    assert [(one.visit, one.of, one.away) for one in found.stays_away] == rows


def test_who_came_again_by_the_month_they_began(reading: Reading, found: Insights) -> None:
    rows = run(
        reading,
        DAYS + FIRST + " select substr(first, 1, 7), (substr(day, 1, 4) - substr(first, 1, 4)) * 12 + substr(day, 6, 2) -"
        " substr(first, 6, 2), count(distinct v.member) from visit v join firsts f on f.member = v.member group by 1, 2",
        on=TODAY.isoformat(),
    )  # fmt: skip
    told = {(str(month), int(str(later))): count for month, later, count in rows}
    for first, came in zip(found.cohort_months, found.cohort_came, strict=True):
        assert list(came) == [told.get((f"{first:%Y-%m}", later), 0) for later in range(len(came))]
    assert sum(count for came in found.cohort_came for count in came) == sum(
        int(str(one)) for one in told.values()
    )


def test_the_best_of_the_year_beside_the_best_of_all_time(reading: Reading, found: Insights) -> None:
    lists = []
    for begin in (ago(12), "0001-01-01"):
        rows = run(
            reading,
            DAYS + "select member from visit where day > :begin group by member order by sum(minor) desc, member",
            on=TODAY.isoformat(), begin=begin,
        )  # fmt: skip
        lists.append({row[0] for row in rows[: round(len(rows) * 0.2)]})
    lately, ever = lists
    assert set(found.best.both) == lately & ever
    assert set(found.best.lately_only) == lately - ever and set(found.best.ever_only) == ever - lately
    perks = [rank for rank, tier in enumerate(programmes.on(reading, TODAY).tiers, 1) if tier.perks]
    [(beside,)] = reading.rows(
        f"select count(*) from standings where tier_rank in ({', '.join(map(str, perks)) or 'null'})"
        f" and member_id not in ({', '.join(map(str, lately | ever))})"
    )
    assert found.perks_beside == beside


def test_who_is_worth_a_word(reading: Reading, found: Insights) -> None:
    spent = {
        str(row[0]): row[1:]
        for row in run(
            reading,
            DAYS + "select member, sum(case when day > :begin then minor else 0 end), julianday(:on) - julianday(max(day)) from visit"
            " group by member",
            on=TODAY.isoformat(), begin=ago(6),
        )
    }  # fmt: skip
    for word in found.words:
        minor, quiet = spent[str(word.member_id)]
        assert (word.spent_minor, float(word.quiet_days)) == (minor, quiet)
        days = [
            date.fromisoformat(str(row[0]))
            for row in run(
                reading, DAYS + "select day from visit where member = :member order by day", on=TODAY.isoformat(), member=word.member_id
            )
        ]  # fmt: skip
        gaps = [(after - before).days for before, after in itertools.pairwise(days)]
        assert word.usual_days == (median(gaps) if gaps else None)
    assert found.words_in_all == len(found.words) <= found.stages[Stage.SLIPPING]


def test_recognition_owed_is_what_the_recognition_report_leaves_open(
    reading: Reading, found: Insights
) -> None:
    report = recognition.over(reading, TODAY - timedelta(days=90), TODAY, TODAY)
    waiting = {one.member_id for one in report.owed if one.kind != "anniversary" and one.by_post}
    assert 0 < found.owed <= len(waiting) + 1


def test_how_loyal_the_shop_was(reading: Reading, found: Insights) -> None:
    told = loyalty.loyalty(reading, found.since, found.on)
    span = (found.since.isoformat(), found.on.isoformat())

    def count(sql: str) -> int:
        return int(reading.value(sql, span))

    assert told.heard == count("select count(*) from matters where heard_on > ? and heard_on <= ?")
    assert told.answered == count(
        "select count(answered_at) from matters where heard_on > ? and heard_on <= ?"
    )
    assert told.learnt == count("select count(*) from remarks where noted_on > ? and noted_on <= ?")
    assert told.gifts == count(
        "select count(*) from facts where kind = 'gift' and undone_by is null and happened_on > ? and happened_on <= ?"
    )
    assert told.thanked == count(
        "select count(*) from letters where kind = 'thank-you' and undone_by is null and written_on > ? and written_on <= ?"
    )
    within = "first_due_on > ? and first_due_on <= ?"
    assert told.promises_kept == count(
        f"select count(*) from promises where state = 'kept' and settled_on <= first_due_on and {within}"
    )
    assert told.promises_due == count(
        "select count(*) from promises where (state in ('kept', 'broken') or (state = 'open' and due_on <"
        f" '{TODAY.isoformat()}')) and {within}"
    )


def test_who_is_gone_is_in_no_list_of_names(tmp_path: Path) -> None:
    from shopkeeper.service import forgetting

    book = new_book(tmp_path)
    anna, bela = enrol(book, "Anna Berg"), enrol(book, "Béla Kun")
    for member in (anna, bela):
        for days in (51, 44, 37, 30):
            buy(book, member, 5_000, happened_on=TODAY - timedelta(days=days))
    reading = book.reading()
    before = insights.insights(reading, TODAY)
    assert {word.name for word in before.words} == {"Anna Berg", "Béla Kun"}
    with book.writing(NOW) as w:
        forgetting.forget(w, anna)
    after = insights.insights(reading, TODAY)
    assert [word.name for word in after.words] == [one.name for one in after.ranked] == ["Béla Kun"]
    assert after.lately.minor == before.lately.minor
    reading.close()
    book.close()
