"""The plain values of an answer, in the words of the stable JSON (see README: command line)."""

from dataclasses import dataclass
from typing import Literal

from index.types import Hit

Outcome = Literal["answered", "not_found", "chitchat"]
Verdict = Literal["ja", "nee", "hangt ervan af"]
Voice = Literal["ouder", "advieslijn"]
NoticeKind = Literal["danger", "disagreement", "source_status", "referral"]


class AssistantError(Exception):
    """Something the user can mend; the message says what and how, without a traceback."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """The exact words ``[start, end)`` of a document. ``quote`` is verbatim in the source once white space is collapsed."""

    number: int
    document_id: str
    title: str
    kind: str
    publisher: str
    date: str
    heading: tuple[str, ...]
    page: int | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of an answer before it is numbered: what is shown, and the words it rests on.

    ``text`` is the words of the span themselves, or for a table cell a sentence in which every figure and name occurs in the
    span or in ``support`` (the column's name).
    """

    text: str
    document_id: str
    start: int
    end: int
    support: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Statements from one section of one source, with the words that introduce them."""

    introduction: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something shown beside the answer; ``signposts`` names the numbers to call, most urgent first.

    ``calm``: a danger that is only possible, or was told of earlier; the page then shows it quietly.
    """

    kind: NoticeKind
    text: str
    signposts: tuple[str, ...] = ()
    calm: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that is shown for a message: the one value that page, command line and evals share."""

    question: str
    standalone_question: str
    outcome: Outcome
    text: str
    verdict: Verdict | None
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    suggestions: tuple[str, ...]
    hits: tuple[Hit, ...]
    answerable: float
    milliseconds: float
