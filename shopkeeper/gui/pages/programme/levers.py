"""What can be tried with one slider: a tier's threshold or its multiplier, each with the values that make sense."""

from fractions import Fraction
from typing import Literal

from shopkeeper.gui.pages.programme import words
from shopkeeper.gui.pages.programme.tier_row import read_reach, read_times
from shopkeeper.rules.money import currency
from shopkeeper.rules.programme import Programme, Tier, checked
from shopkeeper.say import Speech, text
from shopkeeper.values import dataclass, replace

_STEPS = 50  # about so many from nothing to the present threshold
_QUARTERS = range(2, 17)  # multipliers from 0.5 to 4


@dataclass(frozen=True, slots=True)
class Lever:
    """One figure of a programme; `values` are in order and hold the present one."""

    programme: Programme
    rank: int
    what: Literal["reach", "times"]
    values: tuple[Fraction, ...]

    @property
    def tier(self) -> Tier:
        """The tier it belongs to."""
        return self.programme.tiers[self.rank - 1]

    @property
    def present(self) -> Fraction:
        """The figure as it is."""
        return Fraction(self.tier.reach) if self.what == "reach" else self.tier.multiplier

    def label(self) -> str:
        """What is tried."""
        sentence = text("{tier} is reached at") if self.what == "reach" else text("{tier} earns points ×")
        return sentence.format(tier=self.tier.name)

    def said(self, value: Fraction, speech: Speech) -> str:
        """`£400`, `3 visits`, `× 1.5`."""
        if self.what == "times":
            return f"× {words.plain_number(value, speech)}"
        return words.reach_words(replace(self.tier, reach=int(value)), speech)

    def typed(self, value: Fraction, speech: Speech) -> str:
        """The value as it is typed into a field."""
        if self.what == "times":
            return words.plain_number(value, speech)
        return words.typed_money(speech, int(value)) if self.tier.basis == "spend" else str(int(value))

    def read(self, typed: str, speech: Speech) -> Fraction:
        """A typed value; Declined for what is none."""
        if self.what == "times":
            return read_times(typed)
        money = currency(self.programme.currency)
        return Fraction(read_reach(typed, self.tier.basis, money, speech))

    def pulled(self, value: Fraction) -> Programme:
        """The programme with that value; Declined where it cannot stand among the others."""
        tier = (
            replace(self.tier, reach=int(value))
            if self.what == "reach"
            else replace(self.tier, multiplier=value)
        )
        tiers = list(self.programme.tiers)
        tiers[self.rank - 1] = tier
        return checked(replace(self.programme, tiers=tuple(tiers)))


def levers(programme: Programme) -> tuple[Lever, ...]:
    """The thresholds, the highest tier's first, then the multipliers."""
    ranks = range(len(programme.tiers), 0, -1)
    return (
        *(Lever(programme, rank, "reach", _reaches(programme, rank)) for rank in ranks),
        *(Lever(programme, rank, "times", _times(programme.tiers[rank - 1].multiplier)) for rank in ranks),
    )


def _reaches(programme: Programme, rank: int) -> tuple[Fraction, ...]:
    """Round figures between the tiers of the same kind below and above, the present one among them."""
    tier = programme.tiers[rank - 1]
    alike = [(at, other.reach) for at, other in enumerate(programme.tiers, 1) if other.basis == tier.basis]
    least = max((reach for at, reach in alike if at < rank), default=0)
    most = min((reach for at, reach in alike if at > rank), default=2 * tier.reach + _STEPS)
    step = _round_step(tier.reach)
    found = {reach for reach in range(step, 2 * tier.reach + step + 1, step) if least < reach < most}
    return tuple(Fraction(reach) for reach in sorted(found | {tier.reach}))


def _round_step(reach: int) -> int:
    """1, 2, 5, 10, 20, 50, …: a step of which about fifty make the threshold."""
    step, size = 1, 1
    while step * _STEPS < reach:
        step = next(size * part for part in (2, 5, 10) if size * part > step)
        if step == size * 10:
            size = step
    return step


def _times(present: Fraction) -> tuple[Fraction, ...]:
    return tuple(sorted({Fraction(quarters, 4) for quarters in _QUARTERS} | {present}))


def nearest(lever: Lever, value: Fraction) -> int:
    """Where on the slider a value stands, or the one next to it."""
    return min(range(len(lever.values)), key=lambda at: abs(lever.values[at] - value))
