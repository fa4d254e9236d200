"""Answers as a run saves them: the stable JSON of the command line, so that scoring never needs the assistant."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.json_lines import lines_of
from evals.types import EvalError


class _Saved(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SavedCitation(_Saved):
    number: int
    document_id: str
    quote: str
    start: int
    end: int
    title: str = ""
    publisher: str = ""
    date: str = ""
    heading: tuple[str, ...] = ()
    page: int | None = None


class SavedNotice(_Saved):
    kind: str
    text: str = ""
    signposts: tuple[str, ...] = ()


class SavedHit(_Saved):
    """The place of a hit; its words are the document's."""

    document_id: str
    start: int
    end: int
    score: float = 0.0


class SavedAnswer(_Saved):
    """What a system said about a case. With an ``error`` there is no answer and nothing of it can be scored."""

    id: str
    turns: tuple[str, ...]
    standalone_question: str = ""
    outcome: str = ""
    answer: str = ""
    verdict: str | None = None
    citations: tuple[SavedCitation, ...] = ()
    notices: tuple[SavedNotice, ...] = ()
    suggestions: tuple[str, ...] = ()
    hits: tuple[SavedHit, ...] = ()
    answerable: float | None = None
    masked: tuple[str, ...] = ()  # the turns as they would leave the machine, where the case is about personal data
    milliseconds: float = 0.0
    error: str | None = None


def save_answers(path: Path, answers: Iterable[SavedAnswer]) -> None:
    path.write_text("".join(answer.model_dump_json() + "\n" for answer in answers), encoding="utf-8")


def load_answers(path: Path) -> dict[str, SavedAnswer]:
    """The answers by case id; raises EvalError if the file is missing or damaged."""
    try:
        lines = [line for line in lines_of(path) if line]
    except FileNotFoundError:
        raise EvalError(f"{path}: dit bestand ontbreekt. Kies de map van een run, of maak er een: python -m evals run") from None
    answers: dict[str, SavedAnswer] = {}
    for number, line in enumerate(lines, 1):
        try:
            answer = SavedAnswer.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            raise EvalError(f"{path}, regel {number}: geen bewaard antwoord ({reason}). Draai de run opnieuw.") from None
        answers[answer.id] = answer
    return answers
