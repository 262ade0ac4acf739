"""What the demo shop is made of: plain frozen values, ready to be written into an empty book."""

from datetime import date, time

from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Somebody who serves; `name` is what is said in the shop."""

    name: str
    full_name: str
    owner: bool


@dataclass(frozen=True, slots=True)
class DemoAddress:
    street: str
    address_2: str
    postcode: str
    town: str
    region: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoRemark:
    """What is remembered; `kind` is warning, likes, dislikes, size or fact."""

    kind: str
    text: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member with everything the shop knows.

    `letters` is True or False as answered, None when nobody asked. A member with a `card_given_on` has a card,
    whose number the loader gives. `place` says where the name comes from, and is not written into the book.
    """

    name: str
    say: str
    greeting: str
    birthday_year: int | None
    birthday_month: int | None
    birthday_day: int | None
    joined_on: date
    letters: bool | None
    note: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    addresses: tuple[DemoAddress, ...]
    remarks: tuple[DemoRemark, ...]
    card_given_on: date | None
    place: str


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One good of a purchase; nothing is earned on what is sold for others (`earns` False)."""

    text: str
    amount_minor: int
    earns: bool


@dataclass(frozen=True, slots=True)
class DemoPurchase:
    """A sale; `member` is a position in `DemoShop.members`, None for somebody not known.

    `at` is the time on the shop's wall clock, `served_by` a position in `DemoShop.people`. `amount_minor` is the
    sum of the lines where there are any. `points_used` are worth one minor unit each and are never more than the
    member holds at one point for each whole pound, without joining points or multipliers.
    """

    member: int | None
    happened_on: date
    at: time
    amount_minor: int
    points_used: int
    what: str
    lines: tuple[DemoLine, ...]
    served_by: int


@dataclass(frozen=True, slots=True)
class DemoReturn:
    """A purchase brought back, in whole or in part; at most one for a purchase, never of one paid with points.

    `purchase` is a position in `DemoShop.purchases`, `lines` are positions in that purchase's lines (empty where
    it has none).
    """

    purchase: int
    happened_on: date
    at: time
    amount_minor: int
    lines: tuple[int, ...]
    because: str
    served_by: int


@dataclass(frozen=True, slots=True)
class DemoGift:
    """Something given: `kind` is welcome (once), birthday (once in a calendar year) or treat."""

    member: int
    happened_on: date
    at: time
    kind: str
    what: str
    given_by: int


@dataclass(frozen=True, slots=True)
class DemoFace:
    """How a made-up face is drawn: colours as `#rrggbb`, `style` of the hair is short, long, round or bun."""

    skin: str
    hair: str
    style: str
    coat: str
    ground: str
    glasses: bool = False
    beard: bool = False


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A whole shop from the day its book begins to the last day in it.

    Purchases, returns and gifts stand in the order they happened; members in the order they are listed, the
    known people of the design first.
    """

    name: str
    motto: str
    street: str
    town: str
    postcode: str
    country: str
    currency: str
    language: str
    timezone: str
    begins_on: date
    ends_on: date
    people: tuple[DemoServer, ...]
    members: tuple[DemoMember, ...]
    purchases: tuple[DemoPurchase, ...]
    returns: tuple[DemoReturn, ...]
    gifts: tuple[DemoGift, ...]
