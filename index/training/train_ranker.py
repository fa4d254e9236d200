"""Learns the ranker's weights from questions that neither encoder nor bank has seen.

    python -m index.training.train_ranker --text DIR [--cache DIR]

A quarter of the bank is left out: whole writers where several wrote about a part of the corpus, every fourth question where only
one did. An encoder is trained without it, the left-out questions are asked to an index from which they are masked, and the
signals are kept. From these two small models are fitted: a conditional logit over the candidates (which chunk answers) and a
logistic model (do the documents answer this question at all). Some questions are asked as if their chunk had no bank questions
yet: from them the ranker learns to find a new document. The figures that it prints are cross-validated once more: each fifth of
the signals is judged by weights from the other four. Development only.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus import Corpus, load_corpus
from corpus.bank import BankQuestion, load_bank, load_distress, load_out_of_scope
from index.build import build_index, open_index
from index.ranker import MODEL_PATH, Ranker, Signals
from index.scope import ScopeModel
from index.search import Bank, Index
from index.settings import IndexSettings
from index.training.train_scope import fit_scope

PARTS = 4  # one of them is left out
_SPLITS = 5
_NOT_FOUND = 999
_STRANGERS = 0.25  # the share of what people ask that the documents do not answer: a guess that the threshold stands on
_RIDGE = 1e-3
_BARE = 8  # every n-th question is asked as if its chunk, and a third of the others, had no bank questions yet


@dataclass(frozen=True, eq=False)
class Example:
    """A left-out question: its signals, the number of the chunk that answers it, and what it is about."""

    signals: Signals
    label: int  # -1: out of scope
    kind: str  # of an out-of-scope question
    document: str

    @property
    def had_bank(self) -> bool:
        return bool(self.signals.has_bank[self.label])

    def rank(self, scores: np.ndarray) -> int:
        """How many candidates stand before the right one."""
        place = np.flatnonzero(self.signals.candidates == self.label)
        return int((scores > scores[place[0]]).sum()) if len(place) else _NOT_FOUND


def questions_by_fold(corpus: Corpus, bank: Sequence[BankQuestion], folds: int) -> list[set[str]]:
    """The questions that each fold leaves out."""
    places: dict[str, set[tuple[str, ...]]] = {}
    headings: dict[tuple[str, int], tuple[str, ...]] = {}
    for question in bank:
        key = (question.document_id, question.start)
        if key not in headings:
            section = corpus.section_at(question.document_id, question.end - 1)
            headings[key] = (question.document_id, *(section.heading if section else ()))
        places.setdefault(question.writer, set()).add(headings[key])
    has_rival = {
        writer: any(len(own & other) >= 0.5 * len(own) for name, other in places.items() if name != writer)
        for writer, own in places.items()
    }
    whole = sorted(writer for writer, rival in has_rival.items() if rival)
    out: list[set[str]] = [set() for _ in range(folds)]
    for number, question in enumerate(bank):
        place = whole.index(question.writer) if has_rival[question.writer] else number
        out[place % folds].add(question.question)
    return out


def left_out(corpus: Corpus, bank: Sequence[BankQuestion]) -> set[str]:
    """What the encoder that the other models are fitted with has not seen: a quarter of the bank and of the out-of-scope
    questions, and two writers' distress messages."""
    strangers = [row.question for row in load_out_of_scope()]
    return questions_by_fold(corpus, bank, PARTS)[0] | set(strangers[::PARTS]) | left_out_messages()


def left_out_messages() -> set[str]:
    """The distress messages of two writers, one of whom wrote of no danger at all: they set the danger model's threshold."""
    messages = load_distress()
    writers = sorted({message.writer for message in messages})[2::4]
    return {message.message for message in messages if message.writer in writers}


def train_without(questions: set[str], name: str, options: argparse.Namespace) -> Index:
    """An index with an encoder that has not seen these questions; the encoder is kept in the cache folder under the name."""
    encoder = options.cache / name
    listed = options.cache / f"{name}.json"
    listed.write_text(json.dumps(sorted(questions), ensure_ascii=False), encoding="utf-8")
    if not (encoder / "modules.json").is_file():
        command = [sys.executable, "-m", "index.training.train_encoder", "--text", str(options.text)]
        command += ["--cache", str(options.cache), "--out", str(encoder), "--hold-out", str(listed)]
        command += ["--epochs", str(options.epochs)]
        subprocess.run(command, check=True)
    settings = IndexSettings(index_dir=options.cache / f"{name}-index", encoder=str(encoder))
    build_index(settings)
    return open_index(settings)


def collect_signals(
    index: Index, held_out: set[str], every: int, *, hidden: Collection[str] = (), bare: bool = True
) -> list[Example]:
    """The signals of every n-th left-out question.

    An out-of-scope question is asked as if nothing that its writer wrote were known: people are recognised by their style, and
    the assistant's users are none of these writers. ``hidden``: more questions that are masked but not asked. ``bare``: whether
    some are asked as if their chunk had no questions.
    """
    bank = index.bank
    asked = np.array([text in held_out for text in bank.texts])
    without = asked | np.array([text in hidden for text in bank.texts])
    writer_of = {stranger.question: stranger.writer for stranger in load_out_of_scope()}
    writers = np.array([writer_of[text] if kind else "" for text, kind in zip(bank.texts, bank.kinds, strict=True)])
    scopes = {writer: _scope_without(bank, without | (writers == writer) & (writer != "")) for writer in sorted(set(writers))}
    found: list[Example] = []
    chance = np.random.default_rng(7)
    numbers = np.arange(len(index.chunks))
    for row in np.flatnonzero(asked)[::every]:
        text, label, writer = bank.texts[row], int(bank.chunks[row]), writers[row]
        masked = without | (writers == writer) if writer else without
        if bare and label >= 0 and len(found) % _BARE == 0:
            masked = without | np.isin(bank.chunks, [label, *chance.choice(numbers, len(numbers) // 3)])
        index.scope = scopes[writer]
        document = index.chunks[label].document_id if label >= 0 else "none"
        found.append(Example(index.signals(text, without=masked), label, bank.kinds[row], document))
    return found


def _scope_without(bank: Bank, left_out: np.ndarray) -> ScopeModel:
    known = np.flatnonzero(~left_out)
    return fit_scope([bank.texts[row] for row in known], bank.vectors[known], bank.chunks[known] >= 0)


def fit_ranking(examples: Sequence[Example]) -> np.ndarray:
    """The weights of the conditional logit; examples whose right chunk is no candidate say nothing and are left out."""
    tables = []
    golds = []
    for example in examples:
        place = np.flatnonzero(example.signals.candidates == example.label)
        if len(place):
            tables.append(example.signals.features())
            golds.append(int(place[0]))
    size = max(len(table) for table in tables)
    features = np.zeros((len(tables), size, tables[0].shape[1]))
    mask = np.full((len(tables), size), -1e9)
    for number, table in enumerate(tables):
        features[number, : len(table)] = table
        mask[number, : len(table)] = 0.0
    gold = np.array(golds)
    rows = np.arange(len(tables))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = features @ weights + mask
        logits -= logits.max(1, keepdims=True)
        exponents = np.exp(logits)
        shares = exponents / exponents.sum(1, keepdims=True)
        value = -np.log(shares[rows, gold] + 1e-12).mean() + _RIDGE * weights @ weights
        shares[rows, gold] -= 1.0
        gradient = np.einsum("nc,ncf->f", shares, features) / len(rows) + 2 * _RIDGE * weights
        return float(value), gradient

    return np.asarray(minimize(loss, np.zeros(features.shape[2]), jac=True, method="L-BFGS-B").x)


def unseen_scores(examples: Sequence[Example], splits: int) -> list[np.ndarray]:
    """Each example's scores by weights that are fitted on the other parts; every n-th example makes a part."""
    part = np.arange(len(examples)) % splits
    rankers = [
        Ranker.of_weights(fit_ranking([e for e, p in zip(examples, part, strict=True) if p != split])) for split in range(splits)
    ]
    return [rankers[p].scores(example.signals) for example, p in zip(examples, part, strict=True)]


def report(name: str, ranks: np.ndarray) -> None:
    shares = ", ".join(f"in {size} {np.mean(ranks < size):.3f}" for size in (1, 3, 5, 10))
    print(f"{name:34s} n={len(ranks):5d} {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--epochs", type=float, default=3.0, help="of the encoder's tuning")
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th left-out question")
    options = parser.parse_args()
    corpus = load_corpus()
    held_out = left_out(corpus, load_bank(corpus))
    examples = collect_signals(train_without(held_out, "left_out", options), held_out, options.every)
    print(f"asked {len(examples)} of {len(held_out)} left-out questions", flush=True)
    part = np.arange(len(examples)) % _SPLITS
    scores = unseen_scores(examples, _SPLITS)

    ranks: dict[str, list[int]] = {}
    for example, found in zip(examples, scores, strict=True):
        if example.label >= 0:
            had_bank = "with bank" if example.had_bank else "without bank"
            for name in ("all", f"{example.document}, {had_bank}"):
                ranks.setdefault(name, []).append(example.rank(found))
    for name in sorted(ranks):
        report(name, np.array(ranks[name]))

    table = np.stack([example.signals.answer_features(found) for example, found in zip(examples, scores, strict=True)])
    mean, scale = table.mean(0), np.maximum(table.std(0), 1e-3)
    normal = (table - mean) / scale
    answerable = np.array([example.label >= 0 for example in examples])
    probability = np.zeros(len(examples))
    for split in range(_SPLITS):
        known = part != split
        probability[~known] = fit_answerable(normal[known], answerable[known]).predict_proba(normal[~known])[:, 1]
    print(f"answerable against out of scope: AUC {roc_auc_score(answerable, probability):.3f}")
    kinds = np.array([e.kind if e.label < 0 else f"{e.document}{'' if e.had_bank else ' without bank'}" for e in examples])
    for threshold in (0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        by_kind = {kind: np.mean(probability[kinds == kind] < threshold) for kind in sorted(set(kinds))}
        print(f"refused below {threshold}: " + ", ".join(f"{kind} {share:.3f}" for kind, share in by_kind.items()))
    final = fit_answerable(normal, answerable)
    weights = fit_ranking(examples)
    MODEL_PATH.write_text(
        json.dumps(
            {
                "weights": [round(float(w), 5) for w in weights],
                "answer_mean": [round(float(m), 5) for m in mean],
                "answer_scale": [round(float(s), 5) for s in scale],
                "answer_weights": [round(float(w), 5) for w in final.coef_[0]],
                "answer_bias": round(float(final.intercept_[0]), 5),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    print(f"saved {MODEL_PATH}")


def fit_answerable(table: np.ndarray, answerable: np.ndarray) -> LogisticRegression:
    """Whether the documents answer a question at all; out-of-scope questions weigh as if they were ``_STRANGERS`` of all."""
    weight = np.where(answerable, (1.0 - _STRANGERS) / answerable.mean(), _STRANGERS / (1.0 - answerable.mean()))
    return LogisticRegression(C=1.0, max_iter=500).fit(table, answerable, sample_weight=weight)


if __name__ == "__main__":
    main()
