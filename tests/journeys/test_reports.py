"""Reports by command: for a program, for a person, for a spreadsheet; and a day to come is refused."""

import csv
from pathlib import Path

import pytest

from tests.journeys.tills import INIT, Till

SAMPLE = Path(__file__).parent.parent / "data" / "cdnow-sample.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture
def till(folder: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    made = Till(folder / "shop" / "shop.db", capfd)
    if not made.path.exists():
        assert made(*INIT)[0] == 0
        assert made("import", "purchases", str(SAMPLE))[1]["added"] == 6919
    return made


def test_value_answers_with_the_published_model_and_every_member(till: Till) -> None:
    code, answer = till("report", "value", "--on", "1997-09-30", "--weeks", "39")
    model = answer["model"]
    assert code == 0 and model["rule"] == "learnt"
    assert [round(model[part], 3) for part in ("r", "alpha", "a", "b")] == [0.243, 4.414, 0.793, 2.426]
    assert [round(model[part], 2) for part in ("p", "q", "gamma")] == [6.25, 3.74, 15.44]
    assert len(answer["members"]) == 2357
    first = answer["members"][0]
    assert set(first) == {"number", "still_a_customer", "expected_purchases", "expected_minor", "past_minor"}
    assert first["number"] == "00004" and first["past_minor"] == 7402


def test_pareto_keeping_stages_slipping_and_rfm_answer_in_kind(till: Till) -> None:
    pareto = till("report", "pareto", "--on", "1998-06-30")[1]
    assert pareto["members"] == 2357 and 0.6 < pareto["best_fifth_share"] < 0.7
    assert pareto["curve"][0] == [0, 0] and pareto["curve"][-1] == [1, 1]
    keeping = till("report", "keeping", "--on", "1998-06-30")[1]
    assert keeping["kept_of"] == 2357 and keeping["kept"] == keeping["returning_members"]
    stages = till("report", "stages", "--on", "1997-12-31")[1]
    assert sum(stages["stages"].values()) == len(stages["members"]) == 2357
    assert sum(one["members"] for one in stages["month"]) == len(stages["members"])
    assert [one["step"] for one in stages["plan"]][:2] == ["advocates", "clients"]
    assert stages["plan"][3]["members"] == stages["stages"]["first"]
    assert keeping["full_price_share"] == 1.0 and keeping["unfair"] in (True, False)
    assert keeping["getting_minor"] == 0 < keeping["keeping_minor"]  # nobody began in this year
    slipping = till("report", "slipping", "--on", "1997-12-31")[1]
    assert slipping["in_all"] <= stages["stages"]["slipping"]
    rfm = till("report", "rfm", "--on", "1998-06-30")[1]["members"]
    assert {row["money"] for row in rfm} == {1, 2, 3, 4, 5}


def test_a_report_goes_into_a_spreadsheet(till: Till, folder: Path) -> None:
    answer = till("report", "stages", "--on", "1997-12-31", "--csv", str(folder / "stages.csv"))[1]
    assert answer["written"] == 2357
    rows = list(csv.reader((folder / "stages.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["number", "stage"] and len(rows) == 2358


def test_a_day_to_come_is_refused(till: Till) -> None:
    code, answer = till("report", "keeping", "--on", "2090-01-01")
    assert (code, answer["declined"]) == (1, "day_to_come")
