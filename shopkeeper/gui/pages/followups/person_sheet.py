"""One who serves, whole: promises still open, thanks they had, the regulars they do not know by name yet."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.gui import look
from shopkeeper.gui.desk import Desk
from shopkeeper.gui.member_words import called
from shopkeeper.gui.pages.followups.parts import Entry, ListPanel
from shopkeeper.gui.pages.followups.serving_view import record_words
from shopkeeper.gui.pages.followups.trainer_sheet import share_words
from shopkeeper.gui.widgets.errors import ErrorLine
from shopkeeper.gui.widgets.keybutton import KeyButton
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.gui.widgets.slideover import SlideOver
from shopkeeper.service import serving
from shopkeeper.service.serving import Whole


class PersonSheet(SlideOver):
    """To read; Escape or Enter puts it away."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__("", host, width=560)
        self._desk = desk
        tr = self.tr
        self.about = Sentence("", "body", "2", self.sheet)
        self.trouble = ErrorLine(self.sheet)
        inside = QWidget(self.sheet)
        look.mark(inside, panel="inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(6), 0)
        column.setSpacing(look.px(12))
        self.open_promises = ListPanel(
            tr("Promises still open"), tr("None. Every word given is kept."), inside
        )
        self.thanks = ListPanel(
            tr("Thanks"),
            tr(
                "None yet. When a member praises somebody, note it at the counter: “thanks to Ana: found the tin”."
            ),
            inside,
        )
        self.names = ListPanel(tr("Regulars not yet known by name"), tr("All of them are known."), inside)
        for part in (self.open_promises, self.thanks, self.names):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea(self.sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("About one who serves"))
        area.setWidget(inside)
        self.area = area
        self.body.setSpacing(look.px(10))
        self.body.addWidget(self.about)
        self.body.addWidget(self.trouble)
        self.body.addWidget(area, 1)
        self.done = KeyButton(tr("Done"), "Enter", self.sheet)
        self.done.clicked.connect(self.put_away)
        self.foot.addWidget(self.done)
        self.last = self.done

    def begin(self, person_id: int) -> None:
        """Opens for one who serves, or did."""
        self._desk.study(serving.whole, person_id, self._desk.today).then(self._show).otherwise(self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.trouble.explain(error)

    def _show(self, whole: Whole) -> None:
        serves, speech, today = whole.serves, self._desk.speech, self._desk.today
        self.trouble.clear()
        self.set_title(serves.person.name)
        told = record_words(serves, speech)
        if serves.share is not None:
            told.append(share_words(serves.share))
        if not serves.person.active:
            told.insert(0, self.tr("Serves here no more; what they did keeps their name"))
        self.about.setText(". ".join(part[:1].upper() + part[1:] for part in told) + ".")
        self.open_promises.show_entries(
            [
                Entry(one.text, called(one.name, one.number), speech.near(one.due_on, today))
                for one in whole.promises
            ]
        )
        self.thanks.show_entries(
            [
                Entry(
                    one.text or self.tr("Thanks"),
                    called(one.name, one.number),
                    speech.ago(one.said_on, today),
                )
                for one in whole.praises
            ]
        )
        self.names.setVisible(serves.person.active)
        self.names.show_entries([Entry(name) for name in whole.unknown])
        self.area.verticalScrollBar().setValue(0)
        self.open(self.done)
