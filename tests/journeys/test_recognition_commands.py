"""Merging, households, perks and the effect of an undo, by command: what is promised is answered."""

from pathlib import Path

import pytest

from tests.journeys.tills import Till, opened, sound


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    """A shop with two members, the first of whom is Gold."""
    made = opened(tmp_path, capfd)
    made("enrol", "--name", "Anna Berg", "--card", "2700 0000 0000 7")
    made("enrol", "--name", "A. Berg", "--phone", "020 7946 0958", "--even-if-known")
    made("purchase", "1001", "600.00")
    made("purchase", "1002", "10.00")
    return made


def test_two_records_are_merged_found_by_both_numbers_and_taken_apart(till: Till) -> None:
    merged = till("merge", "1001", "1002")[1]
    assert (merged["number"], merged["other_number"]) == ("1001", "1002")
    assert merged["changed"][0]["points"] == 100 + 600 + 100 + 15, (
        "the last was bought by a Gold member, as it turns out"
    )
    assert till("show", "1002")[1]["number"] == "1001"
    assert till("merge", "1001", "1002")[1]["declined"] == "same_member"
    bought = till("purchase", "1002", "20.00")[1]
    assert (bought["number"], bought["earned"]) == ("1001", 30)
    assert till("undo", str(merged["merge"]))[1]["declined"] == "changed_since_merge"
    code, apart = till("unmerge", str(merged["merge"]))
    assert code == 0
    assert [change["kind"] for change in apart["since"]] == ["purchase"]
    assert {one["number"]: one["points"] for one in apart["changed"]} == {"1001": 730, "1002": 110}
    assert till("unmerge", str(merged["merge"]))[1]["declined"] == "undone_already"
    assert till("unmerge", "9999")[1]["declined"] == "merge_unknown"
    assert sound(till)


def test_a_household_is_joined_shown_used_and_left(till: Till) -> None:
    joined = till("household", "1002", "--join", "1001")[1]
    assert [one["number"] for one in joined["household"]] == ["1002", "1001"]
    assert joined["pooled"] == 700 + 110
    assert till("show", "1002")[1]["pooled"] == 810
    assert till("purchase", "1002", "8.00", "--points", "800")[0] == 0
    code, words = till.words("household", "1001")
    assert (code, "Together: 10 points." in words) == (0, True)
    assert till("household", "1001", "--leave")[1]["act"]
    assert till("household", "1001", "--leave", "--join", "1002")[1]["declined"] == "join_and_leave"
    assert sound(till)


def test_a_perk_is_owed_given_once_refused_and_undone(till: Till) -> None:
    assert till("show", "1001")[1]["perks_owed"] == ["Birthday treat"]
    assert till("perk", "1001", "Birthday treat")[1]["given"] is True
    assert till("perk", "1001", "Birthday treat")[1]["declined"] == "given_already"
    assert till("perk", "1001", "Sale preview", "--refused")[1]["given"] is False
    assert till("show", "1001")[1]["perks_owed"] == []
    assert till("perk", "1001", "Champagne")[1]["declined"] == "perk_unknown"
    assert till("undo")[1]["kind"] == "perk refused"
    assert till("show", "1001")[1]["perks_owed"] == []
    assert sound(till)


def test_what_an_undo_would_do_is_told_and_not_done(till: Till) -> None:
    bought = till("purchase", "1001", "400.00")[1]
    back = till("return", str(bought["purchase"]), "300.00")[1]
    told = till("undo", "--dry-run")[1]
    assert (told["would_undo"], told["kind"]) == (back["act"], "return")
    assert [(one["points_before"], one["points"]) for one in told["changed"]] == [(850, 1300)]
    assert till("undo", "--dry-run")[1] == told, "nothing was done"
    code, words = till.words("undo", "--dry-run")
    assert (code, "Nothing was changed." in words) == (0, True)
    done = till("undo")[1]
    assert [one["points"] for one in done["changed"]] == [1300]


def test_a_card_says_at_which_stage_somebody_stood_on_any_day(till: Till) -> None:
    number = till("enrol", "--name", "Zoe Lund", "--on", "2025-10-01")[1]["number"]
    till("purchase", number, "5.00", "--on", "2025-10-10")
    till("purchase", number, "5.00", "--on", "2025-10-20")
    stages = {
        day: till("show", number, "--on", day)[1]["stage"]
        for day in ("2025-10-05", "2025-10-10", "2025-10-20", "2025-11-20")
    }
    assert list(stages.values()) == ["prospect", "first", "repeat", "slipping"]


def test_a_list_of_a_group_needs_the_group(till: Till, tmp_path: Path) -> None:
    code, answer = till("export", "members", str(tmp_path / "few.csv"), "--group", "The cheese board")
    assert (code, answer["declined"]) == (1, "group_unknown")
    assert not (tmp_path / "few.csv").exists()
