"""The shop's logo and a scanned signature: taken in small enough to be printed well, refused where they cannot be."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from shopkeeper.errors import Declined, StorageTrouble

MOST_PIXELS = 40_000_000
MOST_BYTES = 30_000_000
LARGEST = QSize(1800, 900)
"""Pixels a picture is brought down to: at 600 dots an inch that is 76 × 38 mm, more than any letterhead has."""


def read_picture(path: Path) -> bytes:
    """A picture file as a PNG no larger than is needed on paper.

    Refused with a sentence: no picture, or one so large that reading it would hold up the computer. StorageTrouble
    where the file cannot be read.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as trouble:
        raise StorageTrouble(
            "picture_unreadable", "The picture could not be read. Look whether it is still there."
        ) from trouble
    chunk = QByteArray(data)
    buffer = QBuffer(chunk)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if size > MOST_BYTES or whole.width() * whole.height() > MOST_PIXELS:
        raise Declined(
            "picture_too_large",
            "This picture has more than 40 million dots. Nothing was changed. Save it smaller, 2,000 dots wide is "
            "plenty, and choose it again.",
            "picture",
        )
    if whole.isValid() and (whole.width() > LARGEST.width() or whole.height() > LARGEST.height()):
        reader.setScaledSize(whole.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Declined(
            "picture_not_understood",
            "This file is no picture that can be printed. Nothing was changed. PNG and JPEG can be.",
            "picture",
        )
    return _as_png(image)


def _as_png(image: QImage) -> bytes:
    chunk = QByteArray()
    buffer = QBuffer(chunk)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(chunk.data())


@lru_cache(maxsize=8)
def image_of(png: bytes) -> QImage:
    """The picture to draw; an empty one where the bytes are none."""
    image = QImage()
    image.loadFromData(png)
    return image
