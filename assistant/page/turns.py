"""A turn of the conversation as HTML: the question, and what has been answered so far."""

from typing import Literal

from assistant.page import advice_line, texts
from assistant.page.cards import source_cards
from assistant.page.markup import escape, paragraphs, question_buttons, telephone_links
from assistant.page.terms import explanations, marked, with_buttons
from assistant.page.turn_page import TurnPage
from assistant.signposts import load_signposts
from assistant.types import Answer, Notice

#: Whom to call when the page itself cannot answer.
HUMANS = ("112", "veilig thuis")

#: ``wacht`` and ``laden`` show a word about what happens now, ``bezig`` an answer that grows, ``klaar`` all there is.
Stage = Literal["wacht", "laden", "bezig", "klaar"]


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
    """The whole turn: danger, question, answer, other notices, what to ask next and the cards of the sources."""
    parts = [
        _opening(page, answer),
        _text(page, answer, answer.text),
        advice_line.tools(page, answer) if page.voice == "advieslijn" else "",
        _notices(answer.notices),
        _suggestions(page, answer),
        source_cards(answer.citations, page.id, page.sources, page.library),
    ]
    return _turn(page, "klaar", "".join(parts), danger=_danger(answer.notices))


def _turn(page: TurnPage, stage: Stage, body: str, danger: str = "") -> str:
    return (
        f'<article class="beurt" data-beurt="{page.id}" data-stand="{stage}" aria-labelledby="vraag-{page.id}">{danger}'
        f'<h2 class="vraag" id="vraag-{page.id}" tabindex="-1"><span class="vh">Je vraag: </span>{escape(page.question)}</h2>'
        f"{body}</article>"
    )


def _opening(page: TurnPage, answer: Answer) -> str:
    """What stands before the answer: how a follow-up was read, a claimed yes or no, and a sentence to read aloud."""
    html = ""
    if answer.standalone_question != " ".join(page.question.split()):
        html += f'<p class="gelezen">{escape(texts.READ_AS.format(question=answer.standalone_question))}</p>'
    if page.filtered:
        html += f'<p class="gelezen">{escape(texts.FILTERED.format(source=page.filtered))}</p>'
    if answer.verdict:
        html += f'<p class="kort">{escape(texts.VERDICT)} <strong>{escape(answer.verdict)}</strong></p>'
    return html + (advice_line.read_aloud(page, answer) if page.voice == "advieslijn" else "")


def _text(page: TurnPage, answer: Answer, text: str) -> str:
    """The answer; for parents its first paragraph, and the others behind a button, so that the short answer stands out.

    Where sources disagree all of it is shown: half of it would mislead. Terms are explained for parents only.
    """
    known = tuple(citation.number for citation in answer.citations)
    if page.voice == "advieslijn":
        return f'<div class="antwoord">{paragraphs(text, page.id, known)}</div>'
    mentions = page.library.mentions(text)
    parts = marked(text, mentions).split("\n\n")
    together = answer.outcome != "answered" or any(notice.kind == "disagreement" for notice in answer.notices)
    # Where a place was asked for, it comes before the first paragraph with sources.
    first = next((number for number, part in enumerate(parts, start=1) if "[" in part), len(parts))
    size = len(parts) if together else first
    short, more = ("\n\n".join(some) for some in (parts[:size], parts[size:]))
    html = with_buttons(paragraphs(short, page.id, known))
    if more:
        html += f"<details><summary>{escape(texts.MORE)}</summary>{with_buttons(paragraphs(more, page.id, known))}</details>"
    return f'<div class="antwoord">{html}{explanations(mentions, page.sources, page.library)}</div>'


def _danger(notices: tuple[Notice, ...]) -> str:
    return "".join(
        f'<div class="gevaar{" rustig" if notice.calm else ""}"><p class="kopje">{escape(_danger_heading(notice))}</p>'
        f"<p>{escape(without_numbers(notice))}</p>{telephone_links(notice.signposts)}</div>"
        for notice in notices
        if notice.kind == "danger"
    )


def _danger_heading(notice: Notice) -> str:
    return texts.CALM_DANGER_HEADING if notice.calm else texts.DANGER_HEADING


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


def _suggestions(page: TurnPage, answer: Answer) -> str:
    if not answer.suggestions:
        return ""
    heading = texts.SUGGESTIONS_AFTER_ANSWER[page.voice] if answer.outcome == "answered" else texts.SUGGESTIONS_WITHOUT_ANSWER
    return f'<div class="misschien"><h3>{escape(heading)}</h3>{question_buttons(answer.suggestions)}</div>'
