"""The vectors of the bank questions as they ship with the encoder, so that building an index need not make them again.

A file of int8 numbers with a key for each text; a question that it does not know, or all of them with another encoder, are
encoded as ever. ``python -m index.training.save_bank_vectors`` writes it.
"""

import hashlib
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from index.encoder import encode

VECTORS_PATH = Path(__file__).parent / "models" / "bank_vectors.npz"
_MOST = 127


def vectors_of(encoder: Embeddings, texts: list[str], *, encoder_pin: str, path: Path = VECTORS_PATH) -> np.ndarray:
    """The texts' vectors, shape (texts, dimension), float32: those in the file, and the others from the encoder.

    ``encoder_pin``: the checksum of the encoder; a file that was made with another one is not used.
    """
    stored = np.load(path, allow_pickle=False) if path.is_file() else None
    if stored is None or str(stored["encoder_pin"]) != encoder_pin:
        return encode(encoder, texts)
    keys = text_keys(texts)
    places = np.minimum(np.searchsorted(stored["keys"], keys), len(stored["keys"]) - 1)
    known = stored["keys"][places] == keys
    vectors = stored["vectors"][places].astype(np.float32) * float(stored["step"])
    if not known.all():
        vectors[~known] = encode(encoder, [text for text, there in zip(texts, known, strict=True) if not there])
    normal: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return normal


def save_vectors(texts: list[str], vectors: np.ndarray, *, encoder_pin: str, path: Path = VECTORS_PATH) -> None:
    """Writes the file; ``vectors``: shape (texts, dimension)."""
    keys, first = np.unique(text_keys(texts), return_index=True)
    step = float(np.abs(vectors).max()) / _MOST
    whole = np.rint(vectors[first] / step).astype(np.int8)
    np.savez(path, keys=keys, vectors=whole, step=np.float32(step), encoder_pin=np.str_(encoder_pin))


def text_keys(texts: list[str]) -> np.ndarray:
    """A number for each text, the same on every machine: shape (texts,), uint64."""
    return np.array([int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") for text in texts], np.uint64)
