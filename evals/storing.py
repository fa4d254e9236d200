"""New cases into the case files, one JSON object a line, with the fields that are not left at their default."""

import json
from collections.abc import Iterable
from pathlib import Path

from evals.cases import CASES_DIR, Case, read_case_lines
from evals.retiring import retired_ids
from evals.types import EvalError


def case_line(case: Case) -> str:
    """The case as it stands in a file; optional fields that say nothing are left out."""
    raw = case.model_dump(mode="json")
    said = {name: value for name, value in raw.items() if Case.model_fields[name].is_required() or _says_something(name, value)}
    return json.dumps({**said, "verdict": raw["verdict"]}, ensure_ascii=False) + "\n"


def _says_something(name: str, value: object) -> bool:
    """Whether an optional field differs from what it is when it is left out."""
    return value not in (None, []) and value != Case.model_fields[name].default


def add_cases(cases: Iterable[Case], directory: Path = CASES_DIR) -> None:
    """Adds cases at the end of the files of their sets; raises EvalError, writing nothing, for an id that was used before."""
    new = list(cases)
    used = {line.case.id for line in read_case_lines(directory) if line.case} | retired_ids(directory)
    for case in new:
        if case.id in used:
            raise EvalError(f"Het id '{case.id}' is al gebruikt. Geef het geval een ander id.")
        used.add(case.id)
    for name in dict.fromkeys(case.set for case in new):
        path = directory / f"{name}.jsonl"
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        joint = "" if before.endswith("\n") or not before else "\n"
        path.write_text(before + joint + "".join(case_line(case) for case in new if case.set == name), encoding="utf-8")
