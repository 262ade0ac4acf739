"""Words for a reader: sentences that can be translated, money, counts and days as the shop's language writes them."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

from shopkeeper import spoken

if TYPE_CHECKING:
    from babel import Locale


class Sentences(Protocol):
    """Where sentences are looked up; a catalogue of `gettext` is one."""

    def gettext(self, message: str, /) -> str:
        """The sentence, or it as it was written."""
        ...

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """That of the two which is said of a number."""
        ...


class AsWritten:
    """Every sentence as the program has it, in English, for which no catalogue need be read."""

    def gettext(self, message: str, /) -> str:
        """It."""
        return message

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """One, or many."""
        return one if n == 1 else many


_sentences: Sentences = AsWritten()


def speak(sentences: Sentences) -> None:
    """Lets every later sentence be said in the language of these translations; called once, at the start."""
    global _sentences
    _sentences = sentences


def text(sentence: str) -> str:
    """The sentence in the reader's language; its `{names}` are filled afterwards with `.format(name=…)`."""
    return _sentences.gettext(sentence) if sentence else ""


def counted(n: int, one: str, many: str) -> str:
    """A sentence that depends on a number: `counted(3, "{n} visit", "{n} visits")` is "3 visits"."""
    return _sentences.ngettext(one, many, n).format(n=n)


class CountsMoney(Protocol):
    """What must be known of a currency to write its amounts; `rules.money.Currency` is one."""

    @property
    def code(self) -> str: ...
    @property
    def digits(self) -> int: ...


class Speech:
    """How one shop writes money, numbers and days.

    `locale` is a tag such as `en_GB` or `de-AT`. One that is unknown in this country (`ar_GB`) is written as the
    language is, an unknown language as British English. Babel is loaded
    when the first amount or day is written, and is asked once for each pattern: after that a page of rows is
    plain string work, and gives the same as Babel. `kept` is what `learnt` gave another day: with it Babel is asked
    only for what is said seldom.
    """

    def __init__(self, locale: str, currency: CountsMoney, zone: tzinfo, kept: str = "") -> None:
        self.locale_name = locale
        self.currency = currency
        self.zone = zone
        self._kept = spoken.of_text(kept, locale, currency.code)

    @property
    def knows_itself(self) -> bool:
        """Whether it was given what it learnt another day."""
        return bool(self._kept)

    def learnt(self) -> str:
        """The patterns and names that this speech is made of, as a text to be kept; takes some hundredths of a second."""
        parts: dict[str, object] = {
            "money": self._money_pattern.parts,
            "count": self._count_pattern.parts,
            "decimal": self.decimal_mark,
            "order": self.day_order,
            "passed": {
                unit: {str(size): self._passed_by_babel(size, unit) for size in sizes}
                for unit, sizes in spoken.passed_sizes().items()
            },
        }
        names, forms, hour = spoken.names_of(self._locale), self._day_patterns, self._hour_pattern
        if spoken.same_days(spoken.days(forms, names), self._day_by_babel, forms) and spoken.same_hours(
            spoken.hours(hour, names), self._time_by_babel
        ):
            parts |= {"names": names, "forms": forms, "hour": hour}
        return spoken.to_text(self.locale_name, self.currency.code, parts)

    def __repr__(self) -> str:
        return f"Speech({self.locale_name!r}, {self.currency.code!r}, {self.zone!s})"

    # ---- money and numbers -------------------------------------------------------------------------------

    def money(self, amount_minor: int) -> str:
        """An amount with its sign: `£24.50`, `−` or `-` as the language writes it, `24,50 €`."""
        return self._written_money(amount_minor)

    def money_change(self, amount_minor: int) -> str:
        """An amount that is added or taken: `+£3.00`, `-£3.00`; nothing is `£0.00`."""
        return ("+" if amount_minor > 0 else "") + self._written_money(amount_minor)

    @property
    def sign_after(self) -> bool:
        """Whether the language writes the currency's sign behind the number: `24,50 €`."""
        return self.money(0).strip()[:1].isdigit()

    def plain(self, amount_minor: int) -> str:
        """An amount as this shop types it, without sign or grouping: `24.50`, `24,50`; it reads back as itself."""
        digits = self.currency.digits
        if not digits:
            return str(amount_minor)
        whole, part = divmod(abs(amount_minor), 10**digits)
        return f"{'-' if amount_minor < 0 else ''}{whole}{self.decimal_mark}{part:0{digits}d}"

    def count(self, n: int) -> str:
        """A whole number, grouped: `1,234`."""
        return self._written_count(n)

    def counted(self, n: int, one: str, many: str) -> str:
        """The same as the `counted` of this module, with the number grouped: `1,234 visits`."""
        return _sentences.ngettext(one, many, n).format(n=self.count(n))

    def points(self, n: int) -> str:
        """Points with their word: `1 point`, `1,234 points`."""
        return self.counted(n, "{n} point", "{n} points")

    def percent(self, part: int, whole: int) -> str:
        """A share in whole per cent, rounded half up: `80%`; of nothing it is `0%`."""
        from babel.numbers import format_percent

        hundredths = (200 * part + whole) // (2 * whole) if whole else 0
        return format_percent(hundredths / 100, locale=self._locale)

    def percent_of_thousand(self, thousandths: int) -> str:
        """A share in per cent with one decimal, from thousandths: 684 is `68.4%`."""
        from babel.numbers import format_percent

        return format_percent(thousandths / 1000, locale=self._locale, decimal_quantization=False)

    def tenths(self, n: int) -> str:
        """A number with one decimal, from tenths: 21 is `2.1`."""
        from babel.numbers import format_decimal

        return format_decimal(n / 10, format="#,##0.0", locale=self._locale)

    def hundredths(self, n: int) -> str:
        """A number with two decimals, from hundredths: 35 is `0.35`."""
        from babel.numbers import format_decimal

        return format_decimal(n / 100, format="#,##0.00", locale=self._locale)

    @cached_property
    def decimal_mark(self) -> Literal[".", ","]:
        """`.` or `,`: what stands before the pence in this shop's language."""
        if "decimal" in self._kept:
            return "," if self._kept["decimal"] == "," else "."
        from babel.numbers import get_decimal_symbol

        return "," if get_decimal_symbol(self._locale) == "," else "."

    # ---- days --------------------------------------------------------------------------------------------

    @cached_property
    def day_order(self) -> Literal["dmy", "mdy", "ymd"]:
        """How a typed day is read here: `dmy`, `mdy` or `ymd`."""
        if self._kept.get("order") in ("dmy", "mdy", "ymd"):
            return self._kept["order"]  # type: ignore[no-any-return]
        pattern = self._locale.date_formats["short"].pattern
        order = "".join(sorted("dmy", key=lambda part: pattern.lower().find(part)))
        return "mdy" if order == "mdy" else "ymd" if order.startswith("y") else "dmy"

    def day_short(self, day: date, today: date | None = None) -> str:
        """`13 Nov`, with the year where it is not this year's (or no `today` is given): `13 Nov 2025`."""
        return self._day(day, "short" if today and day.year == today.year else "short year")

    def day(self, day: date, today: date | None = None) -> str:
        """`1 November`, with the year where it is not this year's (or no `today` is given)."""
        return self._day(day, "long" if today and day.year == today.year else "long year")

    def day_of_week(self, day: date, today: date | None = None) -> str:
        """`Saturday 21 November`, with the year where it is not this year's (or no `today` is given)."""
        return self._day(day, "full" if today and day.year == today.year else "full year")

    def month(self, day: date, *, year: bool = False) -> str:
        """The month of a day: `Nov`, `Nov 2026`."""
        return self._day(day, "month year" if year else "month")

    def birthday(self, month: int, day: int, year: int | None = None) -> str:
        """`29 February`, and the year if it is known."""
        return self._day(date(year or 2000, month, day), "long year" if year else "long")

    def ago(self, day: date, today: date) -> str:
        """`today`, `yesterday`, `9 days ago`, `5 months ago`, `3 years ago`; ahead: `tomorrow`, `in 9 days`.

        Whole months and years, rounded down; days up to sixty, because a habit is counted in days.
        """
        days = (today - day).days
        near = {0: text("today"), 1: text("yesterday"), -1: text("tomorrow")}
        if days in near:
            return near[days]
        early, late = min(day, today), max(day, today)
        months = 12 * (late.year - early.year) + late.month - early.month - (late.day < early.day)
        size, unit = (
            (abs(days), "day")
            if abs(days) <= 60
            else (months, "month")
            if months < 24
            else (months // 12, "year")
        )
        return self._passed(size if days < 0 else -size, unit)

    def near(self, day: date, today: date) -> str:
        """A day as one says it: `yesterday`, `today`, `tomorrow`, `on Tuesday`, `on 13 November`."""
        ahead = (day - today).days
        if ahead in (-1, 0, 1):
            return self.ago(day, today)
        named = self.weekday(day) if 1 < ahead < 7 else self.day(day, today)
        return text("on {day}").format(day=named)

    def weekday(self, day: date) -> str:
        """The name of a day's weekday: `Saturday`."""
        # The first word of "Saturday 21 November"; written so by every language that is asked for a full day.
        full, plain = self.day_of_week(day), self.day(day)
        return full.replace(plain, "").strip(" ,") if plain in full else full

    def time(self, instant: datetime) -> str:
        """The time of day of an instant, in the shop's time zone: `14:05`."""
        return self._time(instant.astimezone(self.zone).strftime("%H:%M"))

    def clock(self, hour: str) -> str:
        """A time of day that was agreed, `HH:MM`, as this language writes it."""
        return self._time(hour)

    # ---- what is asked of Babel, once --------------------------------------------------------------------

    @cached_property
    def _locale(self) -> "Locale":
        from babel import Locale, UnknownLocaleError

        tag = self.locale_name.replace("-", "_").split(".")[0]
        for known in (tag, tag.split("_")[0]):
            try:
                return Locale.parse(known)
            except (UnknownLocaleError, ValueError):
                continue
        return Locale("en", "GB")

    @cached_property
    def _money_pattern(self) -> spoken.Pattern:
        if "money" in self._kept:
            return spoken.Pattern(self._kept["money"])
        from decimal import Decimal

        from babel.numbers import format_currency

        digits = self.currency.digits
        pattern = self._locale.currency_formats["standard"].pattern
        pattern = re.sub(r"0\.0+", "0" + ("." + "0" * digits if digits else ""), pattern)

        def written(amount_minor: int) -> str:
            return format_currency(
                Decimal(amount_minor).scaleb(-digits),
                self.currency.code,
                format=pattern,
                locale=self._locale,
                currency_digits=False,
            )

        return spoken.Pattern.learnt(written, digits)

    @cached_property
    def _written_money(self) -> Callable[[int], str]:
        return lru_cache(maxsize=4096)(self._money_pattern.write)

    @cached_property
    def _count_pattern(self) -> spoken.Pattern:
        if "count" in self._kept:
            return spoken.Pattern(self._kept["count"])
        from babel.numbers import format_decimal

        return spoken.Pattern.learnt(lambda n: format_decimal(n, locale=self._locale), 0)

    @cached_property
    def _written_count(self) -> Callable[[int], str]:
        return lru_cache(maxsize=4096)(self._count_pattern.write)

    @cached_property
    def _day_patterns(self) -> dict[str, str]:
        formats, skeletons = self._locale.date_formats, self._locale.datetime_skeletons

        def first(*names: str) -> str:
            for name in names:
                if name in skeletons:
                    found = skeletons[name]
                    return str(getattr(found, "pattern", found))
            return "d MMM"

        full = first("MMMMEEEEd", "MMMMEd", "MMMEd")
        full = re.sub(r"E+|ccc+", "EEEE", full)
        full = re.sub(r"(?<!M)MMM(?!M)", "MMMM", full)
        return {
            "month": "LLL",
            "month year": first("yMMM") if "yMMM" in skeletons else "LLL y",
            "short": first("MMMd"),
            "short year": first("yMMMd"),
            "long": first("MMMMd", "MMMd"),
            "long year": formats["long"].pattern,
            "full": full,
            "full year": re.sub("EEEE, d", "EEEE d", formats["full"].pattern)
            if self._locale.language == "en"
            else formats["full"].pattern,
        }

    @cached_property
    def _day(self) -> spoken.Day:
        if "forms" in self._kept:
            return spoken.days(self._kept["forms"], self._kept["names"])
        return self._day_by_babel

    @cached_property
    def _day_by_babel(self) -> spoken.Day:
        from babel.dates import format_date

        @lru_cache(maxsize=4096)
        def written(day: date, form: str) -> str:
            return format_date(day, format=self._day_patterns[form], locale=self._locale)

        return written

    def _passed(self, size: int, unit: str) -> str:
        kept: str | None = self._kept["passed"][unit].get(str(size)) if self._kept else None
        return kept if kept is not None else self._passed_by_babel(size, unit)

    @cached_property
    def _passed_by_babel(self) -> spoken.Passed:
        from babel.dates import format_timedelta

        length = {"day": 86_400, "month": 30 * 86_400, "year": 365 * 86_400}  # as Babel counts them

        @lru_cache(maxsize=1024)
        def written(size: int, unit: str) -> str:
            return format_timedelta(
                size * length[unit],
                granularity=unit,  # type: ignore[arg-type]
                threshold=10**9,
                add_direction=True,
                locale=self._locale,
            )

        return written

    @property
    def _hour_pattern(self) -> str:
        return str(self._locale.time_formats["short"].pattern)

    @cached_property
    def _time(self) -> spoken.Hour:
        if "hour" in self._kept:
            return spoken.hours(self._kept["hour"], self._kept["names"])
        return self._time_by_babel

    @cached_property
    def _time_by_babel(self) -> spoken.Hour:
        from babel.dates import format_time

        @lru_cache(maxsize=1440)
        def written(hour_and_minute: str) -> str:
            return format_time(time.fromisoformat(hour_and_minute), format="short", locale=self._locale)

        return written
