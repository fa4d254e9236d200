"""Cuts blocks into Dutch sentences, as spans of the document."""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.types import Block, Document, Section, Sentence, body_blocks

# A full stop behind one of these ends no sentence.
_ABBREVIATIONS = (
    "bv bijv o.a i.s.m m.b.t n.a.v d.w.z d.m.v t.a.v i.v.m i.p.v t.b.v a.d.h.v c.q etc incl excl evt resp ca dr mr drs ing nb nl"
    " nr p blz art vs St t.o.v o.i.d e.d i.i.g k.k z.g zgn okt feb jan apr aug sep nov dec"
).split()
_ENDS_IN_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:" + "|".join(re.escape(word) for word in _ABBREVIATIONS) + r")\.$", re.IGNORECASE
)
_BOUNDARY = re.compile(r"[.!?…]+[”\"’')\]]*\s+(?=[\"“‘'(\[]*[A-ZÀ-Ý0-9])|(?<=jouwveiligeschool\.nl) (?=Je )|; (?=Zie )")


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a stretch of running text.

    >>> [("Dat mag, bijv. thuis. Nee."[a:b]) for a, b in split_sentences("Dat mag, bijv. thuis. Nee.")]
    ['Dat mag, bijv. thuis.', 'Nee.']
    """
    start = 0
    for match in _BOUNDARY.finditer(text):
        head = text[start : match.end()].rstrip()
        if _ENDS_IN_ABBREVIATION.search(head) or re.match(r"(?:\d+|[a-e])\.$", head):
            continue
        yield start, start + len(head)
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def section_sentences(document: Document, section: Section) -> tuple[Sentence, ...]:
    """The sentences of a section's body: running text is cut, list items and table rows stay whole."""
    return tuple(sentence for block in body_blocks(section.blocks) for sentence in block_sentences(document, block))


@lru_cache(maxsize=20_000)
def block_sentences(document: Document, block: Block) -> tuple[Sentence, ...]:
    text = document.text[block.start : block.end]
    spans = [(0, len(text))] if block.kind.startswith("table") else list(split_sentences(text))
    return tuple(
        Sentence(document_id=document.id, start=block.start + start, end=block.start + end, text=text[start:end])
        for start, end in spans
    )
