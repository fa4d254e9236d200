"""From signals to hits: a small learned ranker, and the probability that there is an answer.

The weights are in ``models/ranker.json``, learned by ``index.training.train_ranker`` from bank questions that encoder and
bank had not seen.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

MODEL_PATH = Path(__file__).parent / "models" / "ranker.json"


@dataclass(frozen=True, eq=False)
class Signals:
    """What each way of looking says about every chunk, for one question; all arrays have one number per chunk.

    ``words``: BM25 over the chunk's text. ``meaning``: greatest cosine with one of its sentences. ``bank_words``,
    ``bank_meaning``: how much of the nearest bank questions, by words and by meaning, this chunk answers; the shares of all
    chunks and out-of-scope questions together stay below 1, far below where no bank question is near. ``bank_nearest``: greatest
    cosine with one of its bank questions. ``has_bank``: 1 where the chunk has bank questions at all. ``stranger_*``: the same
    for the out-of-scope questions.
    """

    words: np.ndarray
    meaning: np.ndarray
    bank_words: np.ndarray
    bank_meaning: np.ndarray
    bank_nearest: np.ndarray
    has_bank: np.ndarray
    stranger_words: float
    stranger_meaning: float
    stranger_nearest: float
    scope: float  # log odds that a question of these words is one that the documents answer
    length: int  # the number of words in the question that are no stop words

    @cached_property
    def candidates(self) -> np.ndarray:
        """The numbers of the chunks that any signal puts among its best."""
        best = [np.argsort(-signal, kind="stable")[:size] for signal, size in self._searches]
        return np.unique(np.concatenate(best))

    @property
    def _searches(self) -> tuple[tuple[np.ndarray, int], ...]:
        return ((self.words, 25), (self.meaning, 25), (self.bank_words, 15), (self.bank_meaning, 20), (self.bank_nearest, 15))

    def features(self) -> np.ndarray:
        """Shape (candidates, FEATURES): one row per candidate chunk."""
        rows = self.candidates
        words = self.words[rows]
        known_bank = 1.0 - self.stranger_meaning
        return np.stack(
            [
                words / (float(self.words.max()) + 1e-6),
                np.log1p(words) / 3.0,
                self.meaning[rows],
                np.sqrt(self.bank_words[rows]),
                np.sqrt(self.bank_meaning[rows]),
                np.log(self.bank_meaning[rows] + 1e-3) / 7.0,
                np.log(self.bank_words[rows] + 1e-3) / 7.0,
                self.bank_nearest[rows],
                (1.0 - self.has_bank[rows]) * self.meaning[rows],
                (1.0 - self.has_bank[rows]) * words / (float(self.words.max()) + 1e-6),
                (1.0 - self.has_bank[rows]) * known_bank,
            ],
            axis=1,
        ).astype(np.float64)

    def answer_features(self, scores: np.ndarray) -> np.ndarray:
        """What tells an answerable question from another, given the candidates' scores (probabilities that sum to 1)."""
        order = np.argsort(-scores)
        top = self.candidates[order[0]]
        second = float(scores[order[1]]) if len(order) > 1 else 0.0
        return np.array(
            [
                float(scores[order[0]]),
                float(scores[order[0]]) - second,
                float(scores[order[:3]].sum()),
                float(self.bank_meaning.sum()),
                float(self.bank_words.sum()),
                float(self.meaning.max()),
                float(self.meaning[top]),
                float(self.bank_nearest[top]),
                float(self.bank_nearest.max()),
                self.stranger_nearest,
                float(self.bank_nearest.max()) - self.stranger_nearest,
                self.stranger_meaning,
                self.stranger_words,
                self.scope,
                float(self.bank_meaning[top]),
                float(self.bank_words[top]),
                float(np.log1p(self.words[top])) / 3.0,
                float(np.log1p(self.words.max())) / 3.0,
                min(self.length, 30) / 30.0,
                float(1.0 - self.has_bank[top]),
                float(1.0 - self.has_bank[top]) * float(self.meaning[top]),
            ]
        )


@dataclass(frozen=True, eq=False)
class Ranker:
    """Linear weights over the features, and a logistic model for 'is this answerable'."""

    weights: np.ndarray
    answer_mean: np.ndarray
    answer_scale: np.ndarray
    answer_weights: np.ndarray
    answer_bias: float

    @classmethod
    def load(cls, path: Path = MODEL_PATH) -> "Ranker":
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            weights=np.array(raw["weights"]),
            answer_mean=np.array(raw["answer_mean"]),
            answer_scale=np.array(raw["answer_scale"]),
            answer_weights=np.array(raw["answer_weights"]),
            answer_bias=float(raw["answer_bias"]),
        )

    @classmethod
    def of_weights(cls, weights: np.ndarray) -> "Ranker":
        """A ranker that only orders candidates."""
        nothing = np.zeros(0)
        return cls(weights=weights, answer_mean=nothing, answer_scale=nothing, answer_weights=nothing, answer_bias=0.0)

    def scores(self, signals: Signals) -> np.ndarray:
        """One probability per candidate of ``signals.candidates``; they sum to 1."""
        logits = signals.features() @ self.weights
        exponents = np.exp(logits - logits.max())
        return np.asarray(exponents / exponents.sum())

    def answerable(self, signals: Signals, scores: np.ndarray) -> float:
        """The probability, 0 to 1, that the documents answer the question."""
        features = (signals.answer_features(scores) - self.answer_mean) / self.answer_scale
        return float(1.0 / (1.0 + np.exp(-(features @ self.answer_weights + self.answer_bias))))
