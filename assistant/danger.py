"""Recognises danger in a Dutch message, before anything else is done with it.

Learned from ``corpus/distress.jsonl`` by ``assistant.training.train_danger``: a linear model over hashed character and word
n-grams (which forgive typos) and the shipped encoder's vector (which knows words that the examples lack). Deterministic, under
a millisecond, and it never leaves the process.
"""

import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.sentences import split_sentences
from corpus.words import fold, words
from index.encoder import BUNDLED, encode, load_encoder

MODEL_PATH = Path(__file__).parent / "models" / "danger.npz"
BUCKETS = 1 << 15
ENCODER_SCALE = 1.5  # lets the vector weigh about as much as the n-grams, whose length is 1

# Which numbers a kind of danger needs, most urgent first.
_SIGNPOSTS: dict[str, tuple[str, ...]] = {
    "violence": ("112", "veilig thuis"),
    "threat": ("112", "veilig thuis"),
    "sexual": ("112", "veilig thuis"),
    "child": ("112", "kindertelefoon", "veilig thuis"),
    "suicide_child": ("112", "113", "kindertelefoon"),
    "suicide_adult": ("112", "113", "veilig thuis"),
    "honour": ("112", "veilig thuis"),
    "neglect": ("112", "veilig thuis"),
}
_CHILD_KINDS = ("child", "suicide_child")
_SURE = 0.5  # from here on the notice speaks to a child; below it stays neutral, because the alarm may be false
_SENTENCE_THRESHOLD = 0.5
_LEAST_KIND = 0.12  # a second kind with at least this probability adds its numbers


@dataclass(frozen=True, kw_only=True)
class Danger:
    """A message that points at danger: the kinds, likeliest first, and the numbers that must be shown."""

    probability: float
    kinds: tuple[str, ...]
    signposts: tuple[str, ...]
    by_child: bool


class DangerModel:
    """Tells danger from everything else."""

    def __init__(self, path: Path = MODEL_PATH) -> None:
        stored = np.load(path, allow_pickle=False)
        self._danger = stored["danger"].astype(np.float32)
        self._danger_bias = float(stored["danger_bias"])
        self._kinds = stored["kinds"].astype(np.float32)
        self._kinds_bias = stored["kinds_bias"].astype(np.float32)
        self._names = tuple(str(name) for name in stored["names"])
        self._threshold = float(stored["threshold"])
        self._encoder = load_encoder(BUNDLED)

    def recognise(self, message: str) -> Danger | None:
        """The danger that a message points at, or None.

        A long message can hide one dangerous sentence among ordinary ones, so that each is also looked at by itself, with a
        stricter threshold because a sentence alone says less.
        """
        whole = self._look(message, self._threshold)
        if whole is not None:
            return whole
        parts = [message[start:end] for start, end in split_sentences(message)]
        found = [danger for part in parts if (danger := self._look(part, _SENTENCE_THRESHOLD))] if len(parts) > 1 else []
        return max(found, key=lambda danger: danger.probability, default=None)

    def _look(self, message: str, threshold: float) -> Danger | None:
        buckets, weights = danger_grams(message)
        vector = ENCODER_SCALE * encode(self._encoder, [fold(message)])[0]
        score = weights @ self._danger[buckets] + vector @ self._danger[BUCKETS:] + self._danger_bias
        probability = float(1.0 / (1.0 + np.exp(-score)))
        if probability < threshold:
            return None
        logits = self._kinds[:, buckets] @ weights + self._kinds[:, BUCKETS:] @ vector + self._kinds_bias
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        kinds = tuple(self._names[i] for i in np.argsort(-shares) if shares[i] >= _LEAST_KIND or shares[i] == shares.max())
        wanted = {name for kind in kinds for name in _SIGNPOSTS[kind]}
        return Danger(
            probability=round(probability, 4),
            kinds=kinds,
            signposts=tuple(name for name in ("112", "113", "kindertelefoon", "veilig thuis") if name in wanted),
            by_child=kinds[0] in _CHILD_KINDS and probability >= _SURE,
        )


def danger_grams(message: str) -> tuple[np.ndarray, np.ndarray]:
    """The buckets of a message's n-grams and their weights, a vector of length 1 (float32)."""
    buckets, counts = np.unique([_bucket(gram) for gram in _grams(message)] or [0], return_counts=True)
    weights = np.log1p(counts.astype(np.float32))
    return buckets, weights / np.linalg.norm(weights)


def _grams(message: str) -> list[str]:
    found = words(message)
    grams = [f"w {word}" for word in found]
    grams += [f"b {first} {second}" for first, second in pairwise(found)]
    for word in found:
        padded = f" {word} "
        grams += [padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1)]
    return grams


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode()) % BUCKETS
