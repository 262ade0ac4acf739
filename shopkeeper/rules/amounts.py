"""What a typed or written amount means, in whole minor units: one reading, or a refusal that says why."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NoReturn

from shopkeeper.errors import Declined
from shopkeeper.rules.money import Currency, known_signs, plain_decimal
from shopkeeper.say import text as say

DecimalMark = Literal[".", ","]

_LONGEST = 40  # characters; the longest honest amount, with sign, spaces and currency, has half of that
_MINUS = "-\u2212\u2013\ufe63\uff0d"
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # direction marks that come with copied amounts
_ALIKE = str.maketrans(
    {"\uff0e": ".", "\uff0c": ",", "\u066b": ".", "\u066c": "\u2019", "\uff0b": "+", "\u2014": "-"}
    | dict.fromkeys("\uffe5\u5186\u5143", "\u00a5")  # yen and yuan as an Eastern keyboard writes them
    | dict.fromkeys(_MINUS, "-")
    | dict.fromkeys("\u00a0\u202f\u2009\u3000", " ")
    | dict.fromkeys("\u2019\u02bc\uff07", "'")
)
_WHOLE_IN_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")
_LAKHS = frozenset({"INR", "NPR", "PKR", "BDT", "BTN", "LKR"})


def read_amount(
    text: str,
    *,
    currency: Currency,
    decimal_mark: DecimalMark = ".",
    allow_negative: bool = False,
    largest_minor: int | None = None,
    about: str = "amount",
) -> int:
    """The minor units of an amount as a person types it: `24.50`, `24,5`, `€ 1 234,56`, `12,-`.

    Both marks are understood for pence; what could be grouped thousands as well is refused and both readings
    are said. Digits of any one script count, because a Japanese or Arabic keyboard leaves them and they mean
    one thing. Nothing is ever rounded.

    Refuses with `amount_missing`, `amount_not_understood`, `amount_ambiguous`, `amount_too_fine`,
    `amount_negative`, `amount_too_large`, `amount_other_currency`, `amount_looks_scanned`.
    """
    if len(text) > _LONGEST:
        text = text.strip()
    if len(text) > _LONGEST:
        raise Declined("amount_not_understood", say("This is too long to be an amount."), about)
    return _Reader(text, currency, decimal_mark, allow_negative, largest_minor, about).read()


class _Reader:
    """One text on its way to minor units."""

    def __init__(
        self,
        text: str,
        currency: Currency,
        mark: DecimalMark,
        allow_negative: bool,
        largest_minor: int | None,
        about: str,
    ) -> None:
        self.currency = currency
        self.mark = mark
        self.allow_negative = allow_negative
        self.largest_minor = currency.largest_minor if largest_minor is None else largest_minor
        self.about = about
        self.typed = text.strip()
        self.text = " ".join(self.typed.translate(_UNSEEN).translate(_ALIKE).split(" ")).strip()

    def read(self) -> int:
        if not self.text:
            self.refuse("amount_missing", say("No amount was given."))
        body = self._digits_of_one_script(self.text)
        body = self._without_currency(body)
        if re.fullmatch(r"\(.*\d.*\)", body):
            self.refuse(
                "amount_ambiguous",
                say(
                    "“{typed}” can mean an amount, or a minus amount as bookkeepers write it. Write it without brackets."
                ),
            )
        negative, body = self._sign(body)
        amount = self._magnitude(body)
        if amount > self.largest_minor:
            self._too_large(body)
        if negative and amount and not self.allow_negative:
            self.refuse(
                "amount_negative",
                say("“{typed}” is less than nothing. What comes back is entered as a return."),
            )
        return -amount if negative else amount

    def refuse(self, code: str, because: str, **values: str) -> NoReturn:
        raise Declined(code, because.format(typed=self._shown(), **values), self.about)

    def _shown(self) -> str:
        return "".join(c if c.isprintable() else "\ufffd" for c in self.typed)

    def _not_understood(self) -> NoReturn:
        example = plain_decimal(24 * self.currency.unit_minor + self.currency.unit_minor // 2, self.currency)
        self.refuse(
            "amount_not_understood",
            say("“{typed}” is not an amount. Write it like {example}."),
            example=example.replace(".", self.mark),
        )

    def _digits_of_one_script(self, body: str) -> str:
        if body.isascii():
            return body
        zeros = {ord(c) - unicodedata.decimal(c) for c in body if unicodedata.category(c) == "Nd"}
        if len(zeros) > 1:
            self._not_understood()
        return "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in body)

    def _without_currency(self, body: str) -> str:
        found = _CURRENCY_BESIDE.fullmatch(body)
        if found is None:
            self._not_understood()
        sign, before, rest, after = (part or "" for part in found.groups())
        named = [_fold(part) for part in (before, after) if part.strip()]
        if named:
            ours = {_fold(self.currency.code), _fold(self.currency.sign)}
            if len(named) > 1:
                self._not_understood()
            if named[0] not in ours:
                if named[0] in _folded_signs():
                    self.refuse(
                        "amount_other_currency",
                        say("“{typed}” is in another currency; this shop counts in {currency}."),
                        currency=self.currency.code,
                    )
                self._not_understood()
        return sign + rest.strip()

    def _sign(self, body: str) -> tuple[bool, str]:
        if re.fullmatch(r"-[.,]\d+", body):
            # A price tag's “-,50” has no pounds. Where minus amounts are welcome it could be one.
            if self.allow_negative:
                self.refuse(
                    "amount_ambiguous",
                    say("“{typed}” can be {less} or, as on a price tag, {more}. Write the nought."),
                    less="-0" + body[1:],
                    more="0" + body[1:],
                )
            return False, body[1:]
        if body[:1] in {"-", "+"}:
            return body[0] == "-", body[1:].strip()
        return False, body

    def _magnitude(self, body: str) -> int:
        whole_only = re.fullmatch(r"(.*\d)([.,])-{1,2}", body)
        if whole_only:  # “12,-” and “12.--”: no pence
            return self._grouped(whole_only[1], whole_only[2]) * self.currency.unit_minor
        if re.fullmatch(r"\d+", body):
            return self._units(body, "")
        if re.fullmatch(r"\d*[.,]\d*", body):
            return self._one_mark(body)
        found = re.fullmatch(r"(\d[\d., ']*?)([.,])(\d+)", body)
        if found and (found[2] not in found[1]):
            grouped_by = re.sub(r"\d", "", found[1])[:1]
            if grouped_by in {".", ","} and found[2] != self.mark:
                self._not_understood()
            return self._units(str(self._grouped(found[1], found[2])), found[3])
        if re.search(re.escape(self.mark), body):
            self._not_understood()
        return self._units(str(self._grouped(body, self.mark)), "")

    def _grouped(self, body: str, mark: str) -> int:
        """The whole number of `1.234.567`, `1 234`, `1'234`; `mark` cannot be what parts the groups."""
        if not body.isdigit():
            part = re.sub(r"\d", "", body)[:1]
            lakhs = part == "," and self.currency.code in _LAKHS and _WHOLE_IN_LAKHS.fullmatch(body)
            if part == mark or not (
                lakhs or re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(part)}\d{{3}})+", body)
            ):
                self._not_understood()
        return int(re.sub(r"\D", "", body))

    def _one_mark(self, body: str) -> int:
        mark = "," if "," in body else "."
        whole, part = body.split(mark)
        if not whole and not part:
            self._not_understood()
        if re.fullmatch(r"0[1-9]", whole) and re.fullmatch(r"0[1-9]|1[0-2]", part):
            self.refuse(
                "amount_ambiguous",
                say("“{typed}” can be the amount {amount} or a day. Write the amount as {amount}."),
                amount=f"{int(whole)}{self.mark}{part}",
            )
        could_be_thousands = len(part) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole)
        if could_be_thousands and not (len(part) <= self.currency.digits and mark == self.mark):
            if not self.currency.digits and mark != self.mark:
                return int(whole + part)  # there are no sen, so 1,234 yen are thousands
            self.refuse(
                "amount_ambiguous",
                say("“{typed}” can be {thousands} or {parts}. Write {plain} for the first."),
                thousands=plain_decimal(int(whole + part) * self.currency.unit_minor, self.currency).replace(
                    ".", self.mark
                ),
                parts=f"{whole}{self.mark}{part}",
                plain=whole + part,
            )
        return self._units(whole or "0", part)

    def _units(self, whole: str, part: str) -> int:
        digits = self.currency.digits
        if len(part) > digits:
            self.refuse(
                "amount_too_fine",
                say("“{typed}” is finer than {currency} can be paid ({smallest}). Nothing was rounded."),
                currency=self.currency.code,
                smallest=plain_decimal(1, self.currency).replace(".", self.mark),
            )
        return int(whole + part.ljust(digits, "0"))

    def _too_large(self, body: str) -> NoReturn:
        if body.isdigit() and len(body) in {8, 12, 13} and _is_product_code(body):
            self.refuse(
                "amount_looks_scanned",
                say("“{typed}” looks like a scanned bar code, not an amount. Nothing was recorded."),
            )
        self.refuse(
            "amount_too_large",
            say("“{typed}” is more than one sale may be here ({largest} {currency})."),
            largest=plain_decimal(self.largest_minor, self.currency).replace(".", self.mark),
            currency=self.currency.code,
        )


def read_plain_amount(
    text: str,
    *,
    currency: Currency,
    allow_negative: bool = False,
    largest_minor: int | None = None,
    decimal_mark: DecimalMark = ".",
    about: str = "amount",
) -> int:
    """The minor units of an amount as a program or a file writes it: `24.50`, `-3`, ASCII digits only.

    With `decimal_mark` of a whole column known, the other mark may group thousands: `1.234,56` where it is a
    comma. Refuses with `amount_missing`, `amount_not_understood`, `amount_too_fine`, `amount_negative`,
    `amount_too_large`.
    """
    found = _plain_forms(decimal_mark).fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        if not text.strip():
            raise Declined("amount_missing", say("No amount was given."), about)
        example = plain_decimal(24 * currency.unit_minor + currency.unit_minor // 2, currency)
        raise Declined(
            "amount_not_understood",
            say("This is not an amount written as {example}.").format(
                example=example.replace(".", decimal_mark)
            ),
            about,
        )
    sign, whole, part = found.groups(default="")
    if len(part) > currency.digits:
        raise Declined(
            "amount_too_fine",
            say("This amount is finer than {currency} can be paid ({smallest}). Nothing was rounded.").format(
                currency=currency.code, smallest=plain_decimal(1, currency).replace(".", decimal_mark)
            ),
            about,
        )
    amount = int((whole if whole.isdigit() else re.sub(r"\D", "", whole)) + part.ljust(currency.digits, "0"))
    if amount > (currency.largest_minor if largest_minor is None else largest_minor):
        raise Declined("amount_too_large", say("This is more than one sale may be here."), about)
    if not sign:
        return amount
    if amount and not allow_negative:
        raise Declined("amount_negative", say("This amount is less than nothing."), about)
    return -amount


@lru_cache(maxsize=2)
def _plain_forms(mark: DecimalMark) -> re.Pattern[str]:
    group = "," if mark == "." else r"\."
    return re.compile(
        rf"(-)?([0-9]{{1,18}}|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)(?:{re.escape(mark)}([0-9]+))?"
    )


@lru_cache(maxsize=1)
def _folded_signs() -> frozenset[str]:
    return frozenset(_fold(sign) for sign in known_signs())


def _fold(sign: str) -> str:
    return sign.strip().strip(".").casefold()


_CURRENCY_BESIDE = re.compile(
    r"([-+]? ?)([^\d\s.,()'+-][^\d(),'+-]{0,3}?\.?)? ?([-+(.,]?[-+\d.,' ()]*?-*) ?([^\d\s.,()'+-][^\d,()'+-]{0,3})?"
)


def _is_product_code(digits: str) -> bool:
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0
