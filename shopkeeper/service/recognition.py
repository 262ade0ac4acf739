"""The recognition report: what members earned a thank-you for, who had one and how long it took, what is still owed."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.days import birthday_in, months_after
from shopkeeper.rules.letter_kinds import NEW_TIER, THANK_YOU
from shopkeeper.rules.standing import replay
from shopkeeper.say import text
from shopkeeper.service import holding, homes, programmes, roles, shops, standings
from shopkeeper.service.exporting_files import write_csv
from shopkeeper.service.letter_finding import said
from shopkeeper.service.letter_words import speech_of
from shopkeeper.service.standings import OCCASIONS_KEPT_DAYS, Progress, nobody_waits
from shopkeeper.service.thanks_due import DUE_DAYS, because_of
from shopkeeper.values import dataclass

EarnedKind = Literal["tier", "anniversary", "visits", "large"]
KINDS: tuple[EarnedKind, ...] = ("tier", "anniversary", "visits", "large")


@dataclass(frozen=True, slots=True)
class Earned:
    """One reason to thank a member, and the day on which the shop did, None while it is owed; `because` in words.

    `by_post` is False for somebody who asked for no letters: they are thanked at the counter.
    """

    member_id: int
    number: str
    name: str
    kind: EarnedKind
    on: date
    because: str
    thanked_on: date | None
    by_post: bool

    @property
    def days(self) -> int | None:
        """How many days it took; None while it is owed."""
        return None if self.thanked_on is None else max(0, (self.thanked_on - self.on).days)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The days from `first` through `last`: everything earned, by its day; and what was given in these days: letters
    of thanks, gifts of points and perks."""

    first: date
    last: date
    earned: tuple[Earned, ...]
    letters: int
    gifts: int
    gift_points: int
    perks: int

    @property
    def owed(self) -> tuple[Earned, ...]:
        """What nobody has thanked for."""
        return tuple(one for one in self.earned if one.thanked_on is None)

    def of_kind(self, kind: EarnedKind) -> "Recognition":
        """The same of one kind alone."""
        kept = tuple(one for one in self.earned if one.kind == kind)
        return Recognition(
            self.first, self.last, kept, self.letters, self.gifts, self.gift_points, self.perks
        )

    @property
    def thanked(self) -> int:
        """How many were thanked."""
        return len(self.earned) - len(self.owed)

    @property
    def took(self) -> tuple[int, int] | None:
        """The days it took: half were thanked within the first figure, all within the second; None where none was."""
        days = sorted(one.days for one in self.earned if one.days is not None)
        return (days[(len(days) - 1) // 2], days[-1]) if days else None


@roles.for_owner
def month(book: Reading, on: date, today: date, progress: Progress = nobody_waits) -> Recognition:
    """The month of a day, through today if it is the present one.

    A month of more than 120 days ago replays the whole book; `progress` may end it.
    """
    first = on.replace(day=1)
    last = min(months_after(first, 1) - timedelta(days=1), max(today, first))
    return over(book, first, last, today, progress)


def waiting(book: Reading, today: date) -> Recognition:
    """The last 90 days: what an occasion that has not been thanked for waits in."""
    return over(book, today - timedelta(days=DUE_DAYS), today, today)


def over(
    book: Reading, first: date, last: date, today: date, progress: Progress = nobody_waits
) -> Recognition:
    """The days from the first through the last; of whoever is on hold nothing is listed."""
    people: dict[int, tuple[str, str, int | None, str]] = {
        row[0]: row[1:]
        for row in book.each(
            "select id, number, name, letters, joined_on from members m where gone = 0"
            f" and not {holding.HELD.format(id='m.id')}"
        )
    }
    thanks = _thanks(book, first)
    speech = speech_of(shops.read(book))
    earned: list[Earned] = []
    found = [*_occasions(book, first, last, today, progress), *_anniversaries(people, first, last)]
    wares = _wares(book, [key for _, key, kind, _, _ in found if kind == "large"])
    for member, key, kind, on, detail in found:
        if member not in people:
            continue
        number, name, letters, _ = people[member]
        if kind == "anniversary":
            because = said(key, today, speech)
        else:
            because = because_of(kind, detail, on, today, speech, wares.get(key, ""))
        thanked = _thanked_on(thanks.get(member, ()), key, kind, on, detail)
        earned.append(Earned(member, number, name, kind, on, because, thanked, letters != 0))
    earned.sort(key=lambda one: (one.on, KINDS.index(one.kind), one.name.casefold(), one.number))
    gifts, points = book.rows(
        "select count(*), coalesce(sum(points), 0) from facts where kind = 'gift' and undone_by is null"
        " and happened_on between ? and ?",
        (first.isoformat(), last.isoformat()),
    )[0]
    perks = book.value(
        "select count(*) from facts where kind = 'perk' and undone_by is null and happened_on between ? and ?",
        (first.isoformat(), last.isoformat()),
    )
    written = sum(
        first <= day <= last for member in thanks.values() for kind, _, day in member if kind in _THANKS
    )
    return Recognition(first, last, tuple(earned), written, gifts, points, perks)


_Occasion = tuple[int, str, EarnedKind, date, str]
_THANKS = (THANK_YOU, NEW_TIER, "anniversary")


def _occasions(
    book: Reading, first: date, last: date, today: date, progress: Progress
) -> Iterator[_Occasion]:
    """What the engine found: as it is kept where it is recent, else worked out anew."""
    if first >= today - timedelta(days=OCCASIONS_KEPT_DAYS):
        for member, key, kind, on, detail in book.rows(
            "select member_id, key, kind, happened_on, detail from occasions where happened_on between ? and ?",
            (first.isoformat(), last.isoformat()),
        ):
            yield member, key, kind, date.fromisoformat(on), detail
        return
    versions = programmes.versions(book)
    sharing = homes.in_households(book)
    total = book.value("select count(*) from standings")
    for done, (member, facts, _) in enumerate(standings.histories(book)):
        if done % 100 == 0:
            progress(done, total)
        if facts[0].on <= last:
            through = max(today, facts[-1].on)
            if member in sharing:
                done_with = standings.replay_of(book, versions, member, through)
            else:
                done_with = replay(facts, versions, through)
            for one in done_with.account.occasions:
                if first <= one.on <= last:
                    yield member, one.key, one.kind, one.on, one.detail


def _anniversaries(
    people: dict[int, tuple[str, str, int | None, str]], first: date, last: date
) -> Iterator[_Occasion]:
    """Whole years since the day of joining."""
    for member, (_, _, _, joined_on) in people.items():
        joined = date.fromisoformat(joined_on)
        for year in range(max(first.year, joined.year + 1), last.year + 1):
            on = birthday_in(joined.month, joined.day, year, "28 February")
            if first <= on <= last:
                years = year - joined.year
                yield member, f"anniversary:{on}:{years}", "anniversary", on, str(years)


_Letters = list[tuple[str, str, date]]


def _thanks(book: Reading, first: date) -> dict[int, _Letters]:
    """(kind, occasion, written on) of each member's letters; an anniversary's may be written some days ahead."""
    found: dict[int, _Letters] = {}
    for member, kind, occasion, written_on in book.each(
        "select member_id, kind, occasion, written_on from letters where undone_by is null and written_on >= ?"
        " order by written_on, id",
        ((first - timedelta(days=30)).isoformat(),),
    ):
        found.setdefault(member, []).append((kind, occasion, date.fromisoformat(written_on)))
    return found


def _thanked_on(
    letters: _Letters | tuple[()], key: str, kind: EarnedKind, on: date, detail: str
) -> date | None:
    """The day of the first letter that thanks for this, or for something that came after it."""
    for letter, occasion, written_on in letters:
        if occasion == key:
            return written_on
        if kind == "anniversary":
            if occasion.startswith(f"anniversary:{on.year}"):
                return written_on
        elif (
            letter in (THANK_YOU, NEW_TIER)
            and occasion
            and (
                written_on > on
                or (kind == "tier" and written_on == on and occasion.startswith(f"tier:{detail}:"))
            )
        ):
            return written_on
    return None


def _wares(book: Reading, keys: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), 500):
        ids = [int(key.partition(":")[2]) for key in keys[start : start + 500]]
        marks = ", ".join("?" * len(ids))
        for fact, what in book.rows(f"select id, what from facts where id in ({marks})", ids):
            found[f"large:{fact}"] = what
    return found


def write_list(earned: Iterable[Earned], path: Path) -> int:
    """The list as a CSV file that no spreadsheet takes for formulas; answers how many rows there are."""
    if path.suffix.lower() != ".csv":
        raise Declined("ending_unknown", text("The file's name must end in .csv."), "csv")
    heading = ("number", "name", "kind", "on", "because", "thanked_on", "days", "by_post")
    return write_csv(path, [heading, *map(_cells, earned)]) - 1


def _cells(one: Earned) -> tuple[str, ...]:
    return (
        one.number,
        one.name,
        one.kind,
        one.on.isoformat(),
        one.because,
        "" if one.thanked_on is None else one.thanked_on.isoformat(),
        "" if one.days is None else str(one.days),
        "yes" if one.by_post else "no",
    )
