"""What a command and an option are, and the options that many commands have."""

from typing import Literal

from shopkeeper.values import dataclass

Kind = Literal[
    "text", "name", "path", "whole", "amount", "day", "instant", "birthday", "line", "yes or no", "flag"
]


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `--its-name` on the command line, or a bare word if it has a `place`; a key in the pipe.

    `amount` is a decimal on the command line and an integer named `…_minor` in the pipe; a `name` (of a member or a
    purchase) may be a number there.
    """

    name: str
    kind: Kind
    help: str
    place: bool = False
    needed: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `does` names the function, as `module:function` in this package; `opens` says whether it works
    in a book that must be there."""

    name: str
    help: str
    examples: tuple[str, ...]
    does: str
    options: tuple[Option, ...] = ()
    opens: bool = True


BY = Option("by", "text", "who serves", metavar="PERSON")
MEMBER = Option("member", "name", "a member's number, or a card number", place=True, needed=True)
PURCHASE = Option("purchase", "name", "the purchase's id, or key:K", place=True, needed=True)
ON = Option("on", "day", "the shop day it happened on; today if left out")
