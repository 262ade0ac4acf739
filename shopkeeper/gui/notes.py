"""What the service answers as it goes to paper: letters, cards, labels; the window and the command print alike."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.gui.theme import LIGHT
from shopkeeper.gui.widgets.badge import BUILT_IN
from shopkeeper.paper.labels import ENVELOPES, FORMATS, Envelope, Offset, TestSheet, sheets
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import FOLDS, PageSize, panel_of
from shopkeeper.paper.pieces import AddressLabel, MemberCard, Piece
from shopkeeper.paper.place_cards import PLACE_CARDS, PlaceCard
from shopkeeper.paper.sheets import Bound, Sheets
from shopkeeper.paper.slip import Slip, lay_out_slip
from shopkeeper.paper.vouchers import VOUCHERS, VoucherPiece
from shopkeeper.say import text
from shopkeeper.service import pieces, slips, voucher_sheets
from shopkeeper.service.guests import Guest
from shopkeeper.service.letter_pictures import Pictures
from shopkeeper.service.letters import POSTED_SIZES, Letter, Paper
from shopkeeper.service.pieces import Address, Card, Ways
from shopkeeper.service.shops import Shop

NO_PICTURES = Pictures()


def note_of(letter: Letter, paper: Paper, pictures: Pictures = NO_PICTURES) -> Note:
    """The note to lay out, on the shop's paper, with its logo and signature."""
    return Note(
        letterhead=Letterhead(
            letter.shop_name, letter.tagline, letter.address_line, letter.accent, pictures.logo
        ),
        paragraphs=letter.paragraphs,
        salutation=letter.salutation,
        own_line=letter.own_line,
        closing=letter.closing,
        signature_name=letter.signature_name,
        date_text=letter.date_text,
        by_hand=paper.by_hand,
        language=letter.language,
        size=panel_of(paper.size),
        address=letter.address if paper.by_post and paper.size in POSTED_SIZES else (),
        country=letter.country,
        code=letter.code,
        own_code=letter.own_code,
        signature=b"" if paper.by_hand else pictures.signature,
        fold=FOLDS.get(paper.size),
        front=letter.front,
    )


def card_of(card: Card) -> MemberCard:
    """A membership card to draw, in the colour of its tier as on the screen in daylight."""
    return MemberCard(
        shop_name=card.shop_name,
        name=card.name,
        tier=card.tier if card.rank else "",
        since=card.since,
        number=card.number,
        shown=card.shown,
        accent=card.accent,
        colour=LIGHT.tier(BUILT_IN[card.tier.casefold()][1]).text
        if card.tier.casefold() in BUILT_IN and card.rank
        else "",
        language=card.language,
    )


def label_of(address: Address) -> AddressLabel:
    """An address to draw."""
    return AddressLabel(address.lines, address.language)


def pieces_of(
    book: Any, thing: str, member_ids: Sequence[int], ways: Ways, *, format: str = "", start: int = 1
) -> Iterator[Sheets]:
    """The sheets of cards or labels, or the envelopes, of these members, one after the other.

    Declined: a format there is not, a place the sheet does not have.
    """
    offset = Offset(ways.right, ways.down)
    key = format or getattr(ways, thing)
    if thing == "envelopes":
        size = ENVELOPES.get(key)
        if size is None:
            raise _no_format(key, ENVELOPES)
        return (
            Envelope(size, label_of(one), one.sender, offset) for one in pieces.addresses(book, member_ids)
        )
    kind = FORMATS.get(key)
    if kind is None or kind.cards is not (thing == "cards"):
        raise _no_format(key, [name for name, made in FORMATS.items() if made.cards is (thing == "cards")])
    made: list[Piece]
    if thing == "cards":
        made = [card_of(one) for one in pieces.cards(book, member_ids)]
    else:
        made = [label_of(one) for one in pieces.addresses(book, member_ids)]
    return sheets(kind, made, start=start, offset=offset)


def vouchers_of(
    book: Any, numbers: Sequence[str], today: date, ways: Ways, *, format: str = "", start: int = 1
) -> Iterator[Sheets]:
    """The sheets of these vouchers, in this order. Declined: a format there is not, a place the sheet does not have."""
    return voucher_sheets_of(voucher_sheets.printed(book, numbers, today), ways, format=format, start=start)


def voucher_sheets_of(
    printed: Sequence[voucher_sheets.Printed], ways: Ways, *, format: str = "", start: int = 1
) -> Iterator[Sheets]:
    """The same of vouchers whose words are known."""
    key = format or ways.vouchers
    kind = VOUCHERS.get(key)
    if kind is None:
        raise _no_format(key, VOUCHERS)
    made = [
        VoucherPiece(
            one.shop_name, one.called, one.gives, one.lines, one.number, one.shown, one.accent, one.language
        )
        for one in printed
    ]
    return sheets(kind, made, start=start, offset=Offset(ways.right, ways.down))


def place_cards_of(
    listed: Sequence[Guest], shop: Shop, *, format: str = "", inches: bool = False
) -> Iterator[Sheets]:
    """A card for the table for each guest who said yes, and for each companion. Declined: nobody said yes, or a format
    there is not."""
    key = format or ("places-letter" if inches else "places-A4")
    if key not in PLACE_CARDS:
        raise _no_format(key, PLACE_CARDS)
    made: list[Piece] = []
    for guest in listed:
        if guest.answer != "yes" or guest.state != "invited":
            continue
        known = guest.tier.casefold() in BUILT_IN and guest.rank
        colour = LIGHT.tier(BUILT_IN[guest.tier.casefold()][1]).text if known else ""
        name = guest.name or guest.number
        made.append(PlaceCard(name, guest.tier if guest.rank else "", shop.name, shop.accent, colour))
        with_them = text("Guest of {name}").format(name=name)
        made += [PlaceCard(with_them, "", shop.name, shop.accent)] * guest.companions
    if not made:
        raise Declined(
            "nobody_comes", text("Nobody has said yes yet. A place card is for who comes."), "event"
        )
    return sheets(PLACE_CARDS[key], made)


def place_cards_bound(listed: Sequence[Guest], shop: Shop, inches: bool) -> Sheets:
    """All of them as one thing to look at and print."""
    return Bound(list(place_cards_of(listed, shop, inches=inches)))


def slip_of(slip: slips.Slip, roll: int = 80) -> Sheets:
    """The slip on its page, for a roll of so many millimetres."""
    return lay_out_slip(
        Slip(
            slip.shop_name, slip.address_line, slip.date_text, slip.pairs, slip.thanks, slip.language, slip.code
        ),
        roll,
    )  # fmt: skip


def sheets_for(thing: str) -> dict[str, tuple[str, int]]:
    """What a thing can be printed on, by key: what the sheet is called, and how many places it has."""
    if thing == "envelopes":
        return {key: (size.label, 1) for key, size in ENVELOPES.items()}
    if thing == "vouchers":
        return {key: (kind.label, kind.places) for key, kind in VOUCHERS.items()}
    return {
        key: (kind.label, kind.places) for key, kind in FORMATS.items() if kind.cards is (thing == "cards")
    }


def size_of(thing: str, key: str) -> PageSize:
    """The sheet or envelope that goes through the printer."""
    if thing == "vouchers":
        return VOUCHERS[key].sheet
    return ENVELOPES[key] if thing == "envelopes" else FORMATS[key].sheet


def trial_sheet(key: str, ways: Ways) -> Sheets:
    """The page that shows by how much a printer is off."""
    words = text(
        "Lay this page on a sheet of labels and hold both to the light. Measure from each frame to its label, in"
        " tenths of a millimetre, and type how far everything is to move right and down."
    )
    return TestSheet(FORMATS[key], words, Offset(ways.right, ways.down))


def _no_format(key: str, known: Iterable[str]) -> Declined:
    return Declined(
        "format_unknown",
        text("There is no sheet called “{name}”. The sheets are: {known}.").format(
            name=key[:40], known=", ".join(known)
        ),
        "format",
    )
