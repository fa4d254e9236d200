"""The newspaper article: a title that is printed twice, a byline, a lead and one sub-heading."""

import re

from corpus.blocks import RawBlock, raw_block
from corpus.layouts.outline import find_landmarks
from corpus.reading import RawPage

_BYLINE = re.compile(r"Bron: |.*\d{1,2}:\d{2}$")


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...]) -> list[RawBlock]:
    lines = "\n".join(page.text for page in pages).split("\n")
    landmarks = find_landmarks(lines, outline)
    found: list[RawBlock] = []
    for number, line in enumerate(lines):
        landmark = landmarks.get(number)
        if landmark:
            kind = "heading" if landmark.level else "header"
            found.append(raw_block(kind, line, level=landmark.level))  # type: ignore[arg-type]
        elif line.strip():
            found.append(raw_block("header" if _BYLINE.match(line) else "paragraph", line))
    return found
