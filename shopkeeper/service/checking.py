"""Whether the book is sound: the file, its tables, sums that must agree, the lookup index, and the replay of every standing."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import schema
from shopkeeper.records.book import Book, Reading
from shopkeeper.service import backup_folder, checking_backup, finding, programmes, safety, shops, standings
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

MOST_TOLD = 50
DAMAGED = frozenset({"damaged", "storage", "not_a_book"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong as sentences (the first fifty of a kind); none when all is well.

    `replayed` is the number of members whose whole history was replayed, None where that was not asked for.
    """

    problems: tuple[str, ...]
    members: int
    purchases: int
    replayed: int | None

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def check(book: Book, now: datetime, *, replay: bool = False, progress: Progress = nobody_waits) -> Checked:
    """Check the book. With `replay` every page is read, every member's facts are replayed beside what is stored, and words
    are laid beside the newest backup.

    What is only late (days that passed, the index of what changed last) is done first; nothing else is changed.
    Problems name members by their number, never by their name. `progress(done, of how many)` is of the replay.
    """
    reading = book.reading()
    try:
        problems = list(_file_problems(reading, thorough=replay))
        if problems:
            return Checked(tuple(problems), 0, 0, None)
        problems += business_problems(reading)
        problems += _chain_problems(reading, book.path, now)
        problems += _index_problems(book, now)
        replayed = None
        if replay:
            found, replayed = _replay(reading, now, progress)
            problems += found
            problems += checking_backup.problems(reading, book.path, MOST_TOLD, progress)
        members = int(reading.value("select count(*) from members where gone = 0"))
        purchases = int(
            reading.value("select count(*) from facts where kind = 'purchase' and undone_by is null")
        )
        return Checked(tuple(problems), members, purchases, replayed)
    except StorageTrouble as error:
        if error.code not in DAMAGED:
            raise
        return Checked((error.because,), 0, 0, None)
    except (ValueError, TypeError, LookupError):  # a day, a number, a kept account that cannot be one
        return Checked(("What stands in the book cannot be read: it is damaged.",), 0, 0, None)
    finally:
        reading.close()


def look(reading: Reading) -> None:
    """A quick look through the whole file; StorageTrouble `damaged` if a page of it is not as it was written."""
    if reading.value("pragma quick_check(1)") != "ok":
        raise StorageTrouble(
            "damaged", "The book is damaged. Nothing was saved. Restore the last backup in Settings."
        )


def _file_problems(reading: Reading, *, thorough: bool) -> Iterator[str]:
    how = "integrity_check" if thorough else "quick_check"
    for (said,) in reading.rows(f"pragma {how}({MOST_TOLD})"):
        if said != "ok":
            yield f"The file is damaged: {said}."
    for table, row, parent, _ in reading.rows("pragma foreign_key_check")[:MOST_TOLD]:
        yield f"Row {row} of {table} belongs to a row of {parent} that is not there."
    for name in schema.differing(reading.rows(schema.QUESTION))[:MOST_TOLD]:
        yield f"The book's tables are not as this version makes them: {name}."


_BROKEN = {
    "missing": "Act {0} is missing from the list of acts; from there on its chain is broken.",
    "figures": "Act {0} was altered outside the program; from there on the chain of acts is broken.",
    "words": "What act {0} is called was altered outside the program.",
    "details": "What act {0} changed was altered outside the program.",
    "beyond": "Act {0} was written by another program: it has no seal.",
}


def _chain_problems(reading: Reading, path: Path, now: datetime) -> list[str]:
    """Whether the acts are the ones that were sealed: in themselves, and as the lists of the backups remember them, for
    whoever alters an act and makes all seals anew cannot reach the list on the stick."""
    problems = [_BROKEN[what].format(act) for act, what in islice(reading.broken_seals(), MOST_TOLD)]
    place, since = safety.second_place(reading, now).folder, safety.restored_at(reading)
    for folder in (backup_folder.folder_of(path), *((place,) if place is not None else ())):
        for act, head in backup_folder.heads(folder, since):
            if reading.value("select seal from seals where act_id = ?", (act,)) != head:
                problems.append(
                    f"The acts up to {act} are not those that the backups in {folder.name} remember: the list of acts was altered."
                )
                break
    return problems


def _index_problems(book: Book, now: datetime) -> list[str]:
    with book.writing(now) as w:
        standings.catch_up(w, programmes.versions(w), shops.today(w))
        while finding.settle(w, at_most=1000):
            pass
    with book.writing(now) as w:
        return finding.check(w)


def _replay(reading: Reading, now: datetime, progress: Progress) -> tuple[list[str], int]:
    today = shops.read(reading).day_of(now)
    versions = programmes.versions(reading)
    problems: list[str] = []
    for differing in standings.differences(reading, versions, today, progress):
        if len(problems) == MOST_TOLD:
            problems.append("More standings differ; these are the first.")
            break
        problems.append(
            f"Member {differing.number}: {differing.field} is stored as {differing.stored}, "
            f"replayed it is {differing.replayed}."
        )
    replayed = reading.value("select count(distinct member_id) from facts where undone_by is null")
    return problems, int(replayed)


# ---- what must hold between the rows ----

_LIVE = "undone_by is null"
_DAY = "length({0}) = 10 and {0} is date({0})"
_RULES: tuple[tuple[str, str], ...] = (
    (
        "The lines of purchase {0} do not add up to it.",
        "select f.id from facts f join (select fact_id, sum(amount_minor) as whole,"
        " sum(iif(earns, 0, amount_minor)) as excluded from lines group by fact_id) l on l.fact_id = f.id"
        " where l.whole <> f.amount_minor or l.excluded <> f.excluded_minor",
    ),
    (
        "More came back of purchase {0} than was bought.",
        "select p.id from facts p join (select of_fact, sum(amount_minor) as back, sum(excluded_minor) as excluded"
        f" from facts where kind = 'return' and {_LIVE} group by of_fact) r on r.of_fact = p.id"
        " where r.back > p.amount_minor or r.excluded > p.excluded_minor",
    ),
    (
        "Return {0} belongs to no purchase of the same member.",
        "select r.id from facts r left join facts p on p.id = r.of_fact and p.kind = 'purchase'"
        " where r.kind = 'return' and (p.id is null or p.member_id is not r.member_id"
        " or p.happened_on > r.happened_on or (p.undone_by is not null and r.undone_by is null))",
    ),
    (
        "Fact {0} is of something, and is no return.",
        "select id from facts where of_fact is not null and kind <> 'return'",
    ),
    (
        "A line that came back with return {0} is not of its purchase.",
        "select b.fact_id from returned_lines b join lines l on l.id = b.line_id join facts r on r.id = b.fact_id"
        " where r.of_fact is not l.fact_id",
    ),
    (
        "Fact {0} has no member, and is no sale.",
        "select id from facts where member_id is null and kind not in ('purchase', 'return')",
    ),
    (
        "Fact {0} has no day.",
        f"select id from facts where not ({_DAY.format('happened_on')})"
        f" or (until is not null and not ({_DAY.format('until')}))",
    ),
    (
        "Fact {0} was undone by an act that undoes another.",
        "select f.id from facts f join acts u on u.id = f.undone_by where u.undoes is not f.act_id",
    ),
    (
        "Act {0} is undone, and what it did is not.",
        "select distinct a.id from acts a join facts f on f.act_id = a.id"
        " where a.undone_by is not null and f.undone_by is null",
    ),
    (
        "Act {0} was undone by an act that undoes another.",
        "select a.id from acts a join acts u on u.id = a.undone_by where u.undoes is not a.id",
    ),
    (
        "Fact {0} gives points without being in a member's book.",
        "select id from facts where earned <> 0 and (member_id is null or kind not in ('purchase', 'return'))",
    ),
    (
        "Member {0} is gone and still has purchases or points.",
        "select m.number from members m where m.gone in (1, 2)"
        f" and exists (select 1 from facts f where f.member_id = m.id and f.{_LIVE})",
    ),
    (
        "Member {0} has facts and no standing.",
        "select m.number from members m where not exists (select 1 from standings s where s.member_id = m.id)"
        f" and exists (select 1 from facts f where f.member_id = m.id and f.{_LIVE})",
    ),
    (
        "What member {0} spent is not the sum of their purchases.",
        "select m.number from standings s join members m on m.id = s.member_id left join (select member_id,"
        " sum(case kind when 'purchase' then amount_minor when 'return' then -amount_minor else 0 end) as spent,"
        f" sum(kind = 'purchase') as times, max(id) as latest from facts where {_LIVE} group by member_id) f"
        " on f.member_id = s.member_id where s.spent_minor is not coalesce(f.spent, 0)"
        " or s.purchases is not coalesce(f.times, 0) or s.last_fact is not coalesce(f.latest, 0)",
    ),
    (
        "Member {0} shares two households at once.",
        "select m.number from stays a join stays b on b.member_id = a.member_id and b.id > a.id join members m"
        " on m.id = a.member_id where (a.through is null or a.through >= b.from_day)"
        " and (b.through is null or b.through >= a.from_day)",
    ),
    (
        "Fact {0} came with a merge and is of nobody concerned.",
        "select t.fact_id from merged_facts t join merges g on g.act_id = t.act_id and g.undone_by is null"
        " join facts f on f.id = t.fact_id where f.member_id = g.other_member",
    ),
    (
        "Member {0} has no day of joining, or no birthday that there is.",
        f"select number from members where not ({_DAY.format('joined_on')}) or (birthday_month is not null and"
        " date(printf('2000-%02d-%02d', birthday_month, birthday_day)) is not"
        " printf('2000-%02d-%02d', birthday_month, birthday_day))",
    ),
    (
        "Member {0} has a number that is not made of digits.",
        "select id from members where gone = 0 and (number = '' or number glob '*[^0-9]*')",
    ),
    (
        "Member {0} was forgotten, and there is still something of theirs.",
        "select m.id from members m where m.gone = 3 and (m.name <> '' or m.note <> '' or exists (select 1 from contacts c"
        " where c.member_id = m.id) or exists (select 1 from cards c where c.member_id = m.id))",
    ),
    (
        "Act {0} has no instant.",
        "select id from acts where length(entered_at) <> 27 or datetime(entered_at) is null",
    ),
)


def business_problems(reading: Reading) -> list[str]:
    """What cannot be in a shop's book, as sentences: sums that do not agree, facts of nobody, days that are none."""
    problems = []
    for sentence, question in _RULES:
        found = reading.rows(f"{question} limit {MOST_TOLD}")
        problems += [sentence.format(about) for (about,) in found]
    problems += _unreadable(reading)
    return problems


def _unreadable(reading: Reading) -> list[str]:
    problems = []
    try:
        shops.checked(shops.read(reading))
    except (Declined, TypeError, ValueError):
        problems.append("What is written about the shop itself cannot be read.")
    try:
        if not programmes.versions(reading):
            problems.append("The book has no programme.")
    except (Declined, ValueError):
        problems.append("The programme cannot be read.")
    return problems
