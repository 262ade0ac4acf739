"""What an act would do to each member concerned: points and tier before and after, before anything is saved."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from shopkeeper.gui import look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import TierBadge
from shopkeeper.gui.widgets.flow import Flow
from shopkeeper.gui.widgets.panel import Panel
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.service import programmes
from shopkeeper.service.previews import Effect


class EffectLines(Panel):
    """What it would do to each member concerned: points and tier before and after, before anything is saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._rows: list[QWidget] = []
        self._sentence = Sentence("", "body", "", self)
        self.add(self._sentence)

    @property
    def texts(self) -> list[str]:
        """What is said, line by line."""
        said = [self._sentence.text()] if self._sentence.text() else []
        return said + [row.accessibleName() for row in self._rows]

    def show_effects(self, sentence: str, effects: Sequence[Effect], desk: Desk) -> None:
        """Shows a sentence and a line for each member."""
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        for effect in effects:
            row = self._line(effect, desk)
            self._rows.append(row)
            self.body.addWidget(row)
        self.setVisible(bool(sentence or effects))

    def _line(self, effect: Effect, desk: Desk) -> QWidget:
        programme = desk.ask(programmes.on, desk.today)
        row = QWidget(self)
        flow = Flow(row, gap=look.px(5), row_gap=look.px(2))
        name = words.called(effect.name, effect.number)
        points = desk.speech.points(effect.points_after)
        if effect.points_after != effect.points_before:
            points = self.tr("{before} → {after}").format(
                before=desk.speech.count(effect.points_before), after=points
            )
        flow.addWidget(Sentence(name, "strong", "", row, wrap=False))
        flow.addWidget(Sentence(points, "body", "", row, wrap=False))
        said = [name, points]
        if effect.tier_after != effect.tier_before:
            becomes = self.tr("becomes") if effect.rank_after > effect.rank_before else self.tr("falls to")
            flow.addWidget(Sentence(f"· {becomes}", "body", "", row, wrap=False))
            flow.addWidget(TierBadge(face_of(programme, effect.tier_after), row))
            said.append(f"{becomes} {effect.tier_after}")
        else:
            stays = self.tr("stays {tier}").format(tier=effect.tier_after)
            flow.addWidget(Sentence(f"· {stays}", "body", "2", row, wrap=False))
            said.append(stays)
        if effect.debt_after != effect.debt_before:
            owes = self.tr("owes {points}").format(points=desk.speech.points(effect.debt_after))
            flow.addWidget(
                Sentence(f"· {owes}", "body", "bad" if effect.debt_after else "2", row, wrap=False)
            )
            said.append(owes)
        row.setAccessibleName(", ".join(said))
        return row
