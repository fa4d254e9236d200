"""The question bank: written questions, each with the verbatim quote that answers it, and the questions nothing answers.

Files are JSON lines so that a person can add a line: ``questions/*.jsonl`` holds ``{"document", "quote", "style", "question"}``,
``out_of_scope.jsonl`` holds ``{"kind", "style", "writer", "question"}``, ``distress.jsonl`` holds
``{"kind", "danger", "message"}``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.documents import Corpus
from corpus.manifest import CORPUS_DIR
from corpus.quotes import find_quote
from corpus.types import CorpusError

Style = Literal[
    "natural", "story", "chat", "second_language", "telephone", "presupposition", "keyword", "flemish", "child", "official"
]
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


class _DistressRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    danger: bool
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
class DistressMessage:
    """A message that does or does not point at danger."""

    message: str
    kind: str
    danger: bool


def load_bank(corpus: Corpus, directory: Path = CORPUS_DIR) -> tuple[BankQuestion, ...]:
    """All bank questions, their quotes resolved to spans; raises CorpusError for a quote that no source holds."""
    found: list[BankQuestion] = []
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for path in sorted((directory / "questions").glob("*.jsonl")):
        for number, row in _rows(path, _QuestionRow):
            key = (row.document, row.quote)
            if key not in spans:
                spans[key] = _resolve(corpus, path, number, row)
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


def load_distress(directory: Path = CORPUS_DIR) -> tuple[DistressMessage, ...]:
    path = directory / "distress.jsonl"
    rows = _rows(path, _DistressRow) if path.is_file() else ()
    return tuple(DistressMessage(message=row.message, kind=row.kind, danger=row.danger) for _, row in rows)


def _resolve(corpus: Corpus, path: Path, number: int, row: _QuestionRow) -> tuple[int, int]:
    document = corpus.by_id.get(row.document)
    if document is None:
        raise CorpusError(f"{path}, regel {number}: het document '{row.document}' staat niet in manifest.toml.")
    span = find_quote(document.text, row.quote)
    if span is None:
        raise CorpusError(
            f"{path}, regel {number}: het citaat staat niet letterlijk in '{row.document}': \"{row.quote[:80]}\". "
            f"Neem het over zoals het in de bron staat."
        )
    return span


_Row = TypeVar("_Row", bound=BaseModel)


def _rows(path: Path, model: type[_Row]) -> Iterator[tuple[int, _Row]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, model.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise CorpusError(f"{path}, regel {number}: geen geldige regel ({str(error).splitlines()[0]}).") from None
