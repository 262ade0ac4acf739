"""An address in the order its country writes it, line by line, as it stands on an envelope."""

from collections.abc import Sequence

Parts = Sequence[str]
"""Street, second line, postcode, town, region, country."""

# What stands where: Universal Postal Union, S42. {p} postcode, {t} town, {r} region; a bar parts lines.
_BEFORE_TOWN = "{p} {t}"
_ORDERS = {
    "GB": "{T}|{p}", "IE": "{t}|{r}|{p}", "US": "{t}, {r} {p}", "CA": "{t} {r}  {p}", "AU": "{T} {r} {p}",
    "NZ": "{t} {p}", "IN": "{t} {p}|{r}", "SG": "{t} {p}", "ZA": "{t}|{p}", "BR": "{t} - {r}|{p}", "IT": "{p} {t} {r}",
    "ES": "{p} {t}|{r}", "MX": "{p} {t}, {r}", "JP": "〒{p} {r} {t}", "CN": "{p} {r} {t}", "TW": "{p} {r} {t}",
    "HK": "{t}|{r}", "KE": "{t}|{p}", "NG": "{t} {p}|{r}", "RU": "{t}|{r}|{p}", "UA": "{t}|{p}", "HU": "{t}|{p}",
}  # fmt: skip
_LARGEST_FIRST = ("JP", "CN", "TW", "KR")


def address_lines(name: str, parts: Parts, home: str) -> tuple[str, ...]:
    """The lines of an address under a name, for a shop in the country `home` (two letters).

    Where the member's country is none or the shop's own it is not printed; another one is the last line, in capitals,
    and the order is that of the country if it is written as two letters, else the usual one. Empty parts leave no gap.
    """
    street, second, postcode, town, region, country = (part.strip() for part in parts)
    written = country.upper() if country else home.upper()
    order = _ORDERS.get(written, _BEFORE_TOWN)
    place = [
        _tidy(
            line.format(p=postcode.upper() if written in ("GB", "CA") else postcode, t=town, T=town.upper(), r=region)
        )
        for line in order.split("|")
    ]  # fmt: skip
    if written == "JP" and not postcode:
        place = [line.replace("〒", "") for line in place]
    lines = [name.strip(), street, second, *place]
    if written in _LARGEST_FIRST and town:
        lines = [*place, street, second, name.strip()]
    if country and country.upper() != home.upper():
        lines.append(country.upper())
    return tuple(line for line in (line.strip() for line in lines) if line)


def _tidy(line: str) -> str:
    """A line from which parts were left out: no comma, dash or space is left hanging."""
    return line.strip().strip(",-").strip().replace(",  ", ", ").replace(" ,", ",")
