"""The page of settings: its parts at the side, and what each asks for, done by the desk."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui import acts_page, look, privacy_papers
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Changes, Desk, Sent
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.look import Wish
from shopkeeper.gui.pages.settings.about_view import AboutView
from shopkeeper.gui.pages.settings.book_view import BookView
from shopkeeper.gui.pages.settings.closed_view import ClosedView
from shopkeeper.gui.pages.settings.demo_view import DemoView
from shopkeeper.gui.pages.settings.lock_desk import LockDesk
from shopkeeper.gui.pages.settings.lock_view import LockView
from shopkeeper.gui.pages.settings.look_view import LookView
from shopkeeper.gui.pages.settings.parts import View
from shopkeeper.gui.pages.settings.people_view import PeopleView
from shopkeeper.gui.pages.settings.privacy_view import PrivacyView
from shopkeeper.gui.pages.settings.receipts_view import ReceiptsView
from shopkeeper.gui.pages.settings.shop_view import ShopView
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.widgets.panel import line
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.service import (
    acts_log,
    backups,
    checking,
    forgetting,
    keeping_times,
    locks,
    people,
    privacy_facts,
    safety,
    second_place,
    shops,
)
from shopkeeper.service.backups import Backup, Missing, Restored
from shopkeeper.service.checking import Checked
from shopkeeper.service.keeping_times import Due, Times
from shopkeeper.service.people import Person
from shopkeeper.service.safety import Second
from shopkeeper.service.shops import Shop
from shopkeeper.values import replace

_SIDE_MOST = 240  # pixels: at larger text the settings need the room more


class SettingsPage(QWidget):
    """`wished(Wish)` and `left(where)` are the program's to grant; `restored(words)` wants the window opened anew;
    `turned(Wanted)` wants the book locked or unlocked meanwhile."""

    wished = Signal(object)
    left = Signal(str)
    restored = Signal(str)
    turned = Signal(object)

    def __init__(
        self, desk: Desk, shell: Shell, demo_there: Callable[[], bool], store: Remembers | None = None
    ) -> None:
        super().__init__()
        look.mark(self, panel="page")
        self._desk, self._shell, self._demo_there = desk, shell, demo_there
        self._check: Sent | None = None
        self._looked_at: Backup | None = None
        self._asked_file: Path | None = None
        self._paper: LedgerSheet | None = None
        self.asker = Asker()
        tr = self.tr
        self.shop = ShopView(tr("The shop"), tr("The shop"), self)
        self.people = PeopleView(tr("People who serve"), tr("People"), self)
        self.look = LookView(tr("Look"), tr("Look"), self)
        self.book = BookView(tr("The book and its backups"), tr("Backups"), self)
        self.closed = ClosedView(tr("Closed days"), tr("Closed days"), desk, shell, self)
        self.receipts = ReceiptsView(tr("The receipt printer"), tr("Slips"), desk, shell, store, self)
        self.privacy = PrivacyView(tr("Privacy"), tr("Privacy"), self)
        self.lock = LockView(tr("The lock of the book"), tr("Lock"), self)
        self.locking = LockDesk(desk, self.lock)
        self.demo = DemoView(tr("Demo shop"), tr("Demo shop"), self)
        self.about = AboutView(tr("Keys and version"), tr("Keys"), shell.menus.list_keys(), self)
        self.parts: tuple[View, ...] = (
            self.shop, self.people, self.closed, self.look, self.receipts, self.book, self.privacy, self.lock, self.demo, self.about,
        )  # fmt: skip
        self.contents = QListWidget(self)
        self.contents.setAccessibleName(tr("Settings"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.views = QStackedWidget(self)
        for view in self.parts:
            item = QListWidgetItem(view.short, self.contents)
            item.setSizeHint(QSize(0, look.row_height() + look.px(2)))
            self.views.addWidget(view)
        self.contents.setCurrentRow(0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        side = QFrame(self)
        look.mark(side, panel="side")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(10, look.px(14), 10, look.px(14))
        inside.addWidget(self.contents)
        side.setFixedWidth(min(look.px(176), _SIDE_MOST))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(line(self, upright=True))
        row.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.contents.currentRowChanged.connect(self._show_part)
        self.contents.itemActivated.connect(self._enter_part)
        self.shop.kept.connect(self._keep_shop)
        self.people.added.connect(self._add_person)
        self.people.renamed.connect(self._rename_person)
        self.people.gone_asked.connect(self._let_go)
        self.look.wished.connect(self.wished)
        self.look.accent_asked.connect(self._keep_accent)
        self.look.own_accent_asked.connect(self._ask_accent)
        self.book.folder_asked.connect(self._open_folder)
        self.book.backup_asked.connect(self._make_backup)
        self.book.look_asked.connect(self._look_at)
        self.book.file_asked.connect(self._ask_file)
        self.book.passphrase_said.connect(self._look_into)
        self.book.restore_asked.connect(self._restore)
        self.book.check_asked.connect(self._begin_check)
        self.book.check_progress.cancelled.connect(self._stop_check)
        self.book.second_asked.connect(self._choose_second)
        self.book.no_second_asked.connect(self._no_second)
        self.privacy.kept.connect(self._keep_times)
        self.privacy.paper_asked.connect(self._show_paper)
        self.privacy.acts_asked.connect(self._ask_acts)
        self.locking.turned.connect(self.turned)
        self.locking.told.connect(self._shell.show_toast)
        self.demo.left.connect(self.left)
        self._desk.changed.connect(self._changed)

    # --- what the frame says ------------------------------------------------------------------------

    def activated(self) -> None:
        """It comes to the front."""
        self.refresh()
        self.contents.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this place."""
        return [
            ("Up", self.tr("the part above")),
            ("Down", self.tr("the part below")),
            ("Return", self.tr("into the part that is shown")),
        ]

    # --- showing ------------------------------------------------------------------------------------

    @property
    def part(self) -> int:
        """Which part is shown, counted from the top."""
        return self.contents.currentRow()

    def show_part(self, number: int) -> None:
        """Shows a part, and puts the caret into it."""
        self.contents.setCurrentRow(number)
        self.parts[number].take_caret()

    def _show_part(self, number: int) -> None:
        self.views.setCurrentIndex(number)

    def _enter_part(self, _item: object) -> None:
        self.parts[self.part].take_caret()

    def refresh(self) -> None:
        """Asks anew for everything that is shown."""
        desk = self._desk
        self.shop.show_shop(desk.shop, desk.today, currency_stays=desk.ask(shops.currency_stays))
        self.people.show_people(desk.ask(people.everyone, gone_too=True))
        self.look.show_wish(look.wish(), desk.shop.accent)
        self.demo.show_state(in_demo=desk.shop.demo, there=self._demo_there())
        self.locking.refresh()
        self.closed.refresh()
        self.receipts.refresh()
        self._show_book()
        self._show_privacy()

    # --- privacy ------------------------------------------------------------------------------------

    def _show_privacy(self) -> None:
        self.privacy.show_asked(self._desk)
        self._desk.study(_about_privacy, self._desk.today).then(self._told_privacy).otherwise(
            self.privacy.explain
        )

    def _show_paper(self, kind: privacy_papers.Kind) -> None:
        """One of the papers, laid over the window to be printed or saved."""
        desk = self._desk
        if self._paper is None:
            self._paper = LedgerSheet(desk, self.window())
        facts = desk.ask(privacy_facts.facts_of, desk.path)
        ledger = privacy_papers.paper_of(kind, desk.shop, desk.speech, desk.today, facts)
        self._paper.show_ledger(ledger, f"{ledger.title}.pdf")

    def _ask_acts(self) -> None:
        self._desk.study(acts_log.lately).then(self._show_acts).otherwise(self.privacy.explain)

    def _show_acts(self, done: tuple[acts_log.Done, ...]) -> None:
        if self._paper is None:
            self._paper = LedgerSheet(self._desk, self.window())
        ledger = acts_page.ledger_of(done, self._desk.shop, self._desk.speech)
        self._paper.show_ledger(ledger, f"{ledger.title}.pdf")

    def _told_privacy(self, told: tuple[Times, Due, tuple[int, date | None]]) -> None:
        self.privacy.show_times(*told, self._desk.speech)

    def _keep_times(self, times: Times) -> None:
        self._desk.send(keeping_times.set_times, times).then(self._kept_times).otherwise(self.privacy.explain)

    def _kept_times(self, _times: Times) -> None:
        self._show_privacy()
        self._shell.show_toast(Toast(self.tr("The times are kept"), ""))

    # --- the book, shown ----------------------------------------------------------------------------

    def _show_book(self) -> None:
        desk = self._desk
        size = sum(
            file.stat().st_size
            for ending in ("", "-wal")
            if (file := desk.path.with_name(desk.path.name + ending)).exists()
        )
        kept = backups.listed(backups.folder_of(desk.path))
        self.book.show_book(desk.path, size, kept, desk.speech, desk.shop.day_of)
        self.book.show_second(desk.ask(safety.second_place, desk.now), desk.shop.day_of)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.what.partition(".")[0] in ("shops", "people", "acts", "backups"):
            self.refresh()

    # --- the shop -----------------------------------------------------------------------------------

    def _keep_shop(self, shop: Shop) -> None:
        self._shell.clear_toast()
        self._desk.send(shops.change, shop).then(self._kept_shop).otherwise(self.shop.explain)

    def _kept_shop(self, shop: Shop) -> None:
        self.shop.take_kept(shop)
        self._shell.show_toast(Toast(self.tr("The shop is changed"), "", undo=True))

    # --- who serves ---------------------------------------------------------------------------------

    def _add_person(self, name: str) -> None:
        self._shell.clear_toast()
        self._desk.send(people.add, name).then(self._added).otherwise(self.people.explain)

    def _added(self, person: Person) -> None:
        self.people.take_added(person)
        self._tell_person(self.tr("{name} serves here"), person)

    def _rename_person(self, person: Person, name: str) -> None:
        self._shell.clear_toast()
        sent = self._desk.send(people.change, person.id, name=name, role=person.role)
        sent.then(self._renamed).otherwise(self.people.explain)

    def _renamed(self, person: Person) -> None:
        self.people.take_renamed(person)
        self._tell_person(self.tr("The name is {name} now"), person)

    def _let_go(self, person: Person) -> None:
        self._shell.clear_toast()
        self._desk.send(people.leave, person.id).then(self._gone).otherwise(self.people.explain)

    def _gone(self, person: Person) -> None:
        self._tell_person(self.tr("{name} serves here no more"), person)

    def _tell_person(self, words: str, person: Person) -> None:
        self._shell.show_toast(Toast(words.format(name=person.name), "", undo=True))

    # --- the look -----------------------------------------------------------------------------------

    def show_wish(self, wish: Wish) -> None:
        """This is worn now."""
        self.look.show_wish(wish, self._desk.shop.accent)

    def _ask_accent(self) -> None:
        colour = self.asker.colour(self, self.tr("The shop’s colour"), self._desk.shop.accent)
        if colour:
            self._keep_accent(colour)

    def _keep_accent(self, colour: str) -> None:
        self._shell.clear_toast()
        wanted = replace(self._desk.shop, accent=colour)
        self._desk.send(shops.change, wanted).then(self._kept_accent).otherwise(self._refused_accent)

    def _kept_accent(self, _shop: Shop) -> None:
        self._shell.show_toast(Toast(self.tr("The shop’s colour is changed"), "", undo=True))

    def _refused_accent(self, error: Exception) -> None:
        self.show_wish(look.wish())
        self._shell.show_toast(Toast(str(error), "", tone="attention"))

    # --- the book -----------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        self.asker.show(self._desk.path.parent)

    def _make_backup(self) -> None:
        self.book.begin_backup(self.tr("Making a backup and reading it through"))
        self._desk.care(backups.make, "by hand").then(self._made_backup).otherwise(self._backup_refused)

    def _made_backup(self, _backup: Backup) -> None:
        self.book.end_backup()
        self._shell.show_toast(Toast(self.tr("A backup is made and read through"), ""))

    def _backup_refused(self, error: Exception) -> None:
        self.book.end_backup()
        if isinstance(error, Declined | StorageTrouble):
            self.book.backup_error.explain(error)

    def _choose_second(self) -> None:
        folder = self.asker.folder(self, self.tr("Where backups are copied to"))
        if folder is not None:
            self._send_second(folder)

    def _no_second(self) -> None:
        self._send_second(None)

    def _send_second(self, folder: Path | None) -> None:
        sent = self._desk.send(second_place.choose, folder, self._desk.path)
        sent.then(self._chose_second).otherwise(self._not_copied)

    def _chose_second(self, second: Second) -> None:
        self._show_book()
        if second.folder is not None:
            self._desk.care(_copied_now).then(self._copied).otherwise(self._not_copied)

    def _copied(self, backup: Backup) -> None:
        self._show_book()
        self._shell.show_toast(Toast(self.tr("A backup is in the second place, read through"), ""))

    def _not_copied(self, error: Exception) -> None:
        if isinstance(error, Declined | StorageTrouble):
            self.book.second_error.explain(error)

    def _look_at(self, backup: Backup) -> None:
        if not backup.verified:
            return
        self._looked_at = backup
        self._desk.study(backups.missing, backup).then(self._show_lacks).otherwise(self._backup_refused)

    def _show_lacks(self, lacks: Missing) -> None:
        if self._looked_at is not None:
            self.book.show_restoring(self._looked_at, lacks)

    def _ask_file(self) -> None:
        file = self.asker.open(self, self.tr("Restore from a file"), self.tr("Backups (*.db)"))
        if file is not None:
            self._asked_file = file
            self._look_into("")

    def _look_into(self, secret: str) -> None:
        """Read the file through, opened with what was said where it is locked."""
        assert self._asked_file is not None
        self.book.begin_backup(self.tr("Reading the file through"))
        sent = self._desk.care(_looked_into, self._asked_file, secret)
        sent.then(self._saw_file).otherwise(self._file_refused)

    def _file_refused(self, error: Exception) -> None:
        self.book.end_backup()
        if isinstance(error, Declined) and error.about in ("passphrase", "code"):
            if not self.book.passphrase.isVisible():
                self.book.ask_passphrase(asked=True)
            self.book.passphrase.say(error.because)
        elif isinstance(error, Declined | StorageTrouble):
            self.book.backup_error.explain(error)

    def _saw_file(self, backup: Backup) -> None:
        self.book.end_backup()
        self.book.ask_passphrase(asked=False)
        self._look_at(backup)

    def _restore(self, backup: Backup) -> None:
        self.book.begin_backup(self.tr("Keeping the book as it is, then restoring the backup"))
        self._desk.restore(backup.path).then(self._restored).otherwise(self._backup_refused)

    def _restored(self, done: Restored) -> None:
        self.book.end_backup()
        day = self._desk.speech.day_of_week(done.day)
        self.restored.emit(self.tr("The book is as it was on {day}").format(day=day))

    # --- the check ----------------------------------------------------------------------------------

    def _begin_check(self, replay: bool) -> None:
        self.book.begin_check()
        self._check = self._desk.care_long(checking.check, replay=replay)
        self._check.watched(self.book.come).then(self._checked).otherwise(self._check_refused)

    def _stop_check(self) -> None:
        if self._check is not None:
            self._check.cancel()

    def _checked(self, checked: Checked) -> None:
        self._check = None
        self.book.end_check(checked)

    def _check_refused(self, error: Exception) -> None:
        self._check = None
        words = self.tr("Stopped. Nothing was changed.") if isinstance(error, Cancelled) else str(error)
        self.book.end_check(None, words)


def _about_privacy(reading: Any, today: date) -> tuple[Times, Due, tuple[int, date | None]]:
    return keeping_times.read(reading), keeping_times.due(reading, today), forgetting.how_many(reading)


def _copied_now(book: Any, now: datetime) -> Backup | None:
    """The newest backup goes to the place just chosen; one is made where there is none."""
    copied = second_place.copy(book, now)
    if copied is None:
        backups.make(book, now, "by hand")
        copied = second_place.copy(book, now)
    return copied


def _looked_into(_book: object, now: datetime, file: Path, secret: str) -> Backup:
    if secret:
        locks.open_with(file, secret)
    return backups.look_at(file, now)
