"""The vector store: Chroma, embedded in the index folder or behind a URL. The only module that knows Chroma."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np

from index.types import IndexBuildError

_COLLECTION = "sentences"
_METRIC = "cosine"
_BATCH = 2000


class VectorStore:
    """Sentence vectors with the number of the chunk that each belongs to."""

    def __init__(self, folder: Path, url: str = "", name: str = _COLLECTION) -> None:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.config import Settings

        self._name = name
        if url:
            address = urlparse(url)
            self._client: Any = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or 8000,
                ssl=address.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
        else:
            self._client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection: Any = None

    def write(self, ids: Sequence[str], vectors: np.ndarray, chunk_numbers: Sequence[int]) -> None:
        """Stores the vectors under their ids; the same ids again change nothing but their content."""
        collection = self._client.get_or_create_collection(
            self._name, configuration={"hnsw": {"space": _METRIC, "ef_construction": 200, "ef_search": 200}}
        )
        for start in range(0, len(ids), _BATCH):
            stop = start + _BATCH
            collection.upsert(
                ids=list(ids[start:stop]),
                embeddings=vectors[start:stop],
                metadatas=[{"chunk": int(number)} for number in chunk_numbers[start:stop]],
            )
        self._collection = collection

    def open(self) -> None:
        """Opens the collection for reading; raises IndexBuildError if it is missing or has another metric."""
        try:
            self._collection = self._client.get_collection(self._name)
        except Exception as error:  # chromadb's own kinds differ per client
            raise IndexBuildError(
                f"De vectoren staan niet in Chroma ({type(error).__name__}). Voer uit: python -m index build"
            ) from None
        metric = (self._collection.configuration.get("hnsw") or {}).get("space")
        if metric != _METRIC:
            raise IndexBuildError(f"Chroma meet met '{metric}' in plaats van '{_METRIC}'. Voer uit: python -m index build")

    def count(self) -> int:
        return int(self._collection.count())

    def nearest(self, vector: np.ndarray, number: int) -> list[tuple[str, int, float]]:
        """The ``number`` nearest sentences as (id, chunk number, cosine similarity), best first."""
        found = self._collection.query(query_embeddings=vector[None, :], n_results=number, include=["metadatas", "distances"])
        return [
            (name, int(metadata["chunk"]), 1.0 - float(distance))
            for name, metadata, distance in zip(found["ids"][0], found["metadatas"][0], found["distances"][0], strict=True)
        ]

    def drop(self) -> None:
        self._client.delete_collection(self._name)
