"""The program without its window: reads the command line, runs one command, answers with words or JSON and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from shopkeeper import __version__
from shopkeeper.commands.options import BY_NAME, COMMANDS, Command, Option

if TYPE_CHECKING:
    from shopkeeper.commands.running import Outcome
    from shopkeeper.commands.session import Session

USAGE = 2
_GLOBAL = frozenset(
    {"command", "shop", "json", "demo", "platform", "passphrase_file", "passphrase_fd", "pin_file"}
)


def clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command of `argv` (the process's own if None), or the window without one; answers the exit code."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said its sentence, or the help
        return stop.code if isinstance(stop.code, int) else USAGE
    if os.name == "posix":
        os.umask(0o077)
    if options.command is None:
        return _window(options)
    try:
        return _command(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the answers is gone; what was answered is done. Python must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


# ---- what may be typed ----


def _parser() -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    _add_global(everywhere, argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="shopkeeper",
        description="The member book of a shop. Without a command its window opens.",
        epilog="shopkeeper COMMAND --help shows an example of each command.",
        allow_abbrev=False,
    )
    _add_global(parser, None)
    parser.add_argument("--version", action="version", version=f"shopkeeper {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the demo shop")
    parser.add_argument("--platform", default="", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS:
        of_it = commands.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            epilog="\n".join(["example:", *(f"  {example}" for example in command.examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[everywhere],
            allow_abbrev=False,
        )
        for option in command.options:
            _add(of_it, option)
    return parser


def _add_global(parser: argparse.ArgumentParser, left_out: Any) -> None:
    parser.add_argument(
        "--shop", metavar="FILE", default=left_out, help="the shop's book; SHOPKEEPER_SHOP if left out"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if left_out is None else left_out,
        help="answer as JSON, amounts in minor units",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=left_out,
        help="a file whose first line is a locked book's passphrase",
    )
    parser.add_argument(
        "--pin-file", metavar="FILE", default=left_out, help="a file whose first line is the PIN of who acts"
    )
    parser.add_argument(
        "--passphrase-fd",
        metavar="N",
        type=int,
        default=left_out,
        help="an open file descriptor to read it from",
    )


def _add(parser: argparse.ArgumentParser, option: Option) -> None:
    more: dict[str, Any] = {"help": option.help}
    if option.choices:
        more["choices"] = option.choices
        more["metavar"] = "|".join(option.choices)
    elif option.metavar:
        more["metavar"] = option.metavar
    if option.place:
        if option.many:
            more["nargs"] = "*"
        elif not option.needed:
            more["nargs"] = "?"
        more.setdefault("metavar", option.name.upper())
        parser.add_argument(option.name, **more)
        return
    flag = "--" + option.name.replace("_", "-")
    if option.kind == "flag":
        parser.add_argument(flag, dest=option.name, action="store_const", const=True, **more)
        return
    more.setdefault("metavar", {"day": "DAY", "path": "FILE"}.get(option.kind, option.name[:1].upper()))
    parser.add_argument(
        flag, dest=option.name, required=option.needed, action="append" if option.many else "store", **more
    )


# ---- running ----


def _shop(options: argparse.Namespace) -> Path | None:
    named = options.shop or os.environ.get("SHOPKEEPER_SHOP")
    return Path(named) if named else None


def _window(options: argparse.Namespace) -> int:
    from shopkeeper import app

    return app.main(app.Options(_shop(options), options.demo, options.platform))


def _command(options: argparse.Namespace) -> int:
    from shopkeeper.commands.locking import owner_source, pin_source, source
    from shopkeeper.commands.running import STORAGE, Outcome, run
    from shopkeeper.commands.session import Session

    path = _shop(options)
    if path is None:
        from platformdirs import user_data_path

        path = user_data_path("shopkeeper") / "shop.db"
    if "://" in str(options.shop or os.environ.get("SHOPKEEPER_SHOP") or ""):
        because = "A shop is a file here; an address of a server is not understood. Nothing was done."
        return _say(Outcome(1, {"declined": "not_a_file", "because": because}, because), None, options)
    session = Session(
        path, clock, source(options.passphrase_file, options.passphrase_fd), pin_source(options.pin_file),
        owner_source(options.pin_file, by_program=options.command == "do"),
    )  # fmt: skip
    if sys.stderr.isatty() and not options.json:
        session.progress = _progress
    command = BY_NAME[options.command]
    try:
        if command.name == "do":
            return _do(session, options)
        outcome = run(command, _typed(command, options), session, sent=False)
        code = _say(outcome, session, options)
        if code != STORAGE:
            session.tidy(at_the_end=True)
        return code
    finally:
        session.close()


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done:,} / {total:,}" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def _typed(command: Command, options: argparse.Namespace) -> dict[str, Any]:
    given = {name: value for name, value in vars(options).items() if name not in _GLOBAL - _own(command)}
    return {name: value for name, value in given.items() if value is not None and value != []}


def _own(command: Command) -> frozenset[str]:
    return frozenset(option.name for option in command.options)


def _do(session: "Session", options: argparse.Namespace) -> int:
    from shopkeeper.commands.pipe import serve
    from shopkeeper.commands.running import run

    opened = run(BY_NAME["programme"], {"action": "show"}, session, sent=False)
    if opened.code:  # no shop, or one that cannot be opened: said once, and not for every line
        return _say(opened, session, options)
    serve(sys.stdin.buffer, sys.stdout.buffer, sys.stderr, session)
    session.tidy(at_the_end=True)
    return 0


def _say(outcome: "Outcome", session: "Session | None", options: argparse.Namespace) -> int:
    if outcome.fault:
        _write(sys.stderr, outcome.fault)
    if outcome.because:
        _write(sys.stderr, _visible(outcome.because))
    if options.json:
        from shopkeeper.commands.pipe import json_line

        sys.stdout.flush()
        sys.stdout.buffer.write(json_line(outcome.answer))
    elif not outcome.because and session is not None:
        from shopkeeper.commands.tell import told

        for line in told(options.command, outcome.answer, session):
            _write(sys.stdout, line)
    sys.stdout.flush()
    return outcome.code


def _visible(sentence: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in sentence)


def _write(stream: TextIO, line: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
