"""The two requests that the page makes beside a question: search as you type, and marking an answer wrong."""

from concurrent.futures import Future
from typing import Annotated

from anyio import to_thread
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant.faults import FaultFolder
from assistant.page import texts
from assistant.page.asking import MOST_CHARACTERS, MOST_EARLIER
from assistant.page.loading import Answering
from assistant.types import AssistantError

_Text = Annotated[str, Field(max_length=MOST_CHARACTERS)]


class Typed(BaseModel):
    """What stands in the question box, and the source that is looked in, if it is one."""

    text: _Text
    source: str | None = None


class Fault(BaseModel):
    """An answer that is wrong: the user's messages up to its question, and what is wrong with it."""

    turns: Annotated[list[_Text], Field(min_length=1, max_length=MOST_EARLIER + 1)]
    remark: _Text = ""


def add_routes(application: FastAPI, assistant: "Future[Answering]", faults: FaultFolder | None) -> None:
    """Adds ``POST /zoek``, and with a folder for faults ``POST /fout``. What is sent stays in the request."""

    @application.exception_handler(RequestValidationError)
    async def refuse(request: Request, error: RequestValidationError) -> JSONResponse:
        """Without the library's own answer, which repeats what was sent."""
        return JSONResponse({"detail": texts.NOT_UNDERSTOOD}, 422)

    @application.post("/zoek")
    def look_up(typed: Typed) -> list[str]:
        if not assistant.done() or assistant.exception():
            return []
        documents = frozenset([typed.source]) if typed.source else None
        return [suggestion.text for suggestion in assistant.result().library.suggestions(typed.text, documents)]

    if faults is None:
        return

    @application.post("/fout")
    async def keep(fault: Fault) -> dict[str, str]:
        if not assistant.done() or assistant.exception():
            raise HTTPException(503, texts.NOT_STARTED)
        turns = fault.turns

        def write() -> None:
            opened = assistant.result()
            answer = opened.answer(turns, voice="advieslijn")
            faults.add(tuple(turns), fault.remark, answer, opened.library.deidentifier)

        try:
            await to_thread.run_sync(write)
        except AssistantError as error:
            raise HTTPException(400, str(error)) from None
        return {"melding": texts.FAULT_KEPT}
