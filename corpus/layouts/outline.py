"""Finds the headings of a document that prints them as ordinary lines, from a reviewed outline.

An outline line is ``# heading`` (more ``#``: deeper), ``! text`` for page furniture such as a divider page, and is matched in
order: each against the first following lines that, joined, read the same. A heading that is not found is an error, so that
an outline can never silently drift from its source.
"""

import re
from dataclasses import dataclass

from corpus.types import CorpusError

_MAX_HEADING_LINES = 6


@dataclass(frozen=True, kw_only=True)
class Landmark:
    """A heading (level 1 is the top) or page furniture (level 0) on the lines ``[first, last]``."""

    first: int
    last: int
    level: int
    text: str


def find_landmarks(lines: list[str], outline: tuple[str, ...]) -> dict[int, Landmark]:
    """The landmarks by their first line; raises CorpusError for an outline line that is not found in order."""
    found: dict[int, Landmark] = {}
    position = 0
    for entry in outline:
        mark, _, wanted = entry.strip().partition(" ")
        wanted = " ".join(wanted.split())
        place = _find(lines, position, wanted)
        if place is None:
            raise CorpusError(f"outlines: '{wanted}' staat niet (op deze plaats) in de bron. Verbeter de outline.")
        first, last = place
        found[first] = Landmark(first=first, last=last, level=0 if mark == "!" else len(mark), text=wanted)
        position = last + 1
    return found


def _find(lines: list[str], position: int, wanted: str) -> tuple[int, int] | None:
    for first in range(position, len(lines)):
        head = " ".join(lines[first].split())
        if not head or not wanted.startswith(head):
            continue
        joined = ""
        for last in range(first, min(first + _MAX_HEADING_LINES, len(lines))):
            joined = re.sub(r"\s+", " ", f"{joined} {lines[last]}").strip()
            if joined == wanted:
                return first, last
            if not wanted.startswith(joined):
                break
    return None
