"""What the counter's keys are for, as the sheet of keys tells it."""

from PySide6.QtCore import QCoreApplication

from shopkeeper.gui.pages.counter.about import NOTE_KEYS
from shopkeeper.gui.pages.counter.offer import GIVE_KEYS
from shopkeeper.gui.pages.counter.remember import REST_KEYS


def told() -> list[tuple[str, str]]:
    """Each key with what it does, those of every sale first."""
    return [
        ("Down", _translate("Choose in the list")),
        ("Return", _translate("Open the member; in the amount: record")),
        ("Ctrl+0", _translate("A sale to nobody known")),
        ("Ctrl+R", _translate("Return, correct or move a purchase")),
        ("Ctrl+D", _translate("Another day for the purchase")),
        (NOTE_KEYS, _translate("Note something about the member")),
        (REST_KEYS, _translate("All that is to remember")),
        ("Ctrl+I", _translate("The member’s whole story")),
        ("Ctrl+Shift+P", _translate("The slip of the last purchase")),
        (GIVE_KEYS, _translate("What is offered to them was given")),
        ("Ctrl+Shift+I", _translate("The member’s picture")),
        ("Escape", _translate("One step back")),
    ]


def _translate(sentence: str) -> str:
    return QCoreApplication.translate("CounterPage", sentence)
