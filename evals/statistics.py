"""Intervals and tests. All are exact or seeded: the same scores always give the same figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, sqrt

import numpy as np

_RESAMPLES = 4000
_SEED = 20260801
_Z = 1.959963984540054  # the normal quantile of a 95 % interval


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def wilson(successes: int, total: int) -> Interval:
    """Wilson's interval for a share; also honest near 0 and 1 and for few cases."""
    if total <= 0:
        return Interval(low=0.0, high=1.0)
    share = successes / total
    scale = 1 + _Z**2 / total
    middle = (share + _Z**2 / (2 * total)) / scale
    half = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2)) / scale
    # At the ends rounding would otherwise leave the share itself just outside.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == total else min(1.0, middle + half)
    return Interval(low=low, high=high)


def bootstrap(values: Sequence[float], statistic: Callable[[np.ndarray], np.ndarray]) -> Interval:
    """The percentile interval of a statistic that takes an array of shape (resamples, values) to one figure a row."""
    data = np.asarray(values, dtype=np.float64)
    if not len(data):
        return Interval(low=float("nan"), high=float("nan"))
    picks = np.random.default_rng(_SEED).integers(0, len(data), size=(_RESAMPLES, len(data)))
    low, high = np.percentile(statistic(data[picks]), [2.5, 97.5])
    return Interval(low=float(low), high=float(high))


def bootstrap_mean(values: Sequence[float]) -> Interval:
    return bootstrap(values, lambda rows: rows.mean(axis=1))


def paired_difference(base: Sequence[float], new: Sequence[float]) -> Interval:
    """The bootstrap interval of the mean difference new - base over the same cases, case by case."""
    return bootstrap_mean([after - before for before, after in zip(base, new, strict=True)])


def mcnemar_exact(won: int, lost: int) -> float:
    """The two-sided p-value that as uneven a split of the changed cases comes by chance; 1.0 if nothing changed.

    >>> mcnemar_exact(won=0, lost=6)
    0.03125
    """
    changed = won + lost
    if changed == 0:
        return 1.0
    tail = sum(comb(changed, count) for count in range(min(won, lost) + 1))
    return float(min(1.0, 2.0 * tail / 2.0**changed))
