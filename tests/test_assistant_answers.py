"""What an answer says: the brochure's own words first, every sentence cited, other sources named for what they are."""

import re

import pytest

from assistant.citing import check, number_citations
from assistant.composing import compose, named_sources
from assistant.types import AssistantError, Paragraph, Statement
from corpus.manifest import source_path
from corpus.quotes import is_verbatim

QUESTIONS = [
    "Kan een Veilig Thuis-melding worden ingetrokken?",
    "Mag een school dreigen met een melding?",
    "Hoeveel leerlingen heeft Nijkerk op de basisschool?",
    "Wat zijn de stappen van de meldcode?",
    "Wie betaalt de advocaat?",
    "Wat schreef Trouw over thuiszitters?",
    "Wat vinden leerkrachten moeilijk aan een gesprek met ouders?",
]


def raw_source(assistant, document_id):
    source = assistant.corpus.document(document_id).source
    return source_path(source, assistant.settings.corpus_dir).read_text(encoding="utf-8")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_its_span_and_verbatim_in_the_source_file(assistant, question):
    answer = assistant.answer([question])
    assert answer.outcome == "answered"
    assert answer.citations
    for citation in answer.citations:
        document = assistant.corpus.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.quote
        assert is_verbatim(citation.quote, raw_source(assistant, citation.document_id))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_line_and_every_citation_is_marked(assistant, question):
    answer = assistant.answer([question])
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {c.number for c in answer.citations}
    assert all(re.search(r"\[\d+\]$", paragraph) for paragraph in answer.text.split("\n\n"))


def test_a_faq_entry_shows_its_question_and_its_direct_answer_first(assistant):
    answer = assistant.answer(["Moet het gesprek met Veilig Thuis bij ouders thuis zijn?"])
    assert (
        "bij de vraag ‘Moet het gesprek met Veilig Thuis bij ouders thuis zijn?’: Nee, dit is niet verplicht. [1]" in answer.text
    )
    assert answer.verdict == "nee"


@pytest.mark.parametrize(
    "question",
    ["Mag het gesprek met Veilig Thuis ook niet bij ouders thuis zijn?", "Wat gebeurt er na een melding bij Veilig Thuis?"],
)
def test_no_verdict_is_claimed_where_the_question_turns_it_or_has_none(assistant, question):
    assert assistant.answer([question]).verdict is None


def test_cross_references_become_suggestions_not_answer(assistant):
    answer = assistant.answer(["Mag een school een Veilig Thuis-melding doen omdat ouders het niet eens zijn met school?"])
    assert "Lees ook" not in answer.text
    assert "Wat kunnen school en ouders doen als er een conflict is over passend onderwijs?" in answer.suggestions


def test_a_table_cell_is_answered_as_a_sentence_with_its_row_and_column(assistant):
    answer = assistant.answer(["Hoeveel leerlingen heeft Nijkerk op de basisschool?"])
    assert "Nijkerk, aantal leerlingen basisonderwijs 2020-2021: 4.451" in answer.text
    quotes = [citation.quote for citation in answer.citations]
    assert "Barneveld Ede Nijkerk Scherpenzeel Wageningen" in quotes
    assert any("4.451" in quote for quote in quotes)
    assert {citation.page for citation in answer.citations} == {13}


def test_the_steps_are_one_citation(assistant):
    answer = assistant.answer(["Wat zijn de stappen van de meldcode?"])
    assert "1. Opschrijven van de signalen" in answer.text
    assert "5. Besluiten of het nodig is om te melden." in answer.text
    assert len([c for c in answer.citations if c.document_id == "brochure"]) <= 3


def test_a_source_that_is_no_rule_is_introduced_and_explained(assistant):
    answer = assistant.answer(["Waarom was de enquête onder ouders anoniem?"])
    assert "174 ouders vulden deze enquête anoniem in." in answer.text
    assert answer.text.startswith("Een belangengroep van ouders schreef na een enquête (2021):")
    assert any(n.kind == "source_status" and "het is geen regel" in n.text for n in answer.notices)


def test_disagreement_is_shown_with_both_sources(assistant):
    answer = assistant.answer(["Mag een school dreigen met een melding bij Veilig Thuis?"])
    assert {"brochure", "enquete"} <= {citation.document_id for citation in answer.citations}
    assert any(notice.kind == "disagreement" for notice in answer.notices)
    assert answer.citations[0].document_id == "brochure"


def test_what_is_not_there_is_said_kindly_with_two_places_and_a_person(assistant):
    answer = assistant.answer(["Hoeveel kost een zwemabonnement in Groningen?"])
    assert answer.outcome == "not_found"
    assert answer.text.startswith("Dit kan ik niet vinden in de vijf documenten. Misschien bedoel je:")
    assert "0800-2000" in answer.text
    assert 1 <= len({citation.heading for citation in answer.citations}) <= 2


def test_an_unsupported_statement_is_dropped_and_the_answer_stays(assistant):
    brochure = assistant.corpus.document("brochure")
    quote = "Ja dit mag."
    start = brochure.text.index(quote)
    good = Statement(text=quote, document_id="brochure", start=start, end=start + len(quote))
    made_up = Statement(text="Ja dit moet.", document_id="brochure", start=start, end=start + len(quote))
    (kept,) = check(assistant.corpus, (Paragraph(introduction="Er staat:", statements=(good, made_up)),))
    assert kept.statements == (good,)


def test_a_figure_that_its_row_lacks_is_dropped(assistant):
    meldcode = assistant.corpus.document("meldcode")
    row = "Ondergrens prevalentie 218 342 134 31 80"
    start = meldcode.text.index(row)
    for value, kept in (("218", 1), ("219", 0)):
        statement = Statement(
            text=f"Barneveld, ondergrens prevalentie: {value} (cijfers).",
            document_id="meldcode",
            start=start,
            end=start + len(row),
            support=((start, start + 5),),
        )
        assert len(check(assistant.corpus, (Paragraph(introduction="", statements=(statement,)),))) == kept


def test_a_private_person_is_never_quoted(assistant):
    meldcode = assistant.corpus.document("meldcode")
    start = meldcode.text.index("kristin@nul23.nl")
    statement = Statement(text="kristin@nul23.nl", document_id="meldcode", start=start, end=start + 16)
    assert check(assistant.corpus, (Paragraph(introduction="", statements=(statement,)),)) == ()


def test_the_same_words_get_one_number(assistant):
    start = assistant.corpus.document("brochure").text.index("Ja dit mag.")
    statement = Statement(text="Ja dit mag.", document_id="brochure", start=start, end=start + 11)
    citations, texts = number_citations(assistant.corpus, (Paragraph(introduction="A:", statements=(statement, statement)),))
    assert len(citations) == 1
    assert texts == ["A: Ja dit mag. [1] Ja dit mag. [1]"]


def test_half_an_emoji_is_no_reason_to_fail(assistant):
    assert assistant.answer(["Kan een melding worden ingetrokken? \ud83d"]).outcome == "answered"


@pytest.mark.parametrize("message", ["?", "...", "😭"])
def test_a_message_without_words_gets_no_passages(assistant, message):
    answer = assistant.answer([message])
    assert answer.outcome == "not_found"
    assert answer.citations == ()


def test_a_bare_yes_is_never_the_nearest_passage(assistant):
    answer = assistant.answer(["Hoeveel paracetamol mag een kind van vier?"])
    assert "Ja dit mag." not in answer.text


@pytest.mark.parametrize("turns", [[], ["  "], ["x" * 9000]])
def test_an_impossible_message_says_what_to_do(assistant, turns):
    with pytest.raises(AssistantError, match=r"vraag"):
        assistant.answer(turns)


def test_the_shown_voice_changes_length_not_evidence(assistant):
    parent = assistant.answer(["Kan een melding worden ingetrokken?"], voice="ouder")
    staff = assistant.answer(["Kan een melding worden ingetrokken?"], voice="advieslijn")
    assert parent.hits == staff.hits
    assert len(staff.citations) <= len(parent.citations)


def test_a_source_that_the_question_names_is_in_the_answer(assistant):
    plain, named = "Wat schrijft Trouw over dwang?", "Wat schrijft Trouw over dwang en wat zegt de enquête daarvan?"
    hits = assistant.index.retrieve(named, number=40).hits
    sources = [{section.document_id for section in compose(assistant.corpus, q, hits, "ouder").sections} for q in (plain, named)]
    assert sources == [{"trouw"}, {"trouw", "enquete"}]


def test_names_of_sources_are_whole_words(assistant):
    assert named_sources(assistant.corpus, "Volgens Trouw en de enquête?") == {"trouw", "enquete"}
    assert named_sources(assistant.corpus, "Ik vertrouw de brochures niet") == frozenset()
    everything = "brochure evaluatie enquete trouw kamerbrief"
    assert named_sources(assistant.corpus, everything) == frozenset()


def test_where_an_answer_stands_is_cited_too(assistant):
    answer = assistant.answer(["Kan een Veilig Thuis-melding worden ingetrokken?", "Waar staat dat?"])
    assert answer.text.startswith("Dit staat in")
    assert answer.text.split("\n\n")[0].endswith("[1]")
