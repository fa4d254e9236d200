"""Does the gate bite? Breaks the product on purpose, in one way at a time, and holds each broken one against the whole one.

Most mutations change what was answered; those that change how it is found answer again. A gate that lets one of them pass would
let the same fault pass when somebody makes it by accident.
"""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assistant import Assistant
from corpus.documents import Corpus
from evals.answers import SavedAnswer, SavedNotice
from evals.cases import SETS, Case
from evals.comparing import Comparison, compare, entries_of
from evals.running import answer_case
from evals.scoring import CaseResult, score_all
from evals.sources import Sources
from index import Index

Change = Callable[[Case, SavedAnswer], SavedAnswer]
Break = Callable[[Assistant], Assistant]

_ONE_IN = 12  # of the bank is left when it is cut
_OTHER_WORD = {"ja": "nee", "nee": "ja"}


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """One way to break the product: a ``change`` of its answers, or a broken assistant (``breaks``) that answers again."""

    name: str
    title: str
    change: Change | None = None
    breaks: Break | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the gate says of a mutation."""

    mutation: Mutation
    comparison: Comparison

    @property
    def caught(self) -> bool:
        return self.comparison.exit_code != 0


def sample(cases: Sequence[Case], a_set: int) -> tuple[Case, ...]:
    """At most ``a_set`` cases of each set, spread over it, and every case in which the source itself says yes or no."""
    chosen: dict[str, Case] = {}
    for name in SETS:
        group = [case for case in cases if case.set == name]
        step = max(1, len(group) // max(1, a_set))
        chosen |= {case.id: case for case in group[::step][:a_set]}
    chosen |= {case.id: case for case in cases if case.verdict}
    return tuple(chosen.values())


def check_mutations(assistant: Assistant, cases: Sequence[Case], sources: Sources) -> Iterator[Outcome]:
    """The gate's word on every mutation, one by one."""
    whole = {case.id: answer_case(assistant, case) for case in cases}
    base = entries_of(score_all(cases, whole, sources))
    for mutation in MUTATIONS:
        if mutation.change:
            answers = {case.id: mutation.change(case, whole[case.id]) for case in cases}
        else:
            broken = mutation.breaks(assistant) if mutation.breaks else assistant
            answers = {case.id: answer_case(broken, case) for case in cases}
        results: tuple[CaseResult, ...] = score_all(cases, answers, sources)
        yield Outcome(mutation=mutation, comparison=compare(base, entries_of(results)))


# Answers changed -----------------------------------------------------------------------------------------------------


def _refused(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"outcome": "not_found", "answer": "Dat weet ik niet.", "citations": (), "verdict": None})


def _verdict_swapped(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"verdict": _OTHER_WORD.get(answer.verdict or "")})


def _citations_shuffled(case: Case, answer: SavedAnswer) -> SavedAnswer:
    """Each [n] points at the citation after its own."""
    numbers = [citation.number for citation in answer.citations]
    turned = dict(zip(numbers, [*numbers[1:], *numbers[:1]], strict=True))
    moved = tuple(citation.model_copy(update={"number": turned[citation.number]}) for citation in answer.citations)
    return answer.model_copy(update={"citations": moved})


def _spans_off_by_one(case: Case, answer: SavedAnswer) -> SavedAnswer:
    moved = tuple(c.model_copy(update={"start": c.start + 1, "end": c.end + 1}) for c in answer.citations)
    return answer.model_copy(update={"citations": moved})


def _quotes_reworded(case: Case, answer: SavedAnswer) -> SavedAnswer:
    def reworded(text: str) -> str:
        return re.sub(r"\b(?:kan|kunnen|mag|mogen)\b", "moet", re.sub(r"\bniet\b ?", "", text))

    said = tuple(c.model_copy(update={"quote": reworded(c.quote)}) for c in answer.citations)
    return answer.model_copy(update={"answer": reworded(answer.answer), "citations": said})


def _markers_lost(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"answer": re.sub(r" ?\[\d+\]", "", answer.answer)})


def _numbers_changed(case: Case, answer: SavedAnswer) -> SavedAnswer:
    """Every number outside the markers is one more; the citations stay."""
    more = re.sub(r"(?<!\[)\b\d+\b(?!\])", lambda match: str(int(match[0]) + 1), answer.answer)
    words = re.sub(r"\b(?:twee|drie|vier|vijf|zes|zeven)\b", "negen", more)
    return answer.model_copy(update={"answer": words})


def _uncited_advice(case: Case, answer: SavedAnswer) -> SavedAnswer:
    added = f"{answer.answer} Neem daarom meteen een advocaat in de arm."
    return answer.model_copy(update={"answer": added}) if answer.outcome == "answered" else answer


def _danger_missed(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"notices": tuple(notice for notice in answer.notices if notice.kind != "danger")})


def _danger_everywhere(case: Case, answer: SavedAnswer) -> SavedAnswer:
    shown = SavedNotice(kind="danger", text="Bel 112.", signposts=("112", "113", "kindertelefoon", "veilig thuis"))
    return answer.model_copy(update={"notices": (shown, *answer.notices)})


def _question_repeated(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"answer": f"Je vroeg: {' '.join(case.turns)}\n\n{answer.answer}"})


def _nothing_masked(case: Case, answer: SavedAnswer) -> SavedAnswer:
    return answer.model_copy(update={"masked": case.turns if answer.masked else ()})


# Assistants broken ---------------------------------------------------------------------------------------------------


def _changed(assistant: Assistant, **changes: Any) -> Assistant:
    broken = copy.copy(assistant)
    for name, value in changes.items():
        setattr(broken, name, value)
    return broken


def _always_answers(assistant: Assistant) -> Assistant:
    return _changed(assistant, settings=assistant.settings.model_copy(update={"answer_threshold": 0.0}))


class _WithoutBrochure(Index):
    """An index that never finds the source that leads every answer."""

    def retrieve(self, question: str, *, number: int = 10, documents: frozenset[str] | None = None) -> Any:
        known = frozenset(chunk.document_id for chunk in self.chunks)
        return super().retrieve(question, number=number, documents=(documents or known) - {"brochure"})


def _document_dropped(assistant: Assistant) -> Assistant:
    index = copy.copy(assistant.index)
    index.__class__ = _WithoutBrochure
    return _changed(assistant, index=index)


def _bank_cut(assistant: Assistant) -> Assistant:
    index, bank = copy.copy(assistant.index), assistant.index.bank
    index.bank = bank.only(np.arange(len(bank.texts)) % _ONE_IN == 0)
    return _changed(assistant, index=index)


class _Forgetful(Assistant):
    """Hears only the last message of a conversation."""

    def answer(self, turns: Sequence[str], **options: Any) -> Any:
        return super().answer(turns[-1:], **options)


def _conversation_forgotten(assistant: Assistant) -> Assistant:
    broken = copy.copy(assistant)
    broken.__class__ = _Forgetful
    return broken


def _texts_shifted(assistant: Assistant) -> Assistant:
    """A corpus that was read anew after one line was added, under the spans of the old index."""
    documents = tuple(replace(document, text=f"Nieuw.\n{document.text}") for document in assistant.corpus.documents)
    return _changed(assistant, corpus=Corpus(documents=documents, sections=assistant.corpus.sections))


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(name="refuse", title="weigert alles", change=_refused),
    Mutation(name="answer", title="beantwoordt alles", breaks=_always_answers),
    Mutation(name="drop-document", title="vindt de brochure niet meer", breaks=_document_dropped),
    Mutation(name="cut-bank", title="kent maar een twaalfde van de vragenbank", breaks=_bank_cut),
    Mutation(name="stale-index", title="zoekt met een index van een oudere tekst", breaks=_texts_shifted),
    Mutation(name="forget", title="vergeet het gesprek", breaks=_conversation_forgotten),
    Mutation(name="swap-verdict", title="verwisselt ja en nee", change=_verdict_swapped),
    Mutation(name="shuffle-citations", title="verwisselt de citaten", change=_citations_shuffled),
    Mutation(name="off-by-one", title="wijst één teken verderop aan", change=_spans_off_by_one),
    Mutation(name="reword", title="citeert niet letterlijk", change=_quotes_reworded),
    Mutation(name="lose-markers", title="laat de verwijzingen weg", change=_markers_lost),
    Mutation(name="numbers", title="noemt andere getallen dan de bron", change=_numbers_changed),
    Mutation(name="advice", title="voegt een eigen advies toe", change=_uncited_advice),
    Mutation(name="miss-danger", title="ziet geen gevaar", change=_danger_missed),
    Mutation(name="cry-wolf", title="ziet overal gevaar", change=_danger_everywhere),
    Mutation(name="parrot-question", title="herhaalt wat er gevraagd is", change=_question_repeated),
    Mutation(name="unmask", title="maskeert geen persoonsgegevens", change=_nothing_masked),
)
