"""Place cards, birthdays, slips and the letters after an event, by command."""

import os
import tty
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from shopkeeper.cli import clock
from shopkeeper.records.opening import open_book
from shopkeeper.service import door, events, guests, members, shops
from tests.journeys.tills import Till, opened

pytestmark = pytest.mark.usefixtures("qapp")  # the whole suite has one application, with windows


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = opened(tmp_path, capfd)
    for name in ("Anna Berg", "Bo Ek"):
        made("enrol", "--name", name, "--birthday", f"1980-{clock().date():%m-%d}")
    book = open_book(made.path)
    with book.writing(clock()) as w:
        event = events.plan(
            w, events.Plan("tasting", "Cheese tasting", shops.today(w), "19:00", "21:00")
        ).event.id
        for number in ("1001", "1002"):
            guests.add_one(w, event, members.find_member(w, number))
        anna, bo = guests.listed(w, event)
        guests.answer(w, anna.id, "yes", 1)
        guests.answer(w, bo.id, "no")
        door.check_in(w, event, anna.member_id)
        w.run("update events set on_day = ?", ((shops.today(w) - timedelta(days=1)).isoformat(),))
    book.close()
    return made


def test_place_cards_are_for_who_said_yes_and_who_they_bring(till: Till, tmp_path: Path) -> None:
    file = tmp_path / "places.pdf"
    code, done = till("events", "1", "--place-cards", str(file))
    assert (code, done["pages"]) == (0, 1) and file.exists()
    assert till("events", "--place-cards", str(file))[1]["declined"] == "event_missing"


def test_the_days_birthdays_are_listed_and_on_a_sheet(till: Till, tmp_path: Path) -> None:
    file = tmp_path / "birthdays.pdf"
    code, done = till("birthdays", "--pdf", str(file))
    turns = clock().year - 1980
    assert [(one["name"], one["turns"]) for one in done["birthdays"]] == [
        ("Anna Berg", turns),
        ("Bo Ek", turns),
    ]
    assert (code, done["pages"]) == (0, 1) and file.exists()
    code, words = till.words("birthdays")
    assert code == 0 and f"Anna Berg · Member · turns {turns}" in words
    assert till("birthdays", "--days", "0")[1]["declined"] == "days_out_of_range"


def test_the_slip_of_a_purchase_is_a_page(till: Till, tmp_path: Path) -> None:
    till("purchase", "1001", "24.50", "--key", "till-1")
    file = tmp_path / "slip.pdf"
    code, done = till("slip", "key:till-1", "--pdf", str(file))
    assert (code, done["pages"]) == (0, 1) and file.exists()
    assert done["lines"][0] == ["Purchase", "£24.50"]
    assert till("slip", "99", "--pdf", str(file))[0] == 1


def test_the_slip_goes_straight_to_a_receipt_printer_and_nothing_is_said_of_one_that_is_not_there(
    till: Till, tmp_path: Path
) -> None:
    till("purchase", "1001", "24.50", "--key", "till-1")
    assert till("slip", "key:till-1")[1]["declined"] == "nowhere_to"
    code, said = till("slip", "key:till-1", "--to", str(tmp_path / "lp0"))
    assert code == 1 and said["declined"] == "printer_gone" and not (tmp_path / "lp0").exists()
    assert till("slip", "key:till-1", "--to", "usb:1")[1]["declined"] == "device_not_understood"
    master, slave = os.openpty()
    got: list[bytes] = []
    reader = Thread(target=_read_to_the_end, args=(master, got), daemon=True)
    reader.start()
    try:
        tty.setraw(slave)
        code, done = till(
            "slip", "key:till-1", "--to", os.ttyname(slave), "--roll", "58", "--uncut", "--code"
        )
    finally:
        os.close(slave)
        reader.join(10)
        os.close(master)
    assert (code, done["printed"], done["pages"]) == (0, True, 1)
    sent = b"".join(got)
    assert sent.startswith(b"\x1b@\x1dv0\x00" + (384 // 8).to_bytes(2, "little")) and sent.endswith(
        b"\x1bd\x04"
    )


def _read_to_the_end(master: int, got: list[bytes]) -> None:
    with suppress(OSError):
        while piece := os.read(master, 65536):
            got.append(piece)


def test_who_came_is_thanked_and_who_did_not_is_missed(till: Till, tmp_path: Path) -> None:
    file = tmp_path / "letters.pdf"
    assert till("letter", "thanks-for-coming", "--event", "1", "--pdf", str(file))[1]["to"] == ["1001"]
    assert till("letter", "could-not-come", "--due", "--pdf", str(file))[1]["to"] == ["1002"]
    assert till("letter", "could-not-come", "--due", "--pdf", str(file))[1]["to"] == []
    assert till("letter", "birthday", "--event", "1", "--pdf", str(file))[1]["declined"] == "event_not_asked"
