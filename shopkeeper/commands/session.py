"""The book, opened for commands: one reader and one writer, kept for as long as commands come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from shopkeeper.errors import StorageTrouble
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.rules.money import Currency
from shopkeeper.say import Speech
from shopkeeper.service import (
    care,
    finding,
    locks,
    pins,
    programmes,
    roles,
    safety,
    shops,
    standings,
    todays,
)
from shopkeeper.service.opening import open_shop
from shopkeeper.service.standings import Progress, nobody_waits

TIDY_EVERY_ACTS = 200


class Session:
    """Where commands read and write. `clock` gives the present instant; nothing else here knows the time. `passphrase` is
    asked where the book is locked, `pin` before the first act, `owner` once, where something is the owner's."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
        passphrase: Callable[[], str] | None = None,
        pin: Callable[[], str] | None = None,
        owner: Callable[[], str] | None = None,
    ) -> None:
        self.path = path
        self._passphrase = passphrase
        self._pin = pin
        self._owner = owner
        self._doer: roles.Doer | None = None
        self._clock = clock
        self._book: Book | None = None
        self._reading: Reading | None = None
        self._caught_up: date | None = None
        self._acts = 0
        self.progress: Progress = nobody_waits

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self._clock()

    @property
    def book(self) -> Book:
        """The open book, migrated if it is older."""
        if self._book is None:
            self.say_passphrase(self.path)
            self._book = open_shop(self.path, self.now)
        return self._book

    def say_passphrase(self, file: Path) -> None:
        """Where the book, or a backup, is locked and somebody can say its passphrase: they are asked, once."""
        if self._passphrase is not None and self._book is None and locks.needs_key(file):
            locks.open_with_passphrase(file, self._passphrase())

    def second_places(self) -> tuple[Path, ...]:
        """Where backups are copied to, if that is there."""
        folder = safety.second_place(self.reading, self.now).folder
        return () if folder is None else (folder,)

    @property
    def reading(self) -> Reading:
        """The connection that questions go to."""
        if self._reading is None:
            self._reading = self.book.reading(self._doer or roles.Doer())
        return self._reading

    @property
    def shop(self) -> shops.Shop:
        """The shop as it stands in the book now."""
        return shops.read(self.reading)

    @property
    def currency(self) -> Currency:
        """What the shop counts in."""
        return self.shop.money

    @property
    def today(self) -> date:
        """The present shop day."""
        return self.shop.day_of(self.now)

    @property
    def speech(self) -> Speech:
        """How this shop writes money and days."""
        shop = self.shop
        language = shop.language or "en"
        locale = language if "_" in language or "-" in language else f"{language}_{shop.country}"
        return Speech(locale, shop.money, shop.zone)

    @property
    def doer(self) -> roles.Doer:
        """Who acts, as far as a PIN proves it; it is looked at once. Declined: nobody's PIN."""
        if self._doer is None:
            self._wear(roles.Doer() if self._pin is None else self._proved(self._pin()))
        assert self._doer is not None
        return self._doer

    def ask_owner(self) -> bool:
        """Something is the owner's: whether a PIN that was not looked at yet, or is asked for now, is theirs. Declined:
        nobody's PIN."""
        if self._doer is None and self._pin is not None:
            return self.doer.owner
        if self._owner is None:
            return False
        ask, self._owner = self._owner, None
        self._wear(self._proved(ask()))
        return self.doer.owner

    def _proved(self, pin: str) -> roles.Doer:
        with self.book.writing(self.now) as w:
            entered = locks.enter(w, self.path, pin)
        if entered.person is None:
            raise pins.not_known(entered)
        return roles.Doer(entered.owner, entered.person)

    def _wear(self, doer: roles.Doer) -> None:
        self._doer = doer
        if self._reading is not None:
            self._reading.doer = doer

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One act: committed, and on the disk, when the block ends."""
        with self.book.writing(self.now, self.doer) as w:
            yield w
        self._acts += 1

    def catch_up(self) -> None:
        """Let the days that passed do what they do to members, once a day; reading works without."""
        today = self.today
        if self._caught_up == today:
            return
        self._caught_up = today
        if todays.is_behind(self.reading, self.now, today):
            with suppress(StorageTrouble), self.book.writing(self.now) as w:
                standings.catch_up(w, programmes.versions(w), today)

    def tidy(self, *, at_the_end: bool = False) -> None:
        """Between acts, now and then: the index, the log of the file, the day's backup. It can wait if it cannot be."""
        if self._book is None or (self._acts < TIDY_EVERY_ACTS and not (at_the_end and self._acts)):
            return
        self._acts = 0
        with suppress(StorageTrouble):
            with self._book.writing(self.now) as w:
                finding.settle(w)
            self._book.settle()
            today = self.today
            self.let_go_of_reading()
            care.keep_no_longer(self._book, self.now, today)
            care.look_after(self._book, self.now, through=False)

    def keep_first(self, what: str) -> None:
        """A backup before something risky."""
        care.before(self.book, self.now, what)

    def let_go_of_reading(self) -> None:
        """End the reader, so that the log can be emptied; the next question opens another."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def reopen(self) -> None:
        """Let go of the file after trouble, so that what is read next is what the disk holds."""
        self.close()

    def close(self) -> None:
        """Let go of the book; what was answered stays."""
        self.let_go_of_reading()
        if self._book is not None:
            self._book.close()
            self._book = None
