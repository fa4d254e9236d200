"""Learns the scope model from all bank and out-of-scope questions, with the vectors of the shipped encoder.

    python -m index.training.train_scope

Comes after ``train_encoder``. What the model is worth on unseen questions, ``train_ranker`` measures. Development only.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from corpus.words import fold
from index.encoder import encode, load_encoder
from index.scope import MODEL_PATH, ScopeModel
from index.training.gram_table import gram_table

_C = 20.0


def fit_scope(texts: Sequence[str], vectors: np.ndarray, in_scope: np.ndarray) -> ScopeModel:
    """``vectors``: shape (texts, dimension), of the folded texts; ``in_scope``: whether the documents answer each."""
    table = gram_table(texts, vectors)
    model = LogisticRegression(C=_C, solver="liblinear", class_weight="balanced").fit(table, in_scope)
    return ScopeModel(weights=model.coef_[0].astype(np.float32), bias=float(model.intercept_[0]))


def main() -> None:
    ours = [question.question for question in load_bank(load_corpus())]
    texts = [*ours, *(stranger.question for stranger in load_out_of_scope())]
    vectors = encode(load_encoder(), [fold(text) for text in texts])
    fit_scope(texts, vectors, np.arange(len(texts)) < len(ours)).save()
    print(f"saved {MODEL_PATH}")


if __name__ == "__main__":
    main()
