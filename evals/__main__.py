"""``python -m evals run|score|compare|baseline|check|new|import|export|retire|mutate``."""

import argparse
import csv
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError
from tqdm import tqdm

from assistant import AssistantError, Settings, load_assistant
from assistant.settings import settings_problem
from corpus import CorpusError, load_corpus
from evals.authoring import author, read_draft
from evals.baseline import BASELINE_PATH, load_baseline, load_entries, write_baseline
from evals.calibration import calibration, draw
from evals.cases import CASES_DIR, SETS, load_cases, shown_path
from evals.checking import check_cases, check_leaks
from evals.comparing import compare, entries_of
from evals.comparison_report import comparison_text
from evals.exporting import junit, scores_table
from evals.figures import SLICES
from evals.html_report import html_report
from evals.mutations import MUTATIONS, check_mutations, sample
from evals.provenance import PROJECT_DIR
from evals.reporting import headline, report
from evals.retiring import retire, retired_ids
from evals.running import PRODUCT, ScoredRun, answer_all, score_run
from evals.sources import Sources, sources_of
from evals.spreadsheets import cases_as_csv, import_csv
from evals.storing import add_cases, case_line
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
        "new": _new,
        "import": _import,
        "export": _export,
        "retire": _retire,
        "mutate": _mutate,
    }
    try:
        return commands[options.command](options)
    except (EvalError, AssistantError, CorpusError, IndexBuildError) as error:
        print(error, file=sys.stderr)
        return NOT_MEASURED
    except ValidationError as error:
        print(settings_problem(error), file=sys.stderr)
        return NOT_MEASURED
    except BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_MEASURED
    except (OSError, ValueError, KeyError, RecursionError, csv.Error) as error:
        print(f"Dat lukt niet ({type(error).__name__}: {error}). Klopt het bestand of de map?", file=sys.stderr)
        return NOT_MEASURED


def _run(options: argparse.Namespace) -> int:
    directory = options.out or PROJECT_DIR / "runs" / datetime.now().strftime("%Y%m%d-%H%M%S")
    settings = Settings()
    if options.llm:
        settings = settings.model_copy(update={"model": options.llm})
    assistant = load_assistant(settings)
    with tqdm(desc="gevallen", unit="geval", mininterval=1.0) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        answer_all(
            assistant, settings, directory, sets=options.set, only=options.slice, with_controls=options.controls, progress=show
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
        new, base_name = entries_of(run.product, run.answers[PRODUCT]), base.name
        comparison = compare(base.entries, new, retired=retired_ids(), partial=bool(run.meta.get("slices")))
    known = calibration(run)
    if known is not None:
        draw(known, run.meta["settings"]["answer_threshold"], run.directory)
    path = run.directory / "report.md"
    path.write_text(report(run, comparison, base_name), encoding="utf-8")
    (run.directory / "report.html").write_text(html_report(run, comparison, base_name), encoding="utf-8")
    (run.directory / "scores.csv").write_text(scores_table(run), encoding="utf-8-sig")  # so that a spreadsheet reads é as é
    (run.directory / "junit.xml").write_text(junit(run), encoding="utf-8")
    print(f"{len(run.product)} gevallen: {headline(run.product)}.\nRapport: {shown_path(path)}")


def _compare(options: argparse.Namespace) -> int:
    *first, new = options.runs
    base = load_entries(first[0]) if first else load_baseline()
    answered = load_entries(new)
    comparison = compare(base.entries, answered.entries, retired=retired_ids(), partial=answered.partial)
    print(comparison_text(comparison, base.name))
    return comparison.exit_code


def _baseline(options: argparse.Namespace) -> int:
    write_baseline(score_run(options.directory, corpus_dir=Settings().corpus_dir), options.reason)
    print(f"De baseline is bijgewerkt: {shown_path(BASELINE_PATH)}. Leg hem vast met git.")
    return 0


def _check(options: argparse.Namespace) -> int:
    corpus_dir = Settings().corpus_dir
    problems = check_cases(corpus_dir=corpus_dir, baseline=load_baseline().entries if BASELINE_PATH.is_file() else None)
    leaks = [] if options.no_leaks else check_leaks(corpus_dir=corpus_dir)
    print("\n".join([*problems, *leaks]) or "De gevallen kloppen.")
    if problems or leaks:
        print(f"\n{len(problems)} fouten in de gevallen, {len(leaks)} lekken.", file=sys.stderr)
    return 1 if problems or leaks else 0


def _new(options: argparse.Namespace) -> int:
    sources = Sources(corpus=load_corpus(Settings().corpus_dir), chunks={}, corpus_dir=Settings().corpus_dir)
    used = [*(case.id for case in load_cases()), *retired_ids()]
    try:
        case = author(input, print, sources, used, read_draft(options.draft) if options.draft else None)
    except (EOFError, KeyboardInterrupt):
        print("\nAfgebroken. Er is niets bewaard.", file=sys.stderr)
        return NOT_MEASURED
    add_cases([case])
    print(f"Bewaard: {case_line(case)}In {shown_path(CASES_DIR / case.set)}.jsonl. Controleer nu alles: python -m evals check")
    if options.draft:
        print(f"Het concept {options.draft} is verwerkt; je kunt het weggooien.")
    return 0


def _import(options: argparse.Namespace) -> int:
    corpus_dir = Settings().corpus_dir
    added, known = import_csv(options.file, Sources(corpus=load_corpus(corpus_dir), chunks={}, corpus_dir=corpus_dir))
    print(f"{added} gevallen toegevoegd, {known} stonden er al. Controleer nu alles: python -m evals check")
    return 0


def _export(options: argparse.Namespace) -> int:
    cases = load_cases(sets=options.set)
    try:
        options.file.write_text(cases_as_csv(cases), encoding="utf-8-sig")  # so that a spreadsheet reads é as é
    except OSError as error:
        raise EvalError(f"{options.file}: niet te schrijven ({error.strerror}). Kies een andere plek.") from None
    print(f"{len(cases)} gevallen in {options.file}.")
    return 0


def _retire(options: argparse.Namespace) -> int:
    case = retire(options.id, options.reason)
    print(f"Teruggetrokken: {case.id} ({case.set}). De reden staat in {shown_path(CASES_DIR)}/retired.jsonl.")
    return 0


def _mutate(options: argparse.Namespace) -> int:
    settings = Settings()
    assistant = load_assistant(settings)
    cases = sample(load_cases(), options.sample)
    print(
        f"{len(cases)} gevallen\n\n| wat er stuk is | gewonnen | verloren | kritiek verloren | poort |\n|---|---:|---:|---:|---|"
    )
    passed = 0
    for outcome in check_mutations(assistant, cases, sources_of(assistant.corpus, assistant.index.chunks, settings.corpus_dir)):
        c = outcome.comparison
        counts = f"{len(c.won)} | {len(c.lost)} | {len(c.lost_critical)}"
        print(f"| {outcome.mutation.title} | {counts} | {'houdt tegen' if outcome.caught else '**laat door**'} |", flush=True)
        passed += not outcome.caught
    print(f"\n{passed} van {len(MUTATIONS)} fouten komen door de poort.")
    return 1 if passed else 0


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
    run.add_argument(
        "--llm", metavar="MODEL", help="laat dit taalmodel de zinnen kiezen, zoals ollama:qwen3 (anders ASSISTANT_MODEL)"
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
    new = commands.add_parser("new", help="schrijf een geval: vraagt veld voor veld en controleert het citaat")
    new.add_argument(
        "--draft", type=Path, metavar="BESTAND", help="begin met een conceptgeval dat een collega op de pagina maakte"
    )
    importing = commands.add_parser("import", help="neem gevallen over uit een CSV-bestand")
    importing.add_argument("file", type=Path, metavar="BESTAND")
    exporting = commands.add_parser("export", help="zet gevallen in een CSV-bestand, voor een rekenblad")
    exporting.add_argument("file", type=Path, metavar="BESTAND")
    exporting.add_argument("--set", nargs="+", action="extend", default=[], choices=SETS, metavar="NAAM", help="alleen deze sets")
    retiring = commands.add_parser("retire", help="trek een geval terug, met de reden")
    retiring.add_argument("id", metavar="ID")
    retiring.add_argument("--reason", required=True, help="waarom het geval niet meer telt")
    mutate = commands.add_parser("mutate", help="breek het product expres, en kijk of de poort het merkt")
    mutate.add_argument("--sample", type=int, default=40, metavar="N", help="zoveel gevallen per set (anders 40)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
