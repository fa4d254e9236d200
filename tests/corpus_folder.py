"""A small corpus folder of its own for a test, with one text and a bank question."""

import json
from pathlib import Path

from corpus.manifest import sha256_of

BASE_TEXT = """Toestemming

Voor een foto op de site vraagt de school eerst toestemming aan de ouders. Ouders mogen die toestemming altijd intrekken.

Vervoer

Ouders brengen hun kind zelf naar het zwembad. De school regelt daar een fietsenrek.
"""


class CorpusFolder:
    """``path`` is what ASSISTANT_CORPUS_DIR points at."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "corpus"
        self.sources = self.path / "sources"
        self.sources.mkdir(parents=True)
        (self.path / "questions").mkdir()
        (self.path / "manifest.toml").write_text("", encoding="utf-8")
        (self.sources / "basis.txt").write_text(BASE_TEXT, encoding="utf-8")
        self.add_row("basis", "basis.txt")
        self.add_question("basis", "Ouders mogen die toestemming altijd intrekken.", "kan ik later nee zeggen tegen foto's")

    def add_row(self, source_id: str, file: str, *, replace: str = "") -> None:
        """A manifest row for a file that is there; ``replace`` is one line that takes the place of the same field."""
        fields = {
            "id": f'id = "{source_id}"',
            "file": f'file = "{file}"',
            "title": f'title = "Document {source_id}"',
            "publisher": 'publisher = "De test"',
            "kind": 'kind = "overig"',
            "date": 'date = "2026"',
            "date_text": 'date_text = "2026"',
            "introduction": f'introduction = "In document {source_id} (2026) staat"',
            "status": 'status = "Een document voor de test."',
            "sha256": f'sha256 = "{sha256_of(self.sources / file)}"',
        }
        if replace:
            fields[replace.split(" = ")[0]] = replace
        with (self.path / "manifest.toml").open("a", encoding="utf-8") as manifest:
            manifest.write("\n[[source]]\n" + "\n".join(fields.values()) + "\n")

    def add_question(self, document: str, quote: str, question: str) -> None:
        row = {"document": document, "quote": quote, "style": "natural", "question": question}
        with (self.path / "questions" / "test.jsonl").open("a", encoding="utf-8") as bank:
            bank.write(json.dumps(row) + "\n")
