"""An answer's text taken apart: its sentences with their markers, its numbers, its words."""

import re
from collections.abc import Iterable

from corpus.sentences import split_sentences

_MARKER = re.compile(r"\[(\d+)\]")
_MARKERS_BEHIND_STOP = re.compile(r"([.!?…;:]+[”\"’')\]]*)\s*((?:\[\d+\]\s*)+)")
_NAMED = re.compile(r"‘[^‘’]*’")
_LIST_ITEM = re.compile(r"(?:\d{1,2}\.|•|-)\s")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def without_markers(text: str) -> str:
    """The text as it reads without [n]."""
    return " ".join(re.sub(r"\s*\[\d+\]", "", text).split())


def markers(text: str) -> list[int]:
    return [int(number) for number in _MARKER.findall(text)]


def claims(text: str) -> list[str]:
    """The sentences of an answer, each with its markers.

    A line that only introduces what follows (it ends in ``:``) is no claim; a list is one claim up to its marker.

    >>> claims("In de brochure staat: Ja. [1] Dat mag [2].\\n\\nHet onderzoek zegt:\\n1. Bellen.\\n2. Praten. [3][4]")
    ['In de brochure staat: Ja [1].', 'Dat mag [2].', '1. Bellen. 2. Praten [3][4].']
    """
    found: list[str] = []
    items: list[str] = []  # of a list, until a marker covers them
    for line in [*text.splitlines(), ""]:
        # The marker goes before the full stop, so that it stays with its own sentence when the line is cut.
        tidy = " ".join(_MARKERS_BEHIND_STOP.sub(lambda match: f" {match[2].strip()}{match[1]} ", line).split())
        in_list = bool(_LIST_ITEM.match(tidy))
        if items and not in_list:
            found.append(" ".join(items))
            items = []
        if tidy.endswith(":") and not markers(tidy):
            continue
        # A full stop within ‘…’ (a heading that is two sentences long) ends no sentence of the answer.
        masked = _NAMED.sub(lambda match: re.sub(r"[.!?…]", "_", match[0]), tidy)
        for start, end in split_sentences(masked):
            if in_list and not markers(tidy[start:end]):
                items.append(tidy[start:end])
            else:
                found.append(" ".join([*items, tidy[start:end]]))
                items = []
    return [claim for claim in found if re.search(r"\w", without_markers(claim))]


def without_introduction(claim: str) -> str:
    """A sentence without the words before a colon that say where it stands; those are no claim of their own.

    >>> without_introduction("In de brochure staat bij de vraag ‘Wat: dit of dat?’: Ja, dat kan [1].")
    'Ja, dat kan [1].'
    """
    masked = _NAMED.sub(lambda match: "_" * len(match[0]), claim)
    place = masked.find(": ")
    return claim[place + 2 :] if place >= 0 and not markers(claim[:place]) else claim


def own_sentences(text: str, quotes: Iterable[str]) -> list[str]:
    """The sentences of a text that do not stand in one of the quotes.

    >>> own_sentences("In de brochure staat: Ja [1]. Zo zit dat.", ["Ja", "Nee"])
    ['In de brochure staat:', 'Zo zit dat.']
    """
    known = [comparable(" ".join(quote.split())) for quote in quotes]
    found = []
    for line in text.splitlines():
        for part in re.split(r"(?<=:)\s+", without_markers(line)):
            for start, end in split_sentences(part):
                sentence = part[start:end]
                bare = comparable(sentence).strip(" .‘’'\"")
                if re.search(r"\w", bare) and not any(bare in quote for quote in known):
                    found.append(sentence)
    return found


def numbers(text: str) -> list[str]:
    """The numbers of a text, markers left out, written as they stand: ``4.451``, ``2,5``, ``112``."""
    return _NUMBER.findall(_MARKER.sub(" ", text))


def word_count(text: str) -> int:
    return len(re.findall(r"\w+(?:[-'’.]\w+)*", without_markers(text)))


def folded(text: str) -> str:
    """Without case, curly quotes or runs of white space."""
    return " ".join(text.split()).translate(_STRAIGHT).casefold()


def comparable(text: str) -> str:
    """Folded and without markers: how facts are looked for."""
    return folded(without_markers(text))


def holds_fact(text: str, fact: str) -> bool:
    """Whether one of a fact's alternatives (split by `` | ``) occurs; a number does not count as part of a longer number.

    >>> holds_fact("In totaal 1.143 meldingen. [1]", "143"), holds_fact("Het zijn er 26 [1].", "17 | 26")
    (False, True)
    """
    where = comparable(text)
    return any(re.search(_pattern(comparable(alternative)), where) for alternative in fact.split(" | "))


def _pattern(fact: str) -> str:
    before = r"(?<!\d)(?<!\d[.,])" if fact[:1].isdigit() else ""
    behind = r"(?![.,]?\d)" if fact[-1:].isdigit() else ""
    return before + re.escape(fact) + behind
