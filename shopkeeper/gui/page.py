"""What a page of the window may say to the frame around it; every part is optional.

A page is any QWidget. Where it has one of these methods, the shell calls it; where it has not, the shell says its signal.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from shopkeeper.gui.widgets.toast import ToastArea


@runtime_checkable
class Activated(Protocol):
    """Wants to know when it comes to the front: refresh what is stale, put the caret where work begins."""

    def activated(self) -> None: ...


@runtime_checkable
class Deactivated(Protocol):
    """Wants to know when another page takes its place."""

    def deactivated(self) -> None: ...


@runtime_checkable
class HoldsBack(Protocol):
    """Is asked when the window is to close; True keeps it open, and the page is brought to the front to say why."""

    def on_closing(self) -> bool: ...


@runtime_checkable
class Prints(Protocol):
    """Answers Ctrl P itself; False hands it back, and the shell says `print_asked`."""

    def on_print(self) -> bool: ...


@runtime_checkable
class Undoes(Protocol):
    """Answers Ctrl Z itself (the day book's own steps); False hands it back, and the shell says `undo_asked`."""

    def on_undo(self) -> bool: ...


@runtime_checkable
class Finds(Protocol):
    """Uses the find box itself: the shell shows its hint and hands it text, keys, Enter and Escape.

    The shell's own signals are not said meanwhile.
    """

    def find_hint(self) -> str: ...

    def on_find_text(self, text: str) -> None: ...

    def on_find_key(self, key: int) -> None: ...

    def on_find_submitted(self) -> None: ...

    def on_find_escaped(self) -> None: ...


@runtime_checkable
class TypesToFind(Protocol):
    """`types_to_find()` True: a letter typed where no field has the caret goes to the find box."""

    def types_to_find(self) -> bool: ...


@runtime_checkable
class TakesScans(Protocol):
    """Understands a scanned code itself; False hands it back, and the shell says `scanned`."""

    def on_scanned(self, code: str) -> bool: ...


@runtime_checkable
class TakesFiles(Protocol):
    """Takes a file dropped on the window (a picture, onto the member who is open); False hands it back, and the shell
    says `file_dropped`."""

    def on_file_dropped(self, path: Path) -> bool: ...


@runtime_checkable
class HasToastArea(Protocol):
    """Has a place of its own for the toast; None leaves it to the shell's corner."""

    def toast_area(self) -> ToastArea | None: ...


@runtime_checkable
class ExplainsKeys(Protocol):
    """Has keys of its own for the list of shortcuts: (`Ctrl+D`, "copy the row above")."""

    def keys(self) -> Sequence[tuple[str, str]]: ...
