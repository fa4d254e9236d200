"""Where gold quotes stand, and how much of them a hit or a citation covers.

Gold is words, not chunk ids. Its place is looked up in ``Document.text`` at scoring time, so cutting the documents into other
chunks never makes a case invalid.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: A hit is right if it holds this share of the quote's characters.
ENOUGH = 0.6
#: A quote of which no chunk holds that much is cut in two; then one hit with this share is right.
ENOUGH_OF_A_CUT_QUOTE = 0.3
#: A citation meets the gold if they share this much of the shorter of the two.
ENOUGH_OF_THE_SHORTER = 0.5

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class GoldPlace:
    """One place where a gold quote stands; ``needed`` is the share of it that makes a hit right.

    ``quote`` numbers the case's quotes: a quote that stands twice in a document has two places.
    """

    document_id: str
    start: int
    end: int
    needed: float = ENOUGH
    quote: int = 0

    @property
    def span(self) -> Span:
        return self.start, self.end


def places_of(text: str, quote: str) -> list[Span]:
    """All places where a quote stands, runs of white space counting as one: a source may say the same thing twice.

    >>> places_of("Niets. Dus: niets.\\nNiets. Dus", "Niets. Dus")
    [(0, 10), (19, 29)]
    """
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def overlap(one: Span, other: Span) -> int:
    """The number of characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def share(span: Span, of: Span) -> float:
    """How much of ``of`` lies in ``span``, 0 to 1."""
    return overlap(span, of) / (of[1] - of[0]) if of[1] > of[0] else 0.0


def share_of_shorter(one: Span, other: Span) -> float:
    shorter = min(one[1] - one[0], other[1] - other[0])
    return overlap(one, other) / shorter if shorter > 0 else 0.0


def needed_share(quote: Span, chunks: Iterable[Span]) -> float:
    """The share of a quote that a hit must hold, given how the document was cut.

    Where no chunk holds even the share for a cut quote (a table with its caption, say), the fullest chunk is the right one.
    """
    best = max((share(chunk, quote) for chunk in chunks), default=0.0)
    if best >= ENOUGH:
        return ENOUGH
    return min(ENOUGH_OF_A_CUT_QUOTE, best) if best > 0 else ENOUGH


def locate_gold(
    gold: Iterable[tuple[str, str]], texts: Mapping[str, str], chunks: Mapping[str, Sequence[Span]]
) -> tuple[GoldPlace, ...]:
    """The places of (document, quote) pairs, by document texts and chunk spans; a quote that is nowhere has none."""
    return tuple(
        GoldPlace(
            document_id=document, start=start, end=end, needed=needed_share((start, end), chunks.get(document, ())), quote=number
        )
        for number, (document, quote) in enumerate(gold)
        for start, end in places_of(texts.get(document, ""), quote)
    )
