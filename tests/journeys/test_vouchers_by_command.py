"""Vouchers by command: offered, issued on sheets and in letters, redeemed once, listed with what they cost."""

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.cli import clock
from shopkeeper.records.opening import open_book
from shopkeeper.service import letters, shops, vouchers
from tests.journeys.tills import Till, opened

pytestmark = pytest.mark.usefixtures("qapp")  # the whole suite has one application, with windows


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = opened(tmp_path, capfd)
    for name in ("Anna Berg", "Bo Ek"):
        made("enrol", "--name", name)
    return made


def until(till: Till, days: int = 40) -> str:
    return (clock().date() + timedelta(days=days)).isoformat()


def test_an_offer_is_issued_printed_redeemed_once_and_listed(till: Till, tmp_path: Path) -> None:
    code, offered = till(
        "offer", "Five pounds", "--off", "5.00", "--through", until(till), "--budget", "10.00"
    )
    assert (code, offered["off_minor"], offered["each_minor"], offered["issued"]) == (0, 500, 500, 0)
    file = tmp_path / "vouchers.pdf"
    code, issued = till("issue", "five POUNDS", "1001", "1002", "--pdf", str(file))
    assert (code, issued["fresh"], issued["pages"]) == (0, 2, 1) and file.exists()
    number = issued["numbers"][0]
    assert till("issue", "1", "1001", "--count", "0")[1]["numbers"] == [number]
    code, done = till("redeem", number, "--amount", "24.50", "--member", "1001")
    assert (code, done["gave_minor"], done["to_pay_minor"], done["name"]) == (0, 500, 1950, "Anna Berg")
    code, again = till("redeem", number)
    assert (code, again["declined"]) == (1, "voucher_used") and "today" in again["because"]
    other = issued["numbers"][1]
    assert till("redeem", other, "--member", "1001")[1]["declined"] == "voucher_of_other"
    assert till("redeem", other, "--look")[1]["state"] == "open"
    assert till("redeem", other, "--member", "1001", "--of-another")[0] == 0
    code, listed = till("vouchers")
    (one,) = listed["offers"]
    assert (one["issued"], one["redeemed"], one["open"], one["cost_minor"]) == (2, 2, 0, 1000)
    code, told = till("report", "vouchers")
    assert (told["issued"], told["redeemed"], told["cost_minor"]) == (2, 2, 1000)
    before = (clock().date() - timedelta(days=1)).isoformat()
    assert till("report", "vouchers", "--on", before)[1]["offers"] == []
    code, words = till.words("vouchers", "Five pounds")
    assert "2 issued, 2 redeemed, 0 open · cost £10.00" in words and "Anna Berg · used" in words


def test_an_offer_is_changed_asks_for_a_least_purchase_and_is_tied_to_one(till: Till) -> None:
    code, offered = till(
        "offer", "Winter", "--off", "5.00", "--anybody", "--least", "30.00", "--through", until(till)
    )
    assert (code, offered["least_minor"]) == (0, 3000)
    code, changed = till(
        "change-offer", "winter", "--least", "25.00", "--most", "10", "--name", "Winter thanks"
    )
    assert (code, changed["name"], changed["least_minor"], changed["most"]) == (0, "Winter thanks", 2500, 10)
    assert changed["through"] == until(till) and changed["off_minor"] == 500
    first, second = till("issue", "Winter thanks", "--count", "2")[1]["numbers"]
    assert till("change-offer", "Winter thanks", "--off", "4.00")[1]["declined"] == "less_than_printed"
    assert (
        till("change-offer", "Winter thanks", "--off", "4", "--percent", "4")[1]["declined"]
        == "gives_unknown"
    )
    code, small = till("redeem", first, "--amount", "24.50")
    assert (code, small["declined"]) == (1, "purchase_too_small") and "£0.50 more would do" in small[
        "because"
    ]
    assert till("purchase", "1001", "20.00", "--voucher", first)[1]["declined"] == "voucher_not_redeemed"
    assert till("redeem", first, "--amount", "25.00")[1]["to_pay_minor"] == 2000
    code, bought = till("purchase", "1001", "20.00", "--voucher", first, "--key", "k1")
    assert code == 0
    assert till("purchase", "1001", "20.00", "--voucher", first, "--key", "k1")[1]["again"] is True
    assert till("redeem", first, "--look")[1]["purchase"] == bought["purchase"]
    till("purchase", "1002", "40.00", "--key", "k2")
    code, done = till("redeem", second, "--purchase", "key:k2")
    assert (code, done["to_pay_minor"]) == (0, 3500) and done["purchase"] == bought["purchase"] + 1
    code, words = till.words("vouchers", "Winter thanks")
    assert "2 issued, 2 redeemed" in words


def test_too_many_are_refused_with_the_figures_and_no_sheet_is_written(till: Till, tmp_path: Path) -> None:
    till(
        "offer",
        "Honey",
        "--thing",
        "A jar of honey",
        "--each",
        "3.20",
        "--anybody",
        "--most",
        "3",
        "--through",
        until(till),
    )
    file = tmp_path / "honey.pdf"
    code, refused = till("issue", "Honey", "--count", "4", "--pdf", str(file))
    assert (code, refused["declined"]) == (1, "more_than_planned") and not file.exists()
    assert (
        till("issue", "Honey", "--count", "1", "--pdf", str(file), "--format", "A7")[1]["declined"]
        == "format_unknown"
    )
    nowhere = tmp_path / "no such folder" / "honey.pdf"
    assert till("issue", "Honey", "--count", "1", "--pdf", str(nowhere))[0] == 3
    assert till("vouchers", "Honey")[1]["vouchers"] == []
    assert till("withdraw", "Honey")[1]["withdrawn"] is True
    assert till("issue", "Honey", "--count", "1")[1]["declined"] == "offer_withdrawn"
    code, both = till("offer", "x", "--off", "1.00", "--percent", "10", "--through", until(till))
    assert (code, both["declined"]) == (1, "gives_unknown")


def test_a_letter_brings_each_member_their_own_number(till: Till, tmp_path: Path) -> None:
    till("offer", "Ten", "--percent", "10", "--each", "2.00", "--through", until(till))
    file = tmp_path / "letters.pdf"
    code, refused = till("letter", "birthday", "1001", "--voucher", "Ten", "--pdf", str(file))
    assert (code, refused["declined"]) == (1, "voucher_not_asked") and not file.exists()
    words = "Dear {{greeting}},\n\nFor you: {{voucher_gives}}, until {{voucher_until}}. It is {{voucher}}. {{voucher_qr}}\n\nYours,"
    book = open_book(till.path)
    with book.writing(clock()) as w:
        letters.keep_wordings(w, (words,), "birthday")
    book.close()
    code, done = till("letter", "birthday", "1001", "1002", "--voucher", "Ten", "--pdf", str(file))
    assert (code, done["to"]) == (0, ["1001", "1002"])
    listed = till("vouchers", "Ten")[1]["vouchers"]
    assert [(one["name"], one["state"]) for one in listed] == [("Anna Berg", "open"), ("Bo Ek", "open")]
    book = open_book(till.path)
    reading = book.reading()
    logged = {
        one.name: letters.again(reading, one.id)
        for one in letters.lately(reading, shops.read(reading).day_of(clock()))
    }
    for one in listed:
        letter = logged[one["name"]]
        assert (
            letter.own_code == one["voucher"]
            and vouchers.look(reading, letter.own_code, clock().date()).member_name == one["name"]
        )
        assert "10% off" in letter.paragraphs[0] and one["voucher"][:4] in letter.paragraphs[0]
    reading.close()
    book.close()
