"""Where the shop probably is: country, currency, language and time zone as the computer is set up; a guess to correct."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


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


def currency_of(country: str, today: date) -> str:
    """The currency that is paid with in a country on a day; pounds where nobody knows."""
    from babel.numbers import get_territory_currencies

    paid = get_territory_currencies(country.upper(), today, today)
    return str(paid[0]) if paid else "GBP"


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
