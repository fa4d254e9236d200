"""Numbers the citations of an answer and drops every sentence that its citation does not support word for word."""

import re
from dataclasses import replace

from assistant.types import Citation, Paragraph, Statement
from corpus.documents import Corpus, collapse_white_space, is_quotable
from corpus.words import words

_OPEN = "“‘\"'"


def supported(corpus: Corpus, statement: Statement) -> bool:
    """Whether a statement may be shown: its words are the span's own, or all its names and figures stand in its spans."""
    document = corpus.by_id.get(statement.document_id)
    if document is None or not 0 <= statement.start < statement.end <= len(document.text):
        return False
    quote = document.text[statement.start : statement.end]
    if not is_quotable(document, quote):
        return False
    if not statement.support:
        return collapse_white_space(statement.text).strip(_OPEN) in collapse_white_space(quote)
    known = set(words(quote)) | {word for start, end in statement.support for word in words(document.text[start:end])}
    shown = statement.text.rpartition(" (")[0] or statement.text  # the table's title in brackets is a label, not a claim
    figures = [word for word in words(shown) if re.match(r"\d", word)]
    return all(word in known or all(part in known for part in word.split(".")) for word in figures)


def check(corpus: Corpus, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs without unsupported statements; a paragraph that loses them all goes, the answer stays."""
    kept = []
    for paragraph in paragraphs:
        statements = tuple(statement for statement in paragraph.statements if supported(corpus, statement))
        if statements:
            kept.append(replace(paragraph, statements=statements))
    return tuple(kept)


def number_citations(corpus: Corpus, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Citation, ...], list[str]]:
    """The citations in order of appearance, and each paragraph's text with its [n] markers."""
    citations: dict[tuple[str, int, int], Citation] = {}
    texts = []
    for paragraph in paragraphs:
        pieces = []
        for statement in paragraph.statements:
            spans = [*statement.support, (statement.start, statement.end)]
            markers = ""
            for start, end in spans:
                key = (statement.document_id, start, end)
                if key not in citations:
                    citations[key] = cite(corpus, len(citations) + 1, *key)
                markers += f"[{citations[key].number}]"
            pieces.append("\n".join(f"{line} {markers}" for line in statement.text.split("\n")))
        texts.append(f"{paragraph.introduction} {_join(pieces)}".strip())
    return tuple(citations.values()), texts


def _join(pieces: list[str]) -> str:
    """List items stand on lines of their own, sentences follow each other."""
    text = ""
    for piece in pieces:
        text += ("\n" if text and re.match(r"(?:\d{1,2}\.|•|-)\s", piece) else " ") + piece
    return text.strip()


def cite(corpus: Corpus, number: int, document_id: str, start: int, end: int) -> Citation:
    """The citation of the words ``[start, end)`` of a document, under this number."""
    document = corpus.document(document_id)
    section = corpus.section_at(document_id, start)
    source = document.source
    return Citation(
        number=number,
        document_id=document_id,
        title=source.title,
        kind=source.kind,
        publisher=source.publisher,
        date=source.date,
        heading=section.heading if section else (),
        page=document.page_of(start),
        quote=document.text[start:end],
        start=start,
        end=end,
    )
