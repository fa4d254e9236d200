"""Learns the danger model from ``corpus/distress.jsonl``.

    python -m assistant.training.train_danger

Prints recall and false alarms by ten-fold cross-validation, per kind, and chooses the highest threshold at which
cross-validated recall reaches ``RECALL`` (missing danger is worse than one notice too many). Development only.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from assistant.danger import MODEL_PATH, danger_features
from corpus.bank import load_bank, load_distress, load_out_of_scope
from corpus.documents import load_corpus
from corpus.words import fold
from index.encoder import BUNDLED, encode, load_encoder

RECALL = 0.985
_C = 20.0
_BANK_SAMPLE = 4  # every n-th bank question stands in as an ordinary message


def main() -> None:
    messages = load_distress()
    ordinary = [q.question for q in load_bank(load_corpus())][::_BANK_SAMPLE] + [q.question for q in load_out_of_scope()][::2]
    texts = [message.message for message in messages] + ordinary
    danger = np.array([message.danger for message in messages] + [False] * len(ordinary))
    kinds = np.array([message.kind for message in messages] + ["bank"] * len(ordinary))
    features = danger_features(texts, encode(load_encoder(BUNDLED), [fold(text) for text in texts]))
    weight = np.where(kinds == "bank", 0.3, 1.0)

    probability = np.zeros(len(texts))
    for train, test in StratifiedKFold(10, shuffle=True, random_state=7).split(features, kinds):
        model = LogisticRegression(C=_C, max_iter=300).fit(features[train], danger[train], sample_weight=weight[train])
        probability[test] = model.predict_proba(features[test])[:, 1]
    threshold = min(0.5, float(np.quantile(probability[danger], 1.0 - RECALL)))
    print(f"threshold {threshold:.3f}: recall {np.mean(probability[danger] >= threshold):.3f}")
    for kind in sorted(set(kinds)):
        rows = kinds == kind
        print(f"  {kind:16s} n={rows.sum():5d} notice {np.mean(probability[rows] >= threshold):.3f}")

    final = LogisticRegression(C=_C, max_iter=500).fit(features, danger, sample_weight=weight)
    by_kind = LogisticRegression(C=_C, max_iter=500).fit(features[danger], kinds[danger])
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
    print(f"saved {MODEL_PATH}")


if __name__ == "__main__":
    main()
