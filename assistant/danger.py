"""Recognises danger in a Dutch message, before anything else is done with it.

Learned from ``corpus/distress.jsonl`` by ``assistant.training.train_danger``: a linear model over hashed character and word
n-grams (which forgive typos) and the shipped encoder's vector (which knows words that the examples lack). Deterministic,
milliseconds, and it never leaves the process.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.grams import linear_scores
from corpus.sentences import split_sentences
from corpus.words import fold
from index.encoder import BUNDLED, encode, load_encoder

MODEL_PATH = Path(__file__).parent / "models" / "danger.npz"

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
        danger = self._look([message], self._threshold)
        spans = list(split_sentences(message))
        if danger is not None or len(spans) <= 1:
            return danger
        return self._look([message[start:end] for start, end in spans], _SENTENCE_THRESHOLD)

    def _look(self, texts: list[str], threshold: float) -> Danger | None:
        """The likeliest danger that one of the texts points at."""
        vectors = encode(self._encoder, [fold(text) for text in texts])
        looks = (self._look_at(text, vector, threshold) for text, vector in zip(texts, vectors, strict=True))
        return max((found for found in looks if found), key=lambda found: found.probability, default=None)

    def _look_at(self, text: str, vector: np.ndarray, threshold: float) -> Danger | None:
        score = linear_scores(self._danger, text, vector) + self._danger_bias
        probability = float(1.0 / (1.0 + np.exp(-score)))
        if probability < threshold:
            return None
        logits = linear_scores(self._kinds, text, vector) + self._kinds_bias
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
