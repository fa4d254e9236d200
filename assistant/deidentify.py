"""Takes personal data out of a question before anything outside this process could see it (only a chosen language model does).

Rules, not a model: what is masked can be read here. Names are taken to be capitalised words, not at the start of a sentence,
that the documents do not know.
"""

import re
from collections.abc import Iterable

from corpus.documents import Corpus
from corpus.words import vocabulary, words

_MONTH = "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[e-mail]", re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.\w+)+", re.IGNORECASE)),
    ("[rekening]", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d{2,4}){2,4}\b", re.IGNORECASE)),
    ("[telefoon]", re.compile(r"(?<!\d)(?:\+31|0031|0)(?:[\s().-]{0,3}\d){8,9}(?!\d)")),
    ("[datum]", re.compile(r"\b(?:(?:19|20)\d{2}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2})\b")),
    ("[kenteken]", re.compile(r"\b(?=\w*-?\w*\d)(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{2,3}|\d{2,3})-(?:[A-Z]{1,2}|\d{1,2})\b")),
    # Years of a school year, thousands and public numbers (0800-2000) are no file numbers; whatever mixes letters, digits and
    # strokes is, and so are long numbers, also in groups.
    ("[nummer]", re.compile(r"\b(?=[\w/.-]*[A-Z])(?=[\w/.-]*\d{2})\w+(?:[-/.]\w+)+\b")),
    ("[nummer]", re.compile(r"\b[A-Z]{2}\s[A-Z]{2}\s\d{2}-\d+\b")),
    ("[nummer]", re.compile(r"(?<![\d.])(?!\d{1,3}(?:\.\d{3})+(?![\d.]))(?:\d{2,4}(?:\.\d{2,4}){2,3}|\d{4}\.\d{4})(?![\d.])")),
    ("[nummer]", re.compile(r"(?<!\d)\d{2,4}(?: \d{2,4}){2,}(?!\d)")),
    ("[nummer]", re.compile(r"(?<![\d.,])\d{6,}(?!\d)")),
    ("[adres]", re.compile(r"\b\d{4}[\s-]?[A-Z]{2}\b(?:\s*\d+\w?)?")),
    (
        "[adres]",
        re.compile(r"\b[A-Z][\w’']+(?:straat|laan|weg|plein|kade|gracht|hof|dreef|singel|pad|steeg|markt)\s+\d+\s?\w?\b"),
    ),
)
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Ý][a-zà-ÿ’'-]+\b")
# With the month's name a date may also be one that a document gives, so that it stays in what is looked up.
_DATE_IN_WORDS = re.compile(rf"\b\d{{1,2}}[-/. ](?:{_MONTH})[a-z]*\.?[-/. ](?:(?:19|20)\d{{2}}|[’']?\d{{2}})\b", re.IGNORECASE)
#: Before a name that is typed without capitals.
_INTRODUCED = re.compile(
    r"\b((?:heet|heette|genaamd|naam is|naam:)\s+)((?:[a-zà-ÿ’'-]+\s+){0,3}?[a-zà-ÿ’'-]+)"
    r"(?=\s*(?:[,.;:!?(]|$|en\b|is\b|gaat\b|moet\b|wil\b))",
    re.IGNORECASE,
)
_WITH_PARTICLE = re.compile(
    r"\b([a-zà-ÿ’'-]+)\s+((?:van der|van den|v\.\s?d\.|den|ten|ter|el|al)\s+)([a-zà-ÿ’'-]+)", re.IGNORECASE
)
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
        text = _DATE_IN_WORDS.sub("[datum]", _numbers_masked(text))
        text = _INTRODUCED.sub(lambda match: f"{match[1]}[naam]", text)
        text = _WITH_PARTICLE.sub(
            lambda match: match[0] if self._is_known(match[1]) or self._is_known(match[3]) else "[naam]", text
        )
        return _CAPITALISED.sub(lambda match: match[0] if self._is_known(match[0]) else "[naam]", text)

    def _is_known(self, text: str) -> bool:
        return set(words(text)) <= self._known


def without_numbers(text: str) -> str:
    """The text without addresses, dates and numbers that belong to one person or file: no document answers by them.

    >>> without_numbers("Ik ben geboren op 12-03-1980 (BSN 123456789). Mag ik meldingen van 2019-2020 zien?")
    'Ik ben geboren op (BSN). Mag ik meldingen van 2019-2020 zien?'
    """
    for _, pattern in _RULES:
        text = pattern.sub(" ", text)
    return " ".join(text.split()).replace("( ", "(").replace(" )", ")")


def _numbers_masked(text: str) -> str:
    for label, pattern in _RULES:
        text = pattern.sub(label, text)
    return text
