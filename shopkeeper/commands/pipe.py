"""`do`: one command a line as JSON, one answer a line, in order, until the input ends; nothing that is sent ends it."""

import json
from typing import Any, BinaryIO, NoReturn

from shopkeeper.commands import running
from shopkeeper.commands.options import BY_NAME
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined

LONGEST_LINE = 2**20
NOT_HERE = frozenset({"do", "init"})


def serve(lines: BinaryIO, answers: BinaryIO, session: Session) -> None:
    """Answer line by line. An answer is written only after what it answers is on the disk, and at once."""
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            _skip_rest(lines, line)
            answer = _refused("line_too_long", "A line has 1 MB at most. Nothing was done.")
        else:
            answer = _answer(line, session)
        answers.write(json_line(answer))
        answers.flush()
        session.tidy()


def json_line(answer: Any) -> bytes:
    """An answer on one line."""
    return (json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _skip_rest(lines: BinaryIO, begun: bytes) -> None:
    while begun and not begun.endswith(b"\n"):
        begun = lines.readline(LONGEST_LINE)


def _refused(code: str, because: str) -> dict[str, str]:
    return {"declined": code, "because": because}


def _answer(line: bytes, session: Session) -> Any:
    try:
        name, given = _read(line)
    except Declined as error:
        return _refused(error.code, error.because)
    command = BY_NAME.get(name)
    if command is None or name in NOT_HERE:
        return _refused("command_unknown", "There is no such command here. Nothing was done.")
    return running.run(command, given, session, sent=True).answer


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
