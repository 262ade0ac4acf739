"""A picture file made small and plain: decoded within limits, scaled down, drawn anew so that nothing but the picture is kept."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.say import text
from shopkeeper.service.pictures import MOST_BYTES

READ = (b"jpeg", b"png", b"webp", b"bmp", b"gif")
"""No other form is read: a drawing (SVG) may point elsewhere, and the rest is rare."""
MOST_FILE_BYTES = 40_000_000
MOST_PIXELS = 40_000_000
ALLOCATION_MB = 192
SIDE = 480
"""The longer side of what is kept, in pixels."""
_QUALITIES = (85, 75, 60, 45)


def read_portrait(_book: object, path: Path) -> bytes:
    """The picture in a file as a small JPEG without anything else that was in the file (place, camera, words).

    Declined, with what to do: no picture, one of a kind that is not read, one too large. StorageTrouble where the file
    cannot be read.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_FILE_BYTES else b""
    except OSError as trouble:
        raise StorageTrouble(
            "picture_unreadable", text("The picture could not be read. Look whether it is still there.")
        ) from trouble
    if size > MOST_FILE_BYTES:
        raise _too_large()
    image = _decode(data)
    for quality in _QUALITIES:
        jpeg = as_jpeg(image, quality)
        if len(jpeg) <= MOST_BYTES:
            return jpeg
    raise _too_large()


def _decode(data: bytes) -> QImage:
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    chunk = QByteArray(data)
    buffer = QBuffer(chunk)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in READ:
        raise _no_picture()
    whole = reader.size()
    if not whole.isValid() or whole.isEmpty():
        raise _no_picture()
    if whole.width() * whole.height() > MOST_PIXELS:
        raise _too_large()
    if max(whole.width(), whole.height()) > SIDE:
        small = whole.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise _no_picture()
    # Drawn on a sheet of its own: what a file says beside its dots stays behind.
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return plain


def as_jpeg(image: QImage, quality: int) -> bytes:
    """The picture as the bytes of a JPEG."""
    chunk = QByteArray()
    buffer = QBuffer(chunk)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)  # type: ignore[call-overload]
    return bytes(chunk.data())


def _no_picture() -> Declined:
    return Declined(
        "picture_not_understood",
        text("This file is no picture that can be kept. Nothing was changed. JPEG, PNG and WebP can be."),
        "picture",
    )


def _too_large() -> Declined:
    return Declined(
        "picture_too_large",
        text(
            "This picture has more than 40 million dots, or is a file of more than 40 megabytes. Nothing was changed. Save"
            " it smaller, 1,000 dots wide is plenty, and choose it again."
        ),
        "picture",
    )
