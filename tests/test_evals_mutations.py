"""The product broken in many ways, one at a time: the gate must hold each of them back."""

from pathlib import Path

import pytest

from assistant import Assistant, Settings
from evals.cases import SETS, load_cases
from evals.mutations import MUTATIONS, Outcome, check_mutations, sample
from evals.sources import sources_of
from index import IndexBuildError, open_index


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant, settings: Settings) -> dict[str, Outcome]:
    sources = sources_of(assistant.corpus, assistant.index.chunks, settings.corpus_dir)
    found = check_mutations(assistant, sample(load_cases(), 20), sources)
    return {outcome.mutation.name: outcome for outcome in found}


@pytest.mark.parametrize("name", [mutation.name for mutation in MUTATIONS])
def test_the_gate_holds_back(outcomes: dict[str, Outcome], name: str) -> None:
    assert outcomes[name].caught


def test_there_are_at_least_twelve_and_each_is_another() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 12


def test_a_sample_is_of_every_set_and_knows_every_verdict() -> None:
    chosen = sample(load_cases(), 5)
    assert {case.set for case in chosen} == set(SETS)
    assert sum(bool(case.verdict) for case in chosen) == sum(bool(case.verdict) for case in load_cases())


def test_an_index_of_other_text_is_not_opened(settings: Settings, tmp_path: Path) -> None:
    """The real stale index never gets as far as an answer."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in settings.corpus_dir.rglob("*"):
        if path.is_file() and path.suffix in (".toml", ".jsonl", ".txt", ".pdf", ".md", ".docx", ".html"):
            copied = corpus / path.relative_to(settings.corpus_dir)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(path.read_bytes())
    bank = next((corpus / "questions").glob("*.jsonl"))
    bank.write_text("".join(bank.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    with pytest.raises(IndexBuildError, match="index build"):
        open_index(settings.model_copy(update={"corpus_dir": corpus}))
