"""The sources of an answer as cards: what each is, where the words stand, and the words themselves."""

from collections.abc import Mapping
from itertools import groupby

from assistant.page import texts
from assistant.page.markup import escape, quote_id
from assistant.types import Citation
from corpus.types import Source


def source_cards(citations: tuple[Citation, ...], turn_id: str, sources: Mapping[str, Source]) -> str:
    """A card for each place in a source, with the quotes from it; citations of one place that follow each other share it."""
    places = groupby(citations, key=lambda citation: (citation.document_id, citation.heading, citation.page))
    cards = "".join(_card(tuple(quotes), turn_id, sources.get(document_id)) for (document_id, _, _), quotes in places)
    return f'<div class="bronnen"><h3>{escape(texts.SOURCES_HEADING)}</h3><ul>{cards}</ul></div>' if cards else ""


def facts(citation: Citation, source: Source | None) -> list[str]:
    """Kind, date and page of a citation, in Dutch."""
    kind, date = (texts.KINDS[source.kind], source.date_text) if source else (citation.kind, citation.date)
    return [kind, date] if citation.page is None else [kind, date, texts.page(citation.page)]


def _card(citations: tuple[Citation, ...], turn_id: str, source: Source | None) -> str:
    place = citations[0]
    path = " › ".join(heading for heading in place.heading if heading != place.title)
    return (
        f'<li class="bron"><p class="bron-kop"><cite>{escape(place.title)}</cite></p>'
        f'<p class="feiten">{escape(" · ".join(facts(place, source)))}</p>'
        + (f'<p class="plek"><span class="vh">Onder het kopje: </span>{escape(path)}</p>' if path else "")
        + f'<ul class="citaten">{"".join(_quote(citation, turn_id) for citation in citations)}</ul>'
        + (f'<p class="status">{escape(source.status)}</p>' if source else "")
        + "</li>"
    )


def _quote(citation: Citation, turn_id: str) -> str:
    return (
        f'<li class="citaat" id="{quote_id(turn_id, citation.number)}" tabindex="-1">'
        f'<span class="nummer"><span class="vh">Bron </span>{citation.number}</span>'
        f"<blockquote><p>{escape(' '.join(citation.quote.split()))}</p></blockquote></li>"
    )
