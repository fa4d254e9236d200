"""Learns the ranker's weights, by cross-validation over the bank's writers, so that no question and no writer ranks itself.

    python -m index.training.train_ranker --text DIR [--cache DIR] [--folds N]

For each fold an encoder is trained without the fold's writers (and without a share of the out-of-scope questions), their
questions are asked to an index from which they are masked, and the signals are kept. On all signals together two small models
are fitted: a conditional logit over the candidates (which chunk answers) and a logistic model (is the first one right), which
is where an out-of-scope question counts as not answered. Development only.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from index.build import build_index, open_index
from index.ranker import MODEL_PATH, Ranker, Signals
from index.search import Index
from index.settings import IndexSettings

_RIDGE = 1e-3


def writers_by_fold(writers: list[str], folds: int) -> list[list[str]]:
    names = sorted(set(writers))
    return [names[fold::folds] for fold in range(folds)]


def fold_signals(
    options: argparse.Namespace, fold: int, held_out: list[str]
) -> tuple[Index, list[tuple[Signals, int, str]]]:
    """The signals of the fold's questions with the number of the right chunk (-1: none) and the style of each."""
    encoder = options.cache / f"fold{fold}"
    command = [sys.executable, "-m", "index.training.train_encoder", "--text", str(options.text), "--cache", str(options.cache)]
    command += ["--out", str(encoder), "--fold", f"{fold}/{options.folds}"]
    command += [part for name in held_out for part in ("--hold-out", name)]
    if not (encoder / "modules.json").is_file():
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    settings = IndexSettings(index_dir=options.cache / f"index{fold}", encoder=str(encoder))
    build_index(settings)
    index = open_index(settings)
    corpus = load_corpus()
    writer_of = {question.question: question.writer for question in load_bank(corpus)}
    style_of = {question.question: question.style for question in load_bank(corpus)}
    strangers = {row.question for row in load_out_of_scope()[fold :: options.folds]}
    is_ours = index.bank.chunks >= 0
    without = np.array(
        [
            (writer_of.get(text) in held_out) if ours else (text in strangers)
            for text, ours in zip(index.bank.texts, is_ours, strict=True)
        ]
    )
    rows = [row for row in np.flatnonzero(without) if is_ours[row] or index.bank.kinds[row] != ""]
    found = []
    for row in rows:
        text = index.bank.texts[row]
        label = int(index.bank.chunks[row])
        style = style_of[text] if label >= 0 else index.bank.kinds[row]
        found.append((index.signals(text, without=without), label, style))
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
    print(f"{name:28s} n={len(ranks):5d} first {np.mean(ranks == 0):.3f}  in 3 {np.mean(ranks < 3):.3f}  in 10 {np.mean(ranks < 10):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    bank = load_bank(load_corpus())
    folds = writers_by_fold([question.writer for question in bank], options.folds)
    collected: list[tuple[int, Signals, int, str, str]] = []
    for fold, held_out in enumerate(folds):
        index, found = fold_signals(options, fold, held_out)
        collected += [
            (fold, signals, label, style, index.chunks[label].document_id if label >= 0 else "none")
            for signals, label, style in found
        ]
        print(f"fold {fold}: left out {', '.join(held_out)}: {len(found)} questions", flush=True)

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
            best = int(signals.candidates[int(np.argmax(scores))])
            answer_rows.append(signals.answer_features(scores))
            right.append(int(label >= 0 and best == label))
            group.append(fold)
            kinds.append(style if label < 0 else "answerable")
            if label >= 0:
                place = np.flatnonzero(signals.candidates == label)
                rank = int((scores > scores[place[0]]).sum()) if len(place) else 999
                had_bank = "with bank" if signals.has_bank[label] else "without bank"
                for name in ("all", f"{document}, {had_bank}", f"brochure {style}" if document == "brochure" else "other"):
                    ranks.setdefault(name, []).append(rank)
    for name in sorted(ranks):
        report(name, np.array(ranks[name]))

    table, labels, folds_of = np.stack(answer_rows), np.array(right), np.array(group)
    mean, scale = table.mean(0), table.std(0) + 1e-6
    normal = (table - mean) / scale
    probability = np.zeros(len(labels))
    is_stranger = np.array([kind != "answerable" for kind in kinds])
    weight = np.where(is_stranger, (~is_stranger).sum() / max(1, is_stranger.sum()) * 0.5, 1.0)
    for fold in range(options.folds):
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit(normal[folds_of != fold], labels[folds_of != fold], sample_weight=weight[folds_of != fold])
        probability[folds_of == fold] = model.predict_proba(normal[folds_of == fold])[:, 1]
    print(f"answerable against out of scope: AUC {roc_auc_score(~is_stranger, probability):.3f}")
    for threshold in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
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
