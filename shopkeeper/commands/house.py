"""Commands about the shop and its book: init, backup, restore, check, reindex."""

from pathlib import Path

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.records.book import Book
from shopkeeper.service import acts_log, backups, checking, finding, safety, second_place, shops


def init(
    session: Session, *, name: str, currency: str, country: str, timezone: str, language: str = "en", owner: str = ""
) -> Answer:  # fmt: skip
    """A new shop, with the usual programme."""
    shop = shops.Shop(name, currency.strip().upper(), country, timezone, language=language, owner=owner)
    shops.create(session.path, shop, session.now).close()
    return {"shop": str(session.path), "name": session.shop.name}


def backup(session: Session, *, file: str | None = None, second: str | None = None) -> Answer:
    """A verified copy of the whole book; with `second` the folder that backups are copied to from now on."""
    if second is not None:
        with session.writing() as w:
            second_place.choose(w, None if second == "none" else Path(second), session.path)
    made = backups.make(
        session.book, session.now, "by hand", None if file is None else Path(file), session.doer
    )
    copied = second_place.copy(session.book, session.now)
    return {
        "ok": True,
        "problems": [],
        "backup": str(made.path),
        "second": None if copied is None else str(copied.path),
        "members": made.members,
        "purchases": made.purchases,
        "size": made.size,
    }


def acts(session: Session, *, limit: int = 50, before: int | None = None, by: str | None = None) -> Answer:
    """The last acts, the latest first."""
    found = acts_log.lately(session.reading, limit, before=before, person=by_person(session, by))
    return {
        "acts": [
            {"act": one.act, "kind": one.kind, "at": one.at.isoformat(), "by": one.by, "number": one.number,
             "undoes": one.undoes, "undone": one.undone}
            for one in found
        ]
    }  # fmt: skip


def restore(session: Session, *, file: str) -> Answer:
    """The book as the backup was; what it was before is kept."""
    session.close()
    for one in (session.path, Path(file)):
        session.say_passphrase(one)
    doer = session.doer if session.path.exists() else None
    session.close()
    done = backups.restore(Path(file), Book(session.path), session.now, doer)
    return {
        "ok": True,
        "problems": [],
        "day": done.day.isoformat(),
        "members": done.members,
        "purchases": done.purchases,
        "safety": None if done.safety is None else str(done.safety),
        "forgotten": done.forgotten,
    }


def check(session: Session, *, replay: bool = False) -> Answer:
    """Whether the book is sound."""
    found = checking.check(session.book, session.now, replay=replay, progress=session.progress)
    return {
        "ok": found.ok,
        "problems": list(found.problems),
        "members": found.members,
        "purchases": found.purchases,
        "replayed": found.replayed,
        "cautions": [one.sentence for one in safety.cautions(session.reading, session.path, session.now)],
    }


def reindex(session: Session) -> Answer:
    """What the find box looks in, built afresh from the members' records."""
    with session.writing() as w:
        members = finding.rebuild(w, session.progress)
        problems = finding.check(w)
    return {"ok": not problems, "problems": problems, "members": members}
