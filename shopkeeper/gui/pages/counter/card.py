"""The member who stands there, whole: who it is, what to remember, what they like, what they bought."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look, theme
from shopkeeper.gui import member_words as words
from shopkeeper.gui.member_head import CardHead, Progress
from shopkeeper.gui.noteline import NoteLine
from shopkeeper.gui.pages.counter.about import NOTE_KEYS, Likes, Perks, columns_fit
from shopkeeper.gui.pages.counter.bought import BoughtList
from shopkeeper.gui.pages.counter.offer import Offers
from shopkeeper.gui.pages.counter.remember import Remember
from shopkeeper.gui.widgets.badge import RoundBadge
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.purchases import Bought

TURNS = 5
"""A sentence knows its height once it has its width; its row, the panel, the card and what scrolls it learn of it one
turn of the event loop after the other, and would be painted in between."""


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
            self.tr("Thank you, {name}. You are {tier} from today.")
            if greeting
            else self.tr("Thank you. You are {tier} from today.")
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

    why_asked = Signal(object, object)
    """Which figure (`service.explaining.Figure`), and beside which widget it is to be told."""
    story_asked = Signal()
    slip_asked = Signal()
    purchase_taken = Signal(object)
    """A line of the purchases was taken: to return, correct or move it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside = QWidget(self)
        look.mark(inside, panel="inside")
        self.head = CardHead(inside)
        self.new_tier = NewTier(inside)
        self.progress = Progress(inside)
        self.remember = Remember(inside)
        self.likes = Likes(inside)
        self.note = NoteLine(NOTE_KEYS, self.likes)
        self.likes.add(self.note)
        self.perks = Perks(inside)
        self.offers = Offers(inside)
        self._purchases = Panel(self.tr("Purchases"), parent=inside)
        self._habits = Sentence("", "small", "2", self._purchases)
        self._habits.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._purchases.head.addWidget(self._habits, 100)
        self.rank_why = QPushButton(self.tr("Why?"), self._purchases)
        self.rank_why.setAccessibleName(self.tr("Why: the rank among the members"))
        look.mark(self.rank_why, kind="link")
        self.rank_why.clicked.connect(self._ask_rank)
        self._purchases.head.addWidget(self.rank_why)
        self.bought = BoughtList(self._purchases)
        self._no_purchase = Sentence(
            self.tr("Nothing was bought yet. The first visit is a moment to welcome."), "body", "2", inside
        )
        self._purchases.add(self.bought)
        self._purchases.add(self._no_purchase)
        self.story = QPushButton(self.tr("The whole story"), self._purchases)
        self.story.setToolTip(self.tr("All that happened, and all that is known · Ctrl I"))
        look.mark(self.story, kind="link")
        self.story.clicked.connect(self.story_asked)
        whole = QHBoxLayout()
        whole.addWidget(self.story)
        whole.addWidget(KeyHint("Ctrl+I", self._purchases))
        self.slip = QPushButton(self.tr("Slip of the last one"), self._purchases)
        self.slip.setToolTip(self.tr("The slip with points and thanks · Ctrl Shift P"))
        look.mark(self.slip, kind="link")
        self.slip.clicked.connect(self.slip_asked)
        whole.addWidget(self.slip)
        whole.addStretch(1)
        self._purchases.add(whole)
        self._between = QGridLayout()
        self._between.setSpacing(look.px(theme.SPACE_BETWEEN))
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(look.px(theme.SPACE_BETWEEN))
            side.addStretch(1)
        self._arranged: tuple[object, ...] = ()
        self._column = column = QVBoxLayout(inside)
        self._keep_edges(0, 0)
        self.verticalScrollBar().rangeChanged.connect(self._keep_edges)
        column.setSpacing(look.px(theme.SPACE_BETWEEN))
        # The badge keeps room for its halo, so that its circle stands where the cards below begin.
        below = QVBoxLayout()
        below.setContentsMargins(look.px(RoundBadge.HALO), 0, 0, 0)
        below.setSpacing(look.px(theme.SPACE_BETWEEN))
        column.addWidget(self.head)
        column.addLayout(below)
        below.addWidget(self.new_tier)
        below.addWidget(self.progress)
        below.addLayout(self._between)
        below.addWidget(self._purchases)
        column.addStretch(1)
        self.setWidget(inside)
        self._lay_out()
        self.progress.why.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.progress.why_asked.connect(self._ask_progress)
        self.head.why_asked.connect(self._ask_points)
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
        self.perks.show_member(at, speech, today)
        self.offers.show_member(at, speech, today)
        habits = words.habits(
            standing, at.average_minor, at.card.usual_weekday, at.card.visits_share_rank, speech
        )
        self._habits.setText(habits)
        self.rank_why.setVisible(at.card.visits_share_rank is not None)
        self.bought.show_rows(at.bought, speech, today)
        self.bought.setVisible(bool(at.bought))
        self._no_purchase.setVisible(not at.bought)
        self.slip.setVisible(any(one.kind == "purchase" for one in at.bought))
        self._lay_out()
        if not same:
            self.verticalScrollBar().setValue(0)

    def settle(self) -> None:
        """Every part is shown and of the size it keeps."""
        for part in self._inside.findChildren(QWidget):
            # What is new in a layout Qt itself would show at the next turn; until then it takes no room.
            if part.isHidden() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                part.show()
        for _turn in range(TURNS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _ask_points(self) -> None:
        self.why_asked.emit("points", self.head.why)

    def _ask_progress(self) -> None:
        self.why_asked.emit("progress", self.progress.why)

    def _ask_rank(self) -> None:
        self.why_asked.emit("rank", self.rank_why)

    def _lay_out(self) -> None:
        """Two columns where there is room; each panel goes where there is less, what to remember first."""
        inner = self._inner_width()
        self.head.fit(inner)
        two = columns_fit(inner)
        width = (inner - look.px(theme.SPACE_BETWEEN)) // 2
        heights = [0, 0]
        placed: list[int] = []
        panels: tuple[Panel, ...] = (self.remember, self.likes, self.perks, self.offers)
        for panel in panels:
            side = int(two and heights[1] < heights[0])
            placed.append(side)
            if not panel.isHidden():
                heights[side] += _height(panel, width) + look.px(theme.SPACE_BETWEEN)
        two = two and heights[1] > 0
        if (two, *placed) == self._arranged:
            return
        self._arranged = (two, *placed)
        columns = (self._left, self._right)
        for layout in columns:
            self._between.removeItem(layout)
        for panel in panels:
            for layout in columns:
                layout.removeWidget(panel)
        for part, side in zip(panels, placed, strict=True):
            columns[side].insertWidget(columns[side].count() - 1, part)
        self._between.addLayout(self._left, 0, 0)
        self._between.addLayout(self._right, 0 if two else 1, 1 if two else 0)
        self._between.setColumnStretch(0, 1)
        self._between.setColumnStretch(1, 1 if two else 0)

    def _inner_width(self) -> int:
        bar = self.verticalScrollBar()
        shown = bar.width() if bar.maximum() > 0 else 0
        return self.viewport().width() + shown - 2 * look.px(theme.SPACE_AROUND)

    def _keep_edges(self, least: int, most: int) -> None:
        """The cards stand in the middle whether there is a bar to scroll or not."""
        around = look.px(theme.SPACE_AROUND)
        bar = self.verticalScrollBar().sizeHint().width() if most > 0 else 0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        halo = look.px(RoundBadge.HALO)
        left, right = (around - bar - halo, around) if mirrored else (around - halo, around - bar)
        self._column.setContentsMargins(left, look.px(16), right, look.px(16))
        if self._arranged:
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()


def _height(panel: QWidget, width: int) -> int:
    if panel.isHidden():
        return 0
    return panel.heightForWidth(width) if panel.hasHeightForWidth() else panel.sizeHint().height()


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
            "The sale counts for the shop’s day and earns nobody points. If it turns out whose it was, it can be moved."
        )
        column.addWidget(Sentence(words_, "body", "2", self))
        self._last = Panel(self.tr("Lately sold to nobody known"), parent=self)
        self.bought = BoughtList(self._last, points=False)
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
        self._of_nobody = False  # whether that speaks to a shop without members
        self._waiting = QWidget(self)
        self._inside = QHBoxLayout(self._waiting)
        self._stack = QStackedLayout(self)
        for part in (self._waiting, self.card, self.nobody):
            self._stack.addWidget(part)

    def wait(self, members: int) -> None:
        """Nobody is chosen: says what to do, for a shop of so many members."""
        if self._empty is None or self._of_nobody == bool(members):
            self._say_what_to_do(members)
        self._stack.setCurrentWidget(self._waiting)

    def _say_what_to_do(self, members: int) -> None:
        if self._empty is not None:
            self._inside.removeWidget(self._empty)
            self._empty.deleteLater()
        self._of_nobody = not members
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

    def show_card(self) -> None:
        """A member's card is in front, every part of it where it stays: nothing jumps under the eyes of who reads it."""
        self._stack.setCurrentWidget(self.card)
        self.card.settle()

    def show_nobody(self) -> None:
        """The sale to nobody known is in front."""
        self._stack.setCurrentWidget(self.nobody)
