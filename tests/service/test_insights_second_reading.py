"""The figures of the quiet hour beside a second, independent reading of the same book in plain SQL: stages, moves, the plan."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Reading
from shopkeeper.rules.days import months_before
from shopkeeper.rules.stages import USUAL, Stage, Thresholds
from shopkeeper.service import acts, groups, insights, loading, stages, visiting
from shopkeeper.service.insights import Insights
from shopkeeper.service.moving_up import SOON_DAYS, WITHIN_DAYS
from tests.books import NOW, TODAY, buy, enrol, new_book
from tests.service.second_reading import DAYS, run

STAGES = (
    DAYS
    + """,
spaced as (
  select member, julianday(day) as at, julianday(day) - julianday(lag(day) over (partition by member order by day)) as gap
  from visit),
ranked as (
  select member, gap, row_number() over (partition by member order by gap) as place, count(*) over (partition by member) as many
  from spaced where gap is not null),
rhythm as (
  select member, avg(gap) as usual from ranked where place in ((many + 1) / 2, (many + 2) / 2) group by member),
seen as (
  select v.member, count(*) as visits, julianday(:on) - julianday(max(v.day)) as quiet,
    sum(julianday(:on) - julianday(v.day) < :client_days) as lately, max(coalesce(r.usual, 0), 1.0) as usual
  from visit v left join rhythm r on r.member = v.member group by v.member),
slips as (
  select *, min(0.8 * :lost_at_most_days, case when visits = 1 then :first_slipping_days
      else max(:slipping_times * usual, :soonest_days) end) as slips_after,
    case when visits = 1 then :first_lost_days else min(:lost_times * usual, :lost_at_most_days) end as lost_after
  from seen),
stood as (
  select member, case when quiet > max(lost_after, slips_after + 1) then 6 when quiet > slips_after then 5
    when lately >= :client_visits then case when exists (
      select 1 from relations r where r.kind = 'referred by' and r.other_member = member) then 4 else 3 end
    when visits = 1 then 1 else 2 end as stage
  from slips)
"""
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = loading.create_demo(
        tmp_path_factory.mktemp("second") / "demo" / "shop.db", NOW, members_wanted=500
    )
    yield book
    book.close()


@pytest.fixture
def reading(demo: Book) -> Iterator[Reading]:
    opened = demo.reading()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(demo: Book) -> Insights:
    opened = demo.reading()
    told = insights.insights(opened, TODAY)
    opened.close()
    return told


def stood(book: Reading, on: date, limits: Thresholds = USUAL) -> dict[int, Stage]:
    named = {name: getattr(limits, name) for name in limits.__slots__}
    rows = run(book, STAGES + "select member, stage from stood", on=on.isoformat(), **named)
    return {int(str(member)): Stage(int(str(stage))) for member, stage in rows}


def test_everybodys_stage_is_that_of_a_second_reading_on_any_day(reading: Reading, found: Insights) -> None:
    for on in (TODAY, TODAY - timedelta(days=91), TODAY - timedelta(days=300)):
        seen = visiting.visits(reading, on)
        ours = dict(
            zip(seen.members.tolist(), map(Stage, stages.of(reading, seen, on).tolist()), strict=True)
        )
        assert ours == stood(reading, on)
    counts = Counter(stood(reading, TODAY).values())
    assert {stage: found.stages[stage] for stage in counts} == dict(counts)
    assert min(counts.values()) > 3 and len(counts) == 6


def test_moves_of_a_month_and_of_a_quarter_are_those_of_a_second_reading(
    reading: Reading, found: Insights
) -> None:
    now, then = stood(reading, TODAY), stood(reading, months_before(TODAY, 1))
    crossed = Counter((then.get(member, Stage.PROSPECT), stage) for member, stage in now.items())
    assert sum(map(sum, found.crossed)) == len(now)
    assert all(found.crossed[was][stage] == crossed[was, stage] for was in Stage for stage in Stage)
    then = stood(reading, TODAY - timedelta(days=91))
    pairs = [(then.get(member, Stage.PROSPECT), stage) for member, stage in now.items()]
    assert found.moved.up == sum(was < stage < Stage.SLIPPING for was, stage in pairs)
    assert found.moved.slipped == sum(was < Stage.SLIPPING <= stage for was, stage in pairs)
    assert found.moved.came_back == sum(stage < Stage.SLIPPING <= was for was, stage in pairs)


def test_each_line_of_the_plan_lists_as_many_members_as_it_says(reading: Reading, found: Insights) -> None:
    assert [step.kind for step in found.plan] == [
        "advocates", "clients", "nearly", "second", "slipping", "lost", "prospects",
    ]  # fmt: skip
    for step in found.plan[1:]:
        assert len(groups.members_in(reading, step.rule, TODAY)) == step.members
    [(thanked,)] = run(
        reading,
        STAGES + "select count(*) from stood where stage = 4 and not exists (select 1 from letters l where l.member_id = member"
        " and l.kind in ('thank-you', 'new-tier') and l.undone_by is null and l.written_on > :since)",
        on=TODAY.isoformat(), since=months_before(TODAY, 12).isoformat(),
        **{name: getattr(USUAL, name) for name in USUAL.__slots__},
    )  # fmt: skip
    assert found.plan[0].members == thanked


def test_what_went_before_a_second_visit_is_that_of_a_second_reading(
    reading: Reading, found: Insights
) -> None:
    tables = {
        "letter": "letters x where x.undone_by is null and x.member_id = f.member and x.written_on",
        "noted": "remarks x where x.member_id = f.member and x.noted_on",
        "sent": "relations x where x.kind = 'referred by' and x.member_id = f.member and x.noted_on",
    }
    for one in found.went_before:
        rows = run(
            reading,
            DAYS
            + ", firsts as (select member, min(day) as day, (select min(v.day) from visit v where v.member = o.member and v.day >"
            " (select min(w.day) from visit w where w.member = o.member)) as next from visit o group by member)"
            f" select exists (select 1 from {tables[one.what]} between date(f.day, '-{SOON_DAYS} days') and"
            f" date(f.day, '+{SOON_DAYS} days')), count(*), sum(next <= date(day, '+{SOON_DAYS + WITHIN_DAYS} days'))"
            f" from firsts f where day > date(:year, '-{SOON_DAYS + WITHIN_DAYS} days')"
            f" and day <= date(:on, '-{SOON_DAYS + WITHIN_DAYS} days')"
            f" and (next is null or next > date(day, '+{SOON_DAYS} days')) group by 1 order by 1",
            on=TODAY.isoformat(), year=months_before(TODAY, 12).isoformat(),
        )  # fmt: skip
        told = {int(str(there)): (of, came or 0) for there, of, came in rows}
        assert (one.others.of, one.others.came) == told.get(0, (0, 0))
        assert (one.those.of, one.those.came) == told.get(1, (0, 0))


def test_the_shops_own_thresholds_hold_everywhere_and_are_undone(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    anna = enrol(book, "Anna Berg")
    for weeks in range(4):
        buy(book, anna, 1_000, happened_on=TODAY - timedelta(weeks=weeks))
    with book.writing(NOW) as w:
        done = stages.set_thresholds(w, replace(USUAL, client_visits=4))
    reading = book.reading()
    assert stages.thresholds(reading) == done.limits and done.limits.client_visits == 4
    assert insights.insights(reading, TODAY).stages[Stage.CLIENT] == 1
    assert groups.members_in(reading, "client", TODAY) == (anna,)
    with book.writing(NOW) as w:
        assert acts.undo(w).kind == "stages"
    assert stages.thresholds(reading) == USUAL
    assert insights.insights(reading, TODAY).stages[Stage.REPEAT] == 1
    reading.close()
    book.close()


@pytest.mark.parametrize(
    ("wrong", "about"),
    [
        ({"client_visits": 1}, "client_visits"),
        ({"client_visits": 30, "client_days": 20}, "client_visits"),
        ({"slipping_times": 8.0, "lost_times": 8.0}, "lost_times"),
        ({"first_lost_days": 60}, "first_lost_days"),
        ({"lost_at_most_days": 9_999}, "lost_at_most_days"),
    ],
)
def test_thresholds_that_contradict_each_other_are_refused_with_their_field(
    tmp_path: Path, wrong: dict[str, float], about: str
) -> None:
    book = new_book(tmp_path)
    with book.writing(NOW) as w, pytest.raises(Declined) as refused:
        stages.set_thresholds(w, replace(USUAL, **wrong))  # type: ignore[arg-type]
    assert refused.value.about == about and refused.value.because
    book.close()
