"""The research report: 60-odd pages of PDF text with hard-wrapped lines.

A page begins at a line that starts with one space (what is left of the form feed) right under the last line of the page
before, or at a printed footer ``20    Evaluatie meldcode …``, which also tells the page's number. Headings come from the
outline; footnotes, captions of pictures that are not there and divider pages are marked.
"""

import re

from corpus.blocks import RawBlock
from corpus.gathering import BlockGatherer
from corpus.layouts.outline import find_landmarks
from corpus.reading import RawPage
from corpus.tables import find_table
from corpus.types import CorpusError

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
    gatherer = BlockGatherer()
    in_abbreviations = False
    number = 0
    while number < len(lines):
        line, page = lines[number], numbers[number]
        text = line.strip()
        landmark = landmarks.get(number)
        table = find_table(lines, number) if gatherer.open_kind is None else None
        if landmark:
            in_abbreviations = landmark.text == _ABBREVIATIONS and landmark.level > 0
            heading = " ".join(lines[landmark.first : landmark.last + 1])
            gatherer.whole("heading" if landmark.level else "header", heading, level=landmark.level, page=page)
            number = landmark.last
        elif table:
            for kind, row in table.lines:
                gatherer.whole(kind, row, page=page)
            number = table.last
        elif not text:
            following = lines[number + 1].strip() if number + 1 < len(lines) else ""
            if not (gatherer.open_kind == "caption" and following[:1].islower()):  # a caption may run on below a blank line
                gatherer.close()
        elif _FOOTER.match(line):
            gatherer.whole("footer", text, page=page)
        elif text.startswith("https://"):
            gatherer.whole("link", text, page=page)
        elif _FOOTNOTE.match(text):
            gatherer.open("footnote", text, page)
        elif _CAPTION.match(text):
            gatherer.open("caption", text, page)
        elif _LIST_ITEM.match(text) or (in_abbreviations and _DEFINITION.match(text)):
            gatherer.open("list_item", _OPTION.sub("", text, count=1) if _OPTION.match(text) else text, page)
        elif gatherer.open_kind in ("footnote", "caption") and _is_page_top(lines, number):
            gatherer.open("paragraph", line, page)
        else:
            gatherer.add(line, page)
        number += 1
    return gatherer.blocks()
