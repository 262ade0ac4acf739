"""Vouchers: offered, issued, redeemed, withdrawn."""

from shopkeeper.commands.options.kinds import BY, Command, Option

COMMANDS = (
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
            BY,
        ),
    ),
    Command(
        "withdraw",
        "withdraw an offer: none of its vouchers is taken any more",
        ('shopkeeper withdraw "Five pounds"',),
        "coupons:withdraw",
        (Option("offer", "text", "its name or number", place=True, needed=True), BY),
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
            BY,
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
            BY,
        ),
    ),
)  # fmt: skip
