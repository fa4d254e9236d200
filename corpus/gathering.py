"""Gathers hard-wrapped lines into blocks, for the layouts."""

from corpus.blocks import RawBlock, join_paragraphs, raw_block
from corpus.types import BlockKind


class BlockGatherer:
    """Takes lines one by one; a block is open until something closes it."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        self._lines: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._page: int | None = None

    @property
    def open_kind(self) -> BlockKind | None:
        """The kind of the block that is open, or None."""
        return self._kind if self._lines else None

    def open(self, kind: BlockKind, line: str, page: int | None = None) -> None:
        """Begins a block with its first line."""
        self.close()
        self._kind, self._page = kind, page
        self._lines.append(line)

    def add(self, line: str, page: int | None = None) -> None:
        """A further line of the open block, or the first of a paragraph."""
        if self._lines:
            self._lines.append(line)
        else:
            self.open("paragraph", line, page)

    def whole(self, kind: BlockKind, text: str, *, level: int = 0, page: int | None = None) -> None:
        """A block that is complete by itself."""
        self.close()
        self._blocks.append(raw_block(kind, text, level=level, page=page))

    def close(self) -> None:
        if self._lines:
            self._blocks.append(raw_block(self._kind, " ".join(self._lines), page=self._page))
            self._lines = []

    def blocks(self) -> list[RawBlock]:
        """All blocks in order, with sentences mended that a blank line or a page break had cut."""
        self.close()
        return join_paragraphs(self._blocks)
