"""The page beside the till: what was entered, what is still to enter, and the one button that posts the day."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from shopkeeper.gui import look
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.rules.amounts import read_amount
from shopkeeper.rules.daybook import Agreement, Totals
from shopkeeper.rules.money import Currency
from shopkeeper.say import Speech, counted
from shopkeeper.service.daybook import PostedPage
from shopkeeper.values import dataclass

SLOW_MS = 120


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All the panel shows of a page."""

    totals: Totals
    agreement: Agreement
    already_minor: int
    points: int
    new_tiers: int
    open: int
    posted: PostedPage | None


class TillPanel(QFrame):
    """Says `till_typed(str)`, `post_asked(str)` with the reason for a difference or "", `open_asked()` to go to the
    first slip that is not settled, `undo_asked()`, `more_asked()` for a page of later slips, `left()`."""

    till_typed = Signal(str)
    post_asked = Signal(str)
    open_asked = Signal()
    undo_asked = Signal()
    more_asked = Signal()
    left = Signal()

    def __init__(self, speech: Speech, money: Currency, parent: QWidget) -> None:
        super().__init__(parent)
        self._speech = speech
        self._money = money
        self._now: Reckoning | None = None
        look.mark(self, panel="side")
        self.setFixedWidth(look.px(248))
        self._title = Sentence("", "heading", "", self)
        self._label = Sentence(self.tr("Till total"), "label", "2", self)
        self.till = AmountField(
            self.tr("Till total"), self._read, money.sign, self, kind="heading", sign_after=speech.sign_after
        )
        self.till.set_placeholder(speech.plain(0))
        self._figures: dict[str, tuple[Sentence, Sentence, QFrame]] = {}
        self._table = QGridLayout()
        self._table.setVerticalSpacing(look.px(8))
        self.open = QPushButton(self)
        look.mark(self.open, kind="link")
        self._why = Sentence("", "body", "2", self)
        self.post = QPushButton(self.tr("Post the day"), self)
        look.mark(self.post, kind="primary")
        self.post.setToolTip(self.tr("Post the day · {keys}").format(keys="Ctrl Enter"))
        self.differ = QPushButton(self.tr("Post with a difference…"), self)
        self._ask = Sentence("", "label", "2", self)
        self.reason = BareEdit()
        self.reason.setMaxLength(200)
        self.reason.setAccessibleName(self.tr("Reason for the difference"))
        self._frame = FieldFrame(self.reason, self)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(8))
        inside.addWidget(self.reason)
        self.undo = QPushButton(self.tr("Undo this posting"), self)
        self.more = QPushButton(self.tr("Later slips of this day"), self)
        self.error = ErrorLine(self)
        column = Tall(self).column
        column.setContentsMargins(look.px(22), look.px(26), look.px(22), look.px(22))
        column.setSpacing(look.px(8))
        for part in (self._title, self._label, self.till, self._table, self.open, self._why, self.post, self.differ, self._ask,
                     self._frame, self.more, self.undo, self.error):  # fmt: skip
            column.addLayout(part) if isinstance(part, QGridLayout) else column.addWidget(part)
        column.addStretch(1)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._still_posting)
        self._ask_reason(False)
        self.till.edit.textEdited.connect(self.till_typed)
        self.till.entered.connect(self._till_entered)
        self.till.pressed.connect(self._pressed)
        self.reason.pressed.connect(self._pressed)
        self.reason.returnPressed.connect(self._reason_given)
        self.open.clicked.connect(self.open_asked)
        self.post.clicked.connect(self.press_post)
        self.differ.clicked.connect(self._difference)
        self.undo.clicked.connect(self.undo_asked)
        self.more.clicked.connect(self.more_asked)

    def set_till(self, text: str) -> None:
        """The till total of another page."""
        self.till.set_text(text)
        self._ask_reason(False)
        self.error.clear()

    def show_reckoning(self, now: Reckoning) -> None:
        """The figures of the page as they stand now."""
        self._now = now
        speech, totals, posted = self._speech, now.totals, now.posted
        self._title.setText(self.tr("Posted") if posted else self.tr("Agrees with the till?"))
        for widget in (self._label, self.till, self.post):
            widget.setVisible(posted is None)
        for widget in (self.more, self.undo):
            widget.setVisible(posted is not None)
        left = now.agreement.left_minor
        if posted is not None:
            left = (
                None
                if posted.till_minor is None
                else posted.till_minor - posted.already_minor - totals.entered_minor
            )
        self._figure(
            "till",
            self.tr("Till total"),
            speech.money(posted.till_minor) if posted and posted.till_minor is not None else "",
        )
        self._figure("entered", self.tr("Entered"), speech.money(totals.entered_minor))
        already = posted.already_minor if posted else now.already_minor
        self._figure("already", self.tr("In the book already"), speech.money(already) if already else "")
        words, figure, tone = self._left(left, totals.slips, posted is not None)
        self._figure("left", words, figure, tone, strong=True)
        share = (
            speech.percent(max(0, totals.members_minor), totals.entered_minor)
            if totals.entered_minor > 0
            else "–"
        )
        self._figure("share", self.tr("Members’ share"), share)
        self._figure("points", self.tr("Points given"), speech.count(now.points))
        self._figure("tiers", self.tr("New tiers"), speech.count(now.new_tiers))
        self._buttons(now)

    def _left(self, left: int | None, slips: int, posted: bool) -> tuple[str, str, str]:
        if left is None:
            return "", "", ""
        if left == 0:
            return (
                (self.tr("Agrees") if slips else self.tr("Still to enter")),
                self._speech.money(0),
                "accent",
            )
        if posted:
            return self.tr("Difference"), self._speech.money_change(left), "attention"
        if left > 0:
            return self.tr("Still to enter"), self._speech.money(left), "attention"
        return self.tr("Entered too much"), self._speech.money(-left), "attention"

    def _buttons(self, now: Reckoning) -> None:
        posted, totals = now.posted, now.totals
        self.open.setVisible(posted is None and now.open > 0)
        self.open.setText(counted(now.open, "{n} slip is not settled yet", "{n} slips are not settled yet"))
        ready = posted is None and totals.slips > 0 and not now.open
        self.post.setEnabled(ready and now.agreement.agrees)
        self.differ.setVisible(posted is None and not self._frame.isVisibleTo(self))
        self.differ.setEnabled(ready and not now.agreement.agrees and not now.agreement.wrong)
        none = now.agreement.till_minor is None and not now.agreement.wrong
        self.differ.setText(
            self.tr("Post without a till total…")
            if none and totals.slips
            else self.tr("Post with a difference…")
        )
        if not self.differ.isEnabled():
            self._ask_reason(False)
        why = ""
        if posted is not None:
            by = self.tr("Posted {time} by {name}.") if posted.by else self.tr("Posted {time}.")
            why = by.format(time=self._speech.time(posted.posted_at), name=posted.by)
            if posted.because:
                why += " " + self.tr("Reason for the difference: {reason}").format(reason=posted.because)
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def _figure(self, key: str, words: str, figure: str, tone: str = "", *, strong: bool = False) -> None:
        if key not in self._figures:
            name, value = (
                Sentence("", "body", "", self, wrap=False),
                Sentence("", "strong" if strong else "body", "", self, wrap=False),
            )
            value.setFont(look.tabular(value.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            under = line(self)
            row = 2 * len(self._figures)
            self._table.addWidget(name, row, 0)
            self._table.addWidget(value, row, 1)
            self._table.addWidget(under, row + 1, 0, 1, 2)
            self._figures[key] = name, value, under
        name, value, under = self._figures[key]
        name.setText(words)
        value.setText(figure)
        value.set_tone(tone)
        value.setAccessibleName(f"{words} {figure}")
        for widget in (name, value, under):
            widget.setVisible(bool(figure))

    def set_busy(self, busy: bool) -> None:
        """The page is being posted: nothing here can be pressed meanwhile."""
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.post.setText(self.tr("Post the day"))
            self._ask_reason(False)
        for button in (self.post, self.differ):
            button.setEnabled(not busy)
        for edit in (self.reason, self.till.edit):
            edit.setReadOnly(busy)

    @Slot()
    def _still_posting(self) -> None:
        self.post.setText(self.tr("Posting…"))

    # ---- posting ----

    def _read(self, typed: str) -> int:
        if not typed.strip():
            return 0
        money = self._money
        return read_amount(
            typed, currency=money, decimal_mark=self._speech.decimal_mark, about="till", allow_negative=True,
            largest_minor=1000 * money.largest_minor,
        )  # fmt: skip

    @Slot()
    def press_post(self) -> None:
        """Post if the page agrees; ask for the reason if it does not; else go to what is not settled."""
        now = self._now
        if now is None or now.posted is not None:
            return
        if self.post.isEnabled():
            self.post_asked.emit("")
        elif now.open:
            self.open_asked.emit()
        elif self.differ.isEnabled():
            self._difference()
        else:
            self.till.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _difference(self) -> None:
        assert self._now is not None
        left = self._now.agreement.left_minor
        if left is None:
            self._ask.setText(self.tr("Why is there no till total?"))
            self.reason.setText(self.tr("No till total today"))
        else:
            self._ask.setText(
                self.tr("Why does it differ by {amount}?").format(amount=self._speech.money(abs(left)))
            )
            self.reason.clear()
        self._ask_reason(True)
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reason.selectAll()

    @Slot()
    def _reason_given(self) -> None:
        if self.reason.text().strip():
            self.post_asked.emit(self.reason.text().strip())
        else:
            self.error.say(self.tr("Name the reason in a few words, and press Enter."), "attention")

    def _ask_reason(self, asked: bool) -> None:
        for widget in (self._ask, self._frame):
            widget.setVisible(asked)
        self.differ.setVisible(not asked and (self._now is None or self._now.posted is None))
        if not asked:
            self.error.clear()

    @Slot(object)
    def _till_entered(self, amount_minor: int) -> None:
        self.press_post()

    @Slot(int)
    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            if self._frame.isVisibleTo(self):
                self._ask_reason(False)
                self.till.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.left.emit()
        elif key == Qt.Key.Key_Up:
            self.left.emit()
