"""Events: planned, guests put on the list, their answers, the door, what came of it."""

from shopkeeper.commands.options.kinds import BY, Command, Option

_EVENT = Option("event", "name", "its name or number", place=True, needed=True)

COMMANDS = (
    Command(
        "events",
        "list the events, or the guests of one with their answers and who is in; its papers, and what it brought",
        (
            "shopkeeper events", 'shopkeeper --json events "Sale preview"',
            'shopkeeper events "Cheese tasting" --place-cards cards.pdf --door-list door.pdf',
            'shopkeeper events "Cheese tasting" --result',
        ),
        "evenings:events_",
        (
            Option("event", "name", "its name or number", place=True),
            Option("place_cards", "path", "write a card for the table for each who said yes", metavar="FILE"),
            Option("door_list", "path", "write the list for the door, with boxes to tick", metavar="FILE"),
            Option("result", "flag", "who came, and what they bought afterwards against members like them"),
        ),
    ),
    Command(
        "event-plan",
        "plan an event, or change one that is planned",
        (
            'shopkeeper event-plan "Cheese tasting" --kind tasting --on 2026-12-03 --start 19:00 --end 21:00 --places 20',
            'shopkeeper event-plan "Winter sale" --kind "sale preview" --on 2026-12-03 --start 8:00 --end 9:00 --early Gold --opens 2026-12-05',
            'shopkeeper event-plan "Cheese tasting" --change 3 --places 24',
        ),
        "guest_list:plan",
        (
            Option("name", "text", "what it is called", place=True, needed=True),
            Option("change", "text", "the event to change: its name or number; what is left out stays", metavar="EVENT"),
            Option("kind", "text", "what kind of event", choices=("vip night", "sale preview", "late hours", "tasting", "other")),
            Option("on", "day", "its day"),
            Option("start", "text", "when it begins, such as 19:00"),
            Option("end", "text", "when it ends"),
            Option("words", "text", "how a letter names it"),
            Option("room", "text", "where"),
            Option("places", "whole", "how many there are; 0 where nobody counts them"),
            Option("bring", "whole", "how many each guest may bring; 1 if left out"),
            Option("cost", "amount", "what it costs the shop"),
            Option("served", "text", "who serves"),
            Option("goal", "text", "what it is for"),
            Option("early", "text", "from this tier on it is open without an invitation", metavar="TIER"),
            Option("opens", "day", "when it opens to everybody"),
            Option("after", "whole", "how many days are counted afterwards; 30 if left out"),
            BY,
        ),
    ),
    Command(
        "event-off",
        "call an event off; its list is kept",
        ('shopkeeper event-off "Cheese tasting"',),
        "guest_list:call_off",
        (_EVENT, BY),
    ),
    Command(
        "guests",
        "put members on the list of an event: by hand, or whoever a choice finds, a part of them kept back to compare",
        (
            'shopkeeper guests "Cheese tasting" 1001 1002',
            'shopkeeper guests "Cheese tasting" --tier Gold --interest cheese --at-most 40 --kept-back 20',
        ),
        "guest_list:add",
        (
            _EVENT,
            Option("member", "name", "whom", place=True, many=True),
            Option("tier", "text", "members of this tier; may be repeated", many=True),
            Option("interest", "text", "who like or buy it"),
            Option("group", "text", "who are in this saved group"),
            Option("spent", "amount", "who spent at least so much in a year"),
            Option("at_most", "whole", "so many, the best first"),
            Option("kept_back", "whole", "so many per cent of them, drawn by lot, are not invited, to compare", metavar="PERCENT"),
            BY,
        ),
    ),
    Command(
        "guest",
        "one guest: the answer, a place, the door; MEMBER may be the code on the invitation",
        (
            'shopkeeper guest "Cheese tasting" 1001 --answer yes --with 1',
            'shopkeeper guest "Cheese tasting" "2951 8127 35" --in',
            'shopkeeper guest "Cheese tasting" 1002 --give-place',
        ),
        "guest_list:guest",
        (
            _EVENT,
            Option("member", "name", "a member's number, a card, or the code on the invitation", place=True, needed=True),
            Option("answer", "text", "what they answered", choices=("yes", "no", "maybe", "none")),
            Option("with", "whole", "how many they bring"),
            Option("told", "text", "invited by another way than a letter", choices=("counter", "phone", "e-mail", "visit")),
            Option("give_place", "flag", "somebody who waits gets a place"),
            Option("in", "flag", "they came through the door, invited or not"),
            Option("not_in", "flag", "that was a mistake"),
            Option("off", "flag", "off the list"),
            BY,
        ),
    ),
)  # fmt: skip
