"""The words around a quote, as its source has them, so that a reader can judge it in its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Citation
from corpus.documents import Corpus, is_quotable
from corpus.types import Block, BlockKind, Document, body_blocks

_MOST_AROUND = 1200  # characters of other blocks before the first quote, and as many behind the last


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words of a block; ``number`` is that of the citation which quotes them."""

    text: str
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A block of the source in pieces, in reading order; the pieces together are its text."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a source says around quotes from one section.

    ``cut_before`` and ``cut_after``: the section goes on there. ``excerpt``: only the quotes may be shown, for copyright.
    """

    stretches: tuple[Stretch, ...]
    cut_before: bool = False
    cut_after: bool = False
    excerpt: bool = False


def context_of(corpus: Corpus, citations: Sequence[Citation]) -> Context | None:
    """The context of citations from one section; None where there is no such document or section."""
    document = corpus.by_id.get(citations[0].document_id) if citations else None
    # A quote may open with its heading; its section is where it ends.
    section = corpus.section_at(citations[0].document_id, citations[0].end - 1) if document else None
    if document is None or section is None:
        return None
    if document.source.display == "excerpt" or not section.quotable:
        quotes = tuple(Stretch(kind="paragraph", pieces=(Piece(text=c.quote, number=c.number),)) for c in citations)
        return Context(stretches=quotes, cut_before=True, cut_after=True, excerpt=True)
    cited = {block for block in document.blocks if any(_overlaps(block, citation) for citation in citations)}
    shown = cited.union(body_blocks(section.blocks))  # headings and captions are only shown where they are quoted
    blocks = [b for b in document.blocks if b in shown and is_quotable(document, document.text[b.start : b.end])]
    quoted = [number for number, block in enumerate(blocks) if block in cited]
    if not quoted:
        return None
    first = quoted[0] - _how_many(reversed(blocks[: quoted[0]]))
    last = quoted[-1] + _how_many(iter(blocks[quoted[-1] + 1 :]))
    return Context(
        stretches=tuple(_stretch(document, block, citations) for block in blocks[first : last + 1]),
        cut_before=first > 0,
        cut_after=last + 1 < len(blocks),
    )


def _overlaps(block: Block, citation: Citation) -> bool:
    return citation.start < block.end and block.start < citation.end


def _how_many(blocks: Iterator[Block]) -> int:
    """How many of these blocks, nearest first, fit beside the quotes."""
    used = number = 0
    for block in blocks:
        used += block.end - block.start
        if used > _MOST_AROUND:
            break
        number += 1
    return number


def _stretch(document: Document, block: Block, citations: Sequence[Citation]) -> Stretch:
    """The block cut at the borders of its quotes; where two quotes share words, the first has them."""
    pieces: list[Piece] = []
    place = block.start
    for citation in sorted((c for c in citations if _overlaps(block, c)), key=lambda c: (c.start, c.end)):
        start, end = max(citation.start, place), min(citation.end, block.end)
        if start > place:
            pieces.append(Piece(text=document.text[place:start]))
        if end > start:
            pieces.append(Piece(text=document.text[start:end], number=citation.number))
            place = end
    if place < block.end:
        pieces.append(Piece(text=document.text[place : block.end]))
    return Stretch(kind=block.kind, pieces=tuple(pieces))
