"""A turn of the conversation as HTML: the question, and what has been answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.page import texts
from assistant.page.cards import facts, source_cards
from assistant.page.markup import escape, paragraphs, question_buttons, telephone_links, with_markers
from assistant.signposts import load_signposts
from assistant.types import Answer, Citation, Notice, Voice
from assistant.wording import READ_ALOUD
from corpus.types import Source

#: Whom to call when the page itself cannot answer.
HUMANS = ("112", "veilig thuis")

#: ``wacht`` and ``laden`` show a word about what happens now, ``bezig`` an answer that grows, ``klaar`` all there is.
Stage = Literal["wacht", "laden", "bezig", "klaar"]


@dataclass(frozen=True, kw_only=True)
class TurnPage:
    """What is needed to show a turn: its own id, what was asked and for whom, and the sources by document id."""

    id: str
    question: str
    voice: Voice
    sources: Mapping[str, Source]


def waiting(page: TurnPage, *, loading: bool) -> str:
    """The question with a word about what happens now; that the documents are still loading is also read out."""
    message = texts.LOADING if loading else texts.SEARCHING
    return _turn(page, "laden" if loading else "wacht", f'<div class="antwoord wacht"><p>{escape(message)}</p></div>')


def sorry(page: TurnPage, message: str) -> str:
    """The question with an apology and the people who can be called."""
    call = f"<p>{escape(texts.CALL_A_HUMAN)}</p>{telephone_links(HUMANS)}"
    return _turn(page, "klaar", f'<div class="misgegaan"><p>{escape(message)}</p>{call}</div>')


def partial(page: TurnPage, answer: Answer, text: str) -> str:
    """The turn while the answer is still growing: danger first, then as much of the text as there is."""
    return _turn(page, "bezig", _opening(page, answer) + _text(page, answer, text), danger=_danger(answer.notices))


def complete(page: TurnPage, answer: Answer) -> str:
    """The whole turn: danger, question, answer, other notices, suggestions and the cards of the sources."""
    answered = answer.outcome == "answered"
    suggestions = _suggestions(answer)
    parts = [
        _opening(page, answer),
        _text(page, answer, answer.text),
        _notices(answer.notices),
        "" if answered else suggestions,
        source_cards(answer.citations, page.id, page.sources),
        suggestions if answered else "",
    ]
    return _turn(page, "klaar", "".join(parts), danger=_danger(answer.notices))


def _turn(page: TurnPage, stage: Stage, body: str, danger: str = "") -> str:
    return (
        f'<article class="beurt" data-beurt="{page.id}" data-stand="{stage}" aria-labelledby="vraag-{page.id}">{danger}'
        f'<h2 class="vraag" id="vraag-{page.id}" tabindex="-1"><span class="vh">Je vraag: </span>{escape(page.question)}</h2>'
        f"{body}</article>"
    )


def _opening(page: TurnPage, answer: Answer) -> str:
    """What stands before the answer: yes or no where that is claimed, and for the advice line a sentence to read aloud."""
    html = f'<p class="kort">{escape(texts.VERDICT)} <strong>{escape(answer.verdict)}</strong></p>' if answer.verdict else ""
    if page.voice == "advieslijn" and answer.outcome == "answered" and answer.citations:
        html += _read_aloud(page, answer.text, answer.citations[0])
    return html


def _read_aloud(page: TurnPage, text: str, citation: Citation) -> str:
    """The first statement of an answer with where it stands, for someone on the phone."""
    sentence = f"{text.split(' [', 1)[0]} [{citation.number}]"
    place = " · ".join([citation.title, *facts(citation, page.sources.get(citation.document_id))])
    return (
        f'<div class="voorleeszin"><p class="kopje">{escape(READ_ALOUD)}</p>'
        f'<p class="zin">{with_markers(sentence, page.id, [citation.number])}</p><p class="feiten">{escape(place)}</p></div>'
    )


def _text(page: TurnPage, answer: Answer, text: str) -> str:
    return f'<div class="antwoord">{paragraphs(text, page.id, (c.number for c in answer.citations))}</div>'


def _danger(notices: tuple[Notice, ...]) -> str:
    return "".join(
        f'<div class="gevaar"><p class="kopje">{escape(texts.DANGER_HEADING)}</p>'
        f"<p>{escape(without_numbers(notice))}</p>{telephone_links(notice.signposts)}</div>"
        for notice in notices
        if notice.kind == "danger"
    )


def without_numbers(notice: Notice) -> str:
    """The words of a notice without the signposts that are shown as links right below it."""
    text = notice.text
    for name in notice.signposts:
        if name in load_signposts():
            text = text.replace(f"{load_signposts()[name].text}.", "")
    return " ".join(text.split())


def _notices(notices: tuple[Notice, ...]) -> str:
    """All notices but danger, in one quiet box."""
    quiet = [notice for notice in notices if notice.kind != "danger"]
    shown = "".join(f"<p>{escape(without_numbers(notice))}</p>{telephone_links(notice.signposts)}" for notice in quiet)
    return f'<div class="let-op">{shown}</div>' if shown else ""


def _suggestions(answer: Answer) -> str:
    if not answer.suggestions:
        return ""
    heading = texts.SUGGESTIONS_AFTER_ANSWER if answer.outcome == "answered" else texts.SUGGESTIONS_WITHOUT_ANSWER
    return f'<div class="misschien"><h3>{escape(heading)}</h3>{question_buttons(answer.suggestions)}</div>'
