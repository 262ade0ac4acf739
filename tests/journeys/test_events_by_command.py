"""Events by command: listed, one with its guests, the invitations of one as a PDF, logged once."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.cli import clock
from shopkeeper.records.opening import open_book
from shopkeeper.service import events, guests, members, shops
from tests.journeys.tills import Till, opened


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
