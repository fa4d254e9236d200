"""Measures what more bank questions bring: encoder, bank and ranker with a quarter, half and all of the bank.

    python -m index.training.learning_curve --text DIR [--cache DIR] [--out docs]

The questions that ``train_ranker`` leaves out are asked. Of the other questions a random share is kept: the encoder is tuned on
that share, the index holds only that share, and the ranker's weights are fitted anew, each half of the asked questions judged by
weights from the other half. Writes ``learning-curve.json`` and ``learning-curve.svg``. Development only.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from corpus import load_corpus
from corpus.bank import load_bank
from index.training.train_ranker import collect_signals, left_out, train_without, unseen_scores

SHARES = (0.25, 0.5, 1.0)


@dataclass(frozen=True, kw_only=True)
class Point:
    """A size of the bank and the share of asked questions whose right chunk came first, or among three."""

    about: str
    questions: int
    asked: int
    first: float
    in_3: float


def plot(points: Sequence[Point], path: Path) -> None:
    """Right passage first and in three against the number of bank questions, with 95 % intervals."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.0, 4.2))
    sizes = sorted({point.questions for point in points})
    for about in dict.fromkeys(point.about for point in points):
        line = [point for point in points if point.about == about]
        asked = np.array([point.asked for point in line])
        for name, values, style in (
            ("first", np.array([point.first for point in line]), "o-"),
            ("in three", np.array([point.in_3 for point in line]), "s--"),
        ):
            reach = 1.96 * np.sqrt(values * (1.0 - values) / asked)
            axes.errorbar(
                [point.questions for point in line], 100 * values, 100 * reach, fmt=style, capsize=3, label=f"{about}, {name}"
            )
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.set_xlabel("bank questions by other writers")
    axes.set_ylabel("left-out questions with the right passage, %")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--epochs", type=float, default=3.0, help="of the encoder's tuning")
    parser.add_argument("--every", type=int, default=3, help="ask only every n-th left-out question")
    options = parser.parse_args()
    corpus = load_corpus()
    bank = load_bank(corpus)
    asked = left_out(corpus, bank)
    others = sorted({question.question for question in bank} - asked)
    order = np.random.default_rng(7).permutation(len(others))
    points: list[Point] = []
    for share in SHARES:
        dropped = {others[number] for number in order[round(share * len(others)) :]}
        name = f"left_out-{share}" if dropped else "left_out"
        index = train_without(asked | dropped, name, options)
        rows = collect_signals(index, asked, options.every, hidden=dropped, bare=False)
        examples = [example for example in rows if example.label >= 0]
        found = np.array([example.rank(scores) for example, scores in zip(examples, unseen_scores(examples, 2), strict=True)])
        documents = np.array([example.document for example in examples])
        for about, chosen in (("brochure", documents == "brochure"), ("other documents", documents != "brochure")):
            values = found[chosen]
            points.append(
                Point(
                    about=about,
                    questions=len(others) - len(dropped),
                    asked=len(values),
                    first=round(float((values < 1).mean()), 4),
                    in_3=round(float((values < 3).mean()), 4),
                )
            )
            print(points[-1], flush=True)
    (options.out / "learning-curve.json").write_text(
        json.dumps([asdict(point) for point in points], indent=1) + "\n", encoding="utf-8"
    )
    plot(points, options.out / "learning-curve.svg")


if __name__ == "__main__":
    main()
