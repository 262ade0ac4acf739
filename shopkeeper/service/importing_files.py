"""A file about to be brought in: opened, its columns known, its days and amounts understood, or what must be asked first."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from shopkeeper.errors import Declined
from shopkeeper.records.book import Writing
from shopkeeper.rules.amounts import DecimalMark
from shopkeeper.rules.columns import Learnt, learn_columns
from shopkeeper.rules.headings import Kind, guess_mapping
from shopkeeper.rules.headings import Mapping as Columns
from shopkeeper.rules.tables import Ask, Refused, Row
from shopkeeper.rules.typed_days import DayOrder
from shopkeeper.say import text as say
from shopkeeper.service.exporting_everything import is_everything
from shopkeeper.service.reading_cards import is_cards, open_cards
from shopkeeper.service.reading_files import Table, open_table
from shopkeeper.service.reading_workbooks import MAGIC, open_workbook
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass, field

Value = TypeVar("Value")
KEPT_BYTES = 4_000_000  # a file up to here is some 60 MB of rows; a larger one is read twice, and never held
MOST_REFUSED = 100_000  # rows; a list of which more cannot be taken is another list
ROWS_BETWEEN = 2000  # how many rows are read between two steps of the progress


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has settled about a file; None and an absent column mean: find it out, and ask where in doubt.

    `columns` is ours to theirs, as in `--map amount=Betrag`; theirs "" leaves ours out.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    sheet: str | None = None
    zeros: bool | None = None  # whether numbers have lost the noughts in front that the book has
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it would be read. `asks` must be empty before anything is brought in."""

    kind: Kind
    table: Table
    columns: Columns
    learnt: Learnt
    asks: tuple[Ask, ...]
    kept: "_KeptRows | None" = None
    zeros: Mapping[str, str] = field(default_factory=dict)  # numbers that have lost their noughts, and whole

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings that nothing is taken from."""
        return tuple(self.table.headers[place] for place in self.columns.left_out)

    def number(self, text: str) -> str:
        """A number or a card as the book has it."""
        bare = bare_number(text)
        return self.zeros.get(bare, bare)

    def place(self, ours: str) -> int | None:
        """Where a column of ours stands in the file, None where the file has none."""
        return self.columns.columns.get(ours)

    def rows(self, refused: list[Refused]) -> Iterator[Row]:
        """The rows with their lines; those that cannot be taken apart go to `refused`."""
        if self.kept is None:
            return self.table.rows(refused)
        refused += self.kept.refused
        return iter(self.kept.rows)


@dataclass(frozen=True, slots=True)
class _KeptRows:
    """The rows of a file small enough to be taken apart once and not twice."""

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]


def _keep_rows(table: Table) -> _KeptRows | None:
    if table.held is not None or table.size_bytes > KEPT_BYTES:
        return None
    refused: list[Refused] = []
    return _KeptRows(tuple(table.rows(refused)), tuple(refused))


def look(path: Path | str, kind: Kind | None, choices: Choices) -> Source | Ask:
    """The file as it would be read, or the first question about it (its alphabet, its heading).

    Without a `kind` it is guessed: what has an amount and a day are purchases. Further questions, which need the
    columns to be shown, are in `asks` of the answer. Refuses as `open_table` and `guess_mapping` do.
    """
    table = open_list(Path(path), choices)
    if isinstance(table, Ask):
        return table
    if kind is None:
        kind = kind_of(table)
    columns = guess_mapping(table.headers, kind, choices.columns)
    if columns.asks:
        return Source(kind, table, columns, Learnt(choices.day_order, choices.decimal_mark, ()), columns.asks)
    kept = _keep_rows(table)
    rows = table.rows() if kept is None else kept.rows
    learnt = learn_columns(rows, columns, day_order=choices.day_order, decimal_mark=choices.decimal_mark)
    return Source(kind, table, columns, learnt, learnt.asks, kept)


def open_list(path: Path, choices: Choices) -> Table | Ask:
    """The table in a file of any form that is read: CSV, a workbook, cards of an address book."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as trouble:
        raise Declined(
            "file_not_readable", say("This file cannot be read. Look whether it is still there."), "file"
        ) from trouble
    if is_everything(head):
        raise Declined(
            "file_is_everything",
            say("This is a whole book. It can be read into a shop that has no members and no purchases yet."),
            "file",
        )
    if head.startswith(MAGIC):
        return open_workbook(path, sheet=choices.sheet, header=choices.header)
    if is_cards(head):
        return open_cards(path, encoding=choices.encoding)
    return open_table(path, encoding=choices.encoding, delimiter=choices.delimiter, header=choices.header)


def kind_of(table: Table) -> Kind:
    """Whether a table looks like purchases or like members."""
    purchases = guess_mapping(table.headers, "purchases").columns
    return "purchases" if "amount" in purchases and ("on" in purchases or "at" in purchases) else "members"


def ready(path: Path | str, kind: Kind, choices: Choices) -> Source:
    """The file ready to be brought in; an open question is refused with its code and its choices in the sentence."""
    found = look(path, kind, choices)
    asks = (found,) if isinstance(found, Ask) else found.asks
    if asks or isinstance(found, Ask):
        raise Declined(asks[0].code, asked(asks[0]), asks[0].about)
    return found


def asked(ask: Ask) -> str:
    """A question as one sentence with its choices, for where nobody can click."""
    listed = "; ".join(
        f"{choice.value or say('nothing')} ({choice.label})" if choice.label != choice.value else choice.value
        for choice in ask.choices
    )
    return f"{ask.because} {say('Choose one of:')} {listed}." if listed else ask.because


class Kept(dict[str, Value], Generic[Value]):
    """What each text of a column means, worked out once for every text; a refusal is raised each time."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Value:
        value = self[text] = self._read(text)
        return value


def bare_number(text: str) -> str:
    """A member's number without the apostrophe by which some programs keep a spreadsheet from its noughts."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:].isdecimal() else text


def second_half(progress: Progress, lines: int) -> Progress:
    """The progress of the writing, after the reading of so many lines."""

    def tell(done: int, total: int) -> None:
        progress(lines + lines * done // max(1, total), 2 * lines)

    return tell


def refuse(refused: list[Refused], line: int, because: str) -> None:
    """Note that a row is not taken; Declined where so many are that the list is another than it is taken for."""
    refused.append(Refused(line, because))
    if len(refused) > MOST_REFUSED:
        raise Declined(
            "too_many_refused",
            say(
                "More than {n} rows of this file cannot be taken; nothing was brought in. The first is line {line}: {because}"
                " Look whether its columns are what they are taken for."
            ).format(n=MOST_REFUSED, line=refused[0].line, because=refused[0].because),
            "file",
        )


def halves(progress: Progress) -> tuple[Progress, Progress]:
    """The progress of what is gone through twice."""
    return (
        lambda done, total: progress(done, 2 * total),
        lambda done, total: progress(total + done, 2 * total),
    )


# ---- members that a file brings --------------------------------------------------------------------------


def free_numbers(w: Writing, numbers: list[str]) -> None:
    """The numbers, where only somebody has them whose enrolment was undone, belong to nobody again."""
    if w.value("select 1 from members where gone = 1 limit 1"):
        w.run(
            "update members set number = number || '~' || id where gone = 1 and number in"
            " (select value from json_each(?))",
            (json.dumps(numbers),),
        )
