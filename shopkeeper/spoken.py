"""How one language writes numbers and days: learnt from Babel once, kept as a text, and written without it from then on.

Babel takes longer to bring in than a window to open. What a shop says is made of a few patterns and names; they are
kept only if what is written with them is what Babel writes, for every month, weekday and hour.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shopkeeper import __version__

if TYPE_CHECKING:
    from babel import Locale

Passed = Callable[[int, str], str]
Day = Callable[[date, str], str]
Hour = Callable[[str], str]

_TOKEN = re.compile(r"'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+")
_AHEAD_OR_PAST = {"day": range(2, 61), "month": range(1, 24), "year": range(2, 13)}
_SAMPLE_DAYS = tuple(
    date(2026, month, 1) + timedelta(days=month + 2 * part) for month in range(1, 13) for part in (0, 8)
)


class Pattern:
    """What surrounds and parts the digits of a number."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts
        (self._digits, self._before, self._after, self._before_less, self._after_less,
         self.mark, self._part, self._first, self._next, self._least) = parts  # fmt: skip
        self._unit = 10**self._digits

    @classmethod
    def learnt(cls, written: Callable[[int], str], digits: int) -> "Pattern":
        """From a few numbers that Babel has written."""
        unit = 10**digits
        before, body, after = _around(written(1_234_567 * unit))
        before_less, _, after_less = _around(written(-unit))
        mark = body[-digits - 1] if digits else ""
        whole = body[: -digits - 1] if digits else body
        groups = re.findall(r"\d+", whole)
        part = re.sub(r"\d", "", whole)[:1]
        first, following = (len(groups[-1]), len(groups[-2])) if len(groups) > 1 else (0, 0)
        # Some languages part 12 345 but not 1234.
        four = _around(written(1234 * unit))[1]
        least = 1000 if part and part in four[:2] else 10_000
        return cls([digits, before, after, before_less, after_less, mark, part, first, following, least])

    def write(self, n: int) -> str:
        """The number `n` of minor units (of ones, where there are no digits after the mark)."""
        whole, part = divmod(abs(n), self._unit)
        shown = self._grouped(whole)
        if self._digits:
            shown += f"{self.mark}{part:0{self._digits}d}"
        if n < 0:
            return f"{self._before_less}{shown}{self._after_less}"
        return f"{self._before}{shown}{self._after}"

    def _grouped(self, whole: int) -> str:
        if whole < self._least or not self._part:
            return str(whole)
        if self._first == self._next == 3:
            return f"{whole:,}".replace(",", self._part)
        figures = str(whole)
        groups = [figures[-self._first :]]
        figures = figures[: -self._first]
        while figures:
            groups.append(figures[-self._next :])
            figures = figures[: -self._next]
        return str(self._part).join(reversed(groups))


def _around(number: str) -> tuple[str, str, str]:
    found = re.search(r"\d.*\d|\d", number)
    if found is None:
        raise ValueError("Babel wrote a number without digits")
    return number[: found.start()], found.group(), number[found.end() :]


def of_text(text: str, locale: str, currency: str) -> Mapping[str, Any]:
    """What was kept for this locale and currency by this version of the program; nothing for anything else."""
    try:
        kept: Any = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(kept, dict) or kept.get("of") != [__version__, locale, currency]:
        return {}
    return kept


def to_text(locale: str, currency: str, parts: Mapping[str, Any]) -> str:
    """What is to be kept."""
    return json.dumps({"of": [__version__, locale, currency], **parts}, ensure_ascii=False)


# ---- days and times of day ----


def _tokens(pattern: str) -> list[tuple[str, str]]:
    """A pattern's parts: ("", what stands there as it is) or (letters, "")."""
    found = []
    for part in _TOKEN.finditer(pattern):
        said = part.group()
        if part.group(1):
            found.append((said, ""))
        elif said == "''":
            found.append(("", "'"))
        else:
            found.append(("", said[1:-1].replace("''", "'") if said.startswith("'") else said))
    return found


def names_of(locale: "Locale") -> dict[str, list[str]]:
    """The names of months, weekdays and halves of the day, by the letters that ask for them."""
    months, days, halves = locale.months, locale.days, locale.day_periods
    names = {
        letters: [str(months[context][width][number]) for number in range(1, 13)]
        for letters, context, width in (
            ("MMM", "format", "abbreviated"), ("MMMM", "format", "wide"),
            ("LLL", "stand-alone", "abbreviated"), ("LLLL", "stand-alone", "wide"),
        )
    }  # fmt: skip
    names["EEEE"] = [str(days["format"]["wide"][number]) for number in range(7)]
    names["EEE"] = [str(days["format"]["abbreviated"][number]) for number in range(7)]
    names["a"] = [str(halves["format"]["abbreviated"][half]) for half in ("am", "pm")]
    return names


def days(patterns: Mapping[str, str], names: Mapping[str, list[str]]) -> Day:
    """Writes a day in one of the forms; KeyError for a pattern that asks for what is not known here."""
    parts = {form: _tokens(pattern) for form, pattern in patterns.items()}

    @lru_cache(maxsize=4096)
    def written(day: date, form: str) -> str:
        said = []
        for letters, plain in parts[form]:
            match letters:
                case "":
                    said.append(plain)
                case "d" | "M" | "L":
                    said.append(str(day.day if letters == "d" else day.month))
                case "dd" | "MM" | "LL":
                    said.append(f"{day.day if letters == 'dd' else day.month:02}")
                case "y" | "yyyy":
                    said.append(str(day.year))
                case "EEEE" | "EEE":
                    said.append(names[letters][day.weekday()])
                case _:
                    said.append(names[letters][day.month - 1])
        return "".join(said)

    return written


def hours(pattern: str, names: Mapping[str, list[str]]) -> Hour:
    """Writes a time of day, `HH:MM`; KeyError for a pattern that asks for what is not known here."""
    parts = _tokens(pattern)

    @lru_cache(maxsize=1440)
    def written(hour_and_minute: str) -> str:
        at = time.fromisoformat(hour_and_minute)
        said = []
        for letters, plain in parts:
            match letters:
                case "":
                    said.append(plain)
                case "H":
                    said.append(str(at.hour))
                case "HH":
                    said.append(f"{at.hour:02}")
                case "h":
                    said.append(str(at.hour % 12 or 12))
                case "mm":
                    said.append(f"{at.minute:02}")
                case _:
                    said.append(names[letters][at.hour >= 12])
        return "".join(said)

    return written


def same_days(ours: Day, theirs: Day, forms: Mapping[str, str]) -> bool:
    """Whether both write every month and weekday alike in every form."""
    try:
        return all(ours(day, form) == theirs(day, form) for form in forms for day in _SAMPLE_DAYS)
    except KeyError:
        return False


def same_hours(ours: Hour, theirs: Hour) -> bool:
    """Whether both write every hour alike."""
    try:
        return all(
            ours(f"{hour:02}:{at}") == theirs(f"{hour:02}:{at}") for hour in range(24) for at in ("00", "35")
        )
    except (KeyError, IndexError):
        return False


def passed_sizes() -> dict[str, list[int]]:
    """The distances in time that are kept as they are said, by unit: past ones are below nought."""
    return {unit: [way * size for size in sizes for way in (-1, 1)] for unit, sizes in _AHEAD_OR_PAST.items()}
