"""The brochure: chapters, a question a heading, an answer under it.

Chapter titles repeat at page tops and so are headings the first time and page furniture after that. ``[text](#)`` lines that
stand alone are the PDF's navigation. A question is a line that ends in a question mark and is no sentence of an answer.
"""

import re

from corpus.blocks import RawBlock, raw_block
from corpus.reading import RawPage

_NAVIGATION = re.compile(r"\[naar de [^\]]*\]\(#\)$")
_CHAPTER = re.compile(r"\d+\. \S.*")
_STEP = re.compile(r"\d+\. \S")
_FIXED_HEADINGS = ("Inleiding", "Leeswijzer", "Vragen?", "Colofon")
_TITLES = ("Informatie voor ouders", "Veilig Thuis-meldingen en passend onderwijs", "Hoofdvragen")
_CLOSING = "Vragen?"


def blocks(pages: tuple[RawPage, ...], outline: tuple[str, ...] = ()) -> list[RawBlock]:
    found: list[RawBlock] = []
    chapters: set[str] = set()
    in_steps = False
    for line in "\n".join(page.text for page in pages).split("\n"):
        line = line.strip()
        if not line:
            continue
        in_steps = in_steps or line.endswith("stappen.")
        if _NAVIGATION.match(line) or line in _TITLES:
            found.append(raw_block("header", line))
        elif in_steps and _STEP.match(line) and not line.endswith("?"):
            found.append(raw_block("list_item", line))
        elif _CHAPTER.fullmatch(line) and not line.endswith((".", ";")):
            in_steps = False
            found.append(raw_block("header", line) if line in chapters else raw_block("heading", line, level=1))
            chapters.add(line)
        elif line in _FIXED_HEADINGS:
            found.append(raw_block("heading", line, level=1))
        elif line.endswith("?") and not line.startswith(("Zie", "Lees")) and "](#)" not in line:
            in_steps = False
            found.append(raw_block("heading", line, level=2))
        else:
            found.append(raw_block("paragraph", line))
    return found
