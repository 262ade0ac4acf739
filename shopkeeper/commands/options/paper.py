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
        "write the slip of a purchase, with points and thanks, for an 80 mm roll",
        ("shopkeeper slip 12 --pdf slip.pdf", "shopkeeper slip key:till-7-000123 --pdf slip.pdf"),
        "evenings:slip",
        (
            PURCHASE,
            Option("pdf", "path", "the file to write", needed=True, metavar="FILE"),
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
