"""What is remembered and what is coming: lines, promises, the morning, events, birthdays."""

from shopkeeper.commands.options.kinds import BY, MEMBER, Command, Option

COMMANDS = (
    Command(
        "note",
        "note a line about a member: what it is, a liking, an allergy, a promise, a day, is told from the line",
        ('shopkeeper note 1001 "likes rye"', 'shopkeeper note 1001 "son Tom starts school 5 Sept" --kind date'),
        "remembered:note",
        (
            MEMBER,
            Option("line", "text", "the line, as one would type it at the counter", place=True, needed=True),
            Option("kind", "text", "what it is, if it should not be told from the line"),
            BY,
        ),
    ),
    Command(
        "promise",
        "promise a member something by a day",
        ('shopkeeper promise 1001 "Two rye loaves" --due 2026-11-27',),
        "remembered:promise",
        (
            MEMBER,
            Option("text", "text", "what is promised", place=True, needed=True),
            Option("due", "day", "by when; within a week if left out"),
            BY,
        ),
    ),
    Command(
        "followups",
        "show what a morning holds: promises, complaints, days, thanks owed, who slips away, who usually comes",
        ("shopkeeper followups", "shopkeeper --json followups --on 2026-11-21"),
        "remembered:followups",
        (Option("on", "day", "the day; today if left out"),),
    ),
    Command(
        "birthdays",
        "list the birthdays of a day or some: who, turning what, how to greet, the usual; on one sheet",
        ("shopkeeper birthdays", "shopkeeper birthdays --on 2026-12-01 --days 7 --pdf birthdays.pdf"),
        "evenings:birthdays_",
        (
            Option("on", "day", "the first day; today if left out"),
            Option("days", "whole", "how many days; 1 if left out"),
            Option("pdf", "path", "write them on a sheet as well", metavar="FILE"),
        ),
    ),
)  # fmt: skip
