"""The standalone question: what the last message asks, made whole with earlier words of the same user.

Nothing is ever added but words that the user wrote, so that the question cannot contain a fact that nobody gave.
"""

import re
from dataclasses import dataclass

from corpus.words import fold
from index.keywords import stems

_STARTS_DEPENDENT = re.compile(r"^(?:en|maar|of|ook|dus)\b")
_CORRECTION = re.compile(r"^(?:nee|neen|sorry|oh nee|ik bedoel|nee ik bedoel)\b|\bik bedoel(?:de)?\b")
_BARE_QUESTION = re.compile(
    r"(?:en )?(?:waarom|hoezo|hoe|wanneer|waar|wie|welke?|hoeveel|hoe lang|hoe vaak|door wie|bij wie|wat)"
    r"(?: niet| wel| dan| precies| kost dat)*\W*$"
)
_REFERENCE = re.compile(
    r"\b(?:dat|dit|die|deze|daar|daarvan|daarvoor|daarover|daarbij|daarna|daarmee|hij|zij|ze|hem|hun|het|er|erover|ervoor|ermee|"
    r"dan|zo'n|zulke|diegene|ook|nog|anders|zelfde)\b"
)
_PLACE = re.compile(
    r"\b(?:waar staat (?:dat|dit|het)|waar (?:kan|kun) ik (?:dat|dit) (?:na)?lezen|op welke (?:pagina|bladzijde|blz)"
    r"|welke (?:pagina|bladzijde)|wat is (?:de|je|jouw) bron|waar heb je dat (?:vandaan|gelezen)|waar haal je dat vandaan"
    r"|bron\?|letterlijke? tekst|hoe weet je dat|in welk document)"
)
_MOST_WORDS = 14  # a longer message stands on its own
_FEW_STEMS = 3


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message of the user with the standalone question that it was answered as."""

    message: str
    standalone: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the last message is read.

    ``standalone`` is the question as it is looked up: the message ``alone``, or behind the earlier question where its own words
    show that it cannot stand alone (``depends``), or the earlier question itself where the message asks where the last answer
    stands (``asks_place``).
    """

    alone: str
    standalone: str
    depends: bool = False
    asks_place: bool = False


def read(message: str, earlier: tuple[Turn, ...]) -> Reading:
    """The reading of a message in its conversation."""
    alone = " ".join(message.split())
    if not earlier:
        return Reading(alone=alone, standalone=alone)
    text = fold(alone)
    previous = earlier[-1].standalone
    if _PLACE.search(text) and len(text.split()) <= _MOST_WORDS:
        return Reading(alone=alone, standalone=previous, asks_place=True)
    if _depends(text):
        return Reading(alone=alone, standalone=f"{previous} {_without_correction(alone)}", depends=True)
    return Reading(alone=alone, standalone=alone)


def _depends(text: str) -> bool:
    if len(text.split()) > _MOST_WORDS:
        return False
    if _STARTS_DEPENDENT.match(text) or _CORRECTION.search(text) or _BARE_QUESTION.match(text):
        return True
    content = [stem for stem in stems(text) if not _REFERENCE.fullmatch(stem)]
    return len(content) <= _FEW_STEMS and bool(_REFERENCE.search(text))


def _without_correction(message: str) -> str:
    return re.sub(r"^(?:nee|neen|sorry|oh nee)[\s,.!]+", "", message, flags=re.IGNORECASE)
