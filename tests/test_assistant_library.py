"""What can be looked up beside an answer: contexts, terms, passages and questions; on the real documents."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_folder import CorpusFolder

from assistant import Assistant
from assistant.citing import cite
from assistant.contexts import Context, context_of
from assistant.glossary import Glossary, load_glossary
from assistant.lookup import Lookup, Suggestion
from corpus.bank import load_bank
from corpus.documents import Corpus, collapse_white_space, load_corpus
from corpus.manifest import CORPUS_DIR
from corpus.types import CorpusError


@pytest.fixture(scope="module")
def corpus(assistant: Assistant) -> Corpus:
    return assistant.corpus


@pytest.fixture(scope="module")
def glossary(corpus: Corpus) -> Glossary:
    return load_glossary(corpus, CORPUS_DIR)


def highlighted(context: Context) -> str:
    return " ".join(piece.text for stretch in context.stretches for piece in stretch.pieces if piece.number == 1)


def test_every_answer_of_the_bank_stands_whole_in_its_context(corpus: Corpus) -> None:
    places = sorted({(q.document_id, q.start, q.end) for q in load_bank(corpus)})[::7]
    assert len(places) > 200
    for document_id, start, end in places:
        citation = cite(corpus, 1, document_id, start, end)
        context = context_of(corpus, [citation])
        assert context is not None, citation.quote
        assert collapse_white_space(highlighted(context)) == collapse_white_space(citation.quote)
        text = corpus.document(document_id).text
        for stretch in context.stretches:
            assert "".join(piece.text for piece in stretch.pieces) in text, "nothing but the source's own words"


def test_of_a_copyrighted_source_only_the_quote_is_shown(corpus: Corpus) -> None:
    text = corpus.document("trouw").text
    start = text.index("zorgplicht")
    context = context_of(corpus, [cite(corpus, 1, "trouw", start, start + 10)])
    assert context is not None
    assert context.excerpt
    assert [piece.text for stretch in context.stretches for piece in stretch.pieces] == ["zorgplicht"]


def test_names_of_private_persons_stay_out_of_a_context(corpus: Corpus) -> None:
    document = corpus.document("meldcode")
    blocks = [block for block in document.blocks if "Kristin Gerritsen" in document.text[block.start : block.end]]
    assert blocks, "the pattern still guards something"
    for section in corpus.sections:
        for block in section.blocks:
            if section.document_id == "meldcode" and abs(block.start - blocks[0].start) < 3000:
                context = context_of(corpus, [cite(corpus, 1, "meldcode", block.start, block.end)])
                if context and not context.excerpt:
                    assert "Gerritsen" not in "".join(piece.text for s in context.stretches for piece in s.pieces)


def test_a_long_section_is_cut_and_says_so(corpus: Corpus) -> None:
    longest = max((s for s in corpus.sections if s.quotable and s.document_id == "meldcode"), key=lambda s: s.end - s.body_start)
    block = longest.blocks[len(longest.blocks) // 2]
    context = context_of(corpus, [cite(corpus, 1, "meldcode", block.start, block.end)])
    assert context is not None
    assert context.cut_before
    assert context.cut_after
    shown = sum(len(piece.text) for stretch in context.stretches for piece in stretch.pieces)
    assert shown < 2 * 1200 + (block.end - block.start) + 1


def test_quotes_that_share_words_are_each_marked_once(corpus: Corpus) -> None:
    section = next(s for s in corpus.sections if s.document_id == "brochure" and s.is_question)
    block = section.blocks[0]
    first, second = (
        cite(corpus, 1, "brochure", block.start, block.start + 20),
        cite(corpus, 2, "brochure", block.start + 10, block.end),
    )
    context = context_of(corpus, [first, second])
    assert context is not None
    text = corpus.document("brochure").text
    assert "".join(piece.text for piece in context.stretches[0].pieces) == text[block.start : block.end]
    assert [piece.number for piece in context.stretches[0].pieces] == [1, 2]


def test_an_unknown_document_has_no_context(corpus: Corpus) -> None:
    citation = replace(cite(corpus, 1, "brochure", 0, 10), document_id="onbekend")
    assert context_of(corpus, [citation]) is None
    assert context_of(corpus, []) is None


# ---- terms ----


def test_every_explanation_stands_in_its_source(corpus: Corpus, glossary: Glossary) -> None:
    assert len(glossary.terms) >= 50
    for term in glossary.terms:
        text = corpus.document(term.place.document_id).text
        assert term.explanation == collapse_white_space(text[term.place.start : term.place.end])


def test_the_first_mention_counts_and_the_longer_form(glossary: Glossary) -> None:
    text = "Een getrainde aandachtsfunctionaris helpt een aandachtsfunctionaris, en nog een aandachtsfunctionaris."
    found = [(m.term.name, text[m.start : m.end]) for m in glossary.mentions(text)]
    assert found == [
        ("getrainde aandachtsfunctionaris", "getrainde aandachtsfunctionaris"),
        ("aandachtsfunctionaris", "aandachtsfunctionaris"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("de AF van school", ["aandachtsfunctionaris"]),
        ("nog niet af", []),
        ("PASSEND ONDERWIJS", ["passend onderwijs"]),
        ("meldcodelijst", []),
        ("", []),
    ],
)
def test_a_form_is_a_whole_word_and_an_abbreviation_is_in_capitals(glossary: Glossary, text: str, names: list[str]) -> None:
    assert [mention.term.name for mention in glossary.mentions(text)] == names


def glossary_of(tmp_path: Path, rows: str) -> Glossary:
    folder = CorpusFolder(tmp_path)
    (folder.path / "glossary.toml").write_text(rows, encoding="utf-8")
    return load_glossary(load_corpus(folder.path), folder.path)


ROW = '[[term]]\nterm = "fietsenrek"\nforms = ["fietsenrek"]\ndocument = "basis"\nquote = "{}"\n'


def test_a_quote_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="staat niet letterlijk in 'basis'"):
        glossary_of(tmp_path, ROW.format("Een rek voor auto's."))


def test_a_form_belongs_to_one_term(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="'fietsenrek' staat bij meer dan een term"):
        glossary_of(tmp_path, 2 * ROW.format("De school regelt daar een fietsenrek."))


def test_a_corpus_without_a_glossary_explains_nothing(tmp_path: Path) -> None:
    folder = CorpusFolder(tmp_path)
    assert load_glossary(load_corpus(folder.path), folder.path).mentions("fietsenrek") == ()


# ---- passages and questions ----


def test_the_best_passages_are_the_words_that_answer(assistant: Assistant) -> None:
    answer = assistant.answer(["Kan een melding worden ingetrokken?"])
    passages = assistant.library.passages(answer.hits, 3)
    assert [passage.number for passage in passages] == [1, 2, 3]
    assert "intrekken" in passages[0].quote
    for passage, hit in zip(passages, answer.hits, strict=False):
        assert (passage.document_id, passage.heading[-1]) == (hit.chunk.document_id, hit.chunk.heading[-1])


def test_an_answer_from_one_source_draws_on_no_other(assistant: Assistant) -> None:
    question = "Mag een school dreigen met een melding?"
    assert {c.document_id for c in assistant.answer([question]).citations} > {"enquete"}
    answer = assistant.answer([question], documents=frozenset(["enquete"]))
    assert {hit.chunk.document_id for hit in answer.hits} == {"enquete"}
    assert answer.outcome == "answered"


SOME = Lookup(
    [
        Suggestion(text="melding weg?", is_heading=False, document_id="brochure"),
        Suggestion(text="Kan ik de melding intrekken, of kan alleen de melder dat?", is_heading=False, document_id="brochure"),
        Suggestion(text="Kan ik een melding intrekken?", is_heading=False, document_id="meldcode"),
        Suggestion(text="kan ik een melding intrekken", is_heading=False, document_id="meldcode"),
        Suggestion(text="Kan een Veilig Thuis-melding worden ingetrokken?", is_heading=True, document_id="brochure"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("kan mel", [4, 2, 1], id="headings, then whole questions, short ones first, each once"),
        pytest.param("MELD WEG", [0], id="beginnings of words, in any order and case"),
        pytest.param("elding", [], id="not the middle of a word"),
        pytest.param("m", [], id="one letter is too little"),
        pytest.param("?!", [], id="no words"),
    ],
)
def test_what_is_typed_begins_the_words(typed: str, found: list[int]) -> None:
    texts = [
        "melding weg?",
        "Kan ik de melding intrekken, of kan alleen de melder dat?",
        "Kan ik een melding intrekken?",
        "kan ik een melding intrekken",
        "Kan een Veilig Thuis-melding worden ingetrokken?",
    ]
    assert [suggestion.text for suggestion in SOME.suggestions(typed)] == [texts[number] for number in found]


def test_only_questions_about_the_chosen_source_are_suggested() -> None:
    assert {s.document_id for s in SOME.suggestions("melding", frozenset(["meldcode"]))} == {"meldcode"}


@pytest.mark.parametrize("typed", ["dossier", "mag ik het dos", "zzz bestaat niet", "kan de leerkracht van mijn kind een mel"])
def test_suggestions_are_there_before_the_next_key(assistant: Assistant, typed: str) -> None:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        assistant.library.suggestions(typed)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.1
