"""The five real sources: every span gives its text, every body character is in one section, every quote is in the source."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import load_corpus
from corpus.documents import collapse_white_space, is_quotable
from corpus.layouts.report import page_numbers
from corpus.manifest import source_path
from corpus.quotes import find_quote, is_verbatim, tidy_source
from corpus.sentences import section_sentences, split_sentences
from corpus.tables import table_cells
from corpus.types import MARKED_KINDS

CORPUS = load_corpus()
RAW = {document.id: source_path(document.source).read_text(encoding="utf-8") for document in CORPUS.documents}
SENTENCES = [
    (document, sentence)
    for document in CORPUS.documents
    for section in CORPUS.sections
    if section.document_id == document.id
    for sentence in section_sentences(document, section)
]


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_the_cleaned_text_is_the_source_but_for_white_space_and_markup(document):
    text = collapse_white_space(document.text)
    raw = tidy_source(RAW[document.id])
    if document.id == "meldcode":  # the tick boxes of the questionnaire, an "h" in a symbol font, are dropped
        text, raw = text.replace(" h ", " "), raw.replace(" h ", " ")
    assert sorted(text.split()) == sorted(raw.split())


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_every_body_character_is_in_exactly_one_section(document):
    owners = [0] * len(document.text)
    for section in CORPUS.sections:
        if section.document_id == document.id:
            for position in range(section.start, section.end):
                owners[position] += 1
    for block in document.blocks:
        if block.kind not in MARKED_KINDS and block.kind != "heading":
            assert set(owners[block.start : block.end]) == {1}, document.text[block.start : block.end]
    assert max(owners) == 1


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_blocks_stand_in_order_and_leave_only_white_space_between(document):
    position = 0
    for block in document.blocks:
        assert not document.text[position : block.start].strip()
        assert block.start < block.end
        position = block.end
    assert position == len(document.text)


@given(st.sampled_from(SENTENCES))
@settings(max_examples=300, deadline=None)
def test_a_sentence_is_its_span_and_verbatim_in_the_source_file(pair):
    document, sentence = pair
    assert document.text[sentence.start : sentence.end] == sentence.text
    assert is_verbatim(sentence.text, RAW[document.id])


@given(st.sampled_from(SENTENCES), st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_any_slice_of_whole_words_is_found_where_it_stands(pair, skip_front, skip_back):
    document, sentence = pair
    words = sentence.text.split()
    part = " ".join(words[min(skip_front, len(words) - 1) : max(1, len(words) - skip_back)])
    if part:
        span = find_quote(document.text, part)
        assert span is not None
        assert collapse_white_space(document.text[slice(*span)]) == part


def test_the_brochure_has_a_section_per_question_with_its_chapter():
    questions = [s for s in CORPUS.sections if s.document_id == "brochure" and s.is_question and len(s.heading) == 2]
    assert len(questions) == 26
    assert all(re.match(r"[1-5]\. ", section.heading[0]) for section in questions)


def test_chapter_titles_at_page_tops_are_marked_not_repeated_as_headings():
    brochure = CORPUS.document("brochure")
    title = "1. Waarom wordt een Veilig Thuis-melding gedaan als een kind niet naar school gaat?"
    kinds = [block.kind for block in brochure.blocks if brochure.text[block.start : block.end] == title]
    assert kinds == ["heading", "header"]


def test_cross_references_point_at_their_words():
    brochure = CORPUS.document("brochure")
    assert len(brochure.references) > 40
    for reference in brochure.references:
        assert brochure.text[reference.start : reference.end] == reference.text


@pytest.mark.parametrize("printed", [20, 64, 84])
def test_derived_pages_agree_with_every_printed_footer(printed):
    lines = RAW["meldcode"].split("\n")
    footers = [n for n, line in enumerate(lines) if line.startswith(f"{printed}    Evaluatie meldcode")]
    assert [page_numbers(lines)[number] for number in footers] == [printed]


def test_page_footers_and_captions_are_marked_and_in_no_sentence():
    meldcode = CORPUS.document("meldcode")
    kinds = {block.kind for block in meldcode.blocks}
    assert {"footer", "caption", "footnote", "header"} <= kinds
    texts = [sentence.text for document, sentence in SENTENCES if document.id == "meldcode"]
    assert not any("Evaluatie meldcode West Veluwe Vallei: school" in text for text in texts)
    assert not any(text.startswith("Afbeelding ") for text in texts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nijkerk, aantal leerlingen basisonderwijs 2020-2021: 4.451 (regionale cijfers HG en KM, onderwijs).",
        "Ede, aantal meldingen 2020: 10 (regionale cijfers HG en KM, onderwijs).",
        "Scherpenzeel, 2019: 3 (adviesvragen vanuit onderwijs bij Veilig Thuis Gelderland Midden).",
        "Wageningen, 2020: 24 (afgegeven signalen door het basisonderwijs per gemeente).",
        "2019, meldingen: 857 (Regio West Veluwe Vallei).",
        "Uitvoeren Kindcheck: 45%.",
    ],
)
def test_a_table_cell_reads_as_a_sentence(sentence):
    cells = [cell for s in CORPUS.sections for cell in table_cells(CORPUS.document(s.document_id), s)]
    assert sentence in [cell.sentence for cell in cells]


def test_every_table_cell_points_at_its_verbatim_words():
    for section in CORPUS.sections:
        document = CORPUS.document(section.document_id)
        for cell in table_cells(document, section):
            value = document.text[slice(*cell.value)]
            assert cell.row[0] <= cell.value[0] < cell.value[1] <= cell.row[1]
            assert value in cell.sentence
            assert is_verbatim(document.text[slice(*cell.row)], RAW[document.id])


def test_private_persons_are_not_quotable():
    meldcode = CORPUS.document("meldcode")
    members = [s for s in CORPUS.sections if s.heading[-1].startswith("Bijlage 1:")]
    assert [section.quotable for section in members] == [False]
    assert not is_quotable(meldcode, "Mail naar kristin@nul23.nl")
    assert is_quotable(meldcode, "De meldcode is ingevoerd op 1 juni 2013.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Dat mag. Echt waar.", ["Dat mag.", "Echt waar."], id="two sentences"),
        pytest.param("Vormen zijn o.a. Dwang en m.b.t. Zorg.", ["Vormen zijn o.a. Dwang en m.b.t. Zorg."], id="abbreviations"),
        pytest.param("“Ik durf niet.” Dat zei ze.", ["“Ik durf niet.”", "Dat zei ze."], id="closing quote"),
        pytest.param("Er zijn 7.263 leerlingen (86%).", ["Er zijn 7.263 leerlingen (86%)."], id="figures"),
        pytest.param(
            "Kijk op jouwveiligeschool.nl Je kunt bellen.", ["Kijk op jouwveiligeschool.nl", "Je kunt bellen."], id="lost stop"
        ),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert [text[start:end] for start, end in split_sentences(text)] == expected
