"""What is written about a member: contacts, addresses, cards, remarks, cleaned and kept as typed."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeVar

from shopkeeper.errors import Declined
from shopkeeper.rules.emails import read_email
from shopkeeper.rules.names import clean_line, clean_name, clean_note
from shopkeeper.say import text as say
from shopkeeper.service.phones import read_phone
from shopkeeper.values import dataclass

RemarkKind = Literal["warning", "likes", "dislikes", "size", "usual", "matters", "fact"]
REMARK_KINDS: tuple[RemarkKind, ...] = ("warning", "likes", "dislikes", "size", "usual", "matters", "fact")
MOST_OF_A_KIND = 50
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a member lives, as it is written on an envelope."""

    street: str = ""
    address_2: str = ""
    postcode: str = ""
    town: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to remember of a member: an allergy (warning), a liking, a size, the usual, what matters to them, a fact
    in free words."""

    kind: RemarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Birthday:
    """A month and a day and, if known, a year. `leap_day` says when 29 February is kept in other years."""

    month: int
    day: int
    year: int | None = None
    leap_day: Literal["28 February", "1 March"] = "28 February"


@dataclass(frozen=True, slots=True)
class Details:
    """All that is asked about a member; a name is enough. `letters` None means: not asked yet."""

    name: str
    number: str = ""
    say: str = ""
    greeting: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    card: str = ""
    birthday: Birthday | None = None
    remarks: tuple[Remark, ...] = ()
    letters: bool | None = None
    note: str = ""
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone or an e-mail as typed, and in the one form it is compared in."""

    kind: Literal["phone", "email"]
    text: str
    canonical: str


def cleaned(
    details: Details, *, country: str, name_required: bool = True
) -> tuple[Details, tuple[Contact, ...]]:
    """The details fit to be kept, with contacts in both forms; Declined with the field that cannot be."""
    name = clean_name(details.name) if name_required else clean_line(details.name, about="name")
    if name.casefold() == "(erased)":
        raise Declined(
            "name_reserved", "“(erased)” marks a person who was forgotten. Give another name.", "name"
        )
    contacts = _contacts(details.phones, details.emails, country)
    addresses = tuple(
        address for address in map(_address, _few(details.addresses, "address")) if address != Address()
    )
    remarks = tuple(
        Remark(
            _kind(remark.kind),
            clean_line(remark.text, about="remark", label="What to remember", required=True),
        )
        for remark in _few(details.remarks, "remark")
    )
    return (
        Details(
            name=name,
            number=clean_number(details.number) if details.number.strip() else "",
            say=clean_line(details.say, about="say"),
            greeting=clean_line(details.greeting, about="greeting"),
            addresses=addresses,
            card=details.card.strip(),
            birthday=details.birthday,
            remarks=remarks,
            letters=details.letters,
            note=clean_note(details.note),
            joined_on=details.joined_on,
        ),
        contacts,
    )


def clean_number(number: str) -> str:
    """A member's number: up to 32 digits, leading zeros kept."""
    line = number.strip()
    if not (line.isascii() and line.isdecimal() and len(line) <= 32):
        raise Declined("number_not_digits", "A member's number is made of digits, 32 at most.", "number")
    return line


def _contacts(phones: Sequence[str], emails: Sequence[str], country: str) -> tuple[Contact, ...]:
    found: dict[tuple[str, str], Contact] = {}
    for typed in _few(phones, "phone"):
        phone = read_phone(typed, country)
        if phone.text:
            found.setdefault(
                ("phone", phone.canonical or phone.text), Contact("phone", phone.text, phone.canonical)
            )
    for typed in _few(emails, "email"):
        email = read_email(typed)
        if email:
            found.setdefault(("email", email.casefold()), Contact("email", email, email.casefold()))
    return tuple(found.values())


def _address(address: Address) -> Address:
    return Address(
        **{
            part: clean_line(getattr(address, part), about=part)
            for part in ("street", "address_2", "postcode", "town", "region", "country")
        }
    )


def _kind(kind: str) -> RemarkKind:
    for known in REMARK_KINDS:
        if kind == known:
            return known
    raise Declined(
        "remark_kind",
        "What is remembered is a warning, a liking, a dislike, a size, the usual, what matters or a fact.",
        "remark",
    )


def _few(things: Sequence[_Thing], about: str) -> Sequence[_Thing]:
    if len(things) > MOST_OF_A_KIND:
        raise Declined(
            "too_many",
            say("More than {most} of a kind cannot be kept for one member.").format(most=MOST_OF_A_KIND),
            about,
        )
    return things
