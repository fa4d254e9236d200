"""An opened index: asks every signal, ranks, and says where in the chunk the answer is."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.words import fold
from index.keywords import KeywordIndex, stems
from index.ranker import Ranker, Signals
from index.scope import ScopeModel
from index.types import Chunk, Focus, Hit, Retrieval
from index.vectors import VectorStore

_NEIGHBOURS = 30  # bank questions that have a say, per signal
_WORDS_POWER = 2.0  # how steeply a neighbour's say falls with its score: chosen by leaving one bank writer out at a time
_MEANING_POWER = 8.0
# The say that nobody gets: without it the nearest bank question would have all the say however far away it is.
_WORDS_UNSAID = 60.0
_MEANING_UNSAID = 0.05
_NEAREST_SENTENCES = 80
_ITS_OWN = 3.0  # the say of a bank question that is asked word for word: all
_KNOWN = 0.99  # the probability that such a question has an answer
_LEAST_STEMS = 2  # "dossier" alone is a bank question of several facts
_BEARS = 0.02  # of the best chunk's score: below this a document that was asked for has no answer of its own
_SENTENCE_SAY = 0.3  # what a sentence's own nearness weighs beside the bank questions' pointing (whose weights sum to 3)


@dataclass(frozen=True, eq=False)
class Bank:
    """The bank questions and out-of-scope questions as the index holds them.

    ``vectors`` has shape (questions, dimension); ``chunks`` the chunk number of each, or -1 for an out-of-scope question;
    ``spans`` the answering words (start, end) of each, or (0, 0); ``kinds`` the out-of-scope kind, or "".
    """

    texts: tuple[str, ...]
    vectors: np.ndarray
    chunks: np.ndarray
    spans: np.ndarray
    kinds: tuple[str, ...]
    words: KeywordIndex

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / "bank.npz", vectors=self.vectors.astype(np.float16), chunks=self.chunks, spans=self.spans)
        (folder / "bank.json").write_text(json.dumps([self.texts, self.kinds], ensure_ascii=False), encoding="utf-8")
        self.words.save(folder / "words")

    def only(self, keep: np.ndarray) -> "Bank":
        """The rows for which ``keep`` is true, with their own word index."""
        texts = tuple(text for text, kept in zip(self.texts, keep, strict=True) if kept)
        return Bank(
            texts=texts,
            vectors=self.vectors[keep],
            chunks=self.chunks[keep],
            spans=self.spans[keep],
            kinds=tuple(kind for kind, kept in zip(self.kinds, keep, strict=True) if kept),
            words=KeywordIndex.build(list(texts)),
        )

    @classmethod
    def load(cls, folder: Path) -> "Bank":
        arrays = np.load(folder / "bank.npz", allow_pickle=False)
        texts, kinds = json.loads((folder / "bank.json").read_text(encoding="utf-8"))
        return cls(
            texts=tuple(texts),
            vectors=arrays["vectors"].astype(np.float32),
            chunks=arrays["chunks"],
            spans=arrays["spans"],
            kinds=tuple(kinds),
            words=KeywordIndex.load(folder / "words"),
        )


class Index:
    """Searches one built index; holds nothing that changes between questions."""

    def __init__(
        self,
        *,
        chunks: tuple[Chunk, ...],
        words: KeywordIndex,
        vectors: VectorStore,
        bank: Bank,
        encoder: Embeddings,
        ranker: Ranker,
        scope: ScopeModel,
    ) -> None:
        self.chunks = chunks
        self.bank = bank
        self._words = words
        self._vectors = vectors
        self._encoder = encoder
        self._ranker = ranker
        self.scope = scope
        self._has_bank = np.zeros(len(chunks), np.float32)
        self._has_bank[np.unique(bank.chunks[bank.chunks >= 0])] = 1.0

    def retrieve(self, question: str, *, number: int = 10, documents: frozenset[str] | None = None) -> Retrieval:
        """The best ``number`` chunks for a question, of the given documents or of all."""
        signals, sentences, neighbours = self._look(question)
        scores = self._ranker.scores(signals)
        answerable = self._ranker.answerable(signals, scores)
        order = np.argsort(-scores, kind="stable")
        hits: list[Hit] = []
        known = self._known(question, neighbours) if signals.length >= _LEAST_STEMS else None
        if known is not None:
            # A question of the bank itself, chosen from a list perhaps, has its own answer first.
            first = [position for position in order if signals.candidates[position] == self.bank.chunks[known]]
            order = np.array([*first, *(position for position in order if position not in first)])
            scores = np.where(np.isin(np.arange(len(scores)), first), scores.max(), scores)
            neighbours = [(known, _ITS_OWN), *neighbours]
            answerable = max(answerable, _KNOWN)
        for position in order:
            chunk_number = int(signals.candidates[position])
            chunk = self.chunks[chunk_number]
            if documents is not None and chunk.document_id not in documents:
                continue
            focus = self._focus(chunk_number, sentences, neighbours)
            hits.append(Hit(chunk=chunk, score=round(float(scores[position]), 6), focus=focus))
            if len(hits) == number:
                break
        if documents is not None and (not hits or hits[0].score < _BEARS * float(scores.max(initial=0.0))):
            answerable = 0.0  # the answer, if there is one, stands in another document
        kinds: dict[str, float] = defaultdict(float)
        for row, weight in neighbours:
            if self.bank.kinds[row]:
                kinds[self.bank.kinds[row]] += weight
        return Retrieval(
            hits=tuple(hits),
            answerable=answerable,
            stranger_kind=max(kinds, key=lambda kind: kinds[kind]) if kinds else None,
            stranger_share=signals.stranger_meaning,
        )

    def _known(self, question: str, neighbours: list[tuple[int, float]]) -> int | None:
        """The bank row of a question that is asked word for word: then it is one of its own neighbours."""
        text = fold(question)
        same = [row for row, _ in neighbours if self.bank.chunks[row] >= 0 and fold(self.bank.texts[row]) == text]
        return max(same, default=None)  # asked by two writers: the later one's answer

    def signals(self, question: str, *, without: np.ndarray | None = None) -> Signals:
        """The signals for a question; ``without`` masks bank rows (True: leave out), so that no question ranks itself."""
        return self._look(question, without)[0]

    def _look(
        self, question: str, without: np.ndarray | None = None
    ) -> tuple[Signals, list[tuple[tuple[int, int], int, float]], list[tuple[int, float]]]:
        text = fold(question)
        vector = np.asarray(self._encoder.embed_query(text), dtype=np.float32)
        nearest_sentences = self._vectors.nearest(vector, _NEAREST_SENTENCES)
        sentences = [(_span(name), number, cosine) for name, number, cosine in nearest_sentences]
        meaning = np.zeros(len(self.chunks), np.float32)
        for _, number, cosine in sentences:
            meaning[number] = max(meaning[number], cosine)
        similarity = np.maximum(self.bank.vectors @ vector, 0.0)
        bank_words = self.bank.words.scores(text)
        if without is not None:
            similarity[without] = 0.0
            bank_words[without] = 0.0
        has_bank = self._has_bank
        if without is not None:
            has_bank = np.zeros(len(self.chunks), np.float32)
            has_bank[np.unique(self.bank.chunks[(self.bank.chunks >= 0) & ~without])] = 1.0
        by_words = self._shares(bank_words, _WORDS_POWER, _WORDS_UNSAID)
        by_meaning = self._shares(similarity, _MEANING_POWER, _MEANING_UNSAID)
        is_ours = self.bank.chunks >= 0
        nearest = np.zeros(len(self.chunks), np.float32)
        np.maximum.at(nearest, self.bank.chunks[is_ours], similarity[is_ours])
        signals = Signals(
            words=self._words.scores(text),
            meaning=meaning,
            bank_words=self._per_chunk(by_words),
            bank_meaning=self._per_chunk(by_meaning),
            bank_nearest=nearest,
            has_bank=has_bank,
            stranger_words=sum(weight for row, weight in by_words if self.bank.kinds[row]),
            stranger_meaning=sum(weight for row, weight in by_meaning if self.bank.kinds[row]),
            stranger_nearest=float(similarity[~is_ours].max(initial=0.0)),
            scope=self.scope.score(text, vector),
            length=len(stems(text)),
        )
        merged: dict[int, float] = defaultdict(float)
        for row, weight in [*by_words, *by_meaning, *by_meaning]:
            merged[row] += weight
        return signals, sentences, sorted(merged.items(), key=lambda item: -item[1])

    @staticmethod
    def _shares(scores: np.ndarray, power: float, unsaid: float) -> list[tuple[int, float]]:
        """The best-scoring rows with their share of the say; all shares together stay below 1, far below where none is near."""
        if not len(scores):
            return []
        size = min(_NEIGHBOURS, len(scores))
        rows = np.argpartition(-scores, size - 1)[:size]
        weights = scores[rows].astype(np.float64) ** power
        total = float(weights.sum()) + unsaid
        return [(int(row), float(weight) / total) for row, weight in zip(rows, weights, strict=True) if weight > 0]

    def _per_chunk(self, shares: list[tuple[int, float]]) -> np.ndarray:
        out = np.zeros(len(self.chunks), np.float32)
        for row, weight in shares:
            if self.bank.chunks[row] >= 0:
                out[self.bank.chunks[row]] += weight
        return out

    def _focus(
        self,
        chunk_number: int,
        sentences: list[tuple[tuple[int, int], int, float]],
        neighbours: list[tuple[int, float]],
    ) -> tuple[Focus, ...]:
        """The chunk's answering spans, best first: by the bank questions near this one, else by the nearest sentences."""
        weights: dict[tuple[int, int], float] = defaultdict(float)
        for row, weight in neighbours:
            if self.bank.chunks[row] == chunk_number:
                weights[(int(self.bank.spans[row][0]), int(self.bank.spans[row][1]))] += weight
        for span, number, similarity in sentences:
            if number == chunk_number and span not in weights:
                weights[span] = _SENTENCE_SAY * max(0.0, similarity) ** _MEANING_POWER
        best = max(weights.values(), default=0.0)
        return tuple(
            Focus(start=start, end=end, weight=round(weight / best, 4))
            for (start, end), weight in sorted(weights.items(), key=lambda item: -item[1])
            if best > 0.0
        )


def sentence_id(document_id: str, start: int, end: int) -> str:
    return f"{document_id}:{start}:{end}"


def _span(name: str) -> tuple[int, int]:
    _, start, end = name.rsplit(":", 2)
    return int(start), int(end)
