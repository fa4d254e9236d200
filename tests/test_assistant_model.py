"""The optional language model: it only points at sentences, and whatever goes wrong there costs no answer."""

import re
import time
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.engine import Assistant
from assistant.model_writer import ModelWriter, load_model
from assistant.types import AssistantError


class WordCounter(BaseChatModel):
    """A fake that computes: it points at the sentence that shares most words with the question."""

    seen: list[str]
    reply: str = ""
    wait: float = 0.0

    @property
    def _llm_type(self) -> str:
        return "word-counter"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        prompt = str(messages[0].content)
        self.seen.append(prompt)
        time.sleep(self.wait)
        question = set(re.findall(r"\w+", prompt.rpartition("Vraag: ")[2].lower()))
        sentences = re.findall(r"^(\d+)\. (.*)$", prompt, re.MULTILINE)
        best = max(sentences, key=lambda row: len(question & set(re.findall(r"\w+", row[1].lower()))))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.reply or best[0]))])


def with_model(assistant: Assistant, model: WordCounter, seconds: float = 5.0) -> Assistant:
    return Assistant(
        corpus=assistant.corpus,
        index=assistant.index,
        danger=assistant._danger,
        follow_ups=assistant._follow_ups,
        writer=ModelWriter(model, assistant.corpus, seconds),
        settings=assistant.settings,
    )


def test_the_model_chooses_and_the_words_stay_the_sources(assistant):
    model = WordCounter(seen=[])
    answer = with_model(assistant, model).answer(["Krijgen ouders een advocaat bij een melding?"])
    assert len(answer.citations) == 1
    assert "advocaat" in answer.citations[0].quote
    assert answer.citations[0].quote in answer.text


def test_personal_data_does_not_reach_the_model(assistant):
    model = WordCounter(seen=[])
    with_model(assistant, model).answer(["Krijgt Mohammed een advocaat bij een melding? Bel mij op 06-12345678"])
    assert "12345678" not in model.seen[0]
    assert "Mohammed" not in model.seen[0]


@pytest.mark.parametrize(
    ("model", "seconds"),
    [
        pytest.param(WordCounter(seen=[], wait=1.0), 0.1, id="too slow"),
        pytest.param(WordCounter(seen=[], reply="Natuurlijk! Hier is een eigen antwoord."), 5.0, id="unreadable"),
        pytest.param(WordCounter(seen=[], reply="9999"), 5.0, id="no such sentence"),
    ],
)
def test_a_model_that_fails_costs_no_answer(assistant, model, seconds):
    answer = with_model(assistant, model, seconds).answer(["Kan een melding worden ingetrokken?"])
    assert answer.outcome == "answered"
    assert "Ja, de melder kan" in answer.text
    assert "eigen antwoord" not in answer.text


def test_a_model_that_finds_nothing_makes_it_not_found(assistant):
    answer = with_model(assistant, WordCounter(seen=[], reply="GEEN")).answer(["Kan een melding worden ingetrokken?"])
    assert answer.outcome == "not_found"
    assert answer.verdict is None


def test_an_unknown_model_names_the_setting():
    with pytest.raises(AssistantError, match="ASSISTANT_MODEL"):
        load_model("bestaat-niet:model")
