"""The two values that every part of the evals shares."""

from dataclasses import dataclass


class EvalError(Exception):
    """Something an evaluator can mend; the message says where and how, without a traceback."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One metric on one case. ``value`` is 1.0 or 0.0 for a yes or no, a figure otherwise, and None if it could not be scored.

    Where a metric does not apply to a case at all there is no Score. ``why`` is Dutch and stands beside the score in the report.
    """

    value: float | None
    why: str = ""

    @classmethod
    def of(cls, holds: bool, why: str = "") -> "Score":
        return cls(value=1.0 if holds else 0.0, why=why)

    @property
    def failed(self) -> bool:
        return self.value == 0.0
