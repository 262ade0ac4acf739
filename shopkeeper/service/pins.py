"""PINs of the people who serve, and when the window locks itself; what only the owner may do is in `service/roles.py`.

A PIN is a screen lock: it keeps honest people to their own work. Whoever can open the file with another tool is kept out by
the passphrase of the book, or by nothing. A shop in which no owner has a PIN works as if none of this were there.
"""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing, instant_text
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

SHORTEST, LONGEST = 4, 12
FREE_TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 5, 900
MOST_MINUTES = 240
_PINS, _TRIES, _IDLE = "lock:pins", "lock:tries", "lock:idle"
_COST = {"n": 2**14, "r": 8, "p": 1}  # 16 MB and some hundredths of a second for each try


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a PIN: whose it is, or how many seconds the next try has to wait."""

    person: int | None
    name: str = ""
    owner: bool = False
    wait_s: int = 0


# ---- who has one ----


def in_use(book: Reading) -> bool:
    """Whether an owner who serves here has a PIN: without one nobody is kept from anything."""
    pins = _kept(book, _PINS)
    return bool(pins) and any(
        str(person) in pins
        for (person,) in book.rows("select id from people where role = 'owner' and active = 1")
    )


def have_one(book: Reading) -> frozenset[int]:
    """Which people have a PIN."""
    return frozenset(int(person) for person in _kept(book, _PINS))


# ---- giving and taking ----


def give(w: Writing, person_id: int, pin: str, *, by: int | None = None) -> int:
    """Give somebody a PIN, in place of an older one; answers the act.

    Declined: too short, too long, no digits, one that is guessed first, somebody else's; the first PIN of a shop
    that is not the owner's.
    """
    from shopkeeper.service import acts

    role, name = _person(w, person_id)
    checked(pin)
    pins = _kept(w, _PINS)
    if role != "owner" and not in_use(w):
        raise Declined(
            "owner_first",
            say("The owner's PIN comes first: without it nobody could give or take one."),
            "pin",
        )
    if any(_is(kept, pin) for person, kept in pins.items() if int(person) != person_id):
        raise Declined("pin_taken", say("Choose another PIN."), "pin")
    act = acts.begin(w, "pin", by=by, name=name, given=1)
    salt = os.urandom(16)
    pins[str(person_id)] = {"salt": salt.hex(), "hash": _hash(pin, salt).hex()}
    _keep(w, _PINS, pins)
    return act


def take(w: Writing, person_id: int, *, by: int | None = None) -> int:
    """Take somebody's PIN; with the last owner's the others' mean nothing any more."""
    from shopkeeper.service import acts

    _, name = _person(w, person_id)
    act = acts.begin(w, "pin", by=by, name=name, given=0)
    pins = _kept(w, _PINS)
    pins.pop(str(person_id), None)
    _keep(w, _PINS, pins)
    return act


def forget_all(w: Writing) -> int:
    """All PINs are gone, for an owner who forgot theirs: only whoever may write the file itself can ask for it."""
    w.doer = None
    from shopkeeper.service import acts

    act = acts.begin(w, "pin", reset=1)
    _keep(w, _PINS, {})
    _keep(w, _TRIES, {})
    return act


def checked(pin: str) -> str:
    """A PIN that may be given."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdigit()):
        raise Declined(
            "pin_not_understood",
            say("A PIN has {least} to {most} digits.").format(least=SHORTEST, most=LONGEST),
            "pin",
        )
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise Declined("pin_simple", say("This PIN is the first that is tried. Choose another."), "pin")
    return pin


# ---- trying ----


def enter(w: Writing, pin: str, otherwise: Callable[[], bool] | None = None) -> Entered:
    """Whose PIN this is. Wrong ones are counted in the book, so that a new start does not begin anew, and each further
    try waits twice as long, up to a quarter of an hour. `otherwise` says whether what was typed proves the owner in
    another way."""
    tries = _kept(w, _TRIES)
    wrong = int(tries.get("wrong", 0))
    wait = _wait_left(w.now, wrong, tries.get("last"))
    if wait:
        return Entered(None, wait_s=wait)
    entered = _whose(w, pin)
    if entered is None and otherwise is not None and otherwise():
        entered = _owner(w)
    if entered is not None:
        if wrong:
            _keep(w, _TRIES, {})
        return entered
    _keep(w, _TRIES, {"wrong": wrong + 1, "last": instant_text(w.now)})
    return Entered(None, wait_s=_wait(wrong + 1))


def _owner(book: Reading) -> Entered | None:
    """The owner who has a PIN, the first of two."""
    row = book.row(
        "select p.id, p.name from people p where p.role = 'owner' and p.active = 1 and p.id in"
        " (select cast(key as integer) from json_each(?)) order by p.id limit 1",
        (json.dumps(_kept(book, _PINS)),),
    )
    return None if row is None else Entered(row[0], row[1], True)


def _whose(w: Writing, pin: str) -> Entered | None:
    if len(pin) <= LONGEST:
        for person, kept in _kept(w, _PINS).items():
            found = w.row("select name, role from people where id = ? and active = 1", (int(person),))
            if found is not None and _is(kept, pin):
                return Entered(int(person), found[0], found[1] == "owner")
    return None


def not_known(entered: Entered) -> Declined:
    """Nobody has this PIN, for a place that has one sentence only."""
    if entered.wait_s:
        return Declined(
            "pin_wait",
            say("This is nobody's PIN. The next try waits {n} seconds.").format(n=entered.wait_s),
            "pin",
        )
    return Declined("wrong_pin", say("This is nobody's PIN. Nothing was changed."), "pin")


def _wait(wrong: int) -> int:
    over = wrong - FREE_TRIES
    return 0 if over < 0 else min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(over, 10))


def _wait_left(now: datetime, wrong: int, last: str | None) -> int:
    if last is None:
        return 0
    passed = now - datetime.fromisoformat(last)
    left = timedelta(seconds=_wait(wrong)) - max(passed, timedelta(0))  # a clock set back wins nothing
    return max(0, -(-left // timedelta(seconds=1)))


def _is(kept: Any, pin: str) -> bool:
    import hmac

    return hmac.compare_digest(_hash(pin, bytes.fromhex(kept["salt"])), bytes.fromhex(kept["hash"]))


def _hash(pin: str, salt: bytes) -> bytes:
    import hashlib  # with all of OpenSSL, which a start need not read

    return hashlib.scrypt(
        pin.encode("utf-8", "surrogatepass"), salt=salt, maxmem=64 * 2**20, dklen=32, **_COST
    )


# ---- the window that locks itself ----


def idle_minutes(book: Reading) -> int:
    """After how many minutes without a key the window locks itself; 0 for never, or where nobody has a PIN."""
    kept = _kept(book, _IDLE)
    return int(kept.get("minutes", 0)) if in_use(book) else 0


def wanted_minutes(book: Reading) -> int:
    """What the owner set, whether or not it holds."""
    return int(_kept(book, _IDLE).get("minutes", 0))


def set_idle(w: Writing, minutes: int) -> int:
    """Lock after so many minutes, 0 for never; answers the act."""
    from shopkeeper.service import acts

    if not 0 <= minutes <= MOST_MINUTES:
        raise Declined(
            "minutes_not_understood", say("The window locks after 1 to {most} minutes, or never.").format(most=MOST_MINUTES), "minutes"
        )  # fmt: skip
    act = acts.begin(w, "pin", minutes=minutes)
    _keep(w, _IDLE, {"minutes": minutes})
    return act


# ---- where it is kept ----


def _person(book: Reading, person_id: int) -> tuple[str, str]:
    row = book.row("select role, name from people where id = ? and active = 1", (person_id,))
    if row is None:
        raise Declined("person_unknown", "There is nobody of that name among the people who serve.", "person")
    return row[0], row[1]


def _kept(book: Reading, name: str) -> dict[str, Any]:
    kept = book.value("select value from shop where name = ?", (name,))
    return dict(json.loads(kept)) if kept else {}


def _keep(w: Writing, name: str, value: dict[str, Any]) -> None:
    w.run(
        "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, json.dumps(value)),
    )
