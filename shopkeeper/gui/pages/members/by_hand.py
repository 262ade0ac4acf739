"""What is given or taken by hand, each with its reason: points, a gift, a tier, a forgotten debt, a card."""

import re
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.field import Field
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.cards import check_card, plain_code, spaced
from shopkeeper.rules.days import end_of_next_year
from shopkeeper.rules.typed_days import read_day
from shopkeeper.say import text
from shopkeeper.service import awards, member_cards
from shopkeeper.service.awards import Awarded
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.member_cards import Carded

What = Literal["gift", "adjust", "tier", "waive", "card", "lost"]
MOST_DIGITS = 12
_SIGNS = str.maketrans({"−": "-", "–": "-", "＋": "+", "－": "-"})
_WHOLE = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[,.’']\d{3})+)")


def read_points(typed: str, *, signed: bool) -> int:
    """Points as typed: a whole number, with a sign where points may be taken. Declined for anything else."""
    found = _WHOLE.fullmatch("".join(typed.split()).translate(_SIGNS))
    digits = "".join(sign for sign in found[2] if sign.isdecimal()) if found is not None else ""
    if found is None or len(digits) > MOST_DIGITS or (found[1] == "-" and not signed):
        sentence = (
            text("Points are a whole number: 50 adds, −20 takes.")
            if signed
            else text("Points are a whole number from 1.")
        )
        raise Declined("points_not_understood", sentence, "points")
    return -int(digits) if found[1] == "-" else int(digits)


class ByHand(SlideOver):
    """Says `done(toast, member_id)`. What was typed is there again when it is opened for the same."""

    done = Signal(object, int)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=440, tall=True)
        self._desk = desk
        self._whom: AtCounter | None = None
        self._what: What = "gift"
        self._lost = ""
        self._typed_for: tuple[int, What] | None = None
        self._busy = False
        tr, sheet = self.tr, self.sheet
        self.about = Sentence("", "body", "2", sheet)
        self.points = Field(tr("Points"), sheet, kind="total", longest=40)
        self.tier_label = Sentence(tr("Tier"), "label", "2", sheet)
        self.tier = QComboBox(sheet)
        self.tier.setAccessibleName(tr("Tier"))
        self.tier.setMinimumHeight(look.target_height())
        self.until = Field(tr("Last day"), sheet, longest=60)
        self.card = Field(tr("Card"), sheet, hint=tr("Scan one, or leave it empty"), longest=60)
        self.reason = Field(tr("Why"), sheet)
        self.trouble = ErrorLine(sheet)
        self.button = KeyButton(tr("Give"), "Enter", sheet)
        self.no_new = QPushButton(tr("Only report it lost"), sheet)
        self.no_new.clicked.connect(self._only_block)
        self._fields = {"points": self.points, "until": self.until, "card": self.card, "reason": self.reason}
        self.body.setSpacing(look.px(12))
        for part in (self.about, self.points, self.tier_label, self.tier, self.until, self.card, self.reason):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.setSpacing(look.px(10))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.button)
        self.foot.addWidget(self.no_new)
        for field in self._fields.values():
            field.entered.connect(self._enter)
            field.escaped.connect(self.escape)
        self.until.changed.connect(self._note_day)
        self.button.clicked.connect(self._enter)

    def begin(self, what: What, at: AtCounter, lost: str = "") -> None:
        """Opens for one member and one thing to do; `lost` is the card that is to be reported lost."""
        self._what, self._whom, self._lost = what, at, lost
        name = words.called(at.card.name, at.card.number)
        if self._typed_for != (at.card.member_id, what):
            for field in self._fields.values():
                field.clear()
        self._typed_for = at.card.member_id, what
        titles = {
            "gift": self.tr("Give points"), "adjust": self.tr("Correct the points"), "tier": self.tr("A tier by hand"),
            "waive": self.tr("Forget a debt"), "card": self.tr("A card"), "lost": self.tr("A lost card"),
        }  # fmt: skip
        self.set_title(titles[what])
        speech, standing = self._desk.speech, at.card.standing
        about = {
            "gift": self.tr("{name} has {points}."), "adjust": self.tr("{name} has {points}. 50 adds, −20 takes."),
            "tier": self.tr("{name} has it through the last day. It never lowers what was earned."),
            "waive": self.tr("{name} owes {debt}."),
            "card": self.tr("Without a number, {name} gets the next free card."),
            "lost": self.tr("Card {card} is not taken any more. Points and tier stay with {name}."),
        }[what]  # fmt: skip
        points, debt = speech.points(standing.points), speech.points(standing.debt)
        self.about.setText(about.format(name=name, points=points, debt=debt, card=spaced(lost)))
        buttons = {
            "gift": self.tr("Give points"), "adjust": self.tr("Correct points"), "tier": self.tr("Give the tier"),
            "waive": self.tr("Forget the debt"), "card": self.tr("Give the card"), "lost": self.tr("Give a new card"),
        }  # fmt: skip
        self.button.setText(buttons[what])
        self.button.setAccessibleName(buttons[what])
        self.points.setVisible(what in ("gift", "adjust"))
        for part in (self.tier_label, self.tier, self.until):
            part.setVisible(what == "tier")
        self.card.setVisible(what in ("card", "lost"))
        self.reason.setVisible(what not in ("card", "lost"))
        self.no_new.setVisible(what == "lost")
        self.last = self.no_new if what == "lost" else self.button
        if what == "tier":
            self.tier.clear()
            self.tier.addItems([tier.name for tier in at.programme.tiers])
            self.tier.setCurrentIndex(min(standing.rank, self.tier.count() - 1))
            if not self.until.text:
                self.until.set_text(speech.day(end_of_next_year(self._desk.today)))
        self._clear_refusals()
        first = {"tier": self.tier, "waive": self.reason, "card": self.card, "lost": self.card}.get(
            what, self.points
        )
        self.open(first)

    def _clear_refusals(self) -> None:
        self.trouble.clear()
        for field in self._fields.values():
            field.say("")

    def on_scanned(self, code: str, known: bool) -> bool:
        """A card that is scanned while one is being given is the one to give."""
        if self._what not in ("card", "lost") or known:
            return False
        self.card.set_text(plain_code(code))
        return True

    def _note_day(self) -> None:
        if not self.until.text.strip():
            return
        try:
            day = read_day(self.until.text, order=self._desk.speech.day_order, today=self._desk.today)
        except Declined:
            return
        self.until.note(self._desk.speech.day_of_week(day, self._desk.today))

    def _enter(self) -> None:
        if self._busy or self._whom is None:
            return
        self._clear_refusals()
        try:
            sent = self._send(self._whom.card.member_id)
        except Declined as declined:
            self._refuse(declined)
            return
        self._busy = True
        sent.then(self._finished).otherwise(self._refused)

    def _send(self, member_id: int) -> Any:
        desk, by = self._desk, self._desk.serving
        if self._what in ("gift", "adjust"):
            points = read_points(self.points.text, signed=self._what == "adjust")
            act = awards.gift if self._what == "gift" else awards.adjust
            return desk.send(act, member_id, points, self.reason.text, by=by)
        if self._what == "waive":
            return desk.send(awards.waive, member_id, self.reason.text, by=by)
        if self._what == "tier":
            until = self._last_day()
            return desk.send(awards.tier, member_id, self.tier.currentText(), until, self.reason.text, by=by)
        number = check_card(plain_code(self.card.text)) if self.card.text.strip() else ""
        return desk.send(member_cards.give, member_id, number, lost=self._lost, by=by)

    def _only_block(self) -> None:
        if not self._busy and self._whom is not None:
            self._clear_refusals()
            self._busy = True
            desk = self._desk
            sent = desk.send(member_cards.block, self._whom.card.member_id, self._lost, by=desk.serving)
            sent.then(self._finished).otherwise(self._refused)

    def _last_day(self) -> Any:
        try:
            return read_day(self.until.text, order=self._desk.speech.day_order, today=self._desk.today)
        except Declined as declined:
            raise Declined(declined.code, declined.because, "until") from declined

    def _finished(self, answer: object) -> None:
        self._busy = False
        self._typed_for = None
        at = self._whom
        assert at is not None
        name = words.called(at.card.name, at.card.number)
        speech = self._desk.speech
        detail = ""
        if isinstance(answer, Awarded):
            detail = self.tr("{points} · {tier}").format(
                points=speech.points(answer.standing.points), tier=answer.standing.tier
            )
            said = {
                "gift": self.tr("Given {points} to {name}"), "adjustment": self.tr("Corrected by {points}: {name}"),
                "waiver": self.tr("Forgotten {points} of debt: {name}"), "tier": self.tr("Tier given to {name}"),
            }[answer.kind].format(name=name, points=speech.points(answer.points))  # fmt: skip
        else:
            assert isinstance(answer, Carded)
            said = (
                self.tr("Given a card to {name}")
                if answer.given
                else self.tr("Reported lost: the card of {name}")
            )
            said = said.format(name=name)
            lost = (
                self.tr("{number} is not taken any more").format(number=spaced(answer.lost))
                if answer.lost
                else ""
            )
            detail = " · ".join(part for part in (spaced(answer.given), lost) if part)
        self.put_away()
        self.done.emit(Toast(said, detail, undo=True), at.card.member_id)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Declined):
            self._refuse(error)
        elif isinstance(error, StorageTrouble):
            self.trouble.explain(error)

    def _refuse(self, declined: Declined) -> None:
        field = self._fields.get(declined.about)
        if field is None or field.isHidden():
            self.trouble.explain(declined)
            return
        field.say(declined.because)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
