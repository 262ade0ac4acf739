"""A section of the morning: one row a line, each done from where it stands."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from shopkeeper.gui import icons, look
from shopkeeper.gui.pages.followups import words
from shopkeeper.gui.tierfaces import face_of
from shopkeeper.gui.widgets.badge import TierBadge
from shopkeeper.gui.widgets.panel import Panel, line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech
from shopkeeper.service.morning import Line, Part

_ACT_WIDTH, _LATER_WIDTH = 84, 34


class NameButton(QPushButton):
    """A member's name that opens their card; a long one is cut at its end and shown whole in the tip."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        look.mark(self, kind="name")
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """As wide as the name and no wider: a name of three signs takes less than the least of others."""
        whole = self.fontMetrics().horizontalAdvance(self._name) + look.px(14)
        self.setMaximumWidth(whole)
        self.setMinimumWidth(min(look.px(60), whole))
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, self.width() - look.px(8)
        )
        if shown != self.text():
            # An ampersand in a name is no key.
            self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._name if shown != self._name else "")


class Row(QWidget):
    """One line. Says `done(line)` for its act and `opened(line)` for the member; `menu` makes that of other days."""

    done = Signal(object)
    opened = Signal(object)

    def __init__(
        self, shown: Line, programme: Programme, menu: Callable[["Row"], QMenu], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.line = shown
        self._menu = menu
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(8), look.px(3), 0, look.px(3))
        row.setSpacing(look.px(10))
        who = QWidget(self)
        who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = QHBoxLayout(who)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.px(6))
        name = words.called(shown)
        self.name: QWidget
        if shown.member_id is not None:
            self.name = opens = NameButton(name, who)
            opens.clicked.connect(self._open)
        else:
            self.name = Sentence(name, "body", "2", who)
        inside.addWidget(self.name, 10)
        self._badge = TierBadge(face_of(programme, shown.tier), who) if shown.tier else None
        if self._badge is not None:
            inside.addWidget(self._badge)
        inside.addStretch(1)
        row.addWidget(who, 5)
        row.addWidget(Sentence(shown.text, "body", "", self), 9)
        self.aside = Sentence(words.aside(shown), "strong" if shown.late else "body", shown.tone or "2", self)
        row.addWidget(self.aside, 3)
        self.act = QPushButton(words.act_name(shown.act), self)
        look.mark(self.act, kind="small")
        self.act.setAccessibleName(f"{self.act.text()}: {name}, {shown.text}")
        self.act.setMinimumWidth(look.px(_ACT_WIDTH))
        self.act.clicked.connect(self._do)
        row.addWidget(self.act)
        self.later = QToolButton(self)
        self.later.setIcon(icons.icon("more"))
        self.later.setIconSize(QSize(look.px(16), look.px(16)))
        self.later.setAutoRaise(True)
        self.later.setFixedWidth(look.px(_LATER_WIDTH))
        self.later.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.later.setAccessibleName(self.tr("Another day, or somebody else: {name}").format(name=name))
        self.later.setToolTip(self.tr("Another day, or somebody else"))
        self.later.clicked.connect(self._ask_when)
        row.addWidget(self.later)
        self.setAccessibleName(f"{name}. {shown.text}. {words.aside(shown)}")

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room, the name is worth more than the tier."""
        if self._badge is not None:
            self._badge.setVisible(not narrow)

    def _do(self) -> None:
        self.done.emit(self.line)

    def _open(self) -> None:
        self.opened.emit(self.line)

    def _ask_when(self) -> None:
        self._menu(self).popup(self.later.mapToGlobal(self.later.rect().bottomLeft()))


class SectionPanel(Panel):
    """A heading with its rows; says what its rows say."""

    done = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        part: Part,
        programme: Programme,
        speech: Speech,
        menu: Callable[[Row], QMenu],
        parent: QWidget,
    ) -> None:
        super().__init__(words.section_title(part.section), words.more(part, speech), parent)
        self.rows: list[Row] = []
        self.body.setSpacing(0)
        holder = QVBoxLayout()
        holder.setSpacing(0)
        for place, shown in enumerate(part.lines):
            if place:
                holder.addWidget(line(self))
            row = Row(shown, programme, menu, self)
            row.done.connect(self.done)
            row.opened.connect(self.opened)
            self.rows.append(row)
            holder.addWidget(row)
        self.add(holder)


def step(rows: Sequence[Row], focus: QWidget | None, by: int) -> None:
    """The caret goes to the same button of the next row, or of the one before."""
    if not rows:
        return
    at = next(
        (place for place, row in enumerate(rows) if focus is not None and row.isAncestorOf(focus)), None
    )
    if at is None:
        rows[0 if by > 0 else -1].act.setFocus(Qt.FocusReason.TabFocusReason)
        return
    row = rows[max(0, min(len(rows) - 1, at + by))]
    on_name = focus is rows[at].name and isinstance(row.name, QPushButton)
    (row.name if on_name else row.act).setFocus(Qt.FocusReason.TabFocusReason)
