"""Recognises danger in a Dutch message, before anything else is done with it.

Learned from ``corpus/distress.jsonl`` by ``assistant.training.train_danger``: an encoder of its own, tuned for nothing but this
from a copy of the shipped one, beside a linear model over hashed character and word n-grams (which forgive typos).
Deterministic, milliseconds, and it never leaves the process.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.grams import linear_scores
from corpus.sentences import split_sentences
from corpus.words import fold, words
from index.encoder import BUNDLED_FOLDER, OnnxEncoder

MODEL_PATH = Path(__file__).parent / "models" / "danger.npz"
#: The tuned transformer; its vocabulary is the shipped encoder's.
ENCODER_FILE = MODEL_PATH.with_name("danger_qint8.onnx")

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
_SURE = 0.5  # from here on the notice is loud, and speaks to a child where one writes; below it the alarm may be false
_SURE_SENTENCE = 0.8
_LEAST_KIND = 0.12  # a second kind with at least this probability adds its numbers
_LEAST_KIND_IF_UNSURE = 0.3  # 113 and a child's helpline are no numbers to show at random


_FEW_WORDS = 3
_TO_DIE = re.compile(r"zelfmoord\w*|zelfdoding\w*|suicid\w*|doodgaan|dood")
_MAY_WANT_TO_DIE = ("suicide_adult", "suicide_child")


@dataclass(frozen=True, kw_only=True)
class Danger:
    """A message that points at danger: the kinds, likeliest first, and the numbers that must be shown."""

    probability: float
    kinds: tuple[str, ...]
    signposts: tuple[str, ...]
    by_child: bool

    @property
    def is_sure(self) -> bool:
        """Whether it is more likely than not; below that a notice should not frighten."""
        return self.probability >= _SURE


class DangerModel:
    """Tells danger from everything else."""

    def __init__(self, path: Path = MODEL_PATH) -> None:
        stored = np.load(path, allow_pickle=False)
        self._grams = stored["grams"].astype(np.float32)
        self._tuned = stored["tuned"]
        self._bias = float(stored["bias"])
        self._kinds = stored["kinds"]
        self._kinds_bias = stored["kinds_bias"]
        self._names = tuple(str(name) for name in stored["names"])
        self._threshold = float(stored["threshold"])
        self._encoder = OnnxEncoder(BUNDLED_FOLDER, ENCODER_FILE)

    def recognise(self, message: str) -> Danger | None:
        """The danger that a message points at, or None.

        A dangerous sentence can be drowned by what stands around it, so that each sentence is also looked at by itself; it must
        then be far surer, because a sentence alone says less.
        """
        return self.recognise_each([message])[0]

    def recognise_each(self, messages: Sequence[str]) -> list[Danger | None]:
        """The same for several messages, in one go."""
        texts = [(number, message, self._threshold) for number, message in enumerate(messages)]
        for number, message in enumerate(messages):
            spans = list(split_sentences(message))
            texts += [(number, message[start:end], _SURE_SENTENCE) for start, end in spans if len(spans) > 1]
        vectors = self._encoder.vectors([fold(text) for _, text, _ in texts])
        likeliest: list[Danger | None] = [None] * len(messages)
        for (number, text, threshold), vector in zip(texts, vectors, strict=True):
            found, before = self._look_at(text, vector, threshold), likeliest[number]
            if found and (before is None or found.probability > before.probability):
                likeliest[number] = found
        return [found or self._by_name(message) for found, message in zip(likeliest, messages, strict=True)]

    def _by_name(self, message: str) -> Danger | None:
        """A possible danger in a message of a few words that names wanting to die: too short for a model to read a mood from."""
        found = words(message)
        if len(found) > _FEW_WORDS or not any(_TO_DIE.fullmatch(word) for word in found):
            return None
        return Danger(
            probability=round(self._threshold, 4), kinds=_MAY_WANT_TO_DIE, signposts=_signposts(_MAY_WANT_TO_DIE), by_child=False
        )

    def _look_at(self, text: str, vector: np.ndarray, threshold: float) -> Danger | None:
        score = float(linear_scores(self._grams, text)) + float(self._tuned @ vector) + self._bias
        probability = float(1.0 / (1.0 + np.exp(-score)))
        if probability < threshold:
            return None
        logits = self._kinds @ vector + self._kinds_bias
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        least = _LEAST_KIND if probability >= _SURE else _LEAST_KIND_IF_UNSURE
        kinds = tuple(self._names[i] for i in np.argsort(-shares) if shares[i] >= least or shares[i] == shares.max())
        return Danger(
            probability=round(probability, 4),
            kinds=kinds,
            signposts=_signposts(kinds),
            by_child=kinds[0] in _CHILD_KINDS and probability >= _SURE,
        )


def _signposts(kinds: Sequence[str]) -> tuple[str, ...]:
    """The numbers that kinds of danger need, most urgent first."""
    wanted = {name for kind in kinds for name in _SIGNPOSTS[kind]}
    return tuple(name for name in ("112", "113", "kindertelefoon", "veilig thuis") if name in wanted)
