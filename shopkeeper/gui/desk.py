"""The desk between the screen and the book: questions answered at once, acts done by one clerk, one after another."""

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui.tidying import Tidying, give_back
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.say import Speech
from shopkeeper.service import pins, roles, shops
from shopkeeper.values import dataclass, replace

P = ParamSpec("P")
Answer = TypeVar("Answer")
IDLE_MS = 400
# A long act shares one interpreter with the window. It hands over ten times as readily as is usual and takes a breath
# at each step: an import then holds a key up for some hundredths of a second instead of a quarter, and is done sooner.
HANDS_OVER_S = 0.0005
BREATH_S = 0.002
MINUTE_MS = 60_000
ASKED_ANEW = (
    3  # times a long question lets go of what it reads, and begins again, before it is heard to its end
)
# Before these a backup is made, if something was done since the last.
_RISKY = {
    "importing.import_file": "import", "importing.import_members": "import", "importing.import_purchases": "import",
    "importing_everything.bring_back": "import", "merging.merge": "merge",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changes:
    """What an act changed: the act's name (`purchases.record`) and the members concerned, None for many."""

    what: str
    members: frozenset[int] | None


class Sent(QObject):
    """An act, or a long question (`act` False), on its way. `then` gets the answer, `otherwise` the Declined, StorageTrouble or Cancelled."""

    _progressed = Signal(object)

    def __init__(self, what: str, parent: QObject, *, act: bool) -> None:
        super().__init__(parent)
        self.what = what
        self.act = act
        self.again: Callable[..., Any] | None = None
        self._then: list[Callable[[Any], object]] = []
        self._otherwise: list[Callable[[Exception], object]] = []
        self._watching: Callable[[int, int], object] | None = None
        self._stop = Event()
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def then(self, slot: Callable[[Any], object]) -> "Sent":
        """Call the bound method with the answer, in the window's thread."""
        self._then.append(slot)
        return self

    def otherwise(self, slot: Callable[[Exception], object]) -> "Sent":
        """Call the bound method with what said no, in the window's thread."""
        self._otherwise.append(slot)
        return self

    def watched(self, slot: Callable[[int, int], object]) -> "Sent":
        """Call the bound method with (done, of how many) while a long act goes on."""
        self._watching = slot
        return self

    def cancel(self) -> None:
        """End a long act at its next step; it leaves nothing behind."""
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """What the act itself calls, in the clerk's thread."""
        if self._stop.is_set():
            raise Cancelled
        time.sleep(BREATH_S)
        if shiboken6.isValid(self):
            self._progressed.emit((done, total))

    @Slot(object)
    def _show_progress(self, counts: tuple[int, int]) -> None:
        if self._watching is not None and _alive(self._watching):
            self._watching(*counts)

    def deliver(self, answer: Any) -> None:
        """Hand the answer on."""
        for slot in self._then:
            if _alive(slot):
                slot(answer)

    def refuse(self, error: Exception) -> bool:
        """Hand on what said no; answers whether anybody listened."""
        listeners = [slot for slot in self._otherwise if _alive(slot)]
        for slot in listeners:
            slot(error)
        return bool(listeners)


def _alive(slot: Callable[..., object]) -> bool:
    owner = getattr(slot, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class Desk(QObject):
    """Where pages ask and send. `clock` gives the present instant, aware; nothing else here knows the time. `words` is
    what the shop's speech learnt another day."""

    changed = Signal(object)  # Changes
    refused = Signal(object)  # a Declined or StorageTrouble that no page listened for
    day_changed = Signal(object)  # date
    damaged = Signal(object)  # StorageTrouble: the look at the file that is made at the start and each day
    looked_after = Signal()  # backups may have been made
    busy_changed = Signal(bool)
    owner_asked = Signal(object)  # a Sent that only the owner may have done, or answered
    doors_moved = Signal()  # what the owner's PIN had opened is closed again, or something is open now
    closing = Signal()  # the last moment to send what waits
    _finished = Signal(object)

    def __init__(
        self, book: Book, clock: Callable[[], datetime], parent: QObject | None = None, words: str = ""
    ) -> None:
        super().__init__(parent)
        self._words = words
        sys.setswitchinterval(HANDS_OVER_S)
        self.book = book
        self.clock = clock
        self._closed = False
        self.serving: int | None = None  # who serves now, an id of `people`
        self._doer = roles.Doer()
        self._reading: Reading = book.reading(self._doer)
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clerk")
        self._scholar = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scholar")
        self._under_way: dict[Future[Any], Sent] = {}
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        try:
            self._shop = shops.read(self._reading)
        except StorageTrouble:
            self._reading.close()  # a book that is to be restored must not be held open
            raise
        self._speech = Speech(self._locale(), self._shop.money, self._shop.zone, self._words)
        self._day = self.today
        self._rhythms_on: date | None = None
        self._pass: tuple[date, bool, Any] | None = (
            None  # a going through of the rhythms that an act has stopped
        )
        self._looked_on: date | None = None
        self._looking = False
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._tidy)
        self._midnight = QTimer(self)
        self._midnight.setInterval(MINUTE_MS)
        self._midnight.timeout.connect(self._look_at_the_day)
        self._midnight.start()
        self._tidying = Tidying(self)

    # ---- what pages need to know ----

    @property
    def path(self) -> Path:
        """Where the book is."""
        return self.book.path

    @property
    def shop(self) -> shops.Shop:
        """The shop as it was last read."""
        return self._shop

    @property
    def speech(self) -> Speech:
        """How this shop writes money, numbers and days."""
        return self._speech

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.clock()

    @property
    def today(self) -> date:
        """The present shop day."""
        return self._shop.day_of(self.clock())

    @property
    def closed(self) -> bool:
        """Whether the book was let go."""
        return self._closed

    @property
    def busy(self) -> bool:
        """Whether something that was sent is still under way."""
        return bool(self._under_way)

    # ---- the two verbs ----

    def ask(
        self, question: Callable[Concatenate[Reading, P], Answer], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Answer a question that reads a bounded number of rows, now."""
        if self._closed:  # a timer of a page that is going: answered all the same, and nothing kept open
            return self._study(question, args, kwargs, self._doer)  # type: ignore[no-any-return]
        return question(self._reading, *args, **kwargs)

    def send(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """Have an act done by the clerk, in one transaction: `act(writing, …)`."""
        return self._submit(act, args, kwargs, watched=False)

    def send_long(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """The same for an act that takes `progress=`; see `Sent.watched` and `Sent.cancel`."""
        return self._submit(act, args, kwargs, watched=True)

    def study(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """Answer a question that may take long, on a thread and a connection of its own: `question(reading, …)`."""
        return self._ask_scholar(Sent(_name(question), self, act=False), question, args, kwargs)

    def study_long(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """The same for a question that takes `progress=`."""
        sent = Sent(_name(question), self, act=False)
        kwargs["progress"] = sent.progress
        return self._ask_scholar(sent, question, args, kwargs)

    def _ask_scholar(
        self, sent: Sent, question: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Sent:
        sent.again = partial(self._study, question, args, kwargs)
        if not self._closed:  # nobody is there any more to be told
            self._watch(self._scholar.submit(sent.again, self._doer), sent)
        return sent

    def care(self, task: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """Look after the book as a whole, beside the acts: `task(book, now, …)`, a backup for one."""
        sent = Sent(_name(task), self, act=True)
        self._watch(self._scholar.submit(partial(task, self.book, self.clock(), *args, **kwargs)), sent)
        return sent

    def care_long(self, task: Callable[..., Any], *args: Any, **kwargs: Any) -> Sent:
        """The same for a task that takes `progress=` and changes nothing: a check."""
        sent = Sent(_name(task), self, act=False)
        kwargs["progress"] = sent.progress
        self._watch(self._scholar.submit(partial(task, self.book, self.clock(), *args, **kwargs)), sent)
        return sent

    def restore(self, backup: Path) -> Sent:
        """Make the book what a backup was, between two acts; whoever asked opens the window anew after it."""
        from shopkeeper.service import backups

        self._idle.stop()
        sent = Sent(_name(backups.restore), self, act=True)
        sent.again = partial(backups.restore, backup, self.book, self.clock())
        self._watch(self._clerk.submit(sent.again, self._doer), sent)
        return sent

    def go_on(self, sent: Sent, owner: roles.Doer) -> None:
        """Do, or answer, what was held back, now that the owner has given their PIN."""
        assert sent.again is not None
        door = roles.READS_OF_OWNER.get(sent.what)
        if door in roles.STAYS_OPEN:
            self.open_door(door)
        worker = self._clerk if sent.act else self._scholar
        self._watch(worker.submit(sent.again, owner), sent)

    def give_up(self, sent: Sent) -> None:
        """The owner's PIN was not given: whoever asked is told no."""
        self._refuse(sent, roles.owner_needed())
        sent.deleteLater()

    # ---- what the owner's PIN opens ----

    def may_see(self, door: roles.Door) -> bool:
        """Whether what is behind a door is to be seen now."""
        return door in self._doer.doors or not self.ask(pins.in_use)

    @property
    def anything_open(self) -> bool:
        """Whether the owner's PIN has opened something that is not shut yet."""
        return bool(self._doer.doors)

    def open_door(self, door: roles.Door) -> None:
        """The owner has given their PIN to see this, until `shut_doors`."""
        self._wear(roles.Doer(doors=self._doer.doors | {door}))

    def shut_doors(self) -> None:
        """Whoever looks on next gives the PIN anew."""
        if self._doer.doors:
            self._wear(roles.Doer())

    def _wear(self, doer: roles.Doer) -> None:
        self._doer = self._reading.doer = doer
        self.doors_moved.emit()

    def _submit(
        self, act: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, watched: bool
    ) -> Sent:
        sent = Sent(_name(act), self, act=True)
        if watched:
            kwargs["progress"] = sent.progress
        sent.again = partial(self._do, act, self.clock(), args, kwargs, self.serving)
        self._watch(self._clerk.submit(sent.again, self._doer), sent)
        return sent

    def _do(
        self,
        act: Callable[..., Any],
        now: datetime,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        serving: int | None,
        doer: roles.Doer,
    ) -> Any:
        risky = _RISKY.get(_name(act))
        if risky and not kwargs.get("dry_run"):
            from shopkeeper.service import care

            care.before(self.book, now, risky)
        with self.book.writing(now, replace(doer, serving=serving)) as w:
            return act(w, *args, **kwargs)

    def _study(
        self, question: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], doer: roles.Doer | None = None
    ) -> Any:  # fmt: skip
        anew = ASKED_ANEW
        while True:
            reading = self.book.reading(doer, asked_anew=anew > 0)
            try:
                return question(reading, *args, **kwargs)
            except StorageTrouble as error:
                if error.code != "let_go":
                    raise
                anew -= 1
            finally:
                reading.close()

    def _watch(self, future: "Future[Any]", sent: Sent) -> None:
        self._under_way[future] = sent
        self.busy_changed.emit(True)
        future.add_done_callback(self._tell)

    def _tell(self, future: "Future[Any]") -> None:
        if shiboken6.isValid(self):
            self._finished.emit(future)

    @Slot(object)
    def _finish(self, future: "Future[Any]") -> None:
        sent = self._under_way.pop(future, None)
        if sent is None:
            return
        if not self._under_way:
            self.busy_changed.emit(False)
        if future.cancelled():  # a question still waiting when the desk was closed
            sent.deleteLater()
            return
        try:
            answer = future.result()
        except (Declined, StorageTrouble, Cancelled) as error:
            if isinstance(error, Declined) and error.code == "owner_needed" and sent.again is not None:
                self.owner_asked.emit(sent)  # it waits, with all that was typed, for `go_on` or `give_up`
                return
            self._refuse(sent, error)
            sent.deleteLater()
            return
        sent.deleteLater()
        if sent.what.startswith("closed_days.") or getattr(answer, "kind", "") == "closed":
            # When the shop is open has changed: all rhythms are looked at again.
            self._rhythms_on, self._pass = None, None
        if sent.what.startswith("shops.") or sent.what in ("acts.undo", "backups.restore"):
            self.reread_shop()
        sent.deliver(answer)
        if not sent.act:
            return
        self.changed.emit(Changes(sent.what, _members_of(answer)))
        if not self._closed:
            self._idle.start()

    def _refuse(self, sent: Sent, error: Exception) -> None:
        if not sent.refuse(error) and not isinstance(error, Cancelled):
            self.refused.emit(error)

    # ---- what happens by itself ----

    def begin(self) -> None:
        """Once the window takes keys: let the days that passed do what they do, make the day's backup.

        Nothing is sent where nothing is owed, so that what writing needs is not brought in for nothing.
        """
        if self.ask(_is_behind, self.clock(), self.today):
            self.send(_catch_up)
        self._idle.start()

    def reread_shop(self) -> None:
        """Take up what the owner changed about the shop."""
        self._shop = self.ask(shops.read)
        self._speech = Speech(self._locale(), self._shop.money, self._shop.zone, self._words)

    def _locale(self) -> str:
        language = self._shop.language or "en"
        return language if "_" in language or "-" in language else f"{language}_{self._shop.country}"

    @Slot()
    def _tidy(self) -> None:
        if not self._closed and not self._under_way:
            self._clerk.submit(self._tidy_now, self.clock())
            self._look_after()

    def _tidy_now(self, now: datetime) -> None:
        from shopkeeper.service import care, finding

        try:
            if self._study(finding.is_owed, (), {}):
                with self.book.writing(now) as w:
                    finding.settle(w)
            self._settle_rhythms(now)
            care.keep_no_longer(self.book, now, self._shop.day_of(now))
            self.book.settle()
            give_back()
        except StorageTrouble:
            return  # tidying can wait; an act that meets the same trouble will say so

    def _look_after(self) -> None:
        if not self._closed and not self._looking:
            self._looking = True
            self._scholar.submit(self._look_after_now, self.clock())

    def _look_after_now(self, now: datetime) -> None:
        from shopkeeper.service import care

        today = self._shop.day_of(now)
        through, self._looked_on = self._looked_on != today, today
        try:
            care.look_after(self.book, now, through=through)
        except StorageTrouble as error:
            if error.code == "damaged" and shiboken6.isValid(self):
                self.damaged.emit(error)  # anything else can wait; an act that meets it will say so
        finally:
            give_back()
            self._looking = False
            if shiboken6.isValid(self):
                self.looked_after.emit()

    def _settle_rhythms(self, now: datetime) -> None:
        """Part by part, so that an act never waits long; once a day all members are gone through."""
        from shopkeeper.service import rhythms

        today = self._shop.day_of(now)
        all_too = self._rhythms_on != today
        if not all_too and not self._study(rhythms.is_owed, (today,), {}):
            return
        if self._pass is None or self._pass[:2] != (today, all_too):
            self._pass = today, all_too, self._study(rhythms.begin, (today,), {})
        so_far = self._pass[2]
        while not self._closed and not self._under_way:
            with self.book.writing(now) as w:
                so_far = rhythms.settle_part(w, so_far, all_too=all_too)
            self._pass = today, all_too, so_far
            if so_far.ended:
                # Whoever bought meanwhile is found by the next look, which begins anew.
                self._rhythms_on, self._pass = today, None
                self.book.rest()
                return

    @Slot()
    def _look_at_the_day(self) -> None:
        if not self._under_way:
            self._look_after()
        today = self.today
        if today != self._day:
            self._day = today
            self.send(_catch_up)
            self.day_changed.emit(today)

    def close(self, *, keep_safe: bool = False) -> None:
        """Finish what was sent, then let go of the book; with `keep_safe` after a backup of what was done since the
        last, and its copy in the second place."""
        if self._closed:
            return
        self.closing.emit()
        self._closed = True
        self._midnight.stop()
        self._idle.stop()
        self._clerk.shutdown(wait=True)
        self._scholar.shutdown(wait=True, cancel_futures=True)
        self._tidying.end()
        if keep_safe:
            from shopkeeper.service import care

            care.at_close(self.book, self.clock())
        self._reading.close()
        self.book.close()


def _is_behind(read: Reading, now: datetime, today: date) -> bool:
    from shopkeeper.service import todays

    return todays.is_behind(read, now, today)


def _catch_up(w: Writing) -> int:
    from shopkeeper.service import programmes, standings

    return standings.catch_up(w, programmes.versions(w), shops.today(w))


def _name(function: Callable[..., Any]) -> str:
    module = getattr(function, "__module__", "").rpartition(".")[2]
    return f"{module}.{getattr(function, '__name__', 'act')}"


def _members_of(answer: Any) -> frozenset[int] | None:
    concerned = getattr(answer, "affected", None)
    if concerned is not None:
        return frozenset(one.member_id for one in concerned) if len(concerned) < 100 else None
    member = getattr(answer, "member_id", None)
    return frozenset() if member is None else frozenset({member})
