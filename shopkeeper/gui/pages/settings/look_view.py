"""The look of the program on this computer, and the shop's accent: shown the moment it is chosen."""

from collections.abc import Sequence
from typing import Literal, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.settings.parts import View, button
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.values import replace

SIZES = (100, 110, 125, 150, 175, 200)


class LookView(View):
    """`wished(Wish)` is the look asked for on this computer, `accent_asked(text)` the shop's accent ("" our own)."""

    wished = Signal(object)
    accent_asked = Signal(str)
    own_accent_asked = Signal()

    def __init__(self, title: str, short: str, parent: QWidget) -> None:
        super().__init__(title, short, parent)
        self._wish = Wish()
        self.schemes = self._card(
            self.tr("Light or dark"),
            [
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ],
            self._choose_scheme,
        )
        self.sizes = self._card(
            self.tr("Size of text"),
            [(str(size), self.tr("{n} %").format(n=size)) for size in SIZES],
            self._choose_size,
        )
        self._habits()
        self._accent_card()

    def _card(self, title: str, choices: Sequence[tuple[str, str]], chosen: object) -> dict[str, QPushButton]:
        """A card with one choice out of few; the arrows move between them."""
        card = Panel(title, parent=self.inside)
        flow = FlowBox(card, gap=8)
        group = QButtonGroup(card)
        made: dict[str, QPushButton] = {}
        for key, words in choices:
            option = QPushButton(words, flow)
            option.setCheckable(True)
            option.setProperty("choice", key)
            option.setAccessibleName(f"{title}: {words}")
            group.addButton(option)
            flow.flow.addWidget(option)
            made[key] = option
        group.buttonClicked.connect(chosen)
        card.add(flow)
        self.column.addWidget(card)
        return made

    def _habits(self) -> None:
        card = Panel(self.tr("Hands and eyes"), parent=self.inside)
        self.touch = QCheckBox(self.tr("Large targets, for a touch screen"), card)
        self.still = QCheckBox(self.tr("No movement on the screen"), card)
        for box in (self.touch, self.still):
            box.clicked.connect(self._choose_habits)
            card.add(box)
        self.column.addWidget(card)

    def _accent_card(self) -> None:
        card = Panel(self.tr("The shop’s colour"), parent=self.inside)
        card.add(
            Sentence(
                self.tr("For the one thing to do, for what is chosen, and for the letterhead. It is made darker or"
                        " lighter where it would not be read."),
                "body", "2", card,
            )
        )  # fmt: skip
        flow = FlowBox(card, gap=8)
        group = QButtonGroup(card)
        self.accents: dict[str, QPushButton] = {}
        names = (
            self.tr("Green"), self.tr("Blue"), self.tr("Plum"), self.tr("Brick"), self.tr("Honey"), self.tr("Moss"),
            self.tr("Slate"),
        )  # fmt: skip
        for colour, name in zip(("", *theme.ACCENTS), names, strict=True):
            option = QPushButton(name, flow)
            option.setCheckable(True)
            option.setProperty("choice", colour)
            option.setAccessibleName(self.tr("The shop’s colour: {name}").format(name=name))
            group.addButton(option)
            flow.flow.addWidget(option)
            self.accents[colour] = option
        self.own_accent = button(self.tr("Another…"), flow, self.own_accent_asked.emit)
        flow.flow.addWidget(self.own_accent)
        group.setExclusive(False)
        group.buttonClicked.connect(self._choose_accent)
        card.add(flow)
        self.column.addWidget(card)

    # --- showing ------------------------------------------------------------------------------------

    def show_wish(self, wish: Wish, accent: str) -> None:
        """Shows what is worn now."""
        self._wish = wish
        for key, option in self.schemes.items():
            option.setChecked(key == wish.scheme)
        nearest = min(SIZES, key=lambda size: abs(size - wish.text_percent))
        for key, option in self.sizes.items():
            option.setChecked(int(key) == nearest)
        self.touch.setChecked(wish.touch)
        self.still.setChecked(wish.still)
        for colour, option in self.accents.items():
            option.setChecked(colour == accent)
            option.setIcon(_dot(colour, option))
            option.setIconSize(QSize(look.px(14), look.px(14)))
        own = bool(accent) and accent not in self.accents
        self.own_accent.setText(
            self.tr("Another: {colour}…").format(colour=accent) if own else self.tr("Another…")
        )

    # --- what is asked for --------------------------------------------------------------------------

    def _choose_scheme(self, option: QPushButton) -> None:
        scheme = cast(Literal["system", "light", "dark"], option.property("choice"))
        self.wished.emit(replace(self._wish, scheme=scheme))

    def _choose_size(self, option: QPushButton) -> None:
        self.wished.emit(replace(self._wish, text_percent=int(option.property("choice"))))

    def _choose_habits(self) -> None:
        self.wished.emit(replace(self._wish, touch=self.touch.isChecked(), still=self.still.isChecked()))

    def _choose_accent(self, option: QPushButton) -> None:
        self.accent_asked.emit(option.property("choice"))

    def take_caret(self) -> None:
        """The caret goes to the size of text that is worn."""
        for option in self.sizes.values():
            if option.isChecked():
                option.setFocus(Qt.FocusReason.OtherFocusReason)


def _dot(colour: str, widget: QWidget) -> QPixmap:
    """The accent as it will be worn."""
    base = theme.DARK if look.theme().dark else theme.LIGHT
    worn = theme.with_accent(base, colour).accent
    size, ratio = look.px(14), widget.devicePixelRatioF()
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(worn))
    painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
    painter.end()
    return made
