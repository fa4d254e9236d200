"""Trains the Dutch encoder that ships with the project: a static embedding, distilled and then tuned on the question bank.

    python -m index.training.train_encoder --text DIR [--cache DIR] [--out DIR]

``DIR`` holds the parallel text (``parallel_*.jsonl.gz``: nl, en) and the files to keep out (``eval_*.jsonl.gz``). Three steps:

1. The teacher (English all-MiniLM-L6-v2) encodes the English side; cached, because it is the slow step.
2. The student (a unigram tokenizer and one vector per piece, summed and normalised) learns to give the Dutch side the same
   vector: ``4 (1 - cos) + 0.3 InfoNCE``.
3. The student learns from the bank that questions with one answer lie together and by their answer, against all other answers,
   while step 2 goes on at a lower rate so that it does not forget the rest of the language.

Runs on two cores in minutes. Development only: needs the project's ``train`` extra (torch, sentence-transformers).
"""

import argparse
import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch import nn

from corpus import load_corpus
from corpus.bank import BankQuestion, load_bank, load_out_of_scope
from corpus.documents import Corpus

SEED = 7
DIMENSION = 384
VOCABULARY = 24_000
PIECE_DROPOUT = 0.1
MAX_PIECES = 128


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


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def teacher_vectors(pairs: list[tuple[str, str]], cache: Path) -> np.ndarray:
    """One teacher vector per pair, float32, normalised; read from the cache folder when it is there."""
    path = cache / "teacher.npz"
    english = sorted({en for _, en in pairs}, key=len)
    if path.is_file():
        stored = np.load(path, allow_pickle=False)
        vectors, names = stored["vectors"], json.loads((cache / "teacher.json").read_text(encoding="utf-8"))
        rows = {name: number for number, name in enumerate(names)}
        if all(en in rows for en in english):
            return np.asarray(vectors[[rows[en] for _, en in pairs]], dtype=np.float32)
    from sentence_transformers import SentenceTransformer

    from index.encoder import minilm_folder

    model = SentenceTransformer(str(minilm_folder()), device="cpu")
    model.max_seq_length = 96
    vectors = model.encode(english, batch_size=64, normalize_embeddings=True, show_progress_bar=True).astype(np.float16)
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(path, vectors=vectors)
    (cache / "teacher.json").write_text(json.dumps(english, ensure_ascii=False), encoding="utf-8")
    rows = {name: number for number, name in enumerate(english)}
    return vectors[[rows[en] for _, en in pairs]].astype(np.float32)


def train_tokenizer(texts: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace("’", "'")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(individual_digits=False)]
    )
    trainer = trainers.UnigramTrainer(vocab_size=VOCABULARY, unk_token="<unk>", special_tokens=["<unk>"], max_piece_length=14)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


class Student(nn.Module):
    """The mean of a text's piece vectors, normalised."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(vocabulary, DIMENSION, mode="mean")

    def forward(self, pieces: list[list[int]], *, training: bool = False) -> torch.Tensor:
        flat: list[int] = []
        offsets: list[int] = []
        for ids in pieces:
            offsets.append(len(flat))
            kept = [i for i in ids if random.random() >= PIECE_DROPOUT] if training else ids
            flat += (kept or ids)[:MAX_PIECES] or [0]
        vectors: torch.Tensor = F.normalize(self.bag(torch.tensor(flat), torch.tensor(offsets)), dim=-1)
        return vectors


def initialise(student: Student, pieces: list[list[int]], targets: np.ndarray) -> None:
    """Each piece starts as the length-weighted mean teacher vector of the sentences that it occurs in."""
    total = np.zeros((student.bag.num_embeddings, DIMENSION), np.float32)
    weight = np.full(student.bag.num_embeddings, 1e-6, np.float32)
    for ids, target in zip(pieces, targets, strict=True):
        share = 1.0 / max(1, len(ids))
        for piece in set(ids):
            total[piece] += share * target
            weight[piece] += share
    student.bag.weight.data = torch.tensor(total / weight[:, None])


def distil_loss(student: Student, pieces: list[list[int]], targets: torch.Tensor) -> torch.Tensor:
    vectors = student(pieces, training=True)
    cosine = (vectors * targets).sum(-1)
    logits = 20.0 * vectors @ targets.T
    loss: torch.Tensor = 4.0 * (1.0 - cosine).mean() + 0.3 * F.cross_entropy(logits, torch.arange(len(pieces)))
    return loss


def distil(student: Student, pieces: list[list[int]], targets: np.ndarray, epochs: int) -> None:
    optimiser = torch.optim.Adam(student.parameters(), lr=0.01)
    steps = epochs * (len(pieces) // 1024)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, total_iters=steps)
    for epoch in range(epochs):
        order = np.random.permutation(len(pieces))
        total = 0.0
        for start in range(0, len(order) - 1023, 1024):
            rows = order[start : start + 1024]
            loss = distil_loss(student, [pieces[r] for r in rows], torch.tensor(targets[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"distil epoch {epoch + 1}: loss {total / (len(order) // 1024):.3f}", flush=True)


def tune(
    student: Student,
    tokenizer: Tokenizer,
    corpus: Corpus,
    bank: tuple[BankQuestion, ...],
    strangers: list[str],
    pieces: list[list[int]],
    targets: np.ndarray,
    epochs: int,
) -> None:
    """Pulls each bank question to another question with the same answer and to the answer's words, away from all others."""
    groups: dict[tuple[str, int, int], list[list[int]]] = {}
    for question in bank:
        key = (question.document_id, question.start, question.end)
        groups.setdefault(key, []).append(tokenizer.encode(question.question).ids)
    keys = list(groups)
    answers = [tokenizer.encode(corpus.document(k[0]).text[k[1] : k[2]]).ids for k in keys]
    label = {key: number for number, key in enumerate(keys)}
    examples = [(label[key], ids) for key in keys for ids in groups[key]]
    kin = torch.tensor([[_are_kin(one, other) for other in keys] for one in keys])
    prototypes = nn.Parameter(student(answers).detach().clone())
    stranger_pieces = [tokenizer.encode(text).ids for text in strangers]
    optimiser = torch.optim.Adam([{"params": student.parameters(), "lr": 2e-3}, {"params": [prototypes], "lr": 1e-2}])
    batch = 256
    steps = epochs * (len(examples) // batch)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.1, total_iters=max(1, steps))
    for epoch in range(epochs):
        random.shuffle(examples)
        total = 0.0
        for start in range(0, len(examples) - batch + 1, batch):
            rows = examples[start : start + batch]
            gold = torch.tensor([number for number, _ in rows])
            vectors = student([ids for _, ids in rows], training=True)
            partners = student([random.choice(groups[keys[number]]) for number, _ in rows], training=True)
            answer_vectors = student([answers[number] for number, _ in rows])
            same = kin[gold][:, gold] & ~torch.eye(len(rows), dtype=torch.bool)
            to_partner = (20.0 * vectors @ partners.T).masked_fill(same, -1e4)
            to_answer = (20.0 * vectors @ answer_vectors.T).masked_fill(same, -1e4)
            near = kin[gold].clone()
            near[torch.arange(len(rows)), gold] = False
            to_prototype = (20.0 * vectors @ F.normalize(prototypes, dim=-1).T).masked_fill(near, -1e4)
            own = torch.arange(len(rows))
            loss = F.cross_entropy(to_partner, own) + 0.5 * F.cross_entropy(to_answer, own) + F.cross_entropy(to_prototype, gold)
            if stranger_pieces:
                far = student(random.sample(stranger_pieces, min(64, len(stranger_pieces))), training=True)
                loss = loss + 0.5 * F.relu(far @ F.normalize(prototypes, dim=-1).T - 0.35).amax(-1).mean()
            kept = np.random.choice(len(pieces), 512, replace=False)
            loss = loss + 0.5 * distil_loss(student, [pieces[r] for r in kept], torch.tensor(targets[kept]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"tune epoch {epoch + 1}: loss {total / max(1, len(examples) // batch):.3f}", flush=True)


def _are_kin(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Whether two answers share words of one document, so that a question about one is no stranger to the other."""
    return one[0] == other[0] and min(one[2], other[2]) > max(one[1], other[1])


def save(student: Student, tokenizer: Tokenizer, folder: Path) -> None:
    """Writes the encoder as a sentence-transformers folder with float16 vectors."""
    from safetensors.numpy import save_file

    module = folder / "0_StaticEmbedding"
    module.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(module / "tokenizer.json"))
    weights = student.bag.weight.detach().numpy().astype(np.float16)
    save_file({"embedding.weight": weights}, str(module / "model.safetensors"))
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    settings: dict[str, object] = {"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("build/encoder"))
    parser.add_argument("--out", type=Path, default=Path("index/models/encoder"))
    parser.add_argument("--distil-epochs", type=int, default=6)
    parser.add_argument("--tune-epochs", type=int, default=12)
    parser.add_argument("--hold-out", type=Path, help="a JSON list of questions to leave out, for cross-validation")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)

    corpus = load_corpus()
    held_out = set(json.loads(options.hold_out.read_text(encoding="utf-8"))) if options.hold_out else set()
    bank = tuple(question for question in load_bank(corpus) if question.question not in held_out)
    strangers = [
        row.question for row in load_out_of_scope() if row.kind in ("near", "far", "referral") and row.question not in held_out
    ]
    pairs = read_pairs(options.text)
    targets = teacher_vectors(pairs, options.cache)
    distilled = options.cache / "distilled.pt"
    if distilled.is_file():
        state = torch.load(distilled, weights_only=True)
        tokenizer = Tokenizer.from_file(str(options.cache / "tokenizer.json"))
    else:
        tokenizer = train_tokenizer(
            [nl for nl, _ in pairs] + 3 * [document.text for document in corpus.documents] + [q.question for q in bank]
        )
        state = None
    pieces = [encoding.ids for encoding in tokenizer.encode_batch([nl for nl, _ in pairs])]
    student = Student(tokenizer.get_vocab_size())
    if state is None:
        initialise(student, pieces, targets)
        distil(student, pieces, targets, options.distil_epochs)
        torch.save(student.state_dict(), distilled)
        tokenizer.save(str(options.cache / "tokenizer.json"))
    else:
        student.load_state_dict(state)
    tune(student, tokenizer, corpus, bank, strangers, pieces, targets, options.tune_epochs)
    save(student, tokenizer, options.out)
    print(f"saved {options.out}")


if __name__ == "__main__":
    main()
