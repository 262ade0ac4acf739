"""What the tables, triggers and views of a book must be, and what of a file differs from that."""

from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache

import sqlcipher3.dbapi2 as driver

QUESTION = "select type, name, tbl_name, sql from sqlite_master"
# Which tables and columns refer to a table.
REFERRING = (
    'select m.name, f."from" from sqlite_master m join pragma_foreign_key_list(m.name) f'
    " where m.type = 'table' and f.\"table\" = ?"
)
Row = tuple[str, str, str, str | None]
Schema = frozenset[tuple[str, str, str, str]]


def differing(rows: Iterable[Row]) -> list[str]:
    """What is foreign, changed or missing among the rows of `QUESTION`: "trigger …", "view …"."""
    return sorted({f"{kind} {name}" for kind, name, _, _ in as_written(rows) ^ _expected()})


def as_written(rows: Iterable[Row]) -> Schema:
    """Every table, index, trigger and view: (type, name, table, words), however they are broken into lines."""
    return frozenset(
        (kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in rows
        if not name.startswith("sqlite_stat")
    )


@lru_cache(maxsize=1)
def _expected() -> Schema:
    from sqlalchemy.dialects import sqlite as dialect
    from sqlalchemy.schema import CreateIndex, CreateTable

    from shopkeeper.records import every_table, lookup_schema

    with closing(driver.connect(":memory:", isolation_level=None)) as memory:
        for table in every_table.metadata.sorted_tables:
            memory.execute(str(CreateTable(table).compile(dialect=dialect.dialect())))
            for index in table.indexes:
                memory.execute(str(CreateIndex(index).compile(dialect=dialect.dialect())))
        for statement in (*every_table.GUARDS, *lookup_schema.DDL):
            memory.execute(statement)
        memory.execute("create table alembic_version (version_num varchar(32) not null primary key)")
        return as_written(memory.execute(QUESTION))
