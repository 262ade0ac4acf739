"""Commands about the shop and its book: init, programme, backup, restore, check, reindex."""

from datetime import date
from pathlib import Path

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.service import backups, checking, finding, programmes, shops

LARGEST_PROGRAMME = 100_000


def init(
    session: Session, *, name: str, currency: str, country: str, timezone: str, language: str = "en", owner: str = ""
) -> Answer:  # fmt: skip
    """A new shop, with the usual programme."""
    shop = shops.Shop(name, currency.strip().upper(), country, timezone, language=language, owner=owner)
    shops.create(session.path, shop, session.now).close()
    return {"shop": str(session.path), "name": session.shop.name}


def programme(session: Session, *, action: str, file: str | None = None, **given: date) -> Answer:
    """The programme's versions, or a new one."""
    from_day = given.get("from")
    if action == "set":
        if file is None:
            raise Declined("option_missing", "Name the file with the programme.", "file")
        wanted = read_programme(_text(Path(file)), currency=session.shop.currency)
        with session.writing() as w:
            done = programmes.set_programme(w, wanted, from_day)
        return {"from": done.from_day.isoformat(), "changed_members": done.changed_members, "act": done.act}
    if file is not None or from_day is not None:
        raise Declined("option_unknown", "“show” takes no file and no day.", "file")
    return {
        "versions": [
            {"version": version.id, "from": version.from_day.isoformat(), "programme": write_programme(version.programme)}
            for version in programmes.versions(session.reading)
        ],
        "tiers": [
            {"name": tier.name, "members": tier.members}
            for tier in programmes.members_per_tier(session.reading, session.today)
        ],
    }  # fmt: skip


def _text(file: Path) -> str:
    try:
        with file.open("rb") as source:
            content = source.read(LARGEST_PROGRAMME + 1)
    except OSError as error:
        raise Declined("no_file", "This file cannot be read. Nothing was changed.", "file") from error
    if len(content) > LARGEST_PROGRAMME:
        raise Declined("file_too_large", "A programme has 100 kB at most. Nothing was changed.", "file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Declined("not_utf8", "A programme is written in UTF-8. Nothing was changed.", "file") from error


def backup(session: Session, *, file: str | None = None) -> Answer:
    """A verified copy of the whole book."""
    made = backups.make(session.book, session.now, "by hand", None if file is None else Path(file))
    return {
        "ok": True,
        "problems": [],
        "backup": str(made.path),
        "members": made.members,
        "purchases": made.purchases,
        "size": made.size,
    }


def restore(session: Session, *, file: str) -> Answer:
    """The book as the backup was; what it was before is kept."""
    session.close()
    done = backups.restore(Path(file), Book(session.path), session.now)
    return {
        "ok": True,
        "problems": [],
        "day": done.day.isoformat(),
        "members": done.members,
        "purchases": done.purchases,
        "safety": None if done.safety is None else str(done.safety),
    }


def check(session: Session, *, replay: bool = False) -> Answer:
    """Whether the book is sound."""
    found = checking.check(session.book, session.now, replay=replay)
    return {
        "ok": found.ok,
        "problems": list(found.problems),
        "members": found.members,
        "purchases": found.purchases,
        "replayed": found.replayed,
    }


def reindex(session: Session) -> Answer:
    """What the find box looks in, built afresh from the members' records."""
    with session.writing() as w:
        members = finding.rebuild(w, session.progress)
        problems = finding.check(w)
    return {"ok": not problems, "problems": problems, "members": members}
