"""Opens the assistant in the background, so that the page is there before the index is."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Protocol, TypeVar

from assistant.library import Library
from assistant.page import texts
from assistant.types import Answer, AssistantError, Voice
from corpus.types import CorpusError
from index.types import IndexBuildError

T = TypeVar("T")

#: Errors whose message is written for the person who reads the page.
EXPLAINED = (AssistantError, CorpusError, IndexBuildError)

log = logging.getLogger("assistant.page")


class Answering(Protocol):
    """What the page needs of an assistant."""

    library: Library

    def answer(self, turns: list[str], *, voice: Voice, documents: frozenset[str] | None = None) -> Answer: ...


def in_background(make: Callable[[], T]) -> "Future[T]":
    """The future result of ``make``, at work in a thread that does not keep the process alive."""
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()  # from here on a page that goes away cannot cancel it for the others

    def work() -> None:
        try:
            future.set_result(make())
        except BaseException as error:
            log.error("Het laden is mislukt: %s", type(error).__name__)
            future.set_exception(error)

    Thread(target=work, name="load-assistant", daemon=True).start()
    return future


def explain(error: BaseException) -> str:
    """What went wrong, in Dutch: the error's own words where they are meant to be read."""
    return str(error) if isinstance(error, EXPLAINED) else texts.NOT_STARTED
