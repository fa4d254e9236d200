"""Case files are checked line by line, and a case that the system may have seen is caught."""

import json
from pathlib import Path
from typing import Any

import pytest
from case_examples import GOOD, empty_cases
from corpus_folder import CorpusFolder

from evals.cases import CASES_DIR, Case, load_cases
from evals.checking import check_cases, check_leaks
from evals.leaks import alike
from evals.types import EvalError


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    return CorpusFolder(tmp_path).path


@pytest.fixture
def cases_dir(tmp_path: Path) -> Path:
    return empty_cases(tmp_path / "cases")


def write(folder: Path, *rows: dict[str, Any] | str, name: str = "brochure") -> None:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_good_case_has_no_problems(cases_dir: Path, corpus_dir: Path) -> None:
    write(cases_dir, GOOD)
    assert check_cases(cases_dir, corpus_dir) == []
    assert check_leaks(cases_dir, corpus_dir) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param("{dit is geen json", "geen geldige JSON", id="broken line"),
        pytest.param({**GOOD, "stijl": "chat"}, "veld 'stijl'", id="unknown field"),
        pytest.param({**GOOD, "style": "rap"}, "veld 'style'", id="unknown style"),
        pytest.param({**GOOD, "id": "Foto Intrekken"}, "veld 'id'", id="id is no key"),
        pytest.param({**GOOD, "turns": []}, "'turns' is leeg", id="no question"),
        pytest.param({**GOOD, "facts": []}, "minstens één 'gold' en één 'facts'", id="no facts"),
        pytest.param({**GOOD, "expect": "not_found"}, "laat ze leeg", id="gold for what nothing answers"),
        pytest.param({**GOOD, "signposts": ["112"]}, "'signposts' hoort bij", id="numbers without danger"),
        pytest.param({**GOOD, "set": "other"}, "Zet het geval in other.jsonl", id="in the wrong file"),
        pytest.param({**GOOD, "facts": ["nooit"]}, "staat in geen van de citaten", id="fact not in the quote"),
        pytest.param(
            {**GOOD, "gold": [{"document": "basis", "quote": "Ouders mogen de toestemming altijd intrekken."}]},
            "niet letterlijk in 'basis'",
            id="quote not verbatim",
        ),
        pytest.param(
            {**GOOD, "gold": [{"document": "krant", "quote": "altijd intrekken"}]}, "geen document 'krant'", id="no such document"
        ),
    ],
)
def test_a_bad_line_is_named_with_file_line_and_remedy(
    cases_dir: Path, corpus_dir: Path, row: dict[str, Any] | str, problem: str
) -> None:
    write(cases_dir, {**GOOD, "id": "eerste"}, "", row)
    problems = check_cases(cases_dir, corpus_dir)
    assert len(problems) == 1
    assert "brochure.jsonl, regel 3" in problems[0]
    assert problem in problems[0]


def test_ids_are_unique_over_all_files(cases_dir: Path, corpus_dir: Path) -> None:
    write(cases_dir, GOOD)
    write(cases_dir, {**GOOD, "set": "other"}, name="other")
    assert "het id 'foto-intrekken' staat ook in" in check_cases(cases_dir, corpus_dir)[0]


def test_a_missing_file_is_a_problem(cases_dir: Path, corpus_dir: Path) -> None:
    write(cases_dir, GOOD)
    (cases_dir / "danger.jsonl").unlink()
    assert "danger.jsonl: dit bestand ontbreekt" in check_cases(cases_dir, corpus_dir)[0]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Kan ik later nee zeggen tegen foto’s?", id="the same but for punctuation"),
        pytest.param("tegen foto's kan ik later nee zeggen", id="other order"),
        pytest.param("kan ik later nog nee zeggen tegen foto's", id="one word more"),
    ],
)
def test_a_planted_leak_is_caught_by_name(cases_dir: Path, corpus_dir: Path, question: str) -> None:
    write(cases_dir, GOOD, {**GOOD, "id": "gelekt", "turns": [question]})
    leaks = check_leaks(cases_dir, corpus_dir)
    assert len(leaks) == 1
    assert "brochure.jsonl, regel 2, gelekt" in leaks[0]
    assert "test.jsonl, regel 1" in leaks[0]


@pytest.mark.parametrize("name", ["out_of_scope.jsonl", "distress.jsonl"])
def test_other_training_messages_leak_as_well(cases_dir: Path, corpus_dir: Path, name: str) -> None:
    key = "message" if name == "distress.jsonl" else "question"
    (corpus_dir / name).write_text(json.dumps({key: GOOD["turns"][0]}) + "\n", encoding="utf-8")
    write(cases_dir, GOOD)
    assert f"{name}, regel 1" in check_leaks(cases_dir, corpus_dir)[0]


def test_the_brochures_own_questions_may_be_in_the_bank(cases_dir: Path, corpus_dir: Path) -> None:
    write(cases_dir, {**GOOD, "id": "foto-eigen", "turns": ["Kan ik later nee zeggen tegen foto's"]})
    assert check_leaks(cases_dir, corpus_dir) == []


def test_a_word_that_many_questions_share_is_no_leak() -> None:
    assert alike("valt verwaarlozing ook onder kindermishandeling?", "verwaarlozing") == ""
    assert alike("wat doet veilig thuis na een melding?", "wat doet school na een melding bij de politie?") == ""


def test_a_case_says_whether_it_is_critical() -> None:
    danger = {**GOOD, "set": "danger", "signposts": ["112"]}
    assert not Case.model_validate(GOOD).is_critical
    assert Case.model_validate(danger).is_critical
    assert not Case.model_validate({**danger, "critical": False}).is_critical
    assert Case.model_validate({**GOOD, "critical": True}).is_critical


def test_the_digest_changes_with_what_decides_and_with_nothing_else() -> None:
    digest = Case.model_validate(GOOD).digest
    assert Case.model_validate({**GOOD, "kind": "near"}).digest == digest
    assert Case.model_validate({**GOOD, "facts": ["intrekken"]}).digest != digest


def test_loading_stops_at_the_first_bad_line_and_unknown_set(cases_dir: Path) -> None:
    write(cases_dir, GOOD, {**GOOD, "style": "rap"})
    with pytest.raises(EvalError, match=r"regel 2.*python -m evals check"):
        load_cases(cases_dir)
    with pytest.raises(EvalError, match="geen set 'brochures'"):
        load_cases(cases_dir, ["brochures"])


def test_the_readmes_example_is_a_good_case(cases_dir: Path) -> None:
    readme = (CASES_DIR.parent / "README.md").read_text(encoding="utf-8")
    write(cases_dir, json.loads(readme.split("```json")[1].split("```")[0]))
    assert check_cases(cases_dir) == []


def test_the_shipped_cases_are_valid() -> None:
    assert check_cases() == []


def test_the_shipped_cases_were_not_seen_by_the_system() -> None:
    leaks = check_leaks()
    assert not leaks, "\n".join(leaks)
