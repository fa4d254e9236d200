"""Tuning on the bank: questions with one answer lie together and by their answer, away from all other answers."""

import random
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from corpus.bank import BankQuestion
from corpus.documents import Corpus
from corpus.words import fold
from index.training.distilling import distil_loss, learn, make_optimiser, set_rate
from index.training.student import Student
from index.training.text import with_typos

_HALF = 48  # questions in a batch, each with a partner
_STRANGERS = 12
_REMINDERS = 64  # parallel sentences in a batch, so that the rest of the language is not forgotten
_ANSWER_AS_PARTNER = 0.15
_TYPOS = 0.15
_SCALE = 20.0
_STRANGER_COSINE = 0.35  # an out-of-scope question may be this near to an answer and no nearer
_ANSWER_PIECES = 70

Key = tuple[str, int, int]


def tune(
    student: Student,
    corpus: Corpus,
    bank: Sequence[BankQuestion],
    strangers: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    targets: np.ndarray,
    *,
    epochs: float,
    rate: float = 1.5e-4,
) -> None:
    """The hard negatives are all other answers at once: each has a prototype, a vector that is learned beside the student."""
    chance = random.Random(7)
    groups: dict[Key, list[str]] = {}
    for question in bank:
        groups.setdefault((question.document_id, question.start, question.end), []).append(fold(question.question))
    keys = list(groups)
    pieces = [student.pieces(groups[key]) for key in keys]
    answers = student.pieces((corpus.document(key[0]).text[key[1] : key[2]] for key in keys), _ANSWER_PIECES)
    far_pieces = student.pieces(fold(text) for text in strangers)
    reminders = student.pieces(nl for nl, _ in pairs)
    examples = [(number, place) for number, group in enumerate(pieces) for place in range(len(group))]
    kin = torch.tensor([[_are_kin(one, other) for other in keys] for one in keys])
    prototypes = nn.Parameter(_mean_vectors(student, [groups[key] for key in keys]))
    optimiser = make_optimiser(student, rate, {"params": [prototypes], "lr": 5e-3, "weight_decay": 0.0})

    def asked(number: int, place: int) -> list[int]:
        if chance.random() < _TYPOS:
            return student.pieces([with_typos(groups[keys[number]][place], chance)])[0]
        return pieces[number][place]

    def partner(number: int) -> list[int]:
        if chance.random() < _ANSWER_AS_PARTNER:
            return answers[number]
        return asked(number, chance.randrange(len(pieces[number])))

    steps = int(epochs * (len(examples) // (2 * _HALF)))
    order: list[tuple[int, int]] = []
    total = 0.0
    for step in range(steps):
        if len(order) < _HALF:
            order = examples[:]
            chance.shuffle(order)
        rows = [order.pop() for _ in range(_HALF)]
        set_rate(optimiser, min(1.0, (step + 1) / 60) * max(0.04, 1.0 - step / steps))
        gold = torch.tensor([number for number, _ in rows])
        batch = [asked(*row) for row in rows] + [partner(number) for number, _ in rows]
        vectors = student(batch + chance.sample(far_pieces, min(_STRANGERS, len(far_pieces))), parts=4)
        questions, partners, far = vectors[:_HALF], vectors[_HALF : 2 * _HALF], vectors[2 * _HALF :]
        same = kin[gold][:, gold] & ~torch.eye(_HALF, dtype=torch.bool)
        to_partner = (_SCALE * questions @ partners.T).masked_fill(same, -1e4)
        both = torch.cat([gold, gold])
        near = kin[both].clone()
        near[torch.arange(len(both)), both] = False
        normal = F.normalize(prototypes, dim=-1)
        to_prototype = (_SCALE * vectors[: 2 * _HALF] @ normal.T).masked_fill(near, -1e4)
        loss = F.cross_entropy(to_partner, torch.arange(_HALF)) + F.cross_entropy(to_prototype, both)
        if len(far):
            loss = loss + 0.5 * F.relu(far @ normal.T - _STRANGER_COSINE).amax(-1).mean()
        some = np.random.choice(len(reminders), _REMINDERS, replace=False)
        loss = loss + 0.5 * distil_loss(student([reminders[i] for i in some], parts=2), torch.tensor(targets[some]))
        learn(student, optimiser, loss)
        total += float(loss.detach())
        if (step + 1) % 50 == 0:
            print(f"tune {step + 1} of {steps}: loss {total / 50:.3f}", flush=True)
            total = 0.0


def _mean_vectors(student: Student, groups: Sequence[Sequence[str]]) -> torch.Tensor:
    """Each group's mean vector, normalised."""
    vectors = torch.tensor(student.encode([text for group in groups for text in group]))
    sums = torch.zeros(len(groups), vectors.shape[1])
    sums.index_add_(0, torch.tensor([number for number, group in enumerate(groups) for _ in group]), vectors)
    return F.normalize(sums, dim=-1)


def _are_kin(one: Key, other: Key) -> bool:
    """Whether two answers share words of one document, so that a question about one is no stranger to the other."""
    return one[0] == other[0] and min(one[2], other[2]) > max(one[1], other[1])
