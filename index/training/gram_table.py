"""Texts as a table for a linear model: hashed n-grams beside the encoder's vectors."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from corpus.grams import BUCKETS, VECTOR_SCALE, hashed_grams


def gram_table(texts: Sequence[str], vectors: np.ndarray | None = None) -> sparse.csr_matrix:
    """Shape (texts, BUCKETS), or with ``vectors`` (texts, BUCKETS + dimension): n-gram weights, then the vector, scaled."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        buckets, weights = hashed_grams(text)
        rows += [row] * len(buckets)
        columns += buckets.tolist()
        values += weights.tolist()
    grams = sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))
    if vectors is None:
        return grams
    return sparse.hstack([grams, sparse.csr_matrix(VECTOR_SCALE * vectors)]).tocsr()
