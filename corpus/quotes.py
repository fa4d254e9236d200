"""Finds a quote in a text, and checks one against its source file."""

import re
from functools import lru_cache

_TIDY = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The span of the first place where the quote stands, runs of white space counting as one; None if it is not there."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    match = re.search(pattern, text) if pattern else None
    return (match.start(), match.end()) if match else None


@lru_cache(maxsize=16)
def tidy_source(raw: str) -> str:
    """A source file's text as quotes are checked against it: no link targets or ``*``, runs of white space collapsed."""
    return " ".join(_TIDY.sub(r"\1", raw).replace("*", "").split())


def is_verbatim(quote: str, raw: str) -> bool:
    """Whether a quote stands in the raw source file once white space is collapsed on both sides."""
    return " ".join(quote.split()) in tidy_source(raw)
