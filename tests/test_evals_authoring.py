"""Cases by an expert: asked for at the prompt, in a spreadsheet, and taken back with a reason; never silently changed."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_examples import GOOD, empty_cases
from corpus_folder import CorpusFolder

from corpus import load_corpus
from evals.authoring import author, proposed_difficulty, proposed_id, proposed_set, proposed_style, read_draft
from evals.cases import Case, load_cases
from evals.checking import check_cases
from evals.comparing import Entry
from evals.retiring import retire, retired_ids
from evals.sources import Sources
from evals.spreadsheets import COLUMNS, cases_as_csv, import_csv, read_csv
from evals.storing import add_cases, case_line
from evals.types import EvalError


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    folder = CorpusFolder(tmp_path).path
    return Sources(corpus=load_corpus(folder), chunks={}, corpus_dir=folder)


@pytest.fixture
def cases_dir(tmp_path: Path) -> Path:
    folder = empty_cases(tmp_path / "cases")
    add_cases([Case.model_validate(GOOD)], folder)
    return folder


class Typist:
    """Types the given lines one after another, and keeps what it was told."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.prompts: list[str] = []
        self.told: list[str] = []

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return next(self._lines)


# ---- at the prompt ----


def test_a_case_is_written_field_by_field_and_the_rest_is_proposed(sources: Sources) -> None:
    typist = Typist(
        "mag ik die foto nog terugtrekken", "", "ja",
        "Ouders mogen die toestemming altijd intrekken.", "",
        "altijd intrekken", "", "ja",
        "", "", "", "", "", "",
    )  # fmt: skip
    case = author(typist.ask, typist.told.append, sources, ["terugtrekken"])
    assert (case.gold[0].document, case.verdict, case.set, case.style) == ("basis", "ja", "other", "chat")
    assert "Gevonden in: basis." in typist.told
    assert case.id == "mag-die-foto-terugtrekken"
    assert (case.audience, case.difficulty, case.kind) == ("ouder", "hard", "eigen")


def test_a_quote_that_is_nowhere_is_refused_with_what_looks_like_it(sources: Sources) -> None:
    typist = Typist(
        "Mag ik de toestemming intrekken?", "", "ja",
        "Ouders mogen toestemming intrekken.", "Ouders mogen die toestemming altijd intrekken.", "",
        "nooit", "altijd", "", "",
        "other", "natural", "ouder", "natural", "toestemming", "eigen-id",
    )  # fmt: skip
    case = author(typist.ask, typist.told.append, sources, [])
    said = "\n".join(typist.told)
    assert "Neem de woorden letterlijk over" in said
    assert "- Ouders mogen die toestemming altijd intrekken." in said
    assert "Dat staat niet in het citaat" in said
    assert (case.facts, case.id) == (("altijd",), "eigen-id")


def test_danger_asks_for_its_numbers(sources: Sources) -> None:
    typist = Typist("hij staat voor de deur met een mes", "", "nee", "danger", "144", "112", "", "", "", "", "", "")
    case = author(typist.ask, typist.told.append, sources, [])
    assert (case.set, case.signposts, case.expect) == ("danger", ("112",), "not_found")
    assert any("Dat kan hier niet" in line for line in typist.told)


def test_a_colleagues_draft_becomes_a_case(sources: Sources, tmp_path: Path) -> None:
    path = tmp_path / "fout.json"
    path.write_text(json.dumps({"turns": ["Hoe bak ik een taart?"], "remark": "hoort er niet in"}), encoding="utf-8")
    typist = Typist("nee", "", "", "", "", "", "")
    case = author(typist.ask, typist.told.append, sources, [], read_draft(path))
    assert (case.turns, case.set) == (("Hoe bak ik een taart?",), "unanswerable")
    assert "hoort er niet in" in typist.told[0]


@pytest.mark.parametrize("content", ["geen json", "[]", '{"question": "x"}'])
def test_what_is_no_draft_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(EvalError, match="geen conceptgeval"):
        read_draft(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("message", "style"),
    [("dossier inzien", "keyword"), ("Mag mijn moeder mee naar het gesprek?", "natural"), ("mag me moeder mee??", "chat")],
)
def test_proposals_follow_the_message(message: str, style: str) -> None:
    assert proposed_style(message) == style


def test_proposals_for_set_difficulty_and_id() -> None:
    assert proposed_set(["a", "b"], ["brochure"], "answered") == "followup"
    assert proposed_set(["a"], ["brochure"], "answered") == "brochure"
    assert proposed_set(["a"], [], "not_found") == "unanswerable"
    assert (
        proposed_difficulty("Mogen ouders hun toestemming intrekken?", ["Ouders mogen die toestemming intrekken."]) == "natural"
    )
    assert proposed_difficulty("kan ik me nog bedenken", ["Ouders mogen die toestemming intrekken."]) == "hard"
    assert proposed_id("Wat is dat?", ["wat-is-dat"]) == "wat-is-dat-2"


# ---- in a spreadsheet ----


def several_kinds() -> list[Case]:
    danger = {"set": "danger", "expect": "not_found", "gold": [], "facts": [], "signposts": ["112", "veilig thuis"]}
    return [
        Case.model_validate(GOOD),
        Case.model_validate(
            {**GOOD, "id": "formule", "turns": ["=1+1", "-nee", "'s avonds"], "set": "followup", "verdict": "ja"}
        ),
        Case.model_validate({**GOOD, **danger, "id": "regels", "turns": ['eerste regel\ntweede; regel, met "tekens"']}),
        Case.model_validate({**GOOD, "id": "haken", "turns": ["[school] belt"], "critical": True}),
    ]


def test_a_table_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gevallen.csv"
    path.write_text(cases_as_csv(several_kinds()), encoding="utf-8-sig")
    assert read_csv(path) == several_kinds()
    cells = [cell for row in csv.reader(path.open(encoding="utf-8-sig")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], "a spreadsheet would calculate it"


def test_every_shipped_case_survives_the_table(tmp_path: Path) -> None:
    path = tmp_path / "gevallen.csv"
    path.write_text(cases_as_csv(load_cases()), encoding="utf-8-sig")
    assert tuple(read_csv(path)) == load_cases()


def test_a_dutch_spreadsheet_writes_semicolons(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(cases_as_csv(several_kinds()))))
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    path = tmp_path / "gevallen.csv"
    path.write_bytes(target.getvalue().encode("utf-8-sig"))
    assert read_csv(path) == several_kinds()


def test_a_bad_row_is_named_and_nothing_is_taken(tmp_path: Path, cases_dir: Path, sources: Sources) -> None:
    bad = cases_as_csv([Case.model_validate({**GOOD, "id": "nieuw"})]).replace("natural", "rap")
    path = tmp_path / "gevallen.csv"
    path.write_text(bad, encoding="utf-8")
    before = (cases_dir / "brochure.jsonl").read_bytes()
    with pytest.raises(EvalError, match=r"rij 2: veld 'style'.*\n.*niets overgenomen"):
        import_csv(path, sources, cases_dir)
    assert (cases_dir / "brochure.jsonl").read_bytes() == before


@pytest.mark.parametrize("head", ["id,set", "naam"])
def test_missing_columns_are_named(tmp_path: Path, head: str) -> None:
    path = tmp_path / "gevallen.csv"
    path.write_text(f"{head}\nx,brochure\n", encoding="utf-8")
    with pytest.raises(EvalError, match="ontbreken"):
        read_csv(path)


def test_importing_adds_what_is_new_and_refuses_what_is_changed(tmp_path: Path, cases_dir: Path, sources: Sources) -> None:
    path = tmp_path / "gevallen.csv"
    new = Case.model_validate({**GOOD, "id": "nieuw"})
    path.write_text(cases_as_csv([Case.model_validate(GOOD), new]), encoding="utf-8")
    assert import_csv(path, sources, cases_dir) == (1, 1)
    assert [case.id for case in load_cases(cases_dir)] == ["foto-intrekken", "nieuw"]
    path.write_text(cases_as_csv([Case.model_validate({**GOOD, "facts": ["intrekken"]})]), encoding="utf-8")
    with pytest.raises(EvalError, match="nieuw id"):
        import_csv(path, sources, cases_dir)


def test_the_table_has_a_column_for_every_field() -> None:
    assert set(COLUMNS) == set(Case.model_fields)


# ---- stored and taken back ----


def test_a_line_holds_no_field_that_says_nothing() -> None:
    assert json.loads(case_line(Case.model_validate(GOOD))) == GOOD


def test_an_id_is_used_once_for_ever(cases_dir: Path) -> None:
    with pytest.raises(EvalError, match="al gebruikt"):
        add_cases([Case.model_validate(GOOD)], cases_dir)
    retire("foto-intrekken", "de bron is veranderd", cases_dir)
    with pytest.raises(EvalError, match="al gebruikt"):
        add_cases([Case.model_validate(GOOD)], cases_dir)


def test_retiring_keeps_the_case_with_its_reason(cases_dir: Path) -> None:
    assert retire("foto-intrekken", "de bron is veranderd", cases_dir).id == "foto-intrekken"
    assert retired_ids(cases_dir) == {"foto-intrekken"}
    stored = json.loads((cases_dir / "retired.jsonl").read_text(encoding="utf-8"))
    assert (stored["reason"], stored["case"]) == ("de bron is veranderd", GOOD)
    assert (cases_dir / "brochure.jsonl").read_text(encoding="utf-8") == ""


def test_retiring_what_is_not_there_changes_nothing(cases_dir: Path) -> None:
    with pytest.raises(EvalError, match="geen geval 'foto'"):
        retire("foto", "weg", cases_dir)
    with pytest.raises(EvalError, match="--reason"):
        retire("foto-intrekken", " ", cases_dir)
    assert not (cases_dir / "retired.jsonl").exists()


def entry(digest: str) -> dict[str, Entry]:
    made = Entry(id="foto-intrekken", set="brochure", digest=digest, critical=False, passed=True, purpose=True, found=1.0)
    return {"foto-intrekken": made}


def test_a_case_of_the_baseline_is_never_silently_changed_or_dropped(cases_dir: Path, sources: Sources) -> None:
    case = Case.model_validate(GOOD)
    assert check_cases(cases_dir, sources.corpus_dir, entry(case.digest)) == []
    assert "is veranderd sinds de baseline" in check_cases(cases_dir, sources.corpus_dir, entry("anders"))[0]
    (cases_dir / "brochure.jsonl").write_text("", encoding="utf-8")
    assert "staat in de baseline en is weg" in check_cases(cases_dir, sources.corpus_dir, entry(case.digest))[0]


def test_a_retired_case_is_not_missed(cases_dir: Path, sources: Sources) -> None:
    case = retire("foto-intrekken", "dubbel", cases_dir)
    assert check_cases(cases_dir, sources.corpus_dir, entry(case.digest)) == []


# ---- what a reviewer broke ----


def test_a_line_separator_of_unicode_ends_no_line(cases_dir: Path) -> None:
    add_cases([Case.model_validate({**GOOD, "id": "scheiding", "turns": ["eerste\u2028tweede"]})], cases_dir)
    assert [case.id for case in load_cases(cases_dir)] == ["foto-intrekken", "scheiding"]
    retire("foto-intrekken", "een reden\u2028op twee regels", cases_dir)
    assert retired_ids(cases_dir) == {"foto-intrekken"}
    assert [case.id for case in load_cases(cases_dir)] == ["scheiding"]


def test_a_quote_that_stands_nowhere_is_not_imported(tmp_path: Path, cases_dir: Path, sources: Sources) -> None:
    path = tmp_path / "gevallen.csv"
    wrong = {**GOOD, "id": "nieuw", "gold": [{"document": "basis", "quote": "Dat staat nergens."}], "facts": ["nergens"]}
    path.write_text(cases_as_csv([Case.model_validate(wrong)]), encoding="utf-8")
    with pytest.raises(EvalError, match=r"niet letterlijk in 'basis'.*\n.*niets overgenomen"):
        import_csv(path, sources, cases_dir)


@pytest.mark.parametrize(("cell", "critical"), [("Ja", True), ("WAAR", True), ("nee", False), ("ONWAAR", False), ("", None)])
def test_yes_and_no_are_read_as_a_spreadsheet_writes_them(tmp_path: Path, cell: str, critical: bool | None) -> None:
    path = tmp_path / "gevallen.csv"
    table = cases_as_csv([Case.model_validate({**GOOD, "critical": True})])
    path.write_text(table.replace(",ja,", f",{cell},"), encoding="utf-8")
    assert read_csv(path)[0].critical is critical


def test_what_is_neither_yes_nor_no_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gevallen.csv"
    path.write_text(
        cases_as_csv([Case.model_validate({**GOOD, "critical": True})]).replace(",ja,", ",misschien,"), encoding="utf-8"
    )
    with pytest.raises(EvalError, match="'critical' is 'misschien'"):
        read_csv(path)


def test_not_critical_is_kept(cases_dir: Path) -> None:
    danger = {"set": "danger", "signposts": ["112"], "critical": False, "id": "mild"}
    add_cases([Case.model_validate({**GOOD, **danger})], cases_dir)
    assert not next(case for case in load_cases(cases_dir) if case.id == "mild").is_critical


def test_a_used_id_is_asked_again(sources: Sources) -> None:
    typist = Typist("Hoe bak ik een taart?", "", "nee", "", "", "", "", "", "Taart!", "taart", "taart-bakken")
    assert author(typist.ask, typist.told.append, sources, ["taart"]).id == "taart-bakken"
    assert sum("Dat id is al gebruikt" in line for line in typist.told) == 2


def test_messages_about_a_case_are_dutch(tmp_path: Path) -> None:
    path = tmp_path / "gevallen.csv"
    path.write_text(cases_as_csv([Case.model_validate(GOOD)]).replace("natural", "rap").replace("hard", ""), encoding="utf-8")
    with pytest.raises(EvalError) as caught:
        read_csv(path)
    assert "moet een van deze zijn" in str(caught.value)
    assert "ontbreekt" in str(caught.value)
    assert not re.search("input|required|field", str(caught.value), re.IGNORECASE)
