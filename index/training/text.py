"""The text that the encoder learns from: parallel sentences, what the teacher makes of them, and scored pairs."""

import gzip
import json
import random
from pathlib import Path

import numpy as np

_TEACHER_TOKENS = 128


def read_pairs(folder: Path) -> list[tuple[str, str]]:
    """The (nl, en) pairs of the parallel files without any sentence of the evaluation files, in either language."""
    kept_out: set[str] = set()
    for path in sorted(folder.glob("eval_*.jsonl.gz")):
        for row in _rows(path):
            kept_out |= {str(value).strip().lower() for value in row.values()}
    pairs: dict[tuple[str, str], None] = {}
    for path in sorted(folder.glob("parallel_*.jsonl.gz")):
        for row in _rows(path):
            nl, en = row["nl"].strip(), row["en"].strip()
            if nl and en and nl.lower() not in kept_out and en.lower() not in kept_out:
                pairs[(nl, en)] = None
    return list(pairs)


def long_pairs(pairs: list[tuple[str, str]], number: int, seed: int) -> list[tuple[str, str]]:
    """Passages of two to four neighbouring pairs, so that the student also learns to read more than one sentence."""
    chance = random.Random(seed)
    found = []
    for _ in range(number):
        first, size = chance.randrange(len(pairs) - 4), chance.choice([2, 3, 4])
        some = pairs[first : first + size]
        found.append((" ".join(nl for nl, _ in some), " ".join(en for _, en in some)))
    return found


def read_scored(folder: Path, part: str) -> list[tuple[str, str, float]]:
    """The STS benchmark in Dutch: two sentences and how alike they are, 0 to 5. ``part``: train, dev or test."""
    return [(row["s1"], row["s2"], float(row["score"])) for row in _rows(folder / f"sts_benchmark_nl_{part}.jsonl.gz")]


def read_questions(folder: Path) -> list[tuple[str, str]]:
    """The questions of the evaluation file FAQ-58 with the passage that answers each."""
    return [(row["question"], row["passage"]) for row in _rows(folder / "eval_faq_58.jsonl.gz")]


def teacher_vectors(pairs: list[tuple[str, str]], cache: Path) -> np.ndarray:
    """One teacher vector per pair, shape (pairs, 384), float32, normalised; what is not in the cache folder is added to it."""
    path, listed = cache / "teacher.npz", cache / "teacher.json"
    names: list[str] = json.loads(listed.read_text(encoding="utf-8")) if path.is_file() else []
    vectors = np.load(path, allow_pickle=False)["vectors"] if names else np.zeros((0, 384), np.float16)
    new = sorted({en for _, en in pairs} - set(names), key=len)
    if new:
        from sentence_transformers import SentenceTransformer

        from index.encoder import minilm_folder

        model = SentenceTransformer(str(minilm_folder()), device="cpu")
        model.max_seq_length = _TEACHER_TOKENS
        made = model.encode(new, batch_size=64, normalize_embeddings=True, show_progress_bar=True).astype(np.float16)
        names, vectors = names + new, np.concatenate([vectors, made])
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(path, vectors=vectors)
        listed.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    rows = {name: number for number, name in enumerate(names)}
    return vectors[[rows[en] for _, en in pairs]].astype(np.float32)


def with_typos(text: str, chance: random.Random) -> str:
    """The text as a hurried thumb would type it: one slip in about thirty characters."""
    letters = list(text)
    for _ in range(1 + len(letters) // 30):
        place, kind = chance.randrange(len(letters)), chance.random()
        if kind < 0.3:
            letters[place] = ""
        elif kind < 0.55 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif kind < 0.75:
            letters[place] *= 2
        else:
            letters[place] = chance.choice("eaniotrsldhmgkuvj")
    return "".join(letters)


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
