"""Acts are sealed as they are committed, one upon the other; and the whole chain is gone through again by a check.

A seal is SHA-256 over the seal before, what is never erased of the act (number, kind, instant, who, about whom, what it undoes),
the figures of its facts, and two commitments: to what the act was called, and to what it changed of details. A
commitment is a salted hash: when somebody is forgotten the words go, and with them the salt (the triggers of
`tables_seals` see to it), so that nothing can be guessed from what stays, and the chain holds.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

FIRST = "0" * 64
_ACTS = "select id, kind, entered_at, by_person, member_id, undoes, summary from acts where id > ? order by id limit 5000"
# `key` is the till's receipt number, `until` a last day; the words of a fact are not in it, for they can be forgotten.
_FACTS = (
    "select id, kind, happened_on, happened_at, amount_minor, excluded_minor, points, worth_minor, of_fact, key, until,"
    " by_person from facts where act_id = ? order by id"
)
_CHANGES = "select about, row_id, was, became from before where act_id = ? order by id"


def seal_new(connection: Any) -> None:
    """Seal whatever was done since the last seal; within the act's own transaction, as its last step."""
    last = connection.execute("select act_id, seal from seals order by act_id desc limit 1").fetchone()
    act, seal = last or (0, FIRST)
    while some := connection.execute(_ACTS, (act,)).fetchall():
        for row in some:
            act = row[0]
            said_salt = os.urandom(12).hex()
            said = _bound(said_salt, row[6])
            words = _changes(connection, act)
            changed_salt = os.urandom(12).hex() if words else ""
            changed = _bound(changed_salt, words) if words else ""
            seal = _seal(connection, seal, row[:6], said, changed)
            connection.execute(
                "insert into seals (act_id, said, said_salt, changed, changed_salt, seal) values (?, ?, ?, ?, ?, ?)",
                (act, said, said_salt, changed, changed_salt, seal),
            )


def _seal(connection: Any, before: str, act: tuple[Any, ...], said: str, changed: str) -> str:
    import hashlib  # with all of OpenSSL, which only an act needs

    found = hashlib.sha256(f"{before} {said} {changed} {act!a}".encode())
    for fact in connection.execute(_FACTS, (act[0],)):
        found.update(ascii(fact).encode())  # the same whatever the version, unlike repr
    return found.hexdigest()


def _changes(connection: Any, act: int) -> str:
    rows = connection.execute(_CHANGES, (act,)).fetchall()
    return ascii(rows) if rows else ""


def _bound(salt: str, words: str) -> str:
    import hashlib

    return hashlib.sha256(f"{salt} {words}".encode("utf-8", "surrogatepass")).hexdigest()


def head(connection: Any) -> str:
    """The last seal; "" for a book without one, or of a version that had none."""
    if connection.execute("select 1 from sqlite_master where name = 'seals'").fetchone() is None:
        return ""
    last = connection.execute("select seal from seals order by act_id desc limit 1").fetchone()
    return "" if last is None else str(last[0])


# ---- going through it ----


def broken(connection: Any) -> Iterator[tuple[int, str]]:
    """Each act whose seal does not answer to it, with what it is: `missing`, `figures`, `words`, `details` or `beyond`.

    After a `figures` or `missing` nothing later can be told, so it is the last. Words and details may be gone where
    somebody was forgotten, or times are kept; figures alone may stay of the words then.
    """
    seal = FIRST
    taken = connection.execute(
        "select 1 from acts where kind in ('forgotten', 'kept no longer') limit 1"
    ).fetchone()
    sealed = connection.execute(
        "select s.act_id, s.said, s.said_salt, s.changed, s.changed_salt, s.seal, a.id, a.kind, a.entered_at, a.by_person,"
        " a.member_id, a.undoes, a.summary from seals s left join acts a on a.id = s.act_id order by s.act_id"
    )
    for number, said, said_salt, changed, changed_salt, stands, *act in sealed:
        if act[0] is None:
            yield number, "missing"
            return
        if _seal(connection, seal, tuple(act[:6]), said, changed) != stands:
            yield number, "figures"
            return
        seal = stands
        words = act[6]
        if (said_salt and _bound(said_salt, words) != said) or (
            not said_salt and not (taken and only_figures(words))
        ):
            yield number, "words"
        details = _changes(connection, number)
        if changed_salt:
            altered = _bound(changed_salt, details) != changed
        else:
            altered = not taken if changed else bool(details)
        if altered:
            yield number, "details"
    beyond = connection.execute(
        "select min(id) from acts where id not in (select act_id from seals)"
    ).fetchone()[0]
    if beyond is not None:
        yield beyond, "beyond"


def only_figures(summary: str) -> bool:
    """What a summary is left as when its words are forgotten: numbers under names of our own."""
    try:
        told = json.loads(summary) if summary else {}
    except ValueError:
        return False
    return isinstance(told, dict) and all(isinstance(value, int) for value in told.values())
