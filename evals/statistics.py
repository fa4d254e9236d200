"""Intervals and tests. All are exact or seeded: the same scores always give the same figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import binomtest, norm
from scipy.stats import bootstrap as resample
from statsmodels.stats.multitest import multipletests

ALPHA = 0.05
POWER = 0.8
_RESAMPLES = 4000
_SEED = 20260801
_STEPS = 60  # of halving, more than enough for a share


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def wilson(successes: int, total: int) -> Interval:
    """Wilson's interval for a share; also honest near 0 and 1 and for few cases."""
    if total <= 0:
        return Interval(low=0.0, high=1.0)
    found = binomtest(successes, total).proportion_ci(method="wilson")
    # At the ends rounding would otherwise leave the share itself just outside.
    low = 0.0 if successes == 0 else float(found.low)
    high = 1.0 if successes == total else float(found.high)
    return Interval(low=low, high=high)


def bootstrap(values: Sequence[float], statistic: Callable[[np.ndarray], np.ndarray]) -> Interval:
    """The percentile interval of a statistic that takes an array of shape (resamples, values) to one figure a row."""
    data = np.asarray(values, dtype=np.float64)
    if len(data) < 2:
        only = float(statistic(data[None, :])[0]) if len(data) else float("nan")
        return Interval(low=only, high=only)
    found = resample(
        (data,),
        lambda rows, axis: statistic(rows),
        n_resamples=_RESAMPLES,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Interval(low=float(found.low), high=float(found.high))


def bootstrap_mean(values: Sequence[float]) -> Interval:
    return bootstrap(values, lambda rows: rows.mean(axis=-1))


def paired_difference(base: Sequence[float], new: Sequence[float]) -> Interval:
    """The bootstrap interval of the mean difference new - base over the same cases, case by case."""
    return bootstrap_mean([after - before for before, after in zip(base, new, strict=True)])


def mcnemar_exact(won: int, lost: int) -> float:
    """The two-sided p-value that as uneven a split of the changed cases comes by chance; 1.0 if nothing changed.

    >>> mcnemar_exact(won=0, lost=6)
    0.03125
    """
    return float(binomtest(won, won + lost).pvalue) if won + lost else 1.0


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values corrected for how many were looked at (Holm), in the same order.

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    if not len(p_values):
        return ()
    return tuple(round(float(p), 12) for p in multipletests(list(p_values), method="holm")[1])


def smallest_difference(cases: int, changed: float) -> float:
    """The smallest difference of two shares that McNemar's test finds in four runs of five on so many cases.

    ``changed`` is the share of the cases whose outcome differs between the two systems; there cannot be more difference.
    After Connor (1987), Biometrics 43: power of the test for paired proportions.

    >>> round(smallest_difference(310, 0.10), 3)
    0.05
    """
    if cases <= 0 or changed <= 0:
        return float("nan")
    sure, often = float(norm.ppf(1 - ALPHA / 2)), float(norm.ppf(POWER))
    low, high = 0.0, changed
    for _ in range(_STEPS):
        middle = (low + high) / 2
        needed = (sure * sqrt(changed) + often * sqrt(max(0.0, changed - middle**2))) / middle
        low, high = (low, middle) if needed <= sqrt(cases) else (middle, high)
    return high
