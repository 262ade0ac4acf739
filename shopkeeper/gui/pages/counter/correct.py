"""Return or correct: a purchase that comes back, wholly, in part or by line; one of somebody else; one that never was."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.effect_lines import EffectLines
from shopkeeper.gui.pages.counter.bought import BoughtList
from shopkeeper.gui.whom import Whom
from shopkeeper.gui.widgets.amount import AmountField
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.fieldframe import BareEdit, FieldFrame
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.rules.amounts import read_amount
from shopkeeper.service import acts, previews, purchases, returns
from shopkeeper.service.acts import Undone
from shopkeeper.service.previews import Correctable, Effect
from shopkeeper.service.purchases import Bought, Moved
from shopkeeper.service.returns import Returned

What = Literal["return", "move", "never"]


class CorrectPurchase(SlideOver):
    """The sheet; says `done(Toast)` when something was saved."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Return or correct"), host, width=580, tall=True)
        self._desk = desk
        self._member: int | None = None
        self._what: What = "return"
        self._purchase: Correctable | None = None
        self._busy = False
        self._whose = Sentence("", "body", "2", self.sheet)
        self.bought = BoughtList(self.sheet, scrolls=True)
        self.kinds = self._kind_buttons()
        self.amount = AmountField(
            self.tr("Amount that comes back"),
            self._read_amount,
            desk.shop.money.sign,
            self.sheet,
            sign_after=desk.speech.sign_after,
            kind="total",
        )
        self._lines = QWidget(self.sheet)
        self._line_box = QVBoxLayout(self._lines)
        self._line_box.setContentsMargins(0, 0, 0, 0)
        self._line_box.setSpacing(look.px(2))
        self.why = BareEdit()
        self.why.setMaxLength(200)
        self.why.setPlaceholderText(self.tr("What came back, or why (optional)"))
        self.why.setAccessibleName(self.tr("What came back, or why"))
        self._why_frame = FieldFrame(self.why, self.sheet, radius=6)
        self.whom = Whom(desk, self.sheet)
        self._never = Sentence("", "body", "", self.sheet)
        self.effect = EffectLines(self.sheet)
        self.trouble = ErrorLine(self.sheet)
        self.save = KeyButton(self.tr("Record return"), "Enter", self.sheet)
        self.last = self.save
        self._arrange()
        self._connect()

    def _kind_buttons(self) -> dict[What, QPushButton]:
        group = QButtonGroup(self)
        made: dict[What, QPushButton] = {}
        names: dict[What, str] = {
            "return": self.tr("Return"),
            "move": self.tr("Move to another member"),
            "never": self.tr("It never happened"),
        }
        for what, name in names.items():
            button = QPushButton(name, self.sheet)
            button.setCheckable(True)
            button.setAccessibleName(name)
            look.mark(button, kind="small")
            group.addButton(button)
            made[what] = button
        made["return"].setChecked(True)
        return made

    def _arrange(self) -> None:
        inside = QHBoxLayout(self._why_frame)
        inside.setContentsMargins(look.px(12), 0, look.px(12), 0)
        inside.addWidget(self.why)
        self._why_frame.setMinimumHeight(look.target_height())
        self.bought.setMinimumHeight(3 * look.row_height())
        kinds = QHBoxLayout()
        kinds.setSpacing(look.px(8))
        for button in self.kinds.values():
            kinds.addWidget(button)
        kinds.addStretch(1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(look.px(8))
        fields.addWidget(self.amount, 0, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._why_frame, 0, 1, Qt.AlignmentFlag.AlignTop)
        fields.setColumnStretch(1, 1)
        self.amount.setMaximumWidth(look.px(190))
        self._why_frame.setMinimumHeight(look.target_height() + look.px(8))
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self._whose)
        self.body.addWidget(self.bought, 3)
        self.body.addLayout(kinds)
        self.body.addLayout(fields)
        self.body.addWidget(self._lines)
        self.body.addWidget(self.whom, 4)
        self.body.addWidget(self._never)
        self.body.addWidget(self.effect)
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.save)

    def _connect(self) -> None:
        self.bought.chosen.connect(self._choose)
        self.bought.taken.connect(self._taken)
        for what, button in self.kinds.items():
            button.toggled.connect(
                {"return": self._to_return, "move": self._to_move, "never": self._to_never}[what]
            )
        self.amount.changed.connect(self._amount_changed)
        self.amount.edit.returnPressed.connect(self._save)
        self.amount.pressed.connect(self._pressed)
        self.why.returnPressed.connect(self._save)
        self.why.pressed.connect(self._pressed)
        self.whom.chosen.connect(self._work_out)
        self.whom.taken.connect(self._save)
        self.whom.escaped.connect(self.bought.setFocus)
        self.save.clicked.connect(self._save)
        move = QShortcut(QKeySequence("Ctrl+M"), self)
        move.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        move.activated.connect(self.kinds["move"].click)
        for widget in (*self.kinds.values(), self.save):
            widget.installEventFilter(self)

    # ---- which purchase ----

    def open_for(
        self, name: str, member_id: int | None, rows: Sequence[Bought], first: Bought | None
    ) -> None:
        """Opens with the purchases of a member (None: of nobody known); `first` is chosen, else the latest."""
        self._member = member_id
        listed = [row for row in rows if row.kind == "purchase"]
        if not listed:
            return
        self.trouble.clear()
        self._busy = False
        self._whose.setText(name or self.tr("Sold to nobody known"))
        self.bought.show_rows(listed, self._desk.speech, self._desk.today)
        ids = [row.id for row in listed]
        at = 0
        if first is not None:
            of = first.id
            if first.kind == "return":
                of = self._desk.ask(previews.purchase_of, first.id) or ids[0]
            at = ids.index(of) if of in ids else 0
        self.kinds["return"].setChecked(True)
        self._set_what("return")
        self.why.setText("")
        self.open(self.bought)
        self.bought.choose(at)
        self.bought.scrollTo(self.bought.currentIndex())

    def _choose(self, bought: object) -> None:
        assert isinstance(bought, Bought)
        try:
            self._purchase = self._desk.ask(previews.correctable, bought.id)
        except (Declined, StorageTrouble) as error:
            self.trouble.explain(error)
            return
        self.trouble.clear()
        left = self._purchase.left_minor
        self.kinds["return"].setEnabled(left > 0)
        self.kinds["never"].setEnabled(self._purchase.act is not None)
        if not self.kinds[self._what].isEnabled():
            self.kinds["return" if left > 0 else "move"].click()
        self.amount.set_text(self._desk.speech.plain(left))
        self._show_lines()
        self._work_out()

    def _show_lines(self) -> None:
        while (item := self._line_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = self._purchase.lines if self._purchase is not None else ()
        before: QWidget = self.why
        speech = self._desk.speech
        for one in lines:
            name = self.tr("{what}  {amount}").format(
                what=one.what or self.tr("Line {n}").format(n=one.position),
                amount=speech.money(one.amount_minor),
            )
            if one.gone:
                name = self.tr("{line} · came back").format(line=name)
            box = QCheckBox(name.replace("&", "&&"), self._lines)
            box.setAccessibleName(name)
            box.setEnabled(not one.gone)
            box.setProperty("line", one.position)
            box.toggled.connect(self._lines_changed)
            box.installEventFilter(self)
            QWidget.setTabOrder(before, box)
            before = box
            self._line_box.addWidget(box)
        self._lines.setVisible(bool(lines) and self._what == "return")

    def _boxes(self) -> list[QCheckBox]:
        return [box for box in self._lines.findChildren(QCheckBox) if box.isEnabled() and not box.isHidden()]

    @property
    def _positions(self) -> list[int]:
        return [int(box.property("line")) for box in self._boxes() if box.isChecked()]

    def _lines_changed(self, on: bool) -> None:
        chosen = set(self._positions)
        if self._purchase is not None and chosen:
            total = sum(one.amount_minor for one in self._purchase.lines if one.position in chosen)
            self.amount.set_text(self._desk.speech.plain(total))
        elif self._purchase is not None:
            self.amount.set_text(self._desk.speech.plain(self._purchase.left_minor))
        self._work_out()

    def _taken(self, bought: object) -> None:
        """Enter on a purchase: on to what is asked about it."""
        if self._what == "return":
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            self.amount.edit.selectAll()
        elif self._what == "move":
            self.whom.box.call()
        else:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is to be done with it ----

    def _to_return(self, on: bool) -> None:
        if on:
            self._set_what("return")

    def _to_move(self, on: bool) -> None:
        if on:
            self._set_what("move")
            self.whom.begin()

    def _to_never(self, on: bool) -> None:
        if on:
            self._set_what("never")

    def _set_what(self, what: What) -> None:
        self._what = what
        self.amount.setVisible(what == "return")
        self._why_frame.setVisible(what == "return")
        self._lines.setVisible(what == "return" and bool(self._purchase and self._purchase.lines))
        self.whom.setVisible(what == "move")
        self._never.setVisible(what == "never")
        self._never.setText(
            self.tr("The purchase is taken out of the book's sums as if it had never been recorded.")
        )
        name = {
            "return": self.tr("Record return"),
            "move": self.tr("Move purchase"),
            "never": self.tr("Take it out"),
        }[what]
        self.save.setText(name)
        self.save.setAccessibleName(name)
        self._work_out()

    def _read_amount(self, typed: str) -> int:
        return read_amount(typed, currency=self._desk.shop.money, decimal_mark=self._desk.speech.decimal_mark)

    def _amount_changed(self, amount_minor: object) -> None:
        self._work_out()

    def _work_out(self) -> None:
        """Shows the effect of what is chosen, before it is saved."""
        if self._purchase is None or self.isHidden():
            return
        self.trouble.clear()
        sentence, effects = "", tuple[Effect, ...]()
        ready = False
        try:
            effect_of = {
                "return": self._effect_of_return, "move": self._effect_of_move, "never": self._effect_of_never,
            }[self._what]  # fmt: skip
            sentence, effects, ready = effect_of(self._purchase)
        except Declined as declined:
            if declined.about == "amount" and self._what == "return":
                self.amount.say(declined.because)
            else:
                self.trouble.explain(declined)
        except StorageTrouble as trouble:
            self.trouble.explain(trouble)
        self.effect.show_effects(sentence, effects, self._desk)
        self.save.setEnabled(ready and not self._busy)

    def _effect_of_return(self, chosen: Correctable) -> tuple[str, tuple[Effect, ...], bool]:
        amount = self.amount.amount_minor
        if amount is None:
            return "", (), False
        found = self._desk.ask(
            previews.give_back,
            chosen.purchase,
            amount_minor=None if self._positions or amount == chosen.left_minor else amount,
            line_positions=self._positions,
            on=self._desk.today,
            today=self._desk.today,
        )
        speech = self._desk.speech
        parts = [self.tr("{amount} comes back").format(amount=speech.money(found.amount_minor))]
        if found.reversed:
            parts.append(self.tr("{points} are taken back").format(points=speech.points(found.reversed)))
        if found.restored:
            parts.append(self.tr("{points} are given again").format(points=speech.points(found.restored)))
        return " · ".join(parts), (found.effect,) if found.effect else (), True

    def _effect_of_move(self, chosen: Correctable) -> tuple[str, tuple[Effect, ...], bool]:
        to = self.whom.member_id
        if to is None:
            return self.tr("Type the name of the member whose purchase it is."), (), False
        return "", self._desk.ask(previews.move, chosen.purchase, to, self._desk.today), True

    def _effect_of_never(self, chosen: Correctable) -> tuple[str, tuple[Effect, ...], bool]:
        if chosen.act is None:
            return (
                self.tr("A part of it has come back, or it came with others. Return it instead."),
                (),
                False,
            )
        if self._member is None:
            return self.tr("It was sold to nobody known; nobody's points change."), (), True
        return "", self._desk.ask(previews.undo, chosen.act, self._desk.today), True

    # ---- saving ----

    def _save(self) -> None:
        self._work_out()
        if self._purchase is None or self._busy or not self.save.isEnabled():
            if self._what == "return" and self.amount.amount_minor is None:
                self.amount.check()
            return
        self._busy = True
        self.save.setEnabled(False)
        desk, chosen = self._desk, self._purchase
        if self._what == "return":
            amount = self.amount.amount_minor
            desk.send(
                returns.give_back,
                chosen.purchase,
                amount_minor=None if self._positions or amount == chosen.left_minor else amount,
                line_positions=self._positions,
                what=self.why.text(),
                by=desk.serving,
            ).then(self._returned).otherwise(self._refused)
        elif self._what == "move":
            desk.send(purchases.move, chosen.purchase, self.whom.member_id, by=desk.serving).then(
                self._moved
            ).otherwise(self._refused)
        else:
            desk.send(acts.undo, chosen.act).then(self._undone).otherwise(self._refused)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self.save.setEnabled(True)
        if isinstance(error, Declined) and error.about == "amount":
            self.amount.say(error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _returned(self, returned: Returned) -> None:
        speech = self._desk.speech
        amount = speech.money(returned.amount_minor)
        said = self.tr("Returned {amount}").format(amount=amount)
        if returned.member_id is not None:
            name = words.called(returned.name, returned.number)
            said = self.tr("Returned {amount} for {name}").format(amount=amount, name=name)
        parts = [f"−{speech.points(returned.reversed)}"] if returned.reversed else []
        if returned.restored:
            parts.append(f"+{speech.points(returned.restored)}")
        if returned.tier != returned.was_tier:
            parts.append(self.tr("now {tier}").format(tier=returned.tier))
        self._finish(Toast(said, " · ".join(parts), undo=True))

    def _moved(self, moved: Moved) -> None:
        speech = self._desk.speech
        last = moved.affected[-1] if moved.affected else None
        to = next((one for one in moved.affected if one.member_id != self._member), last)
        name = words.called(to.name, to.number) if to is not None else self.tr("nobody known")
        parts = [
            self.tr("{name}: {points}").format(
                name=words.called(one.name, one.number), points=speech.points(one.points)
            )
            for one in moved.affected
        ]
        self._finish(Toast(self.tr("Moved to {name}").format(name=name), " · ".join(parts), undo=True))

    def _undone(self, undone: Undone) -> None:
        amount = self._desk.speech.money(int(undone.summary.get("amount_minor", 0)))
        self._finish(Toast(self.tr("Taken out: the purchase of {amount}").format(amount=amount), ""))

    def _finish(self, toast: Toast) -> None:
        self._busy = False
        self.put_away()
        self.done.emit(toast)

    # ---- keys ----

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.bought.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scanned(self, code: str, known: bool) -> bool:
        """A scanned card names whose purchase it is."""
        self.kinds["move"].click()
        self.whom.box.set_text(code)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and isinstance(watched, QCheckBox):
                self._save()
                return True
            if enter and isinstance(watched, QPushButton) and watched.isCheckable():
                watched.click()
                self._taken(None)
                return True
        return super().eventFilter(watched, event)
