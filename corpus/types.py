"""The plain values of the corpus: what a source is, and where in its text something stands.

Every place is a half-open span ``[start, end)`` in ``Document.text``, counted in characters. ``Document.text`` is frozen
after cleaning, so a span stays valid for as long as the source file's checksum does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["brochure", "onderzoek", "belangengroep", "nieuws", "brief", "overig"]
BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "table_header",
    "table_row",
    "caption",
    "footnote",
    "header",
    "footer",
    "link",
]

#: Blocks that belong to the page, not to the running text: kept in ``Document.text`` and marked, never indexed or quoted.
MARKED_KINDS: frozenset[str] = frozenset({"header", "footer", "caption", "footnote", "link"})


class CorpusError(Exception):
    """A source, manifest row or bank file that cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a source, by the first heading of its path, that an answer introduces in its own way."""

    heading: str
    introduction: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """A row of the manifest."""

    id: str
    file: str
    title: str
    publisher: str
    kind: SourceKind
    date: str  # ISO day or month, or a year: as precise as the source itself is
    date_text: str  # the date as an answer says it, in Dutch
    introduction: str  # how an answer introduces what this source says, in Dutch
    status: str  # what this kind of source means for a reader, in Dutch
    authority: int  # 1 leads an answer; higher numbers come later
    layout: str
    sha256: str
    display: Literal["full", "excerpt"] = "full"  # "excerpt": copyrighted, never shown whole
    not_quotable_headings: tuple[str, ...] = ()
    not_quotable_patterns: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    names: tuple[str, ...] = ()  # what people call it, folded, so that a question about what it says is seen to be one

    def introduction_of(self, heading: tuple[str, ...]) -> str:
        """How an answer introduces words that stand under a heading path."""
        return next((part.introduction for part in self.parts if part.heading in heading), self.introduction)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A heading, paragraph, list item, table line or page furniture: ``Document.text[start:end]``."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # headings only: 1 is the top
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class CrossReference:
    """A link of a source to one of its own headings or to a place outside it whose address was lost."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """A source's cleaned, frozen text with its blocks in reading order; blocks cover all of it but white space.

    Two documents are equal only if they are the same object, so that one can be a cache's key without its text being read.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    references: tuple[CrossReference, ...] = ()

    @property
    def id(self) -> str:
        return self.source.id

    def page_of(self, position: int) -> int | None:
        """The printed page number at a position, or None where the source does not tell."""
        page = None
        for block in self.blocks:
            if block.start > position:
                break
            page = block.page
        return page


@dataclass(frozen=True, kw_only=True)
class Section:
    """A stretch of a document under one heading path; in the brochure one FAQ entry.

    ``start`` is at the heading itself where there is one, ``body_start`` behind it.
    """

    document_id: str
    heading: tuple[str, ...]
    start: int
    body_start: int
    end: int
    blocks: tuple[Block, ...]
    quotable: bool = True

    @property
    def is_question(self) -> bool:
        """Whether the heading is a question that the section answers, as in a FAQ."""
        return bool(self.heading) and self.heading[-1].rstrip().endswith("?")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, list item or table line, as a span of its document; never crosses a block."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class TableCell:
    """One value of a table as a sentence a person can read, pointing at its verbatim row.

    ``row`` is the span of the row line, ``value`` of the cell in it, ``column`` of the column's name in the header line.
    """

    document_id: str
    sentence: str
    row: tuple[int, int]
    value: tuple[int, int]
    column: tuple[int, int]


def body_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of running text: no headings and no page furniture."""
    return (block for block in blocks if block.kind not in MARKED_KINDS and block.kind != "heading")
