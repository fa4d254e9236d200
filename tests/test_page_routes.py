"""Search as you type and marked faults, as requests to the page."""

import asyncio
import json
import logging
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from page_examples import SOURCES

from assistant import Assistant
from assistant.faults import FaultFolder
from assistant.page import texts
from assistant.page.guard import MOST_BYTES, Guard
from assistant.page.loading import Answering
from assistant.page.server import WithoutDetails, build_application


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
            sent = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
            return await client.post(path, content=json.dumps(body), headers=sent)  # as a browser may: half an emoji escaped

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


# ---- what the page would never send ----

_JOIN = "/gradio_api/queue/join"


def asked(*data: Any, fn_index: int = 0) -> dict[str, Any]:
    return {"data": list(data), "fn_index": fn_index, "session_hash": "toets"}


@pytest.mark.parametrize(
    "body",
    [
        asked({"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, [], "ouder", "alle"),
        asked("vraag", [{"path": "/etc/passwd"}], "ouder", "alle"),
        asked("vraag", [], "ouder", "alle", fn_index=99),
        {"data": "vraag"},
        [],
    ],
)
def test_a_file_instead_of_a_question_never_reaches_gradio(page: Guard, body: Any) -> None:
    assert post(page, _JOIN, body).status_code == 400


def test_too_much_is_not_read(page: Guard) -> None:
    assert post(page, "/zoek", {"text": "a" * (MOST_BYTES + 1)}).status_code == 413


@pytest.mark.parametrize("path", ["/zoek", _JOIN])
def test_another_origin_is_refused(page: Guard, path: str) -> None:
    assert post(page, path, {"text": "melding"}, Origin="https://evil.example").status_code == 404


def test_half_an_emoji_is_no_error_and_what_is_wrong_is_not_repeated(page: Guard) -> None:
    assert post(page, "/zoek", {"text": "melding intrekken \ud83d"}).status_code == 200
    assert "GEHEIM" not in post(page, "/zoek", {"text": ["GEHEIM"]}).text


def test_a_log_line_keeps_the_kind_of_an_error_and_nothing_of_its_words() -> None:
    try:
        raise ValueError("GEHEIM")
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "fout %s", ("GEHEIM",), sys.exc_info())
    assert WithoutDetails().filter(record)
    assert logging.Formatter().format(record) == "Een verzoek is mislukt (ValueError)."
