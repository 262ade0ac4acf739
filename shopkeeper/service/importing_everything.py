"""The whole book from JSON, as `exporting_everything` wrote it, into a shop in which nothing has happened yet."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Writing
from shopkeeper.records.opening import SCHEMA_VERSION
from shopkeeper.say import text as say
from shopkeeper.service import acts, checking, finding, programmes, shops, standings
from shopkeeper.service.exporting_everything import FORM, table_names
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

_ROWS_AT_ONCE = 2000
LONGEST_LINE = 2_000_000


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A whole book that is there again: how many `rows`, `members` and purchases."""

    rows: int
    members: int
    purchases: int


def bring_back(w: Writing, path: Path | str, *, progress: Progress = nobody_waits) -> BroughtBack:
    """Read the whole book in, its acts with it; its programme and its shop take the place of those that are there.

    It is not undone as one, for the acts in it can be. Declined: a shop that has members or purchases, a file that
    is not ours, torn, changed by hand so that it does not agree, or of a newer version.
    """
    if w.value("select 1 from members limit 1") or w.value("select 1 from facts limit 1"):
        raise Declined(
            "shop_not_empty",
            say("A whole book can only be read into a shop that has no members and no purchases yet."),
            "file",
        )
    w.run("pragma defer_foreign_keys = on")
    for name in reversed(table_names()):
        w.run(f"delete from {name}")
    rows = 0
    try:
        for name, columns, some in _read(Path(path)):
            progress(rows, rows + 1)
            marks = ", ".join("?" * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            w.many(f"insert into {name} ({names}) values ({marks})", some)
            rows += len(some)
    except StorageTrouble as trouble:
        # What the tables refuse: a text for a number, an amount below nothing, the same id twice.
        raise (_not_ours() if trouble.code == "storage" else trouble) from trouble
    except OSError as trouble:
        raise Declined(
            "file_not_readable", say("This file cannot be read. Look whether it is still there."), "file"
        ) from trouble
    _prove(w)
    today = shops.today(w)
    standings.replay_all(w, programmes.versions(w), today, progress=progress)
    finding.rebuild(w)
    if checking.business_problems(w):
        raise _not_ours()
    acts.begin(w, "everything", rows=rows)
    return BroughtBack(
        rows,
        int(w.value("select count(*) from members where gone = 0")),
        int(w.value("select count(*) from facts where kind = 'purchase' and undone_by is null")),
    )


def _prove(w: Writing) -> None:
    if w.rows("pragma foreign_key_check"):
        raise _not_ours()
    shop = shops.read(w)
    if shops.checked(shop) != shop or not programmes.versions(w):
        raise _not_ours()


def _not_ours() -> Declined:
    return Declined(
        "book_not_whole",
        say("This file is torn, or was changed so that it does not agree any more. Nothing was kept of it."),
        "file",
    )


def _read(path: Path) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Each table with its columns and some of its rows, in turn; the file must be laid out as it was written."""
    known = set(table_names())
    with path.open(encoding="utf-8", errors="strict", newline="\n") as file:
        try:
            head = json.loads(_line(file) + "}}")
            if head.get("form") != FORM:
                raise _not_ours()
            if head["schema"] > SCHEMA_VERSION:
                raise Declined(
                    "newer_book",
                    say("This file was written by a newer version of the program. Install that to read it."),
                    "file",
                )
            while (line := _line(file)) != "}}":
                table = json.loads("{" + line.removeprefix(",") + "]}}")
                ((name, content),) = table.items()
                columns = content["columns"]
                if name not in known or not all(str(column).isidentifier() for column in columns):
                    raise _not_ours()
                known.discard(name)
                some: list[list[Any]] = []
                while (line := _line(file)) != "]}":
                    row = json.loads(line.removeprefix(","))
                    if len(row) != len(columns) or not all(_is_value(value) for value in row):
                        raise _not_ours()
                    some.append(row)
                    if len(some) == _ROWS_AT_ONCE:
                        yield name, columns, some
                        some = []
                if some:
                    yield name, columns, some
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as torn:
            raise _not_ours() from torn


def _is_value(value: object) -> bool:
    return value is None or (isinstance(value, int | str) and not isinstance(value, bool))


def _line(file: Any) -> str:
    line = file.readline(LONGEST_LINE)
    if not line.endswith("\n"):
        raise _not_ours()
    return str(line[:-1])
