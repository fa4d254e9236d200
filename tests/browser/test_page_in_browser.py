"""What a visitor of the page sees, does and hears, with the real assistant."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from assistant.page import texts
from assistant.page.shell import NEUTRAL_PAGE
from tests.browser.chat import BOX, Visit, answered, ask, choose_voice

QUESTION = "Wat zijn de stappen van de meldcode?"
YES_OR_NO = "Kan een Veilig Thuis-melding worden ingetrokken?"
DANGER = "Mijn man slaat mij en de kinderen, ik ben bang"

#: Words that Gradio's own interface has and Dutch has not.
ENGLISH = set(
    "the and with your you this are not submit send clear close loading error copy retry undo share settings message chatbot "
    "connection lost upload download processing queue empty textbox powered built api language reconnecting busy".split()
)


# ---- before the first question ----


def test_says_that_it_is_a_computer_before_the_first_question(visit: Visit) -> None:
    page = visit()
    notice = page.locator("#uitleg").inner_text()
    for promise in (texts.NOTICE, *texts.PROMISES):
        assert promise in notice
    assert page.locator("#uitleg a[href='tel:112']").is_visible()
    assert page.locator("#uitleg a[href='tel:08002000']").is_visible()
    assert page.locator("#uitleg .stel").count() == 5


def test_an_example_is_one_press_away(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name=texts.EXAMPLES[0]).click()
    turn = answered(page, texts.EXAMPLES[0])
    assert turn.locator(".citaat").count() >= 1
    assert "vraag" in (page.evaluate("document.activeElement.className") or ""), "the question has the focus"


# ---- asking ----


def test_an_answer_has_sources(visit: Visit) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    assert turn.locator(".marker").first.inner_text() == "[1]"
    card = turn.locator(".bron").first.inner_text()
    assert "Brochure voor ouders · maart 2025" in card
    assert "Officiële informatie" in card
    assert page.input_value(BOX) == ""


def test_answers_within_a_moment_and_piece_by_piece(visit: Visit) -> None:
    page = visit()
    page.evaluate("""() => {
      window.seen = [];
      document.addEventListener("keydown", event => { if (event.key === "Enter") window.pressed = performance.now(); }, true);
      new MutationObserver(() => {
        const answer = document.querySelector("#nu .antwoord:not(.wacht)");
        if (answer) window.seen.push([performance.now() - window.pressed, answer.textContent.length]);
      }).observe(document.querySelector("#nu"), {childList: true, subtree: true, characterData: true});
    }""")
    first_words = []
    for question in (QUESTION, YES_OR_NO, texts.EXAMPLES[2]):
        page.locator("#wis").click()
        page.wait_for_selector("#nu .beurt", state="detached")
        page.evaluate("window.seen = []")
        ask(page, question)
        seen = page.evaluate("window.seen")
        first_words.append(seen[0][0])
        assert seen[0][1] < seen[-1][1], "the answer grows"
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # other work on this machine is not the page's fault
    assert min(first_words) <= 300 * busy, first_words


def test_a_screen_reader_hears_an_answer_once(visit: Visit) -> None:
    page = visit()
    page.evaluate("""() => {
      window.heard = [];
      const voice = document.querySelector("#voorlezen");
      new MutationObserver(() => { if (voice.textContent) window.heard.push(voice.textContent); })
        .observe(voice, {childList: true, subtree: true, characterData: true});
    }""")
    ask(page, QUESTION)
    page.wait_for_timeout(400)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert "vijf stappen" in heard[0]
    assert heard[0].endswith(f"Onder het antwoord staan {page.locator('#nu .citaat').count()} bronnen.")
    assert "[1]" not in heard[0]
    live = page.evaluate(
        "[...document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')]"
        ".filter(e => e.checkVisibility() || e.id).map(e => e.id)"
    )
    assert set(live) == {"voorlezen", "storing"}, "nothing of Gradio speaks"


def test_a_follow_up_keeps_the_earlier_turn_on_the_page(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, "en wie doet dat?")
    assert QUESTION in page.locator("#verloop .beurt .vraag").inner_text()
    page.locator("#verloop .marker").first.click()
    expect(page.locator("#bronpaneel mark.dit")).to_be_visible()
    assert page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size === document.querySelectorAll('[id]').length"
    ), "every id once"


def test_a_suggestion_asks_its_question_and_keeps_a_draft(visit: Visit) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    suggestion = turn.locator(".misschien .stel").first
    text = suggestion.inner_text()
    page.fill(BOX, "half getypt")
    suggestion.click()
    answered(page, text)
    expect(page.locator(BOX)).to_have_value("half getypt")


def test_a_claimed_yes_or_no_comes_first(visit: Visit) -> None:
    turn = ask(visit(), YES_OR_NO)
    assert turn.locator(".kort").inner_text() == "Kort antwoord: ja"


def test_the_advice_line_gets_a_sentence_to_read_aloud(visit: Visit) -> None:
    page = visit()
    choose_voice(page, "advieslijn")
    turn = ask(page, QUESTION)
    sentence = turn.locator(".voorleeszin")
    assert "Om voor te lezen" in sentence.inner_text()
    assert "maart 2025" in sentence.locator(".feiten").inner_text()


def test_danger_comes_above_all_with_numbers_to_tap(visit: Visit) -> None:
    page = visit(390, 844)
    turn = ask(page, DANGER)
    alarm = turn.locator(".gevaar")
    expect(alarm.locator("a[href='tel:112']")).to_be_in_viewport()
    assert alarm.locator("a[href='tel:08002000']").is_visible()
    top = alarm.bounding_box()["y"]  # type: ignore[index]
    assert all(top < other.bounding_box()["y"] for other in turn.locator(".vraag, .antwoord, .bronnen").all())  # type: ignore[index]
    assert page.locator("#voorlezen").inner_text().startswith("Hulp nu")


def test_what_is_not_in_the_documents_is_said_so(visit: Visit, unanswerable: str) -> None:
    turn = ask(visit(), unanswerable)
    assert "niet vinden in de vijf documenten" in turn.locator(".antwoord").inner_text()
    assert "misschien bedoel je" in turn.inner_text().lower()
    assert "0800-2000" in turn.locator(".antwoord").inner_text()


# ---- things that go differently ----


def test_an_empty_question_does_nothing(visit: Visit) -> None:
    page = visit()
    page.locator("#stuur").click()
    page.fill(BOX, "   ")
    page.press(BOX, "Enter")
    page.wait_for_timeout(500)
    assert page.locator(".beurt").count() == 0
    assert page.locator("#hint").inner_text().strip() == ""
    assert visit.complaints == []


def test_a_too_long_question_is_kept(visit: Visit) -> None:
    page = visit()
    page.fill(BOX, "a" * 4001)
    page.press(BOX, "Enter")
    expect(page.locator("#hint [role=alert]")).to_contain_text("4.001 tekens")
    assert len(page.input_value(BOX)) == 4001
    ask(page, QUESTION)
    assert page.locator("#hint").inner_text().strip() == "", "the hint goes when it is mended"


def test_what_is_typed_stays_text(visit: Visit) -> None:
    page = visit()
    typed = (
        "<script>document.title='x'</script> <img src=x onerror=alert(1)> [klik](javascript:alert(1)) **vet** ${1+1} {{7*7}} [1]"
    )
    turn = ask(page, typed)
    assert turn.locator(".vraag").inner_text().endswith(typed)
    assert turn.locator("script, img").count() == 0
    assert turn.locator(".vraag a").count() == 0
    assert page.title() == texts.TITLE
    assert visit.complaints == []


def test_a_broken_connection_is_told_in_dutch(visit: Visit) -> None:
    page = visit()
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full"}))
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    expect(page.locator("#storing")).to_contain_text("0800-2000")
    assert page.input_value(BOX) == QUESTION
    assert not english_in(page)
    page.get_by_role("button", name="Sluiten").click()
    expect(page.locator("#storing")).to_be_hidden()
    page.unroute("**/queue/join*")
    ask(page, QUESTION)


# ---- clearing and leaving ----


def test_clearing_empties_the_conversation(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, YES_OR_NO)
    page.locator("#wis").click()
    expect(page.locator(".beurt")).to_have_count(0)
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator("#voorlezen")).to_have_text("Het gesprek is gewist.")
    ask(page, QUESTION)
    assert page.locator(".beurt").count() == 1


@pytest.mark.parametrize("way", ["button", "keyboard", "escape"])
def test_quick_exit_leaves_nothing_behind(visit: Visit, way: str) -> None:
    page = visit()
    page.route(f"{NEUTRAL_PAGE}/**", lambda route: route.fulfill(body="<title>Weer</title>", content_type="text/html"))
    ask(page, QUESTION)
    if way == "button":
        page.locator("#snelweg").click()
    elif way == "keyboard":
        page.locator("#snelweg").focus()
        page.keyboard.press("Enter")
    else:
        page.focus(BOX)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url(f"{NEUTRAL_PAGE}/")
    page.go_back()
    assert visit.address not in page.url, "the way back does not lead to the conversation"


def test_one_escape_stays(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url.rstrip("/") == visit.address


# ---- nobody else, nothing kept ----


def test_nobody_else_is_asked_and_nothing_is_stored(visit: Visit, capfd: pytest.CaptureFixture[str]) -> None:
    page = visit()
    ask(page, QUESTION + " zeldzaamwoord")
    ask(page, DANGER)
    page.locator("#wis").click()
    page.wait_for_timeout(300)
    assert visit.hosts == {visit.address.removeprefix("http://")}
    assert not [url for url in visit.requests if "zeldzaamwoord" in url]
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, "", 0]
    assert visit.complaints == [], "the security policy blocks nothing that the page needs"
    out, err = capfd.readouterr()
    assert "zeldzaamwoord" not in out + err


# ---- for everyone ----


def english_in(page: Page) -> set[str]:
    """English words in what is visible or in the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = [
        str(node[part].get("value", ""))
        for node in nodes
        if not node["ignored"]
        for part in ("name", "description", "value")
        if part in node
    ]
    told += [
        str(p["value"].get("value", "")) for node in nodes for p in node.get("properties", []) if p["name"] == "roledescription"
    ]
    told.append(page.locator("body").inner_text())
    told += page.evaluate(
        "[...document.querySelectorAll('[title],[placeholder],[alt]')].filter(e => e.checkVisibility())"
        ".map(e => [e.title, e.placeholder, e.alt].join(' '))"
    )
    return set(re.findall(r"[a-z]+", " ".join(told).lower())) & ENGLISH


def test_the_page_is_dutch_throughout(visit: Visit, unanswerable: str) -> None:
    page = visit(locale="en-US")
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title() == texts.TITLE
    assert not english_in(page)
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    page.wait_for_selector("#nu .beurt")
    assert not english_in(page)
    answered(page, QUESTION)
    ask(page, unanswerable)
    assert not english_in(page)
    assert "gradio" not in page.locator("body").inner_text().lower()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_sideways(visit: Visit, width: int, unanswerable: str) -> None:
    page = visit(width, 700)
    for question in (None, QUESTION, DANGER, unanswerable):
        if question:
            ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        too_wide = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.vh')"
            " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
        )
        assert too_wide == []


def test_at_400_percent_zoom_the_question_box_leaves_room_to_read(visit: Visit) -> None:
    page = visit(320, 256)
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.querySelector('#vraagvak')).position") != "sticky"


def test_targets_are_large_enough(visit: Visit) -> None:
    page = visit(390, 844)
    ask(page, DANGER)
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, label, textarea")]
      .filter(e => e.checkVisibility() && !e.matches(".overslaan") && !e.querySelector("textarea"))
      .map(e => [e.textContent.slice(0, 30), e.getBoundingClientRect(),
                 e.matches(".marker, .begrip, .klein a, .antwoord a") ? 24 : 44])
      .filter(([, box, least]) => box.height < least || box.width < Math.min(least, 24))
      .map(([text]) => text)""")
    assert small == []


def test_everything_can_be_reached_and_seen_by_keyboard(visit: Visit) -> None:
    page = visit()
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        name, outline = page.evaluate("""() => {
          const e = document.activeElement;
          const ring = e.matches("#stem input") ? e.closest("label") : e;
          return [(e.textContent || e.value || e.id || e.tagName).trim(), getComputedStyle(ring).outlineWidth];
        }""")
        reached.append(name)
        assert outline == "3px", name
    assert reached[0] == "Naar het vraagvak"
    assert reached[1].startswith("Snel weg")
    assert {texts.EXAMPLES[0], texts.EXAMPLES[4], "ouder", texts.SEND, texts.CLEAR} <= set(reached)


def test_the_voices_are_one_group_for_the_arrow_keys(visit: Visit) -> None:
    page = visit()
    assert page.get_by_role("group", name=texts.VOICE_LABEL).count() == 1
    page.focus("#stem input[value=ouder]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#stem input[value=advieslijn]")).to_be_checked()
    assert ask(page, QUESTION).locator(".voorleeszin").count() == 1


def test_dark_mode_is_dark(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    red = int(re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[0])
    assert red < 60


def test_reduced_motion_moves_nothing(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    ask(page, QUESTION)
    assert page.evaluate("document.getAnimations().length") == 0
