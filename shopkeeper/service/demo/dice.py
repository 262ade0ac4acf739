"""Chance that falls the same way on every computer: the same seed, the same demo shop."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

# Only `Random.random` is promised to stay as it is from one Python to the next; and the mathematics library's
# exp and log may differ in the last digit between systems. Here stand only sums and products, which may not.


class Dice:
    """Chance for one subject: a shop's seed and a number that tells the subject from all others."""

    def __init__(self, seed: int, subject: int) -> None:
        self.unit = Random(seed * 1_000_003 + subject).random

    def chance(self, of: float) -> bool:
        """True in so many cases of one."""
        return self.unit() < of

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.unit() * (most - least + 1))

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them, each as likely as the next."""
        return things[int(self.unit() * len(things))]

    def pick_early(self, things: Sequence[Thing]) -> Thing:
        """One of them, the earlier ones far more often, as with surnames."""
        share = self.unit()
        return things[int(share * share * len(things))]

    def bell(self) -> float:
        """A bell curve of mean 0 and deviation 1, near enough: six draws, so never beyond 4.25."""
        unit = self.unit
        return (unit() + unit() + unit() + unit() + unit() + unit() - 3.0) * 1.4142135623730951

    def luck(self, spread: float) -> float:
        """A log-normal factor of median 1; `spread` is the deviation of its logarithm."""
        power = 1.0 + spread * self.bell() / 1024.0
        for _ in range(10):
            power *= power
        return power

    def shuffled(self, count: int) -> list[int]:
        """The numbers below `count`, in no order."""
        numbers = list(range(count))
        for last in range(count - 1, 0, -1):
            other = int(self.unit() * (last + 1))
            numbers[last], numbers[other] = numbers[other], numbers[last]
        return numbers


class Urn:
    """Things of unequal weight to be drawn from, again and again."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._sums = list(accumulate(weights))

    def draw(self, dice: Dice) -> int:
        """The position of one of them, in proportion to its weight."""
        mark = dice.unit() * self._sums[-1]
        for position, total in enumerate(self._sums):
            if mark < total:
                return position
        return len(self._sums) - 1
