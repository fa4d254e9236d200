"""Learns the danger model from ``corpus/distress.jsonl``.

    python -m assistant.training.train_danger

A copy of the shipped encoder is tuned on the messages, with a head for danger and its kinds; beside it stands a linear model
over n-grams. That is done twice: without the messages of the ``_UNSEEN`` writers, to weigh the two against each other, to set the
threshold at which the recall on those writers is ``RECALL``, and to print recall and notices per kind; and then on all messages.
Missing danger is worse than a notice too many, but a notice on every sad message helps nobody. Some fifteen minutes on two
cores. Development only.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.danger import ENCODER_FILE, MODEL_PATH
from assistant.training.tune_danger import Tuned, tune
from corpus.bank import load_bank, load_distress, load_out_of_scope
from corpus.documents import load_corpus
from index.training.gram_table import gram_table
from index.training.saving import save_onnx

RECALL = 0.98
_UNSEEN = ("tweede", "terloops", "levensmoe")
_EPOCHS = 2
_C_GRAMS = 10.0
_BANK_SAMPLE = 3  # every n-th bank question stands in as an ordinary message, and every story


class Voices:
    """The two models, learned from some messages: each gives log odds of danger."""

    def __init__(self, messages: Sequence[str], danger: np.ndarray, kinds: Sequence[str], names: Sequence[str]) -> None:
        self.tuned: Tuned = tune(messages, danger, kinds, names, epochs=_EPOCHS)
        self.grams = LogisticRegression(C=_C_GRAMS, solver="liblinear").fit(gram_table(messages), danger)

    def log_odds(self, messages: Sequence[str]) -> np.ndarray:
        """Shape (messages, 2): of the tuned encoder and of the n-grams."""
        return np.stack([self.tuned.log_odds(messages), self.grams.decision_function(gram_table(messages))], axis=1)


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    rows = load_distress()
    bank = load_bank(load_corpus())
    ordinary = [q.question for n, q in enumerate(bank) if n % _BANK_SAMPLE == 0 or q.style == "story"]
    ordinary += [q.question for q in load_out_of_scope()]
    messages = np.array([row.message for row in rows] + ordinary, dtype=object)
    danger = np.array([row.danger for row in rows] + [False] * len(ordinary))
    kinds = np.array([row.kind for row in rows] + ["bank"] * len(ordinary))
    writers = np.array([row.writer for row in rows] + [""] * len(ordinary))
    names = sorted(set(kinds[danger]))

    unseen = np.isin(writers, _UNSEEN) | ((writers == "") & (np.arange(len(writers)) % 10 == 0))
    voices = Voices(list(messages[~unseen]), danger[~unseen], list(kinds[~unseen]), names)
    odds = voices.log_odds(list(messages[unseen]))
    written = writers[unseen] != ""
    stack = LogisticRegression(C=100.0).fit(odds[written], danger[unseen][written])
    found = stack.predict_proba(odds)[:, 1]
    for recall in (0.90, 0.95, 0.97, RECALL, 0.985):
        threshold = float(np.quantile(found[danger[unseen]], 1.0 - recall))
        calm = sorted(set(kinds[unseen & ~danger]))
        by_kind = ", ".join(f"{k} {np.mean(found[(kinds[unseen] == k) & ~danger[unseen]] >= threshold):.3f}" for k in calm)
        print(f"threshold {threshold:.3f} at recall {recall}: {by_kind}", flush=True)
    threshold = round(float(np.quantile(found[danger[unseen]], 1.0 - RECALL)), 3)
    by_tuned, by_grams = stack.coef_[0]
    print(f"tuned encoder weighs {by_tuned:.2f}, n-grams {by_grams:.2f}", flush=True)

    voices = Voices(list(messages), danger, list(kinds), names)
    tuned, grams = voices.tuned, voices.grams
    save_onnx(tuned.student.body.eval(), ENCODER_FILE)
    np.savez_compressed(
        MODEL_PATH,
        grams=(by_grams * grams.coef_[0]).astype(np.float16),
        tuned=(by_tuned * tuned.weights[0]).astype(np.float32),
        bias=by_tuned * tuned.biases[0] + by_grams * grams.intercept_[0] + stack.intercept_[0],
        kinds=tuned.weights[1:].astype(np.float32),
        kinds_bias=tuned.biases[1:],
        names=np.array(names),
        threshold=threshold,
    )
    print(f"saved {MODEL_PATH} and {ENCODER_FILE}, threshold {threshold:.3f}")


if __name__ == "__main__":
    main()
