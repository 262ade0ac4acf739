"""The window around every page: rail, top bar, the page in front, the line at its foot, and the keys that work everywhere."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.gui import look
from shopkeeper.gui.curtain import Curtain
from shopkeeper.gui.dropping import Drops
from shopkeeper.gui.menus import KeyGate, Menus
from shopkeeper.gui.page import (
    Activated,
    Deactivated,
    ExplainsKeys,
    Finds,
    HasToastArea,
    HoldsBack,
    Prints,
    TakesFiles,
    TakesScans,
    TypesToFind,
    Undoes,
)
from shopkeeper.gui.picture_files import looks_like_picture
from shopkeeper.gui.rail import Rail
from shopkeeper.gui.scanner import Scanner
from shopkeeper.gui.statusline import StatusLine
from shopkeeper.gui.topbar import TopBar
from shopkeeper.gui.widgets.findbox import FindBox
from shopkeeper.gui.widgets.keybutton import press_focused_button
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.toast import Toast, ToastArea
from shopkeeper.values import dataclass

if TYPE_CHECKING:
    from shopkeeper.gui.help import HelpSection


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the program. `make` is called when it is first visited; `about` is its help, one short paragraph."""

    key: str
    title: str
    icon: str
    shortcut: str
    make: Callable[[], QWidget]
    about: str = ""
    at_end: bool = False
    """True sets it at the foot of the rail (Settings)."""


class Remembers(Protocol):
    """Keeps what the window should look like next time; "" for what was never kept."""

    def recall(self, key: str) -> str: ...

    def remember(self, key: str, value: str) -> None: ...


class Shell(QMainWindow):
    """Pages are any QWidget; `page.py` says what they may tell the shell."""

    find_text_changed = Signal(str)
    find_submitted = Signal()
    find_key = Signal(int)
    find_escaped = Signal()
    new_member_asked = Signal()
    undo_asked = Signal()
    print_asked = Signal()
    bring_asked = Signal()
    write_out_asked = Signal()
    file_dropped = Signal(object)  # Path
    scanned = Signal(object)
    serving_chosen = Signal(object)
    place_changed = Signal(str)
    closing = Signal()
    lock_asked = Signal()

    def __init__(
        self, places: Sequence[Place], store: Remembers | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._places = {place.key: place for place in places}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self.store = store
        self._toast: Toast | None = None
        self._areas: set[ToastArea] = set()
        self._shop = ""
        self._title_hidden = False
        self.setWindowTitle(self.tr("Shopkeeper"))
        self.setMinimumSize(760, 520)
        self._rail = Rail(self)
        self._top = TopBar(self)
        self._status = StatusLine(self)
        self._stack = QStackedWidget(self)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.curtain = Curtain(self)
        self._corner: ToastArea | None = None
        self._lay_out()
        for place in places:
            self._rail.add(place.key, place.title, place.icon, place.shortcut, at_end=place.at_end)
        self.menus = Menus(self, [(place.key, place.title, place.shortcut) for place in places])
        self._gate = KeyGate(self, self.menus)
        self._scanner = Scanner(self)
        self._drops = Drops(self)
        self.setAcceptDrops(True)
        self._connect()
        self._recall()

    # --- what the program tells the window ----------------------------------------------------------

    @property
    def find_box(self) -> FindBox:
        """The find box of the top bar."""
        return self._top.find_box

    @property
    def current(self) -> str:
        """The key of the place in front, "" before the first `go`."""
        return self._current

    def go(self, key: str) -> QWidget:
        """Brings a place to the front, building it at the first visit; returns its page."""
        page = self.page(key)
        if key != self._current:
            before = self._front()
            self._current = key
            if isinstance(before, Deactivated):
                before.deactivated()
            self._rail.show_current(key)
            self._stack.setCurrentWidget(page)
            self._name_window()
            front = self._front()
            usual = self.tr("Find a member: name, phone, card, email, street")
            hint = front.find_hint() if isinstance(front, Finds) else usual
            self.find_box.set_hint(hint)
            self._place_toast()
            self.place_changed.emit(key)
        shown = self._front()
        if isinstance(shown, Activated):
            shown.activated()
        if self.focusWidget() is None or not self.focusWidget().isVisibleTo(self):
            self.find_box.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def page(self, key: str) -> QWidget:
        """The page of a place, built if need be, without going there."""
        if key not in self._pages:
            page = self._places[key].make()
            if not page.accessibleName():
                page.setAccessibleName(self._places[key].title)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def make_anew(self) -> None:
        """Builds every page anew, at the size that is worn now, unless something typed in it would be lost."""
        for key, page in list(self._pages.items()):
            if _holds_typing(page):
                continue
            del self._pages[key]
            self._areas -= set(page.findChildren(ToastArea))
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        front, self._current = self._current, ""
        if front:
            self.go(front)

    def built(self, key: str) -> bool:
        """Whether the page of a place was visited."""
        return key in self._pages

    def set_shop(self, name: str, tagline: str = "") -> None:
        """The shop's name and line at the head of the rail."""
        self._shop = name
        self._rail.set_shop(name, tagline)
        self._name_window()

    def set_serving(self, people: Sequence[tuple[int, str]], current: int | None) -> None:
        """Who serves (id and name), and who of them now; an empty list hides the choice."""
        self._top.serving.set_people(people, current)

    def set_status(self, left: Sequence[str], right: str = "") -> None:
        """The texts at the foot of the window."""
        self._status.set_texts(left, right)

    def set_badge(self, place_key: str, count: int) -> None:
        """How many things wait in a place; 0 takes the number away."""
        self._rail.set_count(place_key, count)

    def set_undo(self, words: str) -> None:
        """What Undo in the Edit menu would take back ("purchase of £18.00"); "" where there is nothing."""
        self.menus.set_undo(words)

    def show_toast(self, toast: Toast) -> None:
        """Shows a toast until `clear_toast` or the next one: in the page's own area where it has one, else at the rail's foot."""
        self._toast = toast
        self._place_toast()

    def clear_toast(self) -> None:
        """Takes the toast away: the next act has begun."""
        self._toast = None
        self._place_toast()

    @property
    def toast(self) -> Toast | None:
        """The toast shown now."""
        return self._toast

    # --- the parts ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        centre = QWidget(self)
        look.mark(centre, panel="page")
        grid = QGridLayout(centre)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self._top, line(centre), self._stack, line(centre), self._status):
            column.addWidget(part, 1 if part is self._stack else 0)
        grid.addWidget(self._rail, 0, 0)
        grid.addWidget(line(centre, upright=True), 0, 1)
        grid.addLayout(column, 0, 2)
        grid.setColumnStretch(2, 1)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self._rail.chosen.connect(self.go)
        find = self.find_box
        find.text_changed.connect(self._find_text)
        find.submitted.connect(self._find_enter)
        find.key.connect(self._find_pressed)
        find.escaped.connect(self._find_left)
        self._top.serving.chosen.connect(self.serving_chosen)
        self._top.new_member.clicked.connect(self.new_member_asked)
        menus = self.menus
        menus.place_chosen.connect(self.go)
        menus.find.triggered.connect(find.call)
        menus.find_slash.triggered.connect(find.call)
        menus.new_member.triggered.connect(self.new_member_asked)
        menus.undo.triggered.connect(self._undo)
        menus.print_.triggered.connect(self._print)
        menus.bring.triggered.connect(self.bring_asked)
        menus.write_out.triggered.connect(self.write_out_asked)
        menus.keys.triggered.connect(self._show_keys)
        menus.help.triggered.connect(self._show_help)
        menus.close.triggered.connect(self.close)
        menus.hide_all.triggered.connect(self.curtain.draw)
        menus.lock.triggered.connect(self.lock_asked)
        self.curtain.moved.connect(self._name_window)
        self._scanner.scanned.connect(self._scan)
        self._drops.dropped.connect(self._drop)

    def hide_title(self, hidden: bool) -> None:
        """The window is locked, or open again: its title says nothing of the shop meanwhile."""
        self._title_hidden = hidden
        self._name_window()

    def _name_window(self, _drawn: bool = False) -> None:
        if self.curtain.isVisible() or self._title_hidden:
            self.setWindowTitle(self.tr("Shopkeeper"))
            return
        parts = [self._places[self._current].title] if self._current else []
        self.setWindowTitle(" – ".join([*parts, self._shop or self.tr("Shopkeeper")]))

    def _front(self) -> object:
        # As a plain object: what a page can do is asked of it by `page.py`, not by its class.
        return self._pages.get(self._current)

    # --- keys and signals ---------------------------------------------------------------------------

    def _find_text(self, text: str) -> None:
        page = self._front()
        if isinstance(page, Finds):
            page.on_find_text(text)
        else:
            self.find_text_changed.emit(text)

    def _find_enter(self) -> None:
        page = self._front()
        if isinstance(page, Finds):
            page.on_find_submitted()
        else:
            self.find_submitted.emit()

    def _find_pressed(self, key: int) -> None:
        page = self._front()
        if isinstance(page, Finds):
            page.on_find_key(key)
        else:
            self.find_key.emit(key)

    def _find_left(self) -> None:
        page = self._front()
        if isinstance(page, Finds):
            page.on_find_escaped()
        else:
            self.find_escaped.emit()

    def _undo(self) -> None:
        page = self._front()
        if not (isinstance(page, Undoes) and page.on_undo()):
            self.undo_asked.emit()

    def _print(self) -> None:
        page = self._front()
        if not (isinstance(page, Prints) and page.on_print()):
            self.print_asked.emit()

    def _scan(self, code: str) -> None:
        page = self._front()
        if not (isinstance(page, TakesScans) and page.on_scanned(code)):
            self.scanned.emit(code)

    def _drop(self, path: object) -> None:
        assert isinstance(path, Path)
        page = self._front()
        if isinstance(page, TakesFiles) and page.on_file_dropped(path):
            return
        if looks_like_picture(path):
            words = self.tr("A picture goes onto the card of a member")
            self.show_toast(
                Toast(words, self.tr("Open the member first, then drop it again."), tone="attention")
            )
        else:
            self.file_dropped.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if press_focused_button(event):
            return
        page = self._front()
        commands = (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        text = event.text()
        typed = bool(text.strip()) and text.isprintable() and not event.modifiers() & commands
        if typed and isinstance(page, TypesToFind) and page.types_to_find():
            self.find_box.take(text)
        else:
            super().keyPressEvent(event)

    def _show_keys(self) -> None:
        from shopkeeper.gui.help import HelpSection

        self._open_help(
            self.tr("Keys"),
            [
                HelpSection(self.tr("Keys"), self.tr("Everything can be done without the mouse.")),
                *self._key_sections(),
            ],
        )

    def _show_help(self) -> None:
        from shopkeeper.gui.help import HelpSection

        if not self._current:
            return
        place = self._places[self._current]
        self._open_help(self.tr("Help"), [HelpSection(place.title, place.about), *self._key_sections()])

    def _key_sections(self) -> "list[HelpSection]":
        from shopkeeper.gui.help import HelpSection

        sections = []
        page = self._front()
        if isinstance(page, ExplainsKeys):
            sections.append(HelpSection(self.tr("Keys here"), keys=tuple(page.keys())))
        sections.append(HelpSection(self.tr("Keys everywhere"), keys=self.menus.list_keys()))
        return sections

    def _open_help(self, title: str, sections: "Sequence[HelpSection]") -> None:
        from shopkeeper.gui.help import HelpWindow

        HelpWindow(title, sections, self).open()

    # --- the toast ----------------------------------------------------------------------------------

    def _listen(self, area: ToastArea) -> None:
        if area not in self._areas:
            self._areas.add(area)
            area.undo_asked.connect(self._undo)
            area.closed.connect(self.clear_toast)

    def _place_toast(self) -> None:
        here = self._toast_area() if self._toast is not None else None
        for area in self._areas:
            if area is not here:
                area.clear()
        if here is not None and self._toast is not None:
            self._listen(here)
            here.say(self._toast)
        self._set_corner()

    def _toast_area(self) -> ToastArea:
        """Where a toast is to be seen now."""
        page = self._front()
        own = page.toast_area() if isinstance(page, HasToastArea) else None
        if own is not None:
            return own
        if not self._rail.compact:
            return self._rail.toast
        if self._corner is None:
            self._corner = ToastArea(self._stack, closable=True)
        return self._corner

    def _set_corner(self) -> None:
        if self._corner is None or self._corner.isHidden():
            return
        width = min(look.px(340), self._stack.width() - 2 * look.px(14))
        height = self._corner.height_at(width)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = look.px(14) if mirrored else self._stack.width() - width - look.px(14)
        self._corner.setGeometry(x, self._stack.height() - height - look.px(14), width, height)
        self._corner.raise_()

    # --- size and memory ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drops.listen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit(self.width())

    def _fit(self, width: int) -> None:
        compact = self._rail.compact
        self._rail.fit(width)
        if compact != self._rail.compact:
            self._place_toast()
        self._set_corner()

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    def _recall(self) -> None:
        kept = self.store.recall("window/geometry") if self.store else ""
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore"))):
            self.resize(self.sizeHint())

    def closeEvent(self, event: QCloseEvent) -> None:
        for key, page in self._pages.items():
            held: object = page
            if isinstance(held, HoldsBack) and held.on_closing():
                self.go(key)
                event.ignore()
                return
        if self.store is not None:
            geometry = self.saveGeometry().toBase64().data()
            self.store.remember("window/geometry", bytes(geometry).decode("ascii"))
        self.closing.emit()
        super().closeEvent(event)


def _holds_typing(page: QWidget) -> bool:
    lines = any(edit.isModified() for edit in page.findChildren(QLineEdit))
    return lines or any(edit.document().isModified() for edit in page.findChildren(QPlainTextEdit))


__all__ = ["Place", "Remembers", "Shell", "Toast"]
