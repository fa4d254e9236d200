"""Learns the danger model from ``corpus/distress.jsonl``.

    python -m assistant.training.train_danger [--cache DIR]

Twice: without two writers' messages (listed in the cache folder by ``train_ranker``, with whose encoder they are read), to weigh
n-grams and vectors against each other, to set the threshold at which the recall on them is ``RECALL``, and to print recall and
notices per kind; and then with the shipped encoder on all messages. Missing danger is worse than a notice too many, but a notice
on every sad message helps nobody. Development only.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from assistant.danger import MODEL_PATH
from corpus.bank import load_bank, load_distress, load_out_of_scope
from corpus.documents import load_corpus
from corpus.grams import BUCKETS
from corpus.words import fold
from index.encoder import BUNDLED, encode, load_encoder
from index.training.gram_table import gram_table

RECALL = 0.985
_C_GRAMS, _C_VECTORS = 10.0, 1.0
_BANK_SAMPLE = 3  # every n-th bank question stands in as an ordinary message


def features(encoder: str, messages: list[str]) -> sparse.csr_matrix:
    """Shape (messages, BUCKETS + dimension): n-gram weights, then the encoder's vectors."""
    return gram_table(messages, encode(load_encoder(encoder), [fold(message) for message in messages]))


def fit(table: sparse.csr_matrix, danger: np.ndarray, c: float) -> LogisticRegression:
    return LogisticRegression(C=c, solver="liblinear").fit(table, danger)


def log_odds(table: sparse.csr_matrix, danger: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two linear models, over n-grams and over vectors: their log odds of every row, and their weights, each with its bias."""
    parts = ((table[:, :BUCKETS], _C_GRAMS), (table[:, BUCKETS:], _C_VECTORS))
    models = [fit(part[known], danger[known], c) for part, c in parts]
    odds = np.stack([models[0].decision_function(table[:, :BUCKETS]), models[1].decision_function(table[:, BUCKETS:])], axis=1)
    return odds, np.concatenate([np.append(model.coef_[0], model.intercept_) for model in models])


def weighed(table: sparse.csr_matrix, kinds: np.ndarray, danger: np.ndarray, unseen: np.ndarray) -> tuple[np.ndarray, float]:
    """What n-grams and vectors weigh beside each other (two weights and a bias), and the threshold with ``RECALL``.

    From messages of writers whom the models do not know: of those that they were fitted on, both seem to know too much.
    """
    odds, _ = log_odds(table, danger, ~unseen)
    stack = LogisticRegression(C=100.0).fit(odds[unseen], danger[unseen])
    probability = stack.predict_proba(odds[unseen])[:, 1]
    danger, kinds = danger[unseen], kinds[unseen]
    for recall in (0.90, 0.95, 0.97, RECALL):
        threshold = float(np.quantile(probability[danger], 1.0 - recall))
        by_kind = ", ".join(f"{kind} {np.mean(probability[kinds == kind] >= threshold):.3f}" for kind in sorted(set(kinds)))
        print(f"threshold {threshold:.3f} at recall {recall}: {by_kind}", flush=True)
    return np.append(stack.coef_[0], stack.intercept_), round(float(np.quantile(probability[danger], 1.0 - RECALL)), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    options = parser.parse_args()
    messages = load_distress()
    bank = load_bank(load_corpus())
    ordinary = [q.question for q in bank][::_BANK_SAMPLE] + [q.question for q in load_out_of_scope()]
    texts = [message.message for message in messages] + ordinary
    danger = np.array([message.danger for message in messages] + [False] * len(ordinary))
    kinds = np.array([message.kind for message in messages] + ["bank"] * len(ordinary))
    held_out = set(json.loads((options.cache / "left_out.json").read_text(encoding="utf-8")))
    unseen = np.array([text in held_out for text in texts])
    (by_grams, by_vectors, bias), threshold = weighed(features(str(options.cache / "left_out"), texts), kinds, danger, unseen)
    print(f"n-grams weigh {by_grams:.2f}, vectors {by_vectors:.2f}")

    table = features(BUNDLED, texts)
    _, weights = log_odds(table, danger, np.ones(len(texts), bool))
    grams, vectors = weights[: BUCKETS + 1], weights[BUCKETS + 1 :]
    by_kind = LogisticRegression(C=_C_GRAMS, max_iter=300).fit(table[danger], kinds[danger])
    MODEL_PATH.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL_PATH,
        danger=np.concatenate([by_grams * grams[:-1], by_vectors * vectors[:-1]]).astype(np.float16),
        danger_bias=by_grams * grams[-1] + by_vectors * vectors[-1] + bias,
        kinds=by_kind.coef_.astype(np.float16),
        kinds_bias=by_kind.intercept_,
        names=by_kind.classes_,
        threshold=threshold,
    )
    print(f"saved {MODEL_PATH}, threshold {threshold:.3f}")


if __name__ == "__main__":
    main()
