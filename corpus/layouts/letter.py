"""The letter to parliament: hard-wrapped paragraphs under short headings, a block of bare links.

Words that the PDF split by a space (``onder steunen``) stay as they are in the text, since a quote must be verbatim; the
index reads them joined (see ``corpus.words``).
"""

from corpus.blocks import RawBlock
from corpus.gathering import BlockGatherer
from corpus.layouts.outline import find_landmarks
from corpus.reading import RawPage


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...]) -> list[RawBlock]:
    lines = "\n".join(page.text for page in pages).split("\n")
    landmarks = find_landmarks(lines, outline)
    gatherer = BlockGatherer()
    for number, line in enumerate(lines):
        landmark = landmarks.get(number)
        if landmark:
            gatherer.whole("heading", line, level=landmark.level)
        elif line.startswith("https://"):
            gatherer.whole("link", line)
        elif not line.strip():
            gatherer.close()
        else:
            gatherer.add(line)
    return gatherer.blocks()
