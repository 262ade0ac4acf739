"""Every version of the book that was ever released opens, and a migrated book is the same as a new one."""

import os
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from shopkeeper.errors import StorageTrouble
from shopkeeper.records import migrate, schema
from shopkeeper.records.opening import REVISION, SCHEMA_VERSION, create_book, open_book
from shopkeeper.service import checking, finding
from tests.books import NOW, buy, enrol, new_book

GOLDEN = sorted((Path(__file__).parent.parent / "golden").glob("shop-*.db"))


def _rows(path: Path, question: str) -> list[Any]:
    with closing(driver.connect(str(path))) as connection:
        return list(connection.execute(question))


def test_an_empty_file_that_is_migrated_is_the_same_as_a_new_book(tmp_path: Path) -> None:
    create_book(tmp_path / "new.db").close()
    (tmp_path / "old.db").touch()
    migrate.upgrade(tmp_path / "old.db")
    new, old = (schema.as_written(_rows(tmp_path / name, schema.QUESTION)) for name in ("new.db", "old.db"))
    assert new == old
    assert schema.differing(_rows(tmp_path / "old.db", schema.QUESTION)) == []
    for question in (
        "select * from alembic_version", "pragma user_version", "pragma application_id", "select * from lookup_total",
    ):  # fmt: skip
        assert _rows(tmp_path / "new.db", question) == _rows(tmp_path / "old.db", question)


def test_the_last_migration_is_the_version_that_the_program_opens() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrate.MIGRATIONS))
    assert scripts.get_heads() == [REVISION]
    assert len(list(scripts.walk_revisions())) == SCHEMA_VERSION


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shop.db"
    file.touch()

    def fail(connection: Any) -> None:
        connection.exec_driver_sql("create table half (id integer primary key)")
        connection.exec_driver_sql("create table child (of integer references half (id))")
        connection.exec_driver_sql("insert into child values (7)")

    monkeypatch.setattr(migrate, "_run", fail)
    with pytest.raises(StorageTrouble) as refused:
        migrate.upgrade(file)
    assert refused.value.code == "migration_failed"
    assert _rows(file, schema.QUESTION) == []
    assert _rows(file, "pragma user_version") == [(0,)]


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_the_file_of_every_released_version_opens_and_replays_clean(file: Path, tmp_path: Path) -> None:
    shutil.copyfile(file, tmp_path / "shop.db")
    asked: list[Path] = []
    book = open_book(tmp_path / "shop.db", backup_first=asked.append)
    checked = checking.check(book, NOW, replay=True)
    assert checked.problems == ()
    assert (checked.members, checked.replayed) == (3, 3)
    assert checked.purchases in (32, 33)
    reading = book.reading()
    assert [hit.name for hit in finding.find(reading, "berg").hits] == ["Anna Berg"]
    reading.close()
    buy(book, enrol(book, "Somebody New"), 2450)
    assert checking.check(book, NOW, replay=True).ok
    book.close()
    assert file.stat().st_size < 840 * 1024, "each version adds the pages of its tables and little else"


def test_a_golden_file_is_kept_for_every_version() -> None:
    assert [file.name for file in GOLDEN] == [f"shop-{number + 1:04d}.db" for number in range(SCHEMA_VERSION)]


def test_an_older_book_is_backed_up_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = new_book(tmp_path)
    book.close()
    done: list[str] = []
    monkeypatch.setattr("shopkeeper.records.opening.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrate, "upgrade", lambda path: done.append("migrated"))
    open_book(book.path, backup_first=lambda path: done.append("backed up")).close()
    assert done == ["backed up", "migrated"]


def test_alembic_is_only_loaded_when_there_is_something_to_migrate(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    book.close()
    code = (
        "import sys; from pathlib import Path; from shopkeeper.records.opening import open_book;"
        "b = open_book(Path(sys.argv[1])); r = b.reading(); r.rows('select * from members');"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('alembic', 'mako')))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(book.path)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX knows them")
def test_a_migrated_book_is_still_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.touch(mode=0o644)
    migrate.upgrade(file)
    open_book(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_migrated_index_ranks_as_one_built_afresh(tmp_path: Path) -> None:
    shutil.copyfile(GOLDEN[0], tmp_path / "shop.db")
    book = open_book(tmp_path / "shop.db")
    with book.writing(NOW) as w:
        while finding.settle(w):
            pass
        settled = w.rows("select row, words from lookup_documents order by row")
        finding.rebuild(w)
        assert settled == w.rows("select row, words from lookup_documents order by row") != []
    book.close()
