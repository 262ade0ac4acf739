"""What is known of a member, beside their story: what to remember, how to reach them, their cards."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.gui import look, theme
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.members.columns import letters_words
from shopkeeper.gui.privacy_words import hold_lines, request_tone, request_words
from shopkeeper.gui.widgets.chips import Chip, Chips
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.cards import spaced
from shopkeeper.service import holding, requests
from shopkeeper.service.details import Address, Details
from shopkeeper.service.members import Card


class Facts(QWidget):
    """Names and what stands under them; what is empty is left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        self._parts: list[QWidget] = []

    def show_facts(self, facts: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Replaces what is shown."""
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for name, values in facts:
            lines = [value for value in values if value]
            if lines:
                self._add(Sentence(name, "label", "2", self), 0 if not self._parts else look.px(8))
                for value in lines:
                    told = Sentence(value, "body", "", self)
                    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                    told.setAccessibleName(f"{name}: {value}")
                    self._add(told, 0)

    def _add(self, part: QWidget, above: int) -> None:
        part.setContentsMargins(0, above, 0, 0)
        self._column.addWidget(part)
        self._parts.append(part)


class Cards(Panel):
    """The cards, each with a way to report it lost. Says `lost(number)` and `new_asked`."""

    lost = Signal(str)
    new_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Cards"), parent=parent)
        self._rows: list[QWidget] = []
        self._none = Sentence(self.tr("No card has been given yet."), "body", "2", self)
        self.give = QPushButton(self.tr("Give a card"), self)
        self.give.setAutoDefault(True)
        look.mark(self.give, kind="small")
        self.give.clicked.connect(self.new_asked)
        self.add(self._none)
        self.add(self.give)

    def show_cards(self, card: Card) -> None:
        """Shows those that are taken, and those reported lost."""
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._good(number) for number in card.cards]
        self._rows += [self._gone(number) for number in card.blocked_cards]
        for place, row in enumerate(self._rows):
            self.body.insertWidget(place, row)
        self._none.setVisible(not self._rows)
        self.give.setText(self.tr("Give another card") if card.cards else self.tr("Give a card"))

    def _good(self, number: str) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        words = Sentence(spaced(number), "body", "", row, wrap=False)
        words.setFont(look.tabular(words.font()))
        line.addWidget(words, 1)
        lost = QPushButton(self.tr("Lost"), row)
        lost.setAccessibleName(self.tr("Card {number} was lost").format(number=spaced(number)))
        lost.setProperty("card", number)
        lost.setAutoDefault(True)
        look.mark(lost, kind="quiet")
        lost.clicked.connect(self._say_lost)
        line.addWidget(lost)
        return row

    def _gone(self, number: str) -> QWidget:
        words = self.tr("{number} · lost, not taken").format(number=spaced(number))
        return Sentence(words, "body", "2", self)

    def _say_lost(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.lost.emit(str(sender.property("card")))


class Side(QFrame):
    """Everything beside the story, in a column that can be scrolled."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        look.mark(self, panel="side")
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self._remember = Panel(self.tr("Remember"), parent=inside)
        self._chips = Chips(self._remember)
        self._facts = Sentence("", "body", "2", self._remember)
        self._remember.add(self._chips)
        self._remember.add(self._facts)
        self._privacy = Panel(self.tr("Privacy"), parent=inside)
        self.hold = Sentence("", "body", "attention", self._privacy)
        self.asked = Sentence("", "body", "", self._privacy)
        self._privacy.add(self.hold)
        self._privacy.add(self.asked)
        self._perks = Panel(parent=inside)
        self._perk_lines = Sentence("", "body", "", self._perks)
        self._perks.add(self._perk_lines)
        self.cards = Cards(inside)
        self._details = Panel(self.tr("Details"), parent=inside)
        self.facts = Facts(self._details)
        self._details.add(self.facts)
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        column.setSpacing(look.px(theme.SPACE_BETWEEN))
        for part in (self._privacy, self._remember, self._details, self.cards, self._perks):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.area = scroll

    def show_member(self, card: Card) -> None:
        """Shows what is known."""
        details = card.details
        self._show_remember(details)
        self._show_privacy(card.member_id)
        speech, today = self._desk.speech, self._desk.today
        birthday = details.birthday
        born = speech.birthday(birthday.month, birthday.day, birthday.year) if birthday else ""
        self.facts.show_facts(
            (
                (self.tr("Phone"), details.phones),
                (self.tr("E-mail"), details.emails),
                (
                    self.tr("Address"),
                    [address_words(address, self._desk.shop.country) for address in details.addresses],
                ),
                (self.tr("Birthday"), [born]),
                (self.tr("Greeting"), [details.greeting]),
                (self.tr("May we write?"), [letters_words(details.letters)]),
                (self.tr("Number"), [card.number]),
                (self.tr("Joined"), [speech.day(card.joined_on, today)]),
            )
        )
        self.cards.show_cards(card)
        standing = card.standing
        lines = (
            [self.tr("Points {times}").format(times=standing.multiplier_text)]
            if standing.multiplier_text
            else []
        )
        lines += card.perks
        self._perks.set_title(self.tr("{tier} means").format(tier=standing.tier))
        self._perk_lines.setText("\n".join(lines))
        self._perks.setVisible(bool(lines))

    def _show_privacy(self, member_id: int) -> None:
        """A hold, and what they asked about their data and is not answered yet."""
        speech, today = self._desk.speech, self._desk.today
        hold = self._desk.ask(holding.of, member_id)
        open_ones = [one for one in self._desk.ask(requests.of, member_id) if one.done_on is None]
        self.hold.setText("" if hold is None else "\n".join(hold_lines(hold, today, speech)))
        self.hold.setVisible(hold is not None)
        self.asked.setText("\n".join(request_words(one, today, speech) for one in open_ones))
        self.asked.set_tone(request_tone(open_ones[0], today) if open_ones else "")
        self.asked.setVisible(bool(open_ones))
        self._privacy.setVisible(hold is not None or bool(open_ones))

    def _show_remember(self, details: Details) -> None:
        tones = {"warning": "bad", "dislikes": "attention"}
        words = {
            "size": self.tr("size {what}"), "dislikes": self.tr("not {what}"), "usual": self.tr("the usual: {what}"),
        }  # fmt: skip
        order = ("warning", "usual", "likes", "size", "dislikes")
        chips = [
            Chip(words.get(kind, "{what}").format(what=remark.text), tones.get(kind, ""))
            for kind in order
            for remark in details.remarks
            if remark.kind == kind
        ]
        self._chips.set_chips(chips)
        self._chips.setVisible(bool(chips))
        lines = [remark.text for remark in details.remarks if remark.kind in ("matters", "fact")]
        if details.note:
            lines.append(details.note)
        if not chips and not lines:
            lines = [self.tr("Nothing is noted yet.")]
        self._facts.setText("\n".join(lines))
        self._facts.setVisible(bool(lines))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


def address_words(address: Address, home: str) -> str:
    """An address in lines; the shop's own country is not said."""
    country = "" if address.country.strip().upper() in ("", home.upper()) else address.country
    town = " ".join(part for part in (address.postcode, address.town) if part)
    return "\n".join(
        part for part in (address.street, address.address_2, town, address.region, country) if part
    )
