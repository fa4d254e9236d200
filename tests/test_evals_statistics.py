"""Intervals and tests against figures from the textbooks."""

import pytest

from evals.figures import sum_up
from evals.statistics import bootstrap_mean, holm, mcnemar_exact, paired_difference, smallest_difference, wilson
from evals.types import Score


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe 1998, small share"),
        pytest.param(0, 20, 0.0, 0.1611, id="none"),
        pytest.param(29, 29, 0.8830, 1.0, id="all"),
        pytest.param(0, 0, 0.0, 1.0, id="no cases tell nothing"),
    ],
)
def test_wilson(successes: int, total: int, low: float, high: float) -> None:
    interval = wilson(successes, total)
    assert interval.low == pytest.approx(low, abs=1e-4)
    assert interval.high == pytest.approx(high, abs=1e-4)


@pytest.mark.parametrize(("won", "lost", "p"), [(0, 0, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (4, 5, 1.0), (3, 12, 0.035156)])
def test_mcnemar_is_exact(won: int, lost: int, p: float) -> None:
    assert mcnemar_exact(won, lost) == pytest.approx(p, abs=1e-6)
    assert mcnemar_exact(lost, won) == mcnemar_exact(won, lost)


def test_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    values = [1.0, 0.5, 0.0, 0.25] * 20
    first, second = bootstrap_mean(values), bootstrap_mean(values)
    assert first == second
    assert first.low < sum(values) / len(values) < first.high


def test_paired_difference_is_narrower_than_two_separate_intervals() -> None:
    base = [float(number % 2) for number in range(100)]
    new = [*base[:95], *([1.0] * 5)]
    interval = paired_difference(base, new)
    assert interval.low >= 0.0
    assert interval.high < 0.1


def test_what_could_not_be_scored_is_counted_apart() -> None:
    figure = sum_up([Score(value=1.0), Score(value=0.0), Score(value=None)], "share")
    assert (figure.value, figure.cases, figure.unscored) == (0.5, 2, 1)
    assert sum_up([Score(value=None)], "mean").value is None


def test_percentile_of_latencies() -> None:
    scores = [Score(value=float(number)) for number in range(1, 101)]
    assert sum_up(scores, "p95").value == pytest.approx(95.05)
    assert sum_up(scores, "median").value == pytest.approx(50.5)


def test_holm_corrects_for_how_many_were_looked_at() -> None:
    assert holm([0.01]) == (0.01,)
    assert holm([0.04, 0.01, 0.03]) == pytest.approx((0.06, 0.03, 0.06))
    assert holm([]) == ()


def test_five_points_need_about_310_paired_questions() -> None:
    assert smallest_difference(310, 0.10) == pytest.approx(0.05, abs=0.002)
    assert smallest_difference(1500, 0.10) < smallest_difference(310, 0.10)


def test_one_value_has_itself_for_an_interval() -> None:
    assert bootstrap_mean([0.5]).low == bootstrap_mean([0.5]).high == 0.5
