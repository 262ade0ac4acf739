"""A trial by command: what it could find, begun, given, told about, ended; a report before and after its end."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.journeys.tills import Till, opened

BEGIN = ("begin", "Coffee or points", "--offer", "A free coffee", "--cost", "0.40", "--against", "Fifty points",
         "--against-points", "50", "--goal", "3.00", "--weeks", "2")  # fmt: skip
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Till]:
    with time_machine.travel(START, tick=False):
        made = opened(tmp_path, capfd)
        rows = [("member", "on", "amount")]
        for member in range(1, 31):
            rows += [(str(1000 + member), f"2026-{month:02}-{day:02}", f"{10 + member}.00")
                     for month in (1, 2) for day in range(1, 28, 7)]  # fmt: skip
            rows.append((str(1000 + member), "2025-06-01", "5.00"))
        with (tmp_path / "past.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
        assert made("import", "purchases", str(tmp_path / "past.csv"))[1]["refused"] == []
        yield made


def test_a_trial_from_the_question_to_the_answer(till: Till, tmp_path: Path) -> None:
    size = till("trial", "size", "--goal", "3.00", "--weeks", "2")[1]
    assert (size["members"], size["households"], size["left_out"], size["goal"]) == (30, 30, 0, 300)
    assert "in each half you would see a difference of" in size["told"]
    code, begun = till("trial", *BEGIN)
    assert code == 0
    assert (begun["members_with"], begun["members_without"], begun["through"]) == (15, 15, "2026-03-15")
    lot = till("trial", "lot")[1]["lot"]
    assert {row["pair"] for row in lot} == set(range(15))
    collects = next(row["number"] for row in lot if not row["first"])
    given = till("trial", "give", "Coffee or points", "--member", collects)[1]
    assert (given["offer"], given["points"]) == ("Fifty points", 50)
    assert till("show", collects)[1]["points"] >= 50
    assert till("trial", "give", "Coffee or points", "--member", collects)[0] == 1
    for row in lot:
        assert till("purchase", row["number"], "14.00" if row["first"] else "4.00")[0] == 0
    now = till("report", "trial")[1]
    assert (now["state"], now["verdict"], now["compared"], now["members"]) == ("running", None, None, [])
    assert now["spent_minor"] == 15 * 1800
    with time_machine.travel(START.replace(day=16), tick=False):
        done = till("report", "trial", "--trial", "coffee or points", "--csv", str(tmp_path / "t.csv"))[1]
        assert (done["state"], done["verdict"], done["given"], done["cost_minor"]) == (
            "over",
            "better",
            1,
            50,
        )
        assert done["compared"]["difference"] == 500
        assert done["compared"]["low"] <= 500 <= done["compared"]["high"]
        assert "give it to everybody" in done["next"]
        assert len((tmp_path / "t.csv").read_text("utf-8-sig").splitlines()) == 31
        assert "A free coffee" in till.words("report", "trial")[1]


def test_a_trial_is_listed_ended_and_told_in_words(till: Till) -> None:
    assert till("report", "trial")[0] == 1
    assert till("trial", "begin", "Nothing at all", "--goal", "3")[1]["declined"] == "first_missing"
    assert till("trial", "size")[1]["declined"] == "goal_missing"
    assert till("trial", *BEGIN)[0] == 0
    assert till("trial", "list")[1]["trials"][0]["state"] == "running"
    assert "A free coffee (15) against Fifty points (15)" in till.words("trial", "list")[1]
    assert "household 0 · pair" in till.words("trial", "lot")[1]
    assert till("trial", "give")[1]["declined"] == "member_missing"
    assert till.words("trial", "give", "--member", "1001")[1].endswith("given.\n")
    assert "stopped" in till.words("trial", "stop")[1]
    report = till("report", "trial")[1]
    assert (report["state"], report["verdict"]) == ("stopped", None)
    assert till("undo")[0] == 0
    assert till("trial", "list")[1]["trials"][0]["state"] == "running"
