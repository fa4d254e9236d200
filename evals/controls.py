"""Control systems: what the figures would be without understanding anything. A figure that they reach as well says little."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus import Corpus
from evals.answers import SavedAnswer, SavedCitation, SavedHit
from evals.cases import Case
from evals.tutorial import TutorialPipeline
from evals.wording import claims
from index.keywords import KeywordIndex
from index.types import Chunk

_HITS = 10


@dataclass(frozen=True, kw_only=True)
class Control:
    """A control system: from a case and the product's answer to it, an answer of its own."""

    name: str
    title: str
    answer: Callable[[Case, SavedAnswer], SavedAnswer]


def controls(corpus: Corpus, chunks: tuple[Chunk, ...]) -> tuple[Control, ...]:
    """The control systems over the same documents; all but the tutorial's over the same chunks."""
    texts = {document.id: document.text for document in corpus.documents}
    words = KeywordIndex.build([" ".join([*chunk.heading, chunk.text]) for chunk in chunks])
    recipe = TutorialPipeline(texts)
    return (
        Control(name="parrot", title="Papegaai", answer=lambda case, product: parrot(case, product.hits, texts)),
        Control(name="refuse", title="Weigert alles", answer=lambda case, _: refuse(case)),
        Control(
            name="bm25",
            title="Alleen BM25",
            answer=_timed(lambda case, _: parrot(case, keyword_hits(words, chunks, case.question), texts)),
        ),
        Control(
            name="tutorial",
            title="Standaardrecept",
            answer=_timed(lambda case, _: parrot(case, recipe.hits(case.question, _HITS), texts)),
        ),
    )


def _timed(answer: Callable[[Case, SavedAnswer], SavedAnswer]) -> Callable[[Case, SavedAnswer], SavedAnswer]:
    """The same answer with how long it took, for a control that searches by itself."""

    def timed(case: Case, product: SavedAnswer) -> SavedAnswer:
        started = time.perf_counter()
        found = answer(case, product)
        return found.model_copy(update={"milliseconds": round(1000 * (time.perf_counter() - started), 1)})

    return timed


def parrot(case: Case, hits: tuple[SavedHit, ...], texts: Mapping[str, str]) -> SavedAnswer:
    """Always answers, with all the words of the top hit, every sentence cited."""
    if not hits:
        return refuse(case)
    top = hits[0]
    quote = texts[top.document_id][top.start : top.end]
    return SavedAnswer(
        id=case.id,
        turns=case.turns,
        outcome="answered",
        answer=" ".join(f"{claim} [1]" for claim in claims(quote)),
        citations=(SavedCitation(number=1, document_id=top.document_id, quote=quote, start=top.start, end=top.end),),
        hits=hits,
    )


def refuse(case: Case) -> SavedAnswer:
    """Never answers."""
    return SavedAnswer(id=case.id, turns=case.turns, outcome="not_found", answer="Dat weet ik niet.")


def keyword_hits(words: KeywordIndex, chunks: tuple[Chunk, ...], question: str) -> tuple[SavedHit, ...]:
    """The chunks with the best BM25 score for the question as it was typed, without what was said before."""
    scores = words.scores(question)
    order = (-scores).argsort(kind="stable")[:_HITS]
    return tuple(
        SavedHit(document_id=chunks[i].document_id, start=chunks[i].start, end=chunks[i].end, score=float(scores[i]))
        for i in order
        if scores[i] > 0
    )
