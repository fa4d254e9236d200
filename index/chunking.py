"""Cuts sections into chunks: along sentences and list items, never across a section, a table or a marked block."""

import hashlib
from collections.abc import Iterator

from corpus.documents import Corpus, is_quotable
from corpus.sentences import section_sentences
from corpus.types import Document, Section, Sentence
from index.types import Chunk

#: Part of the index' identity: raise it when the cutting changes.
CHUNKER_VERSION = "sections-2"
TARGET_LENGTH = 700  # characters; a FAQ entry is at most about this long and stays whole


def chunk_corpus(corpus: Corpus, target_length: int = TARGET_LENGTH) -> tuple[Chunk, ...]:
    """The chunks of all quotable sections, in reading order; every sentence of a section's body is in exactly one."""
    return tuple(
        chunk
        for section in corpus.sections
        if section.quotable
        for chunk in _section_chunks(corpus.document(section.document_id), section, target_length)
    )


def _section_chunks(document: Document, section: Section, target_length: int) -> Iterator[Chunk]:
    groups: list[list[Sentence]] = [[]]
    table_spans = [(block.start, block.end) for block in section.blocks if block.kind.startswith("table")]
    sentences = [s for s in section_sentences(document, section) if is_quotable(document, s.text)]
    keep_whole = section.end - section.body_start <= target_length * 1.4
    for sentence in sentences:
        group = groups[-1]
        in_table = any(start <= sentence.start < end for start, end in table_spans)
        group_in_table = bool(group) and any(start <= group[-1].start < end for start, end in table_spans)
        is_full = bool(group) and sentence.end - group[0].start > target_length
        if group and ((not keep_whole and is_full and not (in_table and group_in_table)) or in_table != group_in_table):
            groups.append([])
        groups[-1].append(sentence)
    for number, group in enumerate(group for group in groups if group):
        # The first chunk of a section begins at its heading, so that a question and its answer are one passage.
        start = section.start if number == 0 else group[0].start
        yield _chunk(document, section, start, group[-1].end)


def _chunk(document: Document, section: Section, start: int, end: int) -> Chunk:
    text = document.text[start:end]
    identity = hashlib.sha256(f"{document.id}\n{start}\n{text}".encode()).hexdigest()[:16]
    return Chunk(
        id=f"{document.id}-{identity}",
        document_id=document.id,
        heading=section.heading,
        start=start,
        end=end,
        text=text,
    )
