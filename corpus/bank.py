"""The question bank: written questions, each with the verbatim quote that answers it, and the questions nothing answers.

Files are JSON lines so that a person can add a line: ``questions/*.jsonl`` holds ``{"document", "quote", "style", "question"}``,
``out_of_scope.jsonl`` holds ``{"kind", "style", "writer", "question"}``, ``distress.jsonl`` holds
``{"kind", "danger", "writer", "message"}``, ``follow_ups.jsonl`` holds ``{"writer", "turns", "kind", "document", "quote"}``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.documents import Corpus
from corpus.json_lines import lines_of
from corpus.manifest import CORPUS_DIR
from corpus.quotes import find_quote
from corpus.types import CorpusError

Style = Literal[
    "natural", "story", "chat", "second_language", "telephone", "presupposition", "keyword", "flemish", "child", "official"
]
FollowUpKind = Literal["same", "other", "shift", "place", "unanswerable"]
OutOfScopeKind = Literal["near", "far", "referral", "chitchat", "noise", "other_language"]


class _QuestionRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: str
    quote: str
    style: Style
    question: str


class _OutOfScopeRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: OutOfScopeKind
    style: Style
    writer: str
    question: str


class _FollowUpRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    writer: str
    turns: tuple[str, ...] = Field(min_length=2)
    kind: FollowUpKind
    document: str
    quote: str


class _DistressRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    danger: bool
    writer: str
    message: str


@dataclass(frozen=True, kw_only=True)
class BankQuestion:
    """A question that the words ``[start, end)`` of a document answer."""

    question: str
    document_id: str
    start: int
    end: int
    style: str
    writer: str  # the bank file: one file is one writer's work


@dataclass(frozen=True, kw_only=True)
class OutOfScopeQuestion:
    """A question that no source answers, with the kind of near or far it is."""

    question: str
    kind: OutOfScopeKind
    style: str
    writer: str


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A conversation of one user; the words ``[start, end)`` of a document answer its last message (-1: nothing does).

    ``kind``: the last message leans on the one before it and is answered in the ``same`` passage, in an ``other``, or not at all
    (``unanswerable``); it asks for the ``place`` of the answer; or it is a ``shift`` to something that stands on its own,
    answered or not.
    """

    turns: tuple[str, ...]
    kind: FollowUpKind
    document_id: str
    start: int
    end: int
    writer: str


@dataclass(frozen=True, kw_only=True)
class DistressMessage:
    """A message that does or does not point at danger."""

    message: str
    kind: str
    danger: bool
    writer: str


def load_bank(corpus: Corpus, directory: Path = CORPUS_DIR) -> tuple[BankQuestion, ...]:
    """All bank questions, their quotes resolved to spans; raises CorpusError for a quote that no source holds."""
    found: list[BankQuestion] = []
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for path in sorted((directory / "questions").glob("*.jsonl")):
        for number, row in _rows(path, _QuestionRow):
            key = (row.document, row.quote)
            if key not in spans:
                spans[key] = _resolve(corpus, path, number, row.document, row.quote)
            start, end = spans[key]
            found.append(
                BankQuestion(
                    question=row.question, document_id=row.document, start=start, end=end, style=row.style, writer=path.stem
                )
            )
    return tuple(found)


def load_out_of_scope(directory: Path = CORPUS_DIR) -> tuple[OutOfScopeQuestion, ...]:
    path = directory / "out_of_scope.jsonl"
    rows = _rows(path, _OutOfScopeRow) if path.is_file() else ()
    return tuple(OutOfScopeQuestion(question=row.question, kind=row.kind, style=row.style, writer=row.writer) for _, row in rows)


def load_follow_ups(corpus: Corpus, directory: Path = CORPUS_DIR) -> tuple[FollowUp, ...]:
    """All written follow-ups, their quotes resolved to spans; raises CorpusError for a quote that no source holds."""
    path = directory / "follow_ups.jsonl"
    found = []
    for number, row in _rows(path, _FollowUpRow) if path.is_file() else ():
        start, end = _resolve(corpus, path, number, row.document, row.quote) if row.quote else (-1, -1)
        found.append(FollowUp(turns=row.turns, kind=row.kind, document_id=row.document, start=start, end=end, writer=row.writer))
    return tuple(found)


def load_distress(directory: Path = CORPUS_DIR) -> tuple[DistressMessage, ...]:
    path = directory / "distress.jsonl"
    rows = _rows(path, _DistressRow) if path.is_file() else ()
    return tuple(DistressMessage(message=row.message, kind=row.kind, danger=row.danger, writer=row.writer) for _, row in rows)


def _resolve(corpus: Corpus, path: Path, number: int, document_id: str, quote: str) -> tuple[int, int]:
    document = corpus.by_id.get(document_id)
    if document is None:
        raise CorpusError(f"{path}, regel {number}: het document '{document_id}' staat niet in manifest.toml.")
    span = find_quote(document.text, quote)
    if span is None:
        raise CorpusError(
            f"{path}, regel {number}: het citaat staat niet letterlijk in '{document_id}': \"{quote[:80]}\". "
            f"Neem het over zoals het in de bron staat."
        )
    return span


_Row = TypeVar("_Row", bound=BaseModel)


def _rows(path: Path, model: type[_Row]) -> Iterator[tuple[int, _Row]]:
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            yield number, model.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise CorpusError(f"{path}, regel {number}: geen geldige regel ({str(error).splitlines()[0]}).") from None
