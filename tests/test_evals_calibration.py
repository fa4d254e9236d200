"""Calibration: probabilities held against outcomes."""

import numpy as np
import pytest

from evals.calibration import COVERAGE_FILE, RELIABILITY_FILE, Calibration, draw

_TRUE = np.array([1] + [0] * 9 + [1, 0] * 5 + [1] * 9 + [0], bool)
_HALF = np.array([1, 0] * 10, bool)
HONEST = Calibration(probability=np.repeat([0.1, 0.5, 0.9], 10), answerable=_TRUE, right=_TRUE)
BOASTFUL = Calibration(probability=np.full(20, 0.95), answerable=_HALF, right=_HALF)


def test_an_honest_system_has_no_error_and_a_boastful_one_has():
    assert HONEST.expected_error == pytest.approx(0.0)
    assert BOASTFUL.expected_error == pytest.approx(0.45)


def test_bins_count_every_case_once():
    assert [(b.cases, round(b.promised, 2), round(b.answerable, 2)) for b in HONEST.bins] == [
        (10, 0.1, 0.1),
        (10, 0.5, 0.5),
        (10, 0.9, 0.9),
    ]


@pytest.mark.parametrize(
    ("threshold", "coverage", "precision"), [(0.0, 1.0, 0.5), (0.4, 2 / 3, 0.7), (0.6, 1 / 3, 0.9), (0.95, 0, 1)]
)
def test_a_higher_threshold_answers_less_and_is_right_more_often(threshold, coverage, precision):
    assert HONEST.at(threshold) == (pytest.approx(coverage), pytest.approx(precision))


def test_both_figures_are_drawn_with_the_threshold(tmp_path):
    draw(HONEST, 0.3, tmp_path)
    for name in (RELIABILITY_FILE, COVERAGE_FILE):
        assert (tmp_path / name).read_text(encoding="utf-8").count("<path") > 10
