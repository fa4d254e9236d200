"""The question bank, out-of-scope questions and distress messages: well-formed, found, without duplicates, broad."""

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from corpus_folder import CorpusFolder

from assistant.disagreements import load_disagreements
from assistant.referrals import load_referrals
from corpus import CorpusError, load_corpus
from corpus.bank import Style, load_bank, load_distress, load_follow_ups, load_out_of_scope
from corpus.coverage import coverage, find_twins, report, unasked_share
from corpus.manifest import CORPUS_DIR
from corpus.words import fold, mend_split_words, words
from index.near_duplicates import near_duplicates

CORPUS = load_corpus()
BANK = load_bank(CORPUS)
UNITS = coverage(CORPUS, BANK)


def test_every_fact_of_the_brochure_is_asked_often_by_many_and_in_every_style():
    facts = [unit for unit in UNITS if unit.kind == "fact"]
    short = [unit for unit in facts if unit.is_short]
    # The colophon, and four sentences that only name a website to read on.
    assert len(short) <= 8
    assert all("Colofon" in unit.heading or re.search("meer|lees", unit.text.lower()) for unit in short)
    full = [unit for unit in facts if not unit.is_short]
    assert len(full) >= 150
    assert min(unit.styles for unit in full) == len(get_args(Style))
    assert min(unit.writers for unit in full) >= 10


@pytest.mark.parametrize(("kind", "allowed"), [("section", 0), ("table_row", 0), ("abbreviation", 0), ("recommendation", 2)])
def test_every_part_of_the_other_documents_is_asked(kind, allowed):
    units = [unit for unit in UNITS if unit.kind == kind]
    assert len(units) >= 10
    assert [(unit.heading[-1], unit.text[:60], unit.questions) for unit in units if unit.is_short][allowed:] == []


def test_hardly_any_text_is_never_asked_about():
    shares = {document.id: unasked_share(CORPUS, BANK, document) for document in CORPUS.documents}
    assert shares.pop("brochure") <= 0.16  # its lists of links and of its own questions
    assert max(shares.values()) <= 0.03


def test_no_style_is_an_afterthought():
    styles = Counter(question.style for question in BANK)
    assert min(styles.values()) >= 0.02 * len(BANK)
    assert max(styles.values()) <= 0.35 * len(BANK)


def test_few_questions_have_two_answers_apart():
    assert len(list(find_twins(BANK))) <= 0.002 * len(BANK)


def test_few_questions_mean_the_same_to_the_encoder(index):
    found = list(near_duplicates(index.bank))
    assert len({pair.second for pair in found}) <= 0.03 * len(index.bank.texts)
    assert sum(pair.is_conflict for pair in found) <= 0.005 * len(index.bank.texts)


def test_the_coverage_report_is_of_this_bank():
    committed = (Path(__file__).parent.parent / "docs" / "bank-coverage.md").read_text(encoding="utf-8")
    assert committed == report(CORPUS, BANK)


def test_no_question_stands_twice_under_one_quote():
    seen = Counter((q.document_id, q.start, q.end, fold(q.question)) for q in BANK)
    assert [key for key, count in seen.items() if count > 1] == []


def test_out_of_scope_questions_are_many_near_and_no_bank_questions():
    strangers = load_out_of_scope()
    kinds = Counter(stranger.kind for stranger in strangers)
    assert len(strangers) >= 1500
    assert kinds["near"] >= 1000
    assert not {fold(s.question) for s in strangers} & {fold(q.question) for q in BANK}


def test_follow_ups_are_of_every_kind_and_their_quotes_are_found():
    found = load_follow_ups(CORPUS)
    kinds = Counter(follow_up.kind for follow_up in found)
    assert min(kinds["same"], kinds["other"]) >= 50
    assert min(kinds["shift"], kinds["unanswerable"]) >= 20
    for follow_up in found:
        answered = {"same": True, "other": True, "place": True, "unanswerable": False}.get(follow_up.kind, follow_up.start >= 0)
        assert (follow_up.start >= 0) == answered, follow_up.turns
    assert len({follow_up.writer for follow_up in found}) >= 2


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
