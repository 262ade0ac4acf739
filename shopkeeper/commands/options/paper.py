"""What is written as a page: letters, slips, cards, labels."""

from shopkeeper.commands.options.kinds import BY, PURCHASE, Command, Option
from shopkeeper.rules.letter_kinds import KEYS

_PIECES = (
    Option("member", "name", "whose", place=True, many=True),
    Option("tier", "text", "everybody in this tier"),
    Option("format", "text", "the sheet by its name; the shop’s own if left out"),
    Option("start", "whole", "the first place of the sheet that is still there, from 1"),
    Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
)

COMMANDS = (
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
            BY,
        ),
    ),
    Command(
        "slip",
        "print the slip of a purchase, with points and thanks, on a receipt printer, or write it as a page for its roll",
        (
            "shopkeeper slip 12 --pdf slip.pdf",
            "shopkeeper slip key:till-7-000123 --to /dev/usb/lp0",
            "shopkeeper slip 12 --to usb:04b8:0e15 --roll 58 --uncut",
        ),
        "slips:slip",
        (
            PURCHASE,
            Option("to", "text", "the receipt printer: its file, usb:04b8:0e15, serial:COM3,19200 or network:192.168.1.50", metavar="DEVICE"),
            Option("roll", "text", "how wide the roll is, in millimetres; 80 if left out", choices=("80", "58")),
            Option("uncut", "flag", "the printer has no cutter"),
            Option("drawer", "flag", "open the cash drawer too"),
            Option("code", "flag", "with the member's card as a code"),
            Option("pdf", "path", "the file to write", metavar="FILE"),
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
)  # fmt: skip
