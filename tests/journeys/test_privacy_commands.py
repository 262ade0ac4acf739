"""What is held is told, an answer is proved, and a member is forgotten, by command."""

import json
from pathlib import Path

import pytest

from tests.journeys.tills import Till, opened


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    return opened(tmp_path, capfd)


@pytest.mark.usefixtures("qapp")
def test_everything_held_is_given_as_a_page_as_a_table_and_as_data(till: Till, tmp_path: Path) -> None:
    number = till("enrol", "--name", "=Anna Berg", "--phone", "020 7946 0958")[1]["number"]
    till("purchase", number, "24.50", "--what", "Tea")
    code, data = till("held", number)
    assert (code, data["name"], data["tables"]["contacts"][0]["text"]) == (0, "=Anna Berg", "020 7946 0958")
    code, said = till(
        "held", number, "--pdf", str(tmp_path / "held.pdf"), "--csv", str(tmp_path / "held.csv")
    )
    assert (code, said["pages"]) == (0, 1)
    assert (tmp_path / "held.pdf").read_bytes().startswith(b"%PDF")
    table = (tmp_path / "held.csv").read_text(encoding="utf-8-sig")
    assert '"\'=Anna Berg"' in table and '"Tea"' in table


def test_a_member_is_forgotten_and_the_day_is_told(till: Till) -> None:
    number = till("enrol", "--name", "Anna Berg", "--phone", "020 7946 0958")[1]["number"]
    till("purchase", number, "24.50")
    assert till("consent", number, "phone", "yes")[0] == 1  # to which words
    code, said = till(
        "consent", number, "phone", "yes", "--wording", "May we ring you?", "--how", "in writing"
    )
    assert (code, said["channel"], said["given"]) == (0, "phone", True)
    code, said = till("forget", number)
    assert code == 0 and said["mentioned"] == [] and len(said["in_backups_until"]) == 10
    assert till("show", number)[0] == 1
    assert till("check", "--replay")[1]["ok"]
    assert b"Berg" not in till.path.read_bytes()
    assert (
        json.dumps(till.rows("select sum(amount_minor), count(*) from facts where kind = 'purchase'"))
        == "[[2450, 1]]"
    )


def test_how_long_things_are_kept_is_shown_and_set(till: Till) -> None:
    assert till("keeping")[1]["months"] == {
        "members": None,
        "letters": None,
        "talks": None,
        "matters": None,
        "backups": 36,
    }
    assert till("keeping", "letters", "24")[1]["months"]["letters"] == 24
    assert till("keeping", "letters", "ever")[1]["months"]["letters"] is None
    assert till("keeping", "letters", "2")[0] == 1
    assert till("keeping", "backups", "ever")[0] == 1


@pytest.mark.usefixtures("qapp")
def test_the_papers_are_written_by_command(till: Till, tmp_path: Path) -> None:
    for kind in ("notice", "register", "breach"):
        code, said = till("papers", kind, "--pdf", str(tmp_path / f"{kind}.pdf"))
        assert (code, said) == (0, {"paper": kind, "pages": 1})
