"""The commands and their options, written down once: the command line and the pipe are both made from this."""

from dataclasses import dataclass
from typing import Literal

from shopkeeper.rules.letter_kinds import KEYS

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


_BY = Option("by", "text", "who serves", metavar="PERSON")
_MEMBER = Option("member", "name", "a member's number, or a card number", place=True, needed=True)
_PURCHASE = Option("purchase", "name", "the purchase's id, or key:K", place=True, needed=True)
_REASON = Option("reason", "text", "why", needed=True)
_ON = Option("on", "day", "the shop day it happened on; today if left out")
_NEW_PASSPHRASE = Option(
    "new_passphrase_file", "path", "a file whose first line is the new passphrase; asked on the terminal if left out",
    metavar="FILE",
)  # fmt: skip
_SHEET = Option("sheet", "path", "write the recovery sheet to this PDF", metavar="FILE")

_PIECES = (
    Option("member", "name", "whose", place=True, many=True),
    Option("tier", "text", "everybody in this tier"),
    Option("format", "text", "the sheet by its name; the shop’s own if left out"),
    Option("start", "whole", "the first place of the sheet that is still there, from 1"),
    Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
)

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
        "find",
        "find members by anything known of them, best first",
        ("shopkeeper find berg", "shopkeeper --json find 0958 --limit 5"),
        "people:find",
        (
            Option("text", "text", "what would be typed into the find box", place=True, needed=True),
            Option("limit", "whole", "how many at most; 20 if left out"),
        ),
    ),
    Command(
        "show",
        "show the whole card of a member, as of the end of a day",
        ("shopkeeper show 1001", "shopkeeper --json show 1001 --on 2026-06-30 --why"),
        "people:show",
        (_MEMBER, Option("on", "day", "the day; today if left out"), Option("why", "flag", "also say why")),
    ),
    Command(
        "enrol",
        "enrol a member; a name is enough",
        ('shopkeeper enrol --name "Anna Berg" --phone "020 7946 0958" --birthday 02-29',),
        "people:enrol",
        (
            Option("name", "text", "the member's name", needed=True),
            Option("number", "text", "a number of the shop's own; the next free one if left out"),
            Option("phone", "text", "a phone number, as it is written; may be repeated", many=True),
            Option("email", "text", "an e-mail address; may be repeated", many=True),
            Option("birthday", "birthday", "with or without the year", metavar="[YYYY-]MM-DD"),
            Option("card", "text", "the number of a card; a new one is given if left out"),
            Option("street", "text", "street and house"),
            Option("postcode", "text", "the postcode"),
            Option("town", "text", "the town"),
            Option("letters", "yes or no", "whether the shop may write; not asked yet if left out"),
            Option("on", "day", "the day of joining; today if left out"),
            Option("even_if_known", "flag", "enrol even if the person seems known already"),
            _BY,
        ),
    ),
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
            _ON,
            Option("at", "instant", "or the instant, with its offset"),
            Option("key", "text", "the same key again changes nothing and answers as the first time"),
            Option("points", "whole", "points it is paid with"),
            Option("what", "text", "what was bought"),
            Option("line", "line", "a line of the bill; may be repeated", many=True,
                   metavar="AMOUNT[;earns=no][;TEXT]"),
            _BY,
        ),
    ),
    Command(
        "return",
        "take back a purchase, all that is left of it or a part",
        ("shopkeeper return 12", "shopkeeper return key:till-4711 10.00", "shopkeeper return 12 --line 2"),
        "sales:give_back",
        (
            _PURCHASE,
            Option("amount", "amount", "how much; all that is left if left out", place=True),
            Option("line", "whole", "a line of the bill, counted from 1; may be repeated", many=True, metavar="N"),
            _ON,
            Option("key", "text", "the same key again changes nothing and answers as the first time"),
            _BY,
        ),
    ),
    Command(
        "note",
        "note a line about a member: what it is, a liking, an allergy, a promise, a day, is told from the line",
        ('shopkeeper note 1001 "likes rye"', 'shopkeeper note 1001 "son Tom starts school 5 Sept" --kind date'),
        "remembered:note",
        (
            _MEMBER,
            Option("line", "text", "the line, as one would type it at the counter", place=True, needed=True),
            Option("kind", "text", "what it is, if it should not be told from the line"),
            _BY,
        ),
    ),
    Command(
        "promise",
        "promise a member something by a day",
        ('shopkeeper promise 1001 "Two rye loaves" --due 2026-11-27',),
        "remembered:promise",
        (
            _MEMBER,
            Option("text", "text", "what is promised", place=True, needed=True),
            Option("due", "day", "by when; within a week if left out"),
            _BY,
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
        "adjust",
        "add points to a member, or take some",
        ('shopkeeper adjust 1001 -50 --reason "Counted twice"',),
        "people:adjust",
        (_MEMBER, Option("points", "whole", "how many; less than nothing takes", place=True, needed=True), _REASON,
         _ON, _BY),
    ),
    Command(
        "gift",
        "give a member points: welcome, birthday, or a number of them",
        ("shopkeeper gift 1001 birthday", 'shopkeeper gift 1001 50 --reason "Waited long"'),
        "people:gift",
        (
            _MEMBER,
            Option("gift", "name", "welcome, birthday (each given once), or how many points", place=True, needed=True),
            Option("reason", "text", "why; needed for a number of points"),
            _BY,
        ),
    ),
    Command(
        "tier",
        "give a member a tier by hand, through a day",
        ('shopkeeper tier 1001 Gold --until 2027-06-30 --reason "Helped us move"',),
        "people:tier",
        (
            _MEMBER,
            Option("name", "text", "the tier", place=True, needed=True),
            Option("until", "day", "its last day", needed=True),
            _REASON,
            _ON,
            _BY,
        ),
    ),
    Command(
        "perk",
        "give a perk of the member's tier, or note that it was refused",
        ('shopkeeper perk 1001 "Birthday treat"', 'shopkeeper perk 1001 "Free gift wrap" --refused'),
        "people:perk",
        (
            _MEMBER,
            Option("perk", "text", "the perk, as the programme names it", place=True, needed=True),
            Option("refused", "flag", "the member does not want it"),
            _ON,
            _BY,
        ),
    ),
    Command(
        "household",
        "show the household a member pools points with; join another's, or leave it",
        ("shopkeeper household 1001", "shopkeeper household 1001 --join 1002", "shopkeeper household 1001 --leave"),
        "people:household",
        (
            _MEMBER,
            Option("join", "name", "whose household to join: a member's number or a card"),
            Option("leave", "flag", "leave it at the end of the day"),
            _ON,
            _BY,
        ),
    ),
    Command(
        "move",
        "move a purchase to the member whose it is",
        ("shopkeeper move 12 1002",),
        "sales:move",
        (
            _PURCHASE,
            Option("member", "name", "a member's number or a card; - for nobody known", place=True, needed=True),
            _BY,
        ),
    ),
    Command(
        "merge",
        "make two records of one person one: everything of both is kept",
        ("shopkeeper merge 1001 1044",),
        "people:merge",
        (
            Option("keep", "name", "the member who stays: a number or a card", place=True, needed=True),
            Option("other", "name", "the other record of the same person", place=True, needed=True),
            _BY,
        ),
    ),
    Command(
        "unmerge",
        "take a merge apart, also when either has changed since; what was done since is told",
        ("shopkeeper unmerge 812",),
        "people:unmerge",
        (Option("merge", "whole", "the merge, as it was answered with", place=True, needed=True),),
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
            _BY,
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
    Command(
        "letter",
        "write letters of a kind as a PDF, and log them; or a member's statement of points",
        (
            "shopkeeper letter thank-you --due --pdf notes.pdf",
            'shopkeeper letter birthday 1001 --line "See you on Saturday." --pdf note.pdf',
            'shopkeeper letter sale-preview --tier Gold --about "the winter sale on 3 December" --pdf preview.pdf',
            'shopkeeper letter sale-preview --event "Sale preview" --pdf preview.pdf',
            "shopkeeper letter thanks-for-coming --event 3 --pdf thanks.pdf",
            'shopkeeper letter birthday --due --voucher "Five pounds" --pdf birthdays.pdf',
            "shopkeeper letter statement 1001 --pdf statement.pdf",
        ),
        "files:letter",
        (
            Option("kind", "text", "what kind of letter, or statement", place=True, needed=True, choices=(*KEYS, "statement")),
            Option("member", "name", "whom to", place=True, many=True),
            Option("due", "flag", "everybody who is due one"),
            Option("tier", "text", "everybody in this tier"),
            Option("group", "text", "everybody in this saved group"),
            Option("event", "text", "the guests of this event who are to have it still: its name or number"),
            Option("voucher", "text", "the offer of which each letter brings a voucher: its name or number", metavar="OFFER"),
            Option("about", "text", "what an invitation is for, or what a newsletter tells"),
            Option("line", "text", "a line of one's own"),
            Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
            _BY,
        ),
    ),
    Command(
        "events",
        "list the events, or the guests of one with their answers and who is in; its place cards for the table",
        ("shopkeeper events", 'shopkeeper --json events "Sale preview"', 'shopkeeper events "Cheese tasting" --place-cards cards.pdf'),
        "evenings:events_",
        (
            Option("event", "text", "its name or number", place=True),
            Option("place_cards", "path", "write a card for the table for each who said yes", metavar="FILE"),
        ),
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
    Command(
        "slip",
        "write the slip of a purchase, with points and thanks, for an 80 mm roll",
        ("shopkeeper slip 12 --pdf slip.pdf", "shopkeeper slip key:till-7-000123 --pdf slip.pdf"),
        "evenings:slip",
        (
            _PURCHASE,
            Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
        ),
    ),
    Command(
        "offer",
        "offer vouchers: what they give and until when; their numbers are made by issue, or with letters",
        (
            'shopkeeper offer "Five pounds" --off 5.00 --through 2026-12-31 --budget 500.00',
            'shopkeeper offer "Honey" --thing "A jar of honey" --each 3.20 --anybody --most 50 --through 2026-12-31',
        ),
        "coupons:offer",
        (
            Option("name", "text", "what it is called", place=True, needed=True),
            Option("through", "day", "the last day they can be redeemed", needed=True),
            Option("from", "day", "the first; today if left out"),
            Option("off", "amount", "money off"),
            Option("percent", "whole", "a percentage off, from 1 to 100"),
            Option("thing", "text", "a thing"),
            Option("anybody", "flag", "they belong to whoever brings them, not to one member each"),
            Option("most", "whole", "how many there may be"),
            Option("each", "amount", "what one costs the shop, where it is not money off"),
            Option("budget", "amount", "what all may cost together"),
            _BY,
        ),
    ),
    Command(
        "withdraw",
        "withdraw an offer: none of its vouchers is taken any more",
        ('shopkeeper withdraw "Five pounds"',),
        "coupons:withdraw",
        (Option("offer", "text", "its name or number", place=True, needed=True), _BY),
    ),
    Command(
        "vouchers",
        "list the offers with what was issued, redeemed and what it cost, or the numbers of one",
        ("shopkeeper vouchers", 'shopkeeper --json vouchers "Five pounds"'),
        "coupons:vouchers",
        (Option("offer", "text", "its name or number", place=True),),
    ),
    Command(
        "issue",
        "make a voucher for each of these members, or so many for whoever brings them; print them",
        (
            'shopkeeper issue "Five pounds" 1001 1002 --pdf vouchers.pdf',
            'shopkeeper issue "Five pounds" --tier Gold --pdf gold.pdf --format voucher-A6',
            "shopkeeper issue Honey --count 50 --pdf honey.pdf",
        ),
        "coupons:issue",
        (
            Option("offer", "text", "its name or number", place=True, needed=True),
            Option("member", "name", "for whom", place=True, many=True),
            Option("tier", "text", "everybody in this tier"),
            Option("group", "text", "everybody in this saved group"),
            Option("count", "whole", "how many, where they belong to nobody"),
            Option("pdf", "path", "the file to write", metavar="FILE"),
            Option("format", "text", "the sheet by its name; the shop’s own if left out"),
            Option("start", "whole", "the first place of the sheet that is still there, from 1"),
            _BY,
        ),
    ),
    Command(
        "redeem",
        "redeem a voucher, once; or look what it is",
        ('shopkeeper redeem "2831 4159 2653 58" --amount 24.50 --member 1001', "shopkeeper redeem 28314159265358 --look"),
        "coupons:redeem",
        (
            Option("number", "text", "the voucher’s number", place=True, needed=True),
            Option("amount", "amount", "the purchase it is taken off"),
            Option("member", "name", "who stands there"),
            Option("of_another", "flag", "even if it is another member’s"),
            Option("look", "flag", "change nothing"),
            _BY,
        ),
    ),
    Command(
        "duplicates",
        "find members who may be in the book twice, the likeliest first, with the reasons",
        ("shopkeeper duplicates", "shopkeeper --json duplicates --limit 500"),
        "twice:duplicates",
        (Option("limit", "whole", "how many pairs to name; 50 if left out"),),
    ),
    Command(
        "apart",
        "say that two members are not one person, so that duplicates does not name them again",
        ("shopkeeper apart 1001 1042",),
        "twice:apart",
        (
            Option("one", "name", "a member's number, or a card number", place=True, needed=True),
            Option("other", "name", "the other one's", place=True, needed=True),
            _BY,
        ),
    ),
    Command(
        "cards",
        "write membership cards as a PDF, with a bar code and a QR code",
        ("shopkeeper cards 1001 --pdf card.pdf", "shopkeeper cards --tier Gold --format cards-A4 --pdf cards.pdf"),
        "files:cards",
        _PIECES,
    ),
    Command(
        "labels",
        "write address labels as a PDF, on a common sheet of labels",
        ("shopkeeper labels --tier Gold --format L7160 --start 4 --pdf labels.pdf",),
        "files:labels",
        _PIECES,
    ),
    Command(
        "programme",
        "show the programme, try another on the shop's own past, or set a new one from a day on",
        ("shopkeeper programme show", "shopkeeper programme try summer.toml",
         "shopkeeper programme set summer.toml --from 2027-06-01"),
        "programme:programme",
        (
            Option("action", "text", "show, try or set", place=True, needed=True, choices=("show", "try", "set")),
            Option("file", "path", "the programme, as TOML", place=True),
            Option("from", "day", "the first day it holds; today if left out"),
        ),
    ),
    Command(
        "held",
        "everything the book holds about a member: as data, or as a page or a table to give them",
        ("shopkeeper --json held 1001", "shopkeeper held 1001 --pdf held.pdf"),
        "privacy:held",
        (
            _MEMBER,
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
            _MEMBER,
            Option("channel", "text", "letter, e-mail, phone or message", place=True, needed=True,
                   choices=("letter", "e-mail", "phone", "message")),
            Option("answer", "yes or no", "what the member said", place=True, needed=True),
            Option("how", "text", "how it was said; in person if left out",
                   choices=("in person", "on a form", "by phone", "in writing")),
            Option("wording", "text", "the words that were said yes to"),
            Option("on", "day", "the day it was said; today if left out"),
            _BY,
        ),
    ),
    Command(
        "forget",
        "forget a member for good: nothing says who it was, the shop's totals stay; this cannot be undone",
        ("shopkeeper forget 1001",),
        "privacy:forget",
        (_MEMBER, _BY),
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
        "report",
        "what the book tells: who is kept, what the best bring, what members are worth, who is slipping away, who is owed a thank-you",
        ("shopkeeper report keeping", "shopkeeper report recognition --on 2026-10-31 --csv october.csv", "shopkeeper --json report value --on 2026-09-30 --weeks 39"),
        "reports:report",
        (
            Option("name", "text", "which one", place=True, needed=True,
                   choices=("keeping", "pareto", "value", "stages", "slipping", "rfm", "recognition", "occasions", "trial", "vouchers")),
            Option("on", "day", "as of the end of this day; today if left out"),
            Option("csv", "path", "write its rows to this file as well", metavar="FILE"),
            Option("weeks", "whole", "over how many weeks to come `value` looks; 52 if left out"),
            Option("trial", "text", "which `trial` by its name or number; the latest if left out"),
        ),
    ),
    Command(
        "trial",
        "try an offer against another or nothing: what a trial could find, begin one, give what was drawn, end it, list the lot",
        (
            'shopkeeper trial size --who "seen within 26 weeks" --measure spend --goal 3.00 --weeks 8',
            'shopkeeper trial begin "Coffee or nothing" --offer "A free coffee" --cost 0.40 --who Gold --goal 3.00 --weeks 8',
            'shopkeeper trial give "Coffee or nothing" --member 1001',
            'shopkeeper --json report trial --trial "Coffee or nothing"',
        ),
        "trying:trial",
        (
            Option("action", "text", "list, size, begin, lot, give or stop", place=True, needed=True,
                   choices=("list", "size", "begin", "lot", "give", "stop")),
            Option("name", "text", "what the trial is called, or its number", place=True),
            Option("offer", "text", "what the first half gets, as it is said at the counter"),
            Option("against", "text", "what the other half gets; nothing if left out"),
            Option("points", "whole", "the points that come with the first offer each time"),
            Option("against_points", "whole", "the points that come with the other"),
            Option("cost", "amount", "what the first offer costs the shop each time"),
            Option("against_cost", "amount", "what the other costs"),
            Option("who", "text", "whom it is tried with, as for a saved group; everyone if left out"),
            Option("measure", "text", "what is counted: what each spends, how often each comes, how many come at all",
                   choices=("spend", "visits", "came")),
            Option("goal", "text", "the least difference worth having: money a week, visits in four weeks, members in 100"),
            Option("weeks", "whole", "how long it lasts; 8 if left out"),
            Option("from", "day", "its first day; today if left out"),
            Option("often", "text", "whether it is given once, or at every visit", choices=("once", "visit")),
            Option("member", "name", "to whom it is given: a number or a card"),
            _BY,
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
BY_NAME = {command.name: command for command in COMMANDS}
