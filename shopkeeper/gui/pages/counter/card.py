"""The member who stands there, whole: who it is, what to remember, what they like, what they bought."""

from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui.pages.counter import words
from shopkeeper.gui.pages.counter.about import Likes, Perks, columns_fit
from shopkeeper.gui.pages.counter.bought import BoughtList
from shopkeeper.gui.pages.counter.head import CardHead, Progress
from shopkeeper.gui.pages.counter.remember import Remember
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.purchases import Bought


class NewTier(Panel):
    """The moment of a new tier: what happened, and the words to say aloud."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        look.mark(self, panel="card", tone="accent")
        self._what = Sentence("", "strong", "accent", self)
        self._say = Sentence("", "body", "", self)
        self.add(self._what)
        self.add(self._say)
        self.hide()

    @property
    def texts(self) -> tuple[str, str]:
        """What happened, and what to say."""
        return self._what.text(), self._say.text()

    def announce(self, at: AtCounter) -> None:
        """Says who has become what."""
        name, tier = words.called(at.card.name, at.card.number), at.card.standing.tier
        self._what.setText(self.tr("{name} has just become {tier}.").format(name=name, tier=tier))
        greeting = at.card.details.greeting or at.card.name
        thanks = (
            self.tr("Thank you, {name}: you are {tier} from today.")
            if greeting
            else self.tr("Thank you: you are {tier} from today.")
        )
        said = thanks.format(name=greeting, tier=tier)
        if at.card.perks:
            perks = ", ".join(
                perk[:1].lower() + perk[1:] if perk[1:2].islower() else perk for perk in at.card.perks
            )
            said += " " + self.tr("That means: {perks}.").format(perks=perks)
        self._say.setText(self.tr("Say: “{words}”").format(words=said))
        self.setAccessibleName(f"{self._what.text()} {self._say.text()}")
        self.show()


class MemberCard(QScrollArea):
    """One member's card; what does not fit can be scrolled, the most important stands on top."""

    why_asked = Signal()
    purchase_taken = Signal(object)
    """A line of the purchases was taken: to return, correct or move it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        look.mark(inside, panel="inside")
        self.head = CardHead(inside)
        self.new_tier = NewTier(inside)
        self.progress = Progress(inside)
        self.remember = Remember(inside)
        self.likes = Likes(inside)
        self.perks = Perks(inside)
        self._purchases = Panel(self.tr("Purchases"), parent=inside)
        self.bought = BoughtList(self._purchases)
        self._no_purchase = Sentence(
            self.tr("Nothing was bought yet. The first visit is a moment to welcome."), "body", "2", inside
        )
        self._purchases.add(self.bought)
        self._purchases.add(self._no_purchase)
        self._between = QGridLayout()
        self._between.setSpacing(look.px(theme.SPACE_BETWEEN))
        self._right = QVBoxLayout()
        self._right.setSpacing(look.px(theme.SPACE_BETWEEN))
        self._right.addWidget(self.likes)
        self._right.addWidget(self.perks)
        self._right.addStretch(1)
        self._left = QVBoxLayout()
        self._left.addWidget(self.remember)
        self._left.addStretch(1)
        column = QVBoxLayout(inside)
        around = look.px(theme.SPACE_AROUND)
        column.setContentsMargins(around, look.px(16), around, look.px(16))
        column.setSpacing(look.px(theme.SPACE_BETWEEN))
        for part in (self.head, self.new_tier, self.progress):
            column.addWidget(part)
        column.addLayout(self._between)
        column.addWidget(self._purchases)
        column.addStretch(1)
        self.setWidget(inside)
        self._two: bool | None = None
        self._lay_out()
        self.progress.why.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.progress.why_asked.connect(self.why_asked)
        self.bought.taken.connect(self.purchase_taken)

    def show_member(self, at: AtCounter, speech: Speech, today: date, *, climbed: bool, same: bool) -> None:
        """Shows a member; `climbed` celebrates a new tier; `same` keeps the place where the card was scrolled to."""
        standing = at.card.standing
        self.head.show_member(at, speech, today, celebrate=climbed)
        if climbed:
            self.new_tier.announce(at)
        elif not same:
            self.new_tier.hide()
        self.progress.show_member(at, speech, today, glide=same)
        self.remember.show_member(at, speech, today)
        self.likes.show_member(at)
        self.perks.show_member(at, today)
        habits = words.habits(
            standing, at.average_minor, at.card.usual_weekday, at.card.visits_share_rank, speech
        )
        self._purchases.set_remark(habits)
        self.bought.show_rows(at.bought, speech, today)
        self.bought.setVisible(bool(at.bought))
        self._no_purchase.setVisible(not at.bought)
        self._lay_out()
        if not same:
            self.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        two = (
            columns_fit(self.viewport().width() - 2 * look.px(theme.SPACE_AROUND))
            and not self.remember.isHidden()
        )
        if two == self._two:
            return
        self._two = two
        for layout in (self._left, self._right):
            self._between.removeItem(layout)
        self._between.addLayout(self._left, 0, 0)
        self._between.addLayout(self._right, 0 if two else 1, 1 if two else 0)
        self._between.setColumnStretch(0, 1)
        self._between.setColumnStretch(1, 1 if two else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()


class NobodyKnown(QWidget):
    """In place of a card: a sale to nobody known, with the last ones, which can be moved to whose they are."""

    purchase_taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        around = look.px(theme.SPACE_AROUND)
        column.setContentsMargins(around, look.px(16), around, look.px(16))
        column.setSpacing(look.px(theme.SPACE_BETWEEN))
        column.addWidget(Sentence(self.tr("Not a member"), "name", "", self))
        words_ = self.tr(
            "The sale counts for the shop's day and earns nobody points. If it turns out whose it was, it can be moved."
        )
        column.addWidget(Sentence(words_, "body", "2", self))
        self._last = Panel(self.tr("Lately sold to nobody known"), parent=self)
        self.bought = BoughtList(self._last)
        self.bought.taken.connect(self.purchase_taken)
        self._last.add(self.bought)
        column.addWidget(self._last)
        column.addStretch(1)

    def show_rows(self, rows: tuple[Bought, ...], speech: Speech, today: date) -> None:
        """Shows the last sales to nobody known."""
        self._last.setVisible(bool(rows))
        self.bought.show_rows(rows, speech, today)


class CardArea(QWidget):
    """Holds the card, what stands there for nobody known, and what an empty counter says."""

    enrol_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="page")
        self.card = MemberCard(self)
        self.nobody = NobodyKnown(self)
        self._empty: EmptyState | None = None
        self._waiting = QWidget(self)
        self._inside = QHBoxLayout(self._waiting)
        self._stack = QStackedLayout(self)
        for part in (self._waiting, self.card, self.nobody):
            self._stack.addWidget(part)

    def wait(self, members: int) -> None:
        """Nobody is chosen: says what to do, for a shop of so many members."""
        if self._empty is not None:
            self._inside.removeWidget(self._empty)
            self._empty.deleteLater()
        if members:
            self._empty = EmptyState(
                "find",
                self.tr("Who is it?"),
                self.tr(
                    "Type two or three letters of the name. A number, a card, a street or anything noted will do too."
                ),
                keys="/",
                parent=self,
            )
        else:
            self._empty = EmptyState(
                "person-plus",
                self.tr("The first member"),
                self.tr(
                    "Whoever is asked by name comes back. Enrol the next person who stands here: a name is enough."
                ),
                self.tr("New member"),
                "Ctrl+N",
                self,
            )
        self._empty.asked.connect(self.enrol_asked)
        self._inside.addWidget(self._empty)
        self._stack.setCurrentWidget(self._waiting)

    def show_card(self) -> None:
        """A member's card is in front."""
        self._stack.setCurrentWidget(self.card)

    def show_nobody(self) -> None:
        """The sale to nobody known is in front."""
        self._stack.setCurrentWidget(self.nobody)
