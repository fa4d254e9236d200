"""BM25 with Dutch stems: how many of a question's words a text shares, rare words counting more."""

import json
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from corpus.words import words

# Without its cache: the words of a question are not kept, not even in memory.
_STEMMER = Stemmer.Stemmer("dutch", 0)

# Words that say nothing about the subject of a question. Negations stay: "niet" changes what is asked.
STOP_WORDS = frozenset(
    "de het een en of van in op te dat die dit is zijn was er met voor aan als ook om bij naar dan nog wel maar door over uit tot"
    " ik je jij u wij we ze zij hij haar hem mij me mijn jouw uw ons onze hun zich wat wie hoe waar welke wordt worden heeft"
    " hebben had heb ben bent werd waren zou zouden zo al nu daar hier deze want dus".split()
)


def stems(text: str) -> list[str]:
    """The stems of a text's words, stop words left out."""
    return [str(stem) for stem in _STEMMER.stemWords([word for word in words(text) if word not in STOP_WORDS])]


class KeywordIndex:
    """BM25 over a fixed list of texts."""

    def __init__(self, bm25: bm25s.BM25 | None, vocabulary: dict[str, int], size: int) -> None:
        self._bm25 = bm25
        self._vocabulary = vocabulary
        self._size = size

    @classmethod
    def build(cls, texts: list[str]) -> "KeywordIndex":
        vocabulary: dict[str, int] = {}
        tokens = [[vocabulary.setdefault(stem, len(vocabulary)) for stem in stems(text)] for text in texts]
        if not vocabulary:
            return cls(None, {}, len(texts))
        bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        bm25.index((tokens, vocabulary), show_progress=False)
        return cls(bm25, vocabulary, len(texts))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self._bm25 is not None:
            self._bm25.save(str(folder), show_progress=False)
        (folder / "stems.json").write_text(json.dumps([self._size, self._vocabulary], ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        size, vocabulary = json.loads((folder / "stems.json").read_text(encoding="utf-8"))
        bm25 = bm25s.BM25.load(str(folder), load_corpus=False, load_vocab=False) if vocabulary else None
        return cls(bm25, vocabulary, size)

    def scores(self, text: str) -> np.ndarray:
        """The score of every text for a question, float32, in the order given at the start; zeros if no word is known."""
        ids = [self._vocabulary[stem] for stem in stems(text) if stem in self._vocabulary]
        if not ids or self._bm25 is None:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(ids), dtype=np.float32)
