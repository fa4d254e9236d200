"""Sources beside the chat, terms on tap and the rest of an answer, with the real assistant."""

import re

import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from assistant.page import texts
from tests.browser.chat import Visit, ask, choose_voice

QUESTION = "Kan een Veilig Thuis-melding worden ingetrokken?"


def open_source(page: Page, number: int = 0) -> None:
    page.locator("#nu .marker").nth(number).click()
    expect(page.locator("#bronpaneel")).to_be_visible()


def test_a_marker_opens_the_source_at_the_quoted_words(visit: Visit) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    before = len(visit.requests)
    open_source(page, 1)
    panel = page.locator("#bronpaneel")
    quote = " ".join(turn.locator(".citaat blockquote").nth(1).inner_text().split())
    mark = panel.locator("mark.dit")
    expect(mark).to_be_in_viewport()
    assert mark.inner_text() in quote
    around = panel.locator(".brontekst").inner_text()
    assert len(around) > 3 * len(quote), "in its context"
    head = panel.inner_text()
    for told in ("Brochure voor ouders · maart 2025", "Gemaakt door: Oudervereniging Balans", "Officiële informatie"):
        assert told in head
    assert len(visit.requests) == before, "opening a source asks nothing of anyone"
    assert page.url.rstrip("/") == visit.address, "nothing in the address"


def test_the_source_is_beside_the_chat_and_below_it_on_a_phone(visit: Visit) -> None:
    wide = visit()
    ask(wide, QUESTION)
    open_source(wide)
    panel, answer = wide.locator("#bronpaneel").bounding_box(), wide.locator("#nu .antwoord").bounding_box()
    assert panel
    assert answer
    assert answer["x"] + answer["width"] <= panel["x"], "side by side"
    phone = visit(390, 844)
    ask(phone, QUESTION)
    open_source(phone)
    panel = phone.locator("#bronpaneel").bounding_box()
    assert panel
    assert panel["width"] == 390
    assert panel["y"] > 250, "the answer stays in sight above it"
    phone.wait_for_timeout(800)
    marker = phone.locator("#nu .marker").first.bounding_box()
    assert marker
    assert 0 < marker["y"] < panel["y"]


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_closing_the_source_goes_back_to_where_one_was(visit: Visit, way: str) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator("#nu .marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bronkop")).to_be_focused()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("#bronpaneel")).to_be_hidden()
    expect(page.locator("#nu .marker").first).to_be_focused()


def test_clearing_the_conversation_closes_its_source(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    open_source(page)
    page.locator("#wis").click()
    expect(page.locator("#bronpaneel")).to_be_hidden()
    assert page.locator("#bronvak").inner_text() == ""


def test_a_new_question_closes_the_source_of_the_last(visit: Visit) -> None:
    page = visit(390, 844)
    ask(page, QUESTION)
    open_source(page)
    ask(page, "en wie kan dat doen?")
    expect(page.locator("#bronpaneel")).to_be_hidden()


def test_of_a_newspaper_only_the_quote_is_shown(visit: Visit, assistant: Assistant) -> None:
    question = "Wat is volgens Trouw de zorgplicht van scholen?"
    cited = [citation.document_id for citation in assistant.answer([question]).citations]
    assert "trouw" in cited
    page = visit()
    turn = ask(page, question)
    for more in turn.locator("summary").all():
        more.click()
    page.locator("#nu .marker").nth(cited.index("trouw")).click()
    panel = page.locator("#bronpaneel")
    assert texts.EXCERPT_ONLY in panel.inner_text()
    assert panel.locator("mark").all_inner_texts() == panel.locator(".brontekst p").all_inner_texts()
    text = assistant.corpus.document("trouw").text
    assert len(panel.locator(".brontekst").inner_text()) < 0.25 * len(text)


def test_a_term_is_explained_on_tap_in_the_words_of_a_source(visit: Visit, assistant: Assistant) -> None:
    page = visit(390, 844)
    turn = ask(page, QUESTION)
    term = turn.locator(".begrip").first
    term.click()
    note = turn.locator(".begrip-uitleg")
    expect(note).to_be_visible()
    expect(term).to_have_attribute("aria-expanded", "true")
    explained = note.locator("q").inner_text().strip("‘’")
    assert any(explained in " ".join(document.text.split()) for document in assistant.corpus.documents)
    assert texts.KINDS["brochure"] in note.inner_text()
    term.click()
    expect(note).to_have_count(0)
    expect(term).to_have_attribute("aria-expanded", "false")
    choose_voice(page, "advieslijn")
    assert ask(page, QUESTION).locator(".begrip").count() == 0, "the advice line knows the terms"


def test_each_term_has_its_own_explanation(visit: Visit) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    terms = turn.locator(".antwoord > p .begrip")
    assert terms.count() >= 2
    for number in range(terms.count()):
        terms.nth(number).click()
        name = turn.locator(".begrip-uitleg strong").inner_text().lower()
        assert name in terms.nth(number).inner_text().lower() or terms.nth(number).inner_text().lower() in name
    assert turn.locator(".begrip-uitleg").count() == 1, "one at a time"


def several_sources(assistant: Assistant) -> tuple[str, list[str]]:
    """A question that more than one source answers alike, and the paragraphs of its answer."""
    for section in assistant.corpus.sections:
        if section.is_question:
            answer = assistant.answer([section.heading[-1]])
            paragraphs = answer.text.split("\n\n")
            if answer.outcome == "answered" and len(paragraphs) > 1 and not any(n.kind == "disagreement" for n in answer.notices):
                return section.heading[-1], paragraphs
    pytest.fail("geen enkele vraag heeft een antwoord uit twee bronnen")


def test_more_of_the_answer_is_one_press_away(visit: Visit, assistant: Assistant) -> None:
    question, paragraphs = several_sources(assistant)
    page = visit(390, 844)
    turn = ask(page, question)
    more = turn.locator(".antwoord details")
    hidden = re.sub(r"\W+", " ", paragraphs[1])[-60:]
    assert hidden not in re.sub(r"\W+", " ", turn.locator(".antwoord").inner_text())
    assert "Er is meer uitleg." in page.locator("#voorlezen").inner_text()
    more.locator("summary").focus()
    page.keyboard.press("Enter")
    assert hidden in re.sub(r"\W+", " ", turn.locator(".antwoord").inner_text())


def test_where_sources_disagree_nothing_is_folded_away(visit: Visit) -> None:
    turn = ask(visit(), "Mag een school dreigen met een melding bij Veilig Thuis?")
    assert "de bronnen zeggen hier niet hetzelfde" in turn.locator(".let-op").inner_text().lower()
    assert turn.locator(".antwoord details").count() == 0
    assert len(set(turn.locator(".bron-kop").all_inner_texts())) > 1, "both sources"


@pytest.mark.parametrize(
    "question", ["Mag school melden zonder met ons te praten?", "Wat is een melding bij Veilig Thuis?", QUESTION]
)
def test_also_in_an_answer_that_grew_each_button_explains_its_own_term(visit: Visit, assistant: Assistant, question: str) -> None:
    text = assistant.answer([question]).text
    wanted = [(text[m.start : m.end], m.term.name) for m in assistant.library.mentions(text)]
    turn = ask(visit(), question)
    for summary in turn.locator(".antwoord summary").all():
        summary.click()
    buttons = turn.locator(".antwoord .begrip")
    shown = []
    for number in range(buttons.count()):
        buttons.nth(number).click()
        shown.append((buttons.nth(number).inner_text(), turn.locator(".begrip-uitleg strong").inner_text()))
    assert shown == wanted
    assert wanted


def test_an_esc_that_closes_the_source_is_not_the_first_of_two(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION).locator(".marker").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("#bronpaneel")).to_be_hidden()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.locator("#nu .beurt").count() == 1, "the page was left"


def test_opening_a_source_leaves_what_was_pressed_in_its_place(visit: Visit) -> None:
    page = visit(1280, 900, reduced_motion="reduce")  # or the page would still be gliding when it is measured
    for question in (QUESTION, "Wat is Veilig Thuis?", "Mogen ouders iemand meenemen naar het gesprek?"):
        turn = ask(page, question)
    marker = turn.locator(".marker").first
    page.wait_for_timeout(400)
    before = marker.bounding_box()
    marker.click()
    expect(page.locator("#bronpaneel")).to_be_visible()
    after = marker.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 60
