"""The list beside the card: who may be meant, and the way to sell to nobody known."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from shopkeeper.gui import look
from shopkeeper.gui.hits import HitDelegate, HitList, HitModel
from shopkeeper.gui.lines import keep
from shopkeeper.gui.widgets.emptystate import EmptyState
from shopkeeper.gui.widgets.ground import OwnGround
from shopkeeper.gui.widgets.keyhint import KeyHint
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.rules import folding
from shopkeeper.rules.vouchers import is_voucher
from shopkeeper.say import Speech
from shopkeeper.service.finding import FindAnswer, Hit

if TYPE_CHECKING:
    from shopkeeper.rules.programme import Programme

WIDTHS_KEPT = 200


class Results(QFrame):
    """Says `chosen(member_id)` when the current row changes by key or click, `opened(member_id)` when it is taken."""

    chosen = Signal(object)
    opened = Signal(object)
    typed = Signal(str)
    escaped = Signal()
    enrol_asked = Signal()
    nobody_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look.mark(self, panel="side")
        self._quiet = False
        self._headers: tuple[str, ...] = ()
        self._head = _Head(self)
        self._body = _Either(self)
        self.view = HitList(self._body)
        self.view.setAccessibleName(self.tr("Members found"))
        self.model = HitModel(self)
        self.delegate = HitDelegate(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self._nobody = _Nothing(self._body)
        self._nobody.asked.connect(self.enrol_asked)
        self._body.hold(self.view, self._nobody)
        self.not_a_member = QPushButton(self.tr("Not a member"), self)
        self.not_a_member.setAccessibleName(self.tr("Not a member: a sale to nobody known"))
        look.mark(self.not_a_member, kind="quiet")
        self.not_a_member.clicked.connect(self.nobody_asked)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(16), look.px(11), look.px(6), look.px(9))
        head.addWidget(self._head, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(look.px(8), look.px(6), look.px(16), look.px(6))
        foot.addWidget(self.not_a_member)
        foot.addStretch(1)
        self._key = KeyHint("Ctrl+0", self)
        foot.addWidget(self._key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addWidget(line(self))
        column.addLayout(foot)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.clicked.connect(self._clicked)
        self.view.entered.connect(self._entered)
        self.view.typed.connect(self.typed)
        self.view.escaped.connect(self.escaped)

    def show_answer(
        self,
        answer: FindAnswer,
        programme: "Programme | None",
        speech: Speech,
        today: date,
        *,
        current: int | None,
    ) -> None:
        """Shows an answer; `current` is the row that is chosen, None for no row. Says nothing by itself."""
        self.delegate.tell(programme, speech, today)
        self._quiet = True
        self.model.set_hits(answer.hits, speech, today)
        if current is not None and current < len(answer.hits):
            self.view.setCurrentIndex(self.model.index(current))
        self._quiet = False
        if not answer.hits:
            self._nobody.show_for(answer.text.strip(), answer.total_members)
        self._body.show_one(self.view if answer.hits else self._nobody)
        # Without rows nothing is said of them, and the room for it stays: what is below does not jump.
        self._headers = self._header(answer, speech) if answer.hits else ()
        self._fit_header()

    def _header(self, answer: FindAnswer, speech: Speech) -> tuple[str, ...]:
        """What stands above the rows, the longest way to say it first."""
        total = speech.count(answer.total_members)
        if not answer.text.strip():
            return (self.tr("Lately here · {total} members").format(total=total), self.tr("Lately here"))
        if answer.suggestion:
            return (self.tr("Nobody is written so. Meant, perhaps:"), self.tr("Meant, perhaps:"))
        found = self.tr("{found} of {total} members")
        found = found.format(found=speech.count(len(answer.hits)), total=total)
        keys, enter = self.tr("↑↓ choose · Enter open"), self.tr("Enter open")
        return (f"{found} · {keys}", f"{found} · {enter}", found, speech.count(len(answer.hits)))

    def _fit_header(self) -> None:
        """The longest that has room."""
        room = self.width() - look.px(16 + 10)
        last = self._headers[-1] if self._headers else ""
        fitting = (words for words in self._headers if self._head.width_of(words) <= room)
        self._head.setText(next(fitting, last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Of a size of its own, so that no layout up to the window is asked when it says something else at a key.
        self._head.setFixedSize(self.width() - look.px(16 + 6), self._head.sizeHint().height())
        self._fit_header()
        self._key.setVisible(
            self.width() >= self.not_a_member.sizeHint().width() + self._key.width() + look.px(40)
        )

    def make_ready(self) -> None:
        """Makes what the first keys of a day would have to make: the letters as they stand out, and nobody found."""
        if not isValid(self._nobody):
            return  # the window was closed before all was brought in, and its parts are going
        self.delegate.make_ready(self.devicePixelRatioF())
        folding.fold("中")  # at the first name in such a script its tables would take two frames' time
        self._nobody.make_ready()
        for part in self._nobody.findChildren(QWidget):
            part.ensurePolished()

    def complain(self, sentence: str) -> None:
        """Says why nothing could be looked up; the rows stay."""
        self._headers = (sentence,)
        self._fit_header()

    @property
    def current(self) -> Hit | None:
        """The hit of the chosen row."""
        row = self.view.currentIndex().row()
        return self.model.hits[row] if 0 <= row < len(self.model.hits) else None

    def step(self, key: int) -> bool:
        """Moves the choice as Up, Down, Page Up or Page Down would; answers whether there is a choice now."""
        count = len(self.model.hits)
        if not count:
            return False
        page = max(1, self.view.viewport().height() // max(1, self.view.sizeHintForRow(0)) - 1)
        far = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        at = self.view.currentIndex().row()
        to = at + far.get(Qt.Key(key), 0) if at >= 0 else 0
        self.view.setCurrentIndex(self.model.index(max(0, min(count - 1, to))))
        return True

    def choose(self, row: int) -> None:
        """Chooses a row without saying so: the same member stays chosen in a list read again."""
        self._quiet = True
        self.view.setCurrentIndex(self.model.index(row))
        self._quiet = False

    def choose_none(self) -> None:
        """No row is chosen."""
        self._quiet = True
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()
        self._quiet = False

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        if not self._quiet and self.current is not None:
            self.chosen.emit(self.current.member_id)

    def _clicked(self, index: QModelIndex) -> None:
        self._entered()

    def _entered(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current.member_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.view.doItemsLayout()


class _Head(OwnGround, Sentence):
    """The line above the rows."""

    def __init__(self, parent: QWidget) -> None:
        self._widths: dict[str, float] = {}
        super().__init__("", "small", "2", parent, wrap=False)

    def width_of(self, words: str) -> float:
        """How much room the words take; kept, for the same few are said key after key."""
        known = self._widths.get(words)
        if known is not None:
            return known
        return keep(self._widths, words, QFontMetricsF(self.font()).horizontalAdvance(words), WIDTHS_KEPT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._widths = {}


class _Either(QWidget):
    """One of several in the same place. No layout is asked when another is shown, as one up to the window would be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._held: tuple[QWidget, ...] = ()

    def hold(self, *widgets: QWidget) -> None:
        """Holds these, of which the first is shown."""
        self._held = widgets
        for widget in widgets[1:]:
            widget.hide()

    def show_one(self, shown: QWidget) -> None:
        """Shows this one; the caret goes with the place."""
        for widget in self._held:
            if widget is shown or widget.isHidden():
                continue
            caret = QApplication.focusWidget()
            had_caret = caret is not None and (caret is widget or widget.isAncestorOf(caret))
            shown.show()
            widget.hide()
            if had_caret:
                shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for widget in self._held:
            widget.setGeometry(self.rect())


class _Nothing(QWidget):
    """What the list says when nobody was found, or when there is nobody yet."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(look.px(16), 0, look.px(16), 0)
        self._made: dict[str, EmptyState] = {}
        self._shown: EmptyState | None = None

    def show_for(self, text: str, members: int) -> None:
        """`text` is what was looked for; `members` how many there are."""
        kind = "voucher" if is_voucher(text) else "nobody" if text else "quiet" if members else "empty"
        state = self._state(kind, text)
        if state is not self._shown:
            if self._shown is not None:
                self._shown.hide()
            state.show()
            self._shown = state
            self.setFocusProxy(state.button)  # type: ignore[arg-type]  # None where there is none

    def make_ready(self) -> None:
        """Makes what is said when nobody is found; what is said now stays."""
        if "nobody" not in self._made:
            self._state("nobody", "…").hide()

    def _state(self, kind: str, text: str) -> EmptyState:
        title, words = self._words(kind, text)
        state = self._made.get(kind)
        if state is not None:
            state.set_words(title, words)
            return state
        icon = {"voucher": "gift", "nobody": "person-plus"}.get(kind, "members")
        act = {"voucher": self.tr("Look at it"), "nobody": self.tr("New member")}.get(kind, "")
        state = EmptyState(icon, title, words, act, "Enter" if act else "", self)
        state.asked.connect(self.asked)
        self._inside.addWidget(state)
        self._made[kind] = state
        return state

    def _words(self, kind: str, text: str) -> tuple[str, str]:
        if kind == "voucher":
            return self.tr("A voucher"), self.tr("Enter shows what it gives, whose it is and until when.")
        if kind == "nobody":
            typed = text if len(text) <= 30 else text[:29] + "…"
            words = self.tr("Nobody is called “{text}”, lives there, or has this number or card.")
            return self.tr("Nobody found"), words.format(text=typed)
        if kind == "quiet":
            return self.tr("Nobody was here lately"), self.tr("Type two or three letters of a name.")
        return self.tr("No members yet"), self.tr("They will be listed here.")
