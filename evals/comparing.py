"""What a change won and lost, question by question, and whether that is more than chance."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evals.answers import SavedAnswer
from evals.cases import SETS
from evals.scoring import CaseResult
from evals.statistics import ALPHA, Interval, holm, mcnemar_exact, paired_difference, smallest_difference

#: The share of cases that may be expected to change between two versions; without it a comparison in which nothing changed
#: would boast that it could have shown any difference at all.
USUAL_CHANGE = 0.10


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a comparison needs of one scored case: whether it passed, 1/rank of the right passage, and the share of the sentences
    that their own citations support; a baseline's entries have no ``question``, ``why`` and ``answer``."""

    id: str
    set: str
    digest: str
    critical: bool
    passed: bool | None
    purpose: bool | None
    found: float | None
    supported: float | None = None
    misleads: bool = False  # claims yes where the source says no, or the other way round
    question: str = ""
    why: str = ""
    answer: str = ""

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Entry":
        return cls(**{name: row[name] for name in cls.__dataclass_fields__ if name in row})


@dataclass(frozen=True, kw_only=True)
class Row:
    """A paired comparison over some of the cases: shares passed, cases won and lost, McNemar's exact p, the difference.

    ``corrected`` is p after Holm's correction over all rows; ``smallest`` the smallest difference that so many cases would show.
    """

    name: str
    cases: int
    base: float
    new: float
    won: int
    lost: int
    p: float
    corrected: float
    difference: Interval
    smallest: float


@dataclass(frozen=True, kw_only=True)
class Means:
    """A mean in base and new over the same cases, and the interval of the difference."""

    base: float
    new: float
    difference: Interval

    @property
    def fell(self) -> bool:
        """Whether it is lower by more than chance."""
        return self.difference.high < 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that changed between a base and a new run. ``rows`` starts with the one over all cases."""

    rows: tuple[Row, ...]
    found: Means | None  # of 1/rank
    supported: Means | None  # of the share of the sentences that their own citations support
    won: tuple[Entry, ...]
    lost: tuple[Entry, ...]
    lost_critical: tuple[Entry, ...]
    before: Mapping[str, Entry]  # the base's entries of what was won or lost, by id
    unscored: tuple[Entry, ...]
    changed: tuple[str, ...]  # cases whose question or gold differ from the base's: not comparable
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def regressions(self) -> tuple[Row, ...]:
        """The rows with a significant drop."""
        return tuple(row for row in self.rows if row.lost > row.won and row.corrected < ALPHA)

    @property
    def unmeasured(self) -> str:
        """Why the comparison cannot be trusted, in Dutch; empty if it can."""
        reasons = []
        if not self.rows:
            reasons.append("er is geen enkel geval dat in beide voorkomt")
        if self.unscored:
            reasons.append(f"{len(self.unscored)} gevallen konden niet worden gescoord")
        if self.removed:
            reasons.append(f"{len(self.removed)} gevallen van de basis zijn er niet meer")
        return "; ".join(reasons)

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a significant regression or a lost critical case, 2 could not be measured."""
        if self.regressions or self.lost_critical or (self.supported and self.supported.fell):
            return 1
        return 2 if self.unmeasured else 0


def entries_of(results: Iterable[CaseResult], answers: Mapping[str, SavedAnswer] | None = None) -> dict[str, Entry]:
    """The entries of a scored run by case id, with what was answered where ``answers`` are given."""
    said = answers or {}
    return {
        result.case.id: Entry(
            id=result.case.id,
            set=result.case.set,
            digest=result.case.digest,
            critical=result.case.is_critical,
            passed=result.passed,
            purpose=result.purpose,
            found=result.found,
            supported=result.supported,
            misleads=result.misleads,
            question=result.case.question,
            why=result.why,
            answer=said[result.case.id].answer if result.case.id in said else "",
        )
        for result in results
    }


def compare(
    base: Mapping[str, Entry], new: Mapping[str, Entry], *, retired: Collection[str] = (), partial: bool = False
) -> Comparison:
    """Compares case by case; retired cases, and cases of sets that the new run left out, are not missed.

    ``partial``: the new run answered only a slice of the cases, so that none is missed.
    """
    sets = set() if partial else {entry.set for entry in new.values()}
    same = [(base[name], entry) for name, entry in new.items() if name in base and base[name].digest == entry.digest]
    scored = [(before, after) for before, after in same if before.passed is not None and after.passed is not None]
    groups: dict[str, list[tuple[Entry, Entry]]] = {"alle gevallen": scored}
    groups |= {name: [pair for pair in scored if pair[1].set == name] for name in SETS}
    ranked = [(b.found, a.found) for b, a in scored if b.found is not None and a.found is not None]
    cited = [(b.supported, a.supported) for b, a in scored if b.supported is not None and a.supported is not None]
    won = tuple(after for before, after in scored if after.passed and not before.passed)
    lost = tuple(after for before, after in scored if before.passed and not after.passed)
    critical = tuple(after for before, after in same if _is_lost_critical(before, after))
    return Comparison(
        rows=_rows({name: pairs for name, pairs in groups.items() if pairs}),
        found=_means(ranked),
        supported=_means(cited),
        won=won,
        lost=lost,
        lost_critical=critical,
        before={entry.id: base[entry.id] for entry in (*won, *lost, *critical)},
        unscored=tuple(after for before, after in same if before.passed is not None and after.passed is None),
        changed=tuple(name for name, entry in new.items() if name in base and base[name].digest != entry.digest),
        added=tuple(name for name in new if name not in base),
        removed=tuple(name for name, entry in base.items() if name not in new and name not in retired and entry.set in sets),
    )


def _is_lost_critical(before: Entry, after: Entry) -> bool:
    """A critical case that lost what it was written for, or any case that now says yes for no."""
    return bool(after.critical and before.purpose and after.purpose is False) or (after.misleads and not before.misleads)


def _rows(groups: Mapping[str, list[tuple[Entry, Entry]]]) -> tuple[Row, ...]:
    """A row for each group of pairs (base, new)."""
    changes = {name: _changes(pairs) for name, pairs in groups.items()}
    p_values = [mcnemar_exact(won, lost) for won, lost in changes.values()]
    rows = []
    for (name, pairs), p, corrected in zip(groups.items(), p_values, holm(p_values), strict=True):
        before = [float(bool(entry.passed)) for entry, _ in pairs]
        after = [float(bool(entry.passed)) for _, entry in pairs]
        won, lost = changes[name]
        rows.append(
            Row(
                name=name,
                cases=len(pairs),
                base=sum(before) / len(pairs),
                new=sum(after) / len(pairs),
                won=won,
                lost=lost,
                p=p,
                corrected=corrected,
                difference=paired_difference(before, after),
                smallest=smallest_difference(len(pairs), max(USUAL_CHANGE, (won + lost) / len(pairs))),
            )
        )
    return tuple(rows)


def _changes(pairs: list[tuple[Entry, Entry]]) -> tuple[int, int]:
    """How many were won and how many lost."""
    won = sum(bool(after.passed) > bool(before.passed) for before, after in pairs)
    return won, sum(bool(after.passed) < bool(before.passed) for before, after in pairs)


def _means(pairs: list[tuple[float, float]]) -> Means | None:
    if not pairs:
        return None
    before, after = [b for b, _ in pairs], [a for _, a in pairs]
    difference = paired_difference(before, after)
    return Means(base=sum(before) / len(pairs), new=sum(after) / len(pairs), difference=difference)
