"""Opening somebody's address book (vCard): its cards held as rows under our own headings."""

from pathlib import Path

from shopkeeper.errors import Declined
from shopkeeper.rules.tables import Ask, Refused, Row
from shopkeeper.rules.vcards import Card, read_cards
from shopkeeper.say import text as say
from shopkeeper.service.alphabets import ask_for_encoding, canonical_encoding, marked_encoding
from shopkeeper.service.reading_files import Table, held_table
from shopkeeper.values import replace

LARGEST_FILE = 50_000_000
MOST_CARDS = 100_000
_ADDRESS = ("street", "address_2", "postcode", "town", "region", "country")


def is_cards(head: bytes) -> bool:
    """Whether a file begins as a card does."""
    for encoding in (marked_encoding(head) or "utf-8", "utf-16-le", "utf-16-be"):
        text = head[: len(head) & ~3].decode(encoding, "ignore")
        if text.lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCARD"):
            return True
    return False


def open_cards(path: Path, *, encoding: str | None = None) -> Table | Ask:
    """The cards of a file as a table of members, or the question for its alphabet.

    Refuses with `file_not_readable`, `file_too_large`, `file_empty`.
    """
    refused: list[Refused] = []
    cards: list[Card] = []
    spoilt: list[Card] = []
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Declined("file_too_large", say("This file is too large to be an address book."), "file")
        with path.open("rb") as file:
            head = file.read(4096)
        name = canonical_encoding(encoding) if encoding else marked_encoding(head) or "utf-8"
        try:
            with path.open(encoding=name, errors="strict", newline=None) as lines:
                for card in read_cards(lines, refused, spoilt):
                    cards.append(card)
                    if len(cards) > MOST_CARDS:
                        raise Declined(
                            "file_too_large", say("This file is too large to be an address book."), "file"
                        )
        except UnicodeError:
            return ask_for_encoding(path, without=name)
    except OSError as trouble:
        raise Declined(
            "file_not_readable", say("This file cannot be read. Look whether it is still there."), "file"
        ) from trouble
    if not cards and not refused:
        raise Declined("file_empty", say("There is nothing in this file."), "file")
    return _table(path, cards, tuple(refused), spoilt)


def _table(path: Path, cards: list[Card], refused: tuple[Refused, ...], spoilt: list[Card]) -> Table:
    everything = [*cards, *spoilt]
    phones = max([1, *(len(card.phones) for card in everything)])
    emails = max([1, *(len(card.emails) for card in everything)])
    places = max([1, *(len(card.addresses) for card in everything)])
    headings = ["name", *_numbered("phone", phones), *_numbered("email", emails)]
    for place in range(1, places + 1):
        headings += [part if place == 1 else f"{part}_{place}" for part in _ADDRESS]
    headings += ["birthday", "note"]

    def row(card: Card) -> Row:
        cells = [card.whole_name, *_filled(card.phones, phones), *_filled(card.emails, emails)]
        cells += _filled([part for address in card.addresses for part in address], places * len(_ADDRESS))
        return card.line, (*cells, card.birthday, card.note)

    made = held_table(path, "cards", tuple(headings), [row(card) for card in cards], refused)
    return replace(made, held_spoilt=tuple(row(card) for card in spoilt))


def _numbered(ours: str, most: int) -> list[str]:
    return [ours if number == 1 else f"{ours}_{number}" for number in range(1, most + 1)]


def _filled(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
