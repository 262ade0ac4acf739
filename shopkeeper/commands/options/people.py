"""Who is a member: found, shown, enrolled; points, tiers and perks by hand; households, and two records of one person."""

from shopkeeper.commands.options.kinds import BY, MEMBER, ON, Command, Option

_REASON = Option("reason", "text", "why", needed=True)

COMMANDS = (
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
        (MEMBER, Option("on", "day", "the day; today if left out"), Option("why", "flag", "also say why")),
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
            BY,
        ),
    ),
    Command(
        "adjust",
        "add points to a member, or take some",
        ('shopkeeper adjust 1001 -50 --reason "Counted twice"',),
        "people:adjust",
        (MEMBER, Option("points", "whole", "how many; less than nothing takes", place=True, needed=True), _REASON,
         ON, BY),
    ),
    Command(
        "gift",
        "give a member points: welcome, birthday, or a number of them",
        ("shopkeeper gift 1001 birthday", 'shopkeeper gift 1001 50 --reason "Waited long"'),
        "people:gift",
        (
            MEMBER,
            Option("gift", "name", "welcome, birthday (each given once), or how many points", place=True, needed=True),
            Option("reason", "text", "why; needed for a number of points"),
            BY,
        ),
    ),
    Command(
        "tier",
        "give a member a tier by hand, through a day",
        ('shopkeeper tier 1001 Gold --until 2027-06-30 --reason "Helped us move"',),
        "people:tier",
        (
            MEMBER,
            Option("name", "text", "the tier", place=True, needed=True),
            Option("until", "day", "its last day", needed=True),
            _REASON,
            ON,
            BY,
        ),
    ),
    Command(
        "perk",
        "give a perk of the member's tier, or note that it was refused",
        ('shopkeeper perk 1001 "Birthday treat"', 'shopkeeper perk 1001 "Free gift wrap" --refused'),
        "people:perk",
        (
            MEMBER,
            Option("perk", "text", "the perk, as the programme names it", place=True, needed=True),
            Option("refused", "flag", "the member does not want it"),
            ON,
            BY,
        ),
    ),
    Command(
        "household",
        "show the household a member pools points with; join another's, or leave it",
        ("shopkeeper household 1001", "shopkeeper household 1001 --join 1002", "shopkeeper household 1001 --leave"),
        "people:household",
        (
            MEMBER,
            Option("join", "name", "whose household to join: a member's number or a card"),
            Option("leave", "flag", "leave it at the end of the day"),
            ON,
            BY,
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
            BY,
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
            BY,
        ),
    ),
)  # fmt: skip
