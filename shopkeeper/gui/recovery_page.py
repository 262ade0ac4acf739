"""The recovery sheet in the shop's words: what the code is for, and how it is used."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from shopkeeper.paper.note import Letterhead
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.recovery_sheet import RecoverySheet, lay_out_recovery
from shopkeeper.say import Speech
from shopkeeper.service.shops import Shop


def sheet_of(code: str, shop: Shop, speech: Speech, today: date) -> RecoverySheet:
    """What is printed."""
    tr = QCoreApplication.translate
    return RecoverySheet(
        Letterhead(shop.name, shop.tagline, accent=shop.accent),
        tr("Recovery", "Recovery sheet"),
        (
            tr("Recovery", "The shop’s book is locked with a passphrase. This code opens it when the passphrase is forgotten, here and from any backup."),
            tr("Recovery", "Whoever has this sheet and the book can read everything in it. Keep it where you keep deeds and wills, not beside the computer."),
        ),
        tuple(code.split("-")),
        (
            tr("Recovery", "Start the program. Choose “I forgot the passphrase”."),
            tr("Recovery", "Type the groups one after the other; dashes and capitals do not matter. The last sign of each group tells a mistyping. A scanner reads the square."),
            tr("Recovery", "Choose a new passphrase. The code stays the same until you ask for another."),
        ),
        tr("Recovery", "Made on {day}. No older sheet is good any more.").format(day=speech.day(today)),
        shop.language or "en",
    )  # fmt: skip


def save_sheet(_book: object, path: Path, sheet: RecoverySheet) -> int:
    """The sheet as a PDF; answers its pages."""
    return write_pdf(
        path, [lay_out_recovery(sheet)], title=sheet.title, author=sheet.letterhead.shop_name, language=sheet.language
    ).pages  # fmt: skip
