"""``python -m evals run|score|compare|baseline|check``."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant import AssistantError, Settings, load_assistant
from corpus import CorpusError
from evals.baseline import BASELINE_PATH, load_baseline, load_entries, write_baseline
from evals.calibration import calibration, draw
from evals.cases import SETS, shown_path
from evals.checking import check_cases, check_leaks
from evals.comparing import compare, entries_of
from evals.comparison_report import comparison_text
from evals.exporting import junit, scores_table
from evals.figures import SLICES
from evals.provenance import PROJECT_DIR
from evals.reporting import headline, report
from evals.running import ScoredRun, answer_all, score_run
from evals.types import EvalError
from index import IndexBuildError

NOT_MEASURED = 2


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 fine, 1 worse than the baseline or a problem in the cases, 2 could not be done."""
    options = _parser().parse_args(arguments)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "run": _run,
        "score": _score,
        "compare": _compare,
        "baseline": _baseline,
        "check": _check,
    }
    try:
        return commands[options.command](options)
    except (EvalError, AssistantError, CorpusError, IndexBuildError) as error:
        print(error, file=sys.stderr)
        return NOT_MEASURED


def _run(options: argparse.Namespace) -> int:
    directory = options.out or PROJECT_DIR / "runs" / datetime.now().strftime("%Y%m%d-%H%M%S")
    settings = Settings()
    assistant = load_assistant(settings)
    answer_all(
        assistant,
        settings,
        directory,
        sets=options.set,
        only=options.slice,
        with_controls=options.controls,
        progress=_show_progress,
    )
    _finish(score_run(directory, corpus_dir=settings.corpus_dir))
    return 0


def _score(options: argparse.Namespace) -> int:
    _finish(score_run(options.directory, corpus_dir=Settings().corpus_dir))
    return 0


def _finish(run: ScoredRun) -> None:
    comparison, base_name = None, ""
    if BASELINE_PATH.is_file():
        base = load_baseline()
        comparison, base_name = compare(base.entries, entries_of(run.product)), base.name
    known = calibration(run)
    if known is not None:
        draw(known, run.meta["settings"]["answer_threshold"], run.directory)
    path = run.directory / "report.md"
    path.write_text(report(run, comparison, base_name), encoding="utf-8")
    (run.directory / "scores.csv").write_text(scores_table(run), encoding="utf-8-sig")  # so that a spreadsheet reads é as é
    (run.directory / "junit.xml").write_text(junit(run), encoding="utf-8")
    print(f"{len(run.product)} gevallen: {headline(run.product)}.\nRapport: {shown_path(path)}")


def _compare(options: argparse.Namespace) -> int:
    *first, new = options.runs
    base = load_entries(first[0]) if first else load_baseline()
    comparison = compare(base.entries, load_entries(new).entries)
    print(comparison_text(comparison, base.name))
    return comparison.exit_code


def _baseline(options: argparse.Namespace) -> int:
    write_baseline(score_run(options.directory, corpus_dir=Settings().corpus_dir), options.reason)
    print(f"De baseline is bijgewerkt: {shown_path(BASELINE_PATH)}. Leg hem vast met git.")
    return 0


def _check(options: argparse.Namespace) -> int:
    corpus_dir = Settings().corpus_dir
    problems = check_cases(corpus_dir=corpus_dir)
    leaks = [] if options.no_leaks else check_leaks(corpus_dir=corpus_dir)
    print("\n".join([*problems, *leaks]) or "De gevallen kloppen.")
    if problems or leaks:
        print(f"\n{len(problems)} fouten in de gevallen, {len(leaks)} lekken.", file=sys.stderr)
    return 1 if problems or leaks else 0


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done % 100 == 0 or done == total:
        print(f"{done}/{total}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Toetst de assistent. Uitleg: evals/README.md")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="beantwoord alle gevallen, scoor ze en schrijf een rapport")
    run.add_argument(
        "--set", nargs="+", action="extend", default=[], choices=SETS, metavar="NAAM", help=f"alleen deze sets: {', '.join(SETS)}"
    )
    run.add_argument(
        "--slice",
        nargs="+",
        action="extend",
        default=[],
        metavar="SOORT=WAARDE",
        help=f"alleen deze gevallen, zoals style=chat; soorten: {', '.join(SLICES)}",
    )
    run.add_argument("--controls", action="store_true", help="ook de controlesystemen")
    run.add_argument("--out", type=Path, metavar="MAP", help="waar de run komt (anders runs/<tijd>)")
    score = commands.add_parser("score", help="scoor bewaarde antwoorden opnieuw")
    score.add_argument("directory", type=Path, metavar="RUN")
    comparison = commands.add_parser("compare", help="noem wat gewonnen en verloren is; 0 goed, 1 slechter, 2 niet te meten")
    comparison.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="[BASIS] NIEUW; zonder basis geldt de baseline")
    baseline = commands.add_parser("baseline", help="maak van een run de baseline")
    baseline.add_argument("directory", type=Path, metavar="RUN")
    baseline.add_argument("--reason", required=True, help="waarom de baseline verandert")
    check = commands.add_parser("check", help="controleer de gevallen, en of het systeem ze niet al kent")
    check.add_argument("--no-leaks", action="store_true", help="sla de lekcontrole over")
    return parser


if __name__ == "__main__":
    sys.exit(main())
