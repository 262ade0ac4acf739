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
