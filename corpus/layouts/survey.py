"""The parents' survey: every line is followed by an empty one, so a paragraph ends at a line that is only a space.

A line that starts with a space begins a new page; headings are such lines, without a mark.
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
        is_bare_link = line.startswith("https://") and bool(paragraph) is False
        if landmark:
            close()
            found.append(raw_block("heading", line, level=landmark.level))
        elif is_bare_link:
            found.append(raw_block("link", line))
        elif line and not line.strip():
            close()
        elif line.strip():
            paragraph.append(line)
            if _ends_paragraph(line):
                close()
    close()
    return join_paragraphs(found)


def _ends_paragraph(line: str) -> bool:
    """A sentence that ends well before the margin ends its paragraph."""
    return line.rstrip().endswith((".", ":")) and len(line.rstrip()) < 60
