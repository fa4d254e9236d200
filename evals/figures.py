"""Scores summed up: one figure with its interval for every metric, over all cases or a slice of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.cases import Case
from evals.registry import METRICS, MetricKind
from evals.scoring import CaseResult
from evals.statistics import Interval, bootstrap, wilson
from evals.types import EvalError, Score

#: How cases are sliced in a report: Dutch title and what a case's value is; an empty value falls in no slice.
SLICES: Mapping[str, tuple[str, Callable[[Case], str]]] = {
    "set": ("Set", lambda case: case.set),
    "difficulty": ("Moeilijkheid", lambda case: case.difficulty),
    "style": ("Stijl", lambda case: case.style),
    "audience": ("Wie vraagt", lambda case: case.audience),
    "document": ("Document", lambda case: case.documents),
    "kind": ("Soort", lambda case: f"{case.set}: {case.kind}"),
}

_STATISTIC: Mapping[MetricKind, Callable[[np.ndarray], np.ndarray]] = {
    "mean": lambda rows: rows.mean(axis=-1),
    "median": lambda rows: np.median(rows, axis=-1),
    "p95": lambda rows: np.percentile(rows, 95, axis=-1),
}


def in_slices(cases: Sequence[Case], wanted: Sequence[str]) -> tuple[Case, ...]:
    """The cases in the wanted slices, each ``kind=value``; raises EvalError for a slice that there is not."""
    by_kind: dict[str, set[str]] = {}
    for name in wanted:
        kind, _, value = name.partition("=")
        values = {SLICES[kind][1](case) for case in cases} if kind in SLICES else set()
        if value not in values or not value:
            known = f"Waarden van {kind}: {', '.join(sorted(values - {''}))}" if values else f"Soorten: {', '.join(SLICES)}"
            raise EvalError(f"Er zijn geen gevallen voor '{name}'. {known}.")
        by_kind.setdefault(kind, set()).add(value)
    found = tuple(case for case in cases if all(SLICES[kind][1](case) in values for kind, values in by_kind.items()))
    if not found:
        raise EvalError(f"Geen enkel geval is tegelijk {' en '.join(wanted)}. Kies een ruimere combinatie.")
    return found


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A metric over ``cases`` scored cases, with its 95 % interval; ``unscored`` more could not be scored."""

    value: float | None
    interval: Interval | None
    cases: int
    unscored: int


def sum_up(scores: Sequence[Score], kind: MetricKind) -> Figure:
    """The share with Wilson's interval, or the mean, median or 95th percentile with a bootstrap interval."""
    values = [score.value for score in scores if score.value is not None]
    unscored = len(scores) - len(values)
    if not values:
        return Figure(value=None, interval=None, cases=0, unscored=unscored)
    value: float
    if kind == "share":
        successes = round(sum(values))
        value, interval = successes / len(values), wilson(successes, len(values))
    else:
        statistic = _STATISTIC[kind]
        value, interval = float(statistic(np.array(values))), bootstrap(values, statistic)
    return Figure(value=value, interval=interval, cases=len(values), unscored=unscored)


def passed_figure(results: Iterable[CaseResult]) -> Figure:
    """The share of cases that meet all their demands."""
    return sum_up([_passed_score(result) for result in results], "share")


def figures(results: Sequence[CaseResult]) -> dict[str, Figure]:
    """``passed`` and every metric that applies to at least one of the cases, by name."""
    found = {"passed": passed_figure(results)}
    for metric in METRICS:
        scores = [result.scores[metric.name] for result in results if metric.name in result.scores]
        if scores:
            found[metric.name] = sum_up(scores, metric.kind)
    return found


def slices(results: Sequence[CaseResult], name: str) -> dict[str, list[CaseResult]]:
    """The results by the value of one slice, largest first."""
    _, value_of = SLICES[name]
    groups: dict[str, list[CaseResult]] = {}
    for result in results:
        value = value_of(result.case)
        if value:
            groups.setdefault(value, []).append(result)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def figure_as_json(figure: Figure) -> dict[str, Any]:
    interval = figure.interval
    return {
        "value": None if figure.value is None else round(figure.value, 4),
        "low": None if interval is None else round(interval.low, 4),
        "high": None if interval is None else round(interval.high, 4),
        "cases": figure.cases,
        "unscored": figure.unscored,
    }


def _passed_score(result: CaseResult) -> Score:
    return Score(value=None) if result.passed is None else Score.of(result.passed)
