"""Tunes a copy of the shipped encoder until its vectors tell danger from everything else."""

import random
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from corpus.words import fold
from index.encoder import BUNDLED_FOLDER
from index.training.distilling import learn, make_optimiser, set_rate
from index.training.student import DIMENSION, Student
from index.training.text import with_typos

_BATCH = 32
_POOL = 50  # batches in which messages of about one length are put together
_RATE = 1e-4
_DROPOUT = 0.1
_TYPOS = 0.12
_SCALE = 12.0  # of a vector of length 1, before the head
_KIND_SAY = 0.3
_SOFT = 0.02  # five careful people agree on a label, but not always
_NO_KIND = -1


class Tuned:
    """A tuned encoder with its head: weights of shape (1 + kinds, dimension) and biases, the first of danger itself."""

    def __init__(self, student: Student, head: nn.Linear) -> None:
        self.student = student
        self.weights: np.ndarray = _SCALE * head.weight.detach().numpy()
        self.biases: np.ndarray = head.bias.detach().numpy()

    def log_odds(self, messages: Sequence[str]) -> np.ndarray:
        """Of danger, one for each message."""
        self.student.eval()
        vectors = self.student.encode([fold(message) for message in messages])
        scores: np.ndarray = vectors @ self.weights[0] + self.biases[0]
        return scores


def tune(messages: Sequence[str], danger: np.ndarray, kinds: Sequence[str], names: Sequence[str], *, epochs: int) -> Tuned:
    """``kinds``: of each message; only those among ``names`` are learned, and only where there is danger."""
    torch.manual_seed(7)
    random.seed(7)
    chance = random.Random(7)
    student = _copy_of_shipped()
    head = nn.Linear(DIMENSION, 1 + len(names))
    optimiser = make_optimiser(student, _RATE, {"params": head.parameters(), "lr": 1e-3, "weight_decay": 0.01})
    folded = [fold(message) for message in messages]
    pieces = student.pieces(folded)
    wanted = torch.tensor(np.where(danger, 1.0 - _SOFT / 2, _SOFT / 2), dtype=torch.float32)
    kind = torch.tensor([names.index(k) if d and k in names else _NO_KIND for k, d in zip(kinds, danger, strict=True)])
    student.train()
    batches = [batch for _ in range(epochs) for batch in _batches(pieces, chance)]
    total = 0.0
    for step, rows in enumerate(batches):
        set_rate(optimiser, min(1.0, (step + 1) / 100) * max(0.0, 1.0 - step / len(batches)))
        typed = [student.pieces([with_typos(folded[r], chance)])[0] if chance.random() < _TYPOS else pieces[r] for r in rows]
        scores = head(_SCALE * F.dropout(student(typed), _DROPOUT))
        loss = F.binary_cross_entropy_with_logits(scores[:, 0], wanted[rows])
        known = kind[rows] != _NO_KIND
        if known.any():
            loss = loss + _KIND_SAY * F.cross_entropy(scores[known][:, 1:], kind[rows][known])
        learn(student, optimiser, loss)
        total += float(loss.detach())
        if (step + 1) % 200 == 0:
            print(f"tune danger {step + 1} of {len(batches)}: loss {total / 200:.3f}", flush=True)
            total = 0.0
    return Tuned(student, head)


def _copy_of_shipped() -> Student:
    config = BertConfig.from_pretrained(str(BUNDLED_FOLDER))
    config._attn_implementation = "eager"
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = _DROPOUT
    body = BertModel.from_pretrained(str(BUNDLED_FOLDER), config=config, add_pooling_layer=False, dtype=torch.float32)
    tokenizer = Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json"))
    tokenizer.no_truncation()
    return Student(tokenizer, body)


def _batches(pieces: Sequence[list[int]], chance: random.Random) -> list[list[int]]:
    """Every message once, in batches of about one length and in random order."""
    order = list(range(len(pieces)))
    chance.shuffle(order)
    found = []
    for at in range(0, len(order), _BATCH * _POOL):
        pool = sorted(order[at : at + _BATCH * _POOL], key=lambda row: len(pieces[row]))
        found += [pool[start : start + _BATCH] for start in range(0, len(pool), _BATCH)]
    chance.shuffle(found)
    return found
