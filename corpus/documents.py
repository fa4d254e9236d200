"""The way from the manifest to Documents and Sections."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.blocks import assemble
from corpus.layouts import layout_named, load_outline
from corpus.manifest import CORPUS_DIR, load_manifest, source_path
from corpus.reading import read_pages
from corpus.types import MARKED_KINDS, Block, CorpusError, Document, Section, Source


@dataclass(frozen=True, eq=False)
class Corpus:
    """All documents with their sections, in the order of the manifest."""

    documents: tuple[Document, ...]
    sections: tuple[Section, ...]

    @cached_property
    def by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def document(self, document_id: str) -> Document:
        return self.by_id[document_id]

    def section_at(self, document_id: str, position: int) -> Section | None:
        """The section that holds a position, or None for page furniture between sections."""
        for section in self.sections:
            if section.document_id == document_id and section.start <= position < section.end:
                return section
        return None


def load_corpus(directory: Path = CORPUS_DIR) -> Corpus:
    """Reads, cleans and parses every source of the manifest; raises CorpusError naming file and remedy."""
    documents = tuple(read_document(source, directory) for source in load_manifest(directory))
    return Corpus(documents=documents, sections=tuple(s for document in documents for s in split_sections(document)))


def read_document(source: Source, directory: Path = CORPUS_DIR) -> Document:
    path = source_path(source, directory)
    layout = layout_named(source.layout)
    try:
        raw_blocks = layout(read_pages(path), load_outline(directory, source.id))
    except CorpusError as error:
        raise CorpusError(str(error) if str(path) in str(error) else f"{path}: {error}") from None
    return assemble(source, raw_blocks)


def split_sections(document: Document) -> tuple[Section, ...]:
    """The document's sections in order: every body character in exactly one.

    Text before the first heading is a section whose heading is the document's title.
    """
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    heading: Block | None = None
    body: list[Block] = []

    def close() -> None:
        while body and body[-1].kind in MARKED_KINDS - {"caption"}:
            body.pop()
        if not any(block.kind not in MARKED_KINDS for block in body):
            return
        names = tuple(name for _, name in path) or (document.source.title,)
        first = heading or body[0]
        sections.append(
            Section(
                document_id=document.id,
                heading=names,
                start=first.start,
                body_start=body[0].start,
                end=body[-1].end,
                blocks=tuple(body),
                quotable=not set(names) & set(document.source.not_quotable_headings),
            )
        )

    for block in document.blocks:
        if block.kind == "heading":
            close()
            body = []
            heading = block
            path = [entry for entry in path if entry[0] < block.level]
            path.append((block.level, document.text[block.start : block.end].rstrip(":")))
        elif body or block.kind not in MARKED_KINDS:
            body.append(block)
    close()
    return tuple(sections)


def is_quotable(document: Document, text: str) -> bool:
    """Whether none of the manifest's patterns for private persons occurs in a quote."""
    return not any(re.search(pattern, text) for pattern in document.source.not_quotable_patterns)


def collapse_white_space(text: str) -> str:
    return " ".join(text.split())
