"""What a person does on the page, in a few verbs."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

BOX = "#vraag textarea"
ANSWER_IS_COMPLETE = """question => {
  const turn = document.querySelector("#nu .beurt");
  return turn && !turn.dataset.eerder && turn.dataset.stand === "klaar"
    && turn.querySelector(".vraag").textContent.includes(question.trim());
}"""

# Without this mark, asking the same question twice would take the first answer for the second.
MARK_EARLIER_TURN = """() => {
  const turn = document.querySelector("#nu .beurt");
  if (turn) turn.dataset.eerder = "ja";
}"""


def ask(page: Page, question: str) -> Locator:
    """Types the question, presses Enter and gives the complete turn."""
    page.evaluate(MARK_EARLIER_TURN)
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    return answered(page, question)


def answered(page: Page, question: str) -> Locator:
    page.wait_for_function(ANSWER_IS_COMPLETE, arg=question, timeout=15000)
    return page.locator("#nu .beurt")


def choose_voice(page: Page, value: str) -> None:
    page.check(f"#stem input[value={value}]")


class Visit:
    """Opens pages and keeps what they requested and complained about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._pages: list[Page] = []

    def __call__(self, width: int = 1280, height: int = 900, *, address: str | None = None, **options: object) -> Page:
        """A page of its own; ``options`` (color_scheme, locale …) ask for a browser profile of its own as well."""
        page = self._profile(options).new_page()
        self._pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address or self.address)
        page.wait_for_selector(BOX)
        return page

    def _profile(self, options: dict[str, object]) -> BrowserContext:
        """The shared profile, whose cache makes that a page opens in half the time, or a fresh one."""
        return self.browser.new_context(**options) if options else self.browser.contexts[0]  # type: ignore[arg-type]

    def close(self) -> None:
        for page in self._pages:
            page.close()
        for profile in self.browser.contexts[1:]:
            profile.close()

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.requests}
