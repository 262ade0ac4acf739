"""Which file is a shop's book, and what is done before it may be opened."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import keyfile, keyring, sqlite
from shopkeeper.records.book import Book

APPLICATION_ID = 0x53484B50
SCHEMA_VERSION = 13
REVISION = "0013"


def create_book(path: Path) -> Book:
    """A new, empty book; refused where a file already is."""
    if path.exists():
        raise Declined(
            "shop_exists",
            "There is already a file of this name. Nothing was changed. Choose another.",
            "shop",
        )
    from shopkeeper.records import every_table, lookup

    sqlite.refuse_network(path)
    try:
        sqlite.private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise StorageTrouble(
            "cannot_create",
            "The book cannot be made there. Choose a folder you may write to, with some space left.",
        ) from error
    engine = sqlite.writer_engine(path)
    try:
        with engine.connect() as connection, connection.begin():
            every_table.metadata.create_all(connection, checkfirst=False)
            for statement in (*every_table.GUARDS, *lookup.DDL):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(
                "create table alembic_version (version_num varchar(32) not null primary key)"
            )
            connection.exec_driver_sql("insert into alembic_version values (?)", (REVISION,))
            connection.exec_driver_sql(f"pragma application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"pragma user_version={SCHEMA_VERSION}")
    finally:
        engine.dispose()
    return Book(path)


def _ids(path: Path) -> tuple[int, int] | None:
    """Application id and schema version; StorageTrouble `locked_book` where they are behind a passphrase not said."""
    keyring.look_again(path)
    salt = keyring.wanted(path)
    if salt is None:
        return sqlite.header(path)
    if not keyring.has(salt):
        if keyfile.found(path) is not None:
            raise sqlite.locked_book()
        if keyfile.beside(path).exists():
            keyfile.read(keyfile.beside(path))  # which says what is wrong with it
        return None
    with closing(sqlite.connect(path, read_only=True)) as connection:
        try:
            application, version = (
                connection.execute(f"pragma {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            )
        except sqlite.DriverError as error:
            raise sqlite.trouble(error) from error
    return application, version


def open_book(path: Path, *, backup_first: Callable[[Path], None] | None = None) -> Book:
    """The book in the file, migrated if it is older.

    Refused, and left byte for byte as it is: a file that is no book, and one that a newer version has written.
    `backup_first` is called with the path before an older book is changed.
    """
    if not path.exists():
        raise Declined(
            "no_shop",
            "There is no shop in this place yet. Open the program once, or use `shopkeeper init`.",
            "shop",
        )
    sqlite.refuse_network(path)
    try:
        ids = _ids(path)
    except OSError as error:
        raise StorageTrouble(
            "cannot_open", "The book cannot be opened. Check that the file belongs to you."
        ) from error
    if ids is None or ids[0] != APPLICATION_ID:
        raise StorageTrouble("not_a_book", "This file is not a shop's book. It was left as it is.")
    if ids[1] > SCHEMA_VERSION:
        raise StorageTrouble(
            "newer_book",
            "This book was written by a newer version of the program. It was left as it is. "
            "Install the newer version to open it.",
        )
    if ids[1] < SCHEMA_VERSION:
        from shopkeeper.records.migrate import upgrade

        if backup_first is not None:
            backup_first(path)
        upgrade(path)
    sqlite.keep_private(path)
    return Book(path)
