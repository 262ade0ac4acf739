"""What was typed after a command, or sent as JSON, as values of the right kind: or a refusal that names the option."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from shopkeeper.commands.options import Command, Option
from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import read_plain_amount
from shopkeeper.rules.days import read_iso_day
from shopkeeper.rules.money import Currency
from shopkeeper.rules.typed_days import read_iso_birthday

LARGEST_WHOLE = 10**15
MOST_OF_ONE = 1000
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_SENT_AS = {"text": "a text", "name": "a text", "path": "a text", "whole": "a whole number", "day": "a day as text",
            "instant": "an instant as text", "birthday": "a birthday as text", "flag": "true or false",
            "yes or no": "yes or no", "amount": "a whole number of minor units", "line": "a line"}  # fmt: skip


class Understanding:
    """Reads the options of one command; `currency` is None where no book is open, and no amount is expected."""

    def __init__(self, today: date, currency: Currency | None, *, sent: bool) -> None:
        self.today = today
        self.currency = currency
        self.sent = sent  # as JSON, and not typed

    def options(self, command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values by the options' names; what was left out is left out. Declined with the option's name."""
        left = dict(given)
        values: dict[str, Any] = {}
        for option in command.options:
            value = left.pop(option.name, None)
            if option.kind == "amount" and self.sent:
                minor = left.pop(f"{option.name}_minor", None)
                if minor is not None:
                    if value is not None:
                        raise Declined(
                            "said_twice",
                            f"“{option.name}” and “{option.name}_minor” say the same.",
                            option.name,
                        )
                    value = self._minor(option, minor)
                elif value is not None and not isinstance(value, str):
                    self._wrong(option, f"{option.name}_minor")
            if value is None:
                if option.needed:
                    raise Declined("option_missing", f"“{option.name}” is missing.", option.name)
                continue
            values[option.name] = self._many(option, value) if option.many else self._one(option, value)
        if left:
            name = _shown(next(iter(left)))
            raise Declined("option_unknown", f"“{command.name}” has no option “{name}”.", name)
        return values

    def _many(self, option: Option, value: Any) -> tuple[Any, ...]:
        values = value if isinstance(value, list) else [value]
        if len(values) > MOST_OF_ONE:
            raise Declined(
                "too_many", f"“{option.name}” is given more than {MOST_OF_ONE} times.", option.name
            )
        return tuple(self._one(option, one) for one in values)

    def _one(self, option: Option, value: Any) -> Any:
        kind = option.kind
        if kind == "amount" and isinstance(value, int):
            return value
        if kind == "flag":
            return value if isinstance(value, bool) else self._wrong(option)
        if kind == "whole" and self.sent:
            return self._whole_sent(option, value)
        if kind == "yes or no" and self.sent and isinstance(value, bool):
            return value
        if kind == "name" and self.sent and isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**40 else self._wrong(option)
        if kind == "line" and isinstance(value, dict):
            return self._line_sent(option, value)
        if not isinstance(value, str):
            self._wrong(option)
        if kind == "path":
            return value if "\0" not in value else self._unreadable(option)
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            self._unreadable(option)
        if option.choices and value not in option.choices:
            raise Declined(
                "not_a_choice", f"“{option.name}” is one of: {', '.join(option.choices)}.", option.name
            )
        return self._read(option, value)

    def _read(self, option: Option, text: str) -> Any:
        kind, about = option.kind, option.name
        if kind == "whole":
            if not _WHOLE.fullmatch(text.strip()):
                raise Declined("number_not_understood", f"“{about}” is a whole number, such as 50.", about)
            return self._whole_sent(option, int(text))
        if kind == "amount":
            return self._amount(text, about)
        if kind == "day":
            return read_iso_day(text, about)
        if kind == "instant":
            return read_instant(text, about)
        if kind == "birthday":
            return read_iso_birthday(text, today=self.today, about=about)
        if kind == "line":
            return self._line(text, about)
        if kind == "yes or no":
            if text not in ("yes", "no"):
                raise Declined("not_a_choice", f"“{about}” is yes or no.", about)
            return text == "yes"
        return text

    def _amount(self, text: str, about: str) -> int:
        assert self.currency is not None
        return read_plain_amount(text, currency=self.currency, about=about)

    def _minor(self, option: Option, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(option, f"{option.name}_minor")
        assert self.currency is not None
        if value < 0:
            raise Declined("amount_negative", "This amount is less than nothing.", option.name)
        if value > self.currency.largest_minor:
            raise Declined("amount_too_large", "This is more than one sale may be here.", option.name)
        found: int = value
        return found

    def _whole_sent(self, option: Option, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(option)
        if abs(value) > LARGEST_WHOLE:
            raise Declined("number_too_large", f"“{option.name}” is too large a number.", option.name)
        found: int = value
        return found

    def _line(self, text: str, about: str) -> tuple[int, bool, str]:
        amount, *rest = text.split(";")
        earns = True
        if rest and rest[0].strip() in ("earns=no", "earns=yes"):
            earns = rest.pop(0).strip() == "earns=yes"
        return self._amount(amount, about), earns, ";".join(rest).strip()

    def _line_sent(self, option: Option, sent: dict[str, Any]) -> tuple[int, bool, str]:
        earns, what = sent.get("earns", True), sent.get("what", "")
        unknown = set(sent) - {"amount_minor", "earns", "what"}
        if unknown or not isinstance(earns, bool) or not isinstance(what, str):
            self._wrong(option)
        if "\0" in what or any("\ud800" <= sign <= "\udfff" for sign in what):
            self._unreadable(option)
        return self._minor(option, sent.get("amount_minor")), earns, what

    def _wrong(self, option: Option, name: str = "") -> NoReturn:
        raise Declined("wrong_type", f"“{name or option.name}” must be {_SENT_AS[option.kind]}.", option.name)

    def _unreadable(self, option: Option) -> NoReturn:
        raise Declined(
            "text_unreadable", f"“{option.name}” holds characters that cannot be kept.", option.name
        )


def read_instant(text: str, about: str = "at") -> datetime:
    """An ISO 8601 instant with its offset; Declined without one."""
    try:
        instant = datetime.fromisoformat(text.strip()) if len(text) < 40 and text.isascii() else None
    except ValueError:
        instant = None
    if instant is None or not 1900 <= instant.year <= 2200:
        raise Declined(
            "instant_not_understood", "A point in time is written as 2026-11-21T10:15:00+00:00.", about
        )
    if instant.tzinfo is None:
        raise Declined(
            "instant_without_zone",
            "A point in time needs its offset, such as 2026-11-21T10:15:00+00:00.",
            about,
        )
    return instant


def _shown(name: object) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in str(name)[:60])
