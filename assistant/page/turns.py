"""A turn of the conversation as HTML: the question, and what has been answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.page import texts
from assistant.page.markup import card_id, escape, paragraphs, question_buttons, telephone_links
from assistant.types import Answer, Citation, Notice
from corpus.types import Source

#: Whom to call when the page itself cannot answer.
HUMANS = ("112", "veilig thuis")

Stage = Literal["wacht", "bezig", "klaar"]


@dataclass(frozen=True, kw_only=True)
class TurnPage:
    """What is needed to show a turn: its own id, what was asked, and the sources by document id."""

    id: str
    question: str
    sources: Mapping[str, Source]


def waiting(page: TurnPage, message: str) -> str:
    """The question with a word about what happens now."""
    return _turn(page, "wacht", f'<div class="antwoord wacht"><p>{escape(message)}</p></div>')


def sorry(page: TurnPage, message: str) -> str:
    """The question with an apology and the people who can be called."""
    call = f'<p>{escape(texts.CALL_A_HUMAN)}</p>{telephone_links(HUMANS)}'
    return _turn(page, "klaar", f'<div class="antwoord misgegaan"><p>{escape(message)}</p>{call}</div>')


def partial(page: TurnPage, answer: Answer, text: str) -> str:
    """The turn while the answer is still growing: danger first, then as much of the text as there is."""
    return _turn(page, "bezig", _text(page, answer, text), danger=_danger(answer.notices))


def complete(page: TurnPage, answer: Answer) -> str:
    """The whole turn: danger, question, answer, other notices, suggestions and the cards of the sources."""
    parts = [
        _text(page, answer, answer.text),
        "".join(_notice(notice) for notice in answer.notices if notice.kind != "danger"),
        _suggestions(answer) if answer.outcome != "answered" else "",
        _cards(page, answer.citations),
        _suggestions(answer) if answer.outcome == "answered" else "",
    ]
    return _turn(page, "klaar", "".join(parts), danger=_danger(answer.notices))


def _turn(page: TurnPage, stage: Stage, body: str, danger: str = "") -> str:
    question = f'<h2 class="vraag" id="vraag-{page.id}" tabindex="-1"><span class="vh">Je vraag: </span>{escape(page.question)}</h2>'
    return (
        f'<article class="beurt" data-beurt="{page.id}" data-stand="{stage}" aria-labelledby="vraag-{page.id}">'
        f"{danger}{question}{body}</article>"
    )


def _text(page: TurnPage, answer: Answer, text: str) -> str:
    return f'<div class="antwoord">{paragraphs(text, page.id, (c.number for c in answer.citations))}</div>'


def _danger(notices: tuple[Notice, ...]) -> str:
    return "".join(
        f'<div class="gevaar"><p class="kopje">{escape(texts.DANGER_HEADING)}</p>'
        f"<p>{escape(notice.text)}</p>{telephone_links(notice.signposts)}</div>"
        for notice in notices
        if notice.kind == "danger"
    )


def _notice(notice: Notice) -> str:
    heading = texts.NOTICE_HEADINGS.get(notice.kind)
    title = f'<p class="kopje">{escape(heading)}</p>' if heading else ""
    return f'<div class="let-op">{title}<p>{escape(notice.text)}</p>{telephone_links(notice.signposts)}</div>'


def _suggestions(answer: Answer) -> str:
    if not answer.suggestions:
        return ""
    answered = answer.outcome == "answered"
    heading = texts.SUGGESTIONS_AFTER_ANSWER if answered else texts.SUGGESTIONS_WITHOUT_ANSWER
    return f'<div class="misschien"><h3>{escape(heading)}</h3>{question_buttons(answer.suggestions)}</div>'


def _cards(page: TurnPage, citations: tuple[Citation, ...]) -> str:
    if not citations:
        return ""
    cards = "".join(_card(page, citation) for citation in citations)
    return f'<div class="bronnen"><h3>{escape(texts.SOURCES_HEADING)}</h3><ol>{cards}</ol></div>'


def _card(page: TurnPage, citation: Citation) -> str:
    source = page.sources.get(citation.document_id)
    facts = [texts.KINDS.get(citation.kind, citation.kind), source.date_text if source else citation.date]  # type: ignore[call-overload]
    if citation.page is not None:
        facts.append(f"bladzijde {citation.page}")
    path = " › ".join(part for part in citation.heading if part != citation.title)
    return (
        f'<li class="bron" id="{card_id(page.id, citation.number)}" tabindex="-1">'
        f'<p class="bron-kop"><span class="nummer"><span class="vh">Bron </span>{citation.number}</span> '
        f'<cite>{escape(citation.title)}</cite></p>'
        f'<p class="feiten">{escape(" · ".join(facts))}</p>'
        + (f'<p class="plek"><span class="vh">Onder het kopje: </span>{escape(path)}</p>' if path else "")
        + f"<blockquote><p>{escape(' '.join(citation.quote.split()))}</p></blockquote>"
        + (f'<p class="status">{escape(source.status)}</p>' if source else "")
        + "</li>"
    )
