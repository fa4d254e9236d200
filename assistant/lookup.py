"""Search as you type: headings of the documents and written questions that hold the words typed so far."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.words import fold

_WORD = re.compile(r"[^\W_]+")
_MOST = 8
_LEAST_LETTERS = 2  # below this almost everything matches


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A question or heading that can be asked as it is. ``is_heading``: these are the documents' own words."""

    text: str
    is_heading: bool
    document_id: str


class Lookup:
    """Holds all suggestions; a look through some 30,000 of them takes a few milliseconds."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        self._suggestions = sorted(suggestions, key=_order)
        self._texts = [f" {' '.join(_words(suggestion.text))} " for suggestion in self._suggestions]

    def suggestions(self, typed: str, documents: frozenset[str] | None = None) -> tuple[Suggestion, ...]:
        """The suggestions in which every word typed so far begins a word: headings first, then the shortest questions."""
        words = _words(typed)
        if sum(map(len, words)) < _LEAST_LETTERS:
            return ()
        beginnings = sorted((f" {word}" for word in words), key=len, reverse=True)
        found: dict[str, Suggestion] = {}
        for suggestion, text in zip(self._suggestions, self._texts, strict=True):
            if documents is not None and suggestion.document_id not in documents:
                continue
            if all(beginning in text for beginning in beginnings):
                found.setdefault(text, suggestion)
                if len(found) == _MOST:
                    break
        return tuple(found.values())


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _order(suggestion: Suggestion) -> tuple[bool, bool, int, str]:
    """Headings, then whole questions, then shorthand; the short ones first."""
    text = suggestion.text
    whole = text[:1].isupper() and text.endswith("?")
    return (not suggestion.is_heading, not whole, len(text), text)
