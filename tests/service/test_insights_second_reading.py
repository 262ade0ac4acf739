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
from shopkeeper.service import acts, groups, insights, matters, stages, visiting, wanted, worth
from shopkeeper.service.insights import Insights
from shopkeeper.service.moving_up import SOON_DAYS, WITHIN_DAYS
from tests.books import NOW, TODAY, buy, demo_book, enrol, new_book
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
    book = demo_book(tmp_path_factory.mktemp("second"))
    yield book
    book.close()


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
        for member in list(ours)[::23]:
            assert stages.of_member(reading, member, on) == ours[member]
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


def test_who_is_ranked_and_by_how_much_is_that_of_a_second_reading(reading: Reading, found: Insights) -> None:
    past = {
        int(str(member)): (visits, spent, last)
        for member, visits, spent, last in run(
            reading, DAYS + "select member, count(*), sum(minor), max(day) from visit group by member", on=TODAY.isoformat()
        )
    }  # fmt: skip
    expected = worth.worth(reading, TODAY)
    of = dict(zip(expected.visits.members.tolist(), expected.expected_minor.tolist(), strict=True))
    best = sorted(of, key=lambda member: -of[member])[: len(found.ranked)]
    assert [one.member_id for one in found.ranked] == best and len(best) == 100
    by_past = sorted(past.values(), key=lambda one: -int(str(one[1])))
    for place, one in enumerate(found.ranked, 1):
        visits, spent, last = past[one.member_id]
        assert (one.visits, one.past_minor, one.place) == (visits, spent, place)
        assert one.quiet_days == (TODAY - date.fromisoformat(str(last))).days
        assert one.place_by_past == 1 + sum(int(str(other[1])) > one.past_minor for other in by_past)
        assert one.a_visit_minor * one.expected_visits == pytest.approx(one.expected_minor, rel=0.01)
    with pytest.raises(Declined):
        worth.set_discount(None, 101)  # type: ignore[arg-type]


def test_value_against_demand_is_that_of_a_second_reading(reading: Reading, found: Insights) -> None:
    rows = reading.rows(
        """
        select member_id, sum(c), sum(r), sum(w), sum(p), sum(b) from (
          select member_id, kind = 'complaint' as c, kind = 'request' as r, 0 as w, 0 as p, 0 as b, heard_on as day from matters
          union all select member_id, 0, 0, 1, 0, 0, noted_on from wanted
          union all select member_id, 0, 0, 0, 1, 0, made_on from promises
          union all select member_id, 0, 0, 0, 0, 1, happened_on from facts where kind = 'return' and undone_by is null)
        where member_id in (select member_id from facts where kind = 'purchase') and day > ? and day <= ? group by member_id
        """,
        (months_before(TODAY, 12).isoformat(), TODAY.isoformat()),
    )
    asked = {member: demands for member, *demands in rows}
    expected = worth.worth(reading, TODAY)
    of = dict(zip(expected.visits.members.tolist(), expected.expected_minor.tolist(), strict=True))
    best = set(sorted(of, key=lambda member: -of[member])[: round(len(of) / 5)])
    assert found.demand.best == len(best)
    assert found.demand.value_share == pytest.approx(sum(of[one] for one in best) / sum(of.values()))
    in_all = sum(sum(one) for one in asked.values())
    assert found.demand.asked == in_all > 0
    assert found.demand.demand_share == pytest.approx(
        sum(sum(demands) for member, demands in asked.items() if member in best) / in_all
    )
    rates = [one.asked / max(1, one.year_visits) for one in found.demand.demanding]
    assert rates == sorted(rates, reverse=True)
    for one in found.demand.demanding:
        assert one.who.member_id in best and list(one.demands) == asked[one.who.member_id]


def test_what_the_best_need_is_told_with_whom_else_it_would_serve(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    anna, other, quiet = (enrol(book, name) for name in ("Anna Berg", "Béla Kun", "Cem Demir"))
    for member, amount in ((anna, 9_000), (other, 800), (quiet, 700)):
        buy(book, member, amount)
    with book.writing(NOW) as w:
        wanted.note(w, anna, "Rye flour")
        wanted.note(w, other, "rye FLOUR")
        matters.hear(w, "complaint", "the bread was stale", member_id=anna)
    reading = book.reading()
    told = insights.insights(reading, TODAY).demand
    assert [(one.who.name, one.needs, one.others, one.demands) for one in told.demanding] == [
        ("Anna Berg", "Rye flour", 1, (1, 0, 1, 0, 0))
    ]
    assert (told.best, told.asked) == (1, 3)
    with book.writing(NOW) as w:
        filed = matters.hear(w, "request", "bread at seven", member_id=anna).matter
        matters.file_under(w, filed.id, "bread", "Earlier hours")
    [one] = insights.insights(reading, TODAY).demand.demanding
    assert (one.needs, one.others) == ("Earlier hours", 0)
    reading.close()
    book.close()


def test_money_to_come_counts_less_as_the_owner_said_until_it_is_undone(tmp_path: Path) -> None:
    book = demo_book(tmp_path)
    reading = book.reading()
    before = worth.worth(reading, TODAY)
    with book.writing(NOW) as w:
        worth.set_discount(w, 20)
    after = worth.worth(reading, TODAY)
    assert after.expected_minor.sum() < before.expected_minor.sum()
    assert insights.insights(reading, TODAY).discount == 20
    with book.writing(NOW) as w:
        acts.undo(w)
    assert worth.discount(reading) == 0
    reading.close()
    book.close()


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
