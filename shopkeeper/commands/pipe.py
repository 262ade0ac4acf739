"""`do`: one command a line as JSON, one answer a line, in order, until the input ends; nothing that is sent ends it."""

import json
from typing import Any, BinaryIO, NoReturn, TextIO

from shopkeeper.commands import running
from shopkeeper.commands.options import BY_NAME
from shopkeeper.commands.running import CrashHook, Outcome
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined

LONGEST_LINE = 2**20
_TOO_LONG = Declined("line_too_long", "A line has 1 MB at most. Nothing was done.")
NOT_HERE = frozenset({"do", "init", "lock", "unlock", "passphrase", "pin"})


def serve(lines: BinaryIO, answers: BinaryIO, faults: TextIO, session: Session) -> None:
    """Answer line by line. An answer is written only after what it answers is on the disk, and at once.

    Where a fault of ours came up is written to `faults`, without the values it came up with.
    """
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            _skip_rest(lines, line)
            answer = running.refused(_TOO_LONG).answer
        else:
            outcome = _answer(line, session)
            answer = outcome.answer
            if outcome.fault:
                faults.write(outcome.fault + "\n")
        answers.write(json_line(answer))
        answers.flush()
        with CrashHook():  # tidying can wait; what was answered stands
            session.tidy()


def json_line(answer: Any) -> bytes:
    """An answer on one line."""
    return (json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _skip_rest(lines: BinaryIO, begun: bytes) -> None:
    while begun and not begun.endswith(b"\n"):
        begun = lines.readline(LONGEST_LINE)


def _answer(line: bytes, session: Session) -> Outcome:
    try:
        name, given = _read(line)
        command = BY_NAME.get(name)
        if command is None or name in NOT_HERE:
            raise Declined("command_unknown", "There is no such command here. Nothing was done.")
    except Declined as error:
        return running.refused(error)
    return running.run(command, given, session, sent=True)


def _read(line: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Declined("not_utf8", "The line is not written in UTF-8. Nothing was done.") from error
    try:
        sent = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise Declined("line_not_understood", "The line is not a JSON object. Nothing was done.") from error
    if not isinstance(sent, dict):
        raise Declined("line_not_understood", "The line is not a JSON object. Nothing was done.")
    given = _once_each([(key.replace("-", "_"), value) for key, value in sent.items()])
    name = given.pop("do", None)
    if not isinstance(name, str):
        raise Declined("command_missing", "“do” names the command. Nothing was done.")
    return name, given


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Declined("said_twice", "The line names an option twice. Nothing was done.")
    return found
