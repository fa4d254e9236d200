"""Any document without a layout of its own: Markdown headings where there are any, else short lines that stand alone."""

import re

from corpus.blocks import RawBlock
from corpus.gathering import BlockGatherer
from corpus.reading import RawPage
from corpus.tables import find_table

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_LIST_ITEM = re.compile(r"(?:[-•*–]|\d{1,2}[.)]|[a-z]\.)\s+\S")
_MAX_HEADING_LENGTH = 90


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...] = ()) -> list[RawBlock]:
    has_markdown = any(_MARKDOWN_HEADING.match(line) for page in pages for line in page.text.split("\n"))
    gatherer = BlockGatherer()
    for page in pages:
        _gather_page(gatherer, page, has_markdown)
    return gatherer.blocks()


def _gather_page(gatherer: BlockGatherer, page: RawPage, has_markdown: bool) -> None:
    lines = page.text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        table = find_table(lines, number)
        heading = _MARKDOWN_HEADING.match(line)
        if table:
            for kind, text in table.lines:
                gatherer.whole(kind, text, page=page.number)
            number = table.last
        elif not line:
            gatherer.close()
        elif heading:
            gatherer.whole("heading", heading[2], level=len(heading[1]), page=page.number)
        elif not has_markdown and gatherer.open_kind is None and _looks_like_heading(line, lines[number + 1 :]):
            gatherer.whole("heading", line, level=1, page=page.number)
        elif _LIST_ITEM.match(line):
            gatherer.open("list_item", line, page.number)
        else:
            gatherer.add(line, page.number)
        number += 1
    gatherer.close()


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
