"""Whether the assistant knows what it knows: its probability that the documents answer, held against the cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.answers import SavedAnswer
from evals.drawing import new_figure, save_svg
from evals.running import PRODUCT, ScoredRun

_BINS = 10
_SETS = ("brochure", "other", "unanswerable")
RELIABILITY_FILE, COVERAGE_FILE = "reliability.svg", "precision-coverage.svg"


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Cases of about one probability: what was promised on average, and the share that the documents answer."""

    promised: float
    answerable: float
    cases: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Calibration:
    """One number per case each; ``right``: answerable, with the right passage among the first three."""

    probability: np.ndarray
    answerable: np.ndarray
    right: np.ndarray

    @property
    def bins(self) -> tuple[Bin, ...]:
        place = np.minimum((self.probability * _BINS).astype(int), _BINS - 1)
        return tuple(
            Bin(
                promised=float(self.probability[place == number].mean()),
                answerable=float(self.answerable[place == number].mean()),
                cases=int((place == number).sum()),
            )
            for number in range(_BINS)
            if (place == number).any()
        )

    @property
    def expected_error(self) -> float:
        """The mean distance between what is promised and what holds, weighted by cases (ECE)."""
        return sum(abs(b.promised - b.answerable) * b.cases for b in self.bins) / max(1, len(self.right))

    def at(self, threshold: float) -> tuple[float, float]:
        """Coverage (the share of the cases at or above a threshold) and precision (the share of those that is right)."""
        answered = self.probability >= threshold
        return float(answered.mean()), float(self.right[answered].mean()) if answered.any() else 1.0


def calibration(run: ScoredRun) -> Calibration | None:
    """Of the product on the single questions; None for a run that kept no probabilities."""
    rows: list[tuple[float, bool, bool]] = []
    for result in run.product:
        answer: SavedAnswer | None = run.answers[PRODUCT].get(result.case.id)  # None for a case that came after the run
        if result.case.set in _SETS and answer is not None and answer.answerable is not None:
            found = result.scores.get("in_3")
            rows.append((answer.answerable, result.case.is_answerable, bool(found and found.value)))
    if not rows:
        return None
    probability, answerable, right = (np.array(column) for column in zip(*rows, strict=True))
    return Calibration(probability=probability, answerable=answerable, right=right & answerable)


def draw(found: Calibration, threshold: float, directory: Path) -> None:
    """Writes the reliability diagram and the precision-coverage curve, with the threshold in use, as SVG."""
    save_svg(reliability_figure(found, threshold), directory / RELIABILITY_FILE)
    save_svg(coverage_figure(found, threshold), directory / COVERAGE_FILE)


def reliability_figure(found: Calibration, threshold: float) -> Any:
    """Promised against held, with the number of cases at each point."""
    figure, axes = new_figure()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.plot([b.promised for b in found.bins], [b.answerable for b in found.bins], "o-")
    for b in found.bins:
        axes.annotate(str(b.cases), (b.promised, b.answerable), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.axvline(threshold, color="firebrick", linestyle=":", label=f"drempel {threshold:g}".replace(".", ","))
    axes.set_xlabel("kans volgens de assistent")
    axes.set_ylabel("deel dat de documenten beantwoorden")
    axes.set_title(f"ECE {found.expected_error:.3f}, n = {len(found.right)}".replace(".", ","), fontsize=10)
    axes.legend(fontsize=8)
    return figure


def coverage_figure(found: Calibration, threshold: float) -> Any:
    """How precise the answers are at each share of the questions that get one."""
    figure, axes = new_figure()
    places: Sequence[tuple[float, float]] = [found.at(value) for value in sorted(set(found.probability.tolist()))]
    axes.plot([coverage for coverage, _ in places], [precision for _, precision in places])
    coverage, precision = found.at(threshold)
    axes.plot([coverage], [precision], "o", color="firebrick", label=f"drempel {threshold:g}".replace(".", ","))
    axes.set_xlabel("deel van de vragen dat een antwoord krijgt")
    axes.set_ylabel("daarvan juiste passage bij de eerste drie")
    axes.set_ylim(min(0.5, min(p for _, p in places)), 1.01)
    axes.legend(fontsize=8)
    return figure
