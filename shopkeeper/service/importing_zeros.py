"""Noughts in front that a spreadsheet has taken off: 12 in the list, 00012 in the book. Asked, never guessed."""

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.tables import Ask, Choice
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service.importing_files import Choices, Source, asked, bare_number
from shopkeeper.values import replace

_COLUMNS = ("number", "member", "card")
_SHOWN = 3


def settled(book: Reading, source: Source, choices: Choices) -> Source | Ask:
    """The source with the numbers that have lost their noughts, or the question whether they have.

    Nothing is asked where no number or card of the book begins with a nought, or where no number of the list is one of
    them without it.
    """
    if choices.zeros is False:
        return source
    whole = _without_noughts(book)
    if not whole:
        return source
    places = [place for ours in _COLUMNS if (place := source.place(ours)) is not None]
    lost: dict[str, str] = {}
    for _, cells in source.rows([]) if places else ():
        for place in places:
            number = bare_number(cells[place])
            if number in whole:
                lost[number] = whole[number]
    if not lost:
        return source
    if choices.zeros is None:
        shown = list(lost.items())[:_SHOWN]
        return Ask(
            "zeros_lost",
            "zeros",
            counted(
                len(lost),
                "{n} number of this list is in the book with noughts in front of it. Were they lost on the way?",
                "{n} numbers of this list are in the book with noughts in front of them. Were they lost on the way?",
            ),
            (
                Choice(
                    "yes", say("Yes, they are the same"), tuple(f"{bare} = {full}" for bare, full in shown)
                ),
                Choice("no", say("No, these are other numbers"), tuple(bare for bare, _ in shown)),
            ),
        )
    return replace(source, zeros=lost)


def ready(book: Reading, source: Source, choices: Choices) -> Source:
    """The same; an open question is refused with its code and its choices in the sentence."""
    found = settled(book, source, choices)
    if isinstance(found, Ask):
        raise Declined(found.code, asked(found), found.about)
    return found


def _without_noughts(book: Reading) -> dict[str, str]:
    """The numbers and cards that begin with a nought, by what is left without; not where that is another's, or two's."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for (full,) in book.rows(
        "select number from members where gone = 0 and number glob '0*' union select c.number from cards c"
        " join members m on m.id = c.member_id and m.gone = 0 where c.number glob '0*'"
    ):
        bare = full.lstrip("0")
        if bare.isdecimal() and found.setdefault(bare, full) != full:
            twice.add(bare)
    taken = {
        number
        for number in found
        if book.value(
            "select 1 from members where number = ?1 and gone = 0 union select 1 from cards where number = ?1",
            (number,),
        )
    }
    return {bare: full for bare, full in found.items() if bare not in twice | taken}
