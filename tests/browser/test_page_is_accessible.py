"""axe on every state of the page, light and dark, on a phone, at 320 pixels and at 400 % zoom; and what the page weighs."""

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from assistant.page import texts
from tests.browser.chat import BOX, Visit, ask, choose_voice
from tests.browser.serving import serving
from tests.browser.test_page_in_browser import DANGER, QUESTION, YES_OR_NO

Violations = Callable[[Page], list[str]]


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [
        pytest.param(390, 844, "light", id="phone"),
        pytest.param(1280, 900, "dark", id="desktop, dark"),
        pytest.param(320, 568, "light", id="320 pixels"),
        pytest.param(320, 256, "dark", id="400 % zoom, dark"),
    ],
)
def test_axe_finds_nothing(
    visit: Visit, axe_violations: Violations, unanswerable: str, width: int, height: int, scheme: str
) -> None:
    page = visit(width, height, color_scheme=scheme)
    assert axe_violations(page) == [], "empty"
    page.fill(BOX, "a" * 4001)
    page.press(BOX, "Enter")
    expect(page.locator("#hint [role=alert]")).to_be_visible()
    assert axe_violations(page) == [], "too long"
    for question in (QUESTION, DANGER, unanswerable):
        ask(page, question)
        assert axe_violations(page) == [], question
    turn = ask(page, YES_OR_NO)
    turn.locator(".begrip").first.click()
    for more in turn.locator("summary").all():
        more.click()
    assert axe_violations(page) == [], "terms and more open"
    page.locator("#nu .marker").first.click()
    expect(page.locator("#bronpaneel")).to_be_visible()
    assert axe_violations(page) == [], "source open"
    page.keyboard.press("Escape")
    choose_voice(page, "advieslijn")
    ask(page, QUESTION)
    assert axe_violations(page) == [], "advice line"
    page.locator(BOX).press_sequentially("kan melding", delay=20)
    expect(page.locator("#voorstellen")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert axe_violations(page) == [], "suggestions"
    page.keyboard.press("Escape")
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full"}))
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    expect(page.locator("#storing p")).to_be_visible()
    assert axe_violations(page) == [], "error"


def test_axe_finds_nothing_while_answering(visit: Visit, axe_violations: Violations, assistant: Assistant) -> None:
    may_load = threading.Event()

    def slow() -> Assistant:
        may_load.wait(30)
        return assistant

    with serving(slow) as address:
        page = visit(390, 844, address=address)
        page.fill(BOX, QUESTION)
        page.press(BOX, "Enter")
        expect(page.locator("#nu .antwoord")).to_have_text(texts.LOADING)
        assert axe_violations(page) == []
        may_load.set()
        page.wait_for_selector("#nu .beurt[data-stand=klaar]")


def test_the_page_and_an_answer_are_light(visit: Visit) -> None:
    page = visit(color_scheme="light")  # a profile of its own, with nothing in its cache
    page.wait_for_load_state("networkidle")
    weigh = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
      .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    opened = page.evaluate(weigh)
    ask(page, QUESTION)
    answered = page.evaluate("document.querySelector('#nu').innerHTML.length")
    print(f"page {opened / 1024:.0f} KiB over the wire, an answer {answered / 1024:.0f} KiB of HTML")
    assert opened < 1.5 * 2**20
    assert answered < 60 * 2**10
