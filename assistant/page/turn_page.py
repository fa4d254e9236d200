"""What is needed to show a turn of the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.library import NO_LIBRARY, Library
from assistant.types import Voice
from corpus.types import Source


@dataclass(frozen=True, kw_only=True)
class TurnPage:
    """The turn's own id, what was asked and for whom, and what the documents say around the answer.

    ``takes_faults``: a colleague may mark the answer wrong. ``filtered``: the short title of the only source looked in, or "".
    """

    id: str
    question: str
    voice: Voice
    sources: Mapping[str, Source]
    library: Library = NO_LIBRARY
    takes_faults: bool = False
    filtered: str = ""
