"""Where the sources do not say the same: a reviewed list, ``corpus/disagreements.toml``, resolved to spans.

An answer that uses one place of an entry also shows the others, each with its source, and says that they differ.
"""

import tomllib
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


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Places that say different things about one matter, and a note in Dutch that says what differs."""

    note: str
    places: tuple[Place, ...]

    def missing(self, shown: list[Statement]) -> tuple[Place, ...] | None:
        """The places that the shown statements lack, or None if they touch none of the places at all."""
        touched = [place for place in self.places if any(_overlaps(place, statement) for statement in shown)]
        if not touched:
            return None
        return tuple(place for place in self.places if place not in touched)


def load_disagreements(corpus: Corpus, directory: Path) -> tuple[Disagreement, ...]:
    """The reviewed disagreements; raises CorpusError for a quote that its source does not hold."""
    path = directory / "disagreements.toml"
    if not path.is_file():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("disagreement", [])
    return tuple(
        Disagreement(note=row["note"], places=tuple(_place(corpus, path, **quote) for quote in row["quotes"])) for row in rows
    )


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


def _place(corpus: Corpus, path: Path, document: str, quote: str) -> Place:
    if document not in corpus.by_id:
        raise CorpusError(f"{path}: het document '{document}' staat niet in manifest.toml.")
    span = find_quote(corpus.document(document).text, quote)
    if span is None:
        raise CorpusError(f"{path}: dit citaat staat niet letterlijk in '{document}': \"{quote[:80]}\".")
    return Place(document_id=document, start=span[0], end=span[1])


def _overlaps(place: Place, statement: Statement) -> bool:
    return place.document_id == statement.document_id and place.start < statement.end and statement.start < place.end
