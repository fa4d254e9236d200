"""Where the sources do not say the same: a reviewed list, ``corpus/disagreements.toml``, resolved to spans.

An answer that uses one place of an entry also shows the others, each with its source, and says that they differ.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.places import Place, resolve_place
from assistant.types import Statement
from corpus.documents import Corpus


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Places that say different things about one matter, and a note in Dutch that says what differs."""

    note: str
    places: tuple[Place, ...]

    def missing(self, shown: list[Statement]) -> tuple[Place, ...] | None:
        """The places that the shown statements lack, or None if they touch none of the places at all."""
        touched = [place for place in self.places if any(_overlaps(place, statement) for statement in shown)]
        if not touched:
            return None
        return tuple(place for place in self.places if place not in touched)


def load_disagreements(corpus: Corpus, directory: Path) -> tuple[Disagreement, ...]:
    """The reviewed disagreements; raises CorpusError for a quote that its source does not hold."""
    path = directory / "disagreements.toml"
    if not path.is_file():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("disagreement", [])
    return tuple(
        Disagreement(note=row["note"], places=tuple(resolve_place(corpus, path, **quote) for quote in row["quotes"]))
        for row in rows
    )


def _overlaps(place: Place, statement: Statement) -> bool:
    return place.document_id == statement.document_id and place.start < statement.end and statement.start < place.end
