"""Blocks on their way to a Document: what every layout produces, and how they become frozen text with spans."""

import re
from dataclasses import dataclass, replace

from corpus.types import Block, BlockKind, CrossReference, Document, Source

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*+")


@dataclass(frozen=True, kw_only=True)
class RawBlock:
    """A block as the layout found it: white space collapsed, markup still in it."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


def raw_block(kind: BlockKind, text: str, *, level: int = 0, page: int | None = None) -> RawBlock:
    return RawBlock(kind=kind, text=" ".join(text.split()), level=level, page=page)


def strip_markup(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without link targets and emphasis marks, and the spans of the link texts in the result.

    >>> strip_markup("Zie [Wat is dit?](#) en *dat*.")
    ('Zie Wat is dit? en dat.', ((4, 15),))
    """
    parts: list[str] = []
    links: list[tuple[int, int]] = []
    length = position = 0
    for match in _LINK.finditer(text):
        before = _EMPHASIS.sub("", text[position : match.start()])
        label = _EMPHASIS.sub("", match[1])
        parts += [before, label]
        length += len(before)
        links.append((length, length + len(label)))
        length += len(label)
        position = match.end()
    parts.append(_EMPHASIS.sub("", text[position:]))
    return "".join(parts), tuple(links)


def assemble(source: Source, raw_blocks: list[RawBlock]) -> Document:
    """A Document whose blocks stand in the given order, two newlines apart."""
    pieces: list[str] = []
    blocks: list[Block] = []
    references: list[CrossReference] = []
    position = 0
    for raw in raw_blocks:
        text, links = strip_markup(raw.text)
        text_stripped = text.strip()
        if not text_stripped:
            continue
        shift = position - (len(text) - len(text.lstrip()))
        references += [
            CrossReference(start=shift + start, end=shift + end, text=text[start:end]) for start, end in links if end > start
        ]
        end = position + len(text_stripped)
        blocks.append(Block(kind=raw.kind, start=position, end=end, level=raw.level, page=raw.page))
        pieces.append(text_stripped)
        position = end + 2
    return Document(source=source, text="\n\n".join(pieces), blocks=tuple(blocks), references=tuple(references))


def join_paragraphs(raw_blocks: list[RawBlock]) -> list[RawBlock]:
    """Mends sentences that a blank line or a page break cut in two: the first half has no end, the second starts small.

    Page furniture between the halves keeps them apart, because their order in the source must stay.
    """
    joined: list[RawBlock] = []
    for raw in raw_blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and raw.kind == "paragraph"
            and last.kind in ("paragraph", "list_item")
            and re.search(r"[\w,\-’']$", last.text)
            and re.match(r"[a-zà-ÿ(]", raw.text)
        ):
            joined[-1] = replace(last, text=f"{last.text} {raw.text}")
        else:
            joined.append(raw)
    return joined
