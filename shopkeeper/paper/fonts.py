"""The typeface of everything printed: Source Serif, with the system's serifs for what it does not have."""

import os
import sys
from functools import lru_cache
from importlib.resources import as_file, files

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from shopkeeper.errors import Declined

FAMILY = "Source Serif Pro"
_FILES = ("SourceSerifPro-Regular.ttf", "SourceSerifPro-It.ttf")
_OTHER_SCRIPTS = (
    "Noto Serif",
    "Noto Naskh Arabic",
    "Geeza Pro",
    "Traditional Arabic",
    "Noto Serif Hebrew",
    "New Peninim MT",
    "David",
)
_FIRST_THAT_JOINS = "\u0600"
_HAN = {
    "ja": ("Noto Serif CJK JP", "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
    "ko": ("Noto Serif CJK KR", "AppleMyungjo", "Batang"),
    "zh-Hant": ("Noto Serif CJK TC", "Songti TC", "PMingLiU"),
    "zh": ("Noto Serif CJK SC", "Songti SC", "SimSun"),
}


def without_window() -> QGuiApplication:
    """The application object text needs, for the command line: no display has to be there.

    Returns the one that exists, or makes one.
    """
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    arguments = ["shopkeeper"]
    if sys.platform.startswith("linux") and "QT_QPA_PLATFORM" not in os.environ:
        arguments += ["-platform", "offscreen"]
    return QGuiApplication(arguments)


def face(
    size_dots: int, text: str, language: str = "en", *, italic: bool = False, tracking: int = 100
) -> QFont:
    """The font for a text at a size in reference dots; `tracking` is the letter spacing in percent,
    left out where letters hang together.

    The size is in dots, not points, so that no screen's resolution enters the layout. Italic only where the whole
    text can be set in it: a slanted Chinese, Hebrew or Greek name would be a machine's invention.
    """
    plain = text.isascii() or max(text) < _FIRST_THAT_JOINS
    return QFont(
        _font(
            size_dots, _han_of("" if plain else text, language), italic and _has_italic(text), tracking,
            not plain and any(_joins(character) for character in text),
        )
    )  # fmt: skip


@lru_cache(maxsize=512)
def _font(size_dots: int, han: str, italic: bool, tracking: int, joins: bool) -> QFont:
    _load()
    font = QFont([FAMILY, *(family for family in _beside(han) if family in _installed())])
    font.setPixelSize(size_dots)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if not joins:
        # The typeface draws ft and the like as one shape, which no code names: who looks for “after” finds nothing.
        font.setFeature(QFont.Tag("liga"), 0)
        if tracking != 100:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, tracking)
    return font


def _joins(character: str) -> bool:
    """Whether letters of its script hang together: Arabic, Syriac, Mongolian, the scripts of India and around."""
    return _FIRST_THAT_JOINS <= character <= "\u109f" or "\u1780" <= character <= "\u18af"


def _beside(han: str) -> tuple[str, ...]:
    return (*_OTHER_SCRIPTS, *_HAN[han])


def _han_of(text: str, language: str) -> str:
    """Which tradition Chinese characters are drawn in: what stands beside them tells, then the letter's language."""
    for character in text:
        if "\u3040" <= character <= "\u30ff":
            return "ja"
        if "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff":
            return "ko"
    tag = language.replace("_", "-")
    if tag.startswith("zh-") and {"Hant", "TW", "HK", "MO"} & set(tag.split("-")):
        return "zh-Hant"
    return tag[:2] if tag[:2] in _HAN else "zh"


def _has_italic(text: str) -> bool:
    italic = _italic()
    return all(italic.supportsCharacter(ord(character)) for character in text if not character.isspace())


@lru_cache(maxsize=1)
def _italic() -> QRawFont:
    with as_file(files("font_source_serif_pro") / "files" / _FILES[1]) as path:
        return QRawFont(str(path), 20.0)


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


@lru_cache(maxsize=1)
def _load() -> None:
    for name in _FILES:
        with as_file(files("font_source_serif_pro") / "files" / name) as path:
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise Declined(
                    "font_missing",
                    "The typeface for paper, Source Serif, could not be read. Nothing was printed. "
                    "Install shopkeeper again to bring it back.",
                )
