"""Who is meant by what is being typed: the completion beside it, the small list, and what is taken at the end."""

from PySide6.QtCore import QObject, Signal, Slot

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.daybook.chooser import Choice, Chooser
from shopkeeper.gui.pages.daybook.editors import CellEdit
from shopkeeper.rules.daybook import NOT_A_MEMBER
from shopkeeper.service import daybook, finding
from shopkeeper.service.daybook_drafts import tail_of
from shopkeeper.service.finding import Hit

LISTED = 5


class Whom(QObject):
    """Says `settled(Who or None)` when it is clear, `enrol_asked(text)` for somebody new, `chosen()` after a click."""

    settled = Signal(object)
    enrol_asked = Signal(str)
    chosen = Signal()

    def __init__(self, desk: Desk, edit: CellEdit, chooser: Chooser) -> None:
        super().__init__(edit)
        self._desk = desk
        self._edit = edit
        self._chooser = chooser
        self._hit: Hit | None = None
        self._touched = False
        chooser.chosen.connect(self._clicked)
        edit.textEdited.connect(self.typed)

    def begin(self, text: str, *, unsettled: bool) -> None:
        """The caret came into the field; a text that is nobody yet is looked for again."""
        self._touched = unsettled
        self._hit = None
        self._edit.set_ghost("")
        self._chooser.offer((), self._edit)
        if unsettled and text:
            self._look(text)

    @Slot(str)
    def typed(self, text: str) -> None:
        """Another text: who would it be?"""
        self._touched = True
        self._look(text)

    def step(self, by: int) -> bool:
        """An arrow: choose in the list; answers False where the arrow should leave the row."""
        if not self._chooser.isVisible():
            return False
        if by < 0 and self._chooser.currentRow() < 0:
            return False
        self._chooser.step(by)
        choice = self._chooser.choice
        self._edit.set_ghost(_ghost(choice.hit) if choice is not None and choice.hit is not None else "")
        if choice is None and self._hit is not None:
            self._edit.set_ghost(_ghost(self._hit))
        return True

    def close(self) -> bool:
        """Put the list away; answers whether it was there."""
        shown = self._chooser.isVisible()
        self._chooser.hide()
        return shown

    def finish(self) -> None:
        """The field is left: take what is chosen, the completion, or leave the text as it stands."""
        choice = self._chooser.choice
        self._chooser.hide()
        self._edit.set_ghost("")
        if not self._touched and choice is None:
            return
        self._touched = False
        text = self._edit.text().strip()
        if choice is not None:
            self._take(choice)
        elif not text or text in NOT_A_MEMBER:
            self.settled.emit(None)
        elif self._hit is not None:
            self._settle(self._hit.member_id)

    def _look(self, text: str) -> None:
        words = text.strip()
        self._hit = None
        if not words or words in NOT_A_MEMBER:
            self._edit.set_ghost("")
            self._chooser.offer((), self._edit)
            return
        hits = self._desk.ask(finding.find, words, limit=LISTED).hits
        if hits and hits[0].likely and hits[0].matched in ("name", "number", "card", "phone", "email"):
            # Only who was really typed is taken by Tab; what is but alike must be chosen.
            self._hit = hits[0]
        self._edit.set_ghost(_ghost(self._hit) if self._hit is not None else "")
        if self._hit is not None and len(hits) == 1:
            self._chooser.offer((), self._edit)
            return
        choices = [
            Choice(
                "member", hit.name or self.tr("№ {number}").format(number=hit.number), _told_apart(hit), hit
            )
            for hit in hits
        ]
        if any(sign.isalpha() for sign in words):
            choices.append(Choice("enrol", self.tr("Enrol “{name}” as a new member").format(name=words)))
        choices.append(Choice("nobody", self.tr("Not a member")))
        self._chooser.offer(choices, self._edit)

    def _clicked(self, choice: Choice) -> None:
        self._chooser.hide()
        self._touched = False
        self._take(choice)
        self.chosen.emit()

    def _take(self, choice: Choice) -> None:
        if choice.hit is not None:
            self._settle(choice.hit.member_id)
        elif choice.kind == "enrol":
            self.enrol_asked.emit(self._edit.text().strip())
        else:
            self.settled.emit(None)

    def _settle(self, member_id: int) -> None:
        who = self._desk.ask(daybook.who, (member_id,)).get(member_id)
        if who is not None:
            self.settled.emit(who)


def _ghost(hit: Hit) -> str:
    return f"{hit.name} {tail_of(hit.phone, '№ ' + hit.number)}".strip()


def _told_apart(hit: Hit) -> str:
    parts = [hit.tier or "", hit.town, tail_of(hit.phone, "№ " + hit.number)]
    return " · ".join(part for part in parts if part)
