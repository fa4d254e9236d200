"""Regression evals: cases, metrics, control systems, runs, reports, and the comparison with the committed baseline."""

from evals.cases import Case, load_cases
from evals.types import EvalError, Score

__all__ = ["Case", "EvalError", "Score", "load_cases"]
