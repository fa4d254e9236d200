"""Tables that a PDF flattened to lines: finding them, and reading their cells as sentences.

A table is a header line of N column names, then rows that end in N values; a row's label may stand on lines of its own above
its values. Names may be years. Nothing else is taken for a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.types import Block, BlockKind, Document, Section, TableCell

_VALUE = re.compile(r"\d[\d.,]*%?")
_COLUMN = re.compile(r"[A-ZÀ-Ý][\w’'\-]+|\d{4}")
_LIST_VALUE = re.compile(r"(?:• ?)?(?P<label>[^:]{3,80}?) ?: (?P<value>\d[\d.,]* ?%)$")
_CAPTION = re.compile(r"Afbeelding \d+: ")
_MAX_LABEL_LINES = 4


@dataclass(frozen=True, kw_only=True)
class FoundTable:
    """The table's lines as (kind, text) with labels and values joined, and the number of its last raw line."""

    lines: tuple[tuple[BlockKind, str], ...]
    last: int


def find_table(lines: list[str], first: int) -> FoundTable | None:
    """The table whose header stands on line ``first``, or None."""
    columns = lines[first].split()
    if len(columns) < 2 or not all(_COLUMN.fullmatch(column) for column in columns):
        return None
    rows: list[tuple[BlockKind, str]] = []
    label: list[str] = []
    last = first
    for number in range(first + 1, len(lines)):
        words = lines[number].split()
        if not words:
            continue
        is_row = len(words) >= len(columns) and all(_VALUE.fullmatch(word) for word in words[-len(columns) :])
        if is_row and (label or len(words) > len(columns)):
            rows.append(("table_row", " ".join([*label, *words])))
            label, last = [], number
        elif len(label) < _MAX_LABEL_LINES - 1 and len(words) <= 4 and not _CAPTION.match(lines[number]):
            label.append(" ".join(words))
        else:
            break
    if not rows:
        return None
    return FoundTable(lines=(("table_header", " ".join(columns)), *rows), last=last)


def table_cells(document: Document, section: Section) -> Iterator[TableCell]:
    """Every value of the section's tables and of its lists of 'label : value', as a sentence that points at its words."""
    blocks = section.blocks
    for number, block in enumerate(blocks):
        if block.kind == "table_header":
            rows = _rows_below(blocks, number)
            title = _title(document, section, number, rows)
            for row in rows:
                yield from _row_cells(document, block, row, title)
        elif block.kind == "list_item":
            cell = _list_cell(document, block)
            if cell:
                yield cell


def table_title(document: Document, section: Section, header: Block) -> str:
    """What the table under ``header`` is about: its caption, else the section's heading."""
    number = section.blocks.index(header)
    return _title(document, section, number, _rows_below(section.blocks, number))


def _rows_below(blocks: tuple[Block, ...], header: int) -> list[Block]:
    rows = []
    for block in blocks[header + 1 :]:
        if block.kind != "table_row":
            break
        rows.append(block)
    return rows


def _title(document: Document, section: Section, header: int, rows: list[Block]) -> str:
    behind = section.blocks[header + 1 + len(rows) :]
    if behind and behind[0].kind == "caption":
        caption = _CAPTION.sub("", document.text[behind[0].start : behind[0].end])
        return caption.replace(" _ ", ", ")
    before = section.blocks[header - 1] if header else None
    if before is not None and before.kind == "header":
        return document.text[before.start : before.end]
    return section.heading[-1] if section.heading else document.source.title


def _row_cells(document: Document, header: Block, row: Block, title: str) -> Iterator[TableCell]:
    columns = _word_spans(document, header)
    words = _word_spans(document, row)
    values = words[-len(columns) :]
    label = document.text[row.start : values[0][0]].strip()
    label = re.sub(r"Leerjaar (\d{4}) - (\d{4})", r"\1-\2", label)
    if not re.fullmatch(r"\d{4}", label):
        label = label[:1].lower() + label[1:]
    for column, value in zip(columns, values, strict=True):
        name = document.text[slice(*column)]
        figure = document.text[slice(*value)]
        yield TableCell(
            document_id=document.id,
            sentence=f"{name}, {label}: {figure} ({title}).",
            row=(row.start, row.end),
            value=value,
            column=column,
        )


def _word_spans(document: Document, block: Block) -> list[tuple[int, int]]:
    text = document.text[block.start : block.end]
    return [(block.start + match.start(), block.start + match.end()) for match in re.finditer(r"\S+", text)]


def _list_cell(document: Document, block: Block) -> TableCell | None:
    text = document.text[block.start : block.end]
    match = _LIST_VALUE.match(text)
    if not match:
        return None
    value = (block.start + match.start("value"), block.start + match.end("value"))
    label = (block.start + match.start("label"), block.start + match.end("label"))
    return TableCell(
        document_id=document.id,
        sentence=f"{match['label'].strip()}: {match['value']}.",
        row=(block.start, block.end),
        value=value,
        column=label,
    )
