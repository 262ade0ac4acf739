"""A slip straight to a receipt printer: the very dots of the preview, its code read back, and a sentence for every trouble."""

import errno
import importlib.util
import io
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from shopkeeper.errors import Declined
from shopkeeper.paper import receipt_ways, receipts
from shopkeeper.paper.preview import PaperView
from shopkeeper.paper.receipt_device import Device, device, named
from shopkeeper.paper.receipt_ways import send
from shopkeeper.paper.sheets import Sheets
from shopkeeper.paper.slip import ROLLS, Slip, lay_out_slip
from tests.paper.test_codes import NAMES, ean, read

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("qapp")


def slip(name: str = "Bo", roll: int = 80, code: str = "") -> Sheets:
    pairs = (("Purchase", "£24.50"), ("Points for this purchase", "+24"), ("To reach Platinum", "£1,086.40"))
    thanks = (f"Thank you, {name}.", "You are one of our Gold members.")
    what = Slip("Okafor & Daughters", "12 Wharf Street, London", "21 November 2026", pairs, thanks, code=code)
    return lay_out_slip(what, roll)


class Paper:
    """What comes out of a printer that is sent these bytes: a reader of ESC/POS that knows what we send, and nothing else."""

    def __init__(self, sent: bytes) -> None:
        self.said: list[str] = []
        self.rows: list[bytes] = []
        at = io.BytesIO(sent)
        while (begin := at.read(2)) != b"":
            if begin == b"\x1b@":
                self.said.append("begin")
            elif begin == b"\x1dv":
                assert at.read(2) == b"0\0"
                wide, high = (int.from_bytes(at.read(2), "little") for _ in range(2))
                self.rows += [at.read(wide) for _ in range(high)]
                self.said.append("picture")
            elif begin == b"\x1dV":
                assert at.read(2) == b"B\0"
                self.said.append("cut")
            elif begin == b"\x1bd":
                self.said.append(f"feed {at.read(1)[0]}")
            elif begin == b"\x1bp":
                at.read(3)
                self.said.append("drawer")
            else:
                raise AssertionError(begin)

    @property
    def grey(self) -> bytes:
        """A byte a dot, 0 black, 255 white, as the roll shows it."""
        bits = "".join(f"{int.from_bytes(row, 'big'):0{len(row) * 8}b}" for row in self.rows)
        return bytes(0 if bit == "1" else 255 for bit in bits)

    @property
    def image(self) -> QImage:
        width = len(self.rows[0]) * 8
        made = QImage(self.grey, width, len(self.rows), width, QImage.Format.Format_Grayscale8)
        return made.copy()


LP = named("/dev/usb/lp0")


@pytest.mark.parametrize("roll", list(ROLLS))
@pytest.mark.parametrize("name", NAMES)
def test_what_the_roll_shows_is_dot_for_dot_what_was_laid_out(name: str, roll: int) -> None:
    paper = slip(name, roll)
    drawn = receipts.raster(paper)
    out = Paper(receipts.job(paper, device("file", "lp", roll=roll)))
    assert out.grey == drawn.grey
    assert (len(out.rows[0]) * 8, len(out.rows)) == (drawn.width, drawn.height)
    assert drawn.width == {80: 576, 58: 384}[roll]


@pytest.mark.parametrize("roll", list(ROLLS))
@pytest.mark.parametrize("name", NAMES)
def test_the_roll_and_the_preview_show_the_same(name: str, roll: int) -> None:
    paper = slip(name, roll, ean(5))
    view = PaperView()
    view.show_laid(paper)
    scale = receipts.DOTS_PER_MM / 10
    view.resize(round(paper.size.width * scale) + 44, round(paper.size.height * scale) + 60)
    sheet = view.sheet()
    seen = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    out = Paper(receipts.job(paper, LP)).image
    left, top = round(sheet.x() + paper.size.side * scale), round(sheet.y())
    shown = seen.copy(left, top, out.width(), out.height())
    one, other = (bytes(image.constBits()) for image in (shown, out))
    dark = sum(dot < 150 for dot in one)
    assert dark > 3000
    differing = sum((a < 150) != (b < 150) for a, b in zip(one, other, strict=True))
    assert differing < dark * 0.05, "another line break or another letter differs far more"


@pytest.mark.parametrize("roll", list(ROLLS))
def test_the_code_on_the_slip_is_read_back_from_the_bytes(roll: int) -> None:
    for seed in range(1, 9):
        out = Paper(receipts.job(slip("Bo", roll, ean(seed)), LP))
        assert read(out.image) == [("QRCode", ean(seed))]


def test_it_is_cut_where_there_is_a_cutter_and_the_drawer_stays_shut_unless_asked() -> None:
    def said(**ways: bool) -> list[str]:
        found = Paper(receipts.job(slip(), device("file", "lp", **ways))).said
        return [one for one in found if one != "picture"]

    assert said() == ["begin", "cut"]
    assert said(cut=False) == ["begin", "feed 4"]
    assert said(drawer=True) == ["begin", "cut", "drawer"]


def test_a_picture_is_sent_in_pieces_that_small_printers_hold() -> None:
    sent = receipts.job(slip(), LP)
    heights = [int.from_bytes(sent[at + 6 : at + 8], "little") for at in _all(sent, b"\x1dv0\0")]
    assert max(heights) <= 96 and len(heights) > 3


def _all(sent: bytes, what: bytes) -> Iterator[int]:
    at = sent.find(what)
    while at >= 0:
        yield at
        at = sent.find(what, at + 1)


# ---- how it is told and read ----


@pytest.mark.parametrize(
    ("typed", "way", "where"),
    [
        ("/dev/usb/lp0", "file", "/dev/usb/lp0"),
        ("C:\\odd", "file", "C:\\odd"),
        ("usb:04B8:0E15", "usb", "04b8:0e15"),
        ("usb:0x04b8 0x0e15", "usb", "04b8:0e15"),
        ("serial:COM3", "serial", "COM3"),
        ("serial:/dev/ttyUSB0, 19200", "serial", "/dev/ttyUSB0,19200"),
        ("network:192.168.1.50", "network", "192.168.1.50"),
        ("network:till-printer.shop:9101", "network", "till-printer.shop:9101"),
    ],
)
def test_a_device_is_one_word(typed: str, way: str, where: str) -> None:
    found = named(typed)
    assert (found.way, found.where) == (way, where)


@pytest.mark.parametrize(
    "typed", ["", "usb:4b8:e15", "usb:", "serial:", "serial:COM3,7", "network:", "network:a b", "network:a:0"]
)
def test_what_no_printer_is_called_is_declined(typed: str) -> None:
    with pytest.raises(Declined) as said:
        named(typed)
    assert said.value.about == "where"


def test_the_parts_of_a_device() -> None:
    assert named("usb:04b8:0e15").ids == (0x04B8, 0x0E15)
    assert named("serial:COM3").port == ("COM3", 9600) and named("serial:COM3,19200").port == ("COM3", 19200)
    assert named("network:10.0.0.7").host == ("10.0.0.7", 9100)
    assert named("network:10.0.0.7:9101").host == ("10.0.0.7", 9101)
    with pytest.raises(Declined):
        device("file", "lp", roll=112)
    with pytest.raises(Declined):
        device("fax", "lp")


# ---- printers that are there, and such as are not ----


class Pty:
    """A device's file with somebody reading at its other end."""

    def __init__(self) -> None:
        import tty

        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.where = os.ttyname(self.slave)
        self.got = b""
        self._reader = threading.Thread(target=self._read, daemon=True)

    def reads(self) -> "Pty":
        self._reader.start()
        return self

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                return
            if not piece:
                return
            self.got += piece

    def all_of_it(self) -> bytes:
        os.close(self.slave)
        self._reader.join(10)
        return self.got


@pytest.fixture
def pty() -> Iterator[Pty]:
    if sys.platform == "win32":
        pytest.fail("this proof is made on a system with ptys")
    made = Pty()
    yield made
    os.close(made.master)


def test_a_device_by_its_file_gets_every_byte(pty: Pty) -> None:
    pty.reads()
    paper = slip("王小明")
    receipts.print_slip(paper, device("file", pty.where))
    assert pty.all_of_it() == receipts.job(paper, LP)


def test_a_device_at_a_serial_port_gets_every_byte(pty: Pty) -> None:
    pty.reads()
    paper = slip("Ελένη")
    receipts.print_slip(paper, device("serial", pty.where))
    assert pty.all_of_it() == b"\x10\x04\x04" + receipts.job(paper, LP)


def test_a_device_in_the_shops_network_gets_every_byte() -> None:
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listens() -> None:
            to, _ = server.accept()
            with to:
                assert to.recv(3) == b"\x10\x04\x04"
                to.sendall(b"\x12")  # all is well, there is paper
                while piece := to.recv(65536):
                    got.append(piece)

        reader = threading.Thread(target=listens)
        reader.start()
        receipts.print_slip(slip(), device("network", f"127.0.0.1:{server.getsockname()[1]}"))
        reader.join(10)
    assert b"".join(got) == receipts.job(slip(), LP)


def refused(to: Device, data: bytes = b"x" * 100, patience_s: float = 0.3) -> Declined:
    with pytest.raises(Declined) as said:
        send(data, to, patience_s)
    assert "!" not in said.value.because
    return said.value


def test_a_printer_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    receipts.job(slip(), LP)
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    for to in (
        device("file", str(tmp_path / "lp0")),
        device("serial", str(tmp_path / "ttyS9")),
        device("network", f"127.0.0.1:{nobody}"),
    ):
        said = refused(to)
        assert (
            said.code == "printer_gone" and "Nothing was printed" in said.because and to.where in said.because
        )
    assert not (tmp_path / "lp0").exists(), "no file is made in a printer’s place"


def test_nothing_is_written_into_a_document(tmp_path: Path) -> None:
    letter = tmp_path / "letter.odt"
    letter.write_text("Dear Margaret")
    assert refused(device("file", str(letter))).code == "device_is_a_file"
    assert letter.read_text() == "Dear Margaret"


def test_a_pipe_nobody_reads_is_no_printer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    assert refused(device("file", str(tmp_path / "lp0"))).code == "printer_gone"


def test_a_printer_that_takes_nothing_more_is_not_waited_for_for_ever(pty: Pty) -> None:
    said = refused(device("file", pty.where), b"x" * 1_000_000)
    assert said.code == "printer_stopped" and "print again" in said.because


def test_a_printer_that_vanishes_while_printing_is_told_of(pty: Pty, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = os.write

    def gone(file: int, data: bytes) -> int:
        if gone_after:
            gone_after.pop()
            return plain(file, data)
        raise OSError(errno.EIO, "the cable is out")

    gone_after = [1, 2]
    monkeypatch.setattr(os, "write", gone)
    assert refused(device("file", pty.where), b"x" * 50_000).code == "printer_stopped"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "printer_not_allowed"), (errno.EBUSY, "printer_busy"), (errno.ENODEV, "printer_gone"),
     (errno.ENOSPC, "no_paper")],
)  # fmt: skip
def test_each_trouble_of_opening_has_its_sentence(
    number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening(*_: object) -> int:
        raise OSError(number, "")

    monkeypatch.setattr(os, "open", opening)
    assert refused(LP).code == code


def test_no_paper_is_told_where_the_system_knows_it(pty: Pty, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def ioctl(_file: int, asked: int, answer: bytearray) -> int:
        assert asked == 0x060B
        answer[0] = 0x38
        return 0

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    assert refused(device("file", pty.where)).code == "no_paper"
    assert not pty.got


def test_no_paper_is_told_where_the_printer_answers_it() -> None:
    receipts.job(slip(), LP)
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listens() -> None:
            to, _ = server.accept()
            with to:
                to.recv(3)
                to.sendall(b"\x72")
                got.append(to.recv(100))

        reader = threading.Thread(target=listens)
        reader.start()
        said = refused(device("network", f"127.0.0.1:{server.getsockname()[1]}"), patience_s=3)
        reader.join(10)
    assert said.code == "no_paper" and got == [b""]


def test_usb_without_its_library_or_its_device_is_told_of() -> None:
    receipts.job(slip(), LP)
    assert refused(device("usb", "ffff:0001")).code in ("usb_library_missing", "printer_gone")


def test_where_a_usb_printer_listens_is_looked_up() -> None:
    ends = [
        SimpleNamespace(bEndpointAddress=0x81, bmAttributes=2),
        SimpleNamespace(bEndpointAddress=0x03, bmAttributes=2),
    ]

    class Interface(list):  # type: ignore[type-arg]
        bInterfaceClass = 7

    class Other(list):  # type: ignore[type-arg]
        bInterfaceClass = 3

    connected = SimpleNamespace(get_active_configuration=lambda: [Other(), Interface(ends)])
    printer = SimpleNamespace(device=connected, in_ep=0x82, out_ep=0x01)
    receipt_ways._find_endpoints(printer)
    assert (printer.in_ep, printer.out_ep) == (0x81, 0x03)


# ---- the extra ----


def test_without_the_extra_there_is_a_sentence_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Declined) as said:
        receipts.print_slip(slip(), LP)
    assert (
        said.value.code == "receipts_missing" and 'pip install "shopkeeper[receipts]"' in said.value.because
    )


def test_the_extra_comes_in_with_the_first_slip_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither a folder of its own nor a hand on the log, and not a word on standard output."""
    question = (
        "import logging, sys\n"
        "from shopkeeper.paper.fonts import without_window\n"
        "kept = without_window()\n"
        "from shopkeeper.gui import slips\n"
        "from shopkeeper.paper import receipts, receipt_device\n"
        "from shopkeeper.paper.slip import Slip, lay_out_slip\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] in ('escpos', 'PIL', 'usb', 'serial', 'yaml')]\n"
        "laid = lay_out_slip(Slip('Okafor', '', '', (), ('Thank you.',)))\n"
        "receipts.job(laid, receipt_device.named('lp'))\n"
        "assert 'escpos' in sys.modules and not logging.root.handlers\n"
        "receipts.job(laid, receipt_device.named('lp'))\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", question], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())


def test_a_fault_of_ours_is_not_taken_for_the_printers(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    def broken(_to: Device, _patience: float) -> object:
        raise KeyError("ours")

    receipts.job(slip(), LP)
    monkeypatch.setitem(receipt_ways._OPENED, "usb", broken)
    with pytest.raises(KeyError):
        send(b"x", named("usb:04b8:0e15"))
