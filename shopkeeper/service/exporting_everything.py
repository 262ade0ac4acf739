"""The whole book as JSON: every table but what is worked out from others, a row a line, so that it can be read in turn."""

import json
from collections.abc import Iterator
from pathlib import Path

from shopkeeper.records.book import Reading
from shopkeeper.records.opening import SCHEMA_VERSION
from shopkeeper.service import roles
from shopkeeper.service.exporting_files import write_text
from shopkeeper.service.standings import Progress

FORM = "shopkeeper book"
# Worked out from the others, by `replay_all` and its like; or about the window of the moment.
DERIVED = frozenset({"seals", "standings", "occasions", "rhythms"})


def is_everything(head: bytes) -> bool:
    """Whether a file begins as one of ours does."""
    return head.startswith(f'{{"form": {json.dumps(FORM)}'.encode())


def table_names() -> list[str]:
    """The tables in an order in which each comes after those it points to."""
    from shopkeeper.records import every_table

    return [table.name for table in every_table.metadata.sorted_tables if table.name not in DERIVED]


@roles.for_owner
def write(book: Reading, target: Path, progress: Progress) -> int:
    """Write the book; answers how many rows it has."""
    names = table_names()
    totals = {name: int(book.value(f"select count(*) from {name}")) for name in names}
    total = sum(totals.values())
    write_text(target, _pieces(book, names, total, progress))
    return total


def _pieces(book: Reading, names: list[str], total: int, progress: Progress) -> Iterator[str]:
    yield f'{{"form": {json.dumps(FORM)}, "schema": {SCHEMA_VERSION}, "tables": {{\n'
    done = 0
    for place, name in enumerate(names):
        columns = [row[1] for row in book.rows(f"pragma table_info({name})")]
        yield f'{"," if place else ""}{json.dumps(name)}: {{"columns": {json.dumps(columns)}, "rows": [\n'
        for number, row in enumerate(book.each(f"select {', '.join(map(_quoted, columns))} from {name}")):
            if done % 2000 == 0:
                progress(done, total)
            done += 1
            yield f"{',' if number else ''}{json.dumps(row, ensure_ascii=False)}\n"
        yield "]}\n"
    yield "}}\n"


def _quoted(name: str) -> str:
    return f'"{name}"'
