"""The letter to parliament: hard-wrapped paragraphs under short headings, a block of bare links.

Words that the PDF split by a space (``onder steunen``) stay as they are in the text, since a quote must be verbatim; the
index reads them joined (see ``corpus.words``).
"""

from corpus.blocks import RawBlock, join_paragraphs, raw_block
from corpus.layouts.outline import find_landmarks
from corpus.reading import RawPage


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...]) -> list[RawBlock]:
    lines = "\n".join(page.text for page in pages).split("\n")
    landmarks = find_landmarks(lines, outline)
    found: list[RawBlock] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            found.append(raw_block("paragraph", " ".join(paragraph)))
            paragraph.clear()

    for number, line in enumerate(lines):
        landmark = landmarks.get(number)
        if landmark:
            close()
            found.append(raw_block("heading", line, level=landmark.level))
        elif line.startswith("https://"):
            close()
            found.append(raw_block("link", line))
        elif not line.strip():
            close()
        else:
            paragraph.append(line)
    close()
    return join_paragraphs(found)
