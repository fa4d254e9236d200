"""Where the documents say that a question can be asked: a reviewed list, ``corpus/referrals.toml``, resolved to spans.

A question that no document answers, but whose nearest passages name such a place, gets that place.
"""

import tomllib
from pathlib import Path

from assistant.places import Place, resolve_place
from corpus.documents import Corpus
from index.types import Hit

_NEAREST_HITS = 2


def load_referrals(corpus: Corpus, directory: Path) -> tuple[Place, ...]:
    """The reviewed referrals; raises CorpusError for a quote that its source does not hold."""
    path = directory / "referrals.toml"
    if not path.is_file():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("referral", [])
    return tuple(resolve_place(corpus, path, **row) for row in rows)


def referral_for(referrals: tuple[Place, ...], hits: tuple[Hit, ...]) -> Place | None:
    """The referral that stands in the nearest passages, the nearest first."""
    for hit in hits[:_NEAREST_HITS]:
        for place in referrals:
            if hit.chunk.document_id == place.document_id and hit.chunk.start <= place.start < hit.chunk.end:
                return place
    return None
