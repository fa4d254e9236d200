"""A case that is good in every way, for tests to spoil, and an empty folder of case files."""

from pathlib import Path
from typing import Any

from evals.cases import SETS

GOOD: dict[str, Any] = {
    "id": "foto-intrekken",
    "set": "brochure",
    "turns": ["Kan ik me nog bedenken over een foto van mijn kind?"],
    "style": "natural",
    "audience": "ouder",
    "difficulty": "hard",
    "expect": "answered",
    "gold": [{"document": "basis", "quote": "Ouders mogen die toestemming altijd intrekken."}],
    "facts": ["altijd intrekken"],
    "verdict": None,
    "kind": "far",
}


def empty_cases(folder: Path) -> Path:
    """The folder with an empty file for each set."""
    folder.mkdir()
    for name in SETS:
        (folder / f"{name}.jsonl").write_text("", encoding="utf-8")
    return folder
