"""Cases as a CSV table and back, without loss, so that an expert can write and review them in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.cases import CASES_DIR, Case, explain, load_cases
from evals.checking import quote_problems
from evals.retiring import retired_ids
from evals.sources import Sources
from evals.storing import add_cases
from evals.types import EvalError

COLUMNS = tuple(Case.model_fields)
#: Columns with several values, one a line; a gold quote is ``document: words``.
_LISTS = ("turns", "facts", "signposts", "facts_okay", "forbidden", "personal")
_GOLD = "gold"
_YES_NO = ("critical", "all_gold")
_MEANS = {"ja": True, "waar": True, "true": True, "nee": False, "onwaar": False, "false": False}
_LONGEST_CELL = 10**7
_FORMULA = ("=", "+", "-", "@", "'", "\t")


def cases_as_csv(cases: Iterable[Case]) -> str:
    """A row for each case; an empty cell is what the field has when it is left out."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in cases:
        raw = case.model_dump(mode="json")
        writer.writerow([_cell(name, raw[name]) for name in COLUMNS])
    return target.getvalue()


def read_csv(path: Path) -> list[Case]:
    """The cases of a table; raises EvalError that names every bad row with what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"{path}: niet te lezen ({error}). Bewaar het rekenblad als CSV met UTF-8.") from None
    csv.field_size_limit(_LONGEST_CELL)
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))  # Dutch spreadsheets write ;
    columns = tuple(reader.fieldnames or ())
    rows = list(reader)
    lost = [name for name in COLUMNS if Case.model_fields[name].is_required() and name not in columns]
    if lost:
        raise EvalError(f"{path}: de kolommen {', '.join(lost)} ontbreken. De eerste rij noemt de velden: {', '.join(COLUMNS)}.")
    cases, problems = [], []
    for number, row in enumerate(rows, 2):
        if not any(row.values()):
            continue
        try:
            cases.append(Case.model_validate(_fields(row)))
        except ValidationError as error:
            problems.append(f"{path.name}, rij {number}: {explain(error)}")
        except ValueError as error:
            problems.append(f"{path.name}, rij {number}: {error}")
    if problems:
        raise EvalError("\n".join([*problems, "Er is niets overgenomen."]))
    return cases


def import_csv(path: Path, sources: Sources, directory: Path = CASES_DIR) -> tuple[int, int]:
    """Adds the table's new cases to the case files: how many were added, and how many stood there already (or are retired).

    Raises EvalError, having added nothing, where a row is bad, a quote stands nowhere, or an id is known with other fields: a
    changed case gets a new id.
    """
    known = {case.id: case for case in load_cases(directory)}
    table = read_csv(path)
    retired = retired_ids(directory)
    found = [case for case in table if case.id not in retired]
    changed = [case.id for case in found if case.id in known and known[case.id] != case]
    if changed:
        raise EvalError(
            f"{path.name}: {', '.join(changed)} bestaat al en is hier anders. Geef een veranderd geval een nieuw id, en trek het "
            'oude terug met: python -m evals retire ID --reason "…". Er is niets overgenomen.'
        )
    new = [case for case in found if case.id not in known]
    problems = [f"{path.name}, {case.id}: {problem}" for case in new for problem in quote_problems(case, sources)]
    if problems:
        raise EvalError("\n".join([*problems, "Er is niets overgenomen."]))
    add_cases(new, directory)
    return len(new), len(table) - len(new)


def _cell(name: str, value: Any) -> str:
    if value is None or value == [] or value == Case.model_fields[name].default:
        return ""
    if name == _GOLD:
        return _lines([f"{gold['document']}: {gold['quote']}" for gold in value])
    if name in _LISTS:
        return _lines(value)
    return _guarded({True: "ja", False: "nee"}[value] if isinstance(value, bool) else str(value))


def _lines(values: list[str]) -> str:
    """One value a line; as JSON where a value itself has several lines."""
    several = any("\n" in value or value.startswith("[") for value in values)
    return _guarded(json.dumps(values, ensure_ascii=False) if several else "\n".join(values))


def _guarded(text: str) -> str:
    """With a quote before what a spreadsheet would take for a formula; ``_bare`` takes exactly that one away."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _bare(text: str) -> str:
    return text.removeprefix("'")


def _fields(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """A case's fields from a row; empty cells keep the field's default."""
    strange = [str(name) for name in row if name is not None and name not in COLUMNS]
    if None in row:
        raise ValueError("deze rij heeft meer cellen dan er kolommen zijn. Haal de cellen rechts van de tabel leeg.")
    if strange:
        raise ValueError(f"onbekende kolom '{strange[0]}'. Haal hem weg, of kies uit: {', '.join(COLUMNS)}.")
    fields: dict[str, Any] = {}
    for name in COLUMNS:
        text = _bare((row.get(name) or "").replace("\r\n", "\n"))
        if name == _GOLD:
            fields[name] = [_gold(value) for value in _values(text)]
        elif name in _LISTS:
            fields[name] = _values(text)
        elif text:
            fields[name] = _yes_or_no(name, text) if name in _YES_NO else text
    return fields


def _yes_or_no(name: str, text: str) -> bool:
    """As typed, or as a spreadsheet turns it into its own words."""
    word = text.strip().lower()
    if word not in _MEANS:
        raise ValueError(f"'{name}' is '{text}'. Schrijf ja of nee, of laat de cel leeg.")
    return _MEANS[word]


def _values(text: str) -> list[str]:
    if text.startswith("["):
        try:
            return [str(value) for value in json.loads(text)]
        except json.JSONDecodeError:
            pass  # a text that happens to begin with a bracket
    return [line for line in text.split("\n") if line.strip()]


def _gold(value: str) -> dict[str, str]:
    document, colon, quote = value.partition(": ")
    if not colon:
        raise ValueError(f"'gold' is '{value[:60]}'. Schrijf 'document: letterlijk citaat', één per regel.")
    return {"document": document.strip(), "quote": quote}
