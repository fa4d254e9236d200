"""Dutch words for searching: folded, split and mended without touching the text that is quoted."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def fold(text: str) -> str:
    """Lower case, without accents, with straight quotes and single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def well_formed(text: str) -> str:
    """The text without half characters (lone surrogates), which some phones send for a cut emoji."""
    return text.encode("utf-8", "replace").decode("utf-8")


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order.

    >>> words("IB’er: 4.451 leerlingen, én-én")
    ['ib', 'er', '4.451', 'leerlingen', 'en', 'en']
    """
    return _WORD.findall(fold(text))


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def mend_split_words(text: str, known: frozenset[str], *, shortest: int = 7) -> str:
    """The text with the joined form added of neighbouring words that a PDF split, where the joined form is a known word.

    For the search index only; a quote keeps the source's own spelling.

    >>> mend_split_words("te kunnen onder steunen", frozenset({"ondersteunen"}))
    'te kunnen onder steunen ondersteunen'
    """
    found = words(text)
    joined = [
        first + second
        for first, second in pairwise(found)
        if len(first + second) >= shortest and first + second in known and not (first + second).isdigit()
    ]
    return " ".join([text, *joined])
