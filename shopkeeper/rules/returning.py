"""Who comes back: the chance that a member buys again soon, learnt from who of this shop's own members did.

BG/NBD calls everybody who bought once alive, since nobody can leave before a second purchase; ranked by it, the lost come
first. Here the book is cut a while ago, every member is described as they stood that day, and a logistic regression learns
who bought again since. One-time buyers are judged like all others, and the chance is one that can be checked next month.
"""

import numpy as np

from shopkeeper.rules.histories import Floats, Visits
from shopkeeper.rules.value import BgNbd
from shopkeeper.rules.visiting import Flags
from shopkeeper.values import dataclass

FEWEST_EITHER_WAY = 30
"""With fewer who came back, or fewer who did not, there is nothing to learn from."""
_STEPS = 100
_RIDGE = 0.01  # keeps the weights finite where one sign tells all


@dataclass(frozen=True)
class Returning:
    """The learnt weights, and over how many weeks "again" was meant."""

    weeks: float
    weights: Floats
    middle: Floats
    spread: Floats

    def chance(self, model: BgNbd, seen: Visits, silence: Floats) -> Floats:
        """The chance, member by member, of another day with a purchase within `weeks`; `silence` as in `learn`."""
        signs = (_signs(model, seen, self.weeks, silence) - self.middle) / self.spread
        return _logistic(signs @ self.weights)

    def expected_visits(
        self, model: BgNbd, seen: Visits, silence: Floats, weeks: float, chance: Floats | None = None
    ) -> Floats:
        """Days with a purchase within so many weeks: the middle of two readings, the model's and the steady rate that
        would give this chance (as `chance` gave it, where it is known already). On a real book it found more of the next
        half-year's best tenth than either alone."""
        known = self.chance(model, seen, silence) if chance is None else chance
        steady = -np.log1p(-np.minimum(known, 1 - 1e-9)) * weeks / self.weeks
        return (model.expected_visits(seen, weeks) + steady) / 2


def learn(model: BgNbd, then: Visits, silence: Floats, weeks: float, came_back: Flags) -> Returning:
    """Learn from members as they stood `weeks` ago (`then`, with a model fitted on that day, and `silence`, the chance that
    `silence.Silences` gave theirs to end) and whether each has bought since. ValueError with fewer than `FEWEST_EITHER_WAY` who
    did, or who did not."""
    came = int(np.count_nonzero(came_back))
    if min(came, len(came_back) - came) < FEWEST_EITHER_WAY:
        raise ValueError("too few to learn from")
    signs = _signs(model, then, weeks, silence)
    middle, spread = signs.mean(axis=0), signs.std(axis=0)
    middle[0], spread[spread == 0] = 0.0, 1.0
    signs = (signs - middle) / spread
    wanted = came_back.astype(np.float64)
    weights = np.zeros(signs.shape[1])
    for _ in range(_STEPS):  # Newton's method on the penalised likelihood
        chance = _logistic(signs @ weights)
        slope = signs.T @ (wanted - chance) - _RIDGE * weights
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs + _RIDGE * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return Returning(weeks, weights, middle, spread)


def weeks_to_look_ahead(book_weeks: float) -> float:
    """Over how long "again" is meant: a third of the time the book covers, eight weeks at least, a year at most."""
    return float(min(52.0, max(8.0, book_weeks / 3)))


def _signs(model: BgNbd, seen: Visits, weeks: float, silence: Floats) -> Floats:
    """What is known of each: visits expected, visits had, weeks of quiet, money spent (in logarithms, since the second visit tells
    more than the twenty-second), and the odds of the silence to end."""
    ahead = np.maximum(model.expected_visits(seen, weeks), 1e-6)
    ends = np.clip(silence, 0.001, 0.999)
    return np.column_stack((
        np.ones(len(seen)), np.log(ahead), np.log1p(seen.repeats), np.log1p(np.maximum(seen.quiet_weeks, 0)),
        np.log1p(np.maximum(seen.spent, 0)), np.log(ends / (1 - ends)),
    ))  # fmt: skip


def _logistic(of: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(of, -40, 40)))
