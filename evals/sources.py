"""What scoring and checking know of the documents: their frozen text, their sections, and the words of the raw files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus import Corpus
from corpus.manifest import CORPUS_DIR, source_path
from corpus.quotes import is_verbatim
from corpus.reading import read_pages
from evals.spans import Span
from index.types import Chunk


@dataclass(frozen=True, eq=False, kw_only=True)
class Sources:
    """The documents as a run saw them. ``chunks`` are the spans that the run's index was cut into, by document."""

    corpus: Corpus
    chunks: Mapping[str, tuple[Span, ...]]
    corpus_dir: Path = CORPUS_DIR

    @cached_property
    def texts(self) -> dict[str, str]:
        return {document.id: document.text for document in self.corpus.documents}

    @cached_property
    def sections(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {document.id: [] for document in self.corpus.documents}
        for section in self.corpus.sections:
            found[section.document_id].append((section.start, section.end))
        return found

    @cached_property
    def _raw(self) -> dict[str, str]:
        return {
            document.id: "\n".join(page.text for page in read_pages(source_path(document.source, self.corpus_dir)))
            for document in self.corpus.documents
        }

    def holds(self, quote: str, document_id: str) -> bool:
        """Whether a quote stands verbatim in a document's raw source file."""
        return document_id in self._raw and is_verbatim(quote, self._raw[document_id])


def sources_of(corpus: Corpus, chunks: Iterable[Chunk], corpus_dir: Path = CORPUS_DIR) -> Sources:
    """The sources under an index that is at hand."""
    spans: dict[str, list[Span]] = {}
    for chunk in chunks:
        spans.setdefault(chunk.document_id, []).append((chunk.start, chunk.end))
    return Sources(corpus=corpus, chunks={name: tuple(found) for name, found in spans.items()}, corpus_dir=corpus_dir)
