"""A source as it opens beside the chat: what it is, what that means, and the quotes in their context.

Travels with the answer in a ``<template>``, so that opening a source asks nothing of the server.
"""

from assistant.contexts import Context, Piece
from assistant.page import texts
from assistant.page.markup import escape
from assistant.types import Citation
from corpus.types import Source


def source_template(citation: Citation, source: Source | None, context: Context | None) -> str:
    """The panel for the quotes that share the citation's section, for the script of the page; "" where there is no context."""
    if context is None:
        return ""
    publisher = f"{escape(texts.MADE_BY)} {escape(citation.publisher)}" if citation.publisher else ""
    parts = [
        f'<p class="bron-kop"><cite>{escape(citation.title)}</cite></p>',
        f'<p class="feiten">{escape(" · ".join(facts(citation, source)))}</p>',
        f'<p class="feiten">{publisher}</p>' if publisher else "",
        f'<p class="status">{escape(source.status)}</p>' if source else "",
        place_line(citation),
        f'<p class="knip">{escape(texts.EXCERPT_ONLY)}</p>' if context.excerpt else "",
        f'<div class="brontekst">{_text(context)}</div>',
    ]
    return f'<template class="context">{"".join(parts)}</template>'


def facts(citation: Citation, source: Source | None) -> list[str]:
    """Kind, date and page of a citation, in Dutch."""
    kind, date = (texts.KINDS[source.kind], source.date_text) if source else (citation.kind, citation.date)
    return [kind, date] if citation.page is None else [kind, date, texts.page(citation.page)]


def whereabouts(citation: Citation, source: Source | None) -> str:
    """Title and facts of a citation in one line."""
    return " · ".join([citation.title, *facts(citation, source)])


def place_line(citation: Citation) -> str:
    """The headings above a quote as a paragraph; "" where there is none but the title."""
    path = place(citation)
    return f'<p class="plek"><span class="vh">{escape(texts.UNDER_HEADING)} </span>{escape(path)}</p>' if path else ""


def place(citation: Citation) -> str:
    """The headings above a quote, without the source's own title."""
    return " › ".join(heading for heading in citation.heading if heading != citation.title)


def _text(context: Context) -> str:
    """The context block by block; where the section goes on, an ellipsis says so."""
    blocks = [f'<p class="{stretch.kind}">{"".join(map(_piece, stretch.pieces))}</p>' for stretch in context.stretches]
    more = f'<p class="knip"><span aria-hidden="true">…</span><span class="vh">{escape(texts.SOURCE_GOES_ON)}</span></p>'
    before, after = (more if cut and not context.excerpt else "" for cut in (context.cut_before, context.cut_after))
    return before + "".join(blocks) + after


def _piece(piece: Piece) -> str:
    words = escape(" ".join(piece.text.split()))
    # White space at the edges keeps neighbouring pieces apart.
    words = (" " if piece.text[:1].isspace() else "") + words + (" " if piece.text[-1:].isspace() else "")
    return words if piece.number is None else f'<mark data-nummer="{piece.number}">{words}</mark>'
