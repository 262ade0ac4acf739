"""The time of day a person typed: 18:00, 6 pm, 18h, 1800."""

import re
import unicodedata

from shopkeeper.errors import Declined
from shopkeeper.say import text as say

_TYPED = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?|(\d{2}))?\s*(uhr|h|o.clock)?\s*([ap])?\.?\s*(?:m\.?)?")


def read_hour(text: str, about: str = "time") -> str:
    """The time as `HH:MM`. Declined for what is none."""
    folded = unicodedata.normalize("NFKC", text[:40]).strip().casefold()
    found = _TYPED.fullmatch(folded)
    if not folded:
        raise Declined(f"{about}_missing", say("Write the time, such as 18:00."), about)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (99, 0)
    if found and found[5] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[5] == "p" else 0)
    if hour > 23 or minute > 59:
        raise Declined(
            f"{about}_not_understood", say("This is not a time of day. Write it like 18:00."), about
        )
    return f"{hour:02d}:{minute:02d}"
