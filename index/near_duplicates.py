"""Finds bank questions that mean the same to the encoder, where one of the two teaches the index nothing or misleads it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.search import Bank

SAME = 0.985  # cosine from which two questions are one to the encoder
_BLOCK = 2000


@dataclass(frozen=True, kw_only=True)
class NearDuplicate:
    """Two rows of the bank; ``is_conflict``: their answers are in different chunks, or only one of them has an answer."""

    first: int
    second: int
    cosine: float
    is_conflict: bool


def near_duplicates(bank: Bank, least: float = SAME) -> Iterator[NearDuplicate]:
    """Every pair of questions with at least this cosine, each pair once."""
    vectors = bank.vectors
    for start in range(0, len(vectors), _BLOCK):
        close = vectors[start : start + _BLOCK] @ vectors.T
        for row, column in np.argwhere(close >= least):
            first, second = start + int(row), int(column)
            if first < second:
                yield NearDuplicate(
                    first=first,
                    second=second,
                    cosine=float(close[row, column]),
                    is_conflict=bool(bank.chunks[first] != bank.chunks[second]),
                )
