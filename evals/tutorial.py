"""The pipeline of many a tutorial, as a control: LangChain's splitter (1000/200), MiniLM and Chroma."""

import secrets
from collections.abc import Mapping

import chromadb
from chromadb.config import Settings as ChromaSettings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.answers import SavedHit
from index.encoder import MINILM, encode, load_encoder

_SIZE, _OVERLAP = 1000, 200


class TutorialPipeline:
    """Holds the documents' chunks in memory, in a Chroma collection of its own."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=_SIZE, chunk_overlap=_OVERLAP, add_start_index=True)
        self._encoder = load_encoder(MINILM)
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        # All clients of a process share one memory: another corpus must not end up in the same collection.
        self._collection = client.create_collection(f"tutorial-{secrets.token_hex(8)}", metadata={"hnsw:space": "cosine"})
        for name, text in texts.items():
            pieces = splitter.create_documents([text])
            starts = [int(piece.metadata["start_index"]) for piece in pieces]
            self._collection.add(
                ids=[f"{name}-{start}" for start in starts],
                embeddings=encode(self._encoder, [piece.page_content for piece in pieces]),
                metadatas=[
                    {"document": name, "start": start, "end": start + len(piece.page_content)}
                    for start, piece in zip(starts, pieces, strict=True)
                ],
            )

    def hits(self, question: str, most: int) -> tuple[SavedHit, ...]:
        """The nearest chunks, nearest first; a chunk's score is its cosine."""
        found = self._collection.query(query_embeddings=encode(self._encoder, [question]), n_results=most)
        places, distances = (found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0]
        return tuple(
            SavedHit(document_id=str(place["document"]), start=int(place["start"]), end=int(place["end"]), score=1.0 - distance)  # type: ignore[arg-type]
            for place, distance in zip(places, distances, strict=True)
        )
