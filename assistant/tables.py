"""Answers from a table: the cell or row that a question asks for, as a sentence."""

import re
from collections import defaultdict

from assistant.types import Statement
from corpus.documents import Corpus
from corpus.tables import table_cells
from corpus.types import Document, Section, TableCell
from corpus.words import words
from index.keywords import stems
from index.types import Hit

_ASKS_FIGURE = re.compile(
    r"\b(?:hoeveel|hoe vaak|aantal|aantallen|cijfer\w*|procent|percentage|welke gemeente|meeste|minste|meer|minder|keer)\b|\d{4}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def table_statements(corpus: Corpus, hit: Hit, question: str) -> tuple[Section, tuple[Statement, ...]] | None:
    """The section and the sentences for the cells that the question names, or None if it asks for no table of this chunk.

    One named column gives its cell; no named column gives the whole row.
    """
    document = corpus.document(hit.chunk.document_id)
    section = corpus.section_at(hit.chunk.document_id, hit.chunk.end - 1)
    if section is None:
        return None
    cells = [c for c in table_cells(document, section) if _is_table(document, c) and hit.chunk.start <= c.row[0] < hit.chunk.end]
    asked = set(words(question))
    if not cells or not (_ASKS_FIGURE.search(" ".join(words(question))) or asked & {_column(document, c) for c in cells}):
        return None
    rows: dict[tuple[int, int], list[TableCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    best = max(_row_score(document, row, question) for row in rows.values())
    chosen = [row for row in rows.values() if _row_score(document, row, question) == best][:3]
    statements = tuple(_statement(document, row, asked) for row in chosen)
    return section, statements


def _is_table(document: Document, cell: TableCell) -> bool:
    """Whether a cell stands under a header line (a list of 'label: value' is quoted as it is)."""
    return cell.column[1] <= cell.row[0]


def _column(document: Document, cell: TableCell) -> str:
    return " ".join(words(document.text[slice(*cell.column)]))


def _row_score(document: Document, row: list[TableCell], question: str) -> float:
    label = document.text[row[0].row[0] : row[0].value[0]]
    title = row[0].sentence
    asked = stems(question)
    years = set(_YEAR.findall(question))
    label_years = set(_YEAR.findall(label))
    score = 2.0 * len(set(stems(label)) & set(asked)) + 0.5 * len(set(stems(title)) & set(asked))
    if years and label_years:
        score += 3.0 if years & label_years else -3.0
    return score


def _statement(document: Document, row: list[TableCell], asked: set[str]) -> Statement:
    named = [cell for cell in row if _column(document, cell) in asked]
    header = (row[0].column[0], row[-1].column[1])
    if len(named) == 1:
        text = named[0].sentence
    else:
        label = document.text[row[0].row[0] : row[0].value[0]].strip()
        title = row[0].sentence[row[0].sentence.rindex("(") + 1 : -2]
        values = ", ".join(f"{document.text[slice(*cell.column)]} {document.text[slice(*cell.value)]}" for cell in (named or row))
        text = f"{label}: {values} ({title})."
    start, end = row[0].row
    return Statement(text=text, document_id=document.id, start=start, end=end, support=(header,))
