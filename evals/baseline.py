"""The committed baseline: which cases are passed, with the headline figures and why it was last changed. One case a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.json_lines import lines_of
from evals.answers import load_answers
from evals.cases import shown_path
from evals.comparing import Entry, entries_of
from evals.figures import figures
from evals.running import ScoredRun, answers_path, read_meta, scores_path
from evals.types import EvalError

BASELINE_PATH = Path(__file__).parent / "baseline.json"


@dataclass(frozen=True, eq=False, kw_only=True)
class Baseline:
    """What a new run is compared with."""

    name: str
    reason: str
    entries: Mapping[str, Entry]
    partial: bool = False  # only a slice of the cases was answered


def load_baseline(path: Path = BASELINE_PATH) -> Baseline:
    """Raises EvalError, saying how to make one, if there is no readable baseline."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        entries = {name: Entry.from_json({**row, "id": name}) for name, row in stored["cases"].items()}
        return Baseline(
            name=f"{stored['date']} ({stored['commit'] or 'zonder commit'})", reason=stored["reason"], entries=entries
        )
    except FileNotFoundError:
        raise EvalError(
            f'{path}: er is nog geen baseline. Maak er een: python -m evals run, dan python -m evals baseline RUN --reason "…"'
        ) from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise EvalError(f"{shown_path(path)}: geen leesbare baseline ({error}). Zet de vorige versie terug met git.") from None


def load_entries(path: Path) -> Baseline:
    """What to compare from: a baseline file, or a run's folder."""
    if path.is_file():
        return load_baseline(path)
    meta = read_meta(path)
    try:
        lines = [line for line in lines_of(scores_path(path)) if line]
    except OSError:
        raise EvalError(f"{path}: deze run is nog niet gescoord. Doe dat eerst: python -m evals score {path}") from None
    answers = load_answers(answers_path(path))
    entries = {
        row["id"]: Entry.from_json({**row, "answer": answers[row["id"]].answer if row["id"] in answers else ""})
        for row in map(json.loads, lines)
    }
    partial = bool(meta.get("slices"))
    return Baseline(name=f"{path} ({meta['started']})", reason="", entries=entries, partial=partial)


def write_baseline(run: ScoredRun, reason: str, path: Path = BASELINE_PATH) -> None:
    """Makes a run the baseline; refuses a run that left sets out or has cases that could not be scored."""
    if not reason.strip():
        raise EvalError('Geef met --reason "…" de reden waarom de baseline verandert.')
    if not run.is_whole:
        raise EvalError(f"{run.directory}: deze run heeft niet alle sets. Een baseline kan alleen van een hele run.")
    entries = entries_of(run.product)
    unscored = [entry.id for entry in entries.values() if entry.passed is None]
    if unscored:
        raise EvalError(
            f"{run.directory}: {len(unscored)} gevallen zijn niet te scoren, '{unscored[0]}' als eerste. Herstel dat eerst."
        )
    head = {
        "date": date.fromisoformat(run.meta["started"][:10]).isoformat(),
        "commit": run.meta["git"].get("commit", ""),
        "reason": reason.strip(),
        "index": run.meta["index"],
        "figures": {name: round(figure.value, 4) for name, figure in figures(run.product).items() if figure.value is not None},
        "history": _history(path),
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    cases = [f"  {json.dumps(entry.id)}: {json.dumps(_row(entry))}" for entry in entries.values()]
    path.write_text("{\n" + ",\n".join(lines) + ',\n "cases": {\n' + ",\n".join(cases) + "\n }\n}\n", encoding="utf-8")


def _row(entry: Entry) -> dict[str, Any]:
    found = None if entry.found is None else round(entry.found, 4)
    supported = None if entry.supported is None else round(entry.supported, 4)
    return {
        "set": entry.set,
        "digest": entry.digest,
        "critical": entry.critical,
        "passed": entry.passed,
        "purpose": entry.purpose,
        "found": found,
        "supported": supported,
        **({"misleads": True} if entry.misleads else {}),
    }


def _history(path: Path) -> list[dict[str, Any]]:
    """The earlier baselines' dates, reasons and shares passed, oldest first."""
    if not path.is_file():
        return []
    stored = json.loads(path.read_text(encoding="utf-8"))
    return [*stored["history"], {"date": stored["date"], "reason": stored["reason"], "passed": stored["figures"]["passed"]}]
