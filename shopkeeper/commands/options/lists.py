"""Lists that come in and go out."""

from shopkeeper.commands.options.kinds import BY, Command, Option

COMMANDS = (
    Command(
        "import",
        "bring in a list of members or purchases (CSV, Excel, ODS, vCard), as one act",
        ("shopkeeper import members people.csv --dry-run", 'shopkeeper import purchases till.csv --map "member=Card no"'),
        "files:bring_in",
        (
            Option("what", "text", "members, purchases, or everything (a whole book, into an empty shop)", place=True, needed=True,
                   choices=("members", "purchases", "everything")),
            Option("file", "path", "the file", place=True, needed=True),
            Option("map", "text", "which column is which; may be repeated", many=True, metavar="OURS=THEIRS"),
            Option("dry_run", "flag", "say what would happen, and change nothing"),
            Option("encoding", "text", "how the file is written, such as utf-8 or cp1252"),
            Option("days", "text", "what comes first in its days", choices=("dmy", "mdy", "ymd")),
            Option("decimal", "text", "what stands before the pence", choices=(".", ",")),
            Option("heading", "text", "whether its first line names the columns", choices=("yes", "no")),
            Option("sheet", "text", "which sheet of a workbook"),
            Option("zeros", "text", "whether its numbers have lost the noughts in front", choices=("yes", "no")),
            BY,
        ),
    ),
    Command(
        "export",
        "write members, purchases, standings or everything to a file; its ending says how",
        ("shopkeeper export members members.xlsx", 'shopkeeper export members cheese.csv --group "The cheese board"',
         "shopkeeper export everything book.json"),
        "files:write_out",
        (
            Option("what", "text", "members, purchases, standing or everything", place=True, needed=True,
                   choices=("members", "purchases", "standing", "everything")),
            Option("file", "path", "the file to write: .csv, .xlsx, .vcf, .json", place=True, needed=True),
            Option("group", "text", "only who is in this saved group"),
        ),
    ),
)  # fmt: skip
