"""One command run, and whatever may come of it: an answer, a refusal, trouble with the storage, a fault of ours."""

import importlib
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from shopkeeper.commands.options import Command
from shopkeeper.commands.session import Session
from shopkeeper.commands.values import Understanding
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.values import dataclass

DONE, REFUSED, USAGE, STORAGE, FAULT = range(5)
FAULT_SENTENCE = (
    "A fault in the program; nothing more was done. Please tell its makers what stands in the log."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the exit code, the answer for a program, the sentence for a person ("" if done)."""

    code: int
    answer: Any
    because: str = ""
    fault: str = ""


def run(command: Command, given: Mapping[str, Any], session: Session, *, sent: bool) -> Outcome:
    """Run a command with what was typed, or sent as JSON. It never raises what a command can do."""
    hook = CrashHook()
    with hook:
        try:
            try:
                return _answered(command, given, session, sent=sent)
            except Declined as error:
                if error.code != "owner_needed" or not session.ask_owner():
                    return refused(error)
            return _answered(command, given, session, sent=sent)  # with the owner's PIN, from the beginning
        except Declined as error:
            return refused(error)
        except StorageTrouble as error:
            session.reopen()
            return Outcome(
                STORAGE,
                {"declined": error.code, "because": error.because, "trouble": "storage"},
                error.because,
            )
    session.reopen()
    return Outcome(
        FAULT,
        {"declined": "fault", "because": FAULT_SENTENCE, "trouble": "fault"},
        FAULT_SENTENCE,
        hook.where,
    )


def refused(error: Declined) -> Outcome:
    """A rule said no."""
    return Outcome(REFUSED, {"declined": error.code, "because": error.because}, error.because)


def _answered(command: Command, given: Mapping[str, Any], session: Session, *, sent: bool) -> Outcome:
    if command.opens:
        session.catch_up()
        understanding = Understanding(session.today, session.currency, sent=sent)
    else:
        understanding = Understanding(session.now.date(), None, sent=sent)
    values = understanding.options(command, given)
    module, _, function = command.does.partition(":")
    does = getattr(importlib.import_module(f"shopkeeper.commands.{module}"), function)
    answer = does(session, **values)
    if isinstance(answer, dict) and answer.get("ok") is False:
        return Outcome(STORAGE, answer)
    return Outcome(DONE, answer)


class CrashHook:
    """The last net: a fault of ours is told by where it happened, never by the values it happened with."""

    def __init__(self) -> None:
        self.where = ""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.where = "".join(traceback.format_tb(trace)) + kind.__name__
        return True
