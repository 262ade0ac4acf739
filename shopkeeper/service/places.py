"""Where the shop probably is: country, currency, language and time zone as the computer is set up; a guess to correct."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shopkeeper.rules.money import Currency, currency, currency_codes
from shopkeeper.values import dataclass

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True, slots=True)
class Place:
    """A guess: country of two letters, currency of three, language of two, time zone such as Europe/London."""

    country: str
    currency: str
    language: str
    timezone: str


def guess(environment: Mapping[str, str], today: date, zone_link: Path = Path("/etc/localtime")) -> Place:
    """What the system's language settings and time zone say; Britain where they say nothing."""
    named = next(
        (environment[name] for name in ("LC_ALL", "LC_MONETARY", "LANG") if environment.get(name)), ""
    )
    language, _, country = named.split(".")[0].split("@")[0].partition("_")
    if len(country) != 2 or not country.isalpha():
        country = "GB"
    if len(language) != 2 or not language.isalpha():
        language = "en"
    return Place(
        country.upper(), currency_of(country, today), language.lower(), _zone(environment, zone_link)
    )


def money(place: Place) -> Currency:
    """The currency of a place, with its minor units."""
    return currency(place.currency)


def zone_of(place: Place) -> ZoneInfo:
    """The time zone of a place."""
    return ZoneInfo(place.timezone)


def currency_of(country: str, today: date) -> str:
    """The currency that is paid with in a country on a day; pounds where nobody knows."""
    from babel.numbers import get_territory_currencies

    paid = get_territory_currencies(country.upper(), today, today)
    return str(paid[0]) if paid else "GBP"


def countries(spoken: str = "") -> tuple[tuple[str, str], ...]:
    """Every country: its two letters and its name in the language spoken ("" for English), in the order of the names."""
    names = _names_in(spoken).territories
    found = ((code, name) for code, name in names.items() if len(code) == 2 and code.isalpha())
    return _sorted((code, name) for code, name in found if code not in _NO_COUNTRIES)


def languages(spoken: str = "") -> tuple[tuple[str, str], ...]:
    """Every language whose numbers and days can be written: its letters and its name, in the language spoken."""
    from babel import localedata

    names = _names_in(spoken).languages
    return _sorted((code, name) for code, name in names.items() if len(code) == 2 and localedata.exists(code))


def language_name(tag: str, spoken: str = "") -> str:
    """The name of a language, of one country's too: `English (United Kingdom)` for `en_GB`; in the language spoken."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name(_names_in(spoken)) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def currencies(today: date, spoken: str = "") -> tuple[tuple[str, str], ...]:
    """Every currency that is paid with somewhere on a day: its three letters and its name, in the language spoken."""
    from babel.numbers import get_territory_currencies

    names, english, counted = _names_in(spoken).currencies, _names_in("").currencies, currency_codes()
    paid = {code for country, _ in countries() for code in get_territory_currencies(country, today, today)}
    return _sorted((code, f"{names.get(code, english[code])} ({code})") for code in paid if code in counted)


def zones() -> tuple[str, ...]:
    """Every time zone that is named after a place."""
    from zoneinfo import available_timezones

    parts = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return tuple(sorted(name for name in available_timezones() if name.startswith(parts) or name == "UTC"))


# What Babel names beside the countries: unions, outlying oceans, tests.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def right_to_left(language: str) -> bool:
    """Whether the language is written from the right, so that the whole window is mirrored."""
    return language.replace("-", "_").partition("_")[0].lower() in _RIGHT_TO_LEFT


def _names_in(spoken: str) -> "Locale":
    """Who knows the names of countries, languages and currencies in a language."""
    from babel import Locale

    return Locale.parse((spoken or "en").replace("-", "_"))


def _sorted(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    # Österreich stands at O: marks do not count in the order of names.
    return tuple(sorted(pairs, key=lambda pair: unicodedata.normalize("NFKD", pair[1]).casefold()))


def _zone(environment: Mapping[str, str], link: Path) -> str:
    from zoneinfo import available_timezones

    known = available_timezones()
    asked = environment.get("TZ", "").lstrip(":")
    if asked in known:
        return asked
    try:
        _, found, name = os.readlink(link).partition("zoneinfo/")
    except OSError:
        return "Europe/London"
    return name if found and name in known else "Europe/London"
