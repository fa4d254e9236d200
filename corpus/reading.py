"""Reads a source file of any supported format into pages of plain or Markdown text, with well-kept parsers.

Nothing is interpreted here: what a line means is the layout's business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.types import CorpusError


@dataclass(frozen=True, kw_only=True)
class RawPage:
    """The text of one printed page (``number`` counted from 1), or the whole file where there are no pages."""

    text: str
    number: int | None = None


def read_pages(path: Path) -> tuple[RawPage, ...]:
    """The file's pages; raises CorpusError, naming file and remedy, if there is no readable text in it."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise CorpusError(f"{path}: dit soort bestand wordt niet gelezen. Bewaar het als een van: {known}.")
    pages = reader(path)
    if not any(page.text.strip() for page in pages):
        raise CorpusError(
            f"{path}: er staat geen leesbare tekst in. Is het een scan? Maak er eerst een PDF met tekst van (OCR), of een .txt."
        )
    return pages


def _read_text(path: Path) -> tuple[RawPage, ...]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path}: dit is geen UTF-8 (byte {error.start}). Bewaar het bestand opnieuw als UTF-8, en werk de sha256 bij."
        ) from None
    return (RawPage(text=text.replace("\r\n", "\n")),)


def _read_html(path: Path) -> tuple[RawPage, ...]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_bytes(), "lxml")
    for furniture in soup(["script", "style", "nav", "header", "footer", "noscript", "template"]):
        furniture.decompose()
    lines: list[str] = []
    for element in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "blockquote"]):
        if element.name == "blockquote" and element.find("p"):
            continue  # its paragraphs are visited by themselves
        text = " ".join(element.get_text(" ").split())
        if not text:
            continue
        if element.name.startswith("h"):
            text = f"{'#' * int(element.name[1])} {text}"
        elif element.name == "li":
            text = f"- {text}"
        lines.append(text)
    return (RawPage(text="\n\n".join(lines)),)


def _read_docx(path: Path) -> tuple[RawPage, ...]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError):
        raise CorpusError(f"{path}: dit is geen leesbaar .docx-bestand. Bewaar het opnieuw als Word-document.") from None
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            lines += ["\t".join(" ".join(cell.text.split()) for cell in row.cells) for row in item.rows]
            continue
        text = " ".join(item.text.split())
        style = (item.style.name if item.style is not None else "") or ""
        if text and style.startswith("Heading") and style[-1].isdigit():
            text = f"{'#' * int(style[-1])} {text}"
        elif text and style == "Title":
            text = f"# {text}"
        elif text and style.startswith("List"):
            text = f"- {text}"
        if text:
            lines.append(text)
    return (RawPage(text="\n\n".join(lines)),)


def _read_pdf(path: Path) -> tuple[RawPage, ...]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(str(path))
        return tuple(RawPage(text=page.extract_text(), number=number) for number, page in enumerate(reader.pages, 1))
    except (PyPdfError, OSError, ValueError) as error:
        raise CorpusError(f"{path}: deze PDF kan niet worden gelezen ({error}). Bewaar hem opnieuw als PDF.") from None


_READERS: dict[str, Callable[[Path], tuple[RawPage, ...]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
}
