"""A thank-you note composed for one member, ready for paper."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.occasions import OccasionKind
from shopkeeper.rules.wording import Filled, greeting_for, parse
from shopkeeper.service import programmes, shops
from shopkeeper.service.letter_words import EXAMPLES, KIND, LetterWords, wordings, words_of
from shopkeeper.service.shops import Shop

LONGEST_OWN_LINE = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """A note ready for paper, as plain text; `left_out` names the fields that were empty and took their sentence.

    `occasion` is the key of what it thanks for, "" for a note without a special reason.
    """

    member_id: int
    number: str
    name: str
    occasion: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    own_line: str
    date_text: str
    language: str
    shop_name: str
    tagline: str
    address_line: str
    accent: str
    signature_name: str
    left_out: tuple[str, ...] = ()


def compose(
    book: Reading,
    member_id: int,
    occasion: str | None,
    own_line: str,
    today: date,
    wording: str | None = None,
) -> Letter:
    """The note for a member, thanking for one of their occasions or, with None, for no special reason.

    Several versions are used by turns, so that nobody reads the same words twice running; `wording` is used in
    their place. Declined: no such member or occasion, an own line of more than 500 characters, a wording that
    cannot be used (Misworded).
    """
    shop = shops.read(book)
    words = words_of(shop)
    row = book.row(
        "select m.number, m.name, m.greeting, m.joined_on, coalesce(s.tier_rank, 0), coalesce(s.tier, ''),"
        " s.tier_since, coalesce(s.points, 0), coalesce(s.visits, 0)"
        " from members m left join standings s on s.member_id = m.id where m.id = ? and m.gone = 0",
        (member_id,),
    )
    if row is None:
        raise Declined("member_unknown", "There is no such member in this book.", "member")
    number, name, greeting, joined_on, rank, tier, tier_since, points, visits = row
    kind, sentence = _occasion(book, member_id, occasion, today, words)
    programme = programmes.on(book, today)
    level = programme.tier(rank) if rank <= len(programme.tiers) else None
    joined = date.fromisoformat(joined_on)
    years = today.year - joined.year - ((today.month, today.day) < (joined.month, joined.day))
    values = {
        "name": name,
        "greeting": greeting_for(name, greeting),
        "occasion": sentence,
        "tier": tier if rank else "",
        # What the reason has said already is not said again.
        "tier_since": words.speech.day(date.fromisoformat(tier_since), today)
        if tier_since and rank and kind != "tier"
        else "",
        "perks": words.together(level.perk_names) if level is not None and level.perks else "",
        "points": words.count("points", points) if points > 0 else "",
        "points_worth": words.speech.money(points * programme.worth_minor)
        if points > 0 and programme.worth_minor
        else "",
        "member_since": words.month(joined),
        "years": words.count("years", years) if years > 0 else "",
        "visits": words.count("visits", visits) if visits > 1 else "",
        "shop": shop.name,
        "owner": shop.owner,
    }
    text = wording if wording is not None else _version(book, shop, member_id)
    filled = parse(text).fill(values)
    return letter_of(shop, words, filled, member_id, number, name, occasion or "", _own_line(own_line), today)


def example(book: Reading, own_line: str, today: date, wording: str | None = None) -> Letter:
    """The note with an example in every field, for a shop that has nobody to thank yet."""
    shop = shops.read(book)
    words = words_of(shop)
    values = EXAMPLES | {"shop": shop.name, "owner": shop.owner, "tier_since": ""}
    text = wording if wording is not None else wordings(book, shop).versions[0]
    filled = parse(text).fill(values)
    return letter_of(shop, words, filled, 0, "", EXAMPLES["name"], "", _own_line(own_line), today)


def letter_of(
    shop: Shop,
    words: LetterWords,
    filled: Filled,
    member_id: int,
    number: str,
    name: str,
    occasion: str,
    own_line: str,
    on: date,
) -> Letter:
    """The filled words with the shop around them."""
    return Letter(
        member_id=member_id,
        number=number,
        name=name,
        occasion=occasion,
        salutation=filled.salutation,
        paragraphs=filled.paragraphs,
        closing=filled.closing,
        own_line=own_line,
        date_text=words.speech.day(on),
        language=words.language,
        shop_name=shop.name,
        tagline=shop.tagline,
        address_line=", ".join(part for part in (shop.street, shop.town) if part),
        accent=shop.accent,
        signature_name=shop.owner or shop.name,
        left_out=filled.left_out,
    )


def _occasion(
    book: Reading, member_id: int, occasion: str | None, today: date, words: LetterWords
) -> tuple[OccasionKind | Literal[""], str]:
    if not occasion:
        return "", ""
    row = book.row(
        "select kind, detail, happened_on from occasions where member_id = ? and key = ?",
        (member_id, occasion),
    )
    if row is None:
        raise Declined(
            "occasion_unknown",
            "What this note thanks for is no longer there; a purchase may have been put right since.",
            "occasion",
        )
    return row[0], words.occasion(row[0], row[1], date.fromisoformat(row[2]), today)


def _version(book: Reading, shop: Shop, member_id: int) -> str:
    kept = wordings(book, shop).versions
    before = book.value(
        f"select count(*) from letters where member_id = ? and kind = '{KIND}' and undone_by is null",
        (member_id,),
    )
    version: str = kept[before % len(kept)]
    return version


def _own_line(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > LONGEST_OWN_LINE:
        raise Declined(
            "own_line_too_long",
            f"A line of your own has {LONGEST_OWN_LINE} characters at most; this one has {len(line)}. Please shorten it.",
            "own_line",
        )
    return line
