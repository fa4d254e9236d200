"""Difficult terms and what the sources themselves say that they mean: ``corpus/glossary.toml``, resolved to spans."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.places import Place, resolve_place
from corpus.documents import Corpus, collapse_white_space
from corpus.types import CorpusError


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term with the forms in which people write it; ``explanation`` is verbatim in the source at ``place``."""

    name: str
    forms: tuple[str, ...]
    explanation: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A term in a text: ``text[start:end]`` is one of its forms."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    terms: tuple[Term, ...] = ()

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The first mention of each term in a text, in order; of two forms at one place the longer."""
        found: dict[str, Mention] = {}
        for match in self._pattern.finditer(text) if self.terms else ():
            term = self._by_form.get(match[0]) or self._by_form[match[0].lower()]
            found.setdefault(term.name, Mention(term=term, start=match.start(), end=match.end()))
        return tuple(found.values())

    @cached_property
    def _by_form(self) -> dict[str, Term]:
        return {_key(form): term for term in self.terms for form in term.forms}  # capitals only for abbreviations

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted((form for term in self.terms for form in term.forms), key=len, reverse=True)
        # An abbreviation in capitals is only meant where it is written so: "OPP" is a plan, "opp" may be anything.
        options = [re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in forms]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(options)})(?![\w-])")


def load_glossary(corpus: Corpus, directory: Path) -> Glossary:
    """The glossary of a corpus, empty where it has none; raises CorpusError for a quote that its source does not hold."""
    path = directory / "glossary.toml"
    if not path.is_file():
        return Glossary()
    terms = tuple(_terms(corpus, path, tomllib.loads(path.read_text(encoding="utf-8")).get("term", [])))
    forms = [_key(form) for term in terms for form in term.forms]
    for form in forms:
        if forms.count(form) > 1:
            raise CorpusError(f"{path}: '{form}' staat bij meer dan een term. Laat het bij een staan.")
    return Glossary(terms)


def _terms(corpus: Corpus, path: Path, rows: list[dict[str, object]]) -> Iterator[Term]:
    for row in rows:
        place = resolve_place(corpus, path, document=str(row["document"]), quote=str(row["quote"]))
        text = corpus.document(place.document_id).text[place.start : place.end]
        forms = row["forms"] if isinstance(row["forms"], list) else []
        yield Term(name=str(row["term"]), forms=tuple(map(str, forms)), explanation=collapse_white_space(text), place=place)


def _key(form: str) -> str:
    return form if form.isupper() else form.lower()
