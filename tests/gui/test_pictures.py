"""A picture comes onto the card by keyboard and by dropping a file, small and without what else the file said."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui.pages.members import MembersPage
from shopkeeper.gui.portraits import SIDE, read_portrait
from shopkeeper.records.book import Book
from shopkeeper.service import pictures
from shopkeeper.service.pictures import MOST_BYTES
from tests.books import enrol, new_book
from tests.gui.at_counter import Person, at_counter
from tests.gui.helpers import assert_within_reach

SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def person(book: Book, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    enrol(book, "Marjorie Finch")
    with at_counter(book, tmp_path, qtbot) as sitting:
        yield sitting


def photo(path: Path, width: int = 1600, height: int = 1200, form: bytes = b"JPEG", **said: str) -> Path:
    """A picture file of some size with words in it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for y in range(0, height, 8):
        for x in range(0, width, 8):
            image.setPixelColor(x, y, QColor((x * 7 + y * 3) % 256, (x * 5) % 256, (y * 11) % 256))
    writer = QImageWriter(str(path), form)
    for key, words in said.items():
        writer.setText(key, words)
    assert writer.write(image)
    return path


def size_of(jpeg: bytes) -> tuple[int, int]:
    image = QImage()
    assert image.loadFromData(jpeg, "JPEG")
    return image.width(), image.height()


@pytest.mark.parametrize("form", [b"JPEG", b"PNG", b"WEBP", b"BMP"])
def test_a_picture_is_made_small_and_says_nothing_but_itself(tmp_path: Path, form: bytes) -> None:
    path = photo(tmp_path / "face", form=form, Description="Taken at 51.5N 0.1W by Wymondley")
    jpeg = read_portrait(None, path)
    assert size_of(jpeg) == (SIDE, SIDE * 3 // 4)
    assert len(jpeg) <= MOST_BYTES
    assert b"Wymondley" not in jpeg and b"Exif" not in jpeg


def test_a_camera_held_upright_gives_an_upright_face(tmp_path: Path) -> None:
    path = photo(tmp_path / "face.jpg", 400, 200)
    plain = path.read_bytes()
    exif = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    path.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:])
    jpeg = read_portrait(None, path)
    assert size_of(jpeg) == (200, 400)
    assert b"Exif" not in jpeg


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many dots, a few hundred bytes long."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")  # fmt: skip


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'


@pytest.mark.qt_log_level_fail("CRITICAL")  # a decoder may grumble at a torn file
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(10_000, 5_000), "picture_too_large"),
        (bomb(2**31 - 1, 2**31 - 1), "picture_not_understood"),
        (bomb(65_000, 65_000), "picture_too_large"),
        (b"", "picture_not_understood"),
        (b"\xff\xd8\xff\xe0 torn", "picture_not_understood"),
        (SVG, "picture_not_understood"),
        (b"MZ\x90\x00" * 400, "picture_not_understood"),
        (b"name,phone\nAnna,1\n", "picture_not_understood"),
    ],
)
def test_a_hostile_file_gives_a_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "face.png"
    path.write_bytes(content)
    with pytest.raises(Declined) as declined:
        read_portrait(None, path)
    assert declined.value.code == code
    assert "Nothing was changed" in declined.value.because


def test_a_file_that_is_gone_or_enormous_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        read_portrait(None, tmp_path / "gone.jpg")
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(Declined) as declined:
        read_portrait(None, tmp_path / "huge.jpg")
    assert declined.value.code == "picture_too_large"


class FileChosen:
    """Answers where the system's own window would ask."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, *_asked: object) -> Path:
        return self._path


def test_a_picture_is_kept_by_keyboard_shown_on_the_card_and_undone(person: Person, tmp_path: Path) -> None:
    path = photo(tmp_path / "face.jpg")
    person.finds("marj")
    head = person.counter.area.card.head
    assert not head.portrait.isVisible()
    QTest.keyClick(person.caret(), Qt.Key.Key_I, SHIFT_CTRL)
    sheet = person.counter.pictures.sheet
    sheet.asker = FileChosen(path)  # type: ignore[assignment]
    assert person.caret() is sheet.choose
    assert_within_reach(sheet)
    person.enter()
    person.waits()
    assert person.caret() is sheet.keep
    assert sheet.portrait.isVisible()
    person.enter()
    person.waits()
    assert sheet.isHidden()
    assert person.toast == "Picture of Marjorie Finch kept"
    assert head.portrait.isVisible()
    assert head.portrait.accessibleName() == "Picture of Marjorie Finch"
    QTest.keyClick(person.caret(), Qt.Key.Key_I, SHIFT_CTRL)
    assert sheet.about.text() == "Marjorie Finch agreed: 21 November 2026, in person, to Ngozi Okafor."
    sheet.take_out.setFocus()
    person.enter()
    person.waits()
    assert not head.portrait.isVisible()
    person.presses(Qt.Key.Key_Z, ctrl=True)
    person.waits()
    assert head.portrait.isVisible()


def test_a_picture_dropped_on_the_card_is_asked_about_first(
    person: Person, book: Book, tmp_path: Path
) -> None:
    path = photo(tmp_path / "face.png", form=b"PNG")
    person.shell._drops.dropped.emit(path)
    assert person.toast.startswith("A picture goes onto the card of a member")
    person.finds("marj")
    person.shell._drops.dropped.emit(path)
    person.waits()
    sheet = person.counter.pictures.sheet
    assert sheet.isVisible() and sheet.ask.isVisible()
    assert book.reading().value("select count(*) from pictures") == 0
    (tmp_path / "other.png").write_bytes(b"no picture")
    person.shell._drops.dropped.emit(tmp_path / "other.png")
    person.waits()
    assert "no picture" in sheet.trouble.text
    assert sheet.keep.isVisible()  # the one before is still there to be kept
    person.presses(Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert book.reading().value("select count(*) from pictures") == 0


def test_the_members_page_takes_and_shows_a_picture_too(person: Person, book: Book, tmp_path: Path) -> None:
    path = photo(tmp_path / "face.jpg")
    person.finds("marj")
    person.presses(Qt.Key.Key_I, ctrl=True)
    page = person.shell.page("members")
    assert isinstance(page, MembersPage)
    person.shell._drops.dropped.emit(path)
    person.waits()
    assert page.pictures.sheet.isVisible()
    page.pictures.sheet.keep.click()
    person.waits()
    assert page.member.head.portrait.isVisible()
    member = page.member.member_id
    assert member is not None and pictures.of(book.reading(), member) is not None
    assert QApplication.focusWidget() is not None
