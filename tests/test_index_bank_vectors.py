"""The vectors that ship with the encoder: of this encoder, of this bank, and near enough to fresh ones."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from corpus.words import fold
from index.bank_vectors import VECTORS_PATH, save_vectors, text_keys, vectors_of
from index.encoder import BUNDLED, bundled_pin, encode, load_encoder

RANDOM = np.random.default_rng(7)


class Counting(Embeddings):
    """Gives every text a vector of its own, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = np.random.default_rng(sum(text.encode())).normal(size=16)
        return [float(x) for x in vector / np.linalg.norm(vector)]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "vectors.npz"
    texts = ["een vraag", "nog een vraag"]
    save_vectors(texts, np.array(Counting().embed_documents(texts), np.float32), encoder_pin="deze", path=path)
    return path


def test_only_what_the_file_lacks_is_encoded(stored: Path) -> None:
    encoder = Counting()
    texts = ["nog een vraag", "een nieuwe vraag", "een vraag"]
    vectors = vectors_of(encoder, texts, encoder_pin="deze", path=stored)
    assert encoder.asked == ["een nieuwe vraag"]
    assert (vectors * np.array(Counting().embed_documents(texts))).sum(1) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("pin", ["een andere", ""])
def test_vectors_of_another_encoder_are_not_used(stored: Path, pin: str) -> None:
    encoder = Counting()
    vectors_of(encoder, ["een vraag"], encoder_pin=pin, path=stored)
    assert encoder.asked == ["een vraag"]


def test_without_a_file_everything_is_encoded(tmp_path: Path) -> None:
    encoder = Counting()
    vectors_of(encoder, ["een vraag"], encoder_pin="deze", path=tmp_path / "niets.npz")
    assert encoder.asked == ["een vraag"]


def test_the_shipped_vectors_are_of_this_encoder_and_this_bank() -> None:
    """If this fails: python -m index.training.save_bank_vectors"""
    stored = np.load(VECTORS_PATH, allow_pickle=False)
    assert str(stored["encoder_pin"]) == bundled_pin()
    questions = [*(row.question for row in load_bank(load_corpus())), *(row.question for row in load_out_of_scope())]
    texts = [fold(question) for question in questions]
    assert set(text_keys(texts).tolist()) == set(stored["keys"].tolist())
    some = [texts[i] for i in RANDOM.choice(len(texts), 200, replace=False)]
    fresh = encode(load_encoder(BUNDLED), some)
    alike = (fresh * vectors_of(load_encoder(BUNDLED), some, encoder_pin=bundled_pin())).sum(1)
    assert alike.min() > 0.97, "int8 activations differ a little with the texts in a batch"
