"""The scope model: what a question's own words say about whether the documents answer it."""

import numpy as np

from corpus.grams import BUCKETS, hashed_grams
from index.encoder import encode, load_encoder
from index.scope import ScopeModel


def test_hashed_grams_have_length_one_and_forgive_a_typo():
    def vector(text: str) -> np.ndarray:
        out = np.zeros(BUCKETS, np.float32)
        buckets, weights = hashed_grams(text)
        out[buckets] = weights
        return out

    right, typo, other = vector("mag school een melding doen"), vector("mag school een meldign doen"), vector("recept voor soep")
    assert np.linalg.norm(right) == np.float32(1.0) or abs(np.linalg.norm(right) - 1.0) < 1e-5
    assert right @ typo > 0.6 > 0.2 > right @ other


def test_the_shipped_model_knows_what_the_documents_are_about():
    model, encoder = ScopeModel.load(), load_encoder()

    def score(text: str) -> float:
        return model.score(text, encode(encoder, [text])[0])

    assert score("mag de school zomaar een melding doen bij veilig thuis") > score("hoeveel kost een advocaat per uur")
    assert score("wat zijn de stappen van de meldcode") > score("wat is de hoofdstad van frankrijk")


def test_another_encoder_leaves_only_the_words():
    model = ScopeModel.load()
    assert model.score("meldcode", np.ones(3, np.float32)) == model.score("meldcode", np.zeros(5, np.float32))
