"""A fault that a colleague marks becomes a draft case for the evaluators: a JSON file without personal data."""

import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from assistant.deidentify import Deidentifier
from assistant.types import Answer, AssistantError

_MOST_CHARACTERS = 500  # of the remark


class FaultFolder:
    """Writes draft cases into one folder; nothing else is ever written there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, turns: tuple[str, ...], remark: str, answer: Answer, deidentifier: Deidentifier) -> Path:
        """The file of a new draft; raises AssistantError where the folder cannot be written to.

        It holds the questions with personal data masked, the remark, and where the wrong answer came from. What a good answer
        is, an evaluator fills in.
        """
        draft: dict[str, Any] = {
            "id": f"fout-{date.today().isoformat()}-{secrets.token_hex(3)}",
            "turns": [deidentifier.mask(turn) for turn in turns],
            "remark": deidentifier.mask(remark[:_MOST_CHARACTERS]),
            "got": {
                "outcome": answer.outcome,
                "citations": [
                    {"document": c.document_id, "heading": list(c.heading), "quote": " ".join(c.quote.split())}
                    for c in answer.citations
                ],
            },
            "expect": None,
            "gold": [],
            "facts": [],
        }
        path = self._folder / f"{draft['id']}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(".tmp")
            aside.write_text(json.dumps(draft, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            os.replace(aside, path)
        except OSError as error:
            raise AssistantError(
                f"De map {self._folder} is niet te beschrijven. Kies een andere in ASSISTANT_FAULT_DIR."
            ) from error
        return path
