"""The stable command line: its JSON, its errors, its exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from corpus_folder import CorpusFolder

from assistant.__main__ import batch

PROJECT = Path(__file__).parent.parent
KEYS = {
    "question",
    "standalone_question",
    "outcome",
    "answer",
    "verdict",
    "citations",
    "notices",
    "suggestions",
    "hits",
    "milliseconds",
}
CITATION_KEYS = {"number", "document_id", "title", "kind", "publisher", "date", "heading", "page", "quote", "start", "end"}


def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False, **options)


def test_ask_prints_the_answer_with_its_sources(assistant):
    result = run("ask", "Kan een melding worden ingetrokken?")
    assert result.returncode == 0
    assert "Ja, de melder kan aan Veilig Thuis laten weten" in result.stdout
    assert "Bronnen:" in result.stdout
    assert result.stderr == ""


def test_ask_json_has_the_stable_keys(assistant):
    result = run("ask", "Hoeveel leerlingen heeft Nijkerk?", "--json", "--hits", "3")
    row = json.loads(result.stdout)
    assert set(row) == KEYS
    assert all(set(citation) == CITATION_KEYS for citation in row["citations"])
    assert len(row["hits"]) == 3
    assert set(row["hits"][0]) == {"document_id", "heading", "text", "start", "end", "score"}


def test_batch_answers_in_order_and_goes_on_past_a_bad_line(assistant):
    lines = [
        '{"id": "a", "turns": ["Krijgen ouders een advocaat?", "en wie betaalt dat?"]}',
        "geen json",
        '{"id": "c", "turns": []}',
        '{"id": "d", "turns": ["hallo"]}',
    ]
    out = io.StringIO()
    assert batch(assistant, io.BytesIO("\n".join(lines).encode()), out, hits=2) == 1
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "c", "d"]
    assert set(rows[0]) == KEYS | {"id"}
    assert rows[0]["question"] == "en wie betaalt dat?"
    assert "Regel 2 is geen geldige JSON" in rows[1]["error"]
    assert "Regel 3" in rows[2]["error"]
    assert rows[3]["outcome"] == "chitchat"


def test_batch_without_errors_exits_with_zero(assistant):
    out = io.StringIO()
    assert batch(assistant, io.BytesIO(b'{"id": "a", "turns": ["Wat is Veilig Thuis?"]}\n'), out) == 0
    assert json.loads(out.getvalue())["hits"] == []


def test_the_same_question_gets_the_same_answer(assistant):
    answers = {assistant.answer(["mag mijn kind iemand meenemen naar het gesprek"]).text for _ in range(3)}
    assert len(answers) == 1


def test_the_index_is_built_on_first_need(tmp_path):
    folder = CorpusFolder(tmp_path)
    environment = {**os.environ, "ASSISTANT_INDEX_DIR": str(tmp_path / "index"), "ASSISTANT_CORPUS_DIR": str(folder.path)}
    first = run("ask", "wie regelt het fietsenrek?", env=environment)
    assert first.returncode == 0
    assert "De index wordt eerst gebouwd" in first.stderr
    assert run("ask", "wie regelt het fietsenrek?", env=environment).stderr == ""


def test_a_broken_corpus_gives_a_message_and_no_traceback(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "basis.txt").write_text("Veranderd.", encoding="utf-8")
    environment = {**os.environ, "ASSISTANT_INDEX_DIR": str(tmp_path / "index"), "ASSISTANT_CORPUS_DIR": str(folder.path)}
    result = run("ask", "vraag", env=environment)
    assert result.returncode == 1
    assert "basis.txt: de inhoud is veranderd" in result.stderr
    assert "Traceback" not in result.stderr
