"""Who lives together and pools their points: joining and leaving, the effect told before either is done."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.effect_lines import EffectLines
from shopkeeper.gui.whom import Whom
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.flow import FlowBox
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import households, members, secret_gifts
from shopkeeper.service.households import Housed, HouseEffect, Household, Shares
from shopkeeper.service.secret_gifts import Kept


class HouseholdSheet(SlideOver):
    """Says `done(Toast)` when somebody joined or left, or their gifts are kept from the others."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(self.tr("Household"), host, width=520)
        self._desk = desk
        self._member = 0
        self._name = ""
        self._home: Household | None = None
        self._busy = False
        sheet = self.sheet
        self.about = Sentence("", "body", "", sheet)
        self.near = FlowBox(sheet, gap=6)
        self.whom = Whom(desk, sheet)
        self.whom.box.set_hint(self.tr("Who lives with them?"))
        self.effect = EffectLines(sheet)
        self.trouble = ErrorLine(sheet)
        self.save = KeyButton(self.tr("Live together"), "Enter", sheet)
        self.leave = QPushButton(self.tr("Leave the household"), sheet)
        self.secret = QCheckBox(sheet)
        self.last = self.leave
        self._arrange()
        self.whom.chosen.connect(self._work_out)
        self.whom.taken.connect(self._join)
        self.whom.escaped.connect(self.escape)
        self.save.clicked.connect(self._join)
        self.leave.clicked.connect(self._leave)
        self.secret.clicked.connect(self._keep_secret)

    def _arrange(self) -> None:
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        inside.setMinimumWidth(1)  # a very long name is cut at its own end, not everything at the sheet's
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(10))
        self.whom.view.setMinimumHeight(2 * look.row_height())
        column.addWidget(self.about)
        column.addWidget(self.secret)
        column.addWidget(self.near)
        column.addWidget(self.whom, 1)
        column.addWidget(self.effect)
        scroll = QScrollArea(self.sheet)  # large text needs more than a low window has
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.foot.setSpacing(look.px(10))
        for part in (self.trouble, self.save, self.leave):
            self.foot.addWidget(part)

    def begin(self, member_id: int, other_id: int | None = None) -> None:
        """Opens for a member; `other_id` is who they may live with, looked up already."""
        try:
            card = self._desk.ask(members.show, member_id, self._desk.today)
            self._home = self._desk.ask(households.of, member_id, self._desk.today)
            shares = self._desk.ask(households.who_shares, member_id, self._desk.today)
        except (Declined, StorageTrouble) as error:
            self._desk.refused.emit(error)
            return
        self._member, self._name, self._busy = member_id, words.called(card.name, card.number), False
        self.trouble.clear()
        self.about.setText(self._about())
        self._show_near(shares)
        self.leave.setVisible(self._home is not None)
        self._show_secret()
        self.whom.begin()
        self.open(self.whom.box.edit)
        self._work_out()
        if other_id is not None:
            self._take(other_id)

    def _about(self) -> str:
        if self._home is None:
            return self.tr(
                "{name} shares no household. Who lives together can use each other’s points."
            ).format(name=self._name)
        mates = [words.called(mate.name, mate.number) for mate in self._home.mates[1:]]
        return self.tr("{name} lives with {mates}; together they have {points}.").format(
            name=self._name, mates=", ".join(mates), points=self._desk.speech.points(self._home.points)
        )

    def _show_secret(self) -> None:
        self.secret.setVisible(self._home is not None)
        said = self.tr("Keep gifts: say nothing to them of what {name} buys").format(name=self._name)
        self.secret.setText(said.replace("&", "&&"))
        self.secret.setAccessibleName(said)
        self.secret.setChecked(self._desk.ask(secret_gifts.is_kept, self._member))

    @Slot(bool)
    def _keep_secret(self, secret: bool) -> None:
        sent = self._desk.send(secret_gifts.keep, self._member, secret=secret, by=self._desk.serving)
        sent.then(self._kept).otherwise(self._not_kept)

    def _kept(self, kept: Kept) -> None:
        if kept.secret:
            said = self.tr("What {name} buys is not spoken of before {mates}").format(
                name=words.called(kept.name, kept.number), mates=", ".join(kept.secret)
            )
        else:
            said = self.tr("What {name} buys is no secret any more").format(
                name=words.called(kept.name, kept.number)
            )
        self.put_away()
        self.done.emit(Toast(said, "", undo=True))

    def _not_kept(self, error: Exception) -> None:
        self._show_secret()
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _show_near(self, shares: tuple[Shares, ...]) -> None:
        """Those with the same phone or house, each a button."""
        for old in self.near.findChildren(QPushButton):
            self.near.flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for one in shares:
            if one.phone and one.address:
                because = self.tr("{name} · the same phone and house")
            else:
                because = (
                    self.tr("{name} · the same phone") if one.phone else self.tr("{name} · the same house")
                )
            said = because.format(name=words.called(one.name, one.number))
            button = QPushButton(said.replace("&", "&&"), self.near)
            button.setAccessibleName(said)
            button.setProperty("member", one.member_id)
            look.mark(button, kind="small")
            button.clicked.connect(self._near_chosen)
            self.near.flow.addWidget(button)
        self.near.setVisible(bool(shares))

    def _near_chosen(self) -> None:
        self._take(int(self.sender().property("member")))

    def _take(self, member_id: int) -> None:
        self.whom.choose(self._desk.ask(members.show, member_id, self._desk.today).number)
        self.whom.box.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the effect, before it is done ----

    @property
    def _joining(self) -> tuple[int, int] | None:
        """Who would join whom: whoever is in no household joins the other's."""
        other = self.whom.member_id
        if other is None:
            return None
        return (self._member, other) if self._home is None else (other, self._member)

    def _work_out(self) -> None:
        if self.isHidden():
            return
        self.trouble.clear()
        self._armed(False)
        pair = self._joining
        effect: HouseEffect | None = None
        if pair is not None:
            try:
                today = self._desk.today
                effect = self._desk.ask(households.joining_effect, *pair, today, today)
            except (Declined, StorageTrouble) as error:
                self.trouble.explain(error)
        self.save.setEnabled(effect is not None and not self._busy)
        self._show(effect, self.tr("Together they can use {points}."))

    def _show(self, effect: HouseEffect | None, sentence: str) -> None:
        if effect is None:
            self.effect.show_effects("", (), self._desk)
            return
        points = self._desk.speech.points(effect.together)
        self.effect.show_effects(sentence.format(points=points, name=self._name), effect.effects, self._desk)

    def _armed(self, armed: bool) -> None:
        """Leaving is pressed twice: the effect stands between."""
        self._leaving = armed
        said = self.tr("Leave the household now") if armed else self.tr("Leave the household")
        self.leave.setText(said)
        self.leave.setAccessibleName(said)

    # ---- doing it ----

    def _join(self) -> None:
        pair = self._joining
        if pair is None or self._busy or not self.save.isEnabled():
            return
        self._send(self._desk.send(households.join, *pair, by=self._desk.serving))

    def _leave(self) -> None:
        if self._busy or self._home is None:
            return
        today = self._desk.today
        if self._leaving:
            self._send(self._desk.send(households.leave, self._member, by=self._desk.serving))
            return
        self.trouble.clear()
        try:
            effect = self._desk.ask(households.leaving_effect, self._member, today, today)
        except (Declined, StorageTrouble) as error:
            self.trouble.explain(error)
            return
        self._armed(True)
        self.save.setEnabled(False)
        self._show(effect, self.tr("From tomorrow on {name} can use {points}."))

    def _send(self, sent: Sent) -> None:
        self._busy = True
        self.save.setEnabled(False)
        sent.then(self._finished).otherwise(self._refused)

    def _finished(self, housed: Housed) -> None:
        home = self._desk.ask(households.of, housed.member_id, self._desk.today)
        name = words.called(housed.name, housed.number)
        if self._leaving:
            toast = Toast(
                self.tr("{name} left the household").format(name=name),
                self.tr("From tomorrow on their points are their own."),
                undo=True,
            )
        else:
            points = self._desk.speech.points(home.points if home is not None else 0)
            toast = Toast(
                self.tr("{name} lives in a household now").format(name=name),
                self.tr("{points} together").format(points=points),
                undo=True,
            )
        self._busy = False
        self.put_away()
        self.done.emit(toast)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self._work_out()
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def on_scanned(self, code: str, known: bool) -> bool:
        """The card of who lives with them, scanned while the sheet is open."""
        if known:
            self.whom.box.set_text(code)
        return known
