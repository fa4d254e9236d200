"""A marked fault: a draft case in the chosen folder, without personal data, and nothing anywhere else."""

import json
from pathlib import Path

import pytest
from page_examples import ANSWER

from assistant.deidentify import Deidentifier
from assistant.faults import FaultFolder
from assistant.types import AssistantError

TURNS = ("Mijn zoon Daan (12-03-2015) zit thuis, bel 06-12345678. Wat nu?", "en dan?")


def test_a_draft_holds_what_an_evaluator_needs_and_no_person(tmp_path: Path) -> None:
    folder = tmp_path / "fouten"
    path = FaultFolder(folder).add(TURNS, "Volgens mevrouw Pietersen klopt dit niet", ANSWER, Deidentifier())
    assert [found.name for found in folder.iterdir()] == [path.name]
    draft = json.loads(path.read_text(encoding="utf-8"))
    assert draft["turns"] == ["Mijn zoon [naam] ([datum]) zit thuis, bel [telefoon]. Wat nu?", "en dan?"]
    assert draft["remark"] == "Volgens mevrouw [naam] klopt dit niet"
    assert draft["got"]["citations"][0]["quote"] == "Veilig Thuis beoordeelt de melding."
    assert draft["expect"] is None, "what is right, an evaluator says"


def test_two_faults_are_two_files(tmp_path: Path) -> None:
    folder = FaultFolder(tmp_path)
    assert folder.add(TURNS, "", ANSWER, Deidentifier()) != folder.add(TURNS, "", ANSWER, Deidentifier())
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(AssistantError, match="ASSISTANT_FAULT_DIR"):
        FaultFolder(blocked / "map").add(TURNS, "", ANSWER, Deidentifier())
