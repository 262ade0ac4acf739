"""The commands and their options, written down once: the command line and the pipe are both made from this."""

from shopkeeper.commands.options import (
    events,
    figures,
    house,
    lists,
    paper,
    people,
    privacy,
    remembered,
    sales,
    vouchers,
)
from shopkeeper.commands.options.kinds import Command, Option

__all__ = ["BY_NAME", "COMMANDS", "Command", "Option"]

_SUBJECTS = (people, sales, remembered, events, vouchers, paper, lists, privacy, figures, house)
_TOLD = (
    "init", "find", "show", "enrol", "purchase", "return", "note", "promise", "followups", "adjust",
    "gift", "tier", "perk", "household", "move", "merge", "unmerge", "undo", "import", "export",
    "letter", "events", "event-plan", "event-off", "guests", "guest", "birthdays", "slip", "offer", "change-offer", "withdraw", "vouchers", "issue", "redeem",
    "duplicates", "apart", "cards", "labels", "programme", "held", "consent", "forget", "keeping",
    "papers", "backup", "acts", "restore", "lock", "unlock", "passphrase", "pin", "report", "trial", "check",
    "reindex", "do",
)  # fmt: skip
"""The order in which help tells them."""

COMMANDS = tuple(
    sorted(
        (command for subject in _SUBJECTS for command in subject.COMMANDS),
        key=lambda command: _TOLD.index(command.name),
    )
)
BY_NAME = {command.name: command for command in COMMANDS}
