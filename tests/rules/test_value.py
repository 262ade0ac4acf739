"""The published figures come out to the published digits; who comes back is told better than by how long they were away.

`tests/data/cdnow-sample.csv` is the published tenth of a real shop's book (B. Hardie and P. Fader): 2,357 customers.
"""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata

from shopkeeper.rules import returning, value
from shopkeeper.rules.histories import Floats, Visits
from shopkeeper.rules.silence import Silences
from shopkeeper.rules.value import BgNbd
from shopkeeper.rules.visiting import Visiting

SAMPLE = Path(__file__).parent.parent / "data" / "cdnow-sample.csv"
CALIBRATED = date(1997, 9, 30)
LATER_WEEKS = 39.0


@lru_cache
def book() -> dict[str, dict[int, float]]:
    """What each spent, by day."""
    found: dict[str, dict[int, float]] = {}
    with SAMPLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            days = found.setdefault(row["member_id"], {})
            day = date.fromisoformat(row["date"]).toordinal()
            days[day] = days.get(day, 0.0) + float(row["amount"])
    return dict(sorted(found.items(), key=lambda one: int(one[0])))


@lru_cache
def visits(through: int) -> Visiting:
    rows = sorted(
        (int(member), day, round(amount * 100))
        for member, days in book().items()
        for day, amount in days.items()
    )
    columns = np.array(rows, dtype=np.int64)
    return Visiting.of(columns[:, 0], columns[:, 1], columns[:, 2]).within(None, through)


@lru_cache
def silence_on(day: int, weeks: float) -> Floats:
    seen = visits(day)
    return Silences.of(seen, day).chance(seen, day, weeks)


@lru_cache
def seen_on(day: int) -> Visits:
    rows = []
    for spent in book().values():
        days = sorted(on for on in spent if on <= day)
        if days:
            again = [spent[on] for on in days[1:]]
            mean = sum(again) / len(again) if again else 0.0
            weeks = (days[-1] - days[0]) / 7, (day - days[0]) / 7
            rows.append((len(again), *weeks, mean, sum(spent[on] for on in days)))
    return Visits(*np.array(rows, dtype=np.float64).T)


def money_after(day: int) -> Floats:
    return np.array([sum(amount for on, amount in spent.items() if on > day) for spent in book().values()])


def came_between(after: int, through: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    known = [spent for spent in book().values() if min(spent) <= after]
    return np.array([any(after < on <= through for on in spent) for spent in known])


def auc(score: Floats, came: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    """The chance that one who came has the higher score than one who did not."""
    ranks, yes = rankdata(score), int(came.sum())
    return float((ranks[came].sum() - yes * (yes + 1) / 2) / (yes * (len(came) - yes)))


@lru_cache
def model() -> BgNbd:
    return value.fit_bg_nbd(seen_on(CALIBRATED.toordinal()))


@lru_cache
def learnt() -> returning.Returning:
    weeks = returning.weeks_to_look_ahead(39)
    now = CALIBRATED.toordinal()
    cut = now - round(weeks * 7)
    then = seen_on(cut)
    return returning.learn(
        value.fit_bg_nbd(then), then, silence_on(cut, weeks), weeks, came_between(cut, now)
    )


def test_bg_nbd_of_the_published_sample_is_the_published_one() -> None:
    seen = seen_on(CALIBRATED.toordinal())
    assert (len(seen), seen.repeat_buyers) == (2357, 946)
    found = model()
    assert [round(number, 3) for number in (found.r, found.alpha, found.a, found.b)] == [
        0.243,
        4.414,
        0.793,
        2.426,
    ]
    assert round(found.log_likelihood, 1) == -9582.4


def test_gamma_gamma_of_the_published_sample_is_the_published_one() -> None:
    found = value.fit_gamma_gamma(seen_on(CALIBRATED.toordinal()))
    assert [round(number, 2) for number in (found.p, found.q, found.gamma)] == [6.25, 3.74, 15.44]


def test_the_same_money_in_pence_is_the_same_model_a_hundred_times_larger() -> None:
    seen = seen_on(CALIBRATED.toordinal())
    pence = Visits(seen.repeats, seen.recency_weeks, seen.age_weeks, seen.mean_repeat * 100, seen.spent * 100)
    pounds, hundred = value.fit_gamma_gamma(seen), value.fit_gamma_gamma(pence)
    assert hundred.p == pytest.approx(pounds.p, rel=1e-4)
    assert hundred.expected_spend(pence) == pytest.approx(100 * pounds.expected_spend(seen), rel=1e-4)


def test_the_gradient_is_that_of_the_likelihood_at_its_top() -> None:
    """Moved a little either way, every parameter is less likely."""
    seen, best = seen_on(CALIBRATED.toordinal()), model()
    x, t_x, age = seen.repeats, seen.recency_weeks, seen.age_weeks
    from scipy.special import betaln, gammaln

    def likelihood(r: float, alpha: float, a: float, b: float) -> float:
        base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        leaves = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t_x)
        both = np.logaddexp(-(r + x) * np.log(alpha + age), np.where(x > 0, leaves, -np.inf))
        return float((base + both).sum())

    at = [best.r, best.alpha, best.a, best.b]
    top = likelihood(*at)
    assert top == pytest.approx(best.log_likelihood, abs=1e-6)
    for place in range(4):
        for factor in (0.99, 1.01):
            moved = list(at)
            moved[place] *= factor
            assert likelihood(*moved) < top


def test_whoever_never_came_again_is_not_immortal() -> None:
    seen = seen_on(CALIBRATED.toordinal())
    once = seen.repeats == 0
    assert (model().alive(seen)[once] == 1).all(), "so says the model itself"
    chance = learnt().chance(model(), seen, silence_on(CALIBRATED.toordinal(), learnt().weeks))
    assert 0.02 < chance[once].mean() < 0.12


def test_who_comes_back_is_told_better_than_by_recency() -> None:
    now = CALIBRATED.toordinal()
    seen, came = seen_on(now), came_between(now, now + 10_000)
    recency, alone = auc(-seen.quiet_weeks, came), auc(model().alive(seen), came)
    ours = auc(learnt().chance(model(), seen, silence_on(CALIBRATED.toordinal(), learnt().weeks)), came)
    assert (round(recency, 3), round(alone, 3)) == (0.771, 0.316)
    assert ours > 0.78


def test_how_long_silences_last_tells_more_than_how_long_one_is_away() -> None:
    now = CALIBRATED.toordinal()
    came = came_between(now, now + 10_000)
    assert auc(silence_on(now, 13), came) > auc(-seen_on(now).quiet_weeks, came)


def test_the_chance_is_as_often_right_as_it_says() -> None:
    """Sorted into fifths by the chance, as many came within the weeks as were told, within four in a hundred."""
    now, ours = CALIBRATED.toordinal(), learnt()
    chance = ours.chance(model(), seen_on(now), silence_on(now, ours.weeks))
    came = came_between(now, now + round(ours.weeks * 7))
    for fifth in np.array_split(np.argsort(chance), 5):
        assert abs(chance[fifth].mean() - came[fifth].mean()) < 0.04


def test_the_best_tenth_to_come_is_found_better_than_by_past_spend() -> None:
    now = CALIBRATED.toordinal()
    seen, true = seen_on(now), money_after(now)
    spend = value.fit_gamma_gamma(seen).expected_spend(seen)
    tenth = len(seen) // 10

    def share(score: Floats) -> float:
        best = set(np.argsort(-true, kind="stable")[:tenth])
        return len(best & set(np.argsort(-score, kind="stable")[:tenth])) / tenth

    ours = share(
        learnt().expected_visits(model(), seen, silence_on(now, learnt().weeks), LATER_WEEKS) * spend
    )
    assert ours > 0.509 > share(seen.spent)


def test_expected_visits_are_as_many_as_came() -> None:
    now = CALIBRATED.toordinal()
    expected = model().expected_visits(seen_on(now), LATER_WEEKS)
    came = [sum(on > now for on in spent) for spent in book().values()]
    assert expected.sum() == pytest.approx(sum(came), rel=0.15)
    assert (
        np.diff([model().expected_visits(seen_on(now), weeks).sum() for weeks in (1, 4, 13, 52)]) > 0
    ).all()


def test_money_of_later_years_counts_less() -> None:
    seen = seen_on(CALIBRATED.toordinal())
    spend = value.fit_gamma_gamma(seen).expected_spend(seen)

    def within(weeks: float) -> Floats:
        return model().expected_visits(seen, weeks)

    plain = value.present_value(within, spend, 104, 0.0)
    assert plain == pytest.approx(within(104) * spend)
    assert (value.present_value(within, spend, 104, 0.15) < plain).all()


@pytest.mark.parametrize("fit", [value.fit_bg_nbd, value.fit_gamma_gamma])
def test_a_shop_where_nobody_came_again_has_no_model(fit: object) -> None:
    nobody = Visits(*(np.zeros(3) for _ in range(5)))
    with pytest.raises(ValueError, match="second day"):
        fit(nobody)  # type: ignore[operator]


def test_too_few_to_learn_from_is_said() -> None:
    seen = Visits(*(np.ones(40) for _ in range(5)))
    with pytest.raises(ValueError, match="too few"):
        returning.learn(BgNbd(0.2, 4, 0.8, 2.4, 0), seen, np.full(40, 0.5), 8, np.arange(40) < 5)
