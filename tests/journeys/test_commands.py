"""The program without its window: what each command answers, refuses, prints and ends with."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkeeper.cli import main
from shopkeeper.commands.options import COMMANDS
from shopkeeper.records.opening import open_book
from tests.journeys.tills import INIT, Till, opened, sound


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    return opened(tmp_path, capfd)


def test_a_day_by_command(till: Till) -> None:
    code, anna = till("enrol", "--name", "Anna Berg", "--phone", "020 7946 0958", "--birthday", "02-29")
    assert code == 0 and anna["points"] == 100
    code, bought = till("purchase", anna["number"], "500.00", "--key", "t1")
    assert (code, bought["earned"], bought["climbed_to"], bought["amount_minor"]) == (0, 500, "Gold", 50_000)
    assert till("purchase", anna["number"], "500.00", "--key", "t1")[1]["again"] is True
    code, back = till("return", "key:t1", "10.00")
    assert (code, back["amount_minor"], back["reversed"]) == (0, 1_000, 10)
    assert till("find", "berg")[1][0]["number"] == anna["number"]
    assert till("undo")[0] == 0
    code, card = till("show", anna["number"])
    assert (card["points"], card["tier"], card["spent_minor"]) == (600, "Gold", 50_000)
    assert sound(till)


def test_the_card_has_the_keys_that_were_promised(till: Till) -> None:
    till("enrol", "--name", "Anna Berg")
    till("purchase", "1001", "210.00")
    card = till("show", "1001", "--why")[1]
    promised = "number name tier tier_since tier_until points debt worth_minor batches next_tier qualifying_minor spent_minor visits last_visit why"
    assert set(promised.split()) <= card.keys()
    assert (card["tier"], card["next_tier"]["name"], card["next_tier"]["missing_minor"]) == (
        "Silver",
        "Gold",
        29_000,
    )
    assert {"earned_on", "left", "last_day"} == card["batches"][0].keys()
    assert any("reached with the purchase" in sentence for sentence in card["why"])
    assert any("210 earned" in sentence for sentence in card["why"])
    assert till("show", "1001")[1]["why"] == []
    assert till("show", "1001", "--on", "2020-01-01")[1]["points"] == 0


def test_a_note_and_a_promise_by_command_stand_on_the_morning(till: Till) -> None:
    till("enrol", "--name", "Anna Berg")
    code, noted = till("note", "1001", "allergic to nuts")
    assert (code, noted["kind"], noted["text"]) == (0, "warning", "Allergic to nuts")
    assert till("note", "1001", "nut cake", "--kind", "dislikes")[1]["kind"] == "dislikes"
    assert till("note", "1001", "allergic to nuts")[1]["declined"] == "noted_already"
    today = till("show", "1001")[1]["as_of"]
    code, promised = till("promise", "1001", "Two rye loaves", "--due", today)
    assert (code, promised["due"], promised["text"]) == (0, today, "Two rye loaves")
    page = till("followups")[1]
    assert page["due"] == 1
    assert [(one["section"], [line["text"] for line in one["lines"]]) for one in page["sections"]] == [
        ("promises", ["Two rye loaves"])
    ]
    assert till("find", "nuts")[1][0]["matched"] == "warning"
    assert sound(till)


def test_points_and_tiers_by_hand_answer_the_standing(till: Till) -> None:
    till("enrol", "--name", "Anna Berg")
    assert till("adjust", "1001", "-30", "--reason", "Counted twice")[1]["points"] == 70
    assert till("gift", "1001", "5", "--reason", "Waited long")[1]["points"] == 75
    assert till("gift", "1001", "welcome") == (
        1,
        {"declined": "given_already", "because": "This has been given already; it is given once."},
    )
    code, standing = till("tier", "1001", "Gold", "--until", "2150-01-01", "--reason", "Helped us move")
    assert (code, standing["tier"], standing["tier_until"]) == (0, "Gold", "2150-01-01")
    assert sound(till)


def test_a_sale_to_nobody_known_is_moved_to_whose_it_is(till: Till) -> None:
    till("enrol", "--name", "Anna Berg")
    sale = till("purchase", "-", "3.00", "--line", "2.00;Tea", "--line", "1.00;earns=no;Bag")[1]
    assert (sale["number"], sale["earned"]) == ("", 0)
    moved = till("move", str(sale["purchase"]), "1001")[1]
    assert [(one["number"], one["points"]) for one in moved["changed"]] == [("1001", 102)]
    back = till("return", str(sale["purchase"]), "--line", "1")[1]
    assert (back["amount_minor"], back["points"]) == (200, 100)
    assert till("undo", str(back["act"]))[1]["changed"][0]["points"] == 102
    assert sound(till)


def test_the_programme_is_shown_set_and_undone(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "Anna Berg")
    till("purchase", "1001", "600.00")
    code, shown = till.words("programme", "show")
    assert code == 0 and "# Gold: 1" in shown
    (tmp_path / "p.toml").write_text(shown.replace("from_minor = 50000", "from_minor = 70000"))
    assert till("programme", "set", str(tmp_path / "p.toml"))[0] == 0
    assert len(till("programme", "show")[1]["versions"]) == 1  # of two for one day the later holds
    assert till("undo")[1]["kind"] == "programme"
    assert till("show", "1001")[1]["tier"] == "Gold"
    (tmp_path / "p.toml").write_bytes(b"\xff\0")
    assert till("programme", "set", str(tmp_path / "p.toml"))[1]["declined"] == "not_utf8"
    (tmp_path / "p.toml").write_text("[[tier]]\nnam = 3")
    assert till("programme", "set", str(tmp_path / "p.toml"))[1]["declined"] == "programme_not_understood"
    assert till("programme", "set")[1]["declined"] == "option_missing"


def test_a_backup_is_made_restored_and_the_restoring_undone(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "Anna Berg")
    made = till("backup", str(tmp_path / "b.db"))[1]
    assert (made["ok"], made["problems"], made["members"]) == (True, [], 1)
    till("enrol", "--name", "Zoe Zimmer")
    code, restored = till("restore", made["backup"])
    assert (code, restored["ok"], restored["members"]) == (0, True, 1)
    assert till("find", "zoe")[1] == []
    assert till("restore", restored["safety"])[1]["members"] == 2
    assert till("find", "zoe")[1][0]["name"] == "Zoe Zimmer"
    assert sound(till)
    (tmp_path / "no.db").write_bytes(b"\0" * 9000)
    assert till("restore", str(tmp_path / "no.db"))[1]["declined"] == "not_a_backup"


def test_an_index_that_check_finds_wrong_is_built_afresh_by_one_command(till: Till) -> None:
    till("enrol", "--name", "Zoë Zimmer")
    till("enrol", "--name", "Anna Berg")
    book = open_book(till.path)
    with book.writing(datetime(2026, 11, 20, tzinfo=UTC)) as w:
        w.run("delete from lookup_documents where member_id = 1")
        w.run("update lookup_words set members = 7 where word = 'berg'")
    book.close()
    code, found = till("check")
    assert (code, found["ok"]) == (3, False)
    assert till("find", "zimmer")[1] == []
    assert till("reindex") == (0, {"ok": True, "problems": [], "members": 2})
    assert till("find", "zimmer")[1][0]["name"] == "Zoë Zimmer"
    assert sound(till)


def test_who_is_there_twice_is_named_and_what_was_said_of_them_is_remembered(till: Till) -> None:
    till("enrol", "--name", "Zoë Zimmer", "--phone", "020 7946 0958")
    till("enrol", "--name", "Zimmer, Zoe", "--phone", "+44 20 7946 0958", "--even-if-known")
    code, found = till("duplicates")
    assert (code, found["members"], found["found"]) == (0, 2, 1)
    (pair,) = found["pairs"]
    assert (pair["one"], pair["other"], pair["sure"]) == ("1001", "1002", True)
    assert pair["because"] == ["the same phone", "the same name"]
    assert "1001 Zoë Zimmer = 1002 Zimmer, Zoe: the same phone" in till.words("duplicates")[1]
    assert till("duplicates", "--limit", "0")[0] == 1
    assert till("apart", "1001", "1001")[1]["declined"] == "member_unknown"
    assert till("apart", "1002", "1001")[0] == 0
    assert till("duplicates")[1]["found"] == 0
    assert till.words("duplicates") == (0, "Nobody seems to be in the book twice.\n")
    assert till("undo")[0] == 0
    assert till.words("apart", "1001", "1002")[1] == "1001 and 1002 are two people.\n"
    assert sound(till)


# ---- for a person ----


def test_every_command_says_what_it_did_in_words(till: Till, tmp_path: Path) -> None:
    for words, said in (
        (("enrol", "--name", "Anna Berg"), "Anna Berg (1001) is a member"),
        (("purchase", "1001", "24.50", "--key", "a"), "£24.50, Anna Berg (1001)."),
        (("purchase", "1001", "24.50", "--key", "a"), "Recorded before"),
        (("purchase", "-", "1.00"), "Nobody known"),
        (("find", "berg"), "1001  Anna Berg"),
        (("find", "zzzz"), "Nobody was found."),
        (("show", "1001", "--why"), "124 points: 24 earned, 100 given."),
        (("return", "key:a", "1.00"), "Taken back: £1.00"),
        (("note", "1001", "likes rye"), "Noted for Anna Berg (1001): likes. Rye"),
        (("promise", "1001", "Two loaves"), "Promised Anna Berg (1001) by "),
        (("followups",), "0 late"),
        (("adjust", "1001", "5", "--reason", "x"), "points."),
        (("undo",), "Undone: adjustment"),
        (("backup", str(tmp_path / "b.db")), "1 member, 2 purchases"),
        (("check", "--replay"), "Sound: 1 member, 2 purchases, 1 replayed."),
        (("reindex",), "1 member can be found again."),
    ):
        code, out = till.words(*words)
        assert code == 0 and said in out, (words, out)
        assert till.said == ""


# ---- what may go wrong ----


def test_the_exit_codes_are_what_was_promised(
    till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert till("find", "x")[0] == 0
    assert till("show", "77")[0] == 1
    assert till("find")[0] == 2 and till("dance")[0] == 2 and till("find", "a", "--colour", "red")[0] == 2
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no book at all" * 100)
    said = till("--shop", str(broken), "find", "x")
    assert (said[0], said[1]["declined"], said[1]["trouble"]) == (3, "not_a_book", "storage")
    assert broken.read_bytes() == b"no book at all" * 100
    assert till("--shop", "postgresql://there/shop", "find", "x")[1]["declined"] == "not_a_file"

    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shopkeeper.service.finding.find", fault)
    assert till("find", "x")[0] == 4
    assert "ZeroDivisionError" in till.said


def test_a_newer_book_is_left_byte_for_byte(till: Till) -> None:
    content = bytearray(till.path.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    till.path.write_bytes(content)
    assert till("enrol", "--name", "A")[1]["declined"] == "newer_book"
    assert till.path.read_bytes() == content


BAD_AMOUNTS = ("1,5", "1.005", "-3", "1e9", "", "１２", "NaN", "1 000", "9" * 30, "0x10", "\x07", "1.0.0")
BAD_DAYS = (
    "yesterday",
    "2026-13-01",
    "2026-02-30",
    "20261121",
    "2190-01-01",
    "",
    "２０２６-01-01",
    "1026-01-01",
)
BAD_TEXTS = ("", "A" * 10_000, "Ana\x07", "\u202eanA", "\udcff")
BAD_PHONES = ("4.9E+11", "9" * 500, "\x00", "020\x07")
BAD = [
    *(("purchase", "1001", "--", amount) for amount in BAD_AMOUNTS),
    *(("return", "1", "--", amount) for amount in BAD_AMOUNTS),
    *(("purchase", "1001", "3.00", "--line", amount) for amount in BAD_AMOUNTS),
    *(("purchase", "1001", "3.00", "--points", points) for points in ("x", "", "1.5", "9" * 30, "-1", "5000")),
    *(("purchase", "1001", "3.00", "--on", day) for day in BAD_DAYS),
    *(("purchase", "1001", "3.00", "--at", day) for day in (*BAD_DAYS, "2026-11-21T10:00:00")),
    ("purchase", "1001", "3.00", "--on", "2026-01-01", "--at", "2026-01-01T10:00:00Z"),
    ("purchase", "1001", "3.00", "--key", "k" * 10_000),
    ("purchase", "1001", "3.00", "--what", "w" * 10_000),
    ("purchase", "1001", "3.00", "--by", "Nobody"),
    *(("return", "1", "--on", day) for day in BAD_DAYS),
    *(("return", purchase) for purchase in ("0", "x", "", "9" * 40, "key:none", "\udcff", "-1")),
    *(("return", "1", "--line", line) for line in ("0", "x", "9" * 30, "7")),
    ("return", "1", "1.00", "--line", "1"),
    *(("enrol", "--name", name) for name in BAD_TEXTS),
    *(("enrol", "--name", "Zoe", "--phone", phone) for phone in BAD_PHONES if "\x00" not in phone),
    *(("enrol", "--name", "Zoe", "--birthday", day) for day in ("2026-02-30", "13-01", "2190-01-01", "x", "")),
    *(("enrol", "--name", "Zoe", "--on", day) for day in BAD_DAYS),
    *(("enrol", "--name", "Zoe", "--email", mail) for mail in ("x" * 10_000, "a@b@c", "\x07@x.y")),
    *(("enrol", "--name", "Zoe", "--card", card) for card in ("2700000000008", "\x07", "x" * 10_000)),
    *(("enrol", "--name", "Zoe", "--number", number) for number in ("1001", "x", "9" * 100)),
    ("enrol", "--name", "Zoe", "--letters", "maybe"),
    ("enrol", "--name", "Zoe", "--street", "s" * 10_000),
    ("enrol", "--name", "Anna Berg"),
    *(("show", who) for who in ("9999", "", "x" * 10_000, "\udcff")),
    *(("show", "1001", "--on", day) for day in ("x", "", "2026-02-30")),
    *(("find", "x", "--limit", limit) for limit in ("0", "-5", "x", "9" * 30)),
    *(("adjust", "1001", "--reason", "x", "--", points) for points in ("0", "x", "", "1.5", "9" * 30)),
    *(("adjust", "1001", "5", "--reason", reason) for reason in BAD_TEXTS),
    *(("note", "1001", line) for line in ("", " ", "x" * 10_000, "\x07", "\u202e")),
    ("note", "1001", "rye", "--kind", "colour"), ("note", "9999", "likes rye"),
    *(("promise", "1001", text) for text in ("", "x" * 10_000, "\x07")),
    *(("promise", "1001", "Two loaves", "--due", day) for day in ("x", "2020-01-01", "2190-01-01")),
    *(("gift", "1001", gift) for gift in ("x", "", "-5", "0", "birthday", "welcome", "9" * 30)),
    *(("tier", "1001", name, "--until", "2150-01-01", "--reason", "x") for name in (*BAD_TEXTS, "Member")),
    *(("tier", "1001", "Gold", "--until", day, "--reason", "x") for day in ("x", "", "2020-01-01")),
    *(("move", "1", who) for who in ("1001", "9999", "")),
    *(("undo", act) for act in ("0", "x", "9" * 30, "-1", "1")),
    ("programme", "set", "nowhere.toml"),
    ("programme", "show", "file.toml"),
    ("import", "members", "nowhere.csv"),
    ("letter", "thank-you", "--pdf", "nowhere.pdf"),
    ("restore", "nowhere.db"),
    ("backup", "nowhere/b.db"),
    ("init", "--name", "B", "--currency", "GBP", "--country", "GB", "--timezone", "Europe/London"),
]  # fmt: skip


def test_bad_input_at_every_command_is_a_sentence_and_nothing_changes(
    till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    till("enrol", "--name", "Anna Berg")
    assert till("purchase", "1001", "30.00", "--key", "a")[1]["purchase"] == 2
    before = till.contents()
    for words in BAD:
        asked = tuple("2" if word == "1" and words[0] in ("return", "move") else word for word in words)
        code, answer = till(*asked)
        assert code in (1, 2), (asked, code, answer, till.said)
        assert till.said.strip() and "Traceback" not in till.said
        assert "\x07" not in till.said and "\u202e" not in till.said
        assert answer is None or (answer["declined"] and answer["because"])
        assert len(till.said) < 2_000 or code == 2, asked
    assert till.contents() == before
    assert sound(till)


@pytest.mark.parametrize(
    "wrong",
    [("--currency", "XYZ"), ("--country", "Britain"), ("--timezone", "Nowhere/Town"), ("--name", ""),
     ("--timezone", "../../etc/passwd"), ("--name", "A" * 10_000)],
)  # fmt: skip
def test_a_shop_that_cannot_be_is_not_begun(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], wrong: tuple[str, str]
) -> None:
    till = Till(tmp_path / "shop.db", capfd)
    code, answer = till(*INIT, *wrong)
    assert code == 1 and answer["because"]
    assert not till.path.exists()


def test_help_of_every_command_has_an_example(capfd: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert main([command.name, "--help"]) == 0
        out = capfd.readouterr().out
        assert "example" in out and command.examples and all(example in out for example in command.examples)


def test_help_and_version_load_neither_qt_nor_sqlalchemy() -> None:
    asked = (
        "import sys; from shopkeeper.cli import main\nfor w in (['--version'], ['--help'], ['purchase', '--help']): main(w)\n"
        "assert not {'PySide6', 'sqlalchemy', 'babel', 'alembic', 'sqlcipher3'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_shop_may_be_named_by_the_environment(
    till: Till, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    till("enrol", "--name", "Anna Berg")
    monkeypatch.setenv("SHOPKEEPER_SHOP", str(till.path))
    assert main(["find", "berg", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)[0]["name"] == "Anna Berg"


def test_a_programme_is_tried_and_nothing_is_changed(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "Anna Berg")
    till("purchase", "1001", "450.00")
    file = tmp_path / "p.toml"
    tier = '[[tier]]\nname = "Gold"\nfrom_minor = 40000\nperks = [{name = "Wrap", cost_minor = 50, each = "visit"}]\n'
    file.write_text('currency = "GBP"\n[joining]\npoints = 100\n' + tier)
    code, tried = till("programme", "try", str(file))
    assert (code, tried["members"], tried["purchases"], tried["up"], tried["renamed"]) == (0, 1, 1, 0, 1)
    assert tried["moves"] == [
        {"number": "1001", "name": "Anna Berg", "from": "Silver", "to": "Gold", "way": "renamed"}
    ]
    gold = tried["then"]["tiers"][1]
    assert (gold["members"], gold["points"], gold["points_minor"], gold["perks_minor"], gold["each_minor"]) == (
        1, 450, 450, 50, 500,
    )  # fmt: skip
    assert (tried["now"]["cost_minor"], tried["then"]["cost_minor"]) == (550, 600)
    assert len(till("programme", "show")[1]["versions"]) == 1
    assert till("show", "1001")[1]["tier"] == "Silver"
    code, words = till.words("programme", "try", str(file))
    assert (
        code == 0
        and "0 up, 0 down, 1 to a tier of another name" in words
        and "1001  Anna Berg  Silver -> Gold" in words
    )
    assert (
        till("programme", "try", str(file), "--from", "2020-01-01")[1]["declined"] == "programme_in_the_past"
    )


def test_a_statement_goes_to_a_pdf_and_is_no_letter(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "Anna Berg")
    till("purchase", "1001", "450.00")
    file = tmp_path / "s.pdf"
    code, done = till("letter", "statement", "1001", "--pdf", str(file))
    assert (code, done) == (0, {"pages": 1, "to": ["1001"], "left_out": []})
    assert file.read_bytes().startswith(b"%PDF")
    assert till("letter", "statement", "--pdf", str(file))[1]["declined"] == "nobody_named"
    assert till("letter", "statement", "1001", "--due", "--pdf", str(file))[1]["declined"] == "option_unknown"
    assert till("undo")[1]["kind"] == "purchase"


def test_what_is_owed_is_reported_in_words_json_and_csv(till: Till, tmp_path: Path) -> None:
    till("enrol", "--name", "Anna Berg")
    till("purchase", "1001", "600.00")
    code, month = till("report", "recognition")
    assert (code, month["earned"], month["thanked"], month["owed"], month["gifts"]) == (0, 1, 0, 1, 1)
    assert month["list"][0]["kind"] == "tier" and month["list"][0]["because"] == "Reached Gold today"
    code, owed = till("report", "occasions", "--csv", str(tmp_path / "owed.csv"))
    assert (code, len(owed["occasions"]), owed["written"]) == (0, 1, 1)
    assert "Anna Berg" in (tmp_path / "owed.csv").read_text(encoding="utf-8-sig")
    code, words = till.words("report", "recognition")
    assert code == 0 and "earned: 1" in words and "because Reached Gold today" in words
    assert till("report", "recognition", "--on", "2020-01-01")[1]["list"] == []
