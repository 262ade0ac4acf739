"""A shop's book on disk: any number of readers, one writer, every act a transaction that is wholly there or not."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import seals, sqlite

Parameters = Sequence[object] | Mapping[str, object]

CHECKPOINT_EVERY_ACTS = 100
# Bytes of a log that could not be moved into the book: whoever of our own reads what was long before lets go then.
LETS_GO_AT = 48 * 2**20


def instant_text(instant: datetime) -> str:
    """An aware instant as it is stored; a naive one is refused, for nobody knows when it was."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Reading:
    """Questions to the book; sees what was committed when each question began.

    `doer` is who asks, as `service.roles` understands it; None is the program itself.
    """

    def __init__(self, connection: Any, doer: object = None, begun: int = 0) -> None:
        self._driver = connection
        self.doer = doer
        self.begun = begun  # how many acts this program had done by then

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows the statement gives."""
        try:
            found: list[tuple[Any, ...]] = self._driver.execute(sql, parameters).fetchall()
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error
        return found

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, for a result too long to hold."""
        try:
            yield from self._driver.execute(sql, parameters)
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        try:
            found: tuple[Any, ...] | None = self._driver.execute(sql, parameters).fetchone()
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error
        return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def broken_seals(self) -> Iterator[tuple[int, str]]:
        """The acts that are not as they were sealed; see `seals.broken`."""
        try:
            yield from seals.broken(self._driver)
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error

    def let_go(self) -> None:
        """End the question that is under way, from any thread: it gets StorageTrouble `let_go`, and can be asked anew."""
        with suppress(*sqlite.DriverError):  # it was given back this moment
            self._driver.interrupt()

    def close(self) -> None:
        """Give the connection back; the reading is of no use after."""
        self._driver.close()


class Writing(Reading):
    """One act under way: what it reads is what it will change, and nobody else changes it meanwhile."""

    def __init__(self, connection: Any, now: datetime, doer: object = None) -> None:
        super().__init__(connection, doer)
        self.now = now
        self.entered_at = instant_text(now)
        self._afterwards: list[Callable[[bool], object]] = []

    def afterwards(self, called: Callable[[bool], object]) -> None:
        """Call this at the act's end, with whether it was committed, for what stands outside the book. What it raises is
        what is said."""
        self._afterwards.append(called)

    def end(self, committed: bool) -> None:
        """What the book says at the end."""
        for called in self._afterwards:
            called(committed)

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute; answers how many rows were touched."""
        try:
            return int(self._driver.execute(sql, parameters).rowcount)
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute an insert; answers the new row's id."""
        try:
            return int(self._driver.execute(sql, parameters).lastrowid)
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error

    def many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Execute once for each row."""
        try:
            self._driver.executemany(sql, rows)
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error

    def close(self) -> None:
        """An act closes itself with its transaction."""


class Book:
    """The open book. Make it with `records.opening.open_book`, which checks the file first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._writer: Any = None
        self._act_under_way = False
        self._acts_since_checkpoint = 0
        self._acts = 0
        self._log = f"{path}-wal"
        self._asked_anew: WeakSet[Reading] = (
            WeakSet()
        )  # readings whose questions can be ended and asked once more
        self._choosing = threading.Lock()  # of these alone: nobody who begins to read waits for an act

    def reading(
        self, doer: object = None, *, passing_through: bool = False, asked_anew: bool = False
    ) -> Reading:
        """A new read-only connection, for the thread that asks; one that goes once through the whole book keeps no pages.

        With `asked_anew` whoever asks is ready for StorageTrouble `let_go`, and then asks once more on a new one.
        """
        connection = sqlite.connect(self.path, read_only=True)
        if passing_through:
            connection.execute("pragma cache_size=-512")
        reading = Reading(connection, doer, self._acts)
        if asked_anew:
            with self._choosing:
                self._asked_anew.add(reading)
        return reading

    @contextmanager
    def writing(self, now: datetime, doer: object = None) -> Iterator[Writing]:
        """One transaction: committed to the disk when the block ends, rolled back whole when it raises."""
        with self._lock:
            if self._act_under_way:  # the lock lets its own thread in again
                raise StorageTrouble(
                    "locked",
                    "The book is still busy with another act. Nothing was saved. Try again in a moment.",
                )
            act, committed = None, False
            try:
                writer = self._writer = self._writer or sqlite.connect(self.path, read_only=False)
                writer.execute("begin immediate")
                self._act_under_way = True
                act = Writing(writer, now, doer)
                yield act
                seals.seal_new(writer)
                writer.commit()
                committed = True
                self._acts_since_checkpoint += 1
                self._acts += 1
                self._ask_to_let_go()
            except sqlite.DriverError as error:
                raise sqlite.trouble(error) from error
            finally:
                self._act_under_way = False
                try:
                    if act is not None:
                        act.end(committed)  # before it is taken back: nobody else can write until then
                finally:
                    self._take_back()

    def _take_back(self) -> None:
        """Whatever an act that did not come to its commit has written is as if it had never been."""
        try:
            if self._writer is not None and self._writer.in_transaction:
                self._writer.rollback()
        except sqlite.DriverError:
            self._writer.close()  # which lets go of all that was not committed
            self._writer = None

    def _ask_to_let_go(self) -> None:
        """A log is only emptied where nobody reads what was before it: of our own, nobody does so for ever."""
        try:
            if os.stat(self._log).st_size <= LETS_GO_AT:
                return
        except OSError:
            return  # another program has put the log away this moment
        with self._choosing:
            long = list(self._asked_anew)
        for reading in long:
            if self._acts - reading.begun >= CHECKPOINT_EVERY_ACTS:
                reading.let_go()

    def settle(self, *, now_or_never: bool = False) -> None:
        """Between acts: move what was written from the log into the book, so that no purchase has to wait for it."""
        with self._lock:
            if self._writer is None or (
                self._acts_since_checkpoint < CHECKPOINT_EVERY_ACTS and not now_or_never
            ):
                return
            self._acts_since_checkpoint = 0
            try:
                self._writer.execute("pragma wal_checkpoint(passive)")
            except sqlite.DriverError:
                return  # another program is reading: the next settling will do it

    def rest(self) -> None:
        """After many rows were gone through: the pages kept of them are let go of, for no act asks for them again."""
        with self._lock:
            if self._writer is not None and not self._act_under_way:
                try:
                    self._writer.execute("pragma shrink_memory")
                except sqlite.DriverError as error:
                    raise sqlite.trouble(error) from error

    def empty_log(self) -> bool:
        """Move all that was written into the book and empty the log, so that nothing taken out is left in it.

        Answers whether it could be done: not while another program, or a long question, still reads what was before.
        """
        with self._lock:
            try:
                writer = self._writer = self._writer or sqlite.connect(self.path, read_only=False)
                busy = writer.execute("pragma wal_checkpoint(truncate)").fetchone()
            except sqlite.DriverError as error:
                raise sqlite.trouble(error) from error
            self._acts_since_checkpoint = 0
            return bool(busy[0] == 0)

    def close(self) -> None:
        """End the writer; what it committed stays."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
