"""Members from a file: what each row says, whom it is about, and what it would add or change."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.cards import check_card
from shopkeeper.rules.days import read_iso_day
from shopkeeper.rules.likeness import Reason
from shopkeeper.rules.tables import Refused
from shopkeeper.rules.typed_days import doubtful_birthday, read_birthday, read_day, read_iso_birthday
from shopkeeper.say import counted
from shopkeeper.say import text as say
from shopkeeper.service import forgetting, importing_likely, shops
from shopkeeper.service.common import NUMBERED
from shopkeeper.service.details import (
    REMARK_KINDS,
    Address,
    Birthday,
    Contact,
    Details,
    Remark,
    cleaned,
)
from shopkeeper.service.importing_changes import (
    ADDRESS_PARTS,
    KnownMember,
    Write,
    apply,
    changes,
    filled,
    members_known,
)
from shopkeeper.service.importing_files import Source, bare_number, second_half
from shopkeeper.service.importing_likely import Likely, MemberRow, Same
from shopkeeper.service.known import same_name
from shopkeeper.service.shops import Shop
from shopkeeper.service.standings import Progress

ROWS_BETWEEN = 200
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes of a member who is known, and the cards it gives."""

    member_id: int
    writes: tuple[Write, ...]
    cards: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What a file of members would do."""

    new: list[MemberRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    likely: list[Likely] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    read: int = 0
    again: int = 0
    lines: int = 0

    @property
    def brings(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.changed)


def plan(
    book: Reading, source: Source, today: date, progress: Progress, same: Sequence[Same] | None = None
) -> Plan:
    """What bringing the file in would do; nothing is changed.

    `same` are the new people of whom somebody said that they are members: what the members' records lack is filled
    in. None where nobody has looked yet: then the likely ones are found. `file_changed` where the rows are others now.
    """
    made = Plan(lines=source.table.line_count)
    rows = list(_read_rows(source, shops.read(book), today, made, progress))
    made.read = len(rows) + len(made.refused)
    _Sorting(book, made, same or ()).sort(rows)
    if same is None:
        found = importing_likely.find(book, made.new, second_half(progress, made.lines))
        made.likely = [*_filling(book, found, made.new), *made.likely]
    return made


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


# ---- what a row says -------------------------------------------------------------------------------------


def _read_rows(
    source: Source, shop: Shop, today: date, made: Plan, progress: Progress
) -> Iterator[MemberRow]:
    read = _Cells(source, shop, today)
    doubtful = 0
    for done, (line, cells) in enumerate(source.rows(made.refused), 1):
        if done % ROWS_BETWEEN == 0:
            progress(done, 2 * made.lines)
        try:
            row = read.row(line, cells)
        except Declined as declined:
            made.refused.append(Refused(line, declined.because))
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


class _Cells:
    """What the cells of a member's row mean in this file and this shop."""

    def __init__(self, source: Source, shop: Shop, today: date) -> None:
        self._columns = dict(source.columns.columns)
        self._order = source.learnt.day_order
        self._country = shop.country
        self._today = today

    def row(self, line: int, cells: tuple[str, ...]) -> MemberRow:
        """The row's details; Declined for a field that cannot be kept."""
        said = {ours: cells[place] for ours, place in self._columns.items()}
        names = (said.get("given_name", ""), said.get("family_name", ""))
        name = said.get("name", "") or " ".join(part.strip() for part in names if part.strip())
        number = bare_number(said.get("number", ""))
        details, contacts = cleaned(
            Details(
                name=name,
                number=number,
                say=said.get("say", ""),
                greeting=said.get("greeting", ""),
                phones=_several(said, "phone"),
                emails=_several(said, "email"),
                addresses=_addresses(said),
                card=check_card(said["card"]) if said.get("card", "").strip() else "",
                birthday=self._birthday(said.get("birthday", "")),
                remarks=tuple(Remark(kind, text) for kind in REMARK_KINDS for text in _several(said, kind)),
                letters=_letters(said.get("letters", "")),
                note=said.get("note", ""),
                joined_on=self._joined(said.get("joined", "")),
            ),
            country=self._country,
            name_required=not number,
        )
        return MemberRow(line, details, contacts)

    @staticmethod
    def is_doubtful(birthday: Birthday) -> bool:
        return bool(doubtful_birthday(_as_typed(birthday)))

    def _birthday(self, text: str) -> Birthday | None:
        if not text.strip():
            return None
        try:
            found = read_iso_birthday(text, today=self._today)
        except Declined as declined:
            if declined.code != "birthday_not_understood":
                raise
            found = read_birthday(text, order=self._order, today=self._today)
        return Birthday(found.month, found.day, found.year)

    def _joined(self, text: str) -> date | None:
        if not text.strip():
            return None
        head = text.strip()
        try:
            day = read_iso_day(head[:10] if head[10:11] in ("T", " ") else head, "joined")
        except Declined:
            day = read_day(head, order=self._order, today=self._today, about="joined")
        if day > self._today:
            raise Declined(
                "joined_in_the_future", say("The day of joining is still to come. Check the date."), "joined"
            )
        return day


def _several(said: dict[str, str], ours: str) -> tuple[str, ...]:
    """`phone`, `phone_2` … in their order."""
    return tuple(text for key, text in said.items() if _base(key) == ours and text.strip())


def _base(ours: str) -> str:
    head, _, number = ours.rpartition("_")
    return head if head and number.isdecimal() and ours not in ADDRESS_PARTS else ours


def _addresses(said: dict[str, str]) -> tuple[Address, ...]:
    found: dict[str, dict[str, str]] = {}
    for key, text in said.items():
        part = _base(key)
        if part in ADDRESS_PARTS:
            found.setdefault(key.removeprefix(part), {})[part] = text
    return tuple(Address(**parts) for parts in found.values())


def _letters(text: str) -> bool | None:
    written = text.strip().casefold()
    if not written:
        return None
    if written not in _YES_NO:
        raise Declined(
            "letters_not_understood", say("Whether the shop may write is said by yes or no."), "letters"
        )
    return _YES_NO[written]


def _as_typed(birthday: Birthday) -> Any:
    from shopkeeper.rules.typed_days import Birthday as Typed

    return Typed(birthday.year, birthday.month, birthday.day)


# ---- whom it is about ------------------------------------------------------------------------------------


class _Sorting:
    """The rows of a file beside the members in the book and beside each other."""

    def __init__(self, book: Reading, made: Plan, same: Sequence[Same]) -> None:
        self._book = book
        self._made = made
        self._same = {one.line: one for one in same}
        self._numbers: dict[str, MemberRow] = {}
        self._said: set[tuple[Details, tuple[Contact, ...]]] = set()
        self._cards: dict[str, int] = {}  # a card in the book and whose it is; 0 for one of this file
        self._shared: dict[str, list[tuple[str, str, str, int]]] = {}  # canonical: kind, number, name, line
        self._forgotten = forgetting.Marks(book)

    def sort(self, rows: list[MemberRow]) -> None:
        """Put each row where it belongs: new, changed, in the book already, or refused."""
        book = self._book
        by_number: dict[str, int] = dict(
            _found(
                book,
                f"select number, id from {NUMBERED} where number in",
                (row.details.number for row in rows if row.details.number),
            )
        )
        # Who was said to be a member keeps the number of the list as a card: the same list again finds them by it.
        by_card: dict[str, int] = dict(
            _found(
                book,
                "select c.number, c.member_id from cards c join members m on m.id = c.member_id and m.gone = 0"
                " where c.number in",
                (
                    row.details.number
                    for row in rows
                    if row.details.number and row.details.number not in by_number
                ),
            )
        )
        by_name: dict[str, list[int]] = {}
        for name, member_id in _found(
            book,
            "select name, id from members where gone = 0 and name in",
            (row.details.name for row in rows if not row.details.number),
        ):
            by_name.setdefault(name, []).append(member_id)
        self._cards.update(
            _found(
                book,
                "select c.number, c.member_id from cards c join members m on m.id = c.member_id and m.gone = 0"
                " where c.number in",
                (row.details.card for row in rows if row.details.card),
            )
        )
        there = [by_number[row.details.number] for row in rows if row.details.number in by_number]
        there += [one for some in by_name.values() for one in some]
        there += [*by_card.values(), *(one.member_id for one in self._same.values())]
        known = members_known(book, there)
        if any(one.member_id not in known for one in self._same.values()):
            raise Declined(
                "member_unknown",
                say(
                    "A member of whom you said it is the same is not in the book any more. Look at the list again."
                ),
                "file",
            )
        for row in rows:
            self._sort(row, by_number, by_card, by_name, known)

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
        said = (row.details, row.contacts)
        if said in self._said:
            made.again += 1
            return
        self._said.add(said)
        if number:
            earlier = self._numbers.setdefault(number, row)
            if earlier is not row:
                made.refused.append(
                    Refused(
                        row.line,
                        say("Number {number} stands in line {line} too, with something else.").format(
                            number=number, line=earlier.line
                        ),
                    )
                )
                return
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
        elif row.details.card in self._cards:
            self._card_taken(row)
        else:
            self._new(row)

    def _known(self, row: MemberRow, member: KnownMember) -> None:
        card = row.details.card
        if card and self._cards.get(card, member.member_id) != member.member_id:
            self._card_taken(row)
            return
        gives = card if card and card not in member.cards else ""
        writes = changes(member, row.details, row.contacts)
        if not writes and not gives:
            self._made.again += 1
            return
        if gives:
            self._cards[gives] = member.member_id
        self._made.changed.append(Change(member.member_id, writes, (gives,) if gives else ()))

    def _fill(self, row: MemberRow, member: KnownMember) -> None:
        """The row is a member under another number or name: what their record lacks is filled in, nothing is changed."""
        if self._cards.get(row.details.card, member.member_id) != member.member_id:
            self._card_taken(row)
            return
        if self._is_forgotten(row):
            return
        writes = filled(member, row.details, row.contacts)
        cards = tuple(card for card in _new_cards(row, member) if card not in self._cards)
        if not writes and not cards:
            self._made.again += 1
            return
        self._cards.update(dict.fromkeys(cards, member.member_id))
        apply(member, writes, cards)
        self._made.changed.append(Change(member.member_id, writes, cards))

    def _card_taken(self, row: MemberRow) -> None:
        self._made.refused.append(
            Refused(
                row.line,
                say("Card {card} is somebody's already. Take another card.").format(card=row.details.card),
            )
        )

    def _is_forgotten(self, row: MemberRow) -> bool:
        """Whether the row is refused, for it would bring somebody back who was forgotten."""
        details = row.details
        things = [("number", details.number), ("card", details.card)]
        things += [(contact.kind, contact.canonical) for contact in row.contacts]
        try:
            forgetting.refuse(self._forgotten, things)
        except Declined as declined:
            self._made.refused.append(Refused(row.line, declined.because))
            return True
        return False

    def _new(self, row: MemberRow) -> None:
        if self._is_forgotten(row):
            return
        if row.details.card:
            self._cards[row.details.card] = 0
        self._made.new.append(row)
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


def _found(book: Reading, sql: str, wanted: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    listed = list(dict.fromkeys(wanted))
    for at in range(0, len(listed), 5000):
        yield from book.rows(f"{sql} (select value from json_each(?))", (json.dumps(listed[at : at + 5000]),))
