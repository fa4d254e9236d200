"""The question bank, out-of-scope questions and distress messages: well-formed, found, without duplicates, broad."""

from collections import Counter

import pytest
from corpus_folder import CorpusFolder

from assistant.disagreements import load_disagreements
from assistant.referrals import load_referrals
from corpus import CorpusError, load_corpus
from corpus.bank import load_bank, load_distress, load_out_of_scope
from corpus.manifest import CORPUS_DIR
from corpus.words import fold, mend_split_words, words

CORPUS = load_corpus()
BANK = load_bank(CORPUS)


def test_every_faq_entry_has_a_broad_bank():
    per_entry = Counter()
    styles: dict[tuple[str, ...], set[str]] = {}
    for question in BANK:
        section = CORPUS.section_at(question.document_id, question.end - 1)
        if question.document_id == "brochure" and section and len(section.heading) == 2:
            per_entry[section.heading] += 1
            styles.setdefault(section.heading, set()).add(question.style)
    assert len(per_entry) == 26
    assert min(per_entry.values()) >= 40
    assert min(len(found) for found in styles.values()) >= 9


def test_every_document_and_most_sections_have_bank_questions():
    asked = {(q.document_id, s.heading) for q in BANK if (s := CORPUS.section_at(q.document_id, q.end - 1))}
    sections = [(s.document_id, s.heading) for s in CORPUS.sections if s.quotable]
    covered = sum(section in asked for section in sections)
    assert {document for document, _ in asked} == {document.id for document in CORPUS.documents}
    assert covered >= 0.9 * len(sections)


def test_no_question_stands_twice_under_one_quote():
    seen = Counter((q.document_id, q.start, q.end, fold(q.question)) for q in BANK)
    assert [key for key, count in seen.items() if count > 1] == []


def test_out_of_scope_questions_are_many_near_and_no_bank_questions():
    strangers = load_out_of_scope()
    kinds = Counter(stranger.kind for stranger in strangers)
    assert len(strangers) >= 1500
    assert kinds["near"] >= 1000
    assert not {fold(s.question) for s in strangers} & {fold(q.question) for q in BANK}


def test_distress_messages_are_many_on_both_sides():
    danger = Counter(message.danger for message in load_distress())
    assert danger[True] >= 400
    assert danger[False] >= 400


def test_a_quote_that_no_source_holds_names_file_and_line(tmp_path):
    folder = CorpusFolder(tmp_path)
    folder.add_question("basis", "Dit staat er niet.", "wat staat er")
    with pytest.raises(CorpusError, match=r"test\.jsonl, regel 2: het citaat staat niet letterlijk in 'basis'"):
        load_bank(load_corpus(folder.path), folder.path)


def test_an_unreadable_bank_line_names_file_and_line(tmp_path):
    folder = CorpusFolder(tmp_path)
    with (folder.path / "questions" / "test.jsonl").open("a", encoding="utf-8") as bank:
        bank.write("{geen json\n")
    with pytest.raises(CorpusError, match=r"test\.jsonl, regel 2"):
        load_bank(load_corpus(folder.path), folder.path)


def test_reviewed_places_are_verbatim_and_say_different_things():
    for disagreement in load_disagreements(CORPUS, CORPUS_DIR):
        assert len(disagreement.places) >= 2
        assert disagreement.note
    assert len(load_referrals(CORPUS, CORPUS_DIR)) >= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IB’er: 4.451 leerlingen, én-én", ["ib", "er", "4.451", "leerlingen", "en", "en"], id="signs"),
        pytest.param("Geïmplementeerd 86%", ["geimplementeerd", "86"], id="accents"),
    ],
)
def test_words_are_folded(text, expected):
    assert words(text) == expected


def test_words_that_the_pdf_split_are_joined_for_the_index_only():
    known = frozenset({"expertisenetwerk", "ondersteunen"})
    assert mend_split_words("het expertise netwerk kan onder steunen", known).endswith("expertisenetwerk ondersteunen")
    assert "expertise netwerk" in CORPUS.document("kamerbrief").text
