"""A slip straight to a receipt printer: drawn dot for dot, so that every name looks as on the screen, whatever the device knows."""

import importlib.util
import logging
import os
import shutil
import sys
from typing import Any

from PySide6.QtGui import QImage, QPainter

from shopkeeper import assets
from shopkeeper.errors import Declined
from shopkeeper.paper.page import DOTS_PER_INCH
from shopkeeper.paper.receipt_device import Device
from shopkeeper.paper.receipt_ways import send
from shopkeeper.paper.sheets import Sheets
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

DOTS_PER_MM = 8
"""What nearly all thermal heads have: 203 dots an inch."""
_SCALE = DOTS_PER_MM * 25.4 / DOTS_PER_INCH
_DARK = 150  # of 255: thin strokes of small type stay whole
_BLACK_OR_WHITE = bytes(_DARK) + bytes([255]) * (256 - _DARK)
_ROWS_AT_ONCE = 96  # some printers take the rest of a taller picture for text
_FEED_LINES = 4  # past the edge at which a slip is torn off
_PROFILES = "ESCPOS_CAPABILITIES_FILE"


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture as a thermal head has it, line by line, one byte a dot: 0 black, 255 white."""

    width: int
    height: int
    grey: bytes


def there() -> bool:
    """Whether the extra that speaks to receipt printers is installed."""
    return importlib.util.find_spec("escpos") is not None


def need_extra() -> None:
    """Declined where the extra is not there, with how to get it."""
    if not there():
        raise Declined(
            "receipts_missing",
            say(
                "To speak to a receipt printer the program needs an addition that is not installed here. Whoever looks after "
                'this computer gets it with: pip install "shopkeeper[receipts]". Until then slips go through the system’s printer.'
            ),
            "device",
        )


def raster(paper: Sheets) -> Dots:
    """What the head can reach of the slip, each dot black or white."""
    size = paper.size
    width = (size.width - 2 * size.side) * DOTS_PER_MM // 10
    height = -(-size.height * DOTS_PER_MM // 10)
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(-size.side * DOTS_PER_MM / 10, 0)
    painter.scale(_SCALE, _SCALE)
    paper.paint(painter, 0)
    painter.end()
    return Dots(width, height, bytes(image.constBits()).translate(_BLACK_OR_WHITE))


def job(paper: Sheets, device: Device) -> bytes:
    """All that is sent for a slip: the picture of it, then the cut, and the drawer where it is asked for."""
    escpos = _escpos()
    from PIL import Image

    drawn = raster(paper)
    to = escpos.Dummy()
    to.hw("INIT")
    to.image(
        Image.frombytes("L", (drawn.width, drawn.height), drawn.grey),
        impl="bitImageRaster",
        fragment_height=_ROWS_AT_ONCE,
    )
    if device.cut:
        to.cut(feed=False)  # GS V 66: on to the cutter by itself, as far as that is
    else:
        to.print_and_feed(_FEED_LINES)
    if device.drawer:
        to.cashdraw(2)
    return bytes(to.output)


def print_slip(paper: Sheets, device: Device) -> None:
    """Print a slip. Declined, with what to do: the extra is missing; the printer is not there, in use, not allowed, out of
    paper as far as it can tell, or takes no more."""
    need_extra()
    send(job(paper, device), device)


def _escpos() -> Any:
    """The library's printers, brought in when the first slip is printed. It would read a list of all models that takes
    longer than the rest together, leave a folder behind, and take over the log: it gets ours, and is tidied up after."""
    brought = sys.modules.get("escpos.printer")
    if brought is not None:
        return brought
    handlers, before = list(logging.root.handlers), os.environ.get(_PROFILES)
    os.environ[_PROFILES] = str(assets.path("receipt-printers.json"))
    try:
        import escpos.capabilities
        import escpos.printer
    finally:
        if before is None:
            del os.environ[_PROFILES]
        else:
            os.environ[_PROFILES] = before
        logging.root.handlers[:] = handlers
    shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos.printer
