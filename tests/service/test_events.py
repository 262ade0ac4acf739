"""Events: planned, a list chosen, answers and places, the door, and an honest word on what it brought."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Reading
from shopkeeper.service import (
    acts,
    counter,
    door,
    event_result,
    events,
    guest_choice,
    guests,
    letter_guests,
    letters,
    members,
    merging,
    timeline,
)
from shopkeeper.service.details import Details, Remark
from shopkeeper.service.events import Plan
from shopkeeper.service.guest_choice import Choice
from tests.books import NOW, TODAY, buy, enrol, new_book

FRIDAY = date(2026, 11, 27)
EVENING = datetime.fromisoformat("2026-11-27T18:04:00+00:00")
PREVIEW = Plan("sale preview", "Sale preview", FRIDAY, "18:00", "20:00", places=3, words="our sale preview")


class Shop:
    """A book with a few members, and acts done in it at an instant."""

    def __init__(self, folder: Path) -> None:
        self.book: Book = new_book(folder)
        self.now = NOW
        self.ids: dict[str, int] = {}
        for name, spent in (
            ("Ada Whitcombe", 120_000),
            ("Bo Ek", 60_000),
            ("Cy Dean", 60_000),
            ("Dee Fox", 500),
        ):
            self.ids[name] = enrol(
                self.book, name, remarks=(Remark("likes", "Rye bread"),) if name == "Bo Ek" else ()
            )
            buy(self.book, self.ids[name], spent)

    def do(self, act: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self.book.writing(self.now) as w:
            return act(w, *values, **named)

    def ask(self, question: Callable[..., Any], *values: Any, **named: Any) -> Any:
        reading: Reading = self.book.reading()
        try:
            return question(reading, *values, **named)
        finally:
            reading.close()

    def planned(self, plan: Plan = PREVIEW) -> int:
        return int(self.do(events.plan, plan).event.id)

    def guest(self, event: int, name: str) -> guests.Guest:
        found = self.ask(guests.of_member, event, self.ids[name])
        assert isinstance(found, guests.Guest)
        return found

    def invite(self, event: int, *names: str) -> None:
        for name in names:
            self.do(guests.add_one, event, self.ids[name])

    def tally(self, event: int) -> events.Tally:
        found = self.ask(events.one, event).tally
        assert isinstance(found, events.Tally)
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.book.close()


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("name", "  ", "name_required"), ("from_time", "half past", "from_time_not_understood"), ("places", 0, "places_out_of_range"),
        ("on_day", date(2026, 11, 20), "event_in_the_past"), ("on_day", date(2031, 1, 1), "day_out_of_range"),
        ("cost_minor", -1, "cost_negative"), ("bring", 99, "bring_out_of_range"), ("opens_on", date(2026, 11, 1), "opens_before"),
        ("after_days", 0, "after_days_out_of_range"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_said_and_nothing_is_kept(
    shop: Shop, part: str, value: object, code: str
) -> None:
    with pytest.raises(Declined) as refused:
        shop.planned(replace(PREVIEW, **{part: value}))  # type: ignore[arg-type]
    assert refused.value.code in (code, f"{part}_missing", f"{part}_empty")
    assert shop.ask(events.listed, TODAY) == ()


def test_a_plan_is_changed_called_off_and_each_is_undone(shop: Shop) -> None:
    event = shop.planned()
    shop.do(events.change, event, replace(PREVIEW, name="The preview", from_time="6 pm"))
    assert shop.ask(events.one, event).plan.name == "The preview"
    assert shop.ask(events.named, "the PREVIEW").id == event
    shop.do(events.call_off, event)
    with pytest.raises(Declined):
        shop.invite(event, "Bo Ek")
    for _ in range(2):
        shop.do(acts.undo)
    assert shop.ask(events.one, event).plan == PREVIEW
    shop.invite(event, "Bo Ek")
    with pytest.raises(Declined) as refused:
        shop.do(acts.undo, 0 + shop.ask(lambda r: r.value("select min(id) from acts where kind = 'event'")))
    assert refused.value.code == "has_guests"


def test_guests_are_chosen_by_tier_by_what_they_like_and_by_what_they_spend(shop: Shop) -> None:
    event = shop.planned()

    def names(choice: Choice) -> set[str]:
        found = {member for member, _ in shop.ask(guest_choice.choose, event, choice, TODAY).members}
        return {name for name, member in shop.ids.items() if member in found}

    tiers = {shop.ask(members.show, shop.ids[name], TODAY).standing.tier for name in ("Bo Ek", "Cy Dean")}
    assert names(Choice(tuple(tiers))) == {"Bo Ek", "Cy Dean"}
    assert names(Choice(interest="rye")) == {"Bo Ek"}
    assert names(Choice(interest="…")) == set()
    assert names(Choice(spent_minor=100_000)) == {"Ada Whitcombe"}
    assert names(Choice(at_most=1)) == {"Ada Whitcombe"}
    assert len(names(Choice())) == 4


def test_a_list_is_one_act_and_a_random_part_is_kept_back(shop: Shop) -> None:
    for number in range(16):
        shop.ids[f"M{number}"] = enrol(shop.book, f"Member {number}")
    event = shop.planned()
    done = shop.do(guests.add, event, Choice(), kept_back_percent=25)
    assert (done.added, done.kept_back) == (15, 5)
    assert (shop.tally(event).invited, shop.tally(event).kept_back) == (15, 5)
    with pytest.raises(Declined):
        shop.do(guests.add, event, Choice())
    shop.do(acts.undo)
    assert shop.tally(event).invited == 0


def test_a_yes_for_which_no_place_is_left_waits_until_one_is_free(shop: Shop) -> None:
    event = shop.planned()
    shop.invite(event, "Ada Whitcombe", "Bo Ek", "Cy Dean")
    shop.do(guests.answer, shop.guest(event, "Ada Whitcombe").id, "yes", 1)
    shop.do(guests.answer, shop.guest(event, "Bo Ek").id, "yes")
    waiting = shop.do(guests.answer, shop.guest(event, "Cy Dean").id, "yes")
    assert waiting.guest.state == "waiting" and waiting.freed == 0
    assert (shop.tally(event).expected, shop.tally(event).waiting) == (3, 1)
    freed = shop.do(guests.answer, shop.guest(event, "Bo Ek").id, "no")
    assert freed.freed == 1
    shop.do(guests.give_place, shop.guest(event, "Cy Dean").id)
    assert (shop.tally(event).coming, shop.tally(event).waiting, shop.tally(event).regrets) == (2, 0, 1)
    with pytest.raises(Declined) as refused:
        shop.do(guests.answer, shop.guest(event, "Cy Dean").id, "yes", 2)
    assert refused.value.code == "too_many_companions"


def test_the_door_lets_in_the_invited_once_and_welcomes_who_was_not(shop: Shop) -> None:
    event = shop.planned()
    shop.invite(event, "Ada Whitcombe")
    shop.do(guests.answer, shop.guest(event, "Ada Whitcombe").id, "yes", 1)
    with pytest.raises(Declined) as early:
        shop.do(door.check_in, event, shop.ids["Ada Whitcombe"])
    assert early.value.code == "event_to_come"
    shop.now = EVENING
    ada = shop.do(door.check_in, event, shop.ids["Ada Whitcombe"])
    assert (ada.asked, ada.here, ada.here_with) == (True, 1, 1)
    with pytest.raises(Declined) as again:
        shop.do(door.check_in, event, shop.ids["Ada Whitcombe"])
    assert again.value.code == "here_already"
    dee = shop.do(door.check_in, event, shop.ids["Dee Fox"])
    assert (dee.asked, shop.tally(event).unasked) == (False, 1)
    shop.do(acts.undo)
    assert shop.ask(guests.of_member, event, shop.ids["Dee Fox"]) is None
    shop.do(door.not_here, ada.guest.id)
    assert shop.tally(event).here == 0
    with pytest.raises(Declined):
        shop.do(door.not_here, ada.guest.id)


def test_who_asked_for_no_letters_is_listed_with_the_reason_and_can_be_told_otherwise(shop: Shop) -> None:
    with shop.book.writing(NOW) as w:
        details, _, _ = members.details_of(w, shop.ids["Bo Ek"])
        members.edit(w, shop.ids["Bo Ek"], replace(details, letters=False))
    event = shop.planned()
    shop.invite(event, "Ada Whitcombe", "Bo Ek")
    found = shop.ask(letter_guests.due_to_guests, TODAY, "sale-preview", event)
    assert [one.name for one in found.due] == ["Ada Whitcombe"]
    assert [(one.name, one.code) for one in found.left_out] == [("Bo Ek", "no_letters")]
    assert shop.guest(event, "Bo Ek").no_letter
    told = shop.do(guests.tell, shop.guest(event, "Bo Ek").id, "phone")
    assert told.guest.asked and told.guest.told_by == "phone"
    assert shop.ask(letter_guests.due_to_guests, TODAY, "sale-preview", event).left_out == ()


def test_the_letter_names_the_event_its_day_and_hours_and_is_written_once(shop: Shop) -> None:
    event = shop.planned()
    shop.invite(event, "Ada Whitcombe", "Cy Dean")
    chosen = shop.ask(
        letters.for_command,
        [],
        everybody_due=False,
        own_line="",
        today=TODAY,
        kind="sale-preview",
        event="Sale preview",
    )
    assert [one.name for one in chosen.letters] == ["Ada Whitcombe", "Cy Dean"]
    words = " ".join(chosen.letters[0].paragraphs)
    assert "our sale preview on Friday" in words.replace("\u202f", " ") and "27 November" in words
    shop.do(letters.written, chosen.letters)
    assert shop.guest(event, "Ada Whitcombe").letter_on == TODAY
    assert shop.ask(letter_guests.due_to_guests, TODAY, "sale-preview", event).due == ()
    told = shop.ask(letters.lately, TODAY)
    assert told[0].because == "Invited to Sale preview"
    shop.do(acts.undo)
    assert shop.guest(event, "Ada Whitcombe").letter_on is None


def test_the_counter_says_what_a_member_is_invited_to_and_what_is_open_to_their_tier(shop: Shop) -> None:
    ada = shop.ids["Ada Whitcombe"]
    event = shop.planned(replace(PREVIEW, early_rank=3, opens_on=date(2026, 11, 28)))

    def said() -> list[str]:
        return [one.how for one in shop.ask(counter.at_counter, ada, shop.now.date()).events]

    assert said() == ["early"]
    assert shop.ask(counter.at_counter, shop.ids["Dee Fox"], TODAY).events == ()
    shop.invite(event, "Ada Whitcombe")
    assert said() == ["invited"]
    shop.do(guests.answer, shop.guest(event, "Ada Whitcombe").id, "yes")
    assert said() == ["coming"]
    shop.now = EVENING + timedelta(days=2)
    assert said() == []


def test_everything_of_it_stands_in_the_members_story(shop: Shop) -> None:
    event = shop.planned(replace(PREVIEW, on_day=TODAY))
    shop.do(guests.add, event, Choice(at_most=1))
    ada = shop.ids["Ada Whitcombe"]
    guest = shop.guest(event, "Ada Whitcombe").id
    shop.do(guests.answer, guest, "maybe")
    shop.do(guests.tell, guest, "counter")
    shop.do(door.check_in, event, ada)
    shop.do(door.check_in, event, shop.ids["Dee Fox"])

    def story(member: int) -> list[str]:
        whole = shop.ask(timeline.of, member, TODAY)
        entries = shop.ask(timeline.entries, whole, 0, 50)
        return [entry.because for entry in entries if entry.kind in ("guests", "guest", "door")]

    assert story(ada) == ["came", "told", "answered maybe", "listed"]
    assert story(shop.ids["Dee Fox"]) == ["came unasked"]
    listed = next(
        entry
        for entry in shop.ask(timeline.entries, shop.ask(timeline.of, ada, TODAY), 0, 50)
        if entry.because == "listed"
    )
    assert listed.act is None


def test_a_merge_brings_the_places_on_lists_along_and_gives_them_back(shop: Shop) -> None:
    event = shop.planned(replace(PREVIEW, on_day=TODAY))
    other = shop.planned(replace(PREVIEW, name="Tasting"))
    shop.invite(event, "Bo Ek", "Cy Dean")
    shop.invite(other, "Cy Dean")
    shop.do(guests.answer, shop.guest(event, "Cy Dean").id, "yes", 1)
    shop.do(door.check_in, event, shop.ids["Cy Dean"])
    merge = shop.do(merging.merge, shop.ids["Bo Ek"], shop.ids["Cy Dean"]).merge
    kept = shop.guest(event, "Bo Ek")
    assert (kept.answer, kept.companions, bool(kept.arrived_at)) == ("yes", 1, True)
    assert shop.ask(guests.of_member, other, shop.ids["Bo Ek"]) is not None
    assert (shop.tally(event).invited, shop.tally(event).here) == (1, 1)
    shop.do(merging.unmerge, merge)
    assert shop.guest(event, "Bo Ek").answer == "" and shop.guest(other, "Cy Dean").state == "invited"


def test_afterwards_guests_are_set_against_like_members_and_too_few_tell_nothing(shop: Shop) -> None:
    day = TODAY - timedelta(days=40)
    earlier = NOW - timedelta(days=80)
    event = shop.planned()
    with shop.book.writing(NOW) as w:
        w.run("update events set on_day = ? where id = ?", (day.isoformat(), event))
    for number in range(24):
        name = f"M{number}"
        shop.ids[name] = enrol(shop.book, f"Member {number}", now=earlier)
        buy(shop.book, shop.ids[name], 2_000 + number, now=earlier)
        guest = number % 2 == 0
        buy(shop.book, shop.ids[name], (5_000 if guest else 1_000) + number, now=NOW - timedelta(days=30))
        if guest:
            shop.do(door.check_in, event, shop.ids[name])
            shop.do(guests.tell, shop.guest(event, name).id, "counter")
    found = shop.ask(event_result.result, event, TODAY)
    assert (found.compared, found.came, found.ours, found.days_left) == ("like", 12, 12, 0)
    assert 3_900 < found.guest_minor - found.other_minor < 4_100
    assert found.difference is not None and found.difference.tells and found.difference.low > 3_800
    none = shop.planned(replace(PREVIEW, on_day=TODAY))
    shop.do(door.check_in, none, shop.ids["Dee Fox"])
    few = shop.ask(event_result.result, none, TODAY)
    assert few.difference is None and few.days_left == 29


def test_those_kept_back_by_lot_are_the_ones_to_compare_with(shop: Shop) -> None:
    for number in range(40):
        shop.ids[f"M{number}"] = enrol(shop.book, f"Member {number}")
    event = shop.planned(replace(PREVIEW, on_day=TODAY))
    shop.do(guests.add, event, Choice(), kept_back_percent=50)
    found = shop.ask(event_result.result, event, TODAY)
    assert (found.compared, found.ours, found.others) == ("kept back", 22, 22)
    assert found.difference is not None and not found.difference.tells


def test_names_of_every_script_and_length_are_on_the_list_in_their_order(shop: Shop) -> None:
    for name in ("Ελένη Παπαδοπούλου", "王小明", "W" * 60, "Ängla Öst"):
        shop.ids[name] = shop.do(members.enrol, Details(name=name), even_if_known=True).member_id
    event = shop.planned()
    shop.invite(event, *shop.ids)
    assert len(shop.ask(guests.listed, event)) == 8
    assert shop.ask(guests.listed, event)[0].name == "Ada Whitcombe"
