"""Members from a file: whom each row is about, and what it would add or change. A part of the file is held at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import check_card
from shopkeeper.rules.likeness import Reason
from shopkeeper.rules.tables import Refused
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service import forgetting, importing_likely, shops
from shopkeeper.service.common import NUMBERED
from shopkeeper.service.importing_changes import KnownMember, Write, apply, changes, filled, members_known
from shopkeeper.service.importing_files import Source, refuse
from shopkeeper.service.importing_likely import Likely, MemberRow, Same
from shopkeeper.service.importing_member_rows import Cells
from shopkeeper.service.known import same_name
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass, field, replace

ROWS_BETWEEN = 200
_HASH_BITS = 64
_HASH = (1 << _HASH_BITS) - 1


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes of a member who is known, and the cards it gives."""

    member_id: int
    writes: tuple[Write, ...]
    cards: tuple[str, ...] = ()


@dataclass(slots=True)
class Part:
    """Of some rows of the file: who is new, and what changes of whom."""

    new: list[MemberRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What a file of members would do."""

    new: int = 0
    changed: int = 0
    refused: list[Refused] = field(default_factory=list)
    likely: list[Likely] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    read: int = 0
    again: int = 0
    whole: Part | None = None  # all of a file that is no longer than a part

    @property
    def brings(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.changed)


Do = Callable[[Part, Progress], None]
"""What is done with a part; the progress it is given only says that it goes on, and is where it may be stopped."""


def plan(
    book: Reading, source: Source, today: date, progress: Progress, same: Sequence[Same] | None = None
) -> Plan:
    """What bringing the file in would do; nothing is changed.

    `same` are the new people of whom somebody said that they are members: what the members' records lack is filled
    in. None where nobody has looked yet: then the likely ones are found. `file_changed` where the rows are others now.
    """
    found: list[Likely] = []
    whole: Part | None = None
    parts = looked_at = 0

    def look(part: Part, tick: Progress) -> None:
        nonlocal looked_at, parts, whole
        parts += 1
        whole = part if parts == 1 else None
        if same is None and looked_at < importing_likely.MOST_ROWS:
            looked_at += len(part.new)
            found.extend(_filling(book, importing_likely.find(book, part.new, tick), part.new))

    made = through(book, source, today, progress, same or (), look)
    made.whole = whole
    made.likely = [*importing_likely.likeliest(found), *made.likely]
    return made


def through(
    book: Reading, source: Source, today: date, progress: Progress, same: Sequence[Same], do: Do
) -> Plan:
    """Go through the file, part by part; answers what all of them come to."""
    made = Plan()
    sorting = _Sorting(book, made, same)
    rows = _read_rows(source, Cells(source, shops.read(book), today), made, progress)
    while some := list(islice(rows, importing_likely.ROWS_AT_ONCE)):
        made.read += len(some)
        part = sorting.sort(some)
        made.new += len(part.new)
        made.changed += len(part.changed)
        do(part, _tick(progress, some[-1].line, source.table.line_count))
    made.read += len(made.refused) - sorting.refused
    return made


def _tick(progress: Progress, line: int, lines: int) -> Progress:
    return lambda _done, _of: progress(line, lines)


def _read_rows(source: Source, read: Cells, made: Plan, progress: Progress) -> Iterator[MemberRow]:
    doubtful = 0
    for done, (line, cells) in enumerate(source.rows(made.refused), 1):
        if done % ROWS_BETWEEN == 0:
            progress(done, source.table.line_count)
        try:
            row = read.row(line, cells)
        except Declined as declined:
            refuse(made.refused, line, declined.because)
            continue
        doubtful += row.details.birthday is not None and read.is_doubtful(row.details.birthday)
        yield row
    if doubtful:
        made.warnings.append(
            counted(
                doubtful,
                "{n} birthday is a day that many programs write when they know none. Look at it before you write to them.",
                "{n} birthdays are days that many programs write when they know none. Look at them before you write to them.",
            )
        )


def numbers_in(source: Source) -> set[str]:
    """The numbers that the file gives to its rows, so that nobody without one is given one of them."""
    place = source.place("number")
    return set() if place is None else {source.number(cells[place]) for _, cells in source.rows([])} - {""}


def _filling(book: Reading, found: list[Likely], rows: list[MemberRow]) -> Iterator[Likely]:
    """Each with whether the member's record would say more."""
    known = members_known(book, (one.member_id for one in found if one.member_id is not None))
    by_line = {row.line: row for row in rows}
    for one in found:
        row = by_line[one.line]
        assert one.member_id is not None
        member = known[one.member_id]
        gives = filled(member, row.details, row.contacts) or _new_cards(row, member)
        yield replace(one, fills=bool(gives))


def _new_cards(row: MemberRow, member: KnownMember) -> tuple[str, ...]:
    """The cards that somebody gets who is this member: the row's own, and its number, by which a till may know them."""
    cards = [row.details.card] if row.details.card else []
    if row.details.number and row.details.number != member.number:
        with suppress(Declined):
            cards.append(check_card(row.details.number))
    return tuple(card for card in dict.fromkeys(cards) if card not in member.cards)


# ---- whom it is about ------------------------------------------------------------------------------------


class _Sorting:
    """The rows of a file beside the members in the book, as it was before, and beside each other.

    Of rows that are past only what knows them again is kept, some bytes each.
    """

    def __init__(self, book: Reading, made: Plan, same: Sequence[Same]) -> None:
        self._book = book
        self._made = made
        self._part = Part()
        self.refused = 0  # of the rows that were understood
        self._same = {one.line: one for one in same}
        if len(members_known(book, [one.member_id for one in same])) < len({one.member_id for one in same}):
            raise Declined(
                "member_unknown",
                say(
                    "A member of whom you said it is the same is not in the book any more. Look at the list again."
                ),
                "file",
            )
        self._last = int(book.value("select coalesce(max(id), 0) from members"))
        self._said: set[int] = set()  # hashes of the rows without a number
        self._numbers: dict[int, int] = {}  # the hash of a number; its line, and the hash of its row, in one
        self._cards: dict[str, int] = {}  # those of the book that stand in this part
        self._given: dict[
            int, int
        ] = {}  # the hash of a card that the file gives, and to whom; 0 for one who is new
        self._filled: dict[int, KnownMember] = {}
        self._looked_at = 0
        self._shared: dict[str, list[tuple[str, str, str, int]]] = {}  # canonical: kind, number, name, line
        self._forgotten = forgetting.Marks(book)

    def sort(self, rows: list[MemberRow]) -> Part:
        """Put each row of a part where it belongs: new, changed, in the book already, or refused."""
        self._part = Part()
        by_number: dict[str, int] = dict(
            self._found(
                f"select number, id from {NUMBERED} where id <= ?", (row.details.number for row in rows)
            )
        )
        cards = "select c.number, m.id from cards c join members m on m.id = c.member_id and m.gone = 0 where m.id <= ?"
        # Who was said to be a member keeps the number of the list as a card: the same list again finds them by it.
        unknown = (row.details.number for row in rows if row.details.number not in by_number)
        by_card: dict[str, int] = dict(self._found(cards, unknown, "c.number"))
        by_name: dict[str, list[int]] = {}
        for name, member_id in self._found(
            "select name, id from members where gone = 0 and id <= ?",
            (row.details.name for row in rows if not row.details.number),
            "name",
        ):
            by_name.setdefault(name, []).append(member_id)
        self._cards = dict(self._found(cards, (row.details.card for row in rows), "c.number"))
        there = [*by_number.values(), *by_card.values(), *(one for some in by_name.values() for one in some)]
        there += [self._same[row.line].member_id for row in rows if row.line in self._same]
        known = members_known(self._book, there) | {
            one: self._filled[one] for one in there if one in self._filled
        }
        for row in rows:
            self._sort(row, by_number, by_card, by_name, known)
        return self._part

    def _found(self, sql: str, wanted: Iterable[str], column: str = "number") -> Iterator[tuple[Any, ...]]:
        """The rows of the book as it was before the file, of those wanted that are something."""
        listed = list(dict.fromkeys(text for text in wanted if text))
        for at in range(0, len(listed), 5000):
            some = json.dumps(listed[at : at + 5000])
            yield from self._book.rows(
                f"{sql} and {column} in (select value from json_each(?))", (self._last, some)
            )

    def _sort(
        self,
        row: MemberRow,
        by_number: dict[str, int],
        by_card: dict[str, int],
        by_name: dict[str, list[int]],
        known: dict[int, KnownMember],
    ) -> None:
        made = self._made
        number = row.details.number
        said = hash((row.details, row.contacts)) & _HASH
        if number:
            here = row.line << _HASH_BITS | said
            earlier = self._numbers.setdefault(hash(number), here)
            if earlier != here:
                self._stands_twice(row, earlier, said)
                return
        elif said in self._said:
            made.again += 1
            return
        else:
            self._said.add(said)
        if number in by_number:
            self._known(row, known[by_number[number]])
        elif number in by_card:
            self._fill(row, known[by_card[number]])
        elif row.line in self._same:
            if self._same[row.line].added != row.details.name:
                raise Declined(
                    "file_changed",
                    say("The file has changed since you looked at it. Look at the list again."),
                    "file",
                )
            self._fill(row, known[self._same[row.line].member_id])
        elif not number and any(
            not changes(known[one], row.details, row.contacts) and row.details.card in ("", *known[one].cards)
            for one in by_name.get(row.details.name, ())
        ):
            made.again += 1
        elif row.details.card and self._owner(row.details.card) is not None:
            self._card_taken(row)
        else:
            self._new(row)

    def _stands_twice(self, row: MemberRow, earlier: int, said: int) -> None:
        if earlier & _HASH == said:
            self._made.again += 1
            return
        self._refuse(
            row,
            say("Number {number} stands in line {line} too, with something else.").format(
                number=row.details.number, line=earlier >> _HASH_BITS
            ),
        )

    def _known(self, row: MemberRow, member: KnownMember) -> None:
        card = row.details.card
        if card and self._owner(card) not in (None, member.member_id):
            self._card_taken(row)
            return
        gives = card if card and card not in member.cards else ""
        writes = changes(member, row.details, row.contacts)
        if not writes and not gives:
            self._made.again += 1
            return
        if gives:
            self._given[hash(gives)] = member.member_id
        self._part.changed.append(Change(member.member_id, writes, (gives,) if gives else ()))

    def _fill(self, row: MemberRow, member: KnownMember) -> None:
        """The row is a member under another number or name: what their record lacks is filled in, nothing is changed."""
        if row.details.card and self._owner(row.details.card) not in (None, member.member_id):
            self._card_taken(row)
            return
        if self._is_forgotten(row):
            return
        writes = filled(member, row.details, row.contacts)
        cards = tuple(card for card in _new_cards(row, member) if self._owner(card) is None)
        if not writes and not cards:
            self._made.again += 1
            return
        self._given.update((hash(card), member.member_id) for card in cards)
        apply(member, writes, cards)
        self._filled[member.member_id] = member
        self._part.changed.append(Change(member.member_id, writes, cards))

    def _card_taken(self, row: MemberRow) -> None:
        self._refuse(
            row, say("Card {card} is somebody's already. Take another card.").format(card=row.details.card)
        )

    def _refuse(self, row: MemberRow, because: str) -> None:
        refuse(self._made.refused, row.line, because)
        self.refused += 1

    def _owner(self, card: str) -> int | None:
        """Whose a card is: a member's, nobody's who is in the book yet (0), nobody's (None)."""
        given = self._given.get(hash(card))
        return self._cards.get(card) if given is None else given

    def _is_forgotten(self, row: MemberRow) -> bool:
        """Whether the row is refused, for it would bring somebody back who was forgotten."""
        details = row.details
        things = [("number", details.number), ("card", details.card)]
        things += [(contact.kind, contact.canonical) for contact in row.contacts]
        try:
            forgetting.refuse(self._forgotten, things)
        except Declined as declined:
            self._refuse(row, declined.because)
            return True
        return False

    def _new(self, row: MemberRow) -> None:
        if self._is_forgotten(row):
            return
        if row.details.card:
            self._given[hash(row.details.card)] = 0
        self._part.new.append(row)
        self._looked_at += 1
        if self._looked_at <= importing_likely.MOST_ROWS:
            self._look_for_twins(row)

    def _look_for_twins(self, row: MemberRow) -> None:
        told = False
        for contact in row.contacts:
            sharing = self._shared.setdefault(contact.canonical, []) if contact.canonical else []
            for kind, number, name, line in sharing:
                if told or kind != contact.kind:
                    continue
                if kind == "email" or same_name(name, row.details.name):
                    reasons: tuple[Reason, ...] = ("email",) if kind == "email" else ("name", "phone")
                    self._made.likely.append(
                        Likely(row.line, row.details.name, None, number, name, line, reasons)
                    )
                    told = True
            sharing.append((contact.kind, row.details.number, row.details.name, row.line))
