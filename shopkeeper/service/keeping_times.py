"""How long things are kept, as the owner set it, and done by the program once a day."""

import json
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import months_before
from shopkeeper.say import text as say
from shopkeeper.service import acts, forgetting, shops
from shopkeeper.service.holding import HELD
from shopkeeper.values import asdict, dataclass, fields

_KEPT = "privacy:keeping"
SHORTEST, LONGEST = 3, 240
AT_ONCE = 50  # members forgotten in one act; the next follow
BACKUPS_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Times:
    """Months; None keeps without end. `members` counts from the last visit, the joining or the last word with them,
    `letters` from the day of writing (their words go, the log stays), `talks` and `matters` (closed ones) from their
    day, `backups` how far back the monthly ones reach."""

    members: int | None = None
    letters: int | None = None
    talks: int | None = None
    matters: int | None = None
    backups: int = BACKUPS_MONTHS


PARTS = tuple(part.name for part in fields(Times))


@dataclass(frozen=True, slots=True)
class Due:
    """What the times would take now: members to forget, letters, talks and complaints whose words go."""

    members: int
    letters: int
    talks: int
    matters: int

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.members or self.letters or self.talks or self.matters)


def read(book: Reading) -> Times:
    """The times that hold; nothing is taken by itself until the owner has set one."""
    kept = book.value("select value from shop where name = ?", (_KEPT,))
    told: dict[str, Any] = json.loads(kept) if kept else {}
    return Times(**{name: value for name, value in told.items() if name in PARTS})


def set_times(w: Writing, times: Times) -> Times:
    """Keep the owner's times; they are done from now on, once a day. Declined for less than three months."""
    for name, months in asdict(times).items():
        if months is not None and not SHORTEST <= months <= LONGEST:
            raise Declined("months_out_of_range", say("A time is 3 to 240 months, or left out."), name)
    acts.begin(w, "keeping times", **asdict(times))
    shops.keep(w, _KEPT, asdict(times))
    return times


def due(book: Reading, today: date) -> Due:
    """What would go now."""
    times = read(book)
    counts = {
        name: 0
        if months is None
        else int(book.value(f"select count(*) from ({_WHICH[name]})", (_before(today, months),)))
        for name, months in asdict(times).items()
        if name in _WHICH
    }
    return Due(**counts)


def is_due(book: Reading, today: date) -> bool:
    """Whether anything would go now; quick where no time is set."""
    return read(book) != Times(backups=read(book).backups) and due(book, today).any


def _before(today: date, months: int) -> str:
    return months_before(today, months).isoformat()


# Each counts what is older than a day, the parameter; what is on hold is kept.
_WHICH = {
    "members": (
        "select m.id from members m left join standings s on s.member_id = m.id where m.gone = 0"
        " and max(m.joined_on, coalesce(s.last_visit, ''),"
        "  coalesce((select max(happened_on) from talks t where t.member_id = m.id), ''),"
        "  coalesce((select max(happened_on) from facts f where f.member_id = m.id and f.undone_by is null), '')) < ?"
        " and not exists (select 1 from promises p where p.member_id = m.id and p.state = 'open')"
        " and not exists (select 1 from matters a where a.member_id = m.id and a.state <> 'closed')"
        " and not exists (select 1 from requests q where q.member_id = m.id and q.done_on is null)"
        f" and not {HELD.format(id='m.id')}"
    ),
    "letters": "select id from letters where written_on < ? and (own_line <> '' or paragraphs <> '[]')"
    f" and not {HELD.format(id='letters.member_id')}",
    # A try is a talk too; its number stands with a minus.
    "talks": f"select id from talks where happened_on < ?1 and not {HELD.format(id='talks.member_id')}"
    f" union all select -id from tries where done_on < ?1 and not {HELD.format(id='tries.member_id')}",
    "matters": "select id from matters where state = 'closed' and closed_on < ? and text <> '…'"
    f" and not {HELD.format(id='matters.member_id')}",
}


def do(w: Writing, today: date) -> Due:
    """Do what is due, some fifty members at a time; answers what was done. It cannot be undone."""
    times = read(w)
    found: dict[str, list[int]] = {}
    for name, question in _WHICH.items():
        months = getattr(times, name)
        rows = [] if months is None else w.rows(question, (_before(today, months),))
        found[name] = [row[0] for row in rows]
    found["members"] = found["members"][:AT_ONCE]
    done = Due(**{name: len(ids) for name, ids in found.items()})
    if not done.any:
        return done
    for member_id in found["members"]:
        forgetting.forget(w, member_id)
    for name, statements in _TAKE.items():
        ids = json.dumps(found[name])
        if found[name]:
            for statement in statements:
                w.run(f"{statement} (select value from json_each(?))", (ids,))
    acts.begin(w, "kept no longer", **asdict(done))
    return done


_TAKE = {
    "letters": ("update letters set own_line = '', paragraphs = '[]' where id in",),
    "talks": (
        "delete from before where about = 'talks' and row_id in",
        "delete from talks where id in",
        "delete from before where about = 'tries' and -row_id in",
        "delete from tries where -id in",
    ),
    "matters": (
        "delete from before where about = 'matters' and row_id in",
        "update matter_steps set text = '' where matter_id in",
        "update matters set text = '…', subject = '', outcome = '' where id in",
    ),
}
