"""The shop at the head of the sheet, and what stands at the head and foot of further sheets."""

import threading

from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import dots, dots_of_points
from shopkeeper.paper.typeset import Placed, Setting, Side, plain, reads_right_to_left, typeset

_TRACKING = 110
"""Letter spacing of capitals in percent; from 114 on, PDF readers take the letters for words."""
_GREEK = dict(zip("άέήίόύώΐΰΆΈΉΊΌΎΏ", "ΑΕΗΙΟΥΩΪΫΑΕΗΙΟΥΩ", strict=True))


def letterhead(note: Note) -> tuple[list[Placed], int]:
    """The shop's name in spaced capitals, its line beneath; placed, and where it ends. A logo stands over them."""
    key = (note.letterhead, note.size, note.language)
    if getattr(_kept, "key", None) != key:
        _kept.key, _kept.value = key, _set_letterhead(note)
    placed, end = _kept.value
    return list(placed), end


_kept = (
    threading.local()
)  # of one letter after the other the heads are the same; a layout belongs to its thread


def _set_letterhead(note: Note) -> tuple[list[Placed], int]:
    head, size = note.letterhead, note.size
    left, measure = dots(size.side), size.width_dots - 2 * dots(size.side)
    placed: list[Placed] = []
    y = dots(size.top) + (logo_height(note) + dots(30) if head.logo else 0)
    name = _capitals(plain(head.shop_name), note.language)
    if name:
        setting = _heading(name, note, left, measure)
        for index in range(len(setting.lines)):
            placed.append(Placed(setting, index, 0, y + round(setting.leading * 0.6)))
            y += setting.leading
    for line in _lines_beneath(head, note, measure):
        points = max(8.0, size.heading_points * 0.66)
        setting = typeset(
            line,
            face(dots_of_points(points), line, note.language),
            ink.readable(head.accent),
            dots_of_points(points * 1.4),
            left,
            measure,
            side=Side.CENTRE,
            right_to_left=reads_right_to_left(line, note.language),
        )
        for index in range(len(setting.lines)):
            placed.append(Placed(setting, index, 0, y + round(setting.leading * 0.7)))
            y += setting.leading
    return placed, y


def logo_height(note: Note) -> int:
    """How high the logo stands, in reference dots."""
    return dots(140 if note.size.height >= 2000 else 90 if note.size.height >= 1400 else 50)


def _heading(name: str, note: Note, left: int, measure: int) -> Setting:
    """The shop's name on one line if a smaller size lets it, on several otherwise."""
    wanted = note.size.heading_points
    for points in (wanted, wanted * 0.9, wanted * 0.8, wanted * 0.72):
        setting = typeset(
            name,
            face(dots_of_points(points), name, note.language, tracking=_TRACKING),
            ink.INK,
            dots_of_points(points * 1.3),
            left,
            measure,
            side=Side.CENTRE,
            right_to_left=reads_right_to_left(name, note.language),
        )
        if len(setting.lines) == 1:
            break
    return setting


def _lines_beneath(head: Letterhead, note: Note, measure: int) -> tuple[str, ...]:
    parts = tuple(part for text in (head.tagline, head.address_line) if (part := plain(text)))
    together = " · ".join(parts)
    points = max(8.0, note.size.heading_points * 0.66)
    font = face(dots_of_points(points), together, note.language)
    one = typeset(together, font, ink.INK, 1, 0, measure)
    return (together,) if parts and len(one.lines) == 1 else parts


def further_pages(note: Note, pages: int) -> list[Placed]:
    """From the second page on: the shop's name small at the head, the page's number at the foot."""
    size = note.size
    left, measure = dots(size.side), size.width_dots - 2 * dots(size.side)
    placed: list[Placed] = []
    name = _capitals(plain(note.letterhead.shop_name), note.language)
    for page in range(1, pages):
        foot = size.height_dots - dots(size.bottom * 6 // 10)
        for text, baseline in ((name, dots(size.top)), (str(page + 1), foot)):
            if text:
                font = face(dots_of_points(8.5), text, note.language, tracking=_TRACKING)
                setting = typeset(text, font, ink.SECOND, dots_of_points(11), left, measure, side=Side.CENTRE)
                placed.append(Placed(setting, 0, page, baseline))
    return placed


def _capitals(text: str, language: str) -> str:
    """Capitals as a printer sets them: a Turkish i keeps its dot, Greek loses its accents, ß stays what it is."""
    if language[:2] in ("tr", "az"):
        text = text.replace("i", "İ")
    return "".join(_capital(character) for character in text)


def _capital(character: str) -> str:
    if "\u0370" <= character <= "\u03ff" and character.isalpha():
        return _GREEK.get(character, character.upper())
    return character if character == "ß" else character.upper()
