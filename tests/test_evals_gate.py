"""The gate: answers every case and fails on a significant drop, or a lost critical case, against the committed baseline."""

from pathlib import Path

import pytest

from assistant import Assistant, Settings
from evals.baseline import BASELINE_PATH, load_baseline
from evals.comparing import compare, entries_of
from evals.comparison_report import comparison_text
from evals.running import answer_all, score_run


def test_no_worse_than_the_baseline(assistant: Assistant, settings: Settings, tmp_path: Path) -> None:
    if not BASELINE_PATH.is_file():
        pytest.skip(
            "evals/baseline.json is er nog niet; maak hem met: python -m evals run en python -m evals baseline RUN --reason …"
        )
    baseline = load_baseline()
    answer_all(assistant, settings, tmp_path / "run")
    comparison = compare(baseline.entries, entries_of(score_run(tmp_path / "run", corpus_dir=settings.corpus_dir).product))
    assert comparison.exit_code == 0, comparison_text(comparison, baseline.name)
