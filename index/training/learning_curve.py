"""Measures what more bank questions bring: the whole system with an eighth, a quarter, half and all of the bank.

    python -m index.training.learning_curve --text DIR [--cache DIR] [--out docs]

One fold of writers is left out, as in ``train_ranker``, and asked; of the other writers' questions a random share is kept, the
encoder is trained on that share and the index holds only that share. The ranker stays as shipped: eleven weights that hardly
depend on the size of the bank. Writes ``learning-curve.json`` and ``learning-curve.svg``. Development only.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from index.build import build_index, open_index
from index.search import Index
from index.settings import IndexSettings
from index.training.train_ranker import questions_by_fold

SHARES = (0.125, 0.25, 0.5, 1.0)
_FOLDS = 4
_FOLD = 0


def ranks_of(index: Index, asked: set[str], without: np.ndarray, every: int) -> dict[str, list[int]]:
    """The rank of the right chunk for every n-th left-out question, by document and together; 999 for not found."""
    found: dict[str, list[int]] = {}
    rows = [row for row, text in enumerate(index.bank.texts) if text in asked and index.bank.chunks[row] >= 0]
    for row in rows[::every]:
        signals = index.signals(index.bank.texts[row], without=without)
        scores = index.ranker.scores(signals)
        label = int(index.bank.chunks[row])
        place = np.flatnonzero(signals.candidates == label)
        rank = int((scores > scores[place[0]]).sum()) if len(place) else 999
        document = index.chunks[label].document_id
        for name in ("all", "brochure" if document == "brochure" else "other documents"):
            found.setdefault(name, []).append(rank)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--every", type=int, default=3, help="ask only every n-th left-out question")
    options = parser.parse_args()
    corpus = load_corpus()
    bank = load_bank(corpus)
    asked = questions_by_fold(corpus, bank, _FOLDS)[_FOLD]
    strangers = {row.question for row in load_out_of_scope()}
    others = sorted({question.question for question in bank} - asked)
    order = np.random.default_rng(7).permutation(len(others))
    curve = []
    for share in SHARES:
        kept = {others[number] for number in order[: round(share * len(others))]}
        left_out = asked | (set(others) - kept)
        folder = options.cache / f"curve{share}"
        listed = options.cache / f"curve{share}.json"
        listed.write_text(json.dumps(sorted(left_out), ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "index.training.train_encoder", "--text", str(options.text)]
        command += ["--cache", str(options.cache), "--out", str(folder), "--hold-out", str(listed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        settings = IndexSettings(index_dir=options.cache / f"curve-index{share}", encoder=str(folder))
        build_index(settings)
        index = open_index(settings)
        without = np.array([text in left_out and text not in strangers for text in index.bank.texts])
        ranks = ranks_of(index, asked, without, options.every)
        point: dict[str, object] = {"share": share, "questions": len(kept)}
        for name, found in ranks.items():
            values = np.array(found)
            point[name] = {"asked": len(found), "first": float((values < 1).mean()), "in_3": float((values < 3).mean())}
        curve.append(point)
        print(json.dumps(point), flush=True)
    (options.out / "learning-curve.json").write_text(json.dumps(curve, indent=1) + "\n", encoding="utf-8")
    plot(curve, options.out / "learning-curve.svg")


def plot(curve: list[dict[str, object]], path: Path) -> None:
    """Right passage first and in three against the number of bank questions, with 95 % intervals."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.0, 4.2))
    sizes = [point["questions"] for point in curve]
    for name in ("brochure", "other documents"):
        for measure, style in (("first", "o-"), ("in_3", "s--")):
            values = np.array([point[name][measure] for point in curve])  # type: ignore[index]
            counts = np.array([point[name]["asked"] for point in curve])  # type: ignore[index]
            reach = 1.96 * np.sqrt(values * (1 - values) / counts)
            axes.errorbar(sizes, 100 * values, 100 * reach, fmt=style, capsize=3, label=f"{name}, {measure.replace('_', ' ')}")
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.set_xlabel("bank questions by other writers")
    axes.set_ylabel("left-out questions with the right passage, %")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
