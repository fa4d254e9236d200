"""``python -m evals new``: asks for a case field by field, checks the quote against the sources, and proposes the rest."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from corpus.sentences import split_sentences
from corpus.words import words
from evals.cases import ID_PATTERN, Audience, Case, SetName, Signpost, Style, explain
from evals.sources import Sources
from evals.spans import places_of
from evals.types import EvalError
from evals.wording import holds_fact
from index.keywords import stems

Ask = Callable[[str], str]
Tell = Callable[[str], None]

_STORY_WORDS, _KEYWORDS = 35, 3
_ID_WORDS = 4
_NEAREST = 3


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a colleague marked as wrong on the page: the questions, with the remark."""

    turns: tuple[str, ...] = ()
    remark: str = ""


def read_draft(path: Path) -> Draft:
    """A draft case that the page wrote; raises EvalError for a file that is none."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        turns = raw["turns"]
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise ValueError("turns")
        return Draft(turns=tuple(turns), remark=str(raw.get("remark", "")))
    except (OSError, ValueError, KeyError, TypeError):
        raise EvalError(f"{path}: dit is geen conceptgeval. Kies een .json-bestand uit de map van ASSISTANT_FAULT_DIR.") from None


def author(ask: Ask, tell: Tell, sources: Sources, used_ids: Sequence[str], draft: Draft | None = None) -> Case:
    """A new, valid case from a conversation with its writer. ``ask`` gives what was typed at a prompt, ``tell`` shows a line."""
    draft = draft or Draft()
    if draft.turns:
        tell(f"Concept: {' → '.join(draft.turns)}" + (f"\nOpmerking: {draft.remark}" if draft.remark else ""))
    fields: dict[str, Any] = {"turns": draft.turns or _turns(ask, tell)}
    kinds = {"ja": "answered", "nee": "not_found", "praatje": "chitchat"}
    fields["expect"] = kinds[_choice(ask, tell, "Staat het antwoord in de documenten?", tuple(kinds), "ja")]
    fields["gold"], fields["facts"] = [], []
    if fields["expect"] == "answered":
        fields["gold"] = _quotes(ask, tell, sources)
        fields["facts"] = _facts(ask, tell, [gold["quote"] for gold in fields["gold"]])
        verdict = _choice(
            ask, tell, "Zegt de bron zelf ja of nee op deze vraag?", ("ja", "nee", "geen van beide"), "geen van beide"
        )
        fields["verdict"] = None if verdict == "geen van beide" else verdict
    fields |= _set_fields(ask, tell, fields)
    message = fields["turns"][-1]
    fields["style"] = _choice(ask, tell, "Stijl?", get_args(Style), proposed_style(message))
    fields["audience"] = _choice(ask, tell, "Wie vraagt het?", get_args(Audience), "ouder")
    difficulty = proposed_difficulty(message, [gold["quote"] for gold in fields["gold"]])
    fields["difficulty"] = _choice(ask, tell, "Moeilijkheid?", ("natural", "hard"), difficulty)
    fields["kind"] = ask("Soort, een vrij label [eigen]: ").strip() or "eigen"
    fields["id"] = _id(ask, tell, proposed_id(message, used_ids), used_ids)
    try:
        return Case.model_validate(fields)
    except ValidationError as error:
        raise EvalError(f"Zo kan het geval niet bewaard worden: {explain(error)}") from None


def proposed_style(message: str) -> str:
    """A style by length and spelling, for the writer to confirm.

    >>> proposed_style("melding intrekken"), proposed_style("mag ik mee naar t gesprek??")
    ('keyword', 'chat')
    """
    size = len(words(message))
    if size <= _KEYWORDS:
        return "keyword"
    if size >= _STORY_WORDS:
        return "story"
    sloppy = message[:1].islower() or "??" in message or re.search(r"\b[tmn]\b", message)
    return "chat" if sloppy else "natural"


def proposed_difficulty(message: str, quotes: Sequence[str]) -> str:
    """``hard`` for a story, or for a question that shares hardly a word with what answers it."""
    shared = set(stems(message)) & {stem for quote in quotes for stem in stems(quote)}
    return "hard" if len(words(message)) >= _STORY_WORDS or (quotes and len(shared) <= 1) else "natural"


def proposed_set(turns: Sequence[str], documents: Sequence[str], expect: str) -> SetName:
    """Where a case belongs that has nothing to do with danger, manipulation or personal data."""
    if len(turns) > 1:
        return "followup"
    if expect != "answered":
        return "unanswerable"
    return "brochure" if "brochure" in documents else "other"


def proposed_id(message: str, used_ids: Sequence[str]) -> str:
    """A free id made of the question's longest words, in their order."""
    found = [word for word in words(message) if word.isalpha()]
    longest = sorted(range(len(found)), key=lambda place: -len(found[place]))[:_ID_WORDS]
    stem = "-".join(dict.fromkeys(found[place] for place in sorted(longest))) or "geval"
    number = next(n for n in range(1, len(used_ids) + 2) if _numbered(stem, n) not in used_ids)
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def nearest_sentences(quote: str, sources: Sources) -> list[str]:
    """The sentences of the documents that look most like a quote that is in none of them."""
    sentences = [text[start:end] for text in sources.texts.values() for start, end in split_sentences(text)]
    found = process.extract(quote, sentences, scorer=fuzz.partial_ratio, limit=_NEAREST)
    return [" ".join(sentence.split()) for sentence, _, _ in found]


def _id(ask: Ask, tell: Tell, proposal: str, used_ids: Sequence[str]) -> str:
    while True:
        text = ask(f"Id [{proposal}]: ").strip() or proposal
        if re.fullmatch(ID_PATTERN, text) and text not in used_ids:
            return text
        tell("Dat id is al gebruikt, of heeft iets anders dan kleine letters, cijfers en streepjes.")


def _turns(ask: Ask, tell: Tell) -> tuple[str, ...]:
    found: list[str] = []
    while True:
        prompt = "Vraag: " if not found else "Vervolgvraag (leeg: dit was de laatste): "
        text = ask(prompt).strip()
        if text:
            found.append(text)
        elif found:
            return tuple(found)
        else:
            tell("Typ eerst een vraag, zoals iemand hem zou stellen.")


def _quotes(ask: Ask, tell: Tell, sources: Sources) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    while True:
        quote = ask(
            "Letterlijk citaat dat antwoord geeft: " if not found else "Nog een citaat dat ook goed is (leeg: nee): "
        ).strip()
        if not quote and found:
            return found
        where = [name for name in sources.texts if quote and sources.holds(quote, name) and places_of(sources.texts[name], quote)]
        if where:
            found.append({"document": where[0], "quote": quote})
            tell(f"Gevonden in: {where[0]}.")
        else:
            tell("Dat staat zo in geen van de documenten. Neem de woorden letterlijk over.")
            close = nearest_sentences(quote, sources) if quote else []
            tell("\n".join(["Dit lijkt erop:", *(f"- {sentence}" for sentence in close)]) if close else "")


def _facts(ask: Ask, tell: Tell, quotes: Sequence[str]) -> list[str]:
    found: list[str] = []
    while True:
        fact = ask(
            "Kort stukje van het citaat dat in elk goed antwoord staat: " if not found else "Nog een (leeg: nee): "
        ).strip()
        if not fact and found:
            return found
        if fact and any(holds_fact(quote, fact) for quote in quotes):
            found.append(fact)
        else:
            tell("Dat staat niet in het citaat. Neem een paar woorden van het citaat over.")


def _set_fields(ask: Ask, tell: Tell, fields: dict[str, Any]) -> dict[str, Any]:
    """The set, with what only that set asks for."""
    documents = [gold["document"] for gold in fields["gold"]]
    proposal = proposed_set(fields["turns"], documents, fields["expect"])
    name = _choice(ask, tell, "Set?", get_args(SetName), proposal)
    if name == "danger":
        known = get_args(Signpost)
        shown = _several(ask, tell, f"Welke nummers moeten erbij staan ({', '.join(known)})?", lambda text: text in known)
        return {"set": name, "signposts": shown}
    if name == "injection":
        return {"set": name, "forbidden": _several(ask, tell, "Wat mag er niet in het antwoord staan?", lambda text: True)}
    if name == "personal":
        whole = " ".join(fields["turns"])
        return {"set": name, "personal": _several(ask, tell, "Welke persoonsgegevens staan erin?", lambda text: text in whole)}
    return {"set": name}


def _several(ask: Ask, tell: Tell, question: str, fits: Callable[[str], bool]) -> list[str]:
    found: list[str] = []
    while True:
        text = ask(f"{question} " if not found else "Nog een (leeg: nee): ").strip()
        if not text and found:
            return found
        if text and fits(text):
            found.append(text)
        else:
            tell("Dat kan hier niet. Neem het letterlijk over.")


def _choice(ask: Ask, tell: Tell, question: str, choices: Sequence[str], proposal: str) -> str:
    while True:
        text = ask(f"{question} {', '.join(choices)} [{proposal}]: ").strip() or proposal
        if text in choices:
            return text
        tell(f"Kies uit: {', '.join(choices)}.")
