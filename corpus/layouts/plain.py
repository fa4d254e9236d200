"""Any document without a layout of its own: Markdown headings where there are any, else short lines that stand alone."""

import re

from corpus.blocks import RawBlock, join_paragraphs, raw_block
from corpus.reading import RawPage
from corpus.tables import find_table

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_LIST_ITEM = re.compile(r"(?:[-•*–]|\d{1,2}[.)]|[a-z]\.)\s+\S")
_MAX_HEADING_LENGTH = 90


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...] = ()) -> list[RawBlock]:
    has_markdown = any(_MARKDOWN_HEADING.match(line) for page in pages for line in page.text.split("\n"))
    found: list[RawBlock] = []
    for page in pages:
        found += _page_blocks(page, has_markdown)
    return join_paragraphs(found)


def _page_blocks(page: RawPage, has_markdown: bool) -> list[RawBlock]:
    lines = page.text.split("\n")
    found: list[RawBlock] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            kind = "list_item" if _LIST_ITEM.match(paragraph[0].strip()) else "paragraph"
            found.append(raw_block(kind, " ".join(paragraph), page=page.number))  # type: ignore[arg-type]
            paragraph.clear()

    number = 0
    while number < len(lines):
        line = lines[number].strip()
        table = find_table(lines, number)
        heading = _MARKDOWN_HEADING.match(line)
        if table:
            close()
            found += [raw_block(kind, text, page=page.number) for kind, text in table.lines]
            number = table.last
        elif not line:
            close()
        elif heading:
            close()
            found.append(raw_block("heading", heading[2], level=len(heading[1]), page=page.number))
        elif not has_markdown and not paragraph and _looks_like_heading(line, lines[number + 1 :]):
            found.append(raw_block("heading", line, level=1, page=page.number))
        else:
            if _LIST_ITEM.match(line):
                close()
            paragraph.append(line)
        number += 1
    close()
    return found


def _looks_like_heading(line: str, following: list[str]) -> bool:
    """A short line that starts with a capital, has no sentence end (or is a question), and has text under it."""
    text_below = next((other.strip() for other in following if other.strip()), "")
    return (
        len(line) <= _MAX_HEADING_LENGTH
        and line[0].isupper()
        and line[-1] not in ".,;:!"
        and not _LIST_ITEM.match(line)
        and len(text_below) > len(line) * 0.8
        and text_below[:1].isupper()
    )
