"""Files with one JSON object a line."""

from pathlib import Path


def lines_of(path: Path) -> list[str]:
    """The lines of a file. Only a newline ends one: the line separators of Unicode may stand in a question."""
    return [line.removesuffix("\r") for line in path.read_text(encoding="utf-8").split("\n")]
