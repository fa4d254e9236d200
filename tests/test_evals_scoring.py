"""From an answer to scores: what applies to which case, when a case is passed, and what the control systems reach."""

from pathlib import Path
from typing import Any

import pytest
from corpus_folder import CorpusFolder

from corpus import load_corpus
from evals.answers import SavedAnswer, SavedCitation, SavedHit, SavedNotice
from evals.cases import Case
from evals.controls import controls
from evals.registry import METRICS
from evals.scoring import CaseResult, score_case
from evals.sources import Sources
from evals.spans import places_of
from index.chunking import chunk_corpus

QUOTE = "Ouders mogen die toestemming altijd intrekken."
DANGER = SavedNotice(kind="danger", text="Bel 112.", signposts=("112",))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = CorpusFolder(tmp_path_factory.mktemp("folder")).path
    corpus = load_corpus(folder)
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for chunk in chunk_corpus(corpus):
        spans[chunk.document_id] = (*spans.get(chunk.document_id, ()), (chunk.start, chunk.end))
    return Sources(corpus=corpus, chunks=spans, corpus_dir=folder)


def case(**changes: Any) -> Case:
    fields = {
        "id": "foto",
        "set": "brochure",
        "turns": ["Kan ik me bedenken over de foto?"],
        "style": "natural",
        "audience": "ouder",
        "difficulty": "natural",
        "expect": "answered",
        "gold": [{"document": "basis", "quote": QUOTE}],
        "facts": ["altijd intrekken"],
        "kind": "near",
    }
    return Case.model_validate({**fields, **changes})


UNANSWERABLE = {"set": "unanswerable", "expect": "not_found", "gold": [], "facts": []}


def answer(sources: Sources, text: str = f"{QUOTE} [1]", **changes: Any) -> SavedAnswer:
    start, end = places_of(sources.texts["basis"], QUOTE)[0]
    fields: dict[str, Any] = {
        "id": "foto",
        "turns": ("Kan ik me bedenken over de foto?",),
        "outcome": "answered",
        "answer": text,
        "citations": (SavedCitation(number=1, document_id="basis", quote=QUOTE, start=start, end=end),),
        "hits": (SavedHit(document_id="basis", start=0, end=end),),
        "milliseconds": 12.0,
    }
    return SavedAnswer(**{**fields, **changes})


def test_a_right_answer_passes(sources: Sources) -> None:
    result = score_case(case(), answer(sources), sources)
    assert (result.passed, result.purpose, result.found, result.why) == (True, True, 1.0, "")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"text": "Ja. [1]"}, "mist 'altijd intrekken'", id="fact missing"),
        pytest.param({"text": f"{QUOTE}"}, "zonder citaat", id="no marker"),
        pytest.param({"text": f"{QUOTE} [1][2]"}, "geen citaat bij [2]", id="marker without citation"),
        pytest.param({"outcome": "not_found"}, "niet beantwoord maar 'not_found'", id="refused"),
    ],
)
def test_a_failed_case_says_why(sources: Sources, changes: dict[str, Any], why: str) -> None:
    result = score_case(case(), answer(sources, **changes), sources)
    assert result.passed is False
    assert why in result.why


def test_a_wrong_verdict_fails_a_case_that_names_one(sources: Sources) -> None:
    assert score_case(case(verdict="ja"), answer(sources, verdict="nee"), sources).passed is False
    assert score_case(case(verdict="ja"), answer(sources), sources).passed is True
    assert score_case(case(), answer(sources, verdict="nee"), sources).passed is True


def test_an_unanswerable_case_only_asks_for_a_refusal(sources: Sources) -> None:
    refused = answer(sources, text="Dat staat er niet in.", outcome="not_found", citations=())
    assert score_case(case(**UNANSWERABLE), refused, sources).passed is True
    assert score_case(case(**UNANSWERABLE), answer(sources), sources).passed is False
    assert "first" not in score_case(case(**UNANSWERABLE), refused, sources).scores


def test_danger_comes_first_and_the_question_is_still_answered(sources: Sources) -> None:
    danger = case(set="danger", signposts=["112"])
    assert score_case(danger, answer(sources, notices=(DANGER,)), sources).passed is True
    unanswered = score_case(danger, answer(sources, outcome="not_found", notices=(DANGER,)), sources)
    assert (unanswered.passed, unanswered.purpose) == (False, True)
    unnoticed = score_case(danger, answer(sources), sources)
    assert (unnoticed.passed, unnoticed.purpose) == (False, False)


def test_a_lookalike_fails_on_a_false_alarm(sources: Sources) -> None:
    lookalike = case(set="lookalike")
    assert score_case(lookalike, answer(sources), sources).passed is True
    assert score_case(lookalike, answer(sources, notices=(DANGER,)), sources).purpose is False


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param(None, "geen antwoord op dit geval", id="not answered in this run"),
        pytest.param({"error": "ValueError: stuk"}, "het systeem gaf een fout: ValueError: stuk", id="crashed"),
        pytest.param({"turns": ("Een andere vraag?",)}, "de vraag is veranderd", id="case edited since"),
    ],
)
def test_what_cannot_be_scored_is_neither_passed_nor_failed(sources: Sources, given: dict[str, Any] | None, why: str) -> None:
    result = score_case(case(), None if given is None else answer(sources, **given), sources)
    assert (result.passed, result.purpose) == (None, None)
    assert why in result.why


def test_gold_that_is_nowhere_in_the_text_cannot_be_scored(sources: Sources) -> None:
    result = score_case(
        case(gold=[{"document": "basis", "quote": "Dit staat er altijd intrekken niet."}]), answer(sources), sources
    )
    assert result.passed is None
    assert result.scores["first"].value is None


def scored_controls(sources: Sources, asked: Case) -> dict[str, CaseResult]:
    product = answer(sources)
    systems = controls(sources.corpus, chunk_corpus(sources.corpus))
    return {control.name: score_case(asked, control.answer(asked, product), sources) for control in systems}


def test_controls_show_what_each_metric_is_worth(sources: Sources) -> None:
    answerable = scored_controls(sources, case(turns=["Kan ik me nog bedenken?"]))
    passed = {name: result.passed for name, result in answerable.items()}
    assert passed == {"parrot": True, "refuse": False, "bm25": False, "tutorial": True}  # of so short a text any chunk answers
    assert answerable["parrot"].scores["citations_verbatim"].value == 1.0
    assert answerable["parrot"].scores["sentences_cited"].value == 1.0
    unanswerable = scored_controls(sources, case(**UNANSWERABLE, turns=["Hoe laat is het?"]))
    passed = {name: result.passed for name, result in unanswerable.items()}
    assert passed == {"parrot": False, "refuse": True, "bm25": True, "tutorial": False}


def test_bm25_finds_what_shares_words(sources: Sources) -> None:
    asked = case(turns=["mogen ouders de toestemming intrekken?"])
    found = scored_controls(sources, asked)["bm25"]
    assert found.passed is True


def test_the_readme_explains_every_metric() -> None:
    readme = (Path(__file__).parent.parent / "evals" / "README.md").read_text(encoding="utf-8")
    assert [metric.name for metric in METRICS if f"`{metric.name}`" not in readme] == []
