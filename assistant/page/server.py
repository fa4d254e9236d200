"""The page as a web application, and a server for it on this machine only."""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.faults import FaultFolder
from assistant.page.blocks import build_blocks, quiet_theme
from assistant.page.forgetting import keep_nothing
from assistant.page.guard import Guard
from assistant.page.loading import Answering
from assistant.page.routes import add_routes
from assistant.page.shell import rewrite_page
from assistant.types import AssistantError
from corpus.types import Source

#: Gradio sends nothing out, and counts nothing: its queue would keep a row for each question and summarise them every time.
_WITHOUT_COUNTING = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),
}

HOST = "127.0.0.1"
FIRST_PORT = 7860
_PORTS_TO_TRY = 50
_ASSETS = Path(__file__).parent / "assets"


def build_application(assistant: "Future[Answering]", sources: Mapping[str, Source], faults: FaultFolder | None = None) -> Guard:
    """The whole page as an ASGI application. All that Gradio offers beside it is off or out of reach.

    ``faults``: where answers that a colleague marks wrong are kept; nowhere by default.
    """
    os.environ.update(_WITHOUT_COUNTING)
    blocks = build_blocks(assistant, sources, takes_faults=faults is not None)
    forget = keep_nothing(blocks)
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(application, assistant, faults)
    application.mount("/pagina", StaticFiles(directory=_ASSETS))
    gr.mount_gradio_app(
        application,
        blocks,
        path="/",
        server_name=HOST,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
        theme=quiet_theme(),
    )

    return Guard(application, rewrite=rewrite_page, forget=forget)


def free_socket(port: int) -> socket.socket:
    """A socket that listens on ``port``, or on the first free one after it."""
    for candidate in range(port, min(port + _PORTS_TO_TRY, 65536)):
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((HOST, candidate))
            opened.listen()
        except OSError:
            opened.close()
        else:
            return opened
    raise AssistantError(f"Geen vrije poort gevonden vanaf {port}. Kies een andere met --port, bijvoorbeeld --port 9000.")


class WithoutDetails(logging.Filter):
    """Keeps the kind of an error and drops its message and traceback, in which the values are: they may be a question."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind = record.exc_info[0].__name__ if record.exc_info[0] else "fout"
            record.msg, record.args, record.exc_info = f"Een verzoek is mislukt ({kind}).", (), None
        return True


class _Server(uvicorn.Server):
    """Says when it is ready to answer."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._when_ready()


def make_server(application: Guard, when_ready: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """A server that logs no requests; give it a socket with ``run(sockets=[…])``."""
    config = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    for name in ("uvicorn.error", "asyncio", "gradio", "fastapi"):
        logging.getLogger(name).addFilter(WithoutDetails())
    return _Server(config, when_ready)
