"""Events by command: listed, one with its guests, the invitations of one as a PDF, logged once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.cli import clock
from shopkeeper.records.opening import open_book
from shopkeeper.service import events, guests, members, shops
from tests.journeys.tills import Till, line, opened, pipe, sound


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = opened(tmp_path, capfd)
    for name in ("Anna Berg", "Bo Ek"):
        made("enrol", "--name", name)
    made("enrol", "--name", "Cy Dean", "--letters", "no")
    book = open_book(made.path)
    with book.writing(clock()) as w:
        day = shops.today(w) + timedelta(days=7)
        event = events.plan(w, events.Plan("tasting", "Cheese tasting", day, "19:00", "21:00")).event.id
        for number in ("1001", "1002", "1003"):
            guests.add_one(w, event, members.find_member(w, number))
    book.close()
    return made


def test_events_are_listed_and_one_tells_its_guests(till: Till) -> None:
    code, found = till("events")
    assert code == 0 and [(one["name"], one["invited"]) for one in found["events"]] == [("Cheese tasting", 3)]
    code, one = till("events", "cheese TASTING")
    assert [(guest["name"], guest["no_letter"]) for guest in one["guests"]] == [
        ("Anna Berg", ""), ("Bo Ek", ""), ("Cy Dean", "Asked for no letters"),
    ]  # fmt: skip
    assert till("events", "ball")[1]["declined"] == "event_unknown"
    code, words = till.words("events")
    assert code == 0 and "Cheese tasting" in words and "3 invited, 0 coming, 0 in" in words


def test_invitations_go_to_the_guests_once(till: Till, tmp_path: Path) -> None:
    file = tmp_path / "invitations.pdf"
    code, done = till("letter", "vip-invitation", "--event", "1", "--pdf", str(file))
    assert (code, done["to"], done["pages"]) == (0, ["1001", "1002"], 2) and file.exists()
    assert done["left_out"] == [{"number": "1003", "because": "Asked for no letters"}]
    assert [guest["invited"] for guest in till("events", "1")[1]["guests"]] == [True, True, False]
    assert till("letter", "vip-invitation", "--event", "1", "--pdf", str(file))[1]["to"] == []
    again = till("letter", "vip-invitation", "1001", "--event", "1", "--pdf", str(file))[1]
    assert again["declined"] == "no_invitation_due"
    assert till("letter", "birthday", "--event", "1", "--pdf", str(file))[1]["declined"] == "event_not_asked"


# ---- an evening from plan to afterwards, by command and through the pipe ----


@pytest.fixture
def shop(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = opened(tmp_path, capfd)
    for name in ("Anna Berg", "Bo Ek", "Cy Dean", "Dora Ash"):
        made("enrol", "--name", name)
    return made


def test_an_evening_is_played_through_by_command(shop: Till, tmp_path: Path) -> None:
    today = clock().date().isoformat()
    code, planned = shop(
        "event-plan", "Cheese tasting", "--kind", "tasting", "--on", today, "--start", "19:00", "--end", "9 pm",
        "--places", "2", "--cost", "80.00",
    )  # fmt: skip
    assert (code, planned["from"], planned["until"], planned["places"]) == (0, "19:00", "21:00", 2)
    assert planned["cost_minor"] == 8000
    code, listed = shop("guests", "cheese tasting", "1001", "1002", "1003")
    assert (code, listed["added"], len(listed["guests"])) == (0, 3, 3)
    assert shop("guests", "Cheese tasting", "1001")[1]["declined"] == "on_the_list"
    code, said = shop("guest", "Cheese tasting", "1001", "--answer", "yes", "--with", "1")
    assert (code, said["answer"], said["companions"], said["state"]) == (0, "yes", 1, "invited")
    assert shop("guest", "Cheese tasting", "1002", "--answer", "yes")[1]["state"] == "waiting"
    freed = shop("guest", "Cheese tasting", "1001", "--answer", "no")[1]
    assert freed["freed"] == 1, "a place is there again, and it says so"
    assert shop("guest", "Cheese tasting", "1002", "--give-place")[1]["state"] == "invited"
    assert shop("guest", "Cheese tasting", "1003", "--told", "phone")[1]["invited"] is True
    code = listed["guests"][2]["code"]
    done, came = shop("guest", "Cheese tasting", f"{code[:4]} {code[4:]}", "--in", "--with", "2")
    assert (done, came["number"], came["came_with"], came["here"], came["here_with"]) == (0, "1003", 2, 1, 2)
    assert shop("guest", "Cheese tasting", "1003", "--in")[1]["declined"] == "here_already"
    assert shop("guest", "Cheese tasting", "1003", "--not-in")[1]["arrived_at"] is None
    shop("guest", "Cheese tasting", "1003", "--in")
    late = shop("guest", "Cheese tasting", "1004", "--in")[1]
    assert late["asked"] is False and late["state"] == "at the door", "late, and welcome"
    door = tmp_path / "door.pdf"
    code, told = shop("events", "Cheese tasting", "--door-list", str(door), "--result")
    assert (code, told["door_pages"], told["result"]["came"], told["result"]["unasked"]) == (0, 1, 2, 1)
    assert door.read_bytes().startswith(b"%PDF")
    assert shop("guest", "Cheese tasting", "1002", "--off")[1]["off"] is True
    code, words = shop.words("events", "Cheese tasting", "--result")
    assert code == 0 and "2 came, 0 with them, 1 not invited." in words and "it cost £80.00" in words
    assert "There are too few to compare" in words
    code, words = shop.words("guest", "Cheese tasting", "1003", "--not-in")
    assert code == 0 and words.startswith("1003 · Cy Dean · Member · no answer")
    shop("undo")
    assert shop("events", "1")[1]["here"] == 2, "a tick that was taken away is put back"
    assert sound(shop)


def test_what_cannot_be_meant_is_declined_with_a_sentence(shop: Till) -> None:
    day = (clock().date() + timedelta(days=7)).isoformat()
    assert shop("event-plan", "Ball")[1]["declined"] == "event_incomplete"
    assert shop("event-plan", "Ball", "--on", day, "--start", "noonish", "--end", "21:00")[1]["declined"] == (
        "from_time_not_understood"
    )
    shop("event-plan", "Ball", "--on", day, "--start", "19:00", "--end", "21:00", "--early", "gold")
    assert (
        shop("event-plan", "Ball", "--change", "ball", "--early", "Member")[1]["declined"] == "tier_unknown"
    )
    changed = shop("event-plan", "Winter ball", "--change", "Ball", "--places", "30")[1]
    assert (changed["name"], changed["places"], changed["on"], changed["from"]) == (
        "Winter ball",
        30,
        day,
        "19:00",
    )
    assert shop("guests", "Winter ball")[1]["declined"] == "for_whom"
    assert shop("guests", "Winter ball", "1001", "--tier", "Gold")[1]["declined"] == "for_whom"
    assert shop("guest", "Winter ball", "1001")[1]["declined"] == "one_thing"
    assert shop("guest", "Winter ball", "1001", "--answer", "yes")[1]["declined"] == "guest_unknown"
    assert shop("guest", "Winter ball", "1001", "--in")[1]["declined"] == "event_to_come"
    shop("event-plan", "Other", "--on", day, "--start", "8", "--end", "9")
    code = shop("guests", "Other", "1002")[1]["guests"][0]["code"]
    assert shop("guest", "Winter ball", code, "--answer", "yes")[1]["declined"] == "code_of_other_event"
    assert shop("events", "--result")[1]["declined"] == "event_missing"
    assert shop("event-off", "Winter ball")[1]["called_off"] is True
    assert shop("guests", "Winter ball", "1001")[1]["declined"] == "called_off"


def test_a_choice_puts_its_members_on_and_keeps_a_part_back(shop: Till) -> None:
    day = (clock().date() + timedelta(days=7)).isoformat()
    shop("event-plan", "Late hours", "--on", day, "--start", "20:00", "--end", "22:00")
    for number in ("1001", "1002", "1003", "1004"):
        shop("purchase", number, "30.00", "--what", "Goat cheese")
    code, listed = shop("guests", "Late hours", "--interest", "cheese", "--kept-back", "25")
    assert (code, listed["added"], listed["kept_back_now"]) == (0, 3, 1)
    assert sorted(guest["state"] for guest in listed["guests"]) == ["invited"] * 3 + ["kept back"]
    assert shop("guests", "Late hours", "--interest", "cheese")[1]["declined"] == "nobody_fits"


def test_answers_come_through_the_pipe(shop: Till) -> None:
    day = (clock().date() + timedelta(days=7)).isoformat()
    with pipe(shop.path) as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(**sent: object) -> Any:
            process.stdin.write(line(**sent))  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return json.loads(process.stdout.readline())  # type: ignore[union-attr]

        planned = ask(do="event-plan", name="Tasting", on=day, start="19:00", end="21:00", cost_minor=1200)
        assert planned["cost_minor"] == 1200
        assert ask(do="guests", event="Tasting", member=["1001", 1002])["added"] == 2
        said = ask(do="guest", event=planned["event"], member=1001, answer="maybe", **{"with": 1})
        assert (said["answer"], said["companions"]) == ("maybe", 1)
        assert ask(do="guest", event="Tasting", member="1001", **{"in": True})["declined"] == "event_to_come"
        process.stdin.close()
        assert process.wait(30) == 0
    assert sound(shop)
