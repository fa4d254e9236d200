"""An Answer as the stable JSON of the command line, and as text for a terminal."""

from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Citation, Voice
from assistant.wording import READ_ALOUD


def answer_as_json(answer: Answer, *, hits: int = 0) -> dict[str, Any]:
    """The object of ``ask --json`` and ``batch`` (without its id); ``hits`` says how many hits go with it."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "outcome": answer.outcome,
        "answer": answer.text,
        "verdict": answer.verdict,
        "citations": [{**asdict(citation), "heading": list(citation.heading)} for citation in answer.citations],
        "notices": [{"kind": notice.kind, "text": notice.text, "signposts": list(notice.signposts)} for notice in answer.notices],
        "suggestions": list(answer.suggestions),
        "hits": [
            {
                "document_id": hit.chunk.document_id,
                "heading": list(hit.chunk.heading),
                "text": hit.chunk.text,
                "start": hit.chunk.start,
                "end": hit.chunk.end,
                "score": hit.score,
            }
            for hit in answer.hits[:hits]
        ],
        "milliseconds": answer.milliseconds,
    }


def answer_as_text(answer: Answer, *, voice: Voice = "ouder") -> str:
    """The answer for a terminal: danger first, the answer, its sources, what else can be asked."""
    parts = [f"!! {notice.text}" for notice in answer.notices if notice.kind == "danger"]
    if voice == "advieslijn" and answer.citations and answer.outcome == "answered":
        parts.append(f"{READ_ALOUD} {answer.text.split(' [')[0]} [1]")
    parts.append(answer.text)
    parts += [notice.text for notice in answer.notices if notice.kind != "danger"]
    if answer.citations:
        parts.append("Bronnen:\n" + "\n".join(source_line(citation) for citation in answer.citations))
    if answer.suggestions:
        parts.append("Je kunt ook vragen:\n" + "\n".join(f"- {suggestion}" for suggestion in answer.suggestions))
    return "\n\n".join(parts)


def source_line(citation: Citation) -> str:
    """One citation on a line: number, title, kind, date, heading, page and the exact words."""
    page = f", blz. {citation.page}" if citation.page else ""
    heading = " > ".join(citation.heading)
    quote = " ".join(citation.quote.split())
    return f"[{citation.number}] {citation.title} ({citation.kind}, {citation.date}), {heading}{page}: “{quote}”"
