"""What a visitor sees when loading takes long, the start fails or an answer cannot be made; and what the server remembers."""

import gc
import logging
import threading
import time
from collections.abc import Sequence

import pytest
from playwright.sync_api import expect

from assistant import Answer, Assistant
from assistant.library import NO_LIBRARY
from assistant.page import texts
from assistant.types import Voice
from index import IndexBuildError
from tests.browser.chat import BOX, Visit, answered, ask
from tests.browser.serving import serving

QUESTION = "Wat zijn de stappen van de meldcode?"


class Failing:
    """An assistant that fails on every question, with the question in its error."""

    library = NO_LIBRARY

    def answer(self, turns: Sequence[str], *, voice: Voice, documents: frozenset[str] | None = None) -> Answer:
        raise ValueError(f"kan niet: {turns[-1]}")


def test_the_page_is_there_before_the_documents_are(visit: Visit, assistant: Assistant) -> None:
    may_load = threading.Event()

    def slow() -> Assistant:
        may_load.wait(30)
        return assistant

    with serving(slow) as address:
        page = visit(address=address)
        page.fill(BOX, QUESTION)
        page.press(BOX, "Enter")
        expect(page.locator("#nu .antwoord")).to_have_text(texts.LOADING)
        expect(page.locator("#voorlezen")).to_have_text(texts.LOADING)
        may_load.set()
        assert answered(page, QUESTION).locator(".citaat").count() >= 1


def test_clearing_stops_a_question_that_waits(visit: Visit, assistant: Assistant) -> None:
    may_load = threading.Event()

    def slow() -> Assistant:
        may_load.wait(30)
        return assistant

    with serving(slow) as address:
        page = visit(address=address)
        page.fill(BOX, QUESTION)
        page.press(BOX, "Enter")
        page.wait_for_selector("#nu .beurt")
        page.locator("#wis").click()
        expect(page.locator(".beurt")).to_have_count(0)
        may_load.set()
        page.wait_for_timeout(600)
        assert page.locator(".beurt").count() == 0
        ask(page, QUESTION)


def test_a_failed_start_is_explained_on_the_page(visit: Visit) -> None:
    def broken() -> Assistant:
        raise IndexBuildError("Er is geen index. Voer uit: python -m index build")

    with serving(broken) as address:
        page = visit(address=address)
        expect(page.locator("#toestand [role=alert]")).to_contain_text("Voer uit: python -m index build")
        assert page.locator("#toestand a[href='tel:08002000']").is_visible()
        turn = ask(page, QUESTION)
        assert "python -m index build" in turn.inner_text()
        assert "Traceback" not in page.locator("body").inner_text()


def test_a_failed_answer_is_an_apology_and_not_a_leak(
    visit: Visit, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(Failing) as address, caplog.at_level(logging.DEBUG):
        page = visit(address=address)
        turn = ask(page, "geheimpje")
        assert texts.SORRY in turn.inner_text()
        assert turn.locator("a[href='tel:112']").is_visible()
        ask(page, "nog eens")
        page.wait_for_function("document.querySelectorAll('#verloop .beurt').length === 1")  # the page goes on working
    ours = [record.getMessage() for record in caplog.records if record.name == "assistant.page"]
    assert ours == ["Het antwoorden is mislukt: ValueError"] * 2
    out, err = capfd.readouterr()
    assert "geheimpje" not in out + err + caplog.text


ASK_WITHOUT_TELLING_PYTHON = """() => {
  const box = document.querySelector("#vraag textarea");
  box.value = "Wat betekent " + ["kwis", "pel", "vlonder"].join("") + "?";
  box.dispatchEvent(new Event("input", {bubbles: true}));
  setTimeout(() => document.querySelector("#stuur").click(), 500);  // nobody clicks in the same instant
}"""


def test_the_server_forgets_a_question_once_it_is_answered(visit: Visit) -> None:
    page = visit()
    page.evaluate(ASK_WITHOUT_TELLING_PYTHON)
    page.wait_for_selector("#nu .beurt[data-stand=klaar]")
    page.wait_for_timeout(3000)
    assert sentences_holding("".join(reversed("rednolvlepsiwk"))) == []


def test_the_server_forgets_a_question_whose_asker_left(visit: Visit, assistant: Assistant) -> None:
    class Slow:
        library = NO_LIBRARY

        def answer(self, turns: Sequence[str], *, voice: Voice, documents: frozenset[str] | None = None) -> Answer:
            time.sleep(1)
            return assistant.answer(turns, voice=voice)

    with serving(Slow) as address:
        page = visit(address=address)
        page.evaluate(ASK_WITHOUT_TELLING_PYTHON)
        page.wait_for_selector("#nu .beurt")
        page.close()
        time.sleep(4)
        assert sentences_holding("".join(reversed("rednolvlepsiwk"))) == []


def sentences_holding(word: str) -> list[str]:
    """The strings in this process with the word and at least the one before it; what refers to each comes first.

    Single words and pairs of them may stay in the caches of the language code.
    """
    gc.collect()
    found = []
    for holder in gc.get_objects():
        for value in gc.get_referents(holder):
            if isinstance(value, str | bytes) and value is not word:
                text = value if isinstance(value, str) else value.decode("utf-8", "replace")
                if f"Wat betekent {word}" in text:
                    found.append(f"{type(holder).__name__}: {text[:60]}")
    return found
