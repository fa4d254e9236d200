"""Cases that no longer count, each with the reason: a case is never silently changed or dropped."""

import json
from datetime import date
from pathlib import Path

from corpus.json_lines import lines_of
from evals.cases import CASES_DIR, Case, read_case_lines, shown_path
from evals.types import EvalError

_FILE = "retired.jsonl"


def retired_ids(directory: Path = CASES_DIR) -> frozenset[str]:
    """The ids of the retired cases; no case may have one of them again."""
    path = directory / _FILE
    lines = lines_of(path) if path.is_file() else []
    return frozenset(json.loads(line)["case"]["id"] for line in lines if line.strip())


def retire(name: str, reason: str, directory: Path = CASES_DIR) -> Case:
    """Moves a case to ``retired.jsonl`` with the reason and the date, and gives it."""
    if not reason.strip():
        raise EvalError('Geef met --reason "…" de reden waarom het geval niet meer telt.')
    line = next((line for line in read_case_lines(directory) if line.case and line.case.id == name), None)
    if line is None or line.case is None:
        raise EvalError(f"Er is geen geval '{name}' in {shown_path(directory)}. Kijk of het id klopt.")
    rows = lines_of(line.path)
    stored = json.loads(rows[line.number - 1])
    note = {"case": stored, "reason": reason.strip(), "date": date.today().isoformat()}
    # First written there, then taken away here: if it stops half-way the case stands twice, which the check reports.
    with (directory / _FILE).open("a", encoding="utf-8") as target:
        target.write(json.dumps(note, ensure_ascii=False) + "\n")
    line.path.write_text("\n".join(rows[: line.number - 1] + rows[line.number :]), encoding="utf-8")
    return line.case
