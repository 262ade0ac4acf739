"""Letters as a PDF file that is there whole or not at all."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.paper.morning import MorningSheet
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import DOTS_PER_INCH, PageSize
from shopkeeper.paper.searchable import with_letters
from shopkeeper.paper.sheets import Sheets, laid_out
from shopkeeper.paper.spoken import catalogue_of, with_language
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Written:
    """What a PDF holds; after a cancel nothing was written and both counts are 0."""

    notes: int
    pages: int
    cancelled: bool = False


def write_pdf(
    path: Path,
    notes: Iterable[Note | MorningSheet | Sheets],
    *,
    title: str,
    author: str,
    language: str = "",
    progress: Callable[[int], bool] | None = None,
    dots_per_inch: int = DOTS_PER_INCH,
) -> Written:
    """Write letters to one PDF, each beginning on a sheet of its own, fonts embedded, text searchable.

    Letters are taken one at a time, so that memory does not grow with their number. `progress` is told how many
    are done after each; when it answers False the work ends and nothing is left behind. `language` is a tag such as en-GB. The file is written beside
    its place under a name ending in .part, made durable and then renamed: an older file stays until that moment.
    Refused: no letter at all (Declined). StorageTrouble: disk full, folder missing, not allowed, read-only.
    """
    part = path.with_name(path.name + ".part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder has this name")
        with part.open("wb") as file:
            try:
                written = _write(file, notes, title, author, language, progress, dots_per_inch)
                if written.notes and not written.cancelled:
                    file.flush()
                    os.fsync(file.fileno())
            except BaseException:
                # Closing may fail once more on a full disk; the first trouble is the one to tell.
                _close_and_remove(file, part)
                raise
        if written.cancelled or not written.notes:
            part.unlink()
        else:
            part.replace(path)
            _make_durable(path.parent)
    except OSError as trouble:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise _told(trouble) from trouble
    if written.cancelled:
        return written
    if not written.notes:
        raise Declined("nothing_to_print", "There is no letter to save. Choose at least one member.")
    return written


def _write(
    file: BinaryIO,
    notes: Iterable[Note | MorningSheet | Sheets],
    title: str,
    author: str,
    language: str,
    progress: Callable[[int], bool] | None,
    dots_per_inch: int,
) -> Written:
    chunk = QByteArray()
    buffer = QBuffer(chunk)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setAuthor(author)
    writer.setCreator("shopkeeper")
    writer.setResolution(dots_per_inch)
    painter = QPainter()
    boxes: dict[bytes, bytes] = {}
    catalogue: tuple[bytes, bytes] | None = None
    done = pages = 0
    try:
        for note in notes:
            laid = laid_out(note)
            writer.setPageLayout(laid.size.page_layout())
            rounded, exact = _media_box(writer, laid.size)
            boxes[rounded] = exact
            for page in range(laid.pages):
                if pages:
                    writer.newPage()
                else:
                    painter.begin(writer)
                painter.save()
                scale = dots_per_inch / DOTS_PER_INCH
                painter.scale(scale, scale)
                painter.translate(0, -_above(writer, laid.size))
                laid.paint(painter, page)
                painter.restore()
                pages += 1
                catalogue = catalogue or catalogue_of(bytes(chunk.data()))
                _drain(chunk, buffer, file, boxes)
            done += 1
            if progress is not None and not progress(done):
                return Written(0, 0, cancelled=True)
    finally:
        if painter.isActive():
            painter.end()
    catalogue = catalogue or catalogue_of(bytes(chunk.data()))
    end = _drain(chunk, buffer, file, boxes)
    if done:
        file.write(with_language(catalogue, end, file.tell(), language))
    return Written(done, pages)


def _drain(chunk: QByteArray, buffer: QBuffer, file: BinaryIO, boxes: dict[bytes, bytes]) -> bytes:
    """Move what Qt has written to the file and answer it: Qt itself does not tell when a disk is full."""
    data = bytes(chunk.data())
    for rounded, exact in boxes.items():
        data = data.replace(rounded, exact)
    file.write(with_letters(data))
    chunk.clear()
    buffer.seek(0)
    return data


def _media_box(writer: QPdfWriter, size: PageSize) -> tuple[bytes, bytes]:
    """The sheet as Qt writes it, in whole points, and as it is; both of one length, so that no offset moves."""
    points = writer.pageLayout().fullRectPoints()
    rounded = f"/MediaBox [0 0 {points.width():.6f} {points.height():.6f}]"
    exact = f"/MediaBox [0 0 {size.width / 10 * _POINTS_PER_MM:.6f} {size.height / 10 * _POINTS_PER_MM:.6f}]"
    return rounded.encode("ascii"), exact.encode("ascii")


def _above(writer: QPdfWriter, size: PageSize) -> float:
    """How far the true upper edge lies above the one Qt counts from, in reference dots."""
    points = writer.pageLayout().fullRectPoints()
    return (size.height / 10 * _POINTS_PER_MM - points.height()) * DOTS_PER_INCH / 72


def _close_and_remove(file: BinaryIO, part: Path) -> None:
    with contextlib.suppress(OSError):
        file.close()
    part.unlink(missing_ok=True)


def _make_durable(folder: Path) -> None:
    """Make the renaming survive a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    # The file is in its place by now: a folder that cannot be opened for this is no reason to say otherwise.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _told(trouble: OSError) -> StorageTrouble:
    kept = "Nothing was left half done."
    number = trouble.errno
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageTrouble(
            "disk_full",
            say(
                "The PDF was not saved: there is not enough room. {kept} Free some space or choose another folder."
            ).format(kept=kept),
        )
    if number in (errno.ENOENT, errno.ENOTDIR):
        return StorageTrouble(
            "folder_missing",
            say("The PDF was not saved: its folder is not there. {kept} Choose another folder.").format(
                kept=kept
            ),
        )
    if number == errno.EISDIR:
        return StorageTrouble(
            "name_taken",
            say("The PDF was not saved: a folder has this name. {kept} Choose another name.").format(
                kept=kept
            ),
        )
    if number in (errno.EACCES, errno.EPERM):
        return StorageTrouble(
            "not_allowed",
            say(
                "The PDF was not saved: this folder may not be written to, or the file is open in another program. {kept} Close it or choose another folder."
            ).format(kept=kept),
        )
    if number == errno.EROFS:
        return StorageTrouble(
            "read_only",
            say("The PDF was not saved: this disk can only be read. {kept} Choose another folder.").format(
                kept=kept
            ),
        )
    if number == errno.ENAMETOOLONG:
        return StorageTrouble(
            "name_too_long",
            say("The PDF was not saved: its name is too long. {kept} Shorten it.").format(kept=kept),
        )
    return StorageTrouble(
        "write_failed",
        say(
            "The PDF was not saved: the disk reported a fault. {kept} Try again or choose another folder."
        ).format(kept=kept),
    )
