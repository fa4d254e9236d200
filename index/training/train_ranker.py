"""Learns the ranker's weights, by cross-validation, so that no question and, where two wrote, no writer ranks itself.

    python -m index.training.train_ranker --text DIR [--cache DIR] [--folds N]

For each fold an encoder is trained without the fold's questions, they are asked to an index from which they are masked, and the
signals are kept. Where several writers wrote about a part of the corpus, a fold leaves out a whole writer; where only one did,
every n-th question. On all signals together two small models are fitted: a conditional logit over the candidates (which chunk
answers) and a logistic model (is the first one right), in which an out-of-scope question counts as not answered. Some questions
are asked as if their chunk had no bank questions yet: from them the ranker learns to find a new document. Development only.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus import Corpus, load_corpus
from corpus.bank import BankQuestion, load_bank, load_out_of_scope
from index.build import build_index, open_index
from index.ranker import MODEL_PATH, Ranker, Signals
from index.search import Index
from index.settings import IndexSettings

_RIDGE = 1e-3
_BARE = 8  # every n-th question is asked as if its chunk, and a third of the others, had no bank questions yet


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


def fold_signals(options: argparse.Namespace, fold: int, held_out: set[str]) -> tuple[Index, list[tuple[Signals, int, str]]]:
    """The signals of the fold's questions with the number of the right chunk (-1: none) and the style of each."""
    encoder = options.cache / f"fold{fold}"
    listed = options.cache / f"fold{fold}.json"
    listed.write_text(json.dumps(sorted(held_out), ensure_ascii=False), encoding="utf-8")
    if not (encoder / "modules.json").is_file():
        command = [sys.executable, "-m", "index.training.train_encoder", "--text", str(options.text)]
        command += ["--cache", str(options.cache), "--out", str(encoder), "--hold-out", str(listed)]
        command += ["--tune-epochs", str(options.tune_epochs)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    settings = IndexSettings(index_dir=options.cache / f"index{fold}", encoder=str(encoder))
    build_index(settings)
    index = open_index(settings)
    style_of = {question.question: question.style for question in load_bank(load_corpus())}
    without = np.array([text in held_out for text in index.bank.texts])
    found: list[tuple[Signals, int, str]] = []
    chance = np.random.default_rng(7)
    every = np.arange(len(index.chunks))
    for row in np.flatnonzero(without)[:: options.every]:
        text, label = index.bank.texts[row], int(index.bank.chunks[row])
        style = style_of[text] if label >= 0 else index.bank.kinds[row]
        bare = label >= 0 and len(found) % _BARE == 0
        hidden = without | np.isin(index.bank.chunks, [label, *chance.choice(every, len(every) // 3)]) if bare else without
        found.append((index.signals(text, without=hidden), label, style))
    return index, found


def fit_ranking(examples: list[tuple[Signals, int]]) -> np.ndarray:
    """The weights of the conditional logit; examples whose right chunk is no candidate say nothing and are left out."""
    tables = []
    golds = []
    for signals, label in examples:
        place = np.flatnonzero(signals.candidates == label)
        if len(place):
            tables.append(signals.features())
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


def report(name: str, ranks: np.ndarray) -> None:
    shares = ", ".join(f"in {size} {np.mean(ranks < size):.3f}" for size in (1, 3, 5, 10))
    print(f"{name:34s} n={len(ranks):5d} {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--tune-epochs", type=int, default=10)
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th left-out question")
    options = parser.parse_args()
    corpus = load_corpus()
    folds = questions_by_fold(corpus, load_bank(corpus), options.folds)
    for number, stranger in enumerate(load_out_of_scope()):
        folds[number % options.folds].add(stranger.question)
    collected: list[tuple[int, Signals, int, str, str]] = []
    for fold, held_out in enumerate(folds):
        index, found = fold_signals(options, fold, held_out)
        collected += [
            (fold, signals, label, style, index.chunks[label].document_id if label >= 0 else "none")
            for signals, label, style in found
        ]
        print(f"fold {fold}: asked {len(found)} of {len(held_out)} left-out questions", flush=True)

    ranks: dict[str, list[int]] = {}
    answer_rows: list[np.ndarray] = []
    right: list[int] = []
    group: list[int] = []
    kinds: list[str] = []
    for fold in range(options.folds):
        weights = fit_ranking([(s, label) for f, s, label, _, _ in collected if f != fold and label >= 0])
        ranker = _bare_ranker(weights)
        for signals, label, style, document in [row[1:] for row in collected if row[0] == fold]:
            scores = ranker.scores(signals)
            answer_rows.append(signals.answer_features(scores))
            place = np.flatnonzero(signals.candidates == label)
            rank = int((scores > scores[place[0]]).sum()) if len(place) else 999
            # Among the first three counts as right: the report says many things twice, and either place answers.
            right.append(int(rank < 3))
            group.append(fold)
            had = "answerable" if label >= 0 and signals.has_bank[label] else "answerable, no bank"
            kinds.append(style if label < 0 else had)
            if label >= 0:
                had_bank = "with bank" if signals.has_bank[label] else "without bank"
                for name in ("all", f"{document}, {had_bank}", f"brochure {style}" if document == "brochure" else "other"):
                    ranks.setdefault(name, []).append(rank)
    for name in sorted(ranks):
        report(name, np.array(ranks[name]))

    table, labels, folds_of = np.stack(answer_rows), np.array(right), np.array(group)
    mean, scale = table.mean(0), np.maximum(table.std(0), 1e-3)
    normal = (table - mean) / scale
    probability = np.zeros(len(labels))
    is_stranger = np.array([not kind.startswith("answerable") for kind in kinds])
    weight = np.where(is_stranger, (~is_stranger).sum() / max(1, is_stranger.sum()) * 0.5, 1.0)
    for fold in range(options.folds):
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit(normal[folds_of != fold], labels[folds_of != fold], sample_weight=weight[folds_of != fold])
        probability[folds_of == fold] = model.predict_proba(normal[folds_of == fold])[:, 1]
    print(f"answerable against out of scope: AUC {roc_auc_score(~is_stranger, probability):.3f}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        by_kind = {k: np.mean(probability[[kind == k for kind in kinds]] < threshold) for k in sorted(set(kinds))}
        print(f"refused below {threshold}: " + ", ".join(f"{k} {v:.3f}" for k, v in by_kind.items()))
    final = LogisticRegression(C=1.0, max_iter=500).fit(normal, labels, sample_weight=weight)
    weights = fit_ranking([(s, label) for _, s, label, _, _ in collected if label >= 0])
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


def _bare_ranker(weights: np.ndarray) -> Ranker:
    nothing = np.zeros(0)
    return Ranker(weights=weights, answer_mean=nothing, answer_scale=nothing, answer_weights=nothing, answer_bias=0.0)


if __name__ == "__main__":
    main()
