"""Slips out of a spreadsheet: which pasted column is the time, the member, the amount and what was bought."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import DecimalMark, read_amount
from shopkeeper.rules.daybook import LONGEST_TEXT, Slip, read_time
from shopkeeper.rules.headings import guess_mapping
from shopkeeper.rules.money import Currency
from shopkeeper.rules.tables import delimiter_of, heading_key
from shopkeeper.rules.typed_days import DayOrder, read_day
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

Column = Literal["time", "who", "amount", "what", "day", ""]
MOST_ROWS = 5000
_MOST_COLUMNS = 60
_LOOKED_AT = 200
_MOSTLY = 0.9

_TIME_WORDS = frozenset(
    heading_key(word)
    for word in "time clock hour uhrzeit zeit heure hora ora orario tijd tid klokkeslett godzina 时间 時間 время ωρα".split()
)
_NAME_WORDS = frozenset(
    heading_key(word)
    for word in "name who member membername customername fullname wer nom nombre nome naam navn namn 姓名 名前 имя ονομα".split()
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted table: its cells, what each column seems to be, and whether its first row names the columns.

    `unclear` is the question to settle before its rows are taken, "" when there is none.
    """

    cells: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    heading: bool
    unclear: str = ""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows below the heading."""
        return self.cells[1:] if self.heading else self.cells


@dataclass(frozen=True, slots=True)
class Taken:
    """The slips of a pasted table, without keys, and how many rows were left out because they are of other days."""

    slips: tuple[Slip, ...]
    other_days: int

    @property
    def remark(self) -> str:
        """A sentence on what was left out, "" when nothing was."""
        return counted(
            self.other_days,
            "{n} row is of another day and was left out.",
            "{n} rows are of other days and were left out.",
        ) if self.other_days else ""  # fmt: skip


def is_table(text: str) -> bool:
    """Whether a pasted text is rows or columns rather than a word for one field."""
    return "\t" in text.strip("\n\r") or "\n" in text.strip() or "\r" in text.strip()


def read_pasted(
    text: str, currency: Currency, decimal_mark: DecimalMark, day_order: DayOrder, today: date
) -> Pasted:
    """The table in a pasted text, with its columns guessed from the heading or from what is in them.

    Refuses with `paste_empty`, `paste_too_long`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    mark = "\t" if "\t" in text else delimiter_of(lines[:50]) or "\t"
    try:
        cells = list(csv.reader(io.StringIO("\n".join(lines).replace("\0", "")), delimiter=mark))
    except csv.Error:
        cells = [line.split(mark) for line in lines]
    return read_cells(cells, currency, decimal_mark, day_order, today)


def read_cells(
    cells: Sequence[Sequence[str]],
    currency: Currency,
    decimal_mark: DecimalMark,
    day_order: DayOrder,
    today: date,
    *,
    headers: Sequence[str] = (),
) -> Pasted:
    """The same for cells that are parted already; `headers` are those of a file."""
    kept = [[" ".join(cell[: 2 * LONGEST_TEXT].split()) for cell in row[:_MOST_COLUMNS]] for row in cells]
    kept = [row for row in kept if any(row)]
    if headers:
        kept.insert(0, [header.strip() for header in headers[:_MOST_COLUMNS]])
    if len(kept) <= bool(headers):
        raise Declined("paste_empty", say("There is nothing to paste."), "paste")
    if len(kept) > MOST_ROWS + 1:
        raise Declined(
            "paste_too_long",
            say("That is more than a day's slips ({most} rows). Bring it in as an import.").format(
                most=MOST_ROWS
            ),
            "paste",
        )
    width = max(map(len, kept))
    table = tuple(tuple(row + [""] * (width - len(row))) for row in kept)
    look = _Look(currency, decimal_mark, day_order, today)
    named = _by_heading(table[0], look)
    if named is not None:
        columns, unclear = named
        if "amount" not in columns:  # the heading names some columns: the rest may show itself
            columns, unclear = _by_content(table[1:], look, columns)
        return Pasted(table, tuple(columns), True, unclear)
    columns, unclear = _by_content(table, look, [""] * width)
    return Pasted(table, tuple(columns), False, unclear)


def take(pasted: Pasted, columns: Sequence[Column], day: date, day_order: DayOrder, today: date) -> Taken:
    """The slips of the table's rows, with the columns as they were settled; amounts and names stay as written."""
    slips = []
    other_days = 0
    for row in pasted.rows:
        parts: dict[str, str] = {}
        for column, cell in zip(columns, row, strict=True):
            if column and cell and column not in parts:
                parts[column] = cell
        moment = parts.get("time", "")
        if "day" in parts or (" " in moment.strip() and _day_of(moment, day_order, today) is not None):
            theirs = _day_of(parts.get("day", "") or moment, day_order, today)
            if theirs is not None and theirs != day:
                other_days += 1
                continue
        slip = Slip(
            "",
            time_text=_time_of(moment),
            who_text=parts.get("who", "")[:LONGEST_TEXT],
            amount_text=parts.get("amount", ""),
            what_text=parts.get("what", "")[:LONGEST_TEXT],
        )
        if not slip.blank:
            slips.append(slip)
    return Taken(tuple(slips), other_days)


# ---- what the columns are --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    """How this shop writes what is looked for."""

    currency: Currency
    decimal_mark: DecimalMark
    day_order: DayOrder
    today: date

    def is_amount(self, cell: str) -> bool:
        try:
            read_amount(cell, currency=self.currency, decimal_mark=self.decimal_mark, allow_negative=True)
        except Declined as declined:
            return declined.code == "amount_ambiguous"
        return True

    def is_time(self, cell: str) -> bool:
        return ":" in cell and bool(_time_of(cell)) and _understood(_time_of(cell))

    def is_day(self, cell: str) -> bool:
        return not cell.isdigit() and _day_of(cell, self.day_order, self.today) is not None


def _by_heading(first: Sequence[str], look: _Look) -> tuple[list[Column], str] | None:
    """The columns a heading names, and what it leaves unclear; None where the first row is no heading."""
    if any(cell and (cell[0].isdigit() or look.is_time(cell)) and look.is_amount(cell) for cell in first):
        return None
    mapping = guess_mapping(first, "purchases")
    columns: list[Column] = [""] * len(first)
    ours: dict[str, Column] = {"member": "who", "on": "day", "at": "time", "amount": "amount", "what": "what"}
    for name, place in mapping.columns.items():
        columns[place] = ours.get(name, "")
    for place, cell in enumerate(first):
        key = heading_key(cell)
        if key in _TIME_WORDS:
            columns[place] = "time"
        elif key in _NAME_WORDS and "who" not in columns:
            columns[place] = "who"
    if not any(columns):
        return None
    doubts = [ask.because for ask in mapping.asks if ask.about == "amount" and "amount" in columns]
    return columns, doubts[0] if doubts else ""


def _by_content(
    rows: Sequence[Sequence[str]], look: _Look, named: Sequence[Column]
) -> tuple[list[Column], str]:
    columns = list(named)
    seen = {
        place: [row[place] for row in rows[:_LOOKED_AT] if row[place]]
        for place, column in enumerate(columns)
        if not column
    }
    for kind, is_kind in (("time", look.is_time), ("day", look.is_day)):
        for place, cells in list(seen.items()):
            if kind not in columns and cells and _share(cells, is_kind) >= _MOSTLY:
                columns[place] = "time" if kind == "time" else "day"
                del seen[place]
    figures = [p for p, cells in seen.items() if cells and _share(cells, look.is_amount) >= _MOSTLY]
    money = [p for p in figures if _share(seen[p], _has_pence) > 0 or len(figures) == 1]
    unclear = ""
    if "amount" not in columns:
        chosen = _amount_among(money, figures, seen)
        if chosen is None:
            return columns, say("Which column is the amount?")
        if len(money) > 1 or (not money and len(figures) > 1):
            unclear = say("Several columns could be the amount. Is this the right one?")
        columns[chosen] = "amount"
        del seen[chosen]
    rest = [place for place, cells in seen.items() if cells]
    numbers = [place for place in rest if _share(seen[place], _is_number) >= _MOSTLY]
    words = [place for place in rest if place not in numbers]
    if "who" not in columns and (numbers or words):
        # A number says who it is more surely than a name; a second column of words is what was bought.
        who = numbers[0] if numbers else words.pop(0)
        columns[who] = "who"
        if numbers and words:
            unclear = unclear or say("Is this right: who bought, and what?")
    if "what" not in columns and words:
        columns[words[0]] = "what"
    return columns, unclear


def _amount_among(money: Sequence[int], figures: Sequence[int], seen: dict[int, list[str]]) -> int | None:
    if money:
        return money[-1]  # net before gross, price before sum
    if not figures:
        return None
    # Whole pounds beside whole numbers: the member's number is the longer one.
    return min(figures, key=lambda place: sum(map(len, seen[place])) / len(seen[place]))


def _share(cells: Sequence[str], is_kind: object) -> float:
    assert callable(is_kind)
    return sum(bool(is_kind(cell)) for cell in cells) / len(cells)


def _has_pence(cell: str) -> bool:
    return any(not c.isdigit() and c != " " for c in cell)


def _is_number(cell: str) -> bool:
    return sum(c.isdigit() for c in cell) * 2 > len(cell)


def _understood(moment: str) -> bool:
    try:
        read_time(moment)
    except Declined:
        return False
    return True


def _day_of(cell: str, order: DayOrder, today: date) -> date | None:
    """The day of a date, or of a date with a time behind it."""
    for part in dict.fromkeys((cell, cell.replace("T", " ").split(" ")[0])):
        try:
            return read_day(part, order=order, today=today)
        except Declined:
            continue
    return None


def _time_of(cell: str) -> str:
    """The time in `10:41`, `10:41:07`, `2026-11-21 10:41`, `2026-11-21T10:41:07Z`; a time by itself stays as written."""
    moment = cell.strip()
    if "T" in moment[8:12]:
        moment = moment.replace("T", " ", 1)
    if " " in moment and any(mark in moment.split(" ")[0] for mark in "-/."):
        moment = moment.split(" ", 1)[1].strip()
    if moment.count(":") == 2:
        head, _, tail = moment.rpartition(":")
        half = tail[2:].strip().rstrip("Z").split("+")[0].split(".")[0]
        moment = f"{head} {half}".strip()
    return moment


__all__ = ["MOST_ROWS", "Column", "Pasted", "Taken", "is_table", "read_cells", "read_pasted", "take"]
