"""One module per shape of document: each turns raw pages into blocks in reading order."""

from collections.abc import Callable
from pathlib import Path

from corpus.blocks import RawBlock
from corpus.layouts import faq, letter, news, plain, report, survey
from corpus.reading import RawPage
from corpus.types import CorpusError

Outline = tuple[str, ...]
Layout = Callable[[tuple[RawPage, ...], Outline], list[RawBlock]]

LAYOUTS: dict[str, Layout] = {
    "plain": plain.blocks,
    "faq": faq.blocks,
    "report": report.blocks,
    "survey": survey.blocks,
    "news": news.blocks,
    "letter": letter.blocks,
}


def layout_named(name: str) -> Layout:
    try:
        return LAYOUTS[name]
    except KeyError:
        known = ", ".join(sorted(LAYOUTS))
        raise CorpusError(f"manifest.toml: de layout '{name}' bestaat niet. Kies een van: {known}.") from None


def load_outline(directory: Path, source_id: str) -> Outline:
    """The headings of a source that prints them without a mark, as reviewed lines; empty where there is no outline file."""
    path = directory / "outlines" / f"{source_id}.txt"
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.rstrip() for line in lines if line.strip() and not line.startswith("//"))
