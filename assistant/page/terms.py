"""Difficult terms in an answer as buttons; pressing one shows what the sources say that it means."""

from collections.abc import Mapping

from assistant.glossary import Mention
from assistant.library import Library
from assistant.page.markup import escape
from assistant.page.source_panel import whereabouts
from corpus.types import Source

#: Characters that no answer holds: they carry the place of a button through the escaping.
_OPEN, _CLOSE = "\ue000", "\ue001"


def marked(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with the places of its terms marked, for ``with_buttons``."""
    for mention in sorted(mentions, key=lambda mention: -mention.start):
        word = text[mention.start : mention.end]
        text = f"{text[: mention.start]}{_OPEN}{word}{_CLOSE}{text[mention.end :]}"
    return text


def with_buttons(html: str) -> str:
    """The escaped text with a button at each marked place."""
    return html.replace(_OPEN, '<button type="button" class="begrip" aria-expanded="false">').replace(_CLOSE, "</button>")


def explanations(mentions: tuple[Mention, ...], sources: Mapping[str, Source], library: Library) -> str:
    """What each mentioned term means, in the words of its source, for the script of the page; in the order of the buttons.

    Hidden elements, no templates: when Gradio patches an answer that has grown, what is in a template stays behind.
    """
    return "".join(_explanation(mention, sources, library) for mention in mentions)


def _explanation(mention: Mention, sources: Mapping[str, Source], library: Library) -> str:
    citation = library.citation_of(mention)
    where = whereabouts(citation, sources.get(citation.document_id))
    return (
        f'<div class="uitleg-begrip" hidden><p><strong>{escape(mention.term.name)}</strong>: '
        f"<q>{escape(mention.term.explanation)}</q></p>"
        f'<p class="feiten">{escape(where)}</p></div>'
    )
