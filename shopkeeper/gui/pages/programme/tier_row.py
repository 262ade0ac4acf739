"""The fields of one tier in the form: name, what reaches it, points, what it means, its place among the others."""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from shopkeeper.errors import Declined
from shopkeeper.gui import icons, look
from shopkeeper.gui.pages.programme import words
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.money import Currency
from shopkeeper.rules.programme import BASES, Basis, Perk, Tier
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import Speech, text

_LONGEST_NAME = 40
_MOST_TIMES = 1000


class TierRow:
    """The widgets of one tier, for a row of a grid; `tier()` reads them. A new tier comes with everything empty."""

    def __init__(
        self,
        parent: QWidget,
        tier: Tier | None,
        money: Currency,
        speech: Speech,
        changed: Callable[..., object],
        acts: tuple[Callable[..., object], Callable[..., object], Callable[..., object]],
    ) -> None:
        self._money, self._speech = money, speech
        self.name = QLineEdit(tier.name if tier else "", parent)
        self.name.setMaxLength(_LONGEST_NAME)
        self.basis = QComboBox(parent)
        for basis in BASES:
            self.basis.addItem(words.basis_words(basis), basis)
        self.basis.setCurrentIndex(self.basis.findData(tier.basis if tier else "spend"))
        self.reach = QLineEdit(self._reach_text(tier), parent)
        self.times = QLineEdit(words.plain_number(tier.multiplier, speech) if tier else "1", parent)
        self.perks = QLineEdit(", ".join(tier.perk_names) if tier else "", parent)
        self.perks.setCursorPosition(0)
        self.perks.setPlaceholderText(text("Birthday treat, free gift wrap"))
        self.up = self._tool(parent, "chevron-up", acts[0])
        self.down = self._tool(parent, "chevron-down", acts[1])
        self.remove = self._tool(parent, "remove", acts[2])
        for field in (self.name, self.reach, self.times, self.perks):
            field.textEdited.connect(changed)
        self.basis.activated.connect(changed)
        self.name.textChanged.connect(self._say_names)
        self._say_names()

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """The fields in the order of the columns."""
        return self.name, self.reach, self.basis, self.times, self.perks, self.up, self.down, self.remove

    def _tool(self, parent: QWidget, icon: str, act: Callable[..., object]) -> QToolButton:
        made = QToolButton(parent)
        made.setIcon(icons.icon(icon))
        made.setIconSize(QSize(look.px(16), look.px(16)))
        made.setAutoRaise(True)
        made.setFixedSize(look.px(28), look.target_height())
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(act)
        return made

    def _say_names(self, _text: str = "") -> None:
        tier = self.name.text().strip() or text("the new tier")
        for widget, sentence in (
            (self.name, text("Name of {tier}")),
            (self.reach, text("How much reaches {tier}")),
            (self.basis, text("What is counted for {tier}")),
            (self.times, text("Points times, for {tier}")),
            (self.perks, text("What {tier} means, parted by commas")),
            (self.up, text("Move {tier} up")),
            (self.down, text("Move {tier} down")),
            (self.remove, text("Remove {tier}")),
        ):
            words_ = sentence.format(tier=tier)
            widget.setAccessibleName(words_)
            if isinstance(widget, QToolButton):
                widget.setToolTip(words_ if "<" not in words_ else "")

    def _reach_text(self, tier: Tier | None) -> str:
        if tier is None:
            return ""
        if tier.basis != "spend":
            return str(tier.reach)
        return words.typed_money(self._speech, tier.reach)

    def perk_names(self) -> tuple[str, ...]:
        """The perks as they are typed, each once."""
        named = (part.strip() for part in self.perks.text().split(","))
        return tuple(dict.fromkeys(name for name in named if name))

    def tier(self, perks: dict[str, Perk]) -> Tier:
        """What the fields say, with the perks as they are known. Declined, `about` one of name, reach, times."""
        name = " ".join(self.name.text().split())
        if not name:
            raise Declined("tier_name_missing", text("This tier has no name yet."), "name")
        if name == BASE_TIER or not name.isprintable():
            raise Declined(
                "tier_name_taken", text("“{name}” cannot be a tier’s name.").format(name=name), "name"
            )
        basis = self.basis.currentData()
        reach = read_reach(self.reach.text(), basis, self._money, self._speech)
        given = tuple(perks.get(part) or Perk(part) for part in self.perk_names())
        return Tier(name, basis, reach, self._times(), given)

    def _times(self) -> Fraction:
        return read_times(self.times.text())

    def field(self, about: str) -> QLineEdit:
        """The field a refusal is about."""
        return {"reach": self.reach, "times": self.times}.get(about, self.name)


def read_reach(typed: str, basis: Basis, money: Currency, speech: Speech) -> int:
    """A threshold as it is typed: an amount for what is spent, else a whole number. Declined for what is none."""
    if basis == "spend":
        return read_amount(
            typed, currency=money, decimal_mark=speech.decimal_mark, largest_minor=10**13, about="reach"
        )
    plain = typed.strip().replace(" ", "")
    if not plain.isdecimal() or len(plain) > 9:
        raise Declined(
            "reach_not_understood",
            text("How much reaches this tier is a whole number, such as 10."),
            "reach",
        )
    return int(plain)


def read_times(typed: str) -> Fraction:
    """A multiplier as it is typed: `1.5`, `1,5`, `2`. Declined for what is none."""
    plain = typed.strip().replace(",", ".").removeprefix("×").strip()
    whole, _, part = plain.partition(".")
    good = (
        (whole + part).isdecimal()
        and (whole + part).isascii()
        and plain.count(".") <= 1
        and len(part) <= 4
        and len(whole) <= 4
    )
    if not good or Fraction(plain) > _MOST_TIMES:
        raise Declined(
            "times_not_understood",
            text("Points are multiplied by a number from 0 to 1,000, such as 1.5."),
            "times",
        )
    return Fraction(plain)
