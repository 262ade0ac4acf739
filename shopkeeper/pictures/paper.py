"""The pictures of everything printed: each kind with a short, a very long, a Greek, a Chinese and a right-to-left name."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QPainter

from shopkeeper.gui.birthday_list import ledger_of
from shopkeeper.gui.notes import note_of, pieces_of, place_cards_of, slip_of, trial_sheet, vouchers_of
from shopkeeper.paper import ink
from shopkeeper.paper.ledger import lay_out_ledger
from shopkeeper.paper.page import DOTS_PER_INCH, LABELS
from shopkeeper.paper.sheets import Sheets, laid_out
from shopkeeper.paper.slip import ROLLS
from shopkeeper.paper.vouchers import VOUCHERS
from shopkeeper.say import Speech
from shopkeeper.service import (
    birthdays,
    events,
    guests,
    letters,
    members,
    pieces,
    purchases,
    shops,
    slips,
    vouchers,
)
from shopkeeper.service.details import Address, Birthday, Details, Remark
from shopkeeper.service.guests import Guest
from shopkeeper.service.letters import Paper

NOW = datetime(2026, 11, 21, 10, 12, tzinfo=UTC)
NAMES = (
    "Bo",
    "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third",
    "Ελένη Παπαδοπούλου",
    "王小明",
    "نور الهاشمي",
)
_DPI = 60
_TOLD = {
    "event": "the winter sale on Thursday 3 December from six o’clock",
    "news": "The first oranges are in.",
}
_BETWEEN = 12
_OCCASION = {"to invite": "guest", "came": "came", "stayed away": "absent"}


def take_all(folder: Path, into: Path) -> None:
    """Make a shop with five members of such names, write each letter and print each piece, keep what is seen."""
    shop = shops.Shop(
        "Okafor & Daughters", "GBP", "GB", "Europe/London", tagline="Grocer since 1974", street="12 Wharf Street",
        owner="Ngozi Okafor", accent="#1E6B52",
    )  # fmt: skip
    book = shops.create(folder / "paper" / "shop.db", shop, NOW)
    post = Address(street="14 Quay Street", postcode="BS1 4RW", town="Bristol")
    ids: list[int] = []
    for name in NAMES:
        details = Details(
            name, addresses=(post,), birthday=Birthday(11, 25), remarks=(Remark("likes", "Oolong tea"),),
            letters=True, joined_on=date(2019, 3, 4),
        )  # fmt: skip
        with book.writing(NOW) as w:
            ids.append(members.enrol(w, details).member_id)
        for amount_minor, day in ((20_000, date(2026, 3, 2)), (32_000, date(2026, 8, 14))):
            with book.writing(NOW) as w:
                purchases.record(w, member_id=ids[-1], amount_minor=amount_minor, happened_on=day)
    today = shop.day_of(NOW)
    numbers, bought, listed, over = _offered(book, ids, today)
    reading = book.reading()

    def letter(member: int, kind: str, asks: str) -> letters.Letter:
        occasion = letters.own_occasion(reading, member, today, kind)
        if letters.kind_of(kind).guests and occasion is None:
            occasion = f"{_OCCASION[letters.kind_of(kind).guests]}:{over}:Cheese tasting"
        return letters.compose(reading, member, occasion, "", today, kind=kind, told=_TOLD.get(asks, ""))

    for kind in letters.KINDS:
        notes = [note_of(letter(member, kind.key, kind.asks), Paper("A5")) for member in ids]
        _keep([laid_out(note) for note in notes], into / f"paper-{kind.key}.png")
    for key in LABELS:
        paper = Paper(key, by_hand=False, by_post=True)
        notes = [note_of(letter(member, "birthday", ""), paper) for member in ids]
        _keep([laid_out(note) for note in notes], into / f"paper-size-{key}.png")
    ways = pieces.ways(reading)
    for thing in pieces.THINGS:
        _keep(list(pieces_of(reading, thing, ids, ways)), into / f"paper-{thing}.png")
    _keep([trial_sheet(ways.labels, ways)], into / "paper-test-page.png")
    for key in VOUCHERS:
        _keep(list(vouchers_of(reading, numbers, today, ways, format=key)), into / f"paper-{key}.png")
    _keep(list(place_cards_of(listed, shop)), into / "paper-place-cards.png")
    for roll in ROLLS:
        on_roll = [slip_of(slips.of(reading, purchase, today, with_code=True), roll) for purchase in bought]
        _keep(on_roll, into / f"paper-slips-{roll}.png")
    last = today + timedelta(days=6)
    speech = Speech("en_GB", shop.money, shop.zone)
    table = ledger_of(birthdays.between(reading, today, last), today, last, shop, speech)
    _keep([lay_out_ledger(table)], into / "paper-birthdays.png")
    reading.close()
    book.close()


def _offered(
    book: Any, ids: Sequence[int], today: date
) -> tuple[tuple[str, ...], list[int], tuple[Guest, ...], int]:
    """A voucher and a purchase for each, and an event that was the day before: numbers, purchases, its guests, the event."""
    with book.writing(NOW - timedelta(days=1)) as w:
        plan = events.Plan(
            "tasting",
            "Cheese tasting",
            today - timedelta(days=1),
            "19:00",
            "21:00",
            words="our cheese tasting",
        )
        event = events.plan(w, plan).event.id
        for member in ids:
            guests.add_one(w, event, member)
        for guest in guests.listed(w, event):
            guests.answer(w, guest.id, "yes", 0)
    bought: list[int] = []
    for member in ids:
        with book.writing(NOW) as w:
            bought.append(purchases.record(w, member_id=member, amount_minor=2450).purchase)
    with book.writing(NOW) as w:
        five = vouchers.Plan("Five pounds", "money", today, today + timedelta(days=40), value=500)
        numbers = vouchers.make(w, vouchers.offer(w, five).offer.id, ids).numbers
        return numbers, bought, guests.listed(w, event), event


def _keep(sheets: Sequence[Sheets], file: Path) -> None:
    """All sides of these sheets side by side, as the screen shows paper."""
    scale = _DPI / DOTS_PER_INCH
    sides = [(sheet, page) for sheet in sheets for page in range(sheet.pages)]
    widths = [round(sheet.size.width_dots * scale) + _BETWEEN for sheet, _ in sides]
    height = round(max(sheet.size.height_dots for sheet in sheets) * scale) + 2 * _BETWEEN
    picture = QImage(sum(widths) + _BETWEEN, height, QImage.Format.Format_RGB32)
    picture.fill(ink.EDGE)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    x = _BETWEEN
    for (sheet, page), width in zip(sides, widths, strict=True):
        painter.save()
        painter.translate(x, _BETWEEN)
        painter.scale(scale, scale)
        painter.fillRect(0, 0, sheet.size.width_dots, sheet.size.height_dots, ink.SHEET)
        sheet.paint(painter, page)
        painter.restore()
        x += width
    painter.end()
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(file))
