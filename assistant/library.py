"""What a reader can look up beside an answer: the words around a quote, the best passages, what a term means, other questions."""

from collections.abc import Sequence
from functools import cached_property

from assistant.citing import cite
from assistant.contexts import Context, context_of
from assistant.deidentify import Deidentifier
from assistant.glossary import Glossary, Mention
from assistant.lookup import Lookup, Suggestion
from assistant.selecting import select_sentences
from assistant.types import Citation
from corpus.documents import Corpus
from index.types import Hit

_SENTENCES = 2  # of a passage
_GAP = 2  # characters between sentences that follow each other


class Library:
    """Reads only the documents, their glossary and the bank; knows no conversation."""

    def __init__(self, corpus: Corpus, glossary: Glossary, lookup: Lookup) -> None:
        self._corpus = corpus
        self._glossary = glossary
        self._lookup = lookup

    def context(self, citations: Sequence[Citation]) -> Context | None:
        """The words around quotes from one section; None where the section is not known."""
        return context_of(self._corpus, citations)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The difficult terms in a text, each at its first mention."""
        return self._glossary.mentions(text)

    def citation_of(self, mention: Mention) -> Citation:
        """Where the explanation of a term stands."""
        place = mention.term.place
        return cite(self._corpus, 1, place.document_id, place.start, place.end)

    def passages(self, hits: Sequence[Hit], most: int) -> tuple[Citation, ...]:
        """The best words of each of the best hits, numbered from 1."""
        best = (_best_words(self._corpus, hit) for hit in hits[:most])
        return tuple(cite(self._corpus, number, *words) for number, words in enumerate(filter(None, best), start=1))

    @cached_property
    def deidentifier(self) -> Deidentifier:
        """Masks personal data; made when it is first needed."""
        return Deidentifier.of(self._corpus)

    def suggestions(self, typed: str, documents: frozenset[str] | None = None) -> tuple[Suggestion, ...]:
        """Headings and questions that begin to look like what is being typed, best first."""
        return self._lookup.suggestions(typed, documents)


#: Knows nothing: for a page whose documents are not there yet.
NO_LIBRARY = Library(Corpus(documents=(), sections=()), Glossary(), Lookup(()))


def _best_words(corpus: Corpus, hit: Hit) -> tuple[str, int, int] | None:
    """The sentence with which the writer would begin on a hit, and the next one that it chooses where that follows at once."""
    selected = select_sentences(corpus, hit, _SENTENCES)
    if selected is None:
        return None
    first, *others = selected[1]
    end = first.end
    for sentence in others:
        if sentence.start - end > _GAP:
            break
        end = sentence.end
    return first.document_id, first.start, end
