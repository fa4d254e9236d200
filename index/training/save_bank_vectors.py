"""Writes the vectors of all bank and out-of-scope questions beside the shipped encoder.

    python -m index.training.save_bank_vectors

After every change of the bank or the encoder; without it building an index only takes longer. Development only.
"""

from corpus import load_corpus
from corpus.bank import load_bank, load_out_of_scope
from corpus.words import fold
from index.bank_vectors import VECTORS_PATH, save_vectors
from index.encoder import BUNDLED, bundled_pin, encode, load_encoder


def main() -> None:
    questions = [*(row.question for row in load_bank(load_corpus())), *(row.question for row in load_out_of_scope())]
    texts = list(dict.fromkeys(fold(question) for question in questions))
    save_vectors(texts, encode(load_encoder(BUNDLED), texts), encoder_pin=bundled_pin())
    print(f"saved {VECTORS_PATH}: {len(texts)} vectors, {VECTORS_PATH.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
