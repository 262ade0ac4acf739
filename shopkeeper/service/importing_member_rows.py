"""What the cells of a member's row mean in this file and this shop."""

from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.rules.cards import check_card
from shopkeeper.rules.days import read_iso_day
from shopkeeper.rules.typed_days import doubtful_birthday, read_birthday, read_day, read_iso_birthday
from shopkeeper.say import text as say
from shopkeeper.service.details import REMARK_KINDS, Address, Birthday, Details, Remark, cleaned
from shopkeeper.service.importing_changes import ADDRESS_PARTS
from shopkeeper.service.importing_files import Source
from shopkeeper.service.importing_likely import MemberRow
from shopkeeper.service.shops import Shop

_YES_NO = {"yes": True, "no": False}


class Cells:
    """Reads row after row."""

    def __init__(self, source: Source, shop: Shop, today: date) -> None:
        self._columns = dict(source.columns.columns)
        self._number = source.number
        self._order = source.learnt.day_order
        self._country = shop.country
        self._today = today

    def row(self, line: int, cells: tuple[str, ...]) -> MemberRow:
        """The row's details; Declined for a field that cannot be kept."""
        said = {ours: cells[place] for ours, place in self._columns.items()}
        names = (said.get("given_name", ""), said.get("family_name", ""))
        name = said.get("name", "") or " ".join(part.strip() for part in names if part.strip())
        number = self._number(said.get("number", ""))
        details, contacts = cleaned(
            Details(
                name=name,
                number=number,
                say=said.get("say", ""),
                greeting=said.get("greeting", ""),
                phones=_several(said, "phone"),
                emails=_several(said, "email"),
                addresses=_addresses(said),
                card=check_card(self._number(said["card"])) if said.get("card", "").strip() else "",
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
        """Whether it is a day that programs write when they know none."""
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
