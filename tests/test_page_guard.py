"""What reaches Gradio, what goes with every response, and what the page itself looks like to a browser."""

import asyncio
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from page_examples import SOURCES

from assistant.page import texts
from assistant.page.guard import Guard, is_allowed
from assistant.page.loading import Answering
from assistant.page.server import build_application


@pytest.fixture(scope="module")
def application() -> Guard:
    return build_application(Future[Answering](), SOURCES)


def fetch(application: Guard, path: str, method: str = "GET") -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path)

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: Playwright may have a loop running in this one
        return pool.submit(asyncio.run, get()).result(30)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/pagina/pagina.css"),
        ("GET", "/assets/index-abc_1.js"),
        ("GET", "/gradio_api/queue/data"),
        ("POST", "/gradio_api/queue/join"),
    ],
)
def test_the_page_gets_what_it_needs(method: str, path: str) -> None:
    assert is_allowed(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org"),
        ("GET", "/assets/../app.py"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/"),
        ("PUT", "/"),
    ],
)
def test_nothing_else_is_there(application: Guard, method: str, path: str) -> None:
    assert not is_allowed(method, path)
    assert fetch(application, path, method).status_code == 404


def test_the_page_is_ours_and_dutch(application: Guard) -> None:
    page = fetch(application, "/")
    assert page.status_code == 200
    assert '<html lang="nl"' in page.text
    assert f"<title>{texts.TITLE}</title>" in page.text
    assert page.text.count('id="snelweg"') == page.text.count('id="voorlezen"') == page.text.count('<body id="pagina"') == 1


def test_the_page_links_to_nobody_else_but_the_way_out(application: Guard) -> None:
    page = fetch(application, "/").text
    links = re.findall(r'(?:src|href|content)="(https?://[^"]*)"', page)
    assert links == ["https://www.buienradar.nl"]
    assert "og:" not in page
    assert "manifest.json" not in page


def test_every_script_carries_the_nonce_of_the_policy(application: Guard) -> None:
    page = fetch(application, "/")
    policy = page.headers["content-security-policy"]
    nonces = set(re.findall(r"<script nonce=\"([\w-]+)\"", page.text))
    assert page.text.count("<script") == page.text.count("<script nonce=")
    assert nonces == set(re.findall(r"'nonce-([\w-]+)'", policy))
    assert nonces != set(re.findall(r"<script nonce=\"([\w-]+)\"", fetch(application, "/").text)), "a new one each time"
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy.replace("'self'", "")


@pytest.mark.parametrize("path", ["/", "/pagina/pagina.js", "/bestaat-niet"])
def test_every_response_tells_nobody_where_the_visitor_was(application: Guard, path: str) -> None:
    headers = fetch(application, path).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_is_not_kept_by_the_browser(application: Guard) -> None:
    assert fetch(application, "/").headers["cache-control"] == "no-store"


def test_a_query_string_changes_nothing(application: Guard) -> None:
    saved = fetch(application, "/?deep_link=abc&__theme=dark")
    assert saved.status_code == 200
    assert '"deep_link_state":"none"' in saved.text.replace(" ", "")


def test_gradio_sends_and_keeps_nothing_of_its_own(application: Guard) -> None:
    config = fetch(application, "/").text
    for switched_off in ('"analytics_enabled":false', '"run_history":false', '"show_error":false', '"footer_links":[]'):
        assert switched_off in config


def test_the_files_of_the_page_ask_nobody_else() -> None:
    import assistant.page

    for asset in (Path(assistant.page.__file__).parent / "assets").iterdir():
        assert not re.search(r"https?://|@import|url\(", asset.read_text(encoding="utf-8")), asset.name
