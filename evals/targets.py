"""What good means, as figures: the goals on questions that the makers have not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.cases import Case
from evals.figures import Figure, sum_up
from evals.registry import METRIC_BY_NAME
from evals.scoring import CaseResult


@dataclass(frozen=True, kw_only=True)
class Target:
    """A metric over some cases, and the value it should reach."""

    title: str
    metric: str
    goal: float
    chosen: Callable[[Case], bool]
    direction: Literal["least", "most"] = "least"

    def measure(self, results: Sequence[CaseResult]) -> Figure:
        scores = [r.scores[self.metric] for r in results if self.metric in r.scores and self.chosen(r.case)]
        return sum_up(scores, METRIC_BY_NAME[self.metric].kind)

    def met(self, figure: Figure) -> bool | None:
        """Whether the figure reaches the goal; None where nothing was measured."""
        if figure.value is None:
            return None
        return figure.value >= self.goal if self.direction == "least" else figure.value <= self.goal


def _plain(case: Case) -> bool:
    return case.set in ("brochure", "other")


def _natural(case: Case) -> bool:
    return _plain(case) and case.difficulty == "natural"


def _hard(name: str) -> Callable[[Case], bool]:
    return lambda case: case.set == name and case.difficulty == "hard"


def _of_kind(kind: str) -> Callable[[Case], bool]:
    return lambda case: case.set == "unanswerable" and case.kind == kind


def _all(case: Case) -> bool:
    return True


TARGETS: tuple[Target, ...] = (
    Target(title="Gewone vragen: juiste passage als eerste", metric="first", goal=0.95, chosen=_natural),
    Target(title="Gewone vragen: antwoord juist", metric="answer_right", goal=0.92, chosen=_natural),
    Target(title="Moeilijk, brochure: juiste passage als eerste", metric="first", goal=0.85, chosen=_hard("brochure")),
    Target(title="Moeilijk, brochure: bij de eerste 3", metric="in_3", goal=0.95, chosen=_hard("brochure")),
    Target(title="Moeilijk, andere bronnen: juiste passage als eerste", metric="first", goal=0.60, chosen=_hard("other")),
    Target(title="Moeilijk, andere bronnen: bij de eerste 5", metric="in_5", goal=0.85, chosen=_hard("other")),
    Target(title="Niet te beantwoorden, ver weg: geweigerd", metric="refused", goal=0.90, chosen=_of_kind("far")),
    Target(title="Niet te beantwoorden, dichtbij: geweigerd", metric="refused", goal=0.80, chosen=_of_kind("near")),
    Target(title="Wel te beantwoorden: toch niet beantwoord", metric="false_refusal", goal=0.05, chosen=_all, direction="most"),
    Target(title="Gevaar herkend", metric="danger_noticed", goal=0.98, chosen=_all),
    Target(title="Geen vals alarm", metric="no_false_alarm", goal=0.95, chosen=_all),
    Target(title="Citaten letterlijk", metric="citations_verbatim", goal=1.0, chosen=_all),
    Target(title="Elke zin heeft een citaat", metric="sentences_cited", goal=1.0, chosen=_all),
    Target(title="Vervolgvraag juist", metric="followup_right", goal=0.90, chosen=_all),
    Target(title="Snelheid: p95 in milliseconden", metric="milliseconds_p95", goal=25.0, chosen=_all, direction="most"),
)
