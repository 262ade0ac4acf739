"""The look: every text readable in both themes, whatever accent an owner chooses, at every size."""

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopkeeper import assets
from shopkeeper.gui import icons, look
from shopkeeper.gui.theme import (
    DARK,
    LIGHT,
    READABLE,
    Theme,
    contrast,
    is_colour,
    readable,
    text_pairs,
    with_accent,
)

THEMES = [LIGHT, DARK]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.fixture(autouse=True)
def _light_again(qtbot: QtBot) -> Iterator[None]:
    look.wear(look.Wish(scheme="light"))
    yield
    look.wear(look.Wish(scheme="light"))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_every_text_can_be_read_on_every_ground_it_is_set_on(theme: Theme) -> None:
    low = [
        (what, round(contrast(text, ground), 2))
        for what, text, ground in text_pairs(theme)
        if contrast(text, ground) < READABLE
    ]
    assert low == []


@given(accent=COLOURS, theme=st.sampled_from(THEMES))
def test_an_owners_accent_is_made_readable(accent: str, theme: Theme) -> None:
    worn = with_accent(theme, accent)
    assert all(contrast(text, ground) >= READABLE for _, text, ground in text_pairs(worn))


@given(colour=COLOURS, theme=st.sampled_from(THEMES))
def test_an_owners_tier_colour_is_made_readable(colour: str, theme: Theme) -> None:
    pair = theme.tier(colour)
    assert contrast(pair.text, pair.soft) >= READABLE


def test_what_is_no_colour_leaves_the_theme_as_it_is() -> None:
    for accent in ("", "green", "#12", "#GGGGGG", "url(x)"):
        assert with_accent(LIGHT, accent) is LIGHT
        assert not is_colour(accent)
    assert LIGHT.tier("no such tier") == LIGHT.tiers["member"]


def test_a_readable_colour_is_not_touched() -> None:
    assert readable("#26221D", ["#FFFFFF"]) == "#26221D"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_colours_of_the_design_are_the_colours_worn() -> None:
    assert (LIGHT.paper, LIGHT.accent, LIGHT.bad) == ("#F7F4EE", "#1E6B52", "#A8322A")
    assert (DARK.surface, DARK.accent, DARK.attention) == ("#25221E", "#6FC3A2", "#F0A35E")


def test_drawings_of_the_style_sheet_hold_no_colour_of_their_own() -> None:
    tokens = {getattr(theme, name) for theme in THEMES for name in ("ink_2", "on_accent")}
    for file in assets.path("theme").glob("*.svg"):
        assert set(re.findall(r"#[0-9A-F]{6}", file.read_text("utf-8"))) <= tokens, file.name


def test_no_colour_stands_outside_the_tokens() -> None:
    package = assets.path().parent / "shopkeeper" / "gui"
    strays = [
        f"{file.name}: {found}"
        for file in package.rglob("*.py")
        if file.name != "theme.py"
        for found in re.findall(r'["\'\s]#[0-9A-Fa-f]{6}\b', file.read_text("utf-8"))
    ]
    assert strays == []


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_palette_and_theme_follow_the_wish(scheme: look.Scheme, theme: Theme, qtbot: QtBot) -> None:
    assert look.wear(look.Wish(scheme=scheme)) == theme
    widget = QWidget()
    qtbot.addWidget(widget)
    assert widget.palette().color(QPalette.ColorRole.Window).name().upper() == theme.paper
    assert look.theme() == theme


def test_text_grows_from_100_to_200_percent_and_no_further() -> None:
    sizes = []
    for percent in (50, 100, 150, 200, 400):
        look.wear(look.Wish(scheme="light", text_percent=percent))
        sizes.append((look.font("body").pointSizeF(), look.row_height()))
    assert sizes == [(10.0, 34), (10.0, 34), (15.0, 51), (20.0, 68), (20.0, 68)]


def test_nothing_is_written_smaller_than_nine_points() -> None:
    assert min(look.font(kind).pointSizeF() for kind in ("body", "small", "key", "badge")) >= 9.0


def test_touch_makes_rows_and_targets_44_pixels() -> None:
    assert (look.row_height(), look.target_height()) == (34, 36)
    look.wear(look.Wish(scheme="light", touch=True))
    assert (look.row_height(), look.target_height()) == (44, 44)


def test_a_mark_changes_how_a_widget_is_drawn_at_once(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    look.mark(edit, type="amount")
    edit.ensurePolished()
    assert edit.font().pointSizeF() == 21.0


def test_figures_in_columns_are_of_one_width(qtbot: QtBot) -> None:
    tnum = QFont.Tag("tnum")
    assert look.tabular(look.font("body")).featureValue(tnum) == 1
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setFont(look.tabular(edit.font()))
    look.mark(edit, type="amount")
    look.wear(look.Wish(scheme="dark"))
    assert edit.font().isFeatureSet(tnum)


def test_a_system_without_fonts_is_given_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_PREFERRED", ())
    assert look._interface_family() in look._NO_FONT_OF_ITS_OWN
    monkeypatch.setattr("shopkeeper.gui.look.QFontDatabase.families", list)
    assert look._interface_family() == "Source Sans Pro"


def test_a_wish_for_stillness_stops_every_movement() -> None:
    assert look.motion_ms(300) == 300
    look.wear(look.Wish(scheme="light", still=True))
    assert look.motion_ms(300) == 0


def _ink(image: QImage) -> set[str]:
    pixels = itertools.product(range(image.width()), range(image.height()))
    return {image.pixelColor(x, y).name().upper() for x, y in pixels if image.pixelColor(x, y).alpha() == 255}


def test_an_icon_follows_the_theme_without_being_made_anew() -> None:
    icon = icons.icon("plus")
    look.wear(look.Wish(scheme="dark"))
    assert DARK.ink_2 in _ink(icon.pixmap(QSize(20, 20), 1.0).toImage())
    look.wear(look.Wish(scheme="light"))
    image = icon.pixmap(QSize(20, 20), 1.0).toImage()
    assert LIGHT.ink_2 in _ink(image)
    assert LIGHT.ink_3 in _ink(icon.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled).toImage())


def test_an_icon_on_a_fine_screen_is_drawn_with_its_pixels() -> None:
    drawn = icons.icon("settings").pixmap(QSize(16, 16), 2.0)
    assert drawn.size() == QSize(32, 32)
    assert drawn.devicePixelRatio() == 2.0


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-drawing")


def test_every_drawing_has_one_stroke_and_no_colour() -> None:
    files = list(assets.path("icons").glob("*.svg"))
    assert len(files) > 40
    for file in files:
        text = file.read_text("utf-8")
        assert 'stroke="currentColor"' in text, file.name
        assert 'stroke-width="1.5"' in text, file.name
        assert "#" not in text, file.name
        assert _ink(icons.pixmap(file.stem, 40, QColor("red").name().upper()).toImage()), file.name
