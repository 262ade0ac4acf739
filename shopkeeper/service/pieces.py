"""What is printed besides letters: membership cards, address labels and envelopes, and the shop's ways with them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.addresses import address_lines
from shopkeeper.rules.cards import spaced
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import text
from shopkeeper.service import acts, groups, holding, leaving, shops
from shopkeeper.service.letter_whom import DueLetter, DueList, LeftOut
from shopkeeper.service.letter_words import words_of
from shopkeeper.values import asdict, dataclass

THINGS = ("cards", "labels", "envelopes")
_WAYS = "letters:sheets"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ways:
    """The formats the shop has by the thing that is printed, and how far its printer is off, in tenths of a
    millimetre."""

    cards: str = "cards-A4"
    labels: str = "L7160"
    envelopes: str = "env-DL"
    right: int = 0
    down: int = 0
    vouchers: str = "vouchers-A4"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a member's card; `shown` is the number as it is read aloud."""

    member_id: int
    name: str
    tier: str
    rank: int
    since: str
    number: str
    shown: str
    shop_name: str
    accent: str
    language: str


@dataclass(frozen=True, slots=True)
class Address:
    """What stands on a member's envelope, and the shop's own address in one line."""

    member_id: int
    lines: tuple[str, ...]
    sender: str
    language: str


def ways(book: Reading) -> Ways:
    """The shop's formats: those of the country where nothing was chosen yet."""
    kept = book.value("select value from shop where name = ?", (_WAYS,))
    if kept is not None:
        return Ways(**json.loads(kept))
    if shops.read(book).country in ("US", "CA", "MX", "PH", "CL", "CO"):
        return Ways("cards-letter", "5160", "env-10", vouchers="vouchers-letter")
    return Ways()


def set_ways(w: Writing, chosen: Ways) -> Ways:
    """Remember them."""
    shops.keep(w, _WAYS, asdict(chosen))
    acts.begin(w, "letter settings", sheets=chosen.cards)
    return chosen


def in_tier(book: Reading, thing: str, tier: str, today: date) -> DueList:
    """All members of a tier, by name, who can have a card or an envelope; and who cannot, with the reason."""
    rows = book.rows(
        "select m.id from members m left join standings s on s.member_id = m.id"
        " where coalesce(nullif(s.tier, ''), ?) = ? and m.gone = 0 order by m.name, m.number",
        (BASE_TIER, tier),
    )
    return these(book, thing, [row[0] for row in rows], today)


def in_group(book: Reading, name: str, today: date) -> list[int]:
    """All members of a saved group, by name. Declined: there is no group of that name."""
    inside = json.dumps(groups.members_in(book, groups.named(book, name).rule, today, held_too=True))
    return [
        member
        for (member,) in book.rows(
            "select id from members where id in (select value from json_each(?)) and gone = 0 order by name, number",
            (inside,),
        )
    ]


def these(book: Reading, thing: str, member_ids: Sequence[int], today: date) -> DueList:
    """The members of these who can have a card (they have a number that is taken) or an envelope (they have an
    address), in this order; and who cannot, with the reason."""
    listed: list[DueLetter] = []
    left_out: list[LeftOut] = []
    in_peace, on_hold = leaving.in_peace(book, member_ids), holding.among(book, member_ids)
    for row in _members(book, member_ids):
        member, number, name, tier, rank, letters, _, card, street, place = row[:10]
        code, because = "", ""
        if thing == "cards":
            if not card:
                code, because = "no_card", text("Has no card; give one first")
            shown = spaced(card or "")
        elif thing == "vouchers":  # handed over as well as posted
            shown = spaced(card or "") or number
            if member in on_hold:
                code, because = "never", on_hold[member]
        else:
            if member in in_peace:
                code, because = "never", in_peace[member]
            elif letters == 0:
                code, because = "no_letters", text("Asked for no letters")
            elif not name:
                code, because = "no_name", text("Known by number only")
            elif not (street and place):
                code, because = "no_address", text("No address to post it to")
            shown = ", ".join(part for part in (street, place) if part)
        if code:
            left_out.append(LeftOut(member, number, name, code, because))
        else:
            listed.append(DueLetter(member, number, name, tier or BASE_TIER, rank, "", thing, today, shown))
    return DueList(tuple(listed), tuple(left_out))


def cards(book: Reading, member_ids: Sequence[int]) -> tuple[Card, ...]:
    """The cards of these members, in this order; who has none has none here."""
    shop = shops.read(book)
    words = words_of(shop)
    return tuple(
        Card(
            row[0], row[2], row[3] or "", row[4], words.since(date.fromisoformat(row[6])), row[7], spaced(row[7]),
            shop.name, shop.accent, words.language,
        )
        for row in _members(book, member_ids)
        if row[7]
    )  # fmt: skip


def addresses(book: Reading, member_ids: Sequence[int]) -> tuple[Address, ...]:
    """The addresses of these members in the order of their country; who has none has none here."""
    shop = shops.read(book)
    words = words_of(shop)
    sender = ", ".join(part for part in (shop.name, shop.street, shop.postcode, shop.town) if part)
    return tuple(
        Address(row[0], address_lines(row[2], row[10:16], shop.country), sender, words.language)
        for row in _members(book, member_ids)
        if row[8]
    )


def _members(book: Reading, member_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(member_ids), _AT_ONCE):
        rows = book.rows(
            "select m.id, m.number, m.name, coalesce(s.tier, ''), coalesce(s.tier_rank, 0), m.letters, m.joined_on,"
            " coalesce((select c.number from cards c where c.member_id = m.id and c.blocked_on is null"
            "  order by c.id desc limit 1), ''),"
            " coalesce(a.street, ''), coalesce(nullif(a.town, ''), a.postcode, ''),"
            " coalesce(a.street, ''), coalesce(a.address_2, ''), coalesce(a.postcode, ''), coalesce(a.town, ''),"
            " coalesce(a.region, ''), coalesce(a.country, '')"
            " from members m left join standings s on s.member_id = m.id left join addresses a on a.id ="
            "  (select min(o.id) from addresses o where o.member_id = m.id and o.street <> '')"
            " where m.gone = 0 and m.id in (select value from json_each(?))",
            (json.dumps(list(member_ids[start : start + _AT_ONCE])),),
        )
        found |= {row[0]: row for row in rows}
    return [found[member] for member in dict.fromkeys(member_ids) if member in found]
