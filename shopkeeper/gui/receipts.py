"""The receipt printer of this computer, kept between two days; without one slips go through the system's printers."""

from shopkeeper.errors import Declined
from shopkeeper.gui.shell import Remembers
from shopkeeper.paper import receipt_device
from shopkeeper.paper.receipt_device import Device
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Receipts:
    """How slips are printed here: `device` None through the system's printers; `with_code` puts the member's card on them."""

    device: Device | None = None
    roll: int = 80
    with_code: bool = False


def recalled(store: Remembers | None) -> Receipts:
    """What was chosen on this computer; what can no longer be read counts as never chosen."""
    if store is None:
        return Receipts()
    roll = 58 if store.recall("receipts/roll") == "58" else 80
    with_code = store.recall("receipts/code") == "yes"
    way = store.recall("receipts/way")
    if not way:
        return Receipts(None, roll, with_code)
    try:
        device = receipt_device.device(
            way, store.recall("receipts/where"), roll=roll, cut=store.recall("receipts/cut") != "no",
            drawer=store.recall("receipts/drawer") == "yes",
        )  # fmt: skip
    except Declined:
        return Receipts(None, roll, with_code)
    return Receipts(device, roll, with_code)


def keep(store: Remembers, receipts: Receipts) -> None:
    """Remember it for this computer."""
    device = receipts.device
    store.remember("receipts/way", device.way if device else "")
    if device is not None:
        store.remember("receipts/where", device.where)
        store.remember("receipts/cut", "" if device.cut else "no")
        store.remember("receipts/drawer", "yes" if device.drawer else "")
    store.remember("receipts/roll", str(receipts.roll))
    store.remember("receipts/code", "yes" if receipts.with_code else "")
