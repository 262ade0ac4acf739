"""Where an address must stand to be seen in a window envelope, by country."""

from shopkeeper.paper.page import PageSize
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """A place for an address on the sheet; lengths are tenths of a millimetre from the upper left corner."""

    left: int
    top: int
    width: int
    height: int


_LEFT = Zone(220, 540, 800, 290)
"""BS 4264: a window of 93 × 35 mm, 20 mm from the left and 18 mm from the foot of a DL or C6 envelope; the sheet may
slide by some millimetres, and the address stays inside."""
_DIN = Zone(250, 520, 800, 275)
"""DIN 5008 form B: the address zone of the field of 85 × 45 mm that begins 45 mm from the top, 20 mm from the left."""
_RIGHT = Zone(1150, 500, 750, 290)
"""NF Z 11-001 and SN 010130: a window of 100 × 45 mm at the right."""
_US = Zone(290, 560, 950, 230)
"""USPS, number 10: a window of 4 1/2 × 1 1/8 inches, 7/8 from the left and 1/2 from the foot."""
_ZONES = {
    "DE": _DIN, "AT": _DIN, "NL": _DIN, "PL": _DIN, "CZ": _DIN, "DK": _DIN, "SE": _DIN, "NO": _DIN, "FI": _DIN,
    "FR": _RIGHT, "CH": _RIGHT, "IT": _RIGHT, "ES": _RIGHT, "PT": _RIGHT, "BE": _RIGHT, "LU": _RIGHT, "GR": _RIGHT,
    "US": _US, "CA": _US, "MX": _US, "PH": _US,
}  # fmt: skip


def zone(country: str, size: PageSize) -> Zone:
    """The zone for a shop in this country, on this sheet: a small sheet is folded once, for a small envelope.

    A window at the right keeps its distance from the right edge where the sheet is narrower than A4.
    """
    found = _ZONES.get(country.upper(), _LEFT)
    if found.left + found.width > size.width - 80:
        width = min(found.width, size.width - 80 - 200)
        return Zone(max(200, size.width - 80 - width), found.top, width, found.height)
    return found
