"""Which receipt printer, how it is reached, and what it can do; told in words and read from them."""

import re
import sys
from pathlib import Path
from typing import Literal, get_args

from shopkeeper.errors import Declined
from shopkeeper.paper.slip import ROLLS
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

Way = Literal["file", "usb", "serial", "network"]
WAYS: tuple[Way, ...] = get_args(Way)
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_PORT = 9100


@dataclass(frozen=True, slots=True)
class Device:
    """A receipt printer: `where` is a device's file, `04b8:0e15`, `COM3,19200` or `192.168.1.50:9100`, after its `way`.
    `roll` is its paper in millimetres; it cuts where it has a cutter, and opens the drawer only where that is asked."""

    way: Way
    where: str
    roll: int = 80
    cut: bool = True
    drawer: bool = False

    @property
    def ids(self) -> tuple[int, int]:
        """Who made it and which it is, of a device on USB."""
        maker, _, product = self.where.partition(":")
        return int(maker, 16), int(product, 16)

    @property
    def port(self) -> tuple[str, int]:
        """A serial port and its speed."""
        name, _, baud = self.where.partition(",")
        return name, int(baud or 9600)

    @property
    def host(self) -> tuple[str, int]:
        """The name or address in the shop's own network, and the port there."""
        name, _, port = self.where.rpartition(":")
        return (name, int(port)) if name else (self.where, _PORT)


def device(way: str, where: str, *, roll: int = 80, cut: bool = True, drawer: bool = False) -> Device:
    """A device of what was typed. Declined: what no printer of that way is called, a roll there is not."""
    typed = where.strip()
    if way not in WAYS:
        raise Declined(
            "way_unknown", say("A receipt printer is reached by a file, usb, serial or network."), "way"
        )
    if roll not in ROLLS:
        raise Declined("roll_unknown", say("Rolls are 80 or 58 millimetres wide."), "roll")
    found = {"file": _file, "usb": _usb, "serial": _serial, "network": _network}[way](typed)
    return Device(way, found, roll, cut, drawer)


def named(text: str, *, roll: int = 80, cut: bool = True, drawer: bool = False) -> Device:
    """A device of one word: `usb:04b8:0e15`, `serial:COM3,19200`, `network:192.168.1.50`, or its file."""
    way, colon, rest = text.strip().partition(":")
    if not colon or way not in WAYS:
        way, rest = "file", text
    return device(way, rest, roll=roll, cut=cut, drawer=drawer)


def found_here() -> tuple[str, ...]:
    """The files of receipt printers that are plugged in, where the system has such files."""
    return tuple(sorted(map(str, Path("/dev/usb").glob("lp*")))) if sys.platform == "linux" else ()


def _file(typed: str) -> str:
    if not typed:
        raise Declined(
            "device_missing", say("Which file is the printer? On Linux it is often /dev/usb/lp0."), "where"
        )
    return typed


def _usb(typed: str) -> str:
    parts = re.fullmatch(r"(?:0[xX])?([0-9a-fA-F]{4})[:, ]\s*(?:0[xX])?([0-9a-fA-F]{4})", typed)
    if parts is None:
        raise Declined(
            "device_not_understood",
            say(
                "A device on USB has two numbers of four signs, written like 04b8:0e15. They are in its manual."
            ),
            "where",
        )
    return f"{parts[1]}:{parts[2]}".lower()


def _serial(typed: str) -> str:
    name, _, baud = (part.strip() for part in typed.partition(","))
    if not name or (baud and (not baud.isdecimal() or int(baud) not in _BAUDS)):
        raise Declined(
            "device_not_understood",
            say("Write the port, and its speed where it is not 9600: COM3 or /dev/ttyUSB0,19200."),
            "where",
        )
    return f"{name},{baud}" if baud else name


def _network(typed: str) -> str:
    name, colon, port = typed.partition(":")
    good_port = not colon or (port.isdecimal() and 0 < int(port) < 65536)
    if not re.fullmatch(r"[\w.-]+", name) or not good_port:
        raise Declined(
            "device_not_understood",
            say("Write the printer’s name or address in the shop’s own network, like 192.168.1.50."),
            "where",
        )
    return typed
