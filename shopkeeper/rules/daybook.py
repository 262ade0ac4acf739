"""A page of the day book as a plain object: the slips as typed, what they mean, and what is wrong in each."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.rules.amounts import DecimalMark, read_amount
from shopkeeper.rules.money import Currency
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.values import dataclass, replace

Field = Literal["time", "who", "amount", "what"]
FIELDS: tuple[Field, ...] = ("time", "who", "amount", "what")
LONGEST_TEXT = 400  # characters kept of one field; what is too long to be booked is still seen and mended
NOT_A_MEMBER = frozenset({"-", "–", "—", "−"})  # what stands for nobody known, as in the commands
_STEPS_KEPT = 100

_PLAIN_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,4})([.,])([0-9]{2})")
_TIME = re.compile(
    r"(\d{1,2})(?:\s*[:.,h\uff1a]\s*([0-5]\d)(?::[0-5]\d)?|h)?\s*([ap]\.?m?\.?)?", re.IGNORECASE
)
_TIME_IN_ONE = re.compile(r"(\d{1,2})([0-5]\d)\s*([ap]\.?m?\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slip:
    """One row as it was typed. `key` is its own for ever: a slip is booked once. `member_id` is set once it is
    settled who is meant; without it and without `who_text` the sale was to nobody known."""

    key: str
    time_text: str = ""
    who_text: str = ""
    member_id: int | None = None
    amount_text: str = ""
    what_text: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not (
            self.time_text
            or self.who_text
            or self.amount_text
            or self.what_text
            or self.member_id is not None
        )


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a slip cannot be posted yet: which field, a stable code and the sentence for the person."""

    field: Field
    code: str
    because: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a slip says: the amount in minor units (negative: a return), the time on the shop's wall clock."""

    amount_minor: int | None
    at: time | None
    what: str
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the slips whose amount is understood, in minor units; `open` slips cannot be posted yet."""

    slips: int
    entered_minor: int
    members_minor: int
    open: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """The page beside the till: `left_minor` is still to enter (negative: entered too much), None without a till
    total; `wrong` is why the till total is not understood."""

    till_minor: int | None
    left_minor: int | None
    wrong: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing is left and nothing too much."""
        return self.left_minor == 0


@dataclass(frozen=True, slots=True)
class _Step:
    """What must be put back to undo one step: each slip with the place it had, None for one that was not there."""

    before: tuple[tuple[str, int, Slip | None], ...]


class Page:
    """The slips of one page; the last row is always a blank one to type into.

    `new_key` gives each new row a key that no other row has, on any page.
    """

    def __init__(
        self,
        day: date,
        currency: Currency,
        decimal_mark: DecimalMark,
        new_key: Callable[[], str],
        slips: Iterable[Slip] = (),
        till_text: str = "",
    ) -> None:
        self.day = day
        self.currency = currency
        self.decimal_mark: DecimalMark = decimal_mark
        self.till_text = till_text
        self._new_key = new_key
        self._slips = list(slips)
        self._meant: dict[Slip, Meaning] = {}
        self._steps: list[_Step] = []
        self._end_blank()

    # ---- what a reader asks ----

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The slips with something on them, in order."""
        return tuple(slip for slip in self._slips if not slip.blank)

    @property
    def slips_and_blanks(self) -> tuple[Slip, ...]:
        """Every row in order, the blank ones too."""
        return tuple(self._slips)

    def __len__(self) -> int:
        """Rows, the blank ones included."""
        return len(self._slips)

    def __getitem__(self, row: int) -> Slip:
        return self._slips[row]

    def row_of(self, key: str) -> int | None:
        """Where the slip of a key stands, None if it is gone."""
        return next((row for row, slip in enumerate(self._slips) if slip.key == key), None)

    def meaning(self, row: int) -> Meaning:
        """What the slip of a row says, and what is wrong in it."""
        slip = self._slips[row]
        known = self._meant.get(slip)
        if known is None:
            if len(self._meant) > 4 * len(self._slips) + 64:
                self._meant.clear()
            known = self._meant[slip] = meaning_of(slip, self.currency, self.decimal_mark)
        return known

    def totals(self) -> Totals:
        """The sums of the page."""
        slips = entered = members = still_open = 0
        for row, slip in enumerate(self._slips):
            if slip.blank:
                continue
            meant = self.meaning(row)
            slips += 1
            still_open += bool(meant.wrong)
            entered += meant.amount_minor or 0
            if slip.member_id is not None or slip.who_text:
                members += meant.amount_minor or 0
        return Totals(slips, entered, members, still_open)

    def agreement(self, already_minor: int = 0) -> Agreement:
        """The page beside the till; `already_minor` is what the book holds of this day besides the page."""
        if not self.till_text.strip():
            return Agreement(None, None)
        try:
            till = read_amount(
                self.till_text, currency=self.currency, decimal_mark=self.decimal_mark, about="till",
                largest_minor=1000 * self.currency.largest_minor, allow_negative=True,
            )  # fmt: skip
        except Declined as declined:
            return Agreement(None, None, declined.because)
        return Agreement(till, till - already_minor - self.totals().entered_minor)

    def first_open(self) -> tuple[int, Field] | None:
        """The first row that cannot be posted yet, and the field that wants something."""
        for row, slip in enumerate(self._slips):
            wrong = () if slip.blank else self.meaning(row).wrong
            if wrong:
                return row, wrong[0].field
        return None

    # ---- what a writer does; each answers the keys of the slips that changed ----

    def put(self, row: int, field: Field, typed: str) -> tuple[str, ...]:
        """Type into a field; another text for who it was unsettles the member."""
        slip = self._slips[row]
        kept = _kept(typed)
        if field == "time":
            changed = replace(slip, time_text=kept)
        elif field == "amount":
            changed = replace(slip, amount_text=kept)
        elif field == "what":
            changed = replace(slip, what_text=kept)
        elif kept == slip.who_text:
            return ()
        else:
            changed = replace(slip, who_text=kept, member_id=None)
        if changed == slip:
            return ()
        self._slips[row] = changed
        self._end_blank()
        return (slip.key,)

    def put_till(self, typed: str) -> None:
        """Type the till total."""
        self.till_text = _kept(typed)

    def settle(self, row: int, member_id: int | None, name: str = "") -> tuple[str, ...]:
        """Say who it was: a member, or with None nobody known."""
        slip = self._slips[row]
        changed = replace(slip, member_id=member_id, who_text=_kept(name) if member_id is not None else "")
        if changed == slip:
            return ()
        self._slips[row] = changed
        self._end_blank()
        return (slip.key,)

    def copy_above(self, row: int) -> tuple[str, ...]:
        """Fill what is empty in a row from the row above it; what was typed stays."""
        if row == 0 or row >= len(self._slips) or self._slips[row - 1].blank:
            return ()
        slip, above = self._slips[row], self._slips[row - 1]
        nobody_yet = slip.member_id is None and not slip.who_text
        filled = replace(
            slip,
            time_text=slip.time_text or above.time_text,
            who_text=above.who_text if nobody_yet else slip.who_text,
            member_id=above.member_id if nobody_yet else slip.member_id,
            amount_text=slip.amount_text or above.amount_text,
            what_text=slip.what_text or above.what_text,
        )
        if filled == slip:
            return ()
        self._remember((slip.key, row, slip))
        self._slips[row] = filled
        self._end_blank()
        return (slip.key,)

    def remove(self, row: int) -> tuple[str, ...]:
        """Take a row away; the blank last one stays."""
        slip = self._slips[row]
        if slip.blank and row == len(self._slips) - 1:
            return ()
        if not slip.blank:
            self._remember((slip.key, row, slip))
        del self._slips[row]
        self._end_blank()
        return (slip.key,)

    def insert(self, row: int) -> int:
        """A blank row before another; answers where it stands."""
        if self._slips[row].blank:
            return row
        self._slips.insert(row, Slip(self._new_key()))
        return row

    def move(self, row: int, by: int) -> int:
        """Move a row up (−1) or down (1); answers where it stands now."""
        to = max(0, min(row + by, len(self._slips) - 2))
        if to == row or row >= len(self._slips) - 1:
            return row
        slip = self._slips[row]
        self._remember((slip.key, row, slip))
        self._slips.insert(to, self._slips.pop(row))
        return to

    def paste(self, row: int, pasted: Sequence[Slip]) -> tuple[str, ...]:
        """Put slips in before a row; their keys are given anew."""
        new = [replace(slip, key=self._new_key()) for slip in pasted if not slip.blank]
        if new:
            self._remember(*((slip.key, 0, None) for slip in new))
            self._slips[row:row] = new
            self._end_blank()
        return tuple(slip.key for slip in new)

    @property
    def can_undo(self) -> bool:
        """Whether a row was removed, moved, copied or pasted that can be put back."""
        return bool(self._steps)

    def undo(self) -> int | None:
        """Put back the last removal, move, copy or paste; answers the row to look at, None if there was none."""
        if not self._steps:
            return None
        look_at = 0
        for key, place, slip in sorted(self._steps.pop().before, key=lambda entry: entry[1]):
            now = self.row_of(key)
            if now is not None:
                look_at = now
                del self._slips[now]
            if slip is not None:
                look_at = min(place, len(self._slips))
                self._slips.insert(look_at, slip)
        self._end_blank()
        return min(look_at, len(self._slips) - 1)

    def _remember(self, *before: tuple[str, int, Slip | None]) -> None:
        self._steps.append(_Step(before))
        del self._steps[:-_STEPS_KEPT]

    def _end_blank(self) -> None:
        if not self._slips or not self._slips[-1].blank:
            self._slips.append(Slip(self._new_key()))


def meaning_of(slip: Slip, currency: Currency, decimal_mark: DecimalMark) -> Meaning:
    """What a slip says by itself, whoever is meant, and what keeps it from being posted."""
    wrong: list[Wrong] = []
    at = amount = None
    what = ""
    try:
        at = read_time(slip.time_text) if slip.time_text.strip() else None
    except Declined as declined:
        wrong.append(Wrong("time", declined.code, declined.because))
    if slip.who_text and slip.member_id is None:
        wrong.append(Wrong("who", "member_not_found", say("Not settled: choose or enrol")))
    try:
        amount = _amount(slip.amount_text, currency, decimal_mark)
    except Declined as declined:
        because = say("No amount yet") if declined.code == "amount_missing" else declined.because
        wrong.append(Wrong("amount", declined.code, because))
    try:
        what = clean_line(slip.what_text, about="what")
    except Declined as declined:
        wrong.append(Wrong("what", declined.code, declined.because))
    return Meaning(amount, at, what, tuple(wrong))


def _amount(typed: str, currency: Currency, decimal_mark: DecimalMark) -> int:
    plain = _PLAIN_AMOUNT.fullmatch(typed) if currency.digits == 2 else None
    if plain is not None and plain[2] == decimal_mark:  # nine slips of ten, and five hundred are read at once
        return int(plain[1] + plain[3])
    return read_amount(typed, currency=currency, decimal_mark=decimal_mark, allow_negative=True)


def read_time(text: str) -> time:
    """The time of day a person typed: `9`, `912`, `9:12`, `9.12`, `9h12`, `2:30 pm`; refuses `time_not_understood`."""
    if len(text) == 5 and text[2] == ":" and text.isascii():
        hour, minute = text[:2], text[3:]
        if hour.isdigit() and minute.isdigit() and hour < "24" and minute < "60":
            return time(int(hour), int(minute))
    typed = "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text.strip()[:20]
    )
    found = _TIME_IN_ONE.fullmatch(typed) if len(typed) > 2 else None
    found = found or _TIME.fullmatch(typed)
    if found is not None:
        hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
        if half and 1 <= hours <= 12:
            hours = hours % 12 + (12 if half == "p" else 0)
            half = ""
        if not half and hours < 24:
            return time(hours, minutes)
    raise Declined(
        "time_not_understood",
        say("“{typed}” is not a time. Write it like 10:41.").format(typed=text.strip()[:20]),
        "time",
    )


def _kept(typed: str) -> str:
    """A field's text as it can be kept: one line, no half characters, no end of endless."""
    text = typed[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)


__all__ = [
    "FIELDS", "NOT_A_MEMBER", "Agreement", "Field", "Meaning", "Page", "Slip", "Totals", "Wrong", "meaning_of",
    "read_time",
]  # fmt: skip
