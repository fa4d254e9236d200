"""The readable report of a run: Dutch Markdown for an evaluator."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evals.answers import SavedAnswer
from evals.calibration import COVERAGE_FILE, RELIABILITY_FILE, calibration
from evals.comparing import Comparison
from evals.comparison_report import comparison_text
from evals.figures import SLICES, Figure, figures, passed_figure, slices, sum_up
from evals.notation import cut, decimal, percent, plain, with_interval
from evals.registry import METRIC_BY_NAME, METRICS
from evals.running import PRODUCT, ScoredRun
from evals.scoring import CaseResult
from evals.targets import TARGETS

SLICE_METRICS = ("first", "in_3", "answer_right", "refused")
_RATIOS = ("first", "answer_right", "milliseconds_p50")
_THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_STAGES = (
    "niet beantwoord",
    "passage niet bij de eerste 10",
    "passage op plaats 4 tot 10",
    "passage op plaats 2 of 3",
    "passage als eerste, maar verkeerde woorden gekozen",
    "antwoord juist, maar iets anders mis (oordeel, citaat, vals alarm)",
)
_PASSED = "Geslaagd (aan alle eisen van het geval voldaan)"


def report(run: ScoredRun, comparison: Comparison | None = None, base_name: str = "") -> str:
    """The whole report of a run as Markdown."""
    parts = [_head(run), _targets(run.product)]
    if comparison:
        parts.append(f"## Vergeleken met de baseline\n\n{comparison_text(comparison, base_name)}")
    parts += [
        _calibration(run),
        _stages(run.product),
        _systems(run),
        _ratios(run),
        _slices(run.product),
        _unscored(run.product),
        _failures(run),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def headline(results: Sequence[CaseResult]) -> str:
    """The run in one line."""
    found = figures(results)
    shown = {"geslaagd": "passed", "juiste passage eerst": "first", "antwoord juist": "answer_right", "geweigerd": "refused"}
    return ", ".join(f"{title} {percent(found[name].value or 0.0)}" for title, name in shown.items() if name in found)


def _head(run: ScoredRun) -> str:
    return "\n".join(["# Evalrapport", "", *state_of(run)])


def state_of(run: ScoredRun) -> list[str]:
    """When, with what, on how much and how fast, in a few sentences."""
    meta = run.meta
    git = meta["git"]
    version = f"{git['commit']}{' met wijzigingen' if git['changed'] else ''}" if git else "zonder git"
    settings = ", ".join(f"{name} = {value}" for name, value in meta["settings"].items() if value not in ("", None))
    sets = ", ".join(f"{name} {len(group)}" for name, group in slices(run.product, "set").items())
    memory = f", met hooguit {meta['peak_mb']} MB geheugen" if meta.get("peak_mb") else ""
    only = f"Alleen deze gevallen: {', '.join(meta['slices'])}. " if meta.get("slices") else ""
    return [
        f"{only}Run van {meta['started']}, versie {version}.",
        f"{len(run.product)} gevallen ({sets}) in {meta['seconds']} seconden{memory}.",
        f"Instellingen: {settings}.",
        "Achter elk cijfer staat het 95 %-interval: Wilson bij aandelen, anders bootstrap.",
    ]


def target_rows(results: Sequence[CaseResult]) -> list[dict[str, Any]]:
    """The goals that were measured: title, what was measured, the goal, whether it is met, and how many cases."""
    rows = []
    for target in TARGETS:
        figure = target.measure(results)
        met = target.met(figure)
        if met is not None:
            unit = percent if target.goal <= 1 else plain
            sign = "≥" if target.direction == "least" else "≤"
            goal = f"{sign} {unit(target.goal)}"
            rows.append(
                {"title": target.title, "shown": with_interval(figure, unit), "goal": goal, "met": met, "cases": figure.cases}
            )
    return rows


def _targets(results: Sequence[CaseResult]) -> str:
    lines = ["## Doelen", "", "| | gemeten | doel | gehaald | gevallen |", "|---|---|---:|---|---:|"]
    for row in target_rows(results):
        lines.append(
            f"| {row['title']} | {row['shown']} | {row['goal']} | {'ja' if row['met'] else '**nee**'} | {row['cases']} |"
        )
    return "\n".join(lines)


def _calibration(run: ScoredRun) -> str:
    """How far the probability of an answer can be trusted; the two figures are drawn beside the report."""
    found = calibration(run)
    if found is None:
        return ""
    lines = [
        "## Weten wat je niet weet",
        "",
        f"De kans die de assistent geeft dat de documenten een vraag beantwoorden, tegen de gevallen zelf ({len(found.right)} "
        f"losse vragen, met en zonder antwoord in de bronnen). Gemiddelde afstand (ECE): {decimal(found.expected_error)}.",
        "",
        f"![Kans en uitkomst]({RELIABILITY_FILE}) ![Precisie en dekking]({COVERAGE_FILE})",
        "",
        "| kans volgens de assistent | werkelijk te beantwoorden | gevallen |",
        "|---:|---:|---:|",
        *(f"| {percent(b.promised)} | {percent(b.answerable)} | {b.cases} |" for b in found.bins),
        "",
        "| drempel | krijgt een antwoord | daarvan juiste passage bij de eerste 3 |",
        "|---:|---:|---:|",
    ]
    for threshold in _THRESHOLDS:
        coverage, precision = found.at(threshold)
        lines.append(f"| {plain(threshold)} | {percent(coverage)} | {percent(precision)} |")
    return "\n".join(lines)


def failed_stages(results: Sequence[CaseResult]) -> dict[str, dict[str, int]]:
    """How many answerable cases fail, by the first step at which they do (where work pays), and by set."""
    failed = [result for result in results if result.case.is_answerable and result.passed is False]
    groups = slices(failed, "set")
    counts = {stage: {name: sum(_stage(r) == stage for r in group) for name, group in groups.items()} for stage in _STAGES}
    return {stage: by_set for stage, by_set in counts.items() if sum(by_set.values())}


def _stages(results: Sequence[CaseResult]) -> str:
    stages = failed_stages(results)
    if not stages:
        return ""
    sets = list(next(iter(stages.values())))
    lines = ["## Waar het misgaat bij vragen met een antwoord", "", f"| | {' | '.join(sets)} | samen |"]
    lines.append(f"|---|{'---:|' * (len(sets) + 1)}")
    lines += [
        f"| {stage} | {' | '.join(map(str, counts.values()))} | {sum(counts.values())} |" for stage, counts in stages.items()
    ]
    return "\n".join(lines)


def _stage(result: CaseResult) -> str:
    """The first of the stages that holds for a failed, answerable case."""
    scores = result.scores
    failed = {name for name, score in scores.items() if score.failed}
    if scores["false_refusal"].value:
        return _STAGES[0]
    if "answer_right" not in failed:
        return _STAGES[5]
    for metric, stage in (("in_10", _STAGES[1]), ("in_3", _STAGES[2]), ("first", _STAGES[3])):
        if metric in failed:
            return stage
    return _STAGES[4]


def _systems(run: ScoredRun) -> str:
    titles = run.titles
    found = {system: figures(results) for system, results in run.results.items()}
    lines = ["## Alle maten", ""]
    if len(titles) > 1:
        lines += ["De controlesystemen begrijpen niets. Een maat waarop zij even goed zijn, zegt weinig over het product.", ""]
    lines += [f"| | {' | '.join(titles.values())} | gevallen | niet te scoren |", f"|---|{'---|' * len(titles)}---:|---:|"]
    for name, title, unit in notation_of(found[PRODUCT]):
        cells = []
        for system in titles:
            figure = found[system].get(name)
            # A control that does not search takes no time to speak of: its speed would only mislead.
            known = figure is not None and not (name.startswith("milliseconds") and not figure.value)
            cells.append(with_interval(figure, unit) if known and figure else "–")
        own = found[PRODUCT][name]
        lines.append(f"| {title} | {' | '.join(cells)} | {own.cases} | {own.unscored or ''} |")
    return "\n".join(lines)


def notation_of(found: Mapping[str, Figure]) -> list[tuple[str, str, Callable[[float], str]]]:
    """Name, Dutch title and notation of the share passed and of every metric among the figures, in the order of the report."""
    rows: list[tuple[str, str, Callable[[float], str]]] = [("passed", _PASSED, percent)]
    for metric in METRICS:
        if metric.name in found:
            fraction = decimal if metric.kind == "mean" and not metric.is_count else plain
            rows.append((metric.name, metric.title, percent if metric.kind == "share" else fraction))
    return rows


def _ratios(run: ScoredRun) -> str:
    """How many times as good and as slow the product is as each control, on the same cases in the same process."""
    found = {system: figures(results) for system, results in run.results.items()}
    rows = []
    for system, title in run.titles.items():
        if system == PRODUCT:
            continue
        cells = [_ratio(found[PRODUCT].get(name), found[system].get(name)) for name in _RATIOS]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    titles = [METRIC_BY_NAME[name].title for name in _RATIOS]
    head = ["## Product gedeeld door controlesysteem", "", f"| | {' | '.join(titles)} |", f"|---|{'---:|' * len(titles)}"]
    return "\n".join([*head, *rows]) if rows else ""


def _ratio(own: Figure | None, other: Figure | None) -> str:
    if own is None or other is None or own.value is None or not other.value:
        return "–"
    return f"{plain(own.value / other.value)}×"


def _slices(results: Sequence[CaseResult]) -> str:
    titles = {metric.name: metric.title for metric in METRICS}
    lines = ["## Per groep"]
    for name, (title, _) in SLICES.items():
        lines += ["", f"### {title}", ""]
        lines += [
            f"| | gevallen | geslaagd | {' | '.join(titles[m] for m in SLICE_METRICS)} |",
            f"|---|---:|---|{'---|' * len(SLICE_METRICS)}",
        ]
        for value, group in slices(results, name).items():
            cells = [with_interval(passed_figure(group))]
            for metric in SLICE_METRICS:
                cells.append(with_interval(sum_up([r.scores[metric] for r in group if metric in r.scores], "share")))
            lines.append(f"| {value} | {len(group)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _unscored(results: Sequence[CaseResult]) -> str:
    lost = [result for result in results if result.passed is None]
    if not lost:
        return ""
    return "\n".join(["## Niet te scoren", "", *(f"- **{r.case.id}**: {r.why}" for r in lost)])


def _failures(run: ScoredRun) -> str:
    """Every failed case with what was asked, what was wrong and how the answer began, the critical ones first."""
    failed = [result for result in run.product if result.passed is False]
    lines = [f"## Niet geslaagd ({len(failed)})"]
    for name, group in slices(failed, "set").items():
        lines += ["", f"### {name} ({len(group)})", ""]
        for result in sorted(group, key=lambda r: not (r.case.is_critical and r.purpose is False)):
            lines += _failure(result, run.answers[PRODUCT][result.case.id])
    return "\n".join(lines)


def _failure(result: CaseResult, answer: SavedAnswer) -> Iterable[str]:
    case = result.case
    critical = " (kritiek)" if case.is_critical and result.purpose is False else ""
    earlier = "".join(f"{cut(turn, 80)} → " for turn in case.turns[:-1])
    found = result.scores.get("in_10")
    place = f"; {found.why}" if found and found.why else ""
    yield f"- **{case.id}** ({case.kind}){critical}: {earlier}{cut(case.question, 220)}"
    yield f"  - {result.why}{place}"
    if answer.outcome == "answered":
        yield f"  - antwoord: {cut(answer.answer, 260)}"
    if case.gold:
        yield f"  - goed was ({case.gold[0].document}): {cut(case.gold[0].quote, 160)}"
