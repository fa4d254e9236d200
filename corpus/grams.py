"""Hashed n-grams of characters and words: features of a message that forgive typos and need no vocabulary."""

import zlib
from itertools import pairwise

import numpy as np

from corpus.words import words

BUCKETS = 1 << 15
VECTOR_SCALE = 1.5  # beside n-grams, whose length is 1: lets an encoder's vector weigh about as much
_SIZES = (3, 4, 5)  # of character n-grams


def hashed_grams(message: str) -> tuple[np.ndarray, np.ndarray]:
    """The buckets of a message's n-grams and their weights, a vector of length 1 (float32)."""
    buckets, counts = np.unique([_bucket(gram) for gram in _grams(message)] or [0], return_counts=True)
    weights = np.log1p(counts.astype(np.float32))
    return buckets, weights / np.linalg.norm(weights)


def linear_scores(weights: np.ndarray, message: str, vector: np.ndarray | None = None) -> np.ndarray:
    """A linear model's scores for a message; ``weights`` has shape (..., BUCKETS) or (..., BUCKETS + dimension).

    The vector's part is left out where it has another dimension than the weights: it then comes from another encoder.
    """
    buckets, grams = hashed_grams(message)
    scores = weights[..., buckets] @ grams
    if vector is not None and len(vector) == weights.shape[-1] - BUCKETS:
        scores = scores + weights[..., BUCKETS:] @ (VECTOR_SCALE * vector)
    return np.asarray(scores)


def _grams(message: str) -> list[str]:
    found = words(message)
    grams = [f"w {word}" for word in found]
    grams += [f"b {first} {second}" for first, second in pairwise(found)]
    for word in found:
        padded = f" {word} "
        grams += [padded[i : i + size] for size in _SIZES for i in range(len(padded) - size + 1)]
    return grams


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode()) % BUCKETS
