"""Learns how to read a message after others, from ``corpus/follow_ups.jsonl``.

    python -m assistant.training.train_follow_ups

Conversations whose last message leans on the one before it, or shifts to something new. Beside them stand pairs of bank questions
and of a bank question and an out-of-scope question, which do not lean; they are by writers who came after the shipped encoder was
trained, and are asked to an index without their work. Prints figures by five-fold cross-validation, and learned from one writer
and tried on the other, beside what words alone would do. Development only.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant.conversation import Reading, Turn, read
from assistant.follow_ups import (
    CANDIDATES,
    MODEL_PATH,
    FollowUpModel,
    Looks,
    answering_features,
    leaning_features,
    ranking_features,
)
from corpus import load_corpus
from corpus.bank import load_bank, load_follow_ups, load_out_of_scope
from index import Index, build_index, open_index
from index.settings import IndexSettings
from index.training.train_scope import fit_scope

#: Whose questions the shipped encoder has not seen: they wrote after it was trained.
_LATER_WRITERS = frozenset(
    (
        "brochure_nacht",
        "brochure_telefoon",
        "kleine_bronnen_d",
        "kleine_bronnen_e",
        "meldcode_5b",
        "meldcode_alledaags",
        "eigen_woorden",
    )
)
_SHIFTS, _STRANGE_SHIFTS = 250, 120
_SPLITS = 5
_RIDGE = 0.02  # towards what the two together find
_PLAIN = np.array([1.0, 0.0])
_STRANGERS = 0.25  # the share of messages that nothing answers: as for the ranker


@dataclass(frozen=True, kw_only=True)
class Example:
    """A read conversation: what its last message really is, and where its answer is (start and end -1: nowhere)."""

    reading: Reading
    looks: Looks
    kind: str
    document_id: str
    start: int
    end: int
    writer: str  # of the conversation; "" for a pair of questions

    @property
    def leans(self) -> bool:
        return self.kind in ("same", "other", "unanswerable")

    @property
    def answerable(self) -> bool:
        return self.start >= 0

    def gold(self, ids: Sequence[str], looks: Looks) -> list[int]:
        """The places of the ids whose chunk holds the answer."""
        chunks = {hit.chunk.id: hit.chunk for look in looks.both for hit in look.hits}
        return [
            place
            for place, chunk_id in enumerate(ids)
            if (chunk := chunks[chunk_id]).document_id == self.document_id and chunk.start < self.end and self.start < chunk.end
        ]


def unseen_index() -> Index:
    """The index without the questions of the later writers."""
    settings = IndexSettings()
    build_index(settings)
    index = open_index(settings)
    later = {row.question for row in load_bank(load_corpus()) if row.writer in _LATER_WRITERS}
    later |= {row.question for row in load_out_of_scope() if row.writer in _LATER_WRITERS}
    keep = np.array([text not in later for text in index.bank.texts])
    index.bank = index.bank.only(keep)
    index.scope = fit_scope(index.bank.texts, index.bank.vectors, index.bank.chunks >= 0)
    return index


def collect(index: Index) -> list[Example]:
    corpus = load_corpus()
    chance = np.random.default_rng(7)
    questions = [question for question in load_bank(corpus) if question.writer in _LATER_WRITERS]
    kinds = ("near", "far", "referral")
    strangers = [row for row in load_out_of_scope() if row.writer in _LATER_WRITERS and row.kind in kinds]
    rows: list[tuple[tuple[str, ...], str, str, int, int, str]] = [
        (row.turns, row.kind, row.document_id, row.start, row.end, row.writer)
        for row in load_follow_ups(corpus)
        if row.kind != "place"
    ]
    pairs = chance.choice(len(questions), (_SHIFTS, 2))
    for first, second in pairs:
        asked = questions[second]
        rows.append(((questions[first].question, asked.question), "shift", asked.document_id, asked.start, asked.end, ""))
    for number in chance.choice(len(strangers), _STRANGE_SHIFTS, replace=False):
        first = questions[chance.integers(len(questions))]
        rows.append(((first.question, strangers[number].question), "stranger", "", -1, -1, ""))
    return [_example(index, *row) for row in rows]


def _example(index: Index, turns: tuple[str, ...], kind: str, document_id: str, start: int, end: int, writer: str) -> Example:
    earlier: tuple[Turn, ...] = ()
    for message in turns[:-1]:
        earlier = (*earlier, Turn(message=message, standalone=read(message, earlier).standalone))
    reading = read(turns[-1], earlier)
    looks = Looks(*(index.retrieve(text, number=CANDIDATES) for text in (reading.alone, reading.together)))
    return Example(reading=reading, looks=looks, kind=kind, document_id=document_id, start=start, end=end, writer=writer)


def fit(examples: Sequence[Example]) -> FollowUpModel:
    leans = np.array([example.leans for example in examples])
    features = np.array([leaning_features(example.reading.alone, example.looks) for example in examples])
    leaning = LogisticRegression(C=0.5, class_weight="balanced", max_iter=1000).fit(features, leans)
    model = FollowUpModel(leaning=np.append(leaning.coef_[0], leaning.intercept_), ranking=np.zeros(2), answering=np.zeros(5))
    answerable = np.array([example.answerable for example in examples])
    weight = np.where(answerable, (1.0 - _STRANGERS) / answerable.mean(), _STRANGERS / (1.0 - answerable.mean()))
    table = np.array([answering_features(e.looks, model.leans(e.reading.alone, e.looks)) for e in examples])
    answering = LogisticRegression(C=0.5, max_iter=1000).fit(table, answerable, sample_weight=weight)
    ranking = _fit_ranking([example for example in examples if example.leans and example.answerable])
    return replace(model, ranking=ranking, answering=np.append(answering.coef_[0], answering.intercept_))


def _fit_ranking(examples: Sequence[Example]) -> np.ndarray:
    """A conditional logit: the chunk that answers against the other candidates."""
    tables = []
    for example in examples:
        ids = sorted({hit.chunk.id for look in example.looks.both for hit in look.hits})
        gold = example.gold(ids, example.looks)
        if gold:
            tables.append((ranking_features(example.looks, ids), gold))

    def loss(weights: np.ndarray) -> float:
        value = _RIDGE * float((weights - _PLAIN) @ (weights - _PLAIN))
        for table, gold in tables:
            logits = table @ weights
            shares = np.exp(logits - logits.max())
            value -= float(np.log(shares[gold].sum() / shares.sum())) / len(tables)
        return value

    return np.asarray(minimize(loss, _PLAIN, method="L-BFGS-B").x)


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    examples = collect(unseen_index())
    folds = np.arange(len(examples)) % _SPLITS
    writers = sorted({example.writer for example in examples} - {""})
    # A pair of questions has no conversation's writer: it goes with either in turn.
    by_writer = np.array([writers.index(e.writer) if e.writer else n % len(writers) for n, e in enumerate(examples)])
    for title, part in (("five-fold", folds), ("writer unseen", by_writer)):
        models = {split: fit([e for e, p in zip(examples, part, strict=True) if p != split]) for split in set(part.tolist())}
        print(title)
        for kind in sorted({example.kind for example in examples}):
            rows = [(e, models[p]) for e, p in zip(examples, part.tolist(), strict=True) if e.kind == kind]
            print(f"{kind:13s} n={len(rows):4d} {_figures(rows)}")
    model = fit(examples)
    print("ranking: together, alone:", np.round(model.ranking, 2))
    names = ("leaning", "ranking", "answering")
    raw = {name: [round(float(w), 5) for w in getattr(model, name)] for name in names}
    MODEL_PATH.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    print(f"saved {MODEL_PATH}")


def _figures(rows: Sequence[tuple[Example, FollowUpModel]]) -> str:
    """Read as leaning, refused, and right first: as learned, and as the words alone say."""
    leaning, refused, first, by_words = [], [], [], []
    for example, model in rows:
        leans = model.leans(example.reading.alone, example.looks)
        found = model.combine(example.looks, leans, 10)
        plain = example.looks.together if example.reading.depends else example.looks.alone
        leaning.append(leans >= 0.5)
        refused.append(found.answerable < 0.5)
        first.append(bool(example.gold([found.hits[0].chunk.id], example.looks)))
        by_words.append(bool(example.gold([plain.hits[0].chunk.id], example.looks)))
    return (
        f"leans {np.mean(leaning):.2f} refused {np.mean(refused):.2f} first {np.mean(first):.2f} "
        f"(by its words alone: leans {np.mean([e.reading.depends for e, _ in rows]):.2f} first {np.mean(by_words):.2f})"
    )


if __name__ == "__main__":
    main()
