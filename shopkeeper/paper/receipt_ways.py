"""The ways bytes get to a receipt printer, each with an end to its patience, and a sentence for whatever goes wrong."""

import errno
import os
import socket
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.paper.receipt_device import Device
from shopkeeper.say import text as say

PATIENCE_S = 10.0
_PAPER_QUERY = b"\x10\x04\x04"  # DLE EOT 4: the roll paper sensor
_NO_PAPER = 0x60
_LPGETSTATUS, _LP_NO_PAPER = 0x060B, 0x20
_PIECE = 4096
_WIRE_S = 5.0


def send(data: bytes, to: Device, patience_s: float = PATIENCE_S) -> None:
    """Bring all of it to the printer. Declined where it cannot be brought, with whether some of it was."""
    way: Callable[[bytes, Device, float], None] = _to_file if to.way == "file" else _by_library
    way(data, to, patience_s)


# ---- a device's own file ----


def _to_file(data: bytes, to: Device, patience_s: float) -> None:
    sent = 0
    try:
        file = os.open(
            to.where,
            os.O_WRONLY
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_NOCTTY", 0)
            | getattr(os, "O_BINARY", 0),
        )
    except OSError as trouble:
        raise _told(trouble, to, 0) from trouble
    try:
        _refuse_no_device(file, to)
        if _says_no_paper(file):
            raise no_paper()
        until = time.monotonic() + patience_s
        while sent < len(data):
            _wait_to_write(file, until)
            with suppress(BlockingIOError):
                sent += os.write(file, data[sent : sent + _PIECE])
    except OSError as trouble:
        raise _told(trouble, to, sent) from trouble
    finally:
        os.close(file)


def _refuse_no_device(file: int, to: Device) -> None:
    """Nothing is ever written into somebody's document."""
    mode = os.fstat(file).st_mode
    if stat.S_ISREG(mode):
        raise Declined(
            "device_is_a_file",
            say("{where} is a file with something in it, not a printer. Nothing was written to it.").format(
                where=to.where
            ),
            "where",
        )


def _says_no_paper(file: int) -> bool:
    """What the system's driver for printers on USB knows; others know nothing."""
    if sys.platform != "linux":
        return False
    import fcntl

    status = bytearray(4)
    try:
        fcntl.ioctl(file, _LPGETSTATUS, status)
    except OSError:
        return False
    return bool(status[0] & _LP_NO_PAPER)


def _wait_to_write(file: int, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more")
    if sys.platform == "win32":
        return  # its devices have no waiting of this kind
    import select

    if not select.select([], [file], [], left)[1]:
        raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more")


# ---- what the library opens ----


def _by_library(data: bytes, to: Device, patience_s: float) -> None:
    opened = False
    printer = None
    try:
        printer = _OPENED[to.way](to, patience_s)
        opened = True
        if _roll_is_out(printer):
            raise no_paper()
        printer._raw(data)
        printer.close()
    except Declined:
        raise
    except Exception as trouble:
        if not _is_of_the_device(trouble):
            raise
        raise _told(_cause(trouble), to, int(opened)) from trouble
    finally:
        if printer is not None:
            with suppress(OSError):
                printer.close()


def _usb(to: Device, patience_s: float) -> Any:
    from escpos.printer import Usb

    vendor, product = to.ids
    printer = Usb(vendor, product, timeout=round(patience_s * 1000))
    try:
        printer.open()
    except ValueError as trouble:  # pyusb: no library of the system's to reach devices with
        raise Declined(
            "usb_library_missing",
            say(
                "This computer lacks the library that reaches devices on USB (libusb). Nothing was printed. "
                "Install it, or choose the printer by its file."
            ),
            "way",
        ) from trouble
    _find_endpoints(printer)
    return printer


def _find_endpoints(printer: Any) -> None:
    """Where this model listens and answers: the library assumes one that many have not."""
    for interface in printer.device.get_active_configuration():
        if interface.bInterfaceClass != 7:  # printers
            continue
        for end in interface:
            if end.bmAttributes & 3 == 2:  # bulk
                if end.bEndpointAddress & 0x80:
                    printer.in_ep = end.bEndpointAddress
                else:
                    printer.out_ep = end.bEndpointAddress
        return


def _serial(to: Device, patience_s: float) -> Any:
    from escpos.printer import Serial

    name, baud = to.port
    printer = Serial(name, baud, timeout=1)
    printer.open()
    printer.device.write_timeout = patience_s
    return printer


def _network(to: Device, patience_s: float) -> Any:
    return _Wire(to.host, min(patience_s, _WIRE_S))


class _Wire:
    """An address in the shop's own network; the library's own leaves its socket open where nobody answers."""

    def __init__(self, host: tuple[str, int], patience_s: float) -> None:
        self._socket = socket.create_connection(host, patience_s)

    def query_status(self, question: bytes) -> bytes:
        self._socket.sendall(question)
        return self._socket.recv(16)

    def _raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()


_OPENED: dict[str, Callable[[Device, float], Any]] = {"usb": _usb, "serial": _serial, "network": _network}


def _roll_is_out(printer: Any) -> bool:
    """What the printer answers when it is asked for its paper; many answer nothing, and are printed on."""
    try:
        answer = bytes(printer.query_status(_PAPER_QUERY))
    except (OSError, NotImplementedError):
        return False
    return len(answer) == 1 and answer[0] & _NO_PAPER == _NO_PAPER


def _is_of_the_device(trouble: Exception) -> bool:
    from escpos.exceptions import Error

    return isinstance(trouble, OSError | Error)


def _cause(trouble: Exception) -> OSError:
    """What the system said below what the library made of it."""
    beneath: BaseException | None = trouble
    while beneath is not None:
        if isinstance(beneath, OSError) and beneath.errno is not None:
            return beneath
        beneath = beneath.__cause__ or beneath.__context__
    return OSError(errno.ENODEV, "not there")


# ---- what went wrong, in words ----


def no_paper() -> Declined:
    """It said so before anything was sent."""
    return Declined(
        "no_paper",
        say("The receipt printer has no paper. Nothing was printed. Put in a new roll, then print again."),
        "device",
    )


def _told(trouble: OSError, to: Device, sent: int) -> Declined:
    number = trouble.errno
    if sent:
        return Declined(
            "printer_stopped",
            say(
                "The receipt printer stopped before the end of the slip. Look whether it has paper and its cable is in, then "
                "print again."
            ),
            "device",
        )
    if number == errno.ENOSPC:
        return no_paper()
    if number in (errno.EACCES, errno.EPERM):
        words = say(
            "This account may not write to {where}. Nothing was printed. Whoever looks after this computer adds it to the "
            "group that prints, often called lp; then sign in again."
        )
        return Declined("printer_not_allowed", words.format(where=to.where), "device")
    if number in (errno.EBUSY, errno.EAGAIN, errno.ETXTBSY):
        words = say("Another program has {where} just now. Nothing was printed. Try again in a moment.")
        return Declined("printer_busy", words.format(where=to.where), "device")
    if number == errno.ETIMEDOUT and to.way != "network":
        return Declined(
            "printer_refused",
            say(
                "The receipt printer does not take the slip. Nothing was printed. Look whether it is on, closed and has paper."
            ),
            "device",
        )
    words = say(
        "The receipt printer is not at {where}. Nothing was printed. Look whether it is on and its cable is in, or choose "
        "another in Settings."
    )
    return Declined("printer_gone", words.format(where=to.where), "device")
