"""A question as the moments that the page shows."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest
from page_examples import ANSWER, SOURCES

from assistant import Answer
from assistant.library import NO_LIBRARY
from assistant.page import texts
from assistant.page.asking import MOST_CHARACTERS, MOST_EARLIER, Shown, ask, growing
from assistant.page.loading import Answering, in_background
from assistant.types import Voice
from index import IndexBuildError


class Echo:
    """Answers every question the same, and remembers what it was asked."""

    library = NO_LIBRARY

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], Voice]] = []
        self.documents: list[frozenset[str] | None] = []

    def answer(self, turns: Sequence[str], *, voice: Voice, documents: frozenset[str] | None = None) -> Answer:
        self.asked.append((list(turns), voice))
        self.documents.append(documents)
        return replace(ANSWER, question=turns[-1])


class Broken:
    library = NO_LIBRARY

    def answer(self, turns: Sequence[str], *, voice: Voice, documents: frozenset[str] | None = None) -> Answer:
        raise RuntimeError(f"niet gelukt: {turns}")


def moments(
    question: str, assistant: "Answering | Future[Answering]", *, earlier: tuple[str, ...] = (), voice: Voice = "ouder"
) -> list[Shown]:
    future = assistant if isinstance(assistant, Future) else loaded(assistant)

    async def collect() -> list[Shown]:
        return [shown async for shown in ask(question, earlier=earlier, voice=voice, assistant=future, sources=SOURCES)]

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: Playwright may have a loop running in this one
        return pool.submit(asyncio.run, collect()).result(10)


def loaded(assistant: Answering) -> "Future[Answering]":
    future: Future[Answering] = Future()
    future.set_result(assistant)
    return future


def test_an_answer_grows_and_ends_complete() -> None:
    shown = moments("Wat doet Veilig Thuis?", Echo())
    assert shown[0].empty_the_box
    assert texts.SEARCHING in str(shown[0].turn)
    assert 'data-stand="klaar"' in str(shown[-1].turn)
    assert [s.turn is not None for s in shown] == [True] * len(shown)
    assert len({str(s.turn)[s.turn.index("data-beurt") :][:21] for s in shown if s.turn}) == 1, "one turn throughout"
    assert not any(s.empty_the_box for s in shown[1:]), "what is typed meanwhile stays"
    assert shown[-1].earlier == ("Wat doet Veilig Thuis?",)


def test_earlier_questions_go_along_up_to_a_limit() -> None:
    assistant = Echo()
    earlier = tuple(f"vraag {number}" for number in range(30))
    shown = moments("en dan?", assistant, earlier=earlier, voice="advieslijn")
    asked, voice = assistant.asked[0]
    assert asked == [*earlier[-MOST_EARLIER:], "en dan?"]
    assert voice == "advieslijn"
    assert shown[-1].earlier == tuple(asked)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_nothing_asked_is_nothing_shown(question: str) -> None:
    assert moments(question, Echo()) == []


def test_a_too_long_question_gets_a_hint_and_stays() -> None:
    assistant = Echo()
    shown = moments("a" * (MOST_CHARACTERS + 1), assistant)
    assert [s.hint for s in shown] == [texts.too_long(4001, 4000)]
    assert "4.001 tekens" in str(shown[0].hint)
    assert not shown[0].empty_the_box
    assert assistant.asked == []


def test_the_longest_question_is_answered() -> None:
    assert moments("a" * MOST_CHARACTERS, Echo())[-1].earlier is not None


def test_a_failure_is_an_apology_and_leaves_no_question_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        shown = moments("geheimpje", Broken())
    assert texts.SORRY in str(shown[-1].turn)
    assert shown[-1].earlier is None, "a follow-up does not build on it"
    assert "RuntimeError" in caplog.text
    assert "geheimpje" not in caplog.text


def test_a_start_that_failed_is_explained() -> None:
    def fail() -> Answering:
        raise IndexBuildError("Er is geen index. Voer uit: python -m index build")

    shown = moments("vraag", in_background(fail))
    assert "Er is geen index." in str(shown[-1].turn)


def test_a_start_that_failed_for_no_known_reason_says_so_without_details() -> None:
    def fail() -> Answering:
        raise KeyError("/een/pad")

    shown = moments("vraag", in_background(fail))
    assert texts.NOT_STARTED in str(shown[-1].turn)
    assert "/een/pad" not in str(shown[-1].turn)


@pytest.mark.parametrize(
    ("text", "beginnings"),
    [
        pytest.param("Een. [1] Twee. [2]", ["Een. [1]"], id="sentences with markers"),
        pytest.param("Kies:\n1. Dit\n2. Dat", ["Kies:", "Kies:\n1. Dit"], id="lines; a number ends no sentence"),
        pytest.param("Alles in een keer", [], id="one sentence"),
    ],
)
def test_beginnings_are_whole_sentences(text: str, beginnings: list[str]) -> None:
    assert growing(text) == beginnings
