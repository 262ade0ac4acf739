"""Many rows into a table at once, for half of what one statement for each row costs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from shopkeeper.records.book import Writing

ROWS_AT_ONCE = 10_000
WORTH_SORTING = 5_000  # rows from which one sort is less work than finding the place of each


@contextmanager
def indexed_after(w: Writing, table: str, rows: int, there: int) -> Iterator[None]:
    """For so many rows into a table that has `there`: its indexes are made afresh after them, sorted in one go.

    Where few come to many, nothing is done. An act that ends halfway is rolled back, its indexes with it.
    """
    if rows < max(WORTH_SORTING, there):
        yield
        return
    made = w.rows(
        "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null",
        (table,),
    )
    for name, _ in made:
        w.run(f"drop index {name}")
    yield
    for _, statement in made:
        w.run(statement)


def pour(
    w: Writing,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    alike: Mapping[str, object] | None = None,
    blank: Sequence[str] = (),
) -> Iterator[int]:
    """Insert the rows in their order; `alike` holds the columns that are the same in every row, `blank` names those
    in which "" stands for NULL (the driver takes longer over a None than over all the rest of a row).

    Yields how many rows are in, every ten thousand: there a long act may be stopped. A statement for each row would
    make a savepoint for each, because a foreign key might refuse it; a statement that takes the rows from a table in
    memory makes one.
    """
    same = dict(alike or {})
    names = ", ".join(f"c{number}" for number in range(len(columns)))
    taken = ", ".join(
        f"nullif(c{number}, '')" if column in blank else f"c{number}" for number, column in enumerate(columns)
    )
    w.run(f"create temp table poured ({names})")
    source = iter(rows)
    done = 0
    while some := list(islice(source, ROWS_AT_ONCE)):
        w.many(f"insert into poured values ({', '.join('?' * len(columns))})", some)
        w.run(
            f"insert into {table} ({', '.join((*columns, *same))})"
            f" select {', '.join((taken, *('?' for _ in same)))} from poured order by rowid",
            tuple(same.values()),
        )
        w.run("delete from poured")
        done += len(some)
        yield done
    w.run("drop table poured")


def pour_all(
    w: Writing,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    alike: Mapping[str, object] | None = None,
    blank: Sequence[str] = (),
) -> int:
    """The same without a stop; answers how many."""
    return max(pour(w, table, columns, rows, alike=alike, blank=blank), default=0)
