"""Whether cited words support a sentence: a deterministic stand-in for ALCE's language model that judges entailment.

A sentence is supported if (nearly) all its content words, as stems, and all its numbers stand in the cited words. Words cannot
see a "not" that was left out; that the citations are verbatim and the answers right is measured apart.
"""

from collections.abc import Iterable

from evals.wording import numbers, without_markers
from index.keywords import stems

#: The share of a sentence's content words that must be among the cited ones.
ENOUGH_WORDS = 0.8


def is_supported(sentence: str, cited: Iterable[str]) -> bool:
    """Whether the cited texts together hold the sentence's numbers and ``ENOUGH_WORDS`` of its content words.

    >>> is_supported("De meldcode heeft vijf stappen [1].", ["De meldcode heeft vijf stappen. Elke stap telt."])
    True
    >>> is_supported("De meldcode heeft zes stappen en een afweegkader [1].", ["De meldcode heeft vijf stappen."])
    False
    """
    text = " ".join(cited)
    if set(numbers(sentence)) - {form for number in numbers(text) for form in (number, number.lstrip("0"))}:
        return False
    wanted, known = set(stems(without_markers(sentence))), set(stems(text))
    return len(wanted & known) >= ENOUGH_WORDS * len(wanted)
