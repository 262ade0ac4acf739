"""What the book tells, the programme it was earned by, and offers on trial."""

from shopkeeper.commands.options.kinds import BY, Command, Option

COMMANDS = (
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
            BY,
        ),
    ),
)  # fmt: skip
