"""The plain values of the index."""

from dataclasses import dataclass


class IndexBuildError(Exception):
    """An index or encoder that cannot be built or opened; the message says which command or setting mends it."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What is indexed: the words ``[start, end)`` of a document, within one section.

    ``id`` is derived from document and text, so that a second build of the same corpus gives the same ids.
    """

    id: str
    document_id: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Focus:
    """Words of a chunk that the evidence points at; ``weight`` is 1 for the best and relative to it for the others."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A chunk with its score, a probability-like number that is comparable within one question only.

    ``focus``, best first: the words by which nearby bank questions are answered, or where there are none, the sentences nearest
    in meaning.
    """

    chunk: Chunk
    score: float
    focus: tuple[Focus, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Retrieval:
    """What the index knows about a question: hits, best first, and how likely it is that there is an answer.

    ``stranger_kind`` is the kind of the nearest out-of-scope questions (``near``, ``far``, ``referral``, ``chitchat`` …) and
    ``stranger_share`` how much of the nearest questions, weighted, are out of scope (0 to 1).
    """

    hits: tuple[Hit, ...]
    answerable: float
    stranger_kind: str | None = None
    stranger_share: float = 0.0
