"""The student: three layers of the English MiniLM under a Dutch vocabulary whose vectors start as translations."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch import nn
from transformers import AutoTokenizer, BertConfig, BertModel

from index.encoder import minilm_folder

DIMENSION = 384
LAYERS = (0, 2, 5)  # of the teacher's six
MOST_PIECES = 120
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
_ROUNDS = 6  # of IBM model 1


class Student(nn.Module):
    """Texts in, normalised means of the last layer out, shape (texts, 384)."""

    def __init__(self, tokenizer: Tokenizer, body: BertModel) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        self.body = body
        self._start, self._end, self._padding = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]", "[PAD]"))

    @property
    def piece_vectors(self) -> nn.Parameter:
        return cast(nn.Parameter, self.body.embeddings.word_embeddings.weight)

    def pieces(self, texts: Iterable[str], most: int = MOST_PIECES) -> list[list[int]]:
        encoded = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [encoding.ids[:most] for encoding in encoded]

    def forward(self, pieces: Sequence[list[int]], parts: int = 1) -> torch.Tensor:
        """In ``parts`` groups of about one length each, so that less is computed on padding."""
        order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        size = -(-len(order) // parts)
        groups = [self._vectors([pieces[row] for row in order[at : at + size]]) for at in range(0, len(order), size)]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(groups)[back]

    def _vectors(self, pieces: Sequence[list[int]]) -> torch.Tensor:
        length = max(len(ids) for ids in pieces) + 2
        ids_table = torch.full((len(pieces), length), self._padding)
        mask = torch.zeros(len(pieces), length, dtype=torch.long)
        for row, ids in enumerate(pieces):
            framed = [self._start, *ids, self._end]
            ids_table[row, : len(framed)] = torch.tensor(framed)
            mask[row, : len(framed)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.body(input_ids=ids_table, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        vectors: torch.Tensor = F.normalize((states * weight).sum(1) / weight.sum(1), dim=-1)
        return vectors

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (texts, 384), float32, without gradient."""
        pieces = self.pieces(texts)
        with torch.no_grad():
            vectors: np.ndarray = self(pieces, parts=max(1, len(pieces) // 128)).numpy()
        return vectors

    def save_state(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.body.config.save_pretrained(folder)
        torch.save(self.body.state_dict(), folder / "state.pt")
        self.tokenizer.save(str(folder / "tokenizer.json"))

    @classmethod
    def load_state(cls, folder: Path) -> "Student":
        body = BertModel(_plain(BertConfig.from_pretrained(folder)), add_pooling_layer=False)
        body.load_state_dict(torch.load(folder / "state.pt", weights_only=True))
        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")), body)


def new_student(pairs: Sequence[tuple[str, str]], texts: Iterable[str], vocabulary: int) -> Student:
    """A student that has learned nothing yet but where the teacher's pieces stand in Dutch."""
    tokenizer = train_tokenizer([*(nl for nl, _ in pairs), *texts], vocabulary)
    config = _plain(BertConfig.from_pretrained(str(minilm_folder())))
    body = BertModel.from_pretrained(str(minilm_folder()), config=config, add_pooling_layer=False)
    english = AutoTokenizer.from_pretrained(str(minilm_folder()))
    start = translated_vectors(tokenizer, english, body.embeddings.word_embeddings.weight.detach().numpy(), pairs)
    body.encoder.layer = nn.ModuleList([body.encoder.layer[number] for number in LAYERS])
    body.config.num_hidden_layers = len(LAYERS)
    body.config.vocab_size = len(start)
    body.embeddings.word_embeddings = nn.Embedding(len(start), DIMENSION, padding_idx=tokenizer.token_to_id("[PAD]"))
    body.embeddings.word_embeddings.weight.data = torch.tensor(start)
    return Student(tokenizer, body)


def cut_vocabulary(student: Student, size: int) -> Student:
    """The student with only its ``size`` most frequent pieces: a WordPiece vocabulary is learned in that order."""
    raw = json.loads(student.tokenizer.to_str())
    raw["model"]["vocab"] = {piece: number for piece, number in raw["model"]["vocab"].items() if number < size}
    state = student.body.state_dict()
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][:size]
    config = student.body.config
    config.vocab_size = size
    body = BertModel(_plain(config), add_pooling_layer=False)
    body.load_state_dict(state)
    return Student(Tokenizer.from_str(json.dumps(raw)), body)


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace("’", "'")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, min_frequency=2, special_tokens=_SPECIAL, limit_alphabet=200)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def translated_vectors(tokenizer: Tokenizer, english: Any, vectors: np.ndarray, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """For each Dutch piece the mean vector of its English translations, by IBM model 1 over the pairs.

    A piece that no pair holds starts as the English piece of the same spelling, or as the mean of all.
    """
    size, english_size = tokenizer.get_vocab_size(), english.vocab_size
    dutch = [encoding.ids[:40] for encoding in tokenizer.encode_batch([nl for nl, _ in pairs], add_special_tokens=False)]
    ours = english([en for _, en in pairs], add_special_tokens=False)["input_ids"]
    left: list[np.ndarray] = []
    right: list[np.ndarray] = []
    group: list[np.ndarray] = []
    groups = 0
    for from_ids, to_ids in zip(dutch, ours, strict=True):
        to = np.unique(to_ids[:40])
        if len(from_ids) and len(to):
            left.append(np.tile(from_ids, len(to)))
            right.append(np.repeat(to, len(from_ids)))
            group.append(np.repeat(np.arange(groups, groups + len(to)), len(from_ids)))
            groups += len(to)
    keys = np.concatenate(left).astype(np.int64) * english_size + np.concatenate(right)
    places = np.concatenate(group)
    known, inverse = np.unique(keys, return_inverse=True)
    from_piece, to_piece = known // english_size, known % english_size
    share = np.ones(len(known))
    for _ in range(_ROUNDS):
        weight = share[inverse]
        expected = np.bincount(inverse, weight / np.bincount(places, weight, minlength=groups)[places], minlength=len(known))
        share = expected / np.maximum(np.bincount(from_piece, expected, minlength=size)[from_piece], 1e-9)
    out = np.zeros((size, vectors.shape[1]), np.float32)
    np.add.at(out, from_piece, (share[:, None] * vectors[to_piece]).astype(np.float32))
    mass = np.bincount(from_piece, share, minlength=size)
    out[mass == 0] = vectors.mean(0)
    spelled = english.get_vocab()
    for piece, number in tokenizer.get_vocab().items():
        if piece in spelled and (mass[number] < 0.5 or piece in _SPECIAL):
            out[number] = vectors[spelled[piece]]
    return out


def _plain(config: BertConfig) -> BertConfig:
    """Without dropout: on so little text and for so few passes it only costs time."""
    config._attn_implementation = "eager"
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    return config
