"""What a member may ask and has said: what is held, consent, forgetting, how long things are kept."""

from shopkeeper.commands.options.kinds import BY, MEMBER, Command, Option

COMMANDS = (
    Command(
        "held",
        "everything the book holds about a member: as data, or as a page or a table to give them",
        ("shopkeeper --json held 1001", "shopkeeper held 1001 --pdf held.pdf"),
        "privacy:held",
        (
            MEMBER,
            Option("pdf", "path", "the page to write", metavar="FILE"),
            Option("csv", "path", "the table to write", metavar="FILE"),
        ),
    ),
    Command(
        "consent",
        "write down what a member said about letters, e-mail, phone or messages, with how and to which words",
        ('shopkeeper consent 1001 letter yes --wording "May we write to you?"', "shopkeeper consent 1001 phone no --how 'in writing'"),
        "privacy:consent",
        (
            MEMBER,
            Option("channel", "text", "letter, e-mail, phone or message", place=True, needed=True,
                   choices=("letter", "e-mail", "phone", "message")),
            Option("answer", "yes or no", "what the member said", place=True, needed=True),
            Option("how", "text", "how it was said; in person if left out",
                   choices=("in person", "on a form", "by phone", "in writing")),
            Option("wording", "text", "the words that were said yes to"),
            Option("on", "day", "the day it was said; today if left out"),
            BY,
        ),
    ),
    Command(
        "forget",
        "forget a member for good: nothing says who it was, the shop's totals stay; this cannot be undone",
        ("shopkeeper forget 1001",),
        "privacy:forget",
        (MEMBER, BY),
    ),
    Command(
        "keeping",
        "show how long things are kept, or set one of the times, in months",
        ("shopkeeper keeping", "shopkeeper keeping letters 36", "shopkeeper keeping members ever"),
        "privacy:keeping",
        (
            Option("what", "text", "members, letters, talks, matters or backups", place=True,
                   choices=("members", "letters", "talks", "matters", "backups")),
            Option("months", "text", "how many months, or ever", place=True),
        ),
    ),
    Command(
        "papers",
        "print the notice for members, the register of processing, or the sheet for a breach",
        ("shopkeeper papers notice --pdf notice.pdf", "shopkeeper papers register --pdf register.pdf"),
        "privacy:papers",
        (
            Option("kind", "text", "which one", place=True, needed=True, choices=("notice", "register", "breach")),
            Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
        ),
    ),
)  # fmt: skip
