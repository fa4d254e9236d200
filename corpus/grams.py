"""Hashed n-grams of characters and words: features of a message that forgive typos and need no vocabulary."""

import zlib
from itertools import pairwise

import numpy as np

from corpus.words import words

BUCKETS = 1 << 15
_SIZES = (3, 4, 5)  # of character n-grams


def hashed_grams(message: str) -> tuple[np.ndarray, np.ndarray]:
    """The buckets of a message's n-grams and their weights, a vector of length 1 (float32)."""
    buckets, counts = np.unique([_bucket(gram) for gram in _grams(message)] or [0], return_counts=True)
    weights = np.log1p(counts.astype(np.float32))
    return buckets, weights / np.linalg.norm(weights)


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
