"""The parents' survey: every line is followed by an empty one, so a paragraph ends at a line that is only a space.

A line that starts with a space begins a new page; headings are such lines, without a mark.
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
        elif line.startswith("https://") and gatherer.open_kind is None:
            gatherer.whole("link", line)
        elif line and not line.strip():
            gatherer.close()
        elif line.strip():
            gatherer.add(line)
            if _ends_paragraph(line):
                gatherer.close()
    return gatherer.blocks()


def _ends_paragraph(line: str) -> bool:
    """A sentence that ends well before the margin ends its paragraph."""
    return line.rstrip().endswith((".", ":")) and len(line.rstrip()) < 60
