"""What was bought: recorded, returned, moved, undone."""

from shopkeeper.commands.options.kinds import BY, ON, PURCHASE, Command, Option

COMMANDS = (
    Command(
        "purchase",
        "record a purchase",
        (
            "shopkeeper purchase 1001 24.50",
            "shopkeeper purchase - 3.20 --on 2026-11-20",
            'shopkeeper purchase 1001 30.00 --key till-4711 --line "20.00;Cheese" --line "10.00;earns=no;Gift card"',
        ),
        "sales:purchase",
        (
            Option("member", "name", "a member's number or a card; - for nobody known", place=True, needed=True),
            Option("amount", "amount", "the whole bill", place=True, needed=True),
            ON,
            Option("at", "instant", "or the instant, with its offset"),
            Option("key", "text", "the same key again changes nothing and answers as the first time"),
            Option("points", "whole", "points it is paid with"),
            Option("what", "text", "what was bought"),
            Option("line", "line", "a line of the bill; may be repeated", many=True,
                   metavar="AMOUNT[;earns=no][;TEXT]"),
            Option("voucher", "text", "the number of a voucher that was redeemed for it; may be repeated", many=True, metavar="NUMBER"),
            BY,
        ),
    ),
    Command(
        "return",
        "take back a purchase, all that is left of it or a part",
        ("shopkeeper return 12", "shopkeeper return key:till-4711 10.00", "shopkeeper return 12 --line 2"),
        "sales:give_back",
        (
            PURCHASE,
            Option("amount", "amount", "how much; all that is left if left out", place=True),
            Option("line", "whole", "a line of the bill, counted from 1; may be repeated", many=True, metavar="N"),
            ON,
            Option("key", "text", "the same key again changes nothing and answers as the first time"),
            BY,
        ),
    ),
    Command(
        "move",
        "move a purchase to the member whose it is",
        ("shopkeeper move 12 1002",),
        "sales:move",
        (
            PURCHASE,
            Option("member", "name", "a member's number or a card; - for nobody known", place=True, needed=True),
            BY,
        ),
    ),
    Command(
        "undo",
        "undo an act, the last one if none is named",
        ("shopkeeper undo", "shopkeeper undo 57"),
        "sales:undo",
        (
            Option("act", "whole", "the number of the act", place=True),
            Option("dry_run", "flag", "say what would change for whom, and change nothing"),
        ),
    ),
)  # fmt: skip
