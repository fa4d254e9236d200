"""Makes docs/screenshots/*.png anew from the real page: ``python -m tests.browser.screenshots``."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from assistant import Settings, load_assistant
from index import build_index
from tests.browser.chat import BOX, ask, choose_voice
from tests.browser.serving import CHROMIUM, serving

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

QUESTION = "Kan een melding bij Veilig Thuis worden ingetrokken?"
STEPS = "Wat zijn de stappen van de meldcode?"
DANGER = "Mijn man slaat mij en de kinderen, wat moet ik doen?"
UNANSWERABLE = "Wat kost een lidmaatschap van Balans per jaar?"


def main() -> None:
    settings = Settings()
    build_index(settings)
    assistant = load_assistant(settings)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(lambda: assistant) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        shoot(browser, address)
        browser.close()


def shoot(browser: Browser, address: str) -> None:
    picture(open_page(browser, address, DESKTOP), "desktop-begin")
    picture(open_page(browser, address, PHONE), "telefoon-begin")

    page = open_page(browser, address, DESKTOP)
    ask(page, QUESTION)
    picture(page, "desktop-antwoord")
    page.locator("#nu .marker").first.click()
    picture(page, "desktop-bron")

    page = open_page(browser, address, PHONE)
    ask(page, QUESTION)
    page.locator("#nu .begrip").first.click()
    picture(page, "telefoon-antwoord")
    page.locator("#nu .marker").first.click()
    picture(page, "telefoon-bron")

    page = open_page(browser, address, PHONE)
    ask(page, DANGER)
    picture(page, "gevaar")

    page = open_page(browser, address, DESKTOP)
    ask(page, UNANSWERABLE)
    picture(page, "niet-gevonden")

    page = open_page(browser, address, DESKTOP)
    choose_voice(page, "advieslijn")
    ask(page, STEPS)
    picture(page, "advieslijn")
    page.locator(BOX).press_sequentially("kan melding intr", delay=30)
    page.wait_for_selector("#voorstellen li")
    picture(page, "advieslijn-voorstellen")

    page = open_page(browser, address, {"width": 320, "height": 256})
    ask(page, QUESTION)
    page.locator("#nu .marker").first.click()
    picture(page, "zoom-400-bron")

    page = open_page(browser, address, PHONE, color_scheme="dark")
    ask(page, QUESTION)
    picture(page, "donker")


def open_page(browser: Browser, address: str, size: dict[str, int], **options: Any) -> Page:
    page = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, **options).new_page()
    page.goto(address)
    page.wait_for_selector(BOX)
    return page


def picture(page: Page, name: str) -> None:
    page.wait_for_timeout(900)  # scrolling and colours come to rest
    page.screenshot(path=FOLDER / f"{name}.png")
    print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
