"""The shop and its file: made, backed up, restored, locked, checked."""

from shopkeeper.commands.options.kinds import Command, Option

_NEW_PASSPHRASE = Option(
    "new_passphrase_file", "path", "a file whose first line is the new passphrase; asked on the terminal if left out",
    metavar="FILE",
)  # fmt: skip
_SHEET = Option("sheet", "path", "write the recovery sheet to this PDF", metavar="FILE")

COMMANDS = (
    Command(
        "init",
        "make a new shop",
        ('shopkeeper init --name "Okafor & Daughters" --currency GBP --country GB --timezone Europe/London',),
        "house:init",
        (
            Option("name", "text", "what the shop is called", needed=True),
            Option("currency", "text", "three letters, such as GBP", needed=True),
            Option("country", "text", "two letters, such as GB", needed=True),
            Option("timezone", "text", "such as Europe/London", needed=True),
            Option("language", "text", "such as en or de; English if left out"),
            Option("owner", "text", "who owns the shop"),
        ),
        opens=False,
    ),
    Command(
        "backup",
        "make a backup, in the folder of backups or in a file",
        ("shopkeeper backup", "shopkeeper backup /media/stick/shop.db", "shopkeeper backup --second /media/stick"),
        "house:backup",
        (
            Option("file", "path", "the file to write", place=True),
            Option("second", "path", "the folder that backups are copied to from now on, or none", metavar="FOLDER"),
        ),
    ),
    Command(
        "acts",
        "who did what: the last acts, the latest first",
        ("shopkeeper acts --limit 20", "shopkeeper --json acts --by Kofi", "shopkeeper acts --before 1200"),
        "house:acts",
        (
            Option("limit", "whole", "how many, 500 at most; 50 if left out"),
            Option("before", "whole", "those before this act"),
            Option("by", "text", "those of one who serves"),
        ),
    ),
    Command(
        "restore",
        "make the book what a backup was; the book as it is now is kept first",
        ("shopkeeper restore backups/shop-000012-20261121T181500Z.db",),
        "house:restore",
        (Option("file", "path", "the backup", place=True, needed=True),),
        opens=False,
    ),
    Command(
        "lock",
        "lock the book with a passphrase; answers the recovery code, this once",
        ("shopkeeper lock --sheet recovery.pdf", "shopkeeper lock --new-passphrase-file /run/secrets/shop"),
        "locking:lock",
        (_NEW_PASSPHRASE, _SHEET),
    ),
    Command(
        "unlock",
        "write the book, and its backups, in the clear again",
        ("shopkeeper unlock",),
        "locking:unlock",
    ),
    Command(
        "passphrase",
        "change the passphrase of a locked book, or with --new-code its recovery code",
        ("shopkeeper passphrase", "shopkeeper passphrase --code-file code.txt", "shopkeeper passphrase --new-code --sheet recovery.pdf"),
        "locking:passphrase",
        (
            _NEW_PASSPHRASE,
            Option("code_file", "path", "a file with the recovery code, where the passphrase is forgotten", metavar="FILE"),
            Option("new_code", "flag", "a new recovery code; the old sheet opens nothing any more"),
            _SHEET,
        ),
        opens=False,
    ),
    Command(
        "pin",
        "who has a PIN; give or take one, or take all where the owner's is forgotten",
        ("shopkeeper pin", "shopkeeper pin Ngozi", "shopkeeper --pin-file owner.txt pin Kofi --take"),
        "locking:pin",
        (
            Option("person", "text", "whose, by the name they serve under", place=True),
            Option("new_pin_file", "path", "a file whose first line is the new PIN; asked on the terminal if left out", metavar="FILE"),
            Option("take", "flag", "take the PIN away"),
            Option("reset", "flag", "take all PINs away; whoever can open the file can do so, and it is written down"),
        ),
    ),
    Command(
        "check",
        "check the book: file, sums, index; with --replay every member's whole history",
        ("shopkeeper check", "shopkeeper --json check --replay"),
        "house:check",
        (Option("replay", "flag", "replay every member's facts beside what is stored"),),
    ),
    Command(
        "reindex",
        "build what the find box looks in afresh, after check has found it wrong",
        ("shopkeeper reindex",),
        "house:reindex",
    ),
    Command(
        "do",
        "read one command a line as JSON from standard input, and answer each in a line",
        ("""echo '{"do":"purchase","member":"1001","amount_minor":2450}' | shopkeeper do""",),
        "",
    ),
)  # fmt: skip
