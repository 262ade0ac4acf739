"""A file as it is seen before it is brought in: its columns, how its days and amounts are read, what would come of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from shopkeeper.records.book import Reading
from shopkeeper.rules.amounts import DecimalMark
from shopkeeper.rules.headings import Kind
from shopkeeper.rules.tables import Ask, Refused
from shopkeeper.rules.typed_days import DayOrder
from shopkeeper.say import text as say
from shopkeeper.service import exporting, importing, importing_zeros
from shopkeeper.service.importing import Imported
from shopkeeper.service.importing_files import Choices, Source, look, open_list
from shopkeeper.service.reading_files import Form, Table
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass, field

# What was settled the last time about a file with these headings, of this kind or of either; None for never.
Recall = Callable[[Sequence[str], Kind | None], tuple[Kind, Choices] | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file and what would come of it. While there are `asks`, nothing was tried, and `tried` is None; where the first
    of them is about the file's alphabet or heading, its columns are not known either.

    `columns` are ours with their place in the file, `sample` its first rows; `choices` were followed, `day_order` and
    `decimal_mark` are theirs or what the file itself says.
    """

    path: Path
    kind: Kind
    choices: Choices
    asks: tuple[Ask, ...]
    headers: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    form: Form = "text"
    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    warnings: tuple[str, ...] = ()
    tried: Imported | None = None


def see(
    book: Reading,
    path: Path,
    kind: Kind | None,
    choices: Choices,
    today: date,
    recall: Recall | None = None,
    *,
    progress: Progress = nobody_waits,
) -> Seen:
    """Look at a file, ask what must be asked, and try it; nothing is written.

    Without a `kind` it is guessed. What `recall` remembers of a file with the same headings holds where nothing is
    chosen. Refuses as `open_table` and `guess_mapping` do.
    """
    found = look(path, kind, choices)
    if isinstance(found, Source) and recall is not None:
        before = recall(headings_of(found.table.headers), kind)
        if before is not None:
            kind, remembered = before
            choices = _with(remembered, choices)
            found = look(path, kind, choices)
    if isinstance(found, Ask):
        return Seen(path, kind or "members", choices, (found,))
    tried = None
    asks = found.asks
    if not asks:
        settled = importing_zeros.settled(book, found, choices)
        found, asks = (found, (settled,)) if isinstance(settled, Ask) else (settled, ())
    if not asks:
        tried = importing.try_source(book, found, today, progress=progress)
    return Seen(
        path, found.kind, choices, asks, found.table.headers, found.table.preview, found.table.form, found.table.encoding,
        found.table.delimiter, found.columns.columns, found.learnt.day_order, found.learnt.decimal_mark,
        found.table.warnings, tried,
    )  # fmt: skip


def _with(remembered: Choices, chosen: Choices) -> Choices:
    return Choices(
        encoding=chosen.encoding,
        delimiter=chosen.delimiter,
        header=chosen.header,
        sheet=chosen.sheet,
        zeros=chosen.zeros,
        day_order=chosen.day_order or remembered.day_order,
        decimal_mark=chosen.decimal_mark or remembered.decimal_mark,
        columns=chosen.columns or remembered.columns,
    )


def headings_of(headers: Iterable[str]) -> tuple[str, ...]:
    """The headings of a list without the two that `save_refused` adds: a list put right is the same list."""
    ours = {say("Line"), say("Why it was not taken")}
    return tuple(header for header in headers if header not in ours)


def save_refused(
    _book: Reading,
    seen: Seen,
    refused: Sequence[Refused],
    target: Path,
    *,
    progress: Progress = nobody_waits,
) -> int:
    """Write the refused rows as they stand in the file, each with why, to be put right and brought in; answers how many.

    What could not be taken apart is there as well as it can be. Refuses as `open_table` does; StorageTrouble where
    the new file cannot be written.
    """
    table = open_list(seen.path, seen.choices)
    assert isinstance(table, Table)  # it was open when it was brought in, with these answers
    wanted = {one.line for one in refused}
    kept: dict[int, tuple[str, ...]] = dict(table.held_spoilt)
    for done, (line, cells) in enumerate(table.rows()):
        if done % 2000 == 0:
            progress(done, table.line_count)
        if line in wanted:
            kept[line] = cells
    for line, text in table.lines(wanted - kept.keys()):
        kept[line] = _fitted(text.split(table.delimiter or "\x00"), table)
    return exporting.write_refused(target, refused, list(kept.items()), table.headers)


def _fitted(cells: list[str], table: Table) -> tuple[str, ...]:
    """The pieces of a line that has too few or too many of them; what is over stands in the last."""
    width = len(table.headers)
    if len(cells) > width:
        cells = [*cells[: width - 1], table.delimiter.join(cells[width - 1 :])]
    return tuple(cells + [""] * (width - len(cells)))
