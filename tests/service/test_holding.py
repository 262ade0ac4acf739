"""While a member's data is on hold it is kept and counted, and used for nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.service import (
    acts,
    counter,
    events,
    exporting,
    groups,
    guest_choice,
    guests,
    held,
    holding,
    insights,
    keeping_times,
    learning,
    leaving,
    letter_due,
    letter_finding,
    letter_whom,
    listing,
    merging,
    morning,
    pieces,
    questionnaires,
    questions,
    recognition,
    rhythms,
    timeline,
    trial_lot,
    winback,
)
from tests.books import NOW, TODAY, buy, enrol, new_book, slipping

WHY = "On hold: kept, not used"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path, now=NOW - timedelta(days=400))


def _hold(book: Book, member: int) -> holding.HoldSet:
    with book.writing(NOW) as w:
        return holding.hold(w, member, "Says that May was not theirs")


def test_a_hold_is_set_with_its_reason_and_day_lifted_and_undone(book: Book) -> None:
    ada = slipping(book)
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        holding.hold(w, ada, "  ")
    assert refused.value.code == "hold_missing"
    hold = _hold(book, ada).hold
    assert hold is not None and (hold.text, hold.from_day) == ("Says that May was not theirs", TODAY)
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        holding.hold(w, ada, "Once more")
    assert refused.value.code == "on_hold_already"
    with book.writing(NOW) as w:
        assert holding.lift(w, ada).hold is None
    with book.writing(NOW) as w:
        acts.undo(w)
        assert holding.of(w, ada) == hold
    with book.writing(NOW) as w:
        acts.undo(w)
        assert holding.of(w, ada) is None
        with pytest.raises(Declined):
            holding.lift(w, ada)


def test_who_is_on_hold_is_left_out_everywhere_with_the_reason(book: Book, tmp_path: Path) -> None:
    ada = slipping(book)
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
        tasting = events.plan(w, events.Plan("tasting", "Tasting", TODAY, "19:00", "21:00")).event.id
        question = questions.add(w, "Tea or coffee?", ("Tea", "Coffee")).question.id
    reading = book.reading()
    assert questions.to_ask(reading, ada, TODAY) is not None
    assert [line for line in morning.page(reading, TODAY).lines if line.member_id == ada]
    assert len(trial_lot.candidates(reading, "", TODAY, TODAY).members) == 1
    reading.close()
    _hold(book, ada)
    reading = book.reading()
    due = letter_due.due(reading, TODAY, "miss-you")
    assert (due.due, [(one.code, one.because) for one in due.left_out]) == ((), [("never", WHY)])
    may = letter_whom.may_write(reading, ada, TODAY)
    assert (may.allowed, may.because) == (False, WHY)
    for thing in ("labels", "vouchers"):
        assert [one.because for one in pieces.these(reading, thing, [ada], TODAY).left_out] == [WHY]
    chosen = guest_choice.choose(reading, tasting, guest_choice.Choice(), TODAY)
    assert (chosen.members, chosen.in_peace) == ((), 1)
    assert groups.members_in(reading, "letters", TODAY) == ()
    assert len(trial_lot.candidates(reading, "", TODAY, TODAY).members) == 0
    assert questions.to_ask(reading, ada, TODAY) is None
    assert not [line for line in morning.page(reading, TODAY).lines if line.member_id == ada]
    assert leaving.of(reading, ada) is None
    out = tmp_path / "everything.json"
    exporting.export_file(reading, "everything", out, TODAY)
    assert json.loads(out.read_text(encoding="utf-8"))["tables"]["holds"]
    assert held.of(reading, ada, TODAY).tables["holds"][0]["text"] == "Says that May was not theirs"
    reading.close()
    for act in (
        lambda w: guests.add_one(w, tasting, ada),
        lambda w: winback.tried(w, ada, "phone"),
        lambda w: winback.plan(w, ada, "letter", TODAY),
    ):
        with pytest.raises(Declined) as refused, book.writing(NOW) as w:
            act(w)
        assert WHY in str(refused.value)
    with book.writing(NOW) as w:
        questions.answer(w, question, ada, "Tea")
    with pytest.raises(Declined) as refused, book.writing(NOW) as w:
        questions.draw(w, question, "A cake", "seed")
    assert refused.value.code == "too_few_entered"


def test_groups_and_the_lists_of_insights_are_without_who_is_on_hold_and_sums_are_not(
    book: Book, tmp_path: Path
) -> None:
    ada, ben = slipping(book), enrol(book, "Ben Osei", now=NOW - timedelta(days=300))
    buy(book, ben, 5000, now=NOW - timedelta(days=100))
    cleo = enrol(book, "Cleo Prospect")
    with book.writing(NOW) as w:
        groups.save(w, "All of them", "spent over 1")
        sheet = questionnaires.make(
            w, "Tea", (questions.add(w, "Tea or coffee?", ("Tea", "Coffee")).question.id,)
        ).questionnaire.id
    before = insights.insights(book.reading(), TODAY)
    _hold(book, ada)
    _hold(book, cleo)
    reading = book.reading()
    assert groups.members_in(reading, "spent over 1", TODAY) == (ben,)
    assert groups.how_many(reading, "spent over 1", TODAY) == (1, 1)
    assert listing.roll(reading, listing.Wanted(group="spent over 1"), TODAY).ids.tolist() == [ben]
    assert [one.name for one in questionnaires.addressed(reading, sheet, "All of them", TODAY)] == [
        "Ben Osei"
    ]
    out = tmp_path / "group.csv"
    assert exporting.export_file(reading, "members", out, TODAY, group="All of them").written == 1
    assert "Ada" not in out.read_text(encoding="utf-8")
    left = letter_finding.in_group(reading, "All of them", "", TODAY)
    assert {one.member_id for one in left} == {ada, ben}  # and then left out, with the reason shown
    after = insights.insights(reading, TODAY)
    assert (after.members, after.lately) == (before.members, before.lately)
    assert ada in {one.member_id for one in before.ranked} | {word.member_id for word in before.words}
    assert ada not in {one.member_id for one in after.ranked} | {word.member_id for word in after.words}
    for step in after.plan:
        if step.rule:
            assert step.members == len(groups.members_in(reading, step.rule, TODAY)), step
    assert sum(step.members for step in after.plan) == sum(step.members for step in before.plan) - 2
    assert ada not in {one.member_id for one in recognition.waiting(reading, TODAY).earned}
    reading.close()


def test_nobody_here_learns_the_name_of_who_is_on_hold(book: Book) -> None:
    leon = enrol(book, "Leon Abara", now=NOW - timedelta(days=90))
    for days in range(60, 0, -3):
        buy(book, leon, 700, now=NOW - timedelta(days=days))
    with book.writing(NOW) as w:
        rhythms.settle_all(w)
        assert learning.regulars(w, TODAY) == (leon,)
    _hold(book, leon)
    with book.writing(NOW) as w:
        assert learning.regulars(w, TODAY) == ()


def test_purchases_go_on_counting_and_the_counter_says_that_it_is_on_hold(book: Book) -> None:
    ada = slipping(book)
    before = counter.at_counter(book.reading(), ada, TODAY).card.standing.points
    _hold(book, ada)
    buy(book, ada, 5000)
    at = counter.at_counter(book.reading(), ada, TODAY)
    assert at.card.standing.points > before
    assert at.hint is not None and (at.hint.kind, at.hint.on) == ("hold", TODAY)


def test_what_is_on_hold_is_kept_past_its_time(book: Book) -> None:
    ada = enrol(book, "Ada Whitcombe", now=NOW - timedelta(days=390))
    with book.writing(NOW) as w:
        keeping_times.set_times(w, keeping_times.Times(members=3))
        assert keeping_times.due(w, TODAY).members == 1
    _hold(book, ada)
    with book.writing(NOW) as w:
        assert keeping_times.due(w, TODAY).members == 0


def test_two_records_made_one_are_on_hold_where_either_was_and_one_lift_ends_it(book: Book) -> None:
    ada, twin = slipping(book), enrol(book, "Ada Whitcombe")
    _hold(book, twin)
    _hold(book, ada)
    with book.writing(NOW) as w:
        merging.merge(w, ada, twin)
    with book.writing(NOW) as w:
        holding.lift(w, ada)
        assert holding.of(w, ada) is None


def test_the_story_tells_it(book: Book) -> None:
    ada = slipping(book)
    _hold(book, ada)
    with book.writing(NOW + timedelta(minutes=1)) as w:
        holding.lift(w, ada)
    reading = book.reading()
    told = timeline.entries(reading, timeline.of(reading, ada, TODAY), 0, 2)
    assert [(one.kind, one.because, one.what) for one in told] == [
        ("hold", "ended", "Says that May was not theirs"), ("hold", "begun", "Says that May was not theirs"),
    ]  # fmt: skip
