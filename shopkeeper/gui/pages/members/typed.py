"""What stands in the form for details, as typed: kept for each member until it is saved or thrown away."""

from datetime import date
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.typed_days import read_birthday, read_day
from shopkeeper.say import Speech, text
from shopkeeper.service.details import REMARK_KINDS, Address, Birthday, Details, Remark
from shopkeeper.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Typed:
    """`remarks` are texts by kind, in the order of `REMARK_KINDS`; `leap_in_march` keeps a 29 February on 1 March."""

    name: str = ""
    say: str = ""
    greeting: str = ""
    number: str = ""
    birthday: str = ""
    leap_in_march: bool = False
    joined: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    letters: bool | None = None
    remarks: tuple[tuple[str, ...], ...] = ()
    note: str = ""


def as_typed(details: Details, speech: Speech) -> Typed:
    """Details as they would have been typed."""
    birthday, joined = details.birthday, details.joined_on
    return Typed(
        name=details.name,
        say=details.say,
        greeting=details.greeting,
        number=details.number,
        birthday=speech.birthday(birthday.month, birthday.day, birthday.year) if birthday else "",
        leap_in_march=birthday is not None and birthday.leap_day == "1 March",
        joined=speech.day(joined) if joined else "",
        phones=details.phones,
        emails=details.emails,
        addresses=details.addresses,
        letters=details.letters,
        remarks=tuple(
            tuple(remark.text for remark in details.remarks if remark.kind == kind) for kind in REMARK_KINDS
        ),
        note=details.note,
    )


def meant(typed: Typed, seen: Details, speech: Speech, today: date) -> Details:
    """The details that are wanted. What was not touched is as it was seen, however its language writes a day.

    Declined with the field that cannot be understood.
    """
    before = as_typed(seen, speech)
    wanted = replace(
        seen, name=typed.name, say=typed.say, greeting=typed.greeting, phones=typed.phones, emails=typed.emails,
        addresses=typed.addresses, letters=typed.letters, note=typed.note, number=typed.number or seen.number,
    )  # fmt: skip
    if (typed.birthday, typed.leap_in_march) != (before.birthday, before.leap_in_march):
        wanted = replace(wanted, birthday=born(typed, seen, speech, today))
    if typed.joined.strip() and typed.joined != before.joined:
        joined = read_day(typed.joined, order=speech.day_order, today=today, about="joined")
        if joined > today:
            raise Declined(
                "joined_in_the_future", text("The day of joining is still to come. Check the date."), "joined"
            )
        wanted = replace(wanted, joined_on=joined)
    if typed.remarks != before.remarks:
        remarks = tuple(
            Remark(kind, said)
            for kind, texts in zip(REMARK_KINDS, typed.remarks, strict=True)
            for said in texts
        )
        wanted = replace(wanted, remarks=remarks)
    return wanted


def born(typed: Typed, seen: Details, speech: Speech, today: date) -> Birthday | None:
    """The birthday that is typed, None for none; Declined for one that cannot be understood."""
    if not typed.birthday.strip():
        return None
    leap_day: Literal["28 February", "1 March"] = "1 March" if typed.leap_in_march else "28 February"
    known = seen.birthday
    if known is not None and typed.birthday == as_typed(seen, speech).birthday:
        return replace(known, leap_day=leap_day)
    read = read_birthday(typed.birthday, order=speech.day_order, today=today)
    return Birthday(read.month, read.day, read.year, leap_day)
