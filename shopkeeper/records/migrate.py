"""Bringing an older book to the tables of today: one transaction around tables, data, version and the check after it."""

from pathlib import Path
from typing import Any

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import sqlite
from shopkeeper.records.opening import APPLICATION_ID, SCHEMA_VERSION

MIGRATIONS = Path(__file__).parent / "migrations"
# As `create_book` writes it, so that a migrated book is the same as a new one.
_VERSION_TABLE = "create table if not exists alembic_version (version_num varchar(32) not null primary key)"


def upgrade(path: Path) -> None:
    """Migrate the book in the file; after a crash at any moment it is the old one or the new one.

    On a connection of its own that does not follow foreign keys: a table that is rebuilt would take its children
    along. They are checked before the commit instead. StorageTrouble: the book is left as it was.
    """
    from sqlalchemy.exc import DBAPIError

    engine = sqlite.writer_engine(path)
    try:
        with engine.connect() as connection:
            _driver(connection).execute("pragma foreign_keys=off")
            with connection.begin():
                _run(connection)
                connection.exec_driver_sql(f"pragma application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"pragma user_version={SCHEMA_VERSION}")
                if connection.exec_driver_sql("pragma foreign_key_check").first() is not None:
                    raise StorageTrouble(
                        "migration_failed",
                        "The book could not be brought to this version: some of its rows belong to nothing. "
                        "It was left as it was. Restore an earlier backup, or use the version that wrote it.",
                    )
    except DBAPIError as error:
        raise sqlite.trouble(error) from error
    finally:
        engine.dispose()


def _driver(connection: Any) -> Any:
    return connection.connection.driver_connection


def _run(connection: Any) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)

    connection.exec_driver_sql(_VERSION_TABLE)
    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
