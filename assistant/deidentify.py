"""Takes personal data out of a question before anything outside this process could see it (only a chosen language model does).

Rules, not a model: what is masked can be read here. Names are taken to be capitalised words, not at the start of a sentence,
that the documents do not know.
"""

import re
from collections.abc import Iterable

from corpus.documents import Corpus
from corpus.words import vocabulary, words

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[e-mail]", re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+")),
    ("[rekening]", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d{2,4}){2,4}\b")),
    ("[telefoon]", re.compile(r"(?<!\d)(?:\+31|0031|0)(?:[\s-]?\d){8,9}(?!\d)")),
    ("[datum]", re.compile(r"\b\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?:19|20)?\d{2}\b", re.IGNORECASE)),
    ("[nummer]", re.compile(r"(?<!\d)\d{8,9}(?!\d)")),
    ("[adres]", re.compile(r"\b\d{4}\s?[A-Z]{2}\b(?:\s*\d+\w?)?")),
    ("[adres]", re.compile(r"\b[A-Z][\w’']+(?:straat|laan|weg|plein|kade|gracht|hof|dreef|singel|pad)\s+\d+\s?\w?\b")),
)
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Ý][a-zà-ÿ’'-]+\b")
# Capitalised words of the subject and of any Dutch sentence that are no private names.
_PUBLIC = vocabulary(
    ["Veilig Thuis Raad Kinderbescherming Jeugdstem Balans Ouders Onderwijs Nederland Nederlands Kindertelefoon maandag Kerst Ik"]
)


class Deidentifier:
    """Masks personal data; words that occur in the documents are never taken for a name."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._known = vocabulary(texts) | _PUBLIC

    @classmethod
    def of(cls, corpus: Corpus) -> "Deidentifier":
        """One that takes no word of the corpus for a name."""
        return cls(document.text for document in corpus.documents)

    def mask(self, text: str) -> str:
        """The text with addresses, numbers, dates and names replaced by what they are.

        >>> Deidentifier().mask("Mijn zoon Daan (12-03-2015) woont op 1234 AB 5, bel 06-12345678")
        'Mijn zoon [naam] ([datum]) woont op [adres], bel [telefoon]'
        """
        for label, pattern in _RULES:
            text = pattern.sub(label, text)
        return _CAPITALISED.sub(lambda match: match[0] if set(words(match[0])) <= self._known else "[naam]", text)
