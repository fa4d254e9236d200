"""Trains the Dutch encoder that ships with the project: a small transformer, distilled and then tuned on the question bank.

    python -m index.training.train_encoder --text DIR [--cache DIR] [--out DIR]

``DIR`` holds the parallel text (``parallel_*.jsonl.gz``: nl, en), the scored pairs (``sts_benchmark_nl_*``) and the files to keep
out (``eval_*.jsonl.gz``). Three steps:

1. The teacher (English all-MiniLM-L6-v2) encodes the English side; cached.
2. The student (three of the teacher's layers under a Dutch vocabulary) learns to give the Dutch side the same vector: first with
   30,000 pieces on sentences, then with the 20,000 most frequent ones, on passages and scored pairs too; cached.
3. The student learns from the bank that questions with one answer lie together, against all other answers, while step 2 goes on
   in small so that it does not forget the rest of the language.

On two cores with bfloat16 arithmetic steps 1 and 2 take three quarters of an hour, step 3 half an hour. Development only.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from scipy.stats import spearmanr

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from index.training.distilling import distil
from index.training.saving import save
from index.training.student import Student, cut_vocabulary, new_student
from index.training.text import long_pairs, read_pairs, read_questions, read_scored, teacher_vectors
from index.training.tuning import tune

SEED = 7
LARGE, SMALL = 30_000, 20_000
_PASSAGES = 12_000
_STEPS = (1500, 800)


def distilled(text: Path, cache: Path) -> Student:
    """The student after step 2; from the cache folder when it is there."""
    folder = cache / "distilled"
    if (folder / "state.pt").is_file():
        return Student.load_state(folder)
    corpus = load_corpus()
    pairs, scored = read_pairs(text), read_scored(text, "train")
    student = new_student(pairs, [*(3 * [d.text for d in corpus.documents]), *(q.question for q in load_bank(corpus))], LARGE)
    distil(student, pairs, teacher_vectors(pairs, cache), scored, steps=_STEPS[0], scored_from=0.35, rate=2.5e-4)
    student = cut_vocabulary(student, SMALL)
    pairs += long_pairs(pairs, _PASSAGES, SEED)
    distil(student, pairs, teacher_vectors(pairs, cache), scored, steps=_STEPS[1], scored_from=0.05, rate=2e-4)
    student.save_state(folder)
    return student


def report(student: Student, text: Path) -> None:
    """General Dutch: Spearman on the STS benchmark's test part, and MRR at 10 on FAQ-58."""
    scored = read_scored(text, "test")
    cosine = (student.encode([row[0] for row in scored]) * student.encode([row[1] for row in scored])).sum(1)
    print(f"STS-nl test: {100 * spearmanr(cosine, [row[2] for row in scored])[0]:.1f} (n={len(scored)})")
    questions = read_questions(text)
    table = student.encode([question for question, _ in questions]) @ student.encode([passage for _, passage in questions]).T
    rank = (table > table.diagonal()[:, None]).sum(1)
    print(f"FAQ-58 MRR@10: {100 * np.where(rank < 10, 1.0 / (rank + 1), 0.0).mean():.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--out", type=Path, default=Path("index/models/encoder"))
    parser.add_argument("--epochs", type=float, default=4.0, help="of tuning")
    parser.add_argument("--hold-out", type=Path, help="a JSON list of questions to leave out, for cross-validation")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)

    student = distilled(options.text, options.cache)
    report(student, options.text)
    corpus = load_corpus()
    held_out = set(json.loads(options.hold_out.read_text(encoding="utf-8"))) if options.hold_out else set()
    bank = [question for question in load_bank(corpus) if question.question not in held_out]
    strangers = [
        row.question for row in load_out_of_scope() if row.kind in ("near", "far", "referral") and row.question not in held_out
    ]
    pairs = read_pairs(options.text)
    tune(student, corpus, bank, strangers, pairs, teacher_vectors(pairs, options.cache), epochs=options.epochs)
    report(student, options.text)
    save(student, options.out)
    print(f"saved {options.out}")


if __name__ == "__main__":
    main()
