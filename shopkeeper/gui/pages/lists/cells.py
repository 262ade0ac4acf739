"""How the cells of a file will be read: days and amounts as this shop writes them."""

from collections.abc import Callable

from shopkeeper.errors import Declined
from shopkeeper.gui.desk import Desk
from shopkeeper.rules.amounts import DecimalMark, read_plain_amount
from shopkeeper.rules.days import read_iso_day
from shopkeeper.rules.typed_days import DayOrder, read_birthday, read_day, read_iso_birthday

DAYS = ("on", "joined", "birthday")


class Cells:
    """Reads texts by one order of days and one decimal mark; Declined for what cannot be read."""

    def __init__(self, desk: Desk, order: DayOrder | None, mark: DecimalMark | None) -> None:
        self._desk, self._order, self._mark = desk, order, mark

    def reader(self, ours: str) -> Callable[[str], str] | None:
        """What reads a column of ours; None where the text stands for itself."""
        readers = {"amount": self.amount, "on": self.day, "joined": self.day, "birthday": self.birthday}
        return readers.get(ours)

    def amount(self, text: str) -> str:
        """An amount with its currency."""
        desk = self._desk
        return desk.speech.money(
            read_plain_amount(
                text, currency=desk.shop.money, decimal_mark=self._mark or ".", allow_negative=True
            )
        )

    def day(self, text: str) -> str:
        """A day with its year."""
        desk = self._desk
        try:
            return desk.speech.day(read_iso_day(text))
        except Declined:
            return desk.speech.day(read_day(text, order=self._order, today=desk.today))

    def birthday(self, text: str) -> str:
        """A birthday, with its year where that is known."""
        today = self._desk.today
        try:
            found = read_iso_birthday(text, today=today)
        except Declined:
            found = read_birthday(text, order=self._order, today=today)
        return self._desk.speech.birthday(found.month, found.day, found.year)


def read_or_as_it_stands(read: Callable[[str], str] | None, text: str) -> tuple[str, bool]:
    """The words for a cell, and whether it could be read."""
    if read is None or not text:
        return text, True
    try:
        return read(text), True
    except Declined:
        return text, False
