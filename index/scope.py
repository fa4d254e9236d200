"""Whether a question sounds like one that the documents answer, by its words alone.

Near the subject, what gives an unanswerable question away is often a word or two ("hoeveel kost", "binnen hoeveel weken", "model
brief") rather than its place among the other questions. A linear model over hashed n-grams and the encoder's vector, learned from
bank and out-of-scope questions by ``index.training.train_scope``.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.grams import linear_scores

MODEL_PATH = Path(__file__).parent / "models" / "scope.npz"


@dataclass(frozen=True, eq=False)
class ScopeModel:
    """``weights``: one per bucket, then one per dimension of the encoder."""

    weights: np.ndarray
    bias: float

    @classmethod
    def load(cls, path: Path = MODEL_PATH) -> "ScopeModel":
        stored = np.load(path, allow_pickle=False)
        return cls(weights=stored["weights"].astype(np.float32), bias=float(stored["bias"]))

    def save(self, path: Path = MODEL_PATH) -> None:
        np.savez_compressed(path, weights=self.weights.astype(np.float16), bias=self.bias)

    def score(self, text: str, vector: np.ndarray) -> float:
        """Log odds that a question is in scope."""
        return float(linear_scores(self.weights, text, vector)) + self.bias
