"""The README says what the code does."""

import re
from pathlib import Path

from assistant import Settings
from corpus import load_corpus

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_names_every_setting_and_its_default():
    rows = dict(re.findall(r"^\| `(ASSISTANT_\w+)` \| (\S[^|]*?) \|", README, re.MULTILINE))
    assert set(rows) == {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    for name in ("encoder", "answer_threshold", "model_seconds"):
        assert rows[f"ASSISTANT_{name.upper()}"] == f"`{Settings.model_fields[name].default}`"


def test_every_document_is_in_the_table():
    assert set(re.findall(r"^\| `(\w+)` \| (?!\*?\(?empty)[^`]", README, re.MULTILINE)) >= {d.id for d in load_corpus().documents}


def test_every_linked_file_is_there():
    root = Path(__file__).parent.parent
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (root / target).exists(), target
