"""Every figure of the quiet hour is the one a second reading in plain SQL gives, on a book with returns, undone acts and strangers."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Cancelled
from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.stages import Stage
from shopkeeper.service import acts, insights, returns, visiting, worth
from shopkeeper.service.insights import Insights
from tests.books import NOW, TODAY, buy, demo_book, enrol, new_book
from tests.service.second_reading import DAYS, run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = demo_book(tmp_path_factory.mktemp("insights"))
    buy(book, 1, 123_456)
    with book.writing(NOW) as w:
        acts.undo(w)  # what was taken back must not count
    yield book
    book.close()


def sql(book: Reading, rest: str, **more: object) -> list[tuple[object, ...]]:
    return run(book, DAYS + rest, on=TODAY.isoformat(), since=months_before(TODAY, 12).isoformat(), **more)


def test_visits_are_those_of_a_second_reading(reading: Reading) -> None:
    seen = visiting.visits(reading, TODAY)
    rows = sql(
        reading,
        "select member, count(*), sum(minor), min(day), max(day) from visit group by member order by member",
    )
    ours = [
        (
            int(member),
            int(count),
            int(spent),
            date.fromordinal(first).isoformat(),
            date.fromordinal(last).isoformat(),
        )
        for member, count, spent, first, last in zip(
            seen.members, seen.count, seen.spent_minor, seen.first.tolist(), seen.last.tolist(), strict=True
        )
    ]
    assert ours == rows and len(rows) > 300


def test_kept_sales_and_the_best_fifth_are_those_of_a_second_reading(
    reading: Reading, found: Insights
) -> None:
    earlier = months_before(TODAY, 24).isoformat()
    [(of, kept)] = sql(
        reading,
        "select count(*), sum(exists (select 1 from visit v where v.member = e.member and v.day > :since)) from"
        " (select distinct member from visit where day > :earlier and day <= :since) e",
        earlier=earlier,
    )
    assert (found.kept.of, found.kept.kept) == (of, kept)
    [(new, returning)] = sql(
        reading,
        "select sum(case when first > :since then minor else 0 end), sum(case when first <= :since then minor else 0 end)"
        " from (select v.minor, v.day, (select min(day) from visit f where f.member = v.member) as first from visit v)"
        " where day > :since",
    )
    assert (found.lately.new_minor, found.lately.returning_minor) == (new, returning)
    rows = sql(reading, "select sum(minor) from visit where day > :since group by member order by 1 desc")
    spent = [int(str(minor)) for (minor,) in rows]
    best = sum(spent[: (2 * len(spent) + 5) // 10]) / sum(spent)
    assert found.concentration.best_fifth == pytest.approx(best)


def test_months_and_baskets_add_up_to_the_whole(reading: Reading, found: Insights) -> None:
    assert len(found.months) == 12 and found.months[-1].first == TODAY.replace(day=1)
    first = found.months[0].first
    [(minor,)] = sql(reading, "select sum(minor) from visit where day >= :first", first=first.isoformat())
    assert sum(month.figures.minor for month in found.months) == minor
    assert found.member_basket[1] > found.lately.visits * 0.9
    assert found.other_basket[1] > 0


def test_takings_are_those_of_a_second_reading(reading: Reading, found: Insights) -> None:
    span = (months_before(TODAY, 12).isoformat(), TODAY.isoformat())
    for of_members, basket in ((True, found.member_basket), (False, found.other_basket)):
        [row] = reading.rows(
            "select sum(amount_minor), count(*) from facts where kind = 'purchase' and undone_by is null"
            f" and member_id is {'not' if of_members else ''} null and happened_on > ? and happened_on <= ?",
            span,
        )
        assert basket == row
    for month in found.months:
        [row] = reading.rows(
            "select coalesce(sum(amount_minor), 0), count(*) from facts where kind = 'purchase' and undone_by is null"
            " and member_id is null and substr(happened_on, 1, 7) = ?",
            (f"{month.first:%Y-%m}",),
        )
        assert (month.others_minor, month.others_sales) == row


def test_a_book_is_read_in_stretches_and_may_be_left_between_two(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = visiting.visits(reading, TODAY)
    monkeypatch.setattr(visiting, "ROWS_AT_ONCE", 97)
    steps: list[tuple[int, int]] = []
    parts = visiting.visits(reading, TODAY, lambda done, total: steps.append((done, total)))
    assert (parts.day == whole.day).all() and (parts.net_minor == whole.net_minor).all()
    assert len(steps) > 50 and steps[-1][0] == steps[-1][1]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        insights.insights(reading, TODAY, progress=stop)


def test_every_member_stands_somewhere_and_words_are_of_who_slips(found: Insights) -> None:
    assert sum(found.stages.values()) == found.members
    assert 0 < found.words_in_all <= found.stages[Stage.SLIPPING]
    spent = [word.spent_minor for word in found.words]
    assert spent == sorted(spent, reverse=True)
    for word in found.words:
        assert 0 <= word.chance <= 1 and word.name
        assert word.quiet_days > (2.4 * word.usual_days if word.usual_days else 59)


def test_cohorts_hold_everybody_who_began_in_a_month(reading: Reading, found: Insights) -> None:
    rows = sql(
        reading,
        "select substr(first, 1, 7), count(*) from (select min(day) as first from visit group by member) group by 1 order by 1",
    )
    whole = {str(month): count for month, count in rows}
    assert {
        f"{month:%Y-%m}": size
        for month, size in zip(found.cohort_months, found.cohort_sizes, strict=True)
        if size
    } == whole
    for size, came in zip(found.cohort_sizes, found.cohort_came, strict=True):
        assert came[0] == size and all(0 <= later <= size for later in came)


def test_worth_is_learnt_from_the_book_and_one_time_buyers_are_not_immortal(reading: Reading) -> None:
    found = worth.worth(reading, TODAY)
    assert found.rule == "learnt" and found.model is not None and found.money is not None
    once = found.visits.count == 1
    assert found.still_a_customer[once].mean() < found.still_a_customer[~once].mean()
    assert (found.expected_minor >= 0).all() and found.expected_minor.sum() > 0
    less = worth.worth(reading, TODAY, yearly_discount=0.2)
    assert less.expected_minor.sum() < found.expected_minor.sum()


def test_a_small_shop_is_judged_by_rhythm_and_says_so(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    weekly, once = enrol(book, "Weekly"), enrol(book, "Once")
    for weeks in range(8):
        buy(book, weekly, 1_000, happened_on=TODAY - timedelta(weeks=weeks))
    buy(book, once, 2_000, happened_on=TODAY - timedelta(days=120))
    reading = book.reading()
    found = worth.worth(reading, TODAY)
    assert (found.rule, found.model) == ("rhythm", None)
    assert found.still_a_customer.tolist() == [1.0, 0.5]
    assert found.expected_minor[0] == pytest.approx(52_000)
    assert insights.insights(reading, TODAY).rule == "rhythm"
    reading.close()
    book.close()


def test_a_day_of_which_all_came_back_is_no_visit_and_a_purchase_of_nothing_is_one(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    member = enrol(book, "Anna Berg")
    buy(book, member, 0, happened_on=TODAY - timedelta(days=3))
    bought = buy(book, member, 500, happened_on=TODAY - timedelta(days=2))
    part = buy(book, member, 900, happened_on=TODAY - timedelta(days=1))
    with book.writing(NOW) as w:
        returns.give_back(w, bought.purchase)
        returns.give_back(w, part.purchase, amount_minor=400)
    reading = book.reading()
    seen = visiting.visits(reading, TODAY)
    assert (seen.count.tolist(), seen.net_minor.tolist()) == ([2], [0, 500])
    assert visiting.visits(reading, TODAY - timedelta(days=1)).net_minor.tolist() == [0, 500, 900]
    reading.close()
    book.close()


def test_an_empty_shop_has_an_answer(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    reading = book.reading()
    found = insights.insights(reading, TODAY)
    assert (found.members, found.kept.share, found.words, found.cohort_months) == (0, None, (), ())
    assert worth.worth(reading, TODAY).rule == "rhythm"
    reading.close()
    book.close()
