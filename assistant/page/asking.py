"""A question and its answer, as a stream of what the page shows. Nothing of it is written down anywhere."""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

from anyio import to_thread

from assistant.page import texts, turns
from assistant.page.loading import Answering, explain
from assistant.page.turn_page import TurnPage
from assistant.types import Voice
from corpus.types import Source

MOST_CHARACTERS = 4000
MOST_EARLIER = 12  # questions that a follow-up can refer to

_STEP_SECONDS = 0.03  # between two sentences; an answer takes about 15 ms, so this is only so that the eye can follow
_MOST_SECONDS = 0.4  # for all sentences of an answer together

log = logging.getLogger("assistant.page")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows at one moment. ``turn`` is HTML; None leaves a part as it is."""

    turn: str | None = None
    hint: str | None = None
    earlier: tuple[str, ...] | None = None
    empty_the_box: bool = False


async def ask(
    question: str,
    *,
    earlier: tuple[str, ...],
    voice: Voice,
    assistant: "Future[Answering]",
    sources: Mapping[str, Source],
    documents: frozenset[str] | None = None,
    takes_faults: bool = False,
) -> AsyncIterator[Shown]:
    """What the page shows for a question, moment by moment; the last has ``data-stand="klaar"``.

    An empty question shows nothing and a too long one a hint, and both leave the box as it is. Never raises: whatever goes
    wrong becomes an apology with the numbers of people who can help.
    """
    question = question.strip()
    if not question:
        return
    if len(question) > MOST_CHARACTERS:
        yield Shown(hint=texts.too_long(len(question), MOST_CHARACTERS))
        return
    page = TurnPage(
        id=secrets.token_hex(4),
        question=question,
        voice=voice,
        sources=sources,
        takes_faults=takes_faults,
        filtered=", ".join(texts.SHORT_TITLES.get(name, name) for name in sorted(documents or ())),
    )
    yield Shown(turn=turns.waiting(page, loading=not assistant.done()), hint="", empty_the_box=True)
    try:
        opened = await asyncio.wrap_future(assistant)
    except Exception as error:
        yield Shown(turn=turns.sorry(page, explain(error)))
        return
    page = replace(page, library=opened.library)
    conversation = [*earlier[-MOST_EARLIER:], question]
    try:
        answer = await to_thread.run_sync(partial(opened.answer, turns=conversation, voice=voice, documents=documents))
        beginnings = growing(answer.text)
        for text in beginnings:
            yield Shown(turn=turns.partial(page, answer, text))
            await asyncio.sleep(min(_STEP_SECONDS, _MOST_SECONDS / len(beginnings)))
        yield Shown(turn=turns.complete(page, answer), earlier=tuple(conversation))
    except Exception as error:
        log.error("Het antwoorden is mislukt: %s", type(error).__name__)  # never the message: it may hold the question
        yield Shown(turn=turns.sorry(page, texts.SORRY))


def growing(text: str) -> list[str]:
    """The beginnings of a text, each a sentence or line longer, without the whole: "A. B. C." gives "A." and "A. B."."""
    ends = re.finditer(r"(?<!\d)[.!?:](?:\s*\[\d+\])*\s+(?=[^\s\[])|\n+", text)
    return [text[: end.end()].rstrip() for end in ends]
