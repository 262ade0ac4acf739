"""The pipe of a till: every line answered in order, whatever it is, and only after it is on the disk."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.cli import clock
from shopkeeper.commands import pipe as pipes
from shopkeeper.commands.pipe import serve
from shopkeeper.commands.session import Session
from shopkeeper.errors import StorageTrouble
from shopkeeper.service import purchases
from tests.journeys.tills import Till, line, lines_of, opened, pipe, sound


@pytest.fixture
def till(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Till:
    return opened(tmp_path, capfd)


@pytest.fixture
def session(till: Till) -> Iterator[Session]:
    made = Session(till.path, clock)
    yield made
    made.close()


def answers(session: Session, *lines: bytes) -> list[Any]:
    """What the pipe answers to these lines."""
    out = io.BytesIO()
    serve(io.BytesIO(b"".join(lines)), out, sys.stderr, session)
    return list(lines_of(out.getvalue()))


def test_a_program_of_its_own_answers_each_line_before_the_next_is_sent(till: Till) -> None:
    with pipe(till.path) as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(**sent: object) -> Any:
            process.stdin.write(line(**sent))  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return json.loads(process.stdout.readline())  # type: ignore[union-attr]

        number = ask(do="enrol", name="Ελένη Παπαδοπούλου")["number"]
        assert ask(do="purchase", member=number, amount_minor=2450, key="a")["earned"] == 24
        # Answered means on the disk: another program sees it now.
        assert till.rows("select amount_minor from facts where key = 'a'") == [(2450,)]
        assert ask(do="find", text="ελενη")[0]["name"] == "Ελένη Παπαδοπούλου"
        process.stdin.close()
        assert process.wait(30) == 0
    assert sound(till)


BROKEN = {
    b"not json\n": "line_not_understood",
    b"\n": "line_not_understood",
    b"[]\n": "line_not_understood",
    b"7\n": "line_not_understood",
    b'{"do":"purchase","member":"1001","amount_minor":NaN}\n': "line_not_understood",
    b'{"do":"find","text":"a\0b"}\n': "line_not_understood",
    b"[" * 100_000 + b"\n": "line_not_understood",
    b"\xff\xfe\x00\n": "not_utf8",
    b"{}\n": "command_missing",
    b'{"do":["find"]}\n': "command_missing",
    b'{"do":"dance"}\n': "command_unknown",
    b'{"do":"do"}\n': "command_unknown",
    b'{"do":"init","name":"x"}\n': "command_unknown",
    b'{"do":"find"}\n': "option_missing",
    b'{"do":"find","text":"a","text":"b"}\n': "said_twice",
    b'{"do":"enrol","name":"A","even-if-known":true,"even_if_known":true}\n': "said_twice",
    b'{"do":"find","text":"a","colour":"red"}\n': "option_unknown",
    b'{"do":"find","text":7}\n': "wrong_type",
    b'{"do":"find","text":"a","limit":"5"}\n': "wrong_type",
    b'{"do":"find","text":"a","limit":true}\n': "wrong_type",
    b'{"do":"find","text":"a","limit":0}\n': "limit_out_of_range",
    b'{"do":"find","text":"\\ud800"}\n': "text_unreadable",
    b'{"do":"find","text":"\\u0000"}\n': "text_unreadable",
    b'{"do":"purchase","member":"1001","amount_minor":24.5}\n': "wrong_type",
    b'{"do":"purchase","member":"1001","amount_minor":"24"}\n': "wrong_type",
    b'{"do":"purchase","member":"1001","amount":24}\n': "wrong_type",
    b'{"do":"purchase","member":"1001","amount":"1,5"}\n': "amount_not_understood",
    b'{"do":"purchase","member":"1001","amount_minor":-3}\n': "amount_negative",
    b'{"do":"purchase","member":"1001","amount_minor":' + b"9" * 60 + b"}\n": "amount_too_large",
    b'{"do":"purchase","member":"9999","amount_minor":3}\n': "member_unknown",
    b'{"do":"purchase","member":"1001","amount_minor":3,"on":20261121}\n': "wrong_type",
    b'{"do":"purchase","member":"1001","amount_minor":3,"on":"2190-01-01"}\n': "day_in_the_future",
    b'{"do":"purchase","member":"1001","amount_minor":3,"at":"2026-11-21T10:00:00"}\n': "instant_without_zone",
    b'{"do":"purchase","member":"1001","amount_minor":3,"line":[{"amount_minor":4}]}\n': "lines_do_not_add_up",
    b'{"do":"purchase","member":"1001","amount_minor":3,"line":[{"amount":4}]}\n': "wrong_type",
    b'{"do":"return","purchase":' + b"9" * 30 + b"}\n": "purchase_unknown",
    b'{"do":"return","purchase":1,"line":[' + b"9" * 30 + b"]}\n": "number_too_large",
    b'{"do":"undo","act":' + b"9" * 30 + b"}\n": "number_too_large",
    b'{"do":"enrol","name":"' + b"A" * 10_000 + b'"}\n': "name_too_long",
    b'{"do":"restore","file":"\\u0000"}\n': "text_unreadable",
}


def test_a_line_that_cannot_be_done_is_answered_and_the_next_one_is_done(
    till: Till, session: Session
) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    before = till.contents()
    said = answers(session, *BROKEN)
    assert [one.get("declined") for one in said] == list(BROKEN.values())
    assert all(one["because"] for one in said)
    assert till.contents() == before
    assert answers(session, line(do="purchase", member=int(number), amount="3.00"))[0]["amount_minor"] == 300
    assert sound(till)


def test_a_line_of_ten_megabytes_is_refused_and_the_next_one_is_read(session: Session) -> None:
    said = answers(session, b"x" * 10_000_000 + b"\n", line(do="find", text="a"), b"y" * 3_000_000)
    assert [one["declined"] if isinstance(one, dict) else one for one in said] == [
        "line_too_long",
        [],
        "line_too_long",
    ]


def test_the_last_line_may_lack_its_end(session: Session) -> None:
    assert answers(session, line(do="find", text="a"), line(do="find", text="b").rstrip()) == [[], []]


def test_a_key_sent_twice_is_one_purchase(till: Till, session: Session) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    first, second = answers(session, *[line(do="purchase", member=number, amount_minor=245, key="k")] * 2)
    assert second == {**first, "again": True}
    assert till.rows("select count(*) from facts where kind = 'purchase'") == [(1,)]


def test_dashes_and_underscores_mean_the_same(till: Till, session: Session) -> None:
    till("enrol", "--name", "Anna Berg")
    assert answers(session, line(do="enrol", name="Anna Berg"))[0]["declined"] == "known_already"
    said = answers(
        session,
        *(line(do="enrol", name="Anna Berg", **{key: True}) for key in ("even-if-known", "even_if_known")),
    )
    assert [one["name"] for one in said] == ["Anna Berg", "Anna Berg"]


def test_a_fault_of_ours_is_answered_and_the_next_line_is_done(
    till: Till, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    till("enrol", "--name", "Anna Berg")
    faults = io.StringIO()
    out = io.BytesIO()
    value = till("show", "1001")[1]["name"]

    def broken(*_: object, **__: object) -> None:
        raise KeyError(value)

    with monkeypatch.context() as patched:
        patched.setattr(purchases, "record", broken)
        serve(io.BytesIO(line(do="purchase", member="1001", amount_minor=1)), out, faults, session)
    assert next(lines_of(out.getvalue()))["trouble"] == "fault"
    assert "KeyError" in faults.getvalue() and value not in faults.getvalue()
    assert answers(session, line(do="purchase", member="1001", amount_minor=1))[0]["amount_minor"] == 1


def test_a_commit_that_only_seemed_to_fail_is_looked_up_before_it_is_answered(
    till: Till, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = till("enrol", "--name", "Anna Berg")[1]["number"]
    kept = Session.writing

    def failing_after(self: Session) -> Any:
        class Act:
            def __enter__(inner) -> Any:
                inner.act = kept(self)
                return inner.act.__enter__()

            def __exit__(inner, *error: Any) -> bool:
                inner.act.__exit__(*error)
                raise StorageTrouble("disk_error", "The disk reported an error.")

        return Act()

    with monkeypatch.context() as patched:
        patched.setattr(Session, "writing", failing_after)
        said = answers(session, line(do="purchase", member=number, amount_minor=245, key="k"))[0]
    assert said["purchase"] and "again" not in said

    def failing_before(self: Session) -> Any:
        raise StorageTrouble("disk_full", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "writing", failing_before)
        said = answers(session, line(do="purchase", member=number, amount_minor=245, key="l"))[0]
    assert (said["declined"], said["trouble"]) == ("disk_full", "storage")
    assert till.rows("select key from facts where kind = 'purchase'") == [("k",)]


def test_without_a_shop_the_pipe_does_not_open(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, answer = Till(tmp_path / "none.db", capfd)("do")
    assert (code, answer["declined"]) == (1, "no_shop")
    assert pipes.LONGEST_LINE == 2**20
