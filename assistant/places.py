"""Reviewed places in the documents: quotes in a TOML file, resolved to spans, as statements of an answer."""

from dataclasses import dataclass
from pathlib import Path

from assistant.types import Statement
from corpus.documents import Corpus
from corpus.quotes import find_quote
from corpus.sentences import split_sentences
from corpus.types import CorpusError


@dataclass(frozen=True, kw_only=True)
class Place:
    """The words ``[start, end)`` of a document."""

    document_id: str
    start: int
    end: int


def resolve_place(corpus: Corpus, path: Path, *, document: str, quote: str) -> Place:
    """The place of a quote; raises CorpusError, naming the file, for a quote that its source does not hold."""
    if document not in corpus.by_id:
        raise CorpusError(f"{path}: het document '{document}' staat niet in manifest.toml.")
    span = find_quote(corpus.document(document).text, quote)
    if span is None:
        raise CorpusError(f"{path}: dit citaat staat niet letterlijk in '{document}': \"{quote[:80]}\".")
    return Place(document_id=document, start=span[0], end=span[1])


def statements_of(corpus: Corpus, place: Place) -> tuple[Statement, ...]:
    """A statement for each sentence of the place."""
    text = corpus.document(place.document_id).text
    return tuple(
        Statement(
            text=text[place.start + start : place.start + end],
            document_id=place.document_id,
            start=place.start + start,
            end=place.start + end,
        )
        for start, end in split_sentences(text[place.start : place.end])
    )
