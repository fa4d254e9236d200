"""The words that are our own, in answers and on the page: short sentences, and nothing English."""

import re
from types import ModuleType

import pytest

from assistant import chitchat, wording
from assistant.page import texts
from assistant.signposts import load_signposts

MOST_WORDS = 15  # on average; B1
LONGEST = 28


def own_sentences(module: ModuleType) -> list[str]:
    """The Dutch sentences among a module's constants."""
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.extend(part for part in re.split(r"(?<=[.?!:])\s+", value) if len(part.split()) > 1)
        elif isinstance(value, dict):
            gather(tuple(value.values()))
        elif isinstance(value, list | tuple):
            for part in value:
                gather(part)

    for name, value in vars(module).items():
        if name.lstrip("_").isupper():
            gather(value)
    return found


SENTENCES = [*own_sentences(wording), *own_sentences(texts), *own_sentences(chitchat)]


def test_our_own_sentences_are_short() -> None:
    lengths = [len(sentence.split()) for sentence in SENTENCES]
    assert len(lengths) > 60
    assert sum(lengths) / len(lengths) <= MOST_WORDS
    assert max(lengths) <= LONGEST, max(SENTENCES, key=lambda sentence: len(sentence.split()))


def test_no_verdict_and_no_advice_of_our_own() -> None:
    wrong = re.compile(r"\b(?:je moet|u moet|wij adviseren|ons advies|school is fout|de ouder is fout)\b", re.IGNORECASE)
    assert [sentence for sentence in SENTENCES if wrong.search(sentence)] == []


@pytest.mark.parametrize("name", ["112", "veilig thuis", "113", "kindertelefoon"])
def test_each_number_can_be_called(name: str) -> None:
    assert re.fullmatch(r"\d{3}|0800-\d{4}", load_signposts()[name].number)
