"""The page with the real assistant in the system's Chromium; every request that leaves the browser is written down."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant import Assistant
from corpus.bank import load_out_of_scope
from tests.browser.chat import Visit
from tests.browser.serving import CHROMIUM, serving

HERE = Path(__file__).parent

#: Questions that no reader expects the five documents to answer; how often that is recognised is for the evals to say.
UNANSWERABLE = (
    "Wat kost een lidmaatschap van Balans per jaar?",
    "Hoe laat vertrekt de trein naar Utrecht?",
    "Hoe bak ik een appeltaart?",
)
_MORE_TO_TRY = 100


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))  # a real browser on a busy machine is sometimes too late


@pytest.fixture(scope="session")
def unanswerable(assistant: Assistant) -> str:
    """A question that the assistant refuses."""
    known = [asked.question for asked in load_out_of_scope() if asked.kind in ("near", "far")]
    for question in (*UNANSWERABLE, *known[:_MORE_TO_TRY]):
        if assistant.answer([question]).outcome == "not_found":
            return question
    pytest.fail("de assistent weigert geen enkele vraag")


@pytest.fixture(scope="session")
def site(assistant: Assistant) -> Iterator[str]:
    """The address of the page."""
    with serving(lambda: assistant) as address:
        yield address


@pytest.fixture(scope="module")  # not longer: the event loop of Playwright would be in the way of other tests
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM["executable_path"]).exists():
        pytest.skip("geen Chromium op /usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        browser.new_context()  # the profile that tests share
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    visitor = Visit(chromium, site)
    yield visitor
    visitor.close()


@pytest.fixture(scope="session")
def axe_violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong on a page, one line each."""
    script = (HERE / "axe" / "axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def find(page: Page) -> list[str]:
        # Or they lie over what is judged, or hide a part of it.
        page.add_style_tag(content="#pagina :is(.kop, #vraagvak, .paneelkop) { position: static }")
        page.add_style_tag(content="#pagina #bronpaneel { position: static; width: auto; max-height: none; overflow: visible }")
        page.wait_for_timeout(300)  # colours change in steps of 0.15 s
        page.evaluate(script)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        unsure = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
        return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in (*found["violations"], *unsure)]

    return find
