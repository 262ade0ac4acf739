"""A member's picture: chosen or dropped, looked at, and kept once the member has said yes; taken out as easily."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import held_page, look
from shopkeeper.gui import member_words as words
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.portraits import read_portrait
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.portrait import Portrait, image_of
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import pictures
from shopkeeper.service.consents import HOWS
from shopkeeper.service.counter import AtCounter
from shopkeeper.service.pictures import Pictured


class PictureSheet(SlideOver):
    """Says `done(toast)` once a picture was kept or taken out."""

    done = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, tall=True)
        self._desk = desk
        self._whom: AtCounter | None = None
        self._jpeg = b""
        self.asker = Asker()
        tr = self.tr
        self.set_title(tr("Picture"))
        self.about = Sentence("", "body", "2", self.sheet)
        self.portrait = Portrait(self.sheet, side=260)
        self.choose = QPushButton(tr("Choose a picture…"), self.sheet)
        self.choose.clicked.connect(self._choose)
        self.drop = Sentence(tr("Or drop a picture file here."), "body", "2", self.sheet)
        self.ask = Sentence(
            tr("Ask first: “May we keep a picture of you, so that everybody here knows you?” It is kept small, in this"
               " book alone, and goes whenever they wish."),
            "body", "", self.sheet,
        )  # fmt: skip
        self.how_name = Sentence(tr("How they agreed"), "label", "2", self.sheet)
        self.how = QComboBox(self.sheet)
        self.how.setAccessibleName(tr("How they agreed"))
        self.how.setMinimumHeight(look.target_height())
        for how in HOWS:
            self.how.addItem(held_page.how_words(how), how)
        self.trouble = ErrorLine(self.sheet)
        self.keep = KeyButton(tr("They agreed: keep it"), "Enter", self.sheet)
        self.keep.clicked.connect(self._keep)
        self.take_out = QPushButton(tr("Take the picture out"), self.sheet)
        self.take_out.clicked.connect(self._take_out)
        for button in (self.choose, self.take_out):
            button.setAutoDefault(True)
        self.body.setSpacing(look.px(12))
        for part in (self.about, self.portrait, self.choose, self.drop, self.ask, self.how_name, self.how):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.foot.setSpacing(look.px(10))
        self.foot.addWidget(self.trouble)
        self.foot.addWidget(self.keep)
        self.foot.addWidget(self.take_out)

    def begin(self, at: AtCounter, path: Path | None = None) -> None:
        """Opens for one member, with a picture file or with the one that is kept."""
        self._whom, self._jpeg = at, b""
        self.trouble.clear()
        self.how.setCurrentIndex(0)
        self._show()
        self.open(self.choose)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Reads a picture file and shows what would be kept of it."""
        self.trouble.clear()
        self._desk.study(read_portrait, path).then(self._read).otherwise(self._refused)

    def _show(self) -> None:
        at = self._whom
        assert at is not None
        name, speech = words.called(at.card.name, at.card.number), self._desk.speech
        kept = at.picture
        if self._jpeg:
            self.about.setText(self.tr("This is what would be kept of {name}.").format(name=name))
        elif kept is not None:
            told = [speech.day(kept.agreed_on), held_page.how_words(kept.agreed_how)]
            if kept.by:
                told.append(self.tr("to {name}").format(name=kept.by))
            self.about.setText(self.tr("{name} agreed: {told}.").format(name=name, told=", ".join(told)))
        else:
            self.about.setText(self.tr("There is no picture of {name}.").format(name=name))
        shown = self._jpeg or (kept.jpeg if kept is not None else b"")
        self.portrait.set_image(
            image_of(shown) if shown else None, self.tr("Picture of {name}").format(name=name)
        )
        new = bool(self._jpeg)
        for part in (self.ask, self.how_name, self.how, self.keep):
            part.setVisible(new)
        self.take_out.setVisible(kept is not None and not new)
        self.choose.setText(self.tr("Choose another picture…") if shown else self.tr("Choose a picture…"))
        self.last = self.keep if new else self.take_out if kept is not None else self.choose

    def _choose(self) -> None:
        files = self.tr("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.gif);;All files (*)")
        path = self.asker.open(self, self.tr("Choose a picture"), files)
        if path is not None:
            self.take_file(path)

    def _read(self, jpeg: bytes) -> None:
        if self._whom is not None and not self.isHidden():
            self._jpeg = jpeg
            self._show()
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self._whom is None or not self._jpeg:
            return
        self.keep.setEnabled(False)
        sent = self._desk.send(
            pictures.put,
            self._whom.card.member_id,
            self._jpeg,
            how=self.how.currentData(),
            by=self._desk.serving,
        )
        sent.then(self._done).otherwise(self._refused)

    def _take_out(self) -> None:
        if self._whom is not None:
            self.take_out.setEnabled(False)
            sent = self._desk.send(pictures.remove, self._whom.card.member_id, by=self._desk.serving)
            sent.then(self._done).otherwise(self._refused)

    def _done(self, answer: Pictured) -> None:
        self._free()
        self.put_away()
        name = words.called(answer.name, answer.number)
        said = (
            self.tr("Picture of {name} kept") if answer.there else self.tr("Picture of {name} taken out")
        ).format(name=name)
        detail = (
            ""
            if answer.there
            else self.tr("Undo brings it back within seven days; then it is gone from the book.")
        )
        self.done.emit(Toast(said, detail, undo=True))

    def _refused(self, error: Exception) -> None:
        self._free()
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _free(self) -> None:
        self.keep.setEnabled(True)
        self.take_out.setEnabled(True)
