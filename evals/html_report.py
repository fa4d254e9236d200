"""The report as one HTML page that needs no network: for reading on a screen, filtering, and printing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from evals.answers import SavedAnswer
from evals.calibration import calibration, coverage_figure, reliability_figure
from evals.comparing import Comparison
from evals.comparison_report import verdict
from evals.drawing import as_svg, new_figure
from evals.figures import SLICES, Figure, figures, passed_figure, slices, sum_up
from evals.notation import percent_points, with_interval
from evals.registry import METRICS
from evals.reporting import SLICE_METRICS, failed_stages, notation_of, state_of, target_rows
from evals.running import PRODUCT, ScoredRun
from evals.scoring import CaseResult

_TEMPLATE = "report.html.j2"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A case as the page shows it: what was asked, what was answered, and the gold beside it."""

    result: CaseResult
    answer: SavedAnswer | None

    @property
    def state(self) -> str:
        return {True: "ja", False: "nee", None: "niet te scoren"}[self.result.passed]

    @property
    def searchable(self) -> str:
        """What the filter looks in."""
        return " ".join([self.result.case.id, *self.result.case.turns]).casefold()


def html_report(run: ScoredRun, comparison: Comparison | None = None, base_name: str = "") -> str:
    """The whole page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["interval"] = with_interval
    environment.filters["points"] = percent_points
    return environment.get_template(_TEMPLATE).render(
        run=run,
        state=state_of(run),
        targets=target_rows(run.product),
        drawings=_drawings(run),
        metrics=_metric_rows(run),
        systems=run.titles,
        slices=_slice_tables(run.product),
        slice_titles=[metric.title for name in SLICE_METRICS for metric in METRICS if metric.name == name],
        stages=failed_stages(run.product),
        comparison=comparison,
        base_name=base_name,
        verdict=verdict(comparison) if comparison else "",
        cases=[Shown(result=result, answer=run.answers[PRODUCT].get(result.case.id)) for result in run.product],
        choices={name: (title, list(slices(run.product, name))) for name, (title, _) in SLICES.items() if name != "kind"},
        value_of={name: value for name, (_, value) in SLICES.items()},
    )


def _metric_rows(run: ScoredRun) -> list[dict[str, Any]]:
    """One row a metric: its title, a cell for each system, and how many cases could (not) be scored."""
    found = {system: figures(results) for system, results in run.results.items()}
    rows = []
    for name, title, unit in notation_of(found[PRODUCT]):
        own = found[PRODUCT][name]
        cells = [_cell(found[system].get(name), name, unit) for system in run.titles]
        rows.append({"name": name, "title": title, "cells": cells, "cases": own.cases, "unscored": own.unscored})
    return rows


def _cell(figure: Figure | None, name: str, unit: Any) -> str:
    if figure is None or (name.startswith("milliseconds") and not figure.value):
        return "–"
    return with_interval(figure, unit)


def _slice_tables(results: Sequence[CaseResult]) -> list[dict[str, Any]]:
    tables = []
    for name, (title, _) in SLICES.items():
        rows = []
        for value, group in slices(results, name).items():
            cells = [with_interval(passed_figure(group))]
            cells += [with_interval(sum_up([r.scores[m] for r in group if m in r.scores], "share")) for m in SLICE_METRICS]
            rows.append({"value": value, "cases": len(group), "cells": cells})
        tables.append({"title": title, "rows": rows})
    return tables


def _drawings(run: ScoredRun) -> list[dict[str, str]]:
    """The curves as SVG, each with what it shows in words."""
    drawn = []
    known = calibration(run)
    if known is not None:
        threshold = run.meta["settings"]["answer_threshold"]
        drawn.append({"title": "Kans en uitkomst", "svg": as_svg(reliability_figure(known, threshold))})
        drawn.append({"title": "Precisie en dekking", "svg": as_svg(coverage_figure(known, threshold))})
    drawn.append({"title": "Tijd per antwoord", "svg": as_svg(_latency_figure(run))})
    return drawn


def _latency_figure(run: ScoredRun) -> Any:
    times = np.array([answer.milliseconds for answer in run.answers[PRODUCT].values() if answer.error is None])
    figure, axes = new_figure()
    axes.hist(times, bins=40)
    for share, color in ((50, "grey"), (95, "firebrick")):
        place = float(np.percentile(times, share)) if len(times) else 0.0
        axes.axvline(place, color=color, linestyle=":", label=f"p{share} {place:.0f} ms")
    axes.set_xlabel("milliseconden")
    axes.set_ylabel("antwoorden")
    axes.legend(fontsize=8)
    return figure
