"""Whether the right passage is among the hits, and how high."""

from collections.abc import Iterable, Mapping, Sequence

from sklearn.metrics import ndcg_score

from evals.answers import SavedHit
from evals.spans import GoldPlace, Span, share
from evals.types import Score


def rank_of_right_passage(hits: Sequence[SavedHit], places: Iterable[GoldPlace]) -> int | None:
    """The rank, from 1, of the first hit that holds enough of a gold quote; None if no hit does."""
    gold = tuple(places)
    return next((rank for rank, hit in enumerate(hits, 1) if _is_right(hit.document_id, (hit.start, hit.end), gold)), None)


def passage_within(rank: int | None, most: int) -> Score:
    if rank is None:
        return Score.of(False, "de juiste passage is niet gevonden")
    return Score.of(rank <= most, f"de juiste passage staat op plaats {rank}")


def reciprocal_rank(rank: int | None) -> Score:
    return Score(value=1.0 / rank if rank else 0.0)


def ndcg(hits: Sequence[SavedHit], places: Sequence[GoldPlace], chunks: Mapping[str, Sequence[Span]], most: int = 10) -> Score:
    """Normalised discounted cumulative gain of the first hits; all chunks that hold enough of a gold quote are worth the same."""
    found = [_is_right(hit.document_id, (hit.start, hit.end), places) for hit in hits[:most]]
    could = sum(_is_right(document, chunk, places) for document, spans in chunks.items() for chunk in spans)
    missed = max(0, could - sum(found))
    if not (could or sum(found)):
        return Score(value=None, why="geen stuk tekst bevat het gouden citaat")
    relevance = [float(right) for right in found] + [1.0] * missed
    # What was not found stands behind everything that was: its place is beyond the cut-off.
    relevance = relevance[: len(found)] + [0.0] * max(0, most - len(found)) + relevance[len(found) :]
    order = [-float(rank) for rank in range(len(relevance))]
    return Score(value=float(ndcg_score([relevance], [order], k=most)) if len(relevance) > 1 else relevance[0])


def _is_right(document_id: str, span: Span, places: Iterable[GoldPlace]) -> bool:
    return any(document_id == place.document_id and share(span, place.span) >= place.needed for place in places)
