"""Learns the danger model from ``corpus/distress.jsonl``.

    python -m assistant.training.train_danger

Prints recall and notices per kind by five-fold cross-validation, and sets the threshold at which cross-validated recall is
``RECALL``: missing danger is worse than a notice too many, but a notice on every sad message helps nobody. Development only.
"""

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from assistant.danger import MODEL_PATH
from corpus.bank import load_bank, load_distress, load_out_of_scope
from corpus.documents import load_corpus
from corpus.words import fold
from index.encoder import BUNDLED, encode, load_encoder
from index.training.gram_table import gram_table

RECALL = 0.97
_C = 10.0
_BANK_SAMPLE = 3  # every n-th bank question stands in as an ordinary message


def features(messages: list[str]) -> sparse.csr_matrix:
    """Shape (messages, BUCKETS + dimension): n-gram weights, then the encoder's vectors."""
    return gram_table(messages, encode(load_encoder(BUNDLED), [fold(message) for message in messages]))


def main() -> None:
    messages = load_distress()
    ordinary = [q.question for q in load_bank(load_corpus())][::_BANK_SAMPLE] + [q.question for q in load_out_of_scope()]
    danger = np.array([message.danger for message in messages] + [False] * len(ordinary))
    kinds = np.array([message.kind for message in messages] + ["bank"] * len(ordinary))
    table = features([message.message for message in messages] + ordinary)

    probability = np.zeros(len(kinds))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=7).split(table, kinds):
        model = LogisticRegression(C=_C, solver="liblinear").fit(table[train], danger[train])
        probability[test] = model.predict_proba(table[test])[:, 1]
    for recall in (0.90, 0.95, 0.98):
        alarms = probability >= np.quantile(probability[danger], 1.0 - recall)
        print(f"at recall {recall}: " + ", ".join(f"{kind} {alarms[kinds == kind].mean():.3f}" for kind in sorted(set(kinds))))
    threshold = float(np.quantile(probability[danger], 1.0 - RECALL))

    final = LogisticRegression(C=_C, solver="liblinear").fit(table, danger)
    by_kind = LogisticRegression(C=_C, max_iter=300).fit(table[danger], kinds[danger])
    MODEL_PATH.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL_PATH,
        danger=final.coef_[0].astype(np.float16),
        danger_bias=final.intercept_[0],
        kinds=by_kind.coef_.astype(np.float16),
        kinds_bias=by_kind.intercept_,
        names=by_kind.classes_,
        threshold=threshold,
    )
    print(f"saved {MODEL_PATH}, threshold {threshold:.3f}")


if __name__ == "__main__":
    main()
