"""What a message after others asks: two ways to look it up, weighed by a small learned model.

The message is looked up ``alone`` and ``together`` with the question before it. Its words, and how surely each look finds an
answer, tell how much it leans on the question before it. Where it leans, a passage counts that both looks find: together they
sound most like the first question, and a follow-up asks for something else.
Learned from ``corpus/follow_ups.jsonl`` by ``assistant.training.train_follow_ups``.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.conversation import clues
from index.types import Focus, Hit, Retrieval

MODEL_PATH = Path(__file__).parent / "models" / "follow_ups.json"

#: So many hits of each look are weighed; a passage that a look does not find has ``_UNFOUND``.
CANDIDATES = 30
_UNFOUND = 1e-3
_SURE = 1e-3  # probabilities are kept this far from 0 and 1 before their log odds are taken


@dataclass(frozen=True)
class Looks:
    """The two retrievals of a message that follows others, each of ``CANDIDATES`` hits."""

    alone: Retrieval
    together: Retrieval

    @property
    def both(self) -> tuple[Retrieval, Retrieval]:
        return self.together, self.alone


@dataclass(frozen=True, eq=False)
class FollowUpModel:
    """Weights over ``leaning_features``, ``ranking_features`` and ``answering_features``; the first and last end with a bias."""

    leaning: np.ndarray
    ranking: np.ndarray
    answering: np.ndarray

    @classmethod
    def load(cls, path: Path = MODEL_PATH) -> "FollowUpModel":
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(*(np.array(raw[name]) for name in ("leaning", "ranking", "answering")))

    def leans(self, message: str, looks: Looks) -> float:
        """The probability that the message cannot be understood without the question before it."""
        return _sigmoid(leaning_features(message, looks) @ self.leaning[:-1] + self.leaning[-1])

    def combine(self, looks: Looks, leans: float, number: int) -> Retrieval:
        """One retrieval with the best ``number`` hits of the two."""
        hits = {hit.chunk.id: hit for look in reversed(looks.both) for hit in look.hits}
        ids = sorted(hits)
        logits = ranking_features(looks, ids) @ self.ranking
        shares = np.exp(logits - logits.max()) if len(ids) else logits
        shares = shares / max(float(shares.sum()), 1e-12)
        alone = _scores(looks.alone)
        scores = {i: leans * float(share) + (1.0 - leans) * alone.get(i, 0.0) for i, share in zip(ids, shares, strict=True)}
        best = sorted(ids, key=lambda i: (-scores[i], i))[:number]
        lead = looks.together if leans >= 0.5 else looks.alone
        return Retrieval(
            hits=tuple(Hit(chunk=hits[i].chunk, score=round(scores[i], 6), focus=_focus(looks, i, leans)) for i in best),
            answerable=_sigmoid(answering_features(looks, leans) @ self.answering[:-1] + self.answering[-1]),
            stranger_kind=lead.stranger_kind,
            stranger_share=lead.stranger_share,
        )


def leaning_features(message: str, looks: Looks) -> np.ndarray:
    """Shape (13,): what the words say, how sure each look is, and whether they find the same."""
    first = [look.hits[0].chunk.id if look.hits else "" for look in looks.both]
    top = [look.hits[0].score if look.hits else 0.0 for look in looks.both]
    same = float(first[0] == first[1])
    return np.array([*clues(message), *(look.answerable for look in looks.both), *top, same, looks.alone.stranger_share])


def ranking_features(looks: Looks, ids: list[str]) -> np.ndarray:
    """Shape (chunks, 2): the log of each look's score."""
    columns = [_scores(look) for look in looks.both]
    return np.log(np.array([[column.get(i, 0.0) for column in columns] for i in ids]).reshape(-1, 2) + _UNFOUND)


def answering_features(looks: Looks, leans: float) -> np.ndarray:
    """Shape (4,): the log odds that the documents answer, of the looks as far as each counts."""
    together, alone = (_log_odds(look.answerable) for look in looks.both)
    return np.array([leans * together, leans * alone, (1.0 - leans) * alone, leans])


def _scores(look: Retrieval) -> dict[str, float]:
    return {hit.chunk.id: hit.score for hit in look.hits}


def _focus(looks: Looks, chunk_id: str, leans: float) -> tuple[Focus, ...]:
    """Where in the chunk the answer is: where the two looks point, each as far as it counts."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for look, say in zip(looks.both, (leans, 1.0 - 0.5 * leans), strict=True):
        for hit in look.hits:
            if hit.chunk.id == chunk_id:
                for focus in hit.focus:
                    weights[focus.start, focus.end] += say * focus.weight
    best = max(weights.values(), default=0.0)
    order = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Focus(start=start, end=end, weight=round(weight / best, 4)) for (start, end), weight in order if best > 0.0)


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _SURE), 1.0 - _SURE)
    return float(np.log(kept / (1.0 - kept)))


def _sigmoid(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))
