"""Search as you type and marked faults, as requests to the page."""

import asyncio
import json
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from page_examples import SOURCES

from assistant import Assistant
from assistant.faults import FaultFolder
from assistant.page import texts
from assistant.page.guard import Guard
from assistant.page.loading import Answering
from assistant.page.server import build_application


def loaded(assistant: Answering) -> "Future[Answering]":
    future: Future[Answering] = Future()
    future.set_result(assistant)
    return future


@pytest.fixture(scope="module")
def page(assistant: Assistant) -> Guard:
    return build_application(loaded(assistant), SOURCES)


def post(page: Guard, path: str, body: Any, **headers: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=page)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post(path, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()})

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: Playwright may have a loop running in this one
        return pool.submit(asyncio.run, send()).result(30)


def test_what_is_typed_gives_questions(page: Guard) -> None:
    reply = post(page, "/zoek", {"text": "kan melding intr"})
    assert reply.status_code == 200
    assert any("intrekken" in question for question in reply.json())


def test_the_chosen_source_limits_the_questions(page: Guard) -> None:
    everywhere = post(page, "/zoek", {"text": "hoeveel meldingen"}).json()
    assert everywhere
    assert set(post(page, "/zoek", {"text": "hoeveel meldingen", "source": "brochure"}).json()).isdisjoint(everywhere)


@pytest.mark.parametrize("body", [{}, {"text": 5}, {"text": "a" * 4001}, []])
def test_what_is_no_question_is_refused(page: Guard, body: Any) -> None:
    assert post(page, "/zoek", body).status_code == 422


def test_before_the_documents_are_there_nothing_is_found() -> None:
    assert post(build_application(Future[Answering](), SOURCES), "/zoek", {"text": "melding"}).json() == []


def test_another_site_cannot_ask(page: Guard) -> None:
    assert post(page, "/zoek", {"text": "melding"}, sec_fetch_site="cross-site").status_code == 404
    assert post(page, "/zoek", {"text": "melding"}, sec_fetch_site="same-origin").status_code == 200


def test_without_a_folder_no_fault_is_kept(page: Guard) -> None:
    assert post(page, "/fout", {"turns": ["Wat nu?"]}).status_code in (404, 405)


def test_a_fault_becomes_a_draft_with_the_answer_that_was_wrong(assistant: Assistant, tmp_path: Path) -> None:
    page = build_application(loaded(assistant), SOURCES, FaultFolder(tmp_path))
    turns = ["Wat zijn de stappen van de meldcode?", "en wie doet dat?"]
    reply = post(page, "/fout", {"turns": turns, "remark": "verkeerde wie"})
    assert reply.json() == {"melding": texts.FAULT_KEPT}
    draft = json.loads(next(tmp_path.iterdir()).read_text(encoding="utf-8"))
    assert draft["turns"] == turns
    quotes = [" ".join(citation.quote.split()) for citation in assistant.answer(turns, voice="advieslijn").citations]
    assert [citation["quote"] for citation in draft["got"]["citations"]] == quotes


def test_a_fault_that_cannot_be_kept_says_why(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    page = build_application(loaded(assistant), SOURCES, FaultFolder(tmp_path / "bestand"))
    reply = post(page, "/fout", {"turns": ["Wat nu?"]})
    assert reply.status_code == 400
    assert "ASSISTANT_FAULT_DIR" in reply.json()["detail"]
