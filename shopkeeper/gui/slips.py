"""The slip of a purchase, laid over the window to be printed: on the receipt printer of this computer, or any other."""

from functools import partial

from PySide6.QtWidgets import QWidget

from shopkeeper.gui import receipts
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.notes import slip_of
from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.gui.receipts import Receipts
from shopkeeper.gui.shell import Remembers
from shopkeeper.paper.receipt_device import Device
from shopkeeper.paper.receipts import print_slip
from shopkeeper.say import text
from shopkeeper.service import slips
from shopkeeper.service.slips import Slip


def to_receipt_printer(_book: object, slip: Slip, device: Device) -> None:
    """The slip to the device, beside the window."""
    print_slip(slip_of(slip, device.roll), device)


class SlipSheet(PaperSheet):
    """Prints with one key where this computer has a receipt printer; the system's printers are one button further."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(desk, host)
        self._slip: Slip | None = None
        self._device: Device | None = None
        self.elsewhere = self._button(self.tr("Another printer…"), self._print_elsewhere)
        self.buttons.insertWidget(1, self.elsewhere)

    def show_slip(self, slip: Slip, chosen: Receipts) -> None:
        """Slides in with the slip as wide as the roll is."""
        self._slip, self._device = slip, chosen.device
        self.print_button.setText(self.tr("Print…") if chosen.device is None else self.tr("Print the slip"))
        self.elsewhere.setVisible(chosen.device is not None)
        name = f"slip {self._desk.today.isoformat()}.pdf"
        self.show_paper(partial(slip_of, slip, chosen.roll), text("Slip"), name, slip.shop_name)

    def _print(self) -> None:
        if self._device is None or self._slip is None:
            super()._print()
            return
        self._busy(True)
        sent = self._desk.study(to_receipt_printer, self._slip, self._device)
        sent.then(self._on_paper).otherwise(self._failed)

    def _print_elsewhere(self) -> None:
        super()._print()

    def _on_paper(self, _nothing: object) -> None:
        self._done(self.tr("Sent to the receipt printer."))
        self.print_button.setFocus()

    def _failed(self, error: Exception) -> None:
        super()._failed(error)
        self.print_button.setFocus()  # with the roll put in, the same key prints

    def _busy(self, busy: bool) -> None:
        super()._busy(busy)
        self.elsewhere.setEnabled(not busy)


def show_slip(
    desk: Desk, host: QWidget, purchase: int, sheet: SlipSheet | None, store: Remembers | None
) -> SlipSheet:
    """Shows the slip of a purchase on the sheet that is there or a new one; answers it. Declined: the purchase was undone."""
    chosen = receipts.recalled(store)
    slip = desk.ask(slips.of, purchase, desk.today, with_code=chosen.with_code)
    if sheet is None:
        sheet = SlipSheet(desk, host)
    sheet.show_slip(slip, chosen)
    return sheet
