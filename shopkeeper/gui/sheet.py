"""Writes the one style sheet from the tokens: what Qt draws itself looks like what we paint."""

from collections.abc import Callable
from string import Template

from shopkeeper import assets
from shopkeeper.gui import theme as tokens
from shopkeeper.gui.theme import Theme

_SHEET = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[panel="page"] { background: $paper; }
QFrame[panel="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius_card}px; }
QFrame[panel="card"][tone="bad"] { background: $bad_soft; border-color: $bad; }
QFrame[panel="card"][tone="attention"] { background: $attention_soft; border-color: $attention; }
QFrame[panel="card"][tone="accent"] { background: $accent_soft; border-color: $accent; }
QFrame[panel="side"] { background: $surface; border: none; }
QFrame[panel="sunken"] { background: $sunken; border: none; }
QFrame[panel="line"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[panel="upright"] { background: $line; border: none; min-width: 1px; max-width: 1px; }

QLabel { background: transparent; }
$types
QLabel[tone="2"] { color: $ink_2; }
QLabel[tone="hint"] { color: $hint; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="attention"] { color: $attention; }
QLabel[tone="bad"] { color: $bad; }

QPushButton, QToolButton[kind="button"] {
  background: $surface; color: $ink; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 ${p14}px; min-height: ${button}px; font-weight: 500; icon-size: ${icon}px;
}
QPushButton:hover { background: $hover; border-color: $ink_3; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${p13}px; min-height: ${button_focus}px; }
QPushButton:disabled { color: $ink_3; background: $paper; }
QPushButton:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QPushButton[kind="small"] { min-height: ${button_small}px; }
QPushButton[kind="small"]:focus { min-height: ${button_small_focus}px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_over; border-color: $accent_over; }
QPushButton[kind="primary"]:pressed { background: $accent_down; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $accent_soft; border-color: $accent_soft; color: $ink_2; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_soft; }
QPushButton[kind="danger"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"], QPushButton[kind="quiet"] {
  background: transparent; border: 2px solid transparent; color: $accent; padding: 0 ${p4}px; min-height: ${link}px;
}
QPushButton[kind="link"] { text-align: left; }
QPushButton[kind="name"] { text-align: left; background: transparent; border: none; color: $ink; font-weight: 600; padding: 0 ${p4}px; min-height: ${link}px; }
QPushButton[kind="name"]:hover { color: $accent; }
QPushButton[kind="name"]:focus { border: 2px solid $accent; border-radius: ${radius_small}px; padding: 0 2px; }
QPushButton[kind="quiet"] { color: $ink_2; padding: 0 ${p8}px; }
QPushButton[kind="link"]:hover { color: $ink; }
QPushButton[kind="quiet"]:hover { color: $ink; background: $sunken; }
QPushButton[kind="link"]:focus, QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 0 ${p4}px; min-height: ${link}px; }
QPushButton[kind="quiet"]:focus { padding: 0 ${p8}px; }
QPushButton[kind="link"]:disabled, QPushButton[kind="quiet"]:disabled { color: $ink_3; background: transparent; }
QPushButton::menu-indicator { image: url($theme/chevron-down-$name.svg); subcontrol-position: right center; right: ${p8}px; width: ${icon}px; height: ${icon}px; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: ${radius_small}px; padding: ${p4}px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $sunken; }
QToolButton:focus, QToolButton[kind="button"]:focus { border: 2px solid $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; color: $ink; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 ${p10}px; min-height: ${field}px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit, QTextEdit { padding: ${p4}px ${p8}px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover, QPlainTextEdit:hover, QTextEdit:hover { border-color: $ink_3; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $accent; padding: 0 ${p9}px; min-height: ${field_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: ${p3}px ${p7}px; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled { background: $paper; color: $ink_3; }
QLineEdit:read-only { background: $paper; }
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus, QLineEdit[kind="bare"]:hover { border: none; background: transparent; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:hover, QComboBox QLineEdit, QComboBox QLineEdit:focus, QComboBox QLineEdit:hover { border: none; background: transparent; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:hover { padding: 0 ${p7}px; }
QAbstractItemView QLineEdit { border-radius: 0; min-height: 0; padding: 0 ${p4}px; }
QComboBox::drop-down { border: none; width: ${p28}px; }
QComboBox::down-arrow { image: url($theme/chevron-down-$name.svg); width: ${icon}px; height: ${icon}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; outline: none; selection-background-color: $accent_soft; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: ${button_small}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: ${p28}px; }
QAbstractSpinBox::up-arrow { image: url($theme/chevron-up-$name.svg); width: ${p12}px; height: ${p12}px; }
QAbstractSpinBox::down-arrow { image: url($theme/chevron-down-$name.svg); width: ${p12}px; height: ${p12}px; }
QDateEdit::drop-down { border: none; width: ${p28}px; }
QDateEdit::down-arrow { image: url($theme/chevron-down-$name.svg); width: ${icon}px; height: ${icon}px; }

QCheckBox, QRadioButton { spacing: ${p8}px; min-height: ${check_row}px; background: transparent; border: 2px solid transparent; border-radius: ${radius_small}px; padding: 0 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $ink_3; }
QCheckBox::indicator, QAbstractItemView::indicator, QGroupBox::indicator { width: ${icon}px; height: ${icon}px; border: 1px solid $ink_3; border-radius: ${radius_small}px; background: $surface; }
QRadioButton::indicator { width: ${icon}px; height: ${icon}px; border: 1px solid $ink_3; border-radius: ${round}px; background: $surface; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked { background: $accent; border-color: $accent; image: url($theme/check-$over.svg); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { background: $accent; border-color: $accent; image: url($theme/dash-$over.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($theme/dot-$over.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $sunken; border-color: $line; }

QAbstractItemView { background: $surface; color: $ink; border: none; outline: none; gridline-color: $line; selection-background-color: $accent_soft; selection-color: $ink; }
QAbstractItemView:focus { outline: none; }
QListView::item, QTreeView::item { min-height: ${row}px; padding: 0 ${p8}px; }
QTableView::item { padding: 0 ${p8}px; border-bottom: 1px solid $line_soft; }
QAbstractItemView::item:selected { background: $accent_soft; color: $ink; }
QAbstractItemView::item:focus { border: 1px solid $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $ink_2; border: none; border-bottom: 1px solid $line; padding: 0 ${p11}px; min-height: ${row}px; font-size: ${small}pt; font-weight: 500; }
QHeaderView::section:hover { color: $ink; background: $hover; }
QHeaderView::up-arrow { image: url($theme/chevron-up-$name.svg); width: ${p12}px; }
QHeaderView::down-arrow { image: url($theme/chevron-down-$name.svg); width: ${p12}px; }
QTableCornerButton::section { background: $surface; border: none; }

QSlider::groove:horizontal { background: $sunken; border: 1px solid $line; height: ${p4}px; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 3px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: ${p14}px; height: ${p14}px; margin: -${p7}px 0; border-radius: ${p8}px; }
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider:focus { border: 2px solid $accent; border-radius: ${radius_small}px; }
QSlider { min-height: ${p28}px; border: 2px solid transparent; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[panel="inside"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $ink_3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: $sunken; border-bottom: 1px solid $line; padding: 2px ${p8}px; }
QMenuBar::item { padding: ${p4}px ${p10}px; border-radius: ${radius_small}px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $surface; border: 1px solid $line; padding: ${p4}px; }
QMenu::item { padding: ${p7}px ${p22}px ${p7}px ${p14}px; border-radius: ${radius_small}px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $ink_3; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QMenu::icon { padding-left: ${p8}px; }
QToolTip { background: $ink; color: $surface; border: none; padding: ${p4}px ${p8}px; }
QTabBar::tab { background: transparent; color: $ink_2; border: none; border-bottom: 2px solid transparent; padding: ${p8}px ${p14}px; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QGroupBox { border: none; margin-top: ${p22}px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QCalendarWidget QToolButton { background: transparent; color: $ink; border: none; padding: ${p4}px ${p8}px; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget #qt_calendar_navigationbar { background: $surface; }

QFrame#rail { background: $sunken; border: none; }
QFrame#topbar { background: $paper; border: none; }
QFrame#statusbar { background: $paper; border: none; }
""")


def sheet(theme: Theme, scale: float, touch: bool, points: Callable[[str], float]) -> str:
    """The style sheet of a theme; `scale` is 1.0 to 2.0, `points` gives the size of a kind of type."""

    def px(length: float) -> int:
        return round(length * scale)

    target = max(px(tokens.TARGET), tokens.TARGET_TOUCH if touch else 0)
    row = max(px(tokens.ROW), tokens.ROW_TOUCH if touch else 0)
    small = max(px(30), 40 if touch else 0)
    types = "\n".join(
        f'QLabel[type="{kind}"], QLineEdit[type="{kind}"] {{ font-size: {points(kind):g}pt; font-weight: {tokens.TYPE_WEIGHTS.get(kind, 400)}; }}'
        for kind in tokens.TYPE_POINTS
    )
    colours = {
        name: getattr(theme, name)
        for name in (
            "paper surface sunken line ink ink_2 ink_3 hint accent accent_soft accent_over accent_down on_accent "
            "attention attention_soft bad bad_soft hover"
        ).split()
    }
    # The style sheet counts a height without its border: 1 px at rest, 2 px in focus.
    return _SHEET.substitute(
        colours,
        name=theme.name,
        over="on-light" if tokens.is_light(theme.accent) else "on-dark",
        theme=assets.path("theme").as_posix(),
        types=types,
        line_soft=tokens.mix(theme.surface, theme.line, 0.65),
        thumb=tokens.mix(theme.line, theme.ink_3, 0.25),
        small=f"{points('small'):g}",
        button=target - 2,
        button_focus=target - 4,
        button_small=small - 2,
        button_small_focus=small - 4,
        link=small - 4,
        field=target - 2,
        field_focus=target - 4,
        check_row=max(px(24), 40 if touch else 0),
        row=row,
        icon=px(tokens.ICON),
        round=px(tokens.ICON) // 2 + 1,
        radius=tokens.RADIUS,
        radius_small=tokens.RADIUS_SMALL,
        radius_card=tokens.RADIUS_CARD,
        **{f"p{length}": px(length) for length in (3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 22, 28)},
    )
