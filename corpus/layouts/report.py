"""The research report: 60-odd pages of PDF text with hard-wrapped lines.

A page begins at a line that starts with one space (what is left of the form feed) right under the last line of the page
before, or at a printed footer ``20    Evaluatie meldcode …``, which also tells the page's number. Headings come from the
outline; footnotes, captions of pictures that are not there and divider pages are marked.
"""

import re

from corpus.blocks import RawBlock, join_paragraphs, raw_block
from corpus.layouts.outline import find_landmarks
from corpus.reading import RawPage
from corpus.tables import find_table
from corpus.types import BlockKind, CorpusError

_FOOTER = re.compile(r"(\d{1,3})    Evaluatie meldcode West Veluwe Vallei")
_PAGE_TOP = re.compile(r" [^\s•(\[]")
_LISTED_LINE = re.compile(r" +(?:\d{1,2}|[a-e])\. ")
_LIST_REACH = 5  # lines above a numbered line in which another numbered line makes it a list item
_FOOTNOTE = re.compile(
    r"\d{1,2} {1,2}(?:Manifest|WODC|Prevalentiemonitor|Kindermishandeling tijdens|Syntheserapport|Huiselijk geweld op)"
)
_CAPTION = re.compile(r"Afbeelding \d+: ")
_OPTION = re.compile(r"h\s")
_LIST_ITEM = re.compile(r"(?:•|-(?=\s)|\d{1,2}\.(?=\s)|[a-e]\.(?=\s)|h\s)\s*\S")
_DEFINITION = re.compile(r"(?:[A-Z]{2,4}(?:’er)?|VT GM) \S")
_ABBREVIATIONS = "Verklaring afkortingen"


def page_numbers(lines: list[str]) -> list[int]:
    """The page number of each line, counted from the printed footers.

    Raises CorpusError if two printed footers do not agree with the page breaks between them.
    """
    breaks = 0
    counted: list[int] = []
    printed: list[tuple[int, int]] = []  # (count of breaks, printed number)
    for number, line in enumerate(lines):
        footer = _FOOTER.match(line)
        if footer or _is_page_top(lines, number):
            breaks += 1
        if footer:
            printed.append((breaks, int(footer[1])))
        counted.append(breaks)
    if not printed:
        raise CorpusError("meldcode: er is geen gedrukt paginanummer gevonden. Is dit het goede bestand?")
    shifts = {page - count for count, page in printed}
    if len(shifts) != 1:
        raise CorpusError(f"meldcode: de gedrukte paginanummers {[p for _, p in printed]} passen niet bij de pagina-einden.")
    shift = shifts.pop()
    return [count + shift for count in counted]


def _is_page_top(lines: list[str], number: int) -> bool:
    line = lines[number]
    if not _PAGE_TOP.match(line) and not re.match(r" \t h", line):
        return False
    if number and not lines[number - 1].strip():
        return False
    if re.match(r" [a-e]\. ", line):
        return False
    if _LISTED_LINE.match(line):
        around = [*lines[max(0, number - _LIST_REACH) : number], *lines[number + 1 : number + 2]]
        return not any(_LISTED_LINE.match(other) for other in around)
    return True


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...]) -> list[RawBlock]:
    lines = "\n".join(page.text for page in pages).split("\n")
    numbers = page_numbers(lines)
    landmarks = find_landmarks(lines, outline)
    found: list[RawBlock] = []
    current: list[str] = []
    kind: BlockKind = "paragraph"
    current_page = numbers[0]
    in_abbreviations = False

    def close() -> None:
        if current:
            found.append(raw_block(kind, " ".join(current), page=current_page))
            current.clear()

    def open_block(new_kind: BlockKind, line: str, page: int) -> None:
        nonlocal kind, current_page
        close()
        kind, current_page = new_kind, page
        current.append(line)

    number = 0
    while number < len(lines):
        line, page = lines[number], numbers[number]
        text = line.strip()
        landmark = landmarks.get(number)
        table = None if current else find_table(lines, number)
        if landmark:
            close()
            in_abbreviations = landmark.text == _ABBREVIATIONS and landmark.level > 0
            block_kind: BlockKind = "heading" if landmark.level else "header"
            heading = " ".join(lines[landmark.first : landmark.last + 1])
            found.append(raw_block(block_kind, heading, level=landmark.level, page=page))
            number = landmark.last
        elif table:
            found += [raw_block(table_kind, table_text, page=page) for table_kind, table_text in table.lines]
            number = table.last
        elif not text:
            if not (current and kind == "caption") or (
                lines[number + 1 : number + 2] and not lines[number + 1].strip()[:1].islower()
            ):
                close()
        elif _FOOTER.match(line):
            close()
            found.append(raw_block("footer", text, page=page))
        elif text.startswith("https://"):
            close()
            found.append(raw_block("link", text, page=page))
        elif _FOOTNOTE.match(text):
            open_block("footnote", text, page)
        elif _CAPTION.match(text):
            open_block("caption", text, page)
        elif in_abbreviations and _DEFINITION.match(text):
            open_block("list_item", text, page)
        elif _LIST_ITEM.match(text):
            open_block("list_item", _OPTION.sub("", text, count=1) if _OPTION.match(text) else text, page)
        elif current and not (kind in ("footnote", "caption") and _is_page_top(lines, number)):
            current.append(line)
        else:
            open_block("paragraph", line, page)
        number += 1
    close()
    return join_paragraphs(found)
