"""The side with the sheet: the letter as it will be on paper, which of how many, on what paper."""

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import icons, look
from shopkeeper.gui.notes import NO_PICTURES, note_of
from shopkeeper.gui.widgets.flow import Flow
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.tall import Tall
from shopkeeper.paper.page import FOLDS, LABELS
from shopkeeper.paper.preview import PaperView
from shopkeeper.paper.sheets import Sheets
from shopkeeper.rules.wording_fields import FIELDS
from shopkeeper.say import text
from shopkeeper.service.letter_pictures import Pictures
from shopkeeper.service.letters import POSTED_SIZES, Letter, Paper

_LEAST_VIEW = 220  # at text size 100 %: a letter one can still read through; what is chosen below it scrolls
_LEAST_WIDTH, _GROWS = 300, 1.25


class SheetSide(QFrame):
    """`turned` asks for the letter before (-1) or after (1); `paper_chosen` says what the person prints on."""

    turned = Signal(int)
    paper_chosen = Signal(object)  # Paper
    picture_asked = Signal(str)  # logo or signature
    picture_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, panel="sunken")
        self._letter: Letter | None = None
        self._paper = Paper("A5")
        self._place = ""
        self.view = PaperView(self)
        self.view.page_changed.connect(self._say_place)
        self._before = self._arrow("chevron-left", self.tr("The letter before"), self._turn_back)
        self._after = self._arrow("chevron-right", self.tr("The next letter"), self._turn_on)
        self._words = Sentence("", "body", "2", self, wrap=False)
        self._size = QComboBox(self)
        self._size.setAccessibleName(self.tr("Size of the paper"))
        for key, label in LABELS.items():
            self._size.addItem(text(label), key)
        self._size.activated.connect(self._chose_paper)
        self._by_hand = QCheckBox(self.tr("Room to sign by hand"), self)
        self._by_hand.clicked.connect(self._chose_paper)
        self._by_post = QCheckBox(self.tr("By post, for a window envelope"), self)
        self._by_post.clicked.connect(self._chose_paper)
        self._without = Sentence("", "small", "2", self)
        self._pictures = NO_PICTURES
        self.head = QPushButton(self.tr("Logo and signature"), self)
        look.mark(self.head, kind="small")
        self.head.setMenu(self._menu())
        self._lay_out()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._take_away: dict[str, QAction] = {}
        for which, choose, away in (
            ("logo", self.tr("Choose a logo…"), self.tr("Take the logo away")),
            ("signature", self.tr("Choose a scanned signature…"), self.tr("Take the signature away")),
        ):
            asked, dropped = menu.addAction(choose), menu.addAction(away)
            for action, slot in ((asked, self._ask_picture), (dropped, self._drop_picture)):
                action.setData(which)
                action.triggered.connect(slot)
            self._take_away[which] = dropped
        return menu

    def _ask_picture(self) -> None:
        self.picture_asked.emit(_which(self.sender()))

    def _drop_picture(self) -> None:
        self.picture_dropped.emit(_which(self.sender()))

    def _arrow(self, icon: str, words: str, pressed: object) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icons.icon(icon))
        made.setIconSize(QSize(look.px(16), look.px(16)))
        made.setAutoRaise(True)
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setFixedSize(look.target_height(), look.target_height())
        made.clicked.connect(pressed)
        return made

    def _lay_out(self) -> None:
        pager = QHBoxLayout()
        pager.setSpacing(look.px(4))
        pager.addStretch(1)
        for part in (self._before, self._words, self._after):
            pager.addWidget(part)
        pager.addStretch(1)
        self._choice = choice = QWidget(self)
        flow = Flow(choice, look.px(14), look.px(6))
        flow.addWidget(self._size)
        flow.addWidget(self._by_hand)
        flow.addWidget(self._by_post)
        flow.addWidget(self.head)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        choice.setSizePolicy(policy)
        column = QVBoxLayout(self) if look.scale() <= _GROWS else Tall(self).column
        column.setContentsMargins(look.px(14), look.px(14), look.px(14), look.px(14))
        column.setSpacing(look.px(8))
        if look.scale() > _GROWS:
            self.view.setMinimumHeight(look.px(_LEAST_VIEW))
        column.addWidget(self.view, 1)
        column.addLayout(pager)
        column.addWidget(self._without)
        column.addWidget(choice)
        if look.scale() <= _GROWS:  # larger, it is as wide as its widest words are
            self.setMinimumWidth(look.px(_LEAST_WIDTH))

    def set_paper(self, paper: Paper, pictures: Pictures) -> None:
        """What letters are printed on, and the shop's logo and signature."""
        opens = paper.size != self._paper.size and paper.size in FOLDS
        self._paper, self._pictures = paper, pictures
        for which, png in (("logo", pictures.logo), ("signature", pictures.signature)):
            self._take_away[which].setEnabled(bool(png))
        self._size.setCurrentIndex(max(0, self._size.findData(paper.size)))
        self._by_hand.setChecked(paper.by_hand)
        self._by_post.setChecked(paper.by_post)
        self._by_post.setEnabled(paper.size in POSTED_SIZES)
        self.show_letter(self._letter, self._place)
        if opens:  # what is written stands inside
            self.view.show_page(1)

    def show_letter(self, letter: Letter | None, place: str = "", *, turns: bool | None = None) -> None:
        """Shows a letter; `place` is "1 of 12" or whatever else it is, `turns` whether there are others."""
        self._letter, self._place = letter, place
        self.view.show_note(None if letter is None else note_of(letter, self._paper, self._pictures))
        if turns is not None:
            self._others = turns
        empty = [text(says) for name, says in self._fields if letter is not None and name in letter.left_out]
        self._without.setText(
            self.tr("Left out, because it is empty here: {fields}.").format(fields=" · ".join(empty))
        )
        self._without.setVisible(bool(empty))
        self._say_place()

    def show_sheet(self, sheet: Sheets | None, words: str) -> None:
        """Shows a sheet of something else than letters, with what the pager says of it."""
        self._letter, self._place = None, words
        self.view.show_note(sheet)
        self._others = False
        self._without.hide()
        self._say_place()

    def set_letters(self, letters: bool) -> None:
        """Whether it is a letter that is looked at: only those have a paper to choose and a place to sign."""
        self._choice.setVisible(letters)

    _others = False
    _fields = tuple((field.name, field.says) for field in FIELDS if not field.whole)

    @property
    def place(self) -> str:
        """What the pager says."""
        return self._words.text()

    def _say_place(self, _page: object = None) -> None:
        parts = [self._place] if self._place else []
        pages = self.view.page_count
        if pages > 1:
            parts.append(self.tr("sheet {page} of {pages}").format(page=self.view.page + 1, pages=pages))
        if self._letter is not None:
            parts.append(LABELS.get(self._paper.size, self._paper.size))
        self._words.setText(" · ".join(parts))
        for arrow in (self._before, self._after):
            arrow.setEnabled(self._others or pages > 1)

    def _turn_back(self) -> None:
        if self.view.page > 0:
            self.view.show_page(self.view.page - 1)
        else:
            self.turned.emit(-1)

    def _turn_on(self) -> None:
        if self.view.page < self.view.page_count - 1:
            self.view.show_page(self.view.page + 1)
        else:
            self.turned.emit(1)

    def _chose_paper(self) -> None:
        self.paper_chosen.emit(
            Paper(self._size.currentData(), self._by_hand.isChecked(), self._by_post.isChecked())
        )


def _which(action: QObject | None) -> str:
    assert isinstance(action, QAction)
    return str(action.data())
