"""A turn as HTML: order, cards, notices and what differs for the advice line."""

import re
from dataclasses import replace

import pytest
from page_examples import ANSWER, CITATION, DANGER, NEWS, NOT_FOUND, SOURCES

from assistant.library import NO_LIBRARY
from assistant.page import texts
from assistant.page.advice_line import note
from assistant.page.cards import source_cards
from assistant.page.markup import escape
from assistant.page.turn_page import TurnPage
from assistant.page.turns import complete, partial, sorry, waiting, without_numbers
from assistant.types import Answer, Notice, Voice

PAGE = TurnPage(id="t1", question="Wat doet Veilig Thuis?", voice="ouder", sources=SOURCES)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_question_is_escaped() -> None:
    page = replace(PAGE, question="<script>alert('x')</script>")
    for html in (waiting(page, loading=False), sorry(page, "Sorry"), partial(page, ANSWER, "A."), complete(page, ANSWER)):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_every_text_of_an_answer_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    citation = replace(CITATION, title=evil, heading=(evil,), quote=evil, date=evil, kind=evil, document_id="onbekend")
    notices = (Notice(kind="danger", text=evil, signposts=(evil,)), Notice(kind="disagreement", text=evil))
    answer = replace(ANSWER, text=f"{evil} [1]", citations=(citation,), notices=notices, suggestions=(evil,))
    html = complete(replace(PAGE, question=evil, voice="advieslijn"), answer)
    assert "<img" not in html
    assert html.count("&lt;img") > 8


def test_the_stages_tell_the_script_what_to_do() -> None:
    stages = (waiting(PAGE, loading=True), waiting(PAGE, loading=False), partial(PAGE, ANSWER, "A."), complete(PAGE, ANSWER))
    assert [re.findall(r'data-stand="(\w+)"', html) for html in stages] == [["laden"], ["wacht"], ["bezig"], ["klaar"]]
    assert all('data-beurt="t1"' in html for html in stages)


def test_while_loading_the_visitor_is_told() -> None:
    assert texts.LOADING in waiting(PAGE, loading=True)


@pytest.mark.parametrize("voice", ["ouder", "advieslijn"])
def test_an_answer_comes_first_then_what_to_do_then_the_sources(voice: Voice) -> None:
    html = complete(replace(PAGE, voice=voice), ANSWER)
    places = [html.index(part) for part in ('class="vraag"', 'class="antwoord"', 'class="misschien"', 'class="bronnen"')]
    assert places == sorted(places)
    assert texts.SUGGESTIONS_AFTER_ANSWER[voice] in html


def test_parents_get_the_first_source_and_the_rest_behind_a_button() -> None:
    for html in (complete(PAGE, ANSWER), partial(PAGE, ANSWER, ANSWER.text)):
        short, more = html[html.index('class="antwoord"') :].split("<details>")
        assert "beoordeelt de melding" in short
        assert f"<summary>{texts.MORE}</summary>" in more
        assert "De krant schreef" in more.split("</details>")[0]


@pytest.mark.parametrize(
    ("voice", "answer"),
    [
        pytest.param("advieslijn", ANSWER, id="the advice line reads it all"),
        pytest.param("ouder", replace(ANSWER, notices=(Notice(kind="disagreement", text="Let op."),)), id="half would mislead"),
        pytest.param("ouder", NOT_FOUND, id="nothing to unfold"),
    ],
)
def test_nothing_is_hidden_where_all_of_it_is_needed(voice: Voice, answer: Answer) -> None:
    assert "<details>" not in complete(replace(PAGE, voice=voice), answer)


def test_a_place_that_was_asked_for_does_not_hide_the_answer() -> None:
    html = complete(PAGE, replace(ANSWER, text=f"Dit staat in de brochure.\n\n{ANSWER.text}"))
    assert "beoordeelt de melding" in html.split("<details>")[0]


def test_how_a_follow_up_was_read_can_be_seen() -> None:
    answer = replace(ANSWER, standalone_question="Wat doet Veilig Thuis? en op school <b>?")
    html = complete(replace(PAGE, question="en op school <b>?"), answer)
    assert "Ik lees je vraag als: ‘Wat doet Veilig Thuis? en op school &lt;b&gt;?’" in html
    assert "Ik lees" not in complete(PAGE, ANSWER)


def test_the_note_for_the_file_has_question_answer_and_sources() -> None:
    page = replace(PAGE, voice="advieslijn", question="Wat doet <VT>?")
    warned = replace(ANSWER, verdict="ja", notices=(Notice(kind="disagreement", text="Let op: de bronnen verschillen."),))
    text = note(page, warned)
    assert text.startswith(
        "Vraag: Wat doet <VT>?\nIk lees je vraag als: ‘Wat doet Veilig Thuis?’\nKort antwoord: ja\nAntwoord: In de br"
    )
    assert "Let op: de bronnen verschillen." in text, "the file must hold the warnings that were on the screen"
    assert "Alleen gezocht in: Trouw" in note(replace(page, filtered="Trouw"), ANSWER)
    assert "[2] Een bericht, Krantenbericht, 5 februari 2020, bladzijde 7, ‘Kop’: “Zo was het.”" in text
    assert escape(text) in complete(page, warned)
    assert "notitie" not in complete(PAGE, ANSWER)


def test_a_fault_can_be_marked_only_where_that_is_set() -> None:
    page = replace(PAGE, voice="advieslijn")
    assert 'class="fout"' not in complete(page, ANSWER)
    assert 'class="fout"' in complete(replace(page, takes_faults=True), ANSWER)
    assert 'class="fout"' not in complete(replace(PAGE, takes_faults=True), ANSWER), "parents see no thumbs"


def test_without_an_answer_other_questions_come_first() -> None:
    answer = replace(NOT_FOUND, citations=(CITATION,))
    html = complete(PAGE, answer)
    assert html.index(texts.SUGGESTIONS_WITHOUT_ANSWER) < html.index('class="bronnen"')


def test_danger_comes_above_the_question_from_the_first_words_on() -> None:
    answer = replace(ANSWER, notices=(Notice(kind="disagreement", text="Let op."), DANGER))
    for html in (partial(PAGE, answer, "In de"), complete(PAGE, answer)):
        assert html.index('class="gevaar"') < html.index('href="tel:112"') < html.index('class="vraag"')


def test_numbers_shown_as_links_are_not_said_twice() -> None:
    assert without_numbers(DANGER) == "Is er nu gevaar? Wacht niet op deze chat."
    assert complete(PAGE, replace(ANSWER, notices=(DANGER,))).count("Bel 112 bij direct gevaar") == 1


def test_other_notices_share_one_quiet_box() -> None:
    notices = (Notice(kind="disagreement", text="De bronnen verschillen."), Notice(kind="source_status", text="Een krant."))
    html = complete(PAGE, replace(ANSWER, notices=notices))
    assert html.count('class="let-op"') == 1
    assert 'class="gevaar"' not in html


@pytest.mark.parametrize("verdict", ["ja", "nee", "hangt ervan af"])
def test_a_claimed_verdict_is_shown_first(verdict: str) -> None:
    html = complete(PAGE, replace(ANSWER, verdict=verdict))
    assert html.index(f"<strong>{verdict}</strong>") < html.index('class="antwoord"')


def test_the_advice_line_gets_one_sentence_with_its_place() -> None:
    html = complete(replace(PAGE, voice="advieslijn"), ANSWER)
    read_aloud = html[html.index('class="voorleeszin"') : html.index('class="antwoord"')]
    assert "Veilig Thuis beoordeelt de melding. [1]" in words(read_aloud)
    assert "Informatie voor ouders · Brochure voor ouders · maart 2025" in words(read_aloud)
    assert "voorleeszin" not in complete(PAGE, ANSWER)


def test_nothing_is_offered_to_be_read_aloud_in_danger_or_for_a_bare_yes() -> None:
    page = replace(PAGE, voice="advieslijn")
    danger = Notice(kind="danger", text="Bel 112.", signposts=("112",))
    assert "voorleeszin" not in complete(page, replace(ANSWER, notices=(danger,)))
    bare = replace(ANSWER.citations[0], quote="Ja dit mag.")
    assert "voorleeszin" not in complete(page, replace(ANSWER, citations=(bare,)))


def test_a_possible_danger_is_shown_quietly() -> None:
    danger = Notice(kind="danger", text="Bel 112.", signposts=("112",))
    assert 'class="gevaar"' in complete(PAGE, replace(ANSWER, notices=(danger,)))
    html = complete(PAGE, replace(ANSWER, notices=(replace(danger, calm=True),)))
    assert 'class="gevaar rustig"' in html
    assert texts.CALM_DANGER_HEADING in html


def test_an_apology_names_people_to_call() -> None:
    html = sorry(PAGE, texts.SORRY)
    assert 'href="tel:112"' in html
    assert 'href="tel:08002000"' in html


def test_a_card_says_what_the_source_is_and_quotes_it() -> None:
    card = words(source_cards((NEWS,), "t1", SOURCES, NO_LIBRARY))
    assert card == (
        "Hier staat het Een bericht Krantenbericht · 5 februari 2020 · bladzijde 7 Onder het kopje: Kop "
        "Bron 2 Zo was het. Een krantenbericht. Het is geen regel."
    )


def test_a_marker_leads_to_the_quote_with_its_number() -> None:
    html = complete(PAGE, ANSWER)
    assert (
        set(re.findall(r'href="#([\w-]+)"', html)) == set(re.findall(r'id="(bron-[\w-]+)"', html)) == {"bron-t1-1", "bron-t1-2"}
    )


def test_quotes_from_one_place_share_a_card() -> None:
    second = replace(CITATION, number=2, quote="Dan belt Veilig Thuis.")
    html = source_cards((CITATION, second, replace(NEWS, number=3)), "t1", SOURCES, NO_LIBRARY)
    assert html.count('class="bron"') == 2
    assert html.count('class="citaat"') == 3
    assert html.count("Officiële informatie.") == 1


def test_white_space_in_a_quote_is_collapsed() -> None:
    assert "Veilig Thuis beoordeelt de melding." in source_cards((CITATION,), "t1", SOURCES, NO_LIBRARY)
