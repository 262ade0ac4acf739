"""The head of a member's card: badge, name, since when, points; and the way to the next tier."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import RoundBadge, TierBadge
from shopkeeper.gui.widgets.bar import Bar
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.portrait import Portrait, image_of
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service.counter import AtCounter

LONG_NAME, VERY_LONG_NAME = 26, 44
"""Signs; a longer name is set smaller, so that it stays in two lines."""
NARROW = 430
"""Pixels at text size 100 %; with less room the points stand below the name."""


class CardHead(QWidget):
    """Who stands there. `badge` is where a new tier is celebrated; `why_asked` wants to know why the points
    are what they are."""

    why_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.badge = RoundBadge(None, self)
        self.portrait = Portrait(self)
        self.name = Sentence("", "name", "", self)
        self._tier = TierBadge(None, self)
        self._since = Sentence("", "body", "2", self, wrap=False)
        self._say = Sentence("", "body", "2", self, wrap=False)
        self._member = Sentence("", "body", "2", self, wrap=False)
        self._card = Sentence("", "body", "2", self, wrap=False)
        self._points = Sentence("", "figure", "", self, wrap=False)
        self._worth = Sentence("", "body", "2", self, wrap=False)
        self._expire = Sentence("", "body", "2", self, wrap=False)
        self.why = QPushButton(self.tr("Why?"), self)
        self.why.setAccessibleName(self.tr("Why: points, tier, expiry"))
        look.mark(self.why, kind="link")
        self.why.clicked.connect(self.why_asked)
        tiers = FlowBox(self)
        for part in (self._tier, self._since, self._say):
            tiers.flow.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(look.px(2))
        belongs = FlowBox(self, gap=4)
        for part in (self._member, self._card):
            belongs.flow.addWidget(part)
        for row_of_words in (self.name, tiers, belongs):
            left.addWidget(row_of_words)
        left.addStretch(1)
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(look.px(2))
        for label in (self._points, self._worth, self._expire):
            self._numbers.addWidget(label)
        self._numbers.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTrailing)
        self._numbers.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.addWidget(self.badge, 0, 0, Qt.AlignmentFlag.AlignTop)
        beside_badge = QVBoxLayout()
        beside_badge.setContentsMargins(0, look.px(RoundBadge.HALO), 0, 0)
        beside_badge.addWidget(self.portrait)
        beside_badge.addStretch(1)
        self._grid.addLayout(beside_badge, 0, 1)
        self._grid.addLayout(left, 0, 2)
        self._grid.setColumnStretch(2, 1)
        self._beside: bool | None = None
        self._place_numbers(beside=True)

    def _place_numbers(self, *, beside: bool) -> None:
        """The points stand beside the name, or below it where text is large and room is short."""
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeItem(self._numbers)
        self._numbers.setContentsMargins(0 if beside else look.px(RoundBadge.HALO), 0, 0, 0)
        side = Qt.AlignmentFlag.AlignTrailing if beside else Qt.AlignmentFlag.AlignLeading
        for label in (self._points, self._worth, self._expire):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._numbers.setAlignment(self.why, side)
        self._grid.addLayout(self._numbers, 0 if beside else 1, 3 if beside else 0, 1, 1 if beside else 3)

    def fit(self, width: int) -> None:
        """Arranges itself for so much room."""
        self._place_numbers(beside=width >= look.px(NARROW))

    def show_member(self, at: AtCounter, speech: Speech, today: date, *, celebrate: bool) -> None:
        """Shows who it is; with `celebrate` the badge turns into the new tier's before the eyes."""
        card, standing = at.card, at.card.standing
        face = face_of(at.programme, standing.tier)
        self.badge.set_face(face, celebrate=celebrate)
        name = words.called(card.name, card.number)
        look.mark(
            self.name,
            type="name" if len(name) <= LONG_NAME else "heading" if len(name) <= VERY_LONG_NAME else "total",
        )
        self.name.setText(name)
        picture = at.picture
        self.portrait.set_image(
            image_of(picture.jpeg) if picture is not None else None,
            self.tr("Picture of {name}").format(name=name),
        )
        self._tier.set_face(face)
        since = words.since(standing, speech, today)
        spoken = self.tr("say “{spoken}”").format(spoken=card.details.say) if card.details.say else ""
        # The dot stays with the first: where the second begins a line of its own, nothing hangs before it.
        self._since.setText(f"{since} ·" if since and spoken else since)
        self._since.setVisible(bool(since))
        self._say.setText(spoken)
        self._say.setVisible(bool(spoken))
        self._member.setText(words.joined(card.joined_on, today, speech) + " ·")
        self._card.setText(words.known_by(card.cards, card.number))
        self._points.setText(speech.points(standing.points))
        self._points.set_tone("bad" if standing.points < 0 else "")
        self._worth.setText(words.pool_worth(at, speech))
        ending = words.next_to_expire(standing, speech, today)
        self._expire.setText(ending)
        self._expire.setVisible(bool(ending))
        said = [name, standing.tier, since, spoken, self._points.text(), self._worth.text(), ending]
        self.setAccessibleName(", ".join(part for part in said if part))


class Progress(Panel):
    """How near the next tier is, in words and as a bar; "Why?" asks for what it is made of."""

    why_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._missing = Sentence("", "strong", "", self, wrap=False)
        self._words = Sentence("", "body", "", self, wrap=False)
        self._kept = Sentence("", "body", "", self, wrap=False)
        self._tier = TierBadge(None, self)
        self.why = QPushButton(self.tr("Why?"), self)
        self.why.setAccessibleName(self.tr("Why: what counts towards the tier"))
        look.mark(self.why, kind="link")
        self.why.clicked.connect(self.why_asked)
        self._bar = Bar(self)
        line = FlowBox(self, gap=4)
        for part in (self._missing, self._words, self._kept, self._tier):
            line.flow.addWidget(part)
        grid = QGridLayout()
        grid.setVerticalSpacing(look.px(6))
        grid.addWidget(line, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.why, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._bar, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.add(grid)

    def show_member(self, at: AtCounter, speech: Speech, today: date, *, glide: bool) -> None:
        """Shows how far it is to the tier above, or that there is none."""
        standing = at.card.standing
        upper = standing.next_tier
        if upper is None:
            self.setVisible(standing.rank > 0)
            self._missing.setText(standing.tier)
            self._tier.set_face(None)
            kept = ""
            if standing.tier_until is not None:
                kept = self.tr("kept through {day}").format(day=speech.day(standing.tier_until, today))
            # In two parts: with large text the line breaks between them.
            self._words.setText(self.tr("is the highest tier,") if kept else self.tr("is the highest tier"))
            self._kept.setText(kept)
        else:
            self._kept.setText("")
            self.show()
            missing, rest = words.progress(upper, speech, today)
            self._missing.setText(missing)
            self._words.setText(rest)
            self._tier.set_face(face_of(at.programme, upper.name))
        said = " ".join(
            [self._missing.text(), self._words.text(), self._kept.text() or (upper.name if upper else "")]
        )
        self._kept.setVisible(bool(self._kept.text()))
        self._bar.set_share(words.share(standing), said, glide=glide)
        self.setAccessibleName(said)
