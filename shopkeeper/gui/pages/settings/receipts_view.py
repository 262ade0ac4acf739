"""The receipt printer of this computer: how it is reached, its roll, and a slip to try it with."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import receipts
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.settings.parts import View, button, row
from shopkeeper.gui.receipts import Receipts
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.slips import to_receipt_printer
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper import receipt_device
from shopkeeper.paper.receipts import need_extra
from shopkeeper.paper.slip import ROLLS
from shopkeeper.service import slips

_SYSTEM = ""


class ReceiptsView(View):
    """Asks and acts by itself; what is chosen is kept on this computer and is no act of the book."""

    def __init__(
        self, title: str, short: str, desk: Desk, shell: Shell, store: Remembers | None, parent: QWidget
    ) -> None:
        super().__init__(title, short, parent)
        self._desk, self._shell, self._store = desk, shell, store
        self._shown: Receipts | None = None
        tr = self.tr
        card = Panel(tr("How slips are printed"), parent=self.inside)
        card.add(
            Sentence(
                tr("The slip with points and thanks goes through the system’s printers, or straight to a receipt printer. It is"
                   " sent as a picture, so every name looks as on the screen."),
                "body", "2", card,
            )
        )  # fmt: skip
        self.ways = self._choices(
            card,
            tr("How slips are printed"),
            [
                (_SYSTEM, tr("The system’s printers")),
                ("file", tr("A device’s file")),
                ("usb", tr("USB")),
                ("serial", tr("Serial port")),
                ("network", tr("Network")),
            ],
            self._choose_way,
        )
        self.where = Field(tr("Which device"), card, longest=200)
        self.where.entered.connect(self._keep)
        self.about = Sentence("", "body", "2", card)
        for part in (self.where, self.about):
            card.add(part)
        self.column.addWidget(card)
        roll = Panel(tr("The roll and the slip"), parent=self.inside)
        self.rolls = self._choices(
            roll, tr("Width of the roll"), [(str(mm), tr("{n} mm").format(n=mm)) for mm in ROLLS], None
        )
        self.cut = QCheckBox(tr("The printer cuts the slip off"), roll)
        self.drawer = QCheckBox(tr("Open the cash drawer with every slip"), roll)
        self.code = QCheckBox(tr("The member’s card as a code"), roll)
        for box in (self.cut, self.drawer, self.code):
            roll.add(box)
        self.error = ErrorLine(roll)
        self.keep = button(tr("Keep this"), roll, self._keep, "primary")
        self.try_it = button(tr("Print a test slip"), roll, self._try)
        self.said = Sentence("", "body", "2", roll)
        roll.add(self.error)
        roll.add(row(self.keep, self.try_it))
        roll.add(self.said)
        self.column.addWidget(roll)

    def _choices(
        self, card: Panel, name: str, choices: Sequence[tuple[str, str]], chosen: object
    ) -> dict[str, QPushButton]:
        flow = FlowBox(card, gap=8)
        group = QButtonGroup(card)
        made: dict[str, QPushButton] = {}
        for key, words in choices:
            option = QPushButton(words, flow)
            option.setCheckable(True)
            option.setProperty("choice", key)
            option.setAccessibleName(f"{name}: {words}")
            group.addButton(option)
            flow.flow.addWidget(option)
            made[key] = option
        if chosen is not None:
            group.buttonClicked.connect(chosen)
        card.add(flow)
        return made

    # ---- showing ----

    def refresh(self) -> None:
        """Shows what is kept, unless something else is being chosen just now."""
        kept = receipts.recalled(self._store)
        if kept == self._shown:
            return
        self._shown = kept
        device = kept.device
        self.ways[device.way if device else _SYSTEM].setChecked(True)
        self.where.set_text(device.where if device else "")
        self.rolls[str(kept.roll)].setChecked(True)
        self.cut.setChecked(device is None or device.cut)
        self.drawer.setChecked(device is not None and device.drawer)
        self.code.setChecked(kept.with_code)
        self._dress()

    @property
    def way(self) -> str:
        """How it is reached, "" through the system."""
        return next((key for key, option in self.ways.items() if option.isChecked()), _SYSTEM)

    def _choose_way(self, _option: QPushButton) -> None:
        self.where.clear()
        if self.way == "file":
            self.where.set_text(next(iter(receipt_device.found_here()), ""))
        self._dress()

    def _dress(self) -> None:
        """What is asked for a printer of this way, and what there is to know about it."""
        tr, way = self.tr, self.way
        names = {
            "file": (tr("Its file"), tr("/dev/usb/lp0"), ""),
            "usb": (
                tr("Maker and device"),
                tr("04b8:0e15"),
                tr("Two numbers of four signs, from the manual or from the printer’s own test page."),
            ),
            "serial": (tr("The port"), tr("COM3 or /dev/ttyUSB0,19200"), ""),
            "network": (
                tr("Name or address"),
                tr("192.168.1.50"),
                tr("Nothing else in the program uses a network. Slips go to this one address in the shop, because you ask for it."),
            ),
        }  # fmt: skip
        name, hint, about = names.get(way, ("", "", ""))
        self.where.setVisible(bool(way))
        if way:
            self.where.set_name(name)
            self.where.edit.setPlaceholderText(hint)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.cut.setEnabled(bool(way))
        self.drawer.setEnabled(bool(way))
        self.try_it.setEnabled(bool(way))
        self.error.clear()
        self.said.setText("")
        if way:
            self._say_what_is_missing()

    def _say_what_is_missing(self) -> None:
        try:
            need_extra()
        except Declined as declined:
            self.error.say(declined.because, "attention")

    def take_caret(self) -> None:
        """The caret goes to how slips are printed."""
        self.ways[self.way].setFocus()

    # ---- what is done ----

    def _chosen(self) -> Receipts | None:
        """What stands in the view, None where something in it cannot be; it says so beside what it is about."""
        self.error.clear()
        self.where.say("")
        self.said.setText("")
        roll = int(next(key for key, option in self.rolls.items() if option.isChecked()))
        if not self.way:
            return Receipts(None, roll, self.code.isChecked())
        try:
            device = receipt_device.device(
                self.way, self.where.text, roll=roll, cut=self.cut.isChecked(), drawer=self.drawer.isChecked()
            )
        except Declined as declined:
            self.where.say(declined.because)
            self.where.setFocus()
            return None
        return Receipts(device, roll, self.code.isChecked())

    def _keep(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._store is None:
            return
        receipts.keep(self._store, chosen)
        self._shown = chosen
        if chosen.device is not None:
            self.where.set_text(chosen.device.where)
        self._shell.show_toast(Toast(self.tr("Kept for this computer")))

    def _try(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.device is None:
            return
        self.try_it.setEnabled(False)
        slip = self._desk.ask(slips.tried, self._desk.today, chosen.roll)
        self._desk.study(to_receipt_printer, slip, chosen.device).then(self._tried).otherwise(self._refused)

    def _tried(self, _nothing: object) -> None:
        self.try_it.setEnabled(True)
        self.said.setText(self.tr("A test slip was sent. Both figures at its right edge should be whole."))

    def _refused(self, error: Exception) -> None:
        self.try_it.setEnabled(True)
        if isinstance(error, Declined | StorageTrouble):
            self.error.explain(error)
