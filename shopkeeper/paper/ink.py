"""The inks of printed matter; the shop's accent is darkened until it can be read on white paper."""

from functools import lru_cache

from PySide6.QtGui import QColor

READABLE = 4.5
"""Least contrast of print on paper, as WCAG 2.2 (1.4.3) measures it."""

INK = QColor(0x26, 0x22, 0x1D)
SECOND = QColor(0x65, 0x5E, 0x53)
ACCENT = QColor(0x8A, 0x5A, 0x44)
"""Where the shop has chosen no accent: a warm brown."""
SHEET = QColor(0xFF, 0xFD, 0xF8)
"""Paper as the preview shows it; nothing of it is printed."""
EDGE = QColor(0xDE, 0xD7, 0xCA)


@lru_cache(maxsize=64)
def readable(accent: str) -> QColor:
    """The accent as ink: the colour itself, or a darker one of the same hue; brown where it is no colour."""
    colour = QColor(accent) if QColor.isValidColorName(accent) else QColor(ACCENT)
    colour.setAlpha(255)
    while contrast(colour, SHEET) < READABLE:
        colour = colour.darker(108)
    return colour


def contrast(one: QColor, other: QColor) -> float:
    """Contrast of two colours from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
