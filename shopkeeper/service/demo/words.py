"""The words of the demo shop as they stand in `resources/demo`: names, streets, goods and what is remembered."""

import tomllib
import unicodedata
from functools import cache
from typing import Any

from shopkeeper import assets
from shopkeeper.service.demo.dice import Urn
from shopkeeper.service.demo.values import DemoLine
from shopkeeper.values import dataclass

# Letters that no decomposition turns into Latin ones; e-mail addresses are written without them.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "’": "",
        "'": "",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A given or a family name: as written, in Latin letters, and how to say it ("" where it is plain)."""

    written: str
    latin: str
    say: str


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    order: str
    women: tuple[Word, ...]
    men: tuple[Word, ...]
    families_of_women: tuple[Word, ...]
    families_of_men: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    district: str
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """Something sold: `small` is its name within a sentence, `holds` what some must not have."""

    line: DemoLine
    small: str
    holds: frozenset[str]
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is drawn from, read once; `shop`, `known` and `remembered` are as the files have them."""

    shop: dict[str, Any]
    serves: list[dict[str, Any]]
    phone_ranges: tuple[str, ...]
    mail: tuple[str, ...]
    towns: tuple[Town, ...]
    town_urn: Urn
    places: tuple[Place, ...]
    place_urn: Urn
    goods: tuple[Good, ...]
    for_others: tuple[DemoLine, ...]
    said: tuple[tuple[int, tuple[str, ...]], ...]
    returned_because: tuple[str, ...]
    gifts: dict[str, list[str]]
    remembered: dict[str, Any]
    known: list[dict[str, Any]]


def plain(text: str) -> str:
    """A name as it stands in an e-mail address: small Latin letters only, words joined by nothing."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(letter for letter in parts if "a" <= letter <= "z")


def _word(entry: str, form: int) -> Word:
    """One form of `as written|Latin|say`, where each may be `man/woman`."""
    parts = [part.split("/") for part in entry.split("|")]
    written, latin, say = (
        parts[at][min(form, len(parts[at]) - 1)] if at < len(parts) else "" for at in range(3)
    )
    return Word(written, latin or written, say)


def _place(entry: dict[str, Any]) -> Place:
    return Place(
        name=entry["name"],
        order=entry.get("order", "given family"),
        women=tuple(_word(name, 1) for name in entry["women"]),
        men=tuple(_word(name, 0) for name in entry["men"]),
        families_of_women=tuple(_word(name, 1) for name in entry["families"]),
        families_of_men=tuple(_word(name, 0) for name in entry["families"]),
    )


def _line(name: str, price: str, *, earns: bool) -> DemoLine:
    return DemoLine(name[0].upper() + name[1:], int(price), earns)


def _good(entry: str) -> Good:
    name, price, holds, months = (entry + "|").split("|")[:4]
    return Good(
        _line(name, price, earns=True),
        name,
        frozenset(holds.split(",")) if holds else frozenset(),
        frozenset(int(month) for month in months.split(",")) if months else frozenset(range(1, 13)),
    )


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(assets.path("demo", name).read_text(encoding="utf-8"))


@cache
def words() -> Words:
    """The files, read and taken apart; the same object each time."""
    shop, goods, places = _file("shop.toml"), _file("goods.toml"), _file("names.toml")["place"]
    return Words(
        shop=shop["shop"],
        serves=shop["serves"],
        phone_ranges=tuple(shop["phones"]["ranges"]),
        mail=tuple(shop["phones"]["mail"]),
        towns=tuple(Town(town["name"], town["district"], tuple(town["streets"])) for town in shop["town"]),
        town_urn=Urn([town["share"] for town in shop["town"]]),
        places=tuple(_place(place) for place in places),
        place_urn=Urn([place["share"] for place in places]),
        goods=tuple(_good(good) for good in goods["goods"]),
        for_others=tuple(_line(*entry.split("|"), earns=False) for entry in goods["for_others"]),
        said=tuple((step["from_minor"], tuple(step["what"])) for step in goods["words"]),
        returned_because=tuple(goods["returns"]["because"]),
        gifts=goods["gifts"],
        remembered=_file("remembered.toml"),
        known=_file("people.toml")["person"],
    )
