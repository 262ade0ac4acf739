"""What stands on the slip after a purchase: the amount, the points it brought, where the member stands, thanks."""

from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.wording import greeting_for
from shopkeeper.say import text as say
from shopkeeper.service import programmes, shops, standings
from shopkeeper.service.letter_words import LetterWords, words_of
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """Plain text, ready for paper: pairs of words and figures, then sentences."""

    purchase: int
    shop_name: str
    address_line: str
    date_text: str
    pairs: tuple[tuple[str, str], ...]
    thanks: tuple[str, ...]
    language: str
    code: str = ""


def of(book: Reading, purchase: int, today: date, *, with_code: bool = False) -> Slip:
    """The slip of a purchase, in the language of the shop's letters; `with_code` with the number of the member's card.
    Declined: there is no such purchase, or it was undone."""
    row = book.row(
        "select member_id, amount_minor, points, earned, happened_on from facts where id = ? and kind = 'purchase'"
        " and undone_by is null",
        (purchase,),
    )
    if row is None:
        raise Declined(
            "purchase_unknown",
            say("There is no such purchase in this book; it may have been undone."),
            "purchase",
        )
    member_id, amount, used, earned, on = row
    shop = shops.read(book)
    words = words_of(shop)
    day = date.fromisoformat(on)
    pairs = [(words.slip("purchase"), words.speech.money(amount))]
    if used:
        worth = used * programmes.on(book, day).worth_minor
        pairs.append((words.slip("used"), words.speech.money(min(worth, amount))))
    thanks = [words.slip("thanks")]
    if member_id is not None:
        more, thanks = _of_member(book, words, member_id, earned, today)
        pairs += more
    return Slip(
        purchase, shop.name, ", ".join(part for part in (shop.street, shop.town) if part), words.speech.day(day),
        tuple(pairs), tuple(thanks), words.language, _card(book, member_id) if with_code else "",
    )  # fmt: skip


def tried(book: Reading, today: date, roll: int) -> Slip:
    """A slip of nobody's, to try a printer with: figures at both edges, and names that few devices know by themselves."""
    shop = shops.read(book)
    words = words_of(shop)
    pairs = (
        (say("The roll"), say("{n} mm").format(n=roll)),
        (words.slip("purchase"), words.speech.money(2450)),
        (words.slip("points"), words.speech.count(1203)),
    )
    return Slip(
        0, shop.name, ", ".join(part for part in (shop.street, shop.town) if part), words.speech.day(today), pairs,
        (say("A test slip"), "Ελένη · Zoë · Łucja", "王小明 · نور"), words.language,
    )  # fmt: skip


def _card(book: Reading, member_id: int | None) -> str:
    """The card that is taken of a member, "" for none."""
    found = book.value(
        "select number from cards where member_id = ? and blocked_on is null order by id desc limit 1",
        (member_id,),
    )
    return str(found or "")


def _of_member(
    book: Reading, words: LetterWords, member_id: int, earned: int, today: date
) -> tuple[list[tuple[str, str]], list[str]]:
    speech = words.speech
    pairs: list[tuple[str, str]] = []
    name, greeting = book.rows("select name, greeting from members where id = ?", (member_id,))[0]
    standing = standings.standing_on(book, programmes.versions(book), member_id, today)
    if earned:
        pairs.append((words.slip("earned"), f"+{speech.count(earned)}"))
    if standing.points > 0:
        pairs.append((words.slip("points"), speech.count(standing.points)))
        if standing.worth_minor:
            pairs.append((words.slip("worth"), speech.money(standing.worth_minor)))
    coming = standing.next_tier
    if coming is not None and coming.missing > 0:
        missing = (
            speech.money(coming.missing)
            if coming.basis == "spend"
            else words.count(coming.basis, coming.missing)
        )
        pairs.append((words.slip("until").format(tier=coming.name), missing))
    called = greeting_for(name, greeting)
    thanks = [words.slip("named").format(name=called) if called else words.slip("thanks")]
    if standing.rank:
        thanks.append(words.slip("tier").format(tier=standing.tier))
    return pairs, thanks
