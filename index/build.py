"""Builds an index aside, checks it with canary queries, and swaps it in with one atomic rename.

Layout of the index folder: ``builds/<id>/`` (one finished index each), ``current`` (the id in use), ``lock``. A build that fails
leaves ``current`` as it was. The id is derived from everything that the index depends on, so that a second build of the same
corpus with the same encoder finds its work done.
"""

import hashlib
import json
import os
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from corpus import Corpus, load_corpus
from corpus.bank import BankQuestion, load_bank, load_out_of_scope
from corpus.documents import is_quotable
from corpus.manifest import checksum_of
from corpus.sentences import section_sentences
from corpus.tables import table_title
from corpus.words import fold, mend_split_words, vocabulary
from index.bank_vectors import VECTORS_PATH, vectors_of
from index.chunking import CHUNKER_VERSION, chunk_corpus
from index.encoder import BUNDLED, bundled_pin, encode, load_encoder
from index.keywords import KeywordIndex
from index.ranker import MODEL_PATH as RANKER_PATH
from index.ranker import Ranker
from index.scope import MODEL_PATH as SCOPE_PATH
from index.scope import ScopeModel
from index.search import Bank, Index, sentence_id
from index.settings import IndexSettings
from index.types import Chunk, IndexBuildError
from index.vectors import VectorStore

_FORMAT = 1
_METRIC = "cosine"
_CANARIES_PER_DOCUMENT = 3
_BUILD_COMMAND = "python -m index build"


def build_index(settings: IndexSettings) -> str:
    """Builds what the settings ask for, if it is not there yet; returns the id of the index now in use.

    Raises CorpusError or IndexBuildError; the index that was in use then stays.
    """
    settings.index_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.index_dir / "lock")
    try:
        with lock.acquire(timeout=0):
            return _build(settings)
    except Timeout:
        raise IndexBuildError(
            f"{settings.index_dir}: er wordt al een index gebouwd. Wacht tot dat klaar is en probeer het opnieuw."
        ) from None


def open_index(settings: IndexSettings) -> Index:
    """The index in use; raises IndexBuildError, naming the command to run, if it is missing or made for something else."""
    folder = settings.index_dir / "builds" / _current(settings)
    meta = _read_meta(folder)
    difference = _difference(meta["pins"], pins(settings))
    if difference:
        raise IndexBuildError(f"De index past niet meer bij {difference}. Voer uit: {_BUILD_COMMAND}")
    return _open(folder, settings, meta)


def is_current(settings: IndexSettings) -> bool:
    """Whether the index in use exists and fits corpus, bank, encoder and ranker."""
    try:
        folder = settings.index_dir / "builds" / _current(settings)
        return not _difference(_read_meta(folder)["pins"], pins(settings))
    except IndexBuildError:
        return False


def pins(settings: IndexSettings) -> dict[str, Any]:
    """All that an index depends on, by name; two equal pins mean two equal indexes."""
    corpus_dir = settings.corpus_dir
    files = [*sorted((corpus_dir / "sources").glob("*")), *sorted((corpus_dir / "outlines").glob("*"))]
    bank = [*sorted((corpus_dir / "questions").glob("*.jsonl")), corpus_dir / "out_of_scope.jsonl"]
    return {
        "format": _FORMAT,
        "chunker": CHUNKER_VERSION,
        "metric": _METRIC,
        "encoder": settings.encoder,
        "encoder_files": bundled_pin() if settings.encoder == BUNDLED else "",
        "ranker": checksum_of([RANKER_PATH, SCOPE_PATH]),
        "corpus": checksum_of([corpus_dir / "manifest.toml", *files]),
        "bank": checksum_of([*bank, VECTORS_PATH]),
        "chroma": settings.chroma_url,
    }


def verify_index(index: Index, corpus: Corpus) -> list[str]:
    """Problems found by canary queries: sentences of every document must find their own chunk among the first ten."""
    problems = []
    for document in corpus.documents:
        own = [chunk for chunk in index.chunks if chunk.document_id == document.id]
        if not own:
            problems.append(f"'{document.id}' heeft geen enkele passage in de index")
        step = max(1, len(own) // _CANARIES_PER_DOCUMENT)
        for chunk in own[::step][:_CANARIES_PER_DOCUMENT]:
            canary = chunk.text[-300:]
            if chunk.id not in {hit.chunk.id for hit in index.retrieve(canary).hits}:
                problems.append(f"'{document.id}': de passage onder '{chunk.heading[-1]}' vindt zichzelf niet terug")
    return problems


def _build(settings: IndexSettings) -> str:
    started = time.monotonic()
    wanted = pins(settings)
    build_id = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()[:16]
    folder = settings.index_dir / "builds" / build_id
    if not (folder / "index.json").is_file():
        corpus = load_corpus(settings.corpus_dir)
        aside = settings.index_dir / "builds" / f"{build_id}.making"
        shutil.rmtree(aside, ignore_errors=True)
        meta = _write(aside, settings, corpus, wanted)
        problems = verify_index(_open(aside, settings, meta), corpus)
        if problems:
            raise IndexBuildError(f"De nieuwe index klopt niet en is niet in gebruik genomen: {'; '.join(problems)}.")
        meta["seconds"] = round(time.monotonic() - started, 1)
        (aside / "index.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(aside, folder)
    _swap(settings, build_id)
    return build_id


def _write(aside: Path, settings: IndexSettings, corpus: Corpus, wanted: dict[str, Any]) -> dict[str, Any]:
    encoder = load_encoder(settings.encoder)
    chunks = chunk_corpus(corpus)
    if not chunks:
        raise IndexBuildError(f"{settings.corpus_dir}: geen enkele bron heeft tekst om te doorzoeken. Voeg een bron toe.")
    aside.mkdir(parents=True)
    KeywordIndex.build(search_texts(corpus, chunks)).save(aside / "words")
    ids, texts, numbers = _sentences(corpus, chunks)
    vectors = encode(encoder, [fold(text) for text in texts])
    store = VectorStore(aside / "chroma", settings.chroma_url, _collection(aside, settings))
    store.write(ids, vectors, numbers)
    build_bank(settings, corpus, chunks, encoder, encoder_pin=wanted["encoder_files"]).save(aside / "bank")
    return {"pins": wanted, "dimension": int(vectors.shape[1]), "chunks": [asdict(chunk) for chunk in chunks]}


def search_texts(corpus: Corpus, chunks: tuple[Chunk, ...]) -> list[str]:
    """What BM25 reads of each chunk: headings, text, the titles of its tables, and words that the PDF split, joined."""
    known = vocabulary(document.text for document in corpus.documents)
    texts = []
    for chunk in chunks:
        document = corpus.document(chunk.document_id)
        section = corpus.section_at(chunk.document_id, chunk.end - 1)
        headers = [
            block
            for block in (section.blocks if section else ())
            if block.kind == "table_header" and chunk.start <= block.start < chunk.end
        ]
        titles = [table_title(document, section, block) for block in headers if section]
        texts.append(mend_split_words(" ".join([*chunk.heading, chunk.text, *titles]), known))
    return texts


def build_bank(
    settings: IndexSettings, corpus: Corpus, chunks: tuple[Chunk, ...], encoder: Embeddings, *, encoder_pin: str
) -> Bank:
    """The bank questions whose answer is in a chunk, and the out-of-scope questions behind them."""
    placed = [(question, _chunk_of(chunks, question)) for question in load_bank(corpus, settings.corpus_dir)]
    ours = [(question, number) for question, number in placed if number is not None]
    strangers = load_out_of_scope(settings.corpus_dir)
    texts = [fold(question.question) for question, _ in ours] + [fold(stranger.question) for stranger in strangers]
    dimension = len(encoder.embed_query("school"))
    return Bank(
        texts=tuple([question.question for question, _ in ours] + [stranger.question for stranger in strangers]),
        vectors=vectors_of(encoder, texts, encoder_pin=encoder_pin) if texts else np.zeros((0, dimension), np.float32),
        chunks=np.array([number for _, number in ours] + [-1] * len(strangers), np.int32),
        spans=np.array([(q.start, q.end) for q, _ in ours] + [(0, 0)] * len(strangers), np.int32).reshape(-1, 2),
        kinds=tuple([""] * len(ours) + [stranger.kind for stranger in strangers]),
        words=KeywordIndex.build(texts),
    )


def _chunk_of(chunks: tuple[Chunk, ...], question: BankQuestion) -> int | None:
    """The chunk that shares most characters with the words that answer the question."""
    best, most = None, 0
    for number, chunk in enumerate(chunks):
        if chunk.document_id == question.document_id:
            shared = min(question.end, chunk.end) - max(question.start, chunk.start)
            if shared > most:
                best, most = number, shared
    return best


def _sentences(corpus: Corpus, chunks: tuple[Chunk, ...]) -> tuple[list[str], list[str], list[int]]:
    """Ids, texts and chunk numbers of all that gets a vector: a chunk's heading and each of its sentences."""
    ids: list[str] = []
    texts: list[str] = []
    numbers: list[int] = []
    for number, chunk in enumerate(chunks):
        document = corpus.document(chunk.document_id)
        section = corpus.section_at(chunk.document_id, chunk.end - 1)
        if section is None:
            continue
        if chunk.start < section.body_start:
            ids.append(sentence_id(document.id, section.start, section.body_start))
            texts.append(section.heading[-1])
            numbers.append(number)
        for sentence in section_sentences(document, section):
            if chunk.start <= sentence.start < chunk.end and is_quotable(document, sentence.text):
                ids.append(sentence_id(document.id, sentence.start, sentence.end))
                texts.append(f"{section.heading[-1]} {sentence.text}" if len(sentence.text) < 40 else sentence.text)
                numbers.append(number)
    return ids, texts, numbers


def _open(folder: Path, settings: IndexSettings, meta: dict[str, Any]) -> Index:
    encoder = load_encoder(settings.encoder)
    dimension = len(encoder.embed_query("school"))
    if dimension != meta["dimension"]:
        raise IndexBuildError(
            f"De encoder '{settings.encoder}' geeft {dimension} getallen, de index heeft er {meta['dimension']}. "
            f"Voer uit: {_BUILD_COMMAND}"
        )
    store = VectorStore(folder / "chroma", settings.chroma_url, _collection(folder, settings))
    store.open()
    chunks = tuple(Chunk(**{**raw, "heading": tuple(raw["heading"])}) for raw in meta["chunks"])
    return Index(
        chunks=chunks,
        words=KeywordIndex.load(folder / "words"),
        vectors=store,
        bank=Bank.load(folder / "bank"),
        encoder=encoder,
        ranker=Ranker.load(),
        scope=ScopeModel.load(),
    )


def _collection(folder: Path, settings: IndexSettings) -> str:
    """On a shared server each build has a collection of its own, so that a build never changes what others read."""
    return f"sentences-{folder.name.removesuffix('.making')}" if settings.chroma_url else "sentences"


def _swap(settings: IndexSettings, build_id: str) -> None:
    pointer = settings.index_dir / "current"
    previous = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    fresh = settings.index_dir / "current.new"
    fresh.write_text(build_id + "\n", encoding="utf-8")
    os.replace(fresh, pointer)
    for old in (settings.index_dir / "builds").iterdir():  # the previous one stays for whoever still reads it
        if old.name not in (build_id, previous):
            shutil.rmtree(old, ignore_errors=True)


def _current(settings: IndexSettings) -> str:
    pointer = settings.index_dir / "current"
    if not pointer.is_file():
        raise IndexBuildError(f"Er is nog geen index in {settings.index_dir}. Voer uit: {_BUILD_COMMAND}")
    return pointer.read_text(encoding="utf-8").strip()


def _read_meta(folder: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        raise IndexBuildError(f"{folder}: de index is onvolledig. Voer uit: {_BUILD_COMMAND}") from None
    return meta


_PIN_NAMES = {
    "corpus": "de bronnen",
    "bank": "de vragenbank",
    "encoder": "de ingestelde encoder (ASSISTANT_ENCODER)",
    "encoder_files": "de bestanden van de encoder",
    "chroma": "het ingestelde adres van Chroma (ASSISTANT_CHROMA_URL)",
}


def _difference(found: dict[str, Any], wanted: dict[str, Any]) -> str:
    names = [
        _PIN_NAMES.get(name, f"deze versie van het programma ({name})") for name in wanted if found.get(name) != wanted[name]
    ]
    return " en ".join(dict.fromkeys(names))
