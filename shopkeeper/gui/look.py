"""Dresses the application: palette, font and style sheet from the tokens, at the size and in the light asked for."""

from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory, QWidget

from shopkeeper.gui import theme as tokens
from shopkeeper.gui.sheet import sheet
from shopkeeper.gui.theme import DARK, LIGHT, Theme
from shopkeeper.values import dataclass, field, replace

Scheme = Literal["system", "light", "dark"]

# What a bare X server answers when asked for its interface font: the name of no font.
_NO_FONT_OF_ITS_OWN = {"", "Sans", "Sans Serif", "Sans-serif", "Helvetica", "Monospace", "Courier"}
_PREFERRED = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Source Sans 3", "Open Sans", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person wants the program to look. `text_percent` is held to 100–200."""

    scheme: Scheme = "system"
    text_percent: int = 100
    touch: bool = False
    accent: str = ""
    """An owner's `#RRGGBB`, "" for the program's own."""
    still: bool = False
    """True stops every movement, whatever the system says."""


@dataclass(slots=True)
class _Worn:
    theme: Theme = LIGHT
    wish: Wish = field(default_factory=Wish)
    system_is_dark: bool = False
    family: str = ""
    watcher: QObject | None = None
    fonts: dict[tuple[str, int | None], tuple[QFont, QFontMetricsF]] = field(default_factory=dict)
    """What was made of them in this look: a list that is painted at every key asks for the same few each time."""


# Like QApplication's one palette: an application wears one look, and every painting widget asks for it.
_worn = _Worn()


class _SystemWatcher(QObject):
    """Hears the system turn dark or light."""

    def heard(self, scheme: Qt.ColorScheme) -> None:
        _worn.system_is_dark = scheme == Qt.ColorScheme.Dark
        if _worn.wish.scheme == "system":
            wear(_worn.wish)


def wear(wish: Wish) -> Theme:
    """Puts the wished look on the running application, now and whenever the system changes; returns its theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if _worn.watcher is None or _worn.watcher.parent() is not app:
        _first_look(app)
    percent = min(200, max(100, wish.text_percent))
    _worn.wish = replace(wish, text_percent=percent)
    _worn.fonts.clear()
    dark = _worn.system_is_dark if wish.scheme == "system" else wish.scheme == "dark"
    _worn.theme = tokens.with_accent(DARK if dark else LIGHT, wish.accent)
    # The title bar belongs to the system; where it can be asked, it is.
    wanted = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light, "system": Qt.ColorScheme.Unknown}
    app.styleHints().setColorScheme(wanted[wish.scheme])
    app.setPalette(_palette(_worn.theme))
    app.setFont(font("body"))
    dress = sheet(_worn.theme, percent / 100, wish.touch, _points)
    if app.styleSheet() != dress:  # the same again would be put on every part of every window
        app.setStyleSheet(dress)
    return _worn.theme


def face(*, right_to_left: bool) -> None:
    """Lets the whole application read from one side; what is painted by hand asks its widget for it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    side = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    if app.layoutDirection() != side:
        app.setLayoutDirection(side)


def _first_look(app: QApplication) -> None:
    """Reads what the system says before anything of ours hides it."""
    hints = app.styleHints()
    scheme = hints.colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        system = app.palette()
        ground = system.color(QPalette.ColorRole.Window)
        _worn.system_is_dark = system.color(QPalette.ColorRole.WindowText).lightness() > ground.lightness()
    else:
        _worn.system_is_dark = scheme == Qt.ColorScheme.Dark
    _worn.family = _interface_family()
    _worn.watcher = watcher = _SystemWatcher(app)
    hints.colorSchemeChanged.connect(watcher.heard)
    app.setStyle(QStyleFactory.create("Fusion"))


def _interface_family() -> str:
    """The system's interface font; a good one where the system names none; Source Sans where it has none at all."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if system.family() not in _NO_FONT_OF_ITS_OWN:
        return system.family()
    for family in _PREFERRED:
        if QFontInfo(QFont(family)).family() == family:
            return family
    if QFontDatabase.families():
        return system.family()
    import font_source_sans_pro

    loaded = -1
    for name in ("SourceSansPro", "SourceSansProSemibold", "SourceSansProBold"):
        file = font_source_sans_pro.font_files_ttf.get(name) or font_source_sans_pro.font_files_otf.get(name)
        if file is not None:
            loaded = max(loaded, QFontDatabase.addApplicationFont(file))
    families = QFontDatabase.applicationFontFamilies(loaded) if loaded >= 0 else []
    return families[0] if families else system.family()


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.paper,
        role.WindowText: theme.ink,
        role.Base: theme.surface,
        role.AlternateBase: theme.paper,
        role.Text: theme.ink,
        role.Button: theme.surface,
        role.ButtonText: theme.ink,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.ink,
        role.ToolTipText: theme.surface,
        role.PlaceholderText: theme.hint,
        role.Highlight: theme.accent_soft,
        role.HighlightedText: theme.ink,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.surface,
        role.Midlight: theme.paper,
        role.Mid: theme.line,
        role.Dark: theme.ink_3,
        role.Shadow: theme.line,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.ink_3))
    return palette


def theme() -> Theme:
    """The theme worn now."""
    return _worn.theme


def wish() -> Wish:
    """The wish last granted."""
    return _worn.wish


def scale() -> float:
    """The text size worn now, 1.0 to 2.0."""
    return _worn.wish.text_percent / 100


def px(length: float) -> int:
    """A length given in pixels at text size 100 %, at the text size worn now."""
    return round(length * scale())


def size_window(window: QWidget, width: float, height: float) -> None:
    """Give a window a size of its own, given at text size 100 %; never more than the screen has."""
    room = window.screen().availableGeometry()
    window.resize(min(px(width), room.width()), min(px(height), room.height()))


def row_height() -> int:
    """The height of a row in a list or table, in pixels."""
    return max(px(tokens.ROW), tokens.ROW_TOUCH if _worn.wish.touch else 0)


def target_height() -> int:
    """The least height of what is clicked or touched, in pixels."""
    return max(px(tokens.TARGET), tokens.TARGET_TOUCH if _worn.wish.touch else 0)


def _points(kind: str) -> float:
    """The size of a kind of type in points; a Mac counts 72 of them to the inch where others count 96."""
    mac = QApplication.primaryScreen().logicalDotsPerInch() < 80
    return tokens.TYPE_POINTS[kind] * scale() * (96 / 72 if mac else 1)


def font(kind: str = "body", weight: int | None = None) -> QFont:
    """The font of a kind of type (`tokens.TYPE_POINTS` names them), for delegates and painted widgets."""
    return QFont(_font(kind, weight)[0])


def metrics(kind: str = "body", weight: int | None = None) -> QFontMetricsF:
    """The measures of the font of a kind of type."""
    return _font(kind, weight)[1]


def _font(kind: str, weight: int | None) -> tuple[QFont, QFontMetricsF]:
    known = _worn.fonts.get((kind, weight))
    if known is not None:
        return known
    made = QFont(_worn.family) if _worn.family else QApplication.font()
    made.setPointSizeF(_points(kind))
    made.setWeight(QFont.Weight(weight or tokens.TYPE_WEIGHTS.get(kind, 400)))
    tight = tokens.TYPE_TIGHT.get(kind)
    if tight is not None:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, tight)
    both = made, QFontMetricsF(made)
    if _worn.family:
        _worn.fonts[kind, weight] = both
    return both


def tabular(of: QFont) -> QFont:
    """The font with figures all of one width, for columns of numbers."""
    made = QFont(of)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def motion_ms(duration_ms: int) -> int:
    """How long a movement may take: `duration_ms`, or 0 where the person or the system wants none."""
    app = QApplication.instance()
    if _worn.wish.still or not isinstance(app, QApplication):
        return 0
    allowed = app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return duration_ms if allowed > 0 else 0


def mark(widget: QWidget, **marks: str | bool) -> None:
    """Sets the marks the style sheet knows a widget by (`kind`, `type`, `tone`, `panel`) and shows them at once."""
    changed = False
    for name, value in marks.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
