"""Whether the citations hold: verbatim, in place, behind every sentence, and about what it says."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from evals.answers import SavedCitation
from evals.metrics.support import is_supported
from evals.spans import GoldPlace, Span, overlap
from evals.types import Score
from evals.wording import claims, markers, numbers, without_introduction


def citations_verbatim(
    citations: Sequence[SavedCitation], texts: Mapping[str, str], is_in_source: Callable[[str, str], bool]
) -> Score:
    """Every quote is in its source file, and its span in the document gives the quote.

    ``is_in_source`` takes a quote and a document id.
    """
    problems = []
    for citation in citations:
        text = texts.get(citation.document_id)
        if text is None:
            problems.append(f"[{citation.number}] onbekend document '{citation.document_id}'")
        elif not citation.quote.strip() or not is_in_source(citation.quote, citation.document_id):
            problems.append(f"[{citation.number}] staat niet letterlijk in de bron")
        elif text[citation.start : citation.end].split() != citation.quote.split():
            problems.append(f"[{citation.number}] wijst een andere plaats aan dan het citaat")
    return Score.of(not problems, "; ".join(problems))


def sentences_cited(text: str) -> Score:
    """Every sentence of an answer carries a marker."""
    bare = [claim for claim in claims(text) if not markers(claim)]
    return Score.of(not bare, f'zonder citaat: "{_short(bare[0])}"' if bare else "")


def markers_exist(text: str, citations: Iterable[SavedCitation]) -> Score:
    """Every marker in the text has its citation."""
    known = {citation.number for citation in citations}
    strange = sorted(set(markers(text)) - known)
    return Score.of(not strange, f"geen citaat bij {', '.join(f'[{number}]' for number in strange)}" if strange else "")


def numbers_supported(text: str, citations: Sequence[SavedCitation]) -> Score:
    """Every number in the answer stands in a cited quote, or in how a source is named (title, date, heading, page)."""
    known: set[str] = set()
    for citation in citations:
        known.update(part for number in numbers(_with_name(citation)) for part in (number, number.lstrip("0")))
    strange = [number for number in dict.fromkeys(numbers(text)) if number not in known]
    return Score.of(not strange, f"getal zonder bron: {', '.join(strange)}" if strange else "")


def citations_on_subject(
    citations: Sequence[SavedCitation], places: Iterable[GoldPlace], sections: Mapping[str, Sequence[Span]]
) -> Score:
    """The share of the citations that stand in a section where a gold quote stands."""
    if not citations:
        return Score(value=None, why="geen citaten")
    wanted = {
        (place.document_id, section)
        for place in places
        for section in sections.get(place.document_id, ())
        if overlap(section, place.span)
    }
    good = [
        any(citation.document_id == document and overlap(section, (citation.start, citation.end)) for document, section in wanted)
        for citation in citations
    ]
    return Score(value=sum(good) / len(good), why=f"{sum(good)} van {len(good)} citaten uit de juiste paragraaf")


def citation_recall(text: str, citations: Sequence[SavedCitation]) -> Score:
    """ALCE: the share of the sentences that their own citations together support, by words and numbers (see ``support.py``)."""
    found = [(without_introduction(claim), _cited_words(claim, citations)) for claim in claims(text)]
    if not found:
        return Score(value=None, why="geen zinnen")
    bare = [claim for claim, cited in found if not is_supported(claim, cited)]
    return Score(value=1.0 - len(bare) / len(found), why=f'niet gedekt: "{_short(bare[0])}"' if bare else "")


def citation_precision(text: str, citations: Sequence[SavedCitation]) -> Score:
    """ALCE: the share of the citations in sentences that support the sentence by themselves, or without which it falls."""
    needed, total = 0, 0
    for claim in claims(text):
        cited, said = _cited_words(claim, citations), without_introduction(claim)
        for number, words in enumerate(cited):
            others = [*cited[:number], *cited[number + 1 :]]
            total += 1
            needed += is_supported(said, [words]) or (is_supported(said, cited) and not is_supported(said, others))
    if not total:
        return Score(value=None, why="geen citaten")
    return Score(value=needed / total, why=f"{total - needed} van {total} citaten zijn niet nodig" if needed < total else "")


def _cited_words(claim: str, citations: Sequence[SavedCitation]) -> list[str]:
    """For each marker of a sentence the words of its citation, with how its source is named."""
    by_number = {citation.number: citation for citation in citations}
    return [_with_name(by_number[number]) for number in dict.fromkeys(markers(claim)) if number in by_number]


def _with_name(citation: SavedCitation) -> str:
    named = (citation.title, citation.publisher, citation.date.replace("-", " "), *citation.heading, str(citation.page or ""))
    return " ".join([citation.quote, *named])


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
