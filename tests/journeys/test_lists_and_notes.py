"""Lists come in and go out, and a note is written, by command; each whole, each undone as one."""

import csv
from pathlib import Path

import pytest

from tests.journeys.tills import INIT, Till, sound


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = Till(tmp_path / "shop" / "shop.db", capfd)
    assert made(*INIT)[0] == 0
    return made


def test_a_list_of_purchases_comes_in_once_and_is_undone_as_one(till: Till, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text(
        "member_id,date,amount,quantity\n00001,1997-01-01,11.77,1\n00001,1997-01-01,11.77,1\n00002,1997-01-12,12.00,1\n"
    )
    code, came = till("import", "purchases", str(file))
    assert (code, came["read"], came["added"], came["amount_minor"], came["refused"]) == (0, 3, 3, 3_554, [])
    assert till("import", "purchases", str(file))[1]["added"] == 0
    assert till("show", "00001")[1]["spent_minor"] == 2_354
    assert sound(till)
    assert till("undo")[0] == 0
    assert till("show", "00001")[0] == 1
    assert till("import", "purchases", str(file))[1]["added"] == 3
    assert sound(till)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"foo,bar\n1,2\n",
        b"member,amount\n1,2\n",
        b"\0" * 500,
        "member,on,amount\nJürgen,2026-01-01,1\n".encode("latin-1"),
    ],
)
def test_a_file_that_cannot_be_taken_is_a_sentence(till: Till, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    code, answer = till("import", "purchases", str(file))
    assert code == 1 and answer["because"]
    assert sound(till)


def test_members_go_out_and_a_formula_does_no_harm(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "=1+1", "--phone", "020 7946 0958")
    assert till("export", "members", str(tmp_path / "out.csv"))[1] == {"written": 1}
    rows = list(csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][1] == "'=1+1"


def test_a_nightly_export_takes_the_place_of_last_night_s(till: Till, tmp_path: Path) -> None:
    for name in ("Anna Berg", "Marie Curie"):
        till("enrol", "--name", name)
        assert till("export", "members", str(tmp_path / "out.csv"))[0] == 0
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["out.csv"]
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


@pytest.mark.usefixtures("qapp")  # the whole suite has one application, with windows
def test_a_note_is_written_once_for_an_occasion(till: Till, tmp_path: Path) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    till("purchase", number, "500.00")
    code, answer = till("letter", "thank-you", "--due", "--pdf", str(tmp_path / "a.pdf"))
    assert (code, answer["pages"], answer["to"]) == (0, 1, [number])
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert till("letter", "thank-you", "--due", "--pdf", str(tmp_path / "b.pdf"))[1]["to"] == []


@pytest.mark.usefixtures("qapp")
def test_a_letter_of_another_kind_goes_to_a_tier_and_says_whom_it_leaves_out(
    till: Till, tmp_path: Path
) -> None:
    anna = till("enrol", "--name", "Anna Berg")[1]["number"]
    ines = till("enrol", "--name", "Ines", "--letters", "no")[1]["number"]
    for number in (anna, ines):
        till("purchase", number, "500.00")
    pdf = str(tmp_path / "a.pdf")
    code, answer = till("letter", "sale-preview", "--tier", "gold", "--pdf", pdf)
    assert (code, answer["declined"]) == (1, "nothing_told") and not Path(pdf).exists()
    code, answer = till("letter", "sale-preview", "--tier", "gold", "--about", "the sale", "--pdf", pdf)
    assert (code, answer["pages"], answer["to"]) == (0, 1, [anna])
    assert answer["left_out"] == [{"number": ines, "because": "Asked for no letters"}]
    assert (
        till("letter", "sale-preview", "--tier", "gold", "--about", "the sale", "--pdf", pdf)[1]["to"] == []
    )
    assert till("letter", "valentine", "--due", "--pdf", pdf)[0] == 2


@pytest.mark.usefixtures("qapp")
def test_cards_and_labels_are_written_for_members_and_tiers(till: Till, tmp_path: Path) -> None:
    post = ("--street", "14 Quay Street", "--town", "Bristol", "--postcode", "BS1 4RW")
    anna = till("enrol", "--name", "Anna Berg", *post)[1]["number"]
    bo = till("enrol", "--name", "Bo")[1]["number"]
    till("purchase", anna, "500.00")
    pdf = str(tmp_path / "cards.pdf")
    code, answer = till("cards", anna, bo, "--tier", "Gold", "--pdf", pdf)
    assert (code, answer) == (0, {"pages": 1, "to": [anna, bo], "left_out": []})
    code, answer = till("labels", anna, bo, "--format", "L7163", "--start", "14", "--pdf", pdf)
    assert (code, answer["to"]) == (0, [anna])
    assert answer["left_out"] == [{"number": bo, "because": "No address to post it to"}]
    assert (
        till("labels", anna, "--format", "L7163", "--start", "15", "--pdf", pdf)[1]["declined"]
        == "place_unknown"
    )
    assert till("cards", anna, "--format", "L7163", "--pdf", pdf)[1]["declined"] == "format_unknown"
    assert till("cards", "--pdf", pdf)[1]["declined"] == "nobody_named"
