"""Distillation: the student gives Dutch the vector that the teacher gives the English translation."""

import random
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F

from index.training.student import Student
from index.training.text import with_typos

_BATCH = 192
_SCORED = 48  # scored pairs in every fourth batch
_TYPOS = 0.12  # the share of the sentences that is mistyped
_SCALE = 20.0


def distil_loss(vectors: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """``4 (1 - cos) + 0.3 InfoNCE`` against the teacher's vectors."""
    cosine = (vectors * targets).sum(-1)
    loss: torch.Tensor = 4.0 * (1.0 - cosine).mean() + 0.3 * F.cross_entropy(
        _SCALE * vectors @ targets.T, torch.arange(len(vectors))
    )
    return loss


def distil(
    student: Student,
    pairs: Sequence[tuple[str, str]],
    targets: np.ndarray,
    scored: Sequence[tuple[str, str, float]],
    *,
    steps: int,
    scored_from: float,
    rate: float,
) -> None:
    """``scored_from``: the share of the steps after which the scored pairs join, by CoSENT loss. ``rate``: of the body."""
    chance = random.Random(7)
    texts = [nl for nl, _ in pairs]
    pieces = student.pieces(texts)
    first, second = student.pieces(row[0] for row in scored), student.pieces(row[1] for row in scored)
    score = torch.tensor([row[2] / 5.0 for row in scored])
    optimiser = make_optimiser(student, rate)
    batches: list[np.ndarray] = []
    total = 0.0
    for step in range(steps):
        if not batches:
            batches = _batches(pieces)
        rows = batches.pop()
        set_rate(optimiser, min(1.0, (step + 1) / 150) * max(0.03, 1.0 - step / steps))
        ids = [student.pieces([with_typos(texts[r], chance)])[0] if chance.random() < _TYPOS else pieces[r] for r in rows]
        loss = distil_loss(student(ids), torch.tensor(targets[rows]))
        if step >= scored_from * steps and step % 4 == 0:
            some = np.random.choice(len(scored), _SCORED, replace=False)
            cosine = (student([first[i] for i in some]) * student([second[i] for i in some])).sum(-1)
            wanted = score[some]
            apart = (_SCALE * (cosine[:, None] - cosine[None, :]))[wanted[:, None] < wanted[None, :]]
            loss = loss + 0.15 * torch.logsumexp(torch.cat([torch.zeros(1), apart]), 0)
        learn(student, optimiser, loss)
        total += float(loss.detach())
        if (step + 1) % 100 == 0:
            print(f"distil {step + 1} of {steps}: loss {total / 100:.3f}", flush=True)
            total = 0.0


def make_optimiser(student: Student, rate: float, *extra: dict[str, object]) -> torch.optim.Optimizer:
    """AdamW; the piece vectors, which each batch touches only a few of, learn four times as fast."""
    body = [weight for name, weight in student.body.named_parameters() if "word_embeddings" not in name]
    groups = [{"params": [student.piece_vectors], "lr": 4 * rate}, {"params": body, "lr": rate}, *extra]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    for group in optimiser.param_groups:
        group["full_rate"] = group["lr"]
    return optimiser


def set_rate(optimiser: torch.optim.Optimizer, share: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = group["full_rate"] * share


def learn(student: Student, optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
    optimiser.step()


def _batches(pieces: Sequence[list[int]]) -> list[np.ndarray]:
    """Batches of sentences of about one length, in random order."""
    order = np.random.permutation(len(pieces))
    found = []
    for at in range(0, len(order), _BATCH * 40):
        group = np.array(sorted(order[at : at + _BATCH * 40], key=lambda row: len(pieces[row])))
        found += [group[start : start + _BATCH] for start in range(0, len(group), _BATCH)]
    random.shuffle(found)
    return found
