"""Finds case questions that the system may have seen: near-duplicates of what index or encoder are built from."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from corpus.json_lines import lines_of
from corpus.manifest import CORPUS_DIR
from corpus.words import fold, words
from evals.cases import CaseLine, shown_path

ALIKE_STRING = 90.0  # of 100, by rapidfuzz
ALIKE_GRAMS = 0.85  # cosine of counts of three characters
#: Word sets are compared only for messages of about the same size: "verwaarlozing" alone is part of many a question.
SAME_SIZE = 0.75

_BUCKETS = 4096
_WORTH_A_LOOK = 0.5  # no pair that is alike by any of the measures has a hashed cosine below this
_BLOCK = 2000

#: The brochure's own questions are cases by definition: they show whether the assistant can at least answer what it reads.
OWN_QUESTION_SUFFIX = "-eigen"


@dataclass(frozen=True, kw_only=True)
class Material:
    """A message that the index or a model is built from, and where it stands."""

    path: Path
    number: int
    text: str

    @property
    def place(self) -> str:
        return f"{shown_path(self.path)}, regel {self.number}"


@dataclass(frozen=True, kw_only=True)
class Leak:
    """A case question that is (nearly) the same as a message the system is built from, with the measure that says so."""

    line: CaseLine
    material: Material
    measure: str


def load_material(directory: Path = CORPUS_DIR) -> tuple[Material, ...]:
    """Every bank question, out-of-scope question, follow-up and distress message with its file and line."""
    others = [directory / f"{name}.jsonl" for name in ("out_of_scope", "follow_ups", "distress")]
    files = [*sorted((directory / "questions").glob("*.jsonl")), *others]
    return tuple(material for path in files if path.is_file() for material in _read(path))


def find_leaks(lines: Sequence[CaseLine], material: Sequence[Material]) -> Iterator[Leak]:
    """The leaks in the order of the cases; the brochure's own questions may be in the bank."""
    asked: list[CaseLine] = []
    questions: list[str] = []
    for line in lines:
        if line.case is not None and not line.case.id.endswith(OWN_QUESTION_SUFFIX):
            whole = [" ".join(line.case.turns)] if len(line.case.turns) > 1 else []
            for text in [line.case.question, *whole]:
                asked.append(line)
                questions.append(fold(text))
    known = [fold(entry.text) for entry in material]
    for row, column in _candidates(questions, known):
        measure = alike(questions[row], known[column])
        if measure:
            yield Leak(line=asked[row], material=material[column], measure=measure)


def alike(one: str, other: str) -> str:
    """How two folded messages are near-duplicates, in Dutch; empty if they are not.

    >>> alike("hoeveel stappen heeft de meldcode?", "hoeveel stap heeft meldcode?")
    'tekst 90'
    >>> alike("wat doet de meldcode?", "mag school de meldcode overslaan?")
    ''
    """
    if one == other:
        return "gelijk"
    string = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if string >= ALIKE_STRING:
        return f"tekst {string:.0f}"
    first, second = set(words(one)), set(words(other))
    if min(len(first), len(second)) >= SAME_SIZE * max(len(first), len(second), 1):
        by_words = fuzz.token_set_ratio(one, other)
        if by_words >= ALIKE_STRING:
            return f"woorden {by_words:.0f}"
    cosine = gram_cosine(one, other)
    return f"tekens {cosine:.2f}" if cosine >= ALIKE_GRAMS else ""


def gram_cosine(one: str, other: str) -> float:
    """The cosine of two texts' counts of three characters, word ends included."""
    first, second = _grams(one), _grams(other)
    dot = sum(count * second[gram] for gram, count in first.items())
    lengths = sqrt(sum(c * c for c in first.values()) * sum(c * c for c in second.values()))
    return dot / lengths if lengths else 0.0


def _grams(text: str) -> Counter[str]:
    return Counter(padded[i : i + 3] for word in text.split() for padded in [f" {word} "] for i in range(len(padded) - 2))


def _candidates(questions: list[str], known: list[str]) -> Iterator[tuple[int, int]]:
    """The pairs worth a close look, in order: a fast, hashed version of ``gram_cosine`` sieves out the rest."""
    if not questions or not known:
        return
    left = _hashed(questions)
    pairs: list[tuple[int, int]] = []
    for first in range(0, len(known), _BLOCK):
        close = left @ _hashed(known[first : first + _BLOCK]).T
        pairs += [(int(row), first + int(column)) for row, column in np.argwhere(close >= _WORTH_A_LOOK)]
    yield from sorted(pairs)


def _hashed(texts: list[str]) -> np.ndarray:
    """Shape (texts, buckets), float32, rows of length 1."""
    table = np.zeros((len(texts), _BUCKETS), np.float32)
    for row, text in enumerate(texts):
        for gram, count in _grams(text).items():
            table[row, zlib.crc32(gram.encode()) % _BUCKETS] += count
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)
    return table


def _read(path: Path) -> Iterator[Material]:
    for number, line in enumerate(lines_of(path), 1):
        if line.strip():
            row = json.loads(line)
            text = row.get("question") or row.get("message") or " ".join(row.get("turns", ()))
            yield Material(path=path, number=number, text=text)
