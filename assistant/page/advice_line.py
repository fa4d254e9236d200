"""What the advice line gets with an answer: a sentence to read aloud, the best passages, and a note for the file."""

from datetime import date

from assistant.page import texts
from assistant.page.cards import passage_cards
from assistant.page.markup import escape, with_markers
from assistant.page.source_panel import facts, place, whereabouts
from assistant.page.turn_page import TurnPage
from assistant.selecting import DIRECT_ANSWER
from assistant.types import Answer, Citation
from assistant.wording import READ_ALOUD

_PASSAGES = 3
_SHORT = 40  # characters of a quote that says too little by itself


def read_aloud(page: TurnPage, answer: Answer) -> str:
    """The first statement of an answer with where it stands, for someone on the phone; nothing where there is danger: then a
    person speaks, and no document.
    """
    in_danger = any(notice.kind == "danger" for notice in answer.notices)
    if answer.outcome != "answered" or not answer.citations or in_danger:
        return ""
    citation = answer.citations[0]
    sentence = f"{answer.text.split(' [', 1)[0]} [{citation.number}]"
    if len(citation.quote) < _SHORT and DIRECT_ANSWER.match(citation.quote) and not answer.verdict:
        return ""  # "Ja dit mag." read aloud answers whatever the caller thought of
    where = whereabouts(citation, page.sources.get(citation.document_id))
    return (
        f'<div class="voorleeszin"><p class="kopje">{escape(READ_ALOUD)}</p>'
        f'<p class="zin">{with_markers(sentence, page.id, [citation.number])}</p><p class="feiten">{escape(where)}</p></div>'
    )


def tools(page: TurnPage, answer: Answer) -> str:
    """The passages, and the buttons and keys for the file."""
    if answer.outcome == "chitchat":
        return ""
    heading = texts.BEST_PASSAGES if answer.outcome == "answered" else texts.NEAREST_PASSAGES
    passages = passage_cards(page.library.passages(answer.hits, _PASSAGES), page.sources, page.library, heading)
    fault = _fault_form(page) if page.takes_faults else ""
    return (
        f'{passages}<div class="dossier"><button type="button" class="kopieer" data-wat="notitie">{escape(texts.COPY_NOTE)} '
        f"<kbd>F2</kbd></button>"
        f'<button type="button" class="kopieer" data-wat="link">{escape(texts.COPY_LINK)}</button>{fault}</div>'
        f'<template class="notitie">{escape(note(page, answer))}</template>'
    )


def note(page: TurnPage, answer: Answer) -> str:
    """Question, answer and sources as plain text for a file."""
    lines = [f"Vraag: {page.question}"]
    if answer.standalone_question != " ".join(page.question.split()):
        lines.append(texts.READ_AS.format(question=answer.standalone_question))
    if page.filtered:
        lines.append(texts.FILTERED.format(source=page.filtered))
    if answer.verdict:
        lines.append(f"{texts.VERDICT} {answer.verdict}")
    lines += [f"Antwoord: {answer.text}", *(f"Let op: {notice.text.removeprefix('Let op: ')}" for notice in answer.notices)]
    if answer.citations:
        lines += ["Bronnen:", *(_source_line(page, citation) for citation in answer.citations)]
    return "\n".join([*lines, texts.note_footer(date.today())])


def _source_line(page: TurnPage, citation: Citation) -> str:
    where = ", ".join([citation.title, *facts(citation, page.sources.get(citation.document_id))])
    heading = f", ‘{place(citation)}’" if place(citation) else ""
    return f"[{citation.number}] {where}{heading}: “{' '.join(citation.quote.split())}”"


def _fault_form(page: TurnPage) -> str:
    field = f"fout-{page.id}"
    return (
        f'<form class="fout"><label for="{field}">{escape(texts.FAULT_LABEL)} <kbd>F4</kbd></label>'
        f'<input id="{field}" name="opmerking" autocomplete="off" maxlength="500">'
        f'<button type="submit">{escape(texts.FAULT_SEND)}</button></form>'
    )
