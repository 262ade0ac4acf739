"""The slip of a purchase, laid over the window to be printed."""

from functools import partial

from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.notes import slip_of
from shopkeeper.say import text
from shopkeeper.service import slips


def show_slip(desk: Desk, host: QWidget, purchase: int, sheet: LedgerSheet | None) -> LedgerSheet:
    """Shows the slip of a purchase on the sheet that is there or a new one; answers it. Declined: the purchase was undone."""
    slip = desk.ask(slips.of, purchase, desk.today)
    if sheet is None:
        sheet = LedgerSheet(desk, host)
    name = f"slip {desk.today.isoformat()}.pdf"
    sheet.show_paper(partial(slip_of, slip), text("Slip"), name, slip.shop_name)
    return sheet
