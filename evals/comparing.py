"""What a change won and lost, question by question, and whether that is more than chance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evals.cases import SETS
from evals.scoring import CaseResult
from evals.statistics import Interval, mcnemar_exact, paired_difference

#: A drop over all cases counts as a regression below this p-value; one within a set below a sixth of it, there being six sets.
ALPHA = 0.05


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a comparison needs of one scored case; a baseline's entries have no ``question`` and ``why``."""

    id: str
    set: str
    digest: str
    critical: bool
    passed: bool | None
    purpose: bool | None
    found: float | None
    question: str = ""
    why: str = ""

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Entry":
        return cls(**{name: row[name] for name in cls.__dataclass_fields__ if name in row})


@dataclass(frozen=True, kw_only=True)
class Row:
    """A paired comparison over some of the cases: shares passed, cases won and lost, McNemar's exact p, the difference."""

    name: str
    cases: int
    base: float
    new: float
    won: int
    lost: int
    p: float
    difference: Interval


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that changed between a base and a new run. ``rows`` starts with the one over all cases."""

    rows: tuple[Row, ...]
    found: tuple[float, float, Interval] | None  # mean 1/rank in base and new, and the interval of the difference
    won: tuple[Entry, ...]
    lost: tuple[Entry, ...]
    lost_critical: tuple[Entry, ...]
    unscored: tuple[Entry, ...]
    changed: tuple[str, ...]  # cases whose question or gold differ from the base's: not comparable
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def regressions(self) -> tuple[Row, ...]:
        """The rows with a significant drop."""
        return tuple(
            row for number, row in enumerate(self.rows) if row.lost > row.won and row.p < ALPHA / (len(SETS) if number else 1)
        )

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
        if self.regressions or self.lost_critical:
            return 1
        return 2 if self.unmeasured else 0


def entries_of(results: Iterable[CaseResult]) -> dict[str, Entry]:
    """The entries of a scored run by case id."""
    return {
        result.case.id: Entry(
            id=result.case.id,
            set=result.case.set,
            digest=result.case.digest,
            critical=result.case.is_critical,
            passed=result.passed,
            purpose=result.purpose,
            found=result.found,
            question=result.case.question,
            why=result.why,
        )
        for result in results
    }


def compare(base: Mapping[str, Entry], new: Mapping[str, Entry]) -> Comparison:
    """Compares case by case; cases of sets that the new run left out are not missed."""
    sets = {entry.set for entry in new.values()}
    same = [(base[name], entry) for name, entry in new.items() if name in base and base[name].digest == entry.digest]
    scored = [(before, after) for before, after in same if before.passed is not None and after.passed is not None]
    groups = {"alle gevallen": scored, **{name: [pair for pair in scored if pair[1].set == name] for name in SETS}}
    ranked = [(b.found, a.found) for b, a in scored if b.found is not None and a.found is not None]
    return Comparison(
        rows=tuple(_row(name, pairs) for name, pairs in groups.items() if pairs),
        found=_found(ranked) if ranked else None,
        won=tuple(after for before, after in scored if after.passed and not before.passed),
        lost=tuple(after for before, after in scored if before.passed and not after.passed),
        lost_critical=tuple(after for before, after in same if after.critical and before.purpose and after.purpose is False),
        unscored=tuple(after for before, after in same if before.passed is not None and after.passed is None),
        changed=tuple(name for name, entry in new.items() if name in base and base[name].digest != entry.digest),
        added=tuple(name for name in new if name not in base),
        removed=tuple(name for name, entry in base.items() if name not in new and entry.set in sets),
    )


def _row(name: str, pairs: list[tuple[Entry, Entry]]) -> Row:
    before = [float(bool(entry.passed)) for entry, _ in pairs]
    after = [float(bool(entry.passed)) for _, entry in pairs]
    won = sum(b < a for b, a in zip(before, after, strict=True))
    lost = sum(b > a for b, a in zip(before, after, strict=True))
    return Row(
        name=name,
        cases=len(pairs),
        base=sum(before) / len(pairs),
        new=sum(after) / len(pairs),
        won=won,
        lost=lost,
        p=mcnemar_exact(won, lost),
        difference=paired_difference(before, after),
    )


def _found(pairs: list[tuple[float, float]]) -> tuple[float, float, Interval]:
    before, after = [b for b, _ in pairs], [a for _, a in pairs]
    return sum(before) / len(pairs), sum(after) / len(pairs), paired_difference(before, after)
