"""The sources of an answer as cards: what each is, where the words stand, and the words themselves."""

from collections.abc import Mapping
from itertools import groupby

from assistant.library import Library
from assistant.page import texts
from assistant.page.markup import escape, quote_id
from assistant.page.source_panel import facts, place_line, source_template
from assistant.types import Citation
from corpus.types import Source


def source_cards(citations: tuple[Citation, ...], turn_id: str, sources: Mapping[str, Source], library: Library) -> str:
    """A card for each place in a source, with the quotes from it; citations of one place that follow each other share it."""
    places = groupby(citations, key=lambda citation: (citation.document_id, citation.heading, citation.page))
    cards = "".join(_card(tuple(quotes), turn_id, sources.get(document_id), library) for (document_id, _, _), quotes in places)
    return f'<div class="bronnen"><h3>{escape(texts.SOURCES_HEADING)}</h3><ul>{cards}</ul></div>' if cards else ""


def passage_cards(passages: tuple[Citation, ...], sources: Mapping[str, Source], library: Library, heading: str) -> str:
    """The best passages side by side, each with a button that opens it in its source."""
    cards = "".join(_passage(passage, sources.get(passage.document_id), library) for passage in passages)
    return f'<div class="passages"><h3>{escape(heading)}</h3><ol>{cards}</ol></div>' if cards else ""


def _card(citations: tuple[Citation, ...], turn_id: str, source: Source | None, library: Library) -> str:
    return (
        f'<li class="bron">{_head(citations[0], source)}'
        f'<ul class="citaten">{"".join(_quote(citation, turn_id) for citation in citations)}</ul>'
        + (f'<p class="status">{escape(source.status)}</p>' if source else "")
        + f"{source_template(citations[0], source, library.context(citations))}</li>"
    )


def _passage(passage: Citation, source: Source | None, library: Library) -> str:
    return (
        f'<li class="passage">{_head(passage, source)}'
        f"<blockquote><p>{escape(' '.join(passage.quote.split()))}</p></blockquote>"
        f'<button type="button" class="open-bron" data-nummer="{passage.number}">{escape(texts.OPEN_SOURCE)}'
        f'<span class="vh"> {passage.number}</span></button>'
        f"{source_template(passage, source, library.context([passage]))}</li>"
    )


def _head(citation: Citation, source: Source | None) -> str:
    return (
        f'<p class="bron-kop"><cite>{escape(citation.title)}</cite></p>'
        f'<p class="feiten">{escape(" · ".join(facts(citation, source)))}</p>{place_line(citation)}'
    )


def _quote(citation: Citation, turn_id: str) -> str:
    return (
        f'<li class="citaat" id="{quote_id(turn_id, citation.number)}" tabindex="-1">'
        f'<span class="nummer"><span class="vh">Bron </span>{citation.number}</span>'
        f"<blockquote><p>{escape(' '.join(citation.quote.split()))}</p></blockquote></li>"
    )
