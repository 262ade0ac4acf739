"""The shop as the fault harness sees it: five functions over our public services, the start of every command among them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopkeeper.commands import people, sales
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Reading
from shopkeeper.service import checking, opening, shops

LINES = ((2000, True, "Tea"), (450, True, "Bread"))
# The harness runs for minutes, and what it says shall not depend on the hour.
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def _now() -> datetime:
    return NOW


def create(path: str) -> int:
    """A new shop with one member; answers the member's number."""
    shop = shops.Shop("Okafor & Daughters", "GBP", "GB", "Europe/London")
    shops.create(Path(path), shop, NOW).close()
    session = open_shop(path)
    number = people.enrol(session, name="Ana Test", phone=("020 7946 0000",))["number"]
    session.close()
    return int(number)


def open_shop(path: str) -> Session:
    """The start of a command, recovery included."""
    session = Session(Path(path), _now)
    session.catch_up()
    return session


def purchase(session: Session, key: str) -> int:
    """One purchase of two lines; returns when the receipt may be printed. After trouble the session opens anew."""
    try:
        done = sales.purchase(session, member="1001", amount=2450, key=key, line=LINES)
    except StorageTrouble:
        session.reopen()
        raise
    found: int = done["purchase"]
    return found


def close(session: Session) -> None:
    """The end of a command."""
    session.close()


@contextmanager
def _reading(path: str) -> Iterator[Reading]:
    book = opening.open_shop(Path(path), NOW)
    reading = book.reading()
    try:
        yield reading
    finally:
        reading.close()
        book.close()


def verify(path: str, full: bool = True) -> dict[str, Any]:
    """Which keys are there, and whether everything else holds: the whole file, every row's parent, the replay."""
    found: dict[str, Any] = {"keys": set(), "half": 0, "integrity": "?", "fk": 0, "balance_ok": False}
    try:
        with _reading(path) as reading:
            found["keys"] = {key for (key,) in reading.rows("select key from facts where kind = 'purchase'")}
            found["fk"] = len(reading.rows("pragma foreign_key_check"))
            found["half"] = reading.value(
                "select count(*) from facts f where f.kind = 'purchase' and ("
                " (select count(*) from lines l where l.fact_id = f.id) <> 2"
                " or (select sum(amount_minor) from lines l where l.fact_id = f.id) <> f.amount_minor"
                " or not exists (select 1 from acts a where a.id = f.act_id and a.kind = 'purchase'))"
            ) + reading.value(
                "select count(*) from acts a where a.kind = 'purchase'"
                " and not exists (select 1 from facts f where f.act_id = a.id)"
            )
        book = opening.open_shop(Path(path), NOW)
        try:
            checked = checking.check(book, NOW, replay=full)
        finally:
            book.close()
        found["integrity"] = "; ".join(checked.problems) or "ok"
        found["balance_ok"] = checked.ok
    except (Declined, StorageTrouble) as error:
        found["integrity"] = f"{error.code}: {error.because}"
    return found
