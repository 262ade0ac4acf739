"""Where a member lives, in fields: one address, and more where there are more."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.panel import line
from shopkeeper.service.details import Address


class AddressFields(QWidget):
    """One address. Says `changed`, `entered` and `escaped` as a field does."""

    changed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        tr = self.tr
        self.parts: dict[str, Field] = {
            "street": Field(tr("Street"), self), "address_2": Field(tr("Second line"), self),
            "postcode": Field(tr("Postcode"), self), "town": Field(tr("Town"), self),
            "region": Field(tr("Region"), self), "country": Field(tr("Country"), self),
        }  # fmt: skip
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(10))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.addWidget(self.parts["street"], 0, 0, 1, 2)
        grid.addWidget(self.parts["address_2"], 1, 0, 1, 2)
        for place, name in enumerate(("postcode", "town", "region", "country")):
            grid.addWidget(self.parts[name], 2 + place // 2, place % 2)
        for field in self.parts.values():
            field.changed.connect(self.changed)
            field.entered.connect(self.entered)
            field.escaped.connect(self.escaped)

    @property
    def address(self) -> Address:
        """What was typed."""
        return Address(**{name: field.text for name, field in self.parts.items()})

    def set_address(self, address: Address) -> None:
        """Puts an address in."""
        for name, field in self.parts.items():
            field.set_text(getattr(address, name))


class Addresses(QWidget):
    """All addresses of a member; one that is emptied is one fewer."""

    changed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.blocks: list[AddressFields] = []
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(12))
        self.another = QPushButton(self.tr("Another address"), self)
        look.mark(self.another, kind="link")
        self.another.clicked.connect(self._add_another)
        self._column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeading)
        self._add()

    @property
    def addresses(self) -> tuple[Address, ...]:
        """What was typed, without the empty ones."""
        return tuple(block.address for block in self.blocks if _filled(block.address))

    def set_addresses(self, addresses: Sequence[Address]) -> None:
        """Puts addresses in; there is room for one in any case."""
        wanted = list(addresses) or [Address()]
        while len(self.blocks) > len(wanted):
            for part in (self.blocks.pop(), self._lines.pop()):
                self._column.removeWidget(part)
                part.hide()
                part.deleteLater()
        for place, address in enumerate(wanted):
            if place == len(self.blocks):
                self._add()
            self.blocks[place].set_address(address)

    def field(self, part: str) -> Field:
        """The first field of a part that may be meant by a refusal: the longest of its kind."""
        fields = [block.parts[part] for block in self.blocks]
        return max(fields, key=lambda field: len(field.text))

    @property
    def part_names(self) -> Iterable[str]:
        """Street, postcode and so on."""
        return self.blocks[0].parts

    def _add_another(self) -> None:
        self._add()
        self.blocks[-1].parts["street"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        block = AddressFields(self)
        between = line(self)
        between.setVisible(bool(self.blocks))
        for signal, ours in (
            (block.changed, self.changed), (block.entered, self.entered), (block.escaped, self.escaped)
        ):  # fmt: skip
            signal.connect(ours)
        at = self._column.count() - 1
        self._column.insertWidget(at, between)
        self._column.insertWidget(at + 1, block)
        self.blocks.append(block)
        self._lines.append(between)


def _filled(address: Address) -> bool:
    return any(
        getattr(address, part).strip()
        for part in ("street", "address_2", "postcode", "town", "region", "country")
    )
