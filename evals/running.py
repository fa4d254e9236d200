"""A run: answers all cases once and saves them; scoring reads what was saved and can be done again without answering."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant import Assistant, Settings
from assistant.rendering import answer_as_json
from assistant.types import Voice
from corpus import load_corpus
from corpus.manifest import CORPUS_DIR
from evals.answers import SavedAnswer, load_answers, save_answers
from evals.cases import CASES_DIR, SETS, Case, load_cases
from evals.controls import controls
from evals.figures import figure_as_json, figures, in_slices, slices
from evals.provenance import checksum, document_checksums, provenance
from evals.scoring import CaseResult, result_as_json, score_all
from evals.sources import Sources, sources_of
from evals.types import EvalError

PRODUCT = "product"
_HITS = 10
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScoredRun:
    """A run with its scores. ``results`` is by system, the product first; ``titles`` names the systems in Dutch."""

    directory: Path
    meta: Mapping[str, Any]
    results: Mapping[str, tuple[CaseResult, ...]]
    answers: Mapping[str, Mapping[str, SavedAnswer]]

    @property
    def product(self) -> tuple[CaseResult, ...]:
        return self.results[PRODUCT]

    @property
    def titles(self) -> dict[str, str]:
        return dict(self.meta["systems"])

    @property
    def is_whole(self) -> bool:
        """Whether all cases were answered."""
        return set(self.meta["sets"]) == set(SETS) and not self.meta.get("slices")


def answer_case(assistant: Assistant, case: Case) -> SavedAnswer:
    """The product's answer, through the same call as page and command line; an exception is kept as the case's error."""
    voice: Voice = "advieslijn" if case.audience == "advieslijn" else "ouder"
    try:
        answer = assistant.answer(list(case.turns), voice=voice, hits=_HITS)
    except Exception as error:  # whatever goes wrong in one case must not lose the others
        return SavedAnswer(id=case.id, turns=case.turns, error=f"{type(error).__name__}: {error}")
    beside: dict[str, Any] = {"id": case.id, "turns": case.turns, "answerable": answer.answerable}
    if case.personal:
        beside["masked"] = [assistant.library.deidentifier.mask(turn) for turn in case.turns]
    return SavedAnswer.model_validate({**answer_as_json(answer, hits=_HITS), **beside})


def answer_all(
    assistant: Assistant,
    settings: Settings,
    directory: Path,
    *,
    sets: Sequence[str] = (),
    only: Sequence[str] = (),
    with_controls: bool = False,
    cases_dir: Path = CASES_DIR,
    progress: Progress = lambda done, total: None,
) -> None:
    """Answers the cases and writes ``run.json``, ``chunks.json`` and ``answers*.jsonl`` to a new folder.

    ``only``: slices such as ``style=chat``; of one kind any may hold, of different kinds each must.
    """
    cases = in_slices(load_cases(cases_dir, sets), only)
    if (directory / "run.json").exists():
        raise EvalError(f"{directory}: hier staat al een run. Kies een andere map met --out.")
    directory.mkdir(parents=True, exist_ok=True)
    started, clock = datetime.now().astimezone(), time.perf_counter()
    if cases:
        answer_case(assistant, cases[0])  # the first answer also loads what is loaded on first use; its time would mislead
    saved: dict[str, list[SavedAnswer]] = {PRODUCT: []}
    extra = controls(assistant.corpus, assistant.index.chunks) if with_controls else ()
    for number, case in enumerate(cases, 1):
        product = answer_case(assistant, case)
        saved[PRODUCT].append(product)
        for control in extra:
            saved.setdefault(control.name, []).append(control.answer(case, product))
        progress(number, len(cases))
    for system, answers in saved.items():
        save_answers(answers_path(directory, system), answers)
    spans = sources_of(assistant.corpus, assistant.index.chunks).chunks
    (directory / "chunks.json").write_text(json.dumps(spans), encoding="utf-8")
    meta = {
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 1),
        "peak_mb": _peak_megabytes(),
        "sets": list(sets) or list(SETS),
        "slices": list(only),
        "cases": len(cases),
        "errors": sum(answer.error is not None for answer in saved[PRODUCT]),
        "systems": {PRODUCT: "Product", **{control.name: control.title for control in extra}},
        **provenance(settings, assistant.corpus),
        "answer_files": {
            answers_path(directory, name).name: checksum(answers_path(directory, name).read_bytes()) for name in saved
        },
    }
    _write_meta(directory, meta)


def score_run(directory: Path, *, corpus_dir: Path = CORPUS_DIR, cases_dir: Path = CASES_DIR) -> ScoredRun:
    """Scores saved answers against the cases as they are now; writes ``scores*.jsonl`` and the figures in ``run.json``.

    Raises EvalError if the folder holds no run, or if the documents have changed so that spans no longer hold.
    """
    meta = read_meta(directory)
    corpus = load_corpus(corpus_dir)
    if document_checksums(corpus) != meta["documents"]:
        raise EvalError(f"{directory}: de documenten zijn veranderd sinds deze run. Maak een nieuwe: python -m evals run")
    chunks = json.loads((directory / "chunks.json").read_text(encoding="utf-8"))
    spans = {name: tuple((start, end) for start, end in pairs) for name, pairs in chunks.items()}
    sources = Sources(corpus=corpus, chunks=spans, corpus_dir=corpus_dir)
    cases = in_slices(load_cases(cases_dir, meta["sets"]), meta.get("slices", ()))
    answers = {system: load_answers(answers_path(directory, system)) for system in meta["systems"]}
    results = {system: score_all(cases, given, sources) for system, given in answers.items()}
    for system, scored in results.items():
        write_lines(scores_path(directory, system), (result_as_json(result) for result in scored))
    meta["figures"] = {system: figures_as_json(scored) for system, scored in results.items()}
    _write_meta(directory, meta)
    return ScoredRun(directory=directory, meta=meta, results=results, answers=answers)


def figures_as_json(results: Sequence[CaseResult]) -> dict[str, dict[str, Any]]:
    """The figures over all cases and over each set."""
    groups = {"all": list(results), **slices(results, "set")}
    return {name: {key: figure_as_json(figure) for key, figure in figures(group).items()} for name, group in groups.items()}


def read_meta(directory: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((directory / "run.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        raise EvalError(
            f"{directory}: hier staat geen run (run.json ontbreekt of is stuk). Maak er een: python -m evals run"
        ) from None
    return meta


def scores_path(directory: Path, system: str = PRODUCT) -> Path:
    """Where a system's scores stand in a run's folder."""
    return directory / ("scores.jsonl" if system == PRODUCT else f"scores-{system}.jsonl")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def answers_path(directory: Path, system: str = PRODUCT) -> Path:
    """Where a system's answers stand in a run's folder."""
    return directory / ("answers.jsonl" if system == PRODUCT else f"answers-{system}.jsonl")


def _peak_megabytes() -> int | None:
    """The most memory that this process has had, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return round(kilobytes / 1024)


def _write_meta(directory: Path, meta: Mapping[str, Any]) -> None:
    (directory / "run.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
