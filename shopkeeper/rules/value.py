"""What a member is expected to bring: how often they will come (BG/NBD) and for how much (Gamma-Gamma).

Sources: Fader, Hardie and Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD model",
Marketing Science 24 (2005), and Fader and Hardie, "The Gamma-Gamma model of monetary value" (2013). Imported only
where value is asked for: numpy and scipy take their time.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, digamma, gammaln, hyp2f1

from shopkeeper.rules.histories import Floats, Visits
from shopkeeper.values import dataclass

FEWEST_REPEAT_BUYERS = 50
"""With fewer who came on a second day, four parameters are a guess: the rhythm rule is shown instead, and said so."""
_MOST_STEPS = 500


@dataclass(frozen=True)
class BgNbd:
    """The fitted model. While a customer, one buys at a rate of their own (Gamma: shape `r`, rate `alpha` weeks); after
    each purchase one stays away for good with a chance of one's own (Beta: `a`, `b`)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, seen: Visits) -> Floats:
        """The chance that one has not left for good (2005, section 5; Fader and Hardie's note of 2008). Whoever bought once is alive by the model
        itself, which tells nothing about them: show `returning.Returning` to people, not this."""
        x, t_x, age = seen.repeats, seen.recency_weeks, seen.age_weeks
        with np.errstate(over="ignore"):
            late = np.exp((self.r + x) * (np.log(self.alpha + age) - np.log(self.alpha + t_x)))
            left = self.a / (self.b + np.maximum(x, 1) - 1) * late
        alive: Floats = np.where(x > 0, 1 / (1 + left), 1.0)
        return alive

    def expected_visits(self, seen: Visits, weeks: float) -> Floats:
        """How many more days with a purchase each will have within so many weeks (2005, eq. 10)."""
        x, age = seen.repeats, seen.age_weeks
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        if abs(a - 1) < 1e-6:  # a removable pole of the formula
            a = 1 + 1e-6
        z = weeks / (alpha + age + weeks)
        shrink = np.exp((r + x) * (np.log(alpha + age) - np.log(alpha + age + weeks)))
        ahead = (a + b + x - 1) / (a - 1) * (1 - shrink * hyp2f1(r + x, b + x, a + b + x - 1, z))
        visits: Floats = np.maximum(ahead * self.alive(seen), 0.0)
        return visits


def fit_bg_nbd(seen: Visits) -> BgNbd:
    """The most likely parameters (2005, eq. 6), by quasi-Newton with the exact gradient, in logarithms, so that they
    stay above nothing. Equal rows are weighed once. ValueError where nobody came on a second day."""
    if not seen.repeat_buyers:
        raise ValueError("nobody has bought on a second day")
    rows = np.column_stack((seen.repeats, seen.recency_weeks, seen.age_weeks))
    (x, t_x, age), weight = _gathered(rows)
    repeat = x > 0
    safe = np.maximum(x, 1)

    def cost(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        still, then = np.log(alpha + age), np.log(alpha + t_x)
        base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        stays = -(r + x) * still
        leaves = np.where(repeat, np.log(a) - np.log(b + safe - 1) - (r + x) * then, -np.inf)
        both = np.logaddexp(stays, leaves)
        gone = np.exp(leaves - both)
        d_r = digamma(r + x) - digamma(r) + np.log(alpha) - (1 - gone) * still - gone * then
        d_alpha = r / alpha - (r + x) * ((1 - gone) / (alpha + age) + gone / (alpha + t_x))
        d_a = digamma(a + b) - digamma(a + b + x) + gone / a
        d_b = (
            digamma(b + x) - digamma(a + b + x) - digamma(b) + digamma(a + b)
            - np.where(repeat, gone / (b + safe - 1), 0.0)
        )  # fmt: skip
        slope = np.array([(weight * d).sum() for d in (d_r, d_alpha, d_a, d_b)]) * (r, alpha, a, b)
        return -float((weight * (base + both)).sum()), -slope

    logs, best = _least(cost, np.log([0.3, 5.0, 1.0, 2.0]))
    r, alpha, a, b = (float(value) for value in np.exp(logs))
    return BgNbd(r, alpha, a, b, -best)


@dataclass(frozen=True)
class GammaGamma:
    """The fitted model: what one spends on a day varies around a mean of one's own; shapes `p` and `q`, scale `gamma`
    in the unit of the money given."""

    p: float
    q: float
    gamma: float

    def expected_spend(self, seen: Visits) -> Floats:
        """The mean spend of a future day (2013, eq. 5): one's own past drawn towards everybody's, the more the fewer
        the visits; for whoever came once, everybody's."""
        x, mean = seen.repeats, seen.mean_repeat
        return self.p * (self.gamma + mean * x) / (self.p * x + self.q - 1)


def fit_gamma_gamma(seen: Visits) -> GammaGamma:
    """The most likely parameters (2013, eq. 3) over all who came again and paid something. ValueError where none."""
    known = (seen.repeats > 0) & (seen.mean_repeat > 0)
    if not known.any():
        raise ValueError("nobody has bought on a second day")
    (x, mean), weight = _gathered(np.column_stack((seen.repeats[known], seen.mean_repeat[known])))
    unit = float(np.average(mean, weights=weight))  # in pounds or in yen, the search begins in the same place
    mean = mean / unit

    def cost(logs: Floats) -> tuple[float, Floats]:
        p, q, g = np.exp(logs)
        px = p * x
        total = np.log(g + x * mean)
        each = (
            gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(g) + (px - 1) * np.log(mean)
            + px * np.log(x) - (px + q) * total
        )  # fmt: skip
        d_p = x * (digamma(px + q) - digamma(px) + np.log(mean) + np.log(x) - total)
        d_q = digamma(px + q) - digamma(q) + np.log(g) - total
        d_g = q / g - (px + q) / (g + x * mean)
        slope = np.array([(weight * d).sum() for d in (d_p, d_q, d_g)]) * (p, q, g)
        return -float((weight * each).sum()), -slope

    logs, _ = _least(cost, np.log([6.0, 4.0, 0.5]))
    p, q, g = (float(value) for value in np.exp(logs))
    return GammaGamma(p, q, g * unit)


def present_value(
    visits_within: Callable[[float], Floats], spend: Floats, weeks: float, yearly_discount: float
) -> Floats:
    """What each is expected to bring within so many weeks, later money counted less: month by month, each month's
    expected visits times the spend of a visit, by (1 + the discount of a year) to the power of the years waited."""
    month = 52 / 12
    worth, before = np.zeros(len(spend)), np.zeros(len(spend))
    at = 0.0
    while at < weeks:
        until = min(at + month, weeks)
        through = visits_within(until)
        worth += (through - before) / (1 + yearly_discount) ** ((at + until) / 2 / 52)
        before, at = through, until
    return worth * spend


def _gathered(rows: Floats) -> tuple[tuple[Floats, ...], Floats]:
    """Equal rows once, and how many there were of each."""
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    return tuple(distinct.T), counts.astype(np.float64)


def _least(cost: Any, start: Floats) -> tuple[Floats, float]:
    found = minimize(
        cost, start, jac=True, method="L-BFGS-B", bounds=[(-12.0, 12.0)] * len(start),
        options={"maxiter": _MOST_STEPS, "ftol": 1e-14, "gtol": 1e-7},
    )  # fmt: skip
    return found.x, float(found.fun)
