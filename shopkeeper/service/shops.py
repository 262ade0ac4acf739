"""The shop itself: its name, money, place and hours, and what day it is there."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.records.opening import create_book
from shopkeeper.rules.days import shop_day
from shopkeeper.rules.money import Currency, currency
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import roles
from shopkeeper.values import asdict, dataclass, fields

if TYPE_CHECKING:
    from shopkeeper.rules.programme import Programme


@dataclass(frozen=True, slots=True)
class Shop:
    """What the owner told about the shop; `day_ends_at_hour` is the local hour at which a shop day is over."""

    name: str
    currency: str
    country: str
    timezone: str
    language: str = "en"
    tagline: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    owner: str = ""
    accent: str = ""
    day_ends_at_hour: int = 0
    demo: bool = False

    @property
    def money(self) -> Currency:
        """The currency with its minor units."""
        return currency(self.currency)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that the shop's days are counted in."""
        return ZoneInfo(self.timezone)

    def day_of(self, instant: datetime) -> date:
        """The shop day an instant belongs to."""
        return shop_day(instant, self.zone, self.day_ends_at_hour)


_PARTS = tuple(part.name for part in fields(Shop))


def create(path: Path, shop: Shop, now: datetime, programme: "Programme | None" = None) -> Book:
    """A new book for the shop, with the usual programme unless another is given, holding from the first day."""
    good = checked(shop)
    book = create_book(path)
    with book.writing(now) as w:
        _write(w, good)
        act = w.insert(
            "insert into acts (kind, entered_at, summary) values ('opened', ?, '')", (w.entered_at,)
        )
        w.insert(
            "insert into programmes (act_id, from_day, toml) values (?, ?, ?)",
            (act, good.day_of(now).isoformat(), _written(programme, good)),
        )
        if good.owner:
            w.run("insert into people (name, role) values (?, 'owner')", (good.owner,))
    return book


def _written(programme: "Programme | None", shop: Shop) -> str:
    from shopkeeper.rules.programme import usual_programme
    from shopkeeper.rules.programme_text import write_programme

    return write_programme(programme or usual_programme(shop.currency))


def checked(shop: Shop) -> Shop:
    """The shop with its fields cleaned; Declined with the field that cannot be."""
    currency(shop.currency)
    try:
        ZoneInfo(shop.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise Declined(
            "timezone_unknown",
            say("“{zone}” is not a time zone. Write it like Europe/London.").format(zone=shop.timezone[:60]),
            "timezone",
        ) from error
    if not 0 <= shop.day_ends_at_hour <= 12:
        raise Declined("hour_out_of_range", "The shop day ends at an hour from 0 to 12.", "day_ends_at_hour")
    if not (len(shop.country) == 2 and shop.country.isascii() and shop.country.isalpha()):
        raise Declined("country_unknown", "A country is two letters, such as GB.", "country")
    cleaned = {
        part: clean_line(getattr(shop, part), about=part, required=part == "name")
        for part in ("name", "tagline", "street", "postcode", "town", "phone", "owner", "language", "accent")
    }
    return Shop(**{**asdict(shop), **cleaned, "country": shop.country.upper()})


def _write(w: Writing, shop: Shop) -> None:
    w.many(
        "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        [(name, json.dumps(value, ensure_ascii=False)) for name, value in asdict(shop).items()],
    )


def read(book: Reading) -> Shop:
    """The shop of this book."""
    marks = ", ".join("?" * len(_PARTS))
    return _shop(
        tuple(book.rows(f"select name, value from shop where name in ({marks}) order by name", _PARTS))
    )


@lru_cache(maxsize=8)
def _shop(rows: tuple[tuple[str, str], ...]) -> Shop:
    known = {part.name for part in fields(Shop)}
    try:
        return Shop(**{name: json.loads(value) for name, value in rows if name in known})
    except (TypeError, ValueError) as error:
        raise StorageTrouble(
            "damaged", "What the book says about the shop itself cannot be read. Nothing was changed."
        ) from error


def change(w: Writing, shop: Shop) -> Shop:
    """Keep what the owner changed about the shop, as one act; the currency stays once something was sold.

    Another currency begins with the usual programme of that currency: sums of the old one would mean nothing.
    """
    good = checked(shop)
    before = read(w)
    was, became = asdict(before), asdict(good)
    changed = [part for part, value in became.items() if was[part] != value]
    if not changed:
        return good
    if "currency" in changed:
        _refuse_currency_in_use(w, before.currency)
    roles.require(w, "shop")
    act = w.insert(
        "insert into acts (kind, entered_at, by_person) values ('shop', ?, ?)",
        (w.entered_at, roles.credited(w, "shop", None)),
    )
    w.insert(
        "insert into before (act_id, about, row_id, was, became) values (?, 'shop', 0, ?, ?)",
        (
            act,
            *(json.dumps({part: of[part] for part in changed}, ensure_ascii=False) for of in (was, became)),
        ),
    )
    _write(w, good)
    if "currency" in changed:
        first = w.value("select min(from_day) from programmes where undone_by is null")
        w.run("update programmes set undone_by = ? where undone_by is null", (act,))
        w.insert(
            "insert into programmes (act_id, from_day, toml) values (?, ?, ?)",
            (act, first, _written(None, good)),
        )
    return good


def put_back(w: Writing, was: dict[str, object], became: dict[str, object]) -> None:
    """Undo a change of the shop; Declined where what it changed was changed again since."""
    now = asdict(read(w))
    if any(now.get(part) != value for part, value in became.items()):
        raise Declined("changed_since", "The shop has been changed again since. Undo that first.", "act")
    if "currency" in became:
        _refuse_currency_in_use(w, str(became["currency"]))
    known = {part.name for part in fields(Shop)}
    _write(w, Shop(**{**now, **{part: value for part, value in was.items() if part in known}}))


def currency_stays(book: Reading) -> bool:
    """Whether the book holds amounts, so that its currency can be changed no more."""
    return book.value("select 1 from facts limit 1") is not None


def _refuse_currency_in_use(book: Reading, code: str) -> None:
    if currency_stays(book):
        raise Declined(
            "currency_in_use",
            say("The book already counts in {code}. Its amounts would be wrong in another currency.").format(
                code=code
            ),
            "currency",
        )


def today(w: Writing) -> date:
    """The shop day of the act under way."""
    return read(w).day_of(w.now)


def keep(w: Writing, name: str, value: object) -> None:
    """Keep one of the shop's own ways, under a name such as `letters:paper`."""
    w.run(
        "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, json.dumps(value, ensure_ascii=False)),
    )


def put_back_kept(w: Writing, was: dict[str, object], became: dict[str, object]) -> None:
    """Undo a change of what `keep` keeps; Declined where it was changed again since."""
    for name, value in became.items():
        kept = w.value("select value from shop where name = ?", (name,))
        if kept is None or json.loads(kept) != value:
            raise Declined("changed_since", "This has been changed again since. Undo that first.", "act")
        keep(w, name, was[name])
