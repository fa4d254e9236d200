"""A regression is found, noise is not, and what could not be measured is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.baseline import load_baseline
from evals.comparing import Entry, compare
from evals.comparison_report import comparison_text, verdict
from evals.types import EvalError


def entries(
    passed: dict[str, bool | None], *, set_name: str = "brochure", digest: str = "a", critical: bool = False
) -> dict[str, Entry]:
    return {
        name: Entry(
            id=name,
            set=set_name,
            digest=digest,
            critical=critical,
            passed=ok,
            purpose=ok,
            found=None if ok is None else float(ok),
            question=f"Vraag {name}?",
            why="" if ok else "mist een feit",
        )
        for name, ok in passed.items()
    }


def cases(total: int, wrong: range) -> dict[str, bool | None]:
    return {f"c{number}": number not in wrong for number in range(total)}


def test_a_drop_that_is_more_than_chance_is_a_regression() -> None:
    comparison = compare(entries(cases(200, range(0, 10))), entries(cases(200, range(0, 25))))
    assert comparison.exit_code == 1
    assert [row.name for row in comparison.regressions] == ["alle gevallen", "brochure"]
    assert [entry.id for entry in comparison.lost] == [f"c{number}" for number in range(10, 25)]
    assert comparison.rows[0].difference.high < 0


def test_small_noise_is_no_regression() -> None:
    comparison = compare(entries(cases(200, range(0, 10))), entries(cases(200, range(4, 15))))
    assert comparison.exit_code == 0
    assert (len(comparison.won), len(comparison.lost)) == (4, 5)
    assert comparison.rows[0].difference.low < 0 < comparison.rows[0].difference.high


def test_a_significant_gain_is_fine() -> None:
    assert compare(entries(cases(200, range(0, 25))), entries(cases(200, range(0, 10)))).exit_code == 0


def test_one_lost_critical_case_is_enough() -> None:
    base = entries({"mes": True, "brug": True}, set_name="danger", critical=True)
    new = entries({"mes": False, "brug": True}, set_name="danger", critical=True)
    comparison = compare(base, new)
    assert comparison.exit_code == 1
    assert [entry.id for entry in comparison.lost_critical] == ["mes"]
    assert "mes: Vraag mes? — mist een feit" in comparison_text(comparison, "basis")


def test_a_case_that_can_no_longer_be_scored_is_not_dropped() -> None:
    comparison = compare(entries({"a": True, "b": True}), entries({"a": True, "b": None}))
    assert comparison.exit_code == 2
    assert "1 gevallen konden niet worden gescoord" in verdict(comparison)


def test_a_case_that_disappeared_cannot_pass_for_fine() -> None:
    comparison = compare(entries({"a": True, "b": True}), entries({"a": True}))
    assert (comparison.exit_code, comparison.removed) == (2, ("b",))


def test_sets_that_were_left_out_are_not_missed() -> None:
    base = {**entries({"a": True}), **entries({"d": True}, set_name="danger")}
    assert compare(base, entries({"a": True})).exit_code == 0


def test_a_changed_case_is_neither_won_nor_lost() -> None:
    base = {**entries({"a": True}), **entries({"b": True})}
    new = {**entries({"a": False}, digest="b"), **entries({"b": True, "c": True})}
    comparison = compare(base, new)
    assert (comparison.changed, comparison.added, comparison.lost) == (("a",), ("c",), ())


def test_nothing_in_common_is_not_measured() -> None:
    assert compare({}, entries({"a": True})).exit_code == 2


def test_without_a_baseline_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="python -m evals baseline"):
        load_baseline(tmp_path / "baseline.json")


def test_many_looks_make_a_small_p_less_special() -> None:
    """Six lost of six sets is p 0.03 in one of them: by chance that happens somewhere."""
    base = {**entries(cases(100, range(0, 0)))}
    new = {**entries(cases(100, range(0, 6)))}
    for number, name in enumerate(("other", "unanswerable", "followup", "lookalike")):
        passed = {f"{name}{n}": True for n in range(50)}
        base |= entries(passed, set_name=name)
        new |= entries({**passed, **{f"{name}{n}": number % 2 == 0 for n in range(2)}}, set_name=name)
    row = next(row for row in compare(base, new).rows if row.name == "brochure")
    assert row.p < 0.05 < row.corrected


def test_sentences_that_lose_their_support_stop_a_change() -> None:
    base = {f"c{n}": replace(entry, supported=1.0) for n, entry in enumerate(entries(cases(60, range(0, 0))).values())}
    new = {name: replace(entry, supported=0.5 if n % 3 == 0 else 1.0) for n, (name, entry) in enumerate(base.items())}
    comparison = compare(base, new)
    assert comparison.exit_code == 1
    assert "minder vaak door hun eigen citaat gedekt" in verdict(comparison)
    assert compare(base, base).exit_code == 0


def test_both_answers_stand_side_by_side() -> None:
    base = {"a": replace(entries({"a": True})["a"], answer="Ja, dat mag [1].")}
    new = {"a": replace(entries({"a": False})["a"], answer="Dat weet ik niet.")}
    text = comparison_text(compare(base, new), "basis")
    assert "  - basis: Ja, dat mag [1].\n  - nieuw: Dat weet ik niet." in text


def test_a_retired_case_is_not_missed() -> None:
    comparison = compare(entries({"a": True, "b": True}), entries({"a": True}), retired={"b"})
    assert (comparison.exit_code, comparison.removed) == (0, ())


def test_a_slice_misses_nothing() -> None:
    assert compare(entries({"a": True, "b": True}), entries({"a": True}), partial=True).exit_code == 0


def test_saying_yes_where_the_source_says_no_is_critical_wherever_it_happens() -> None:
    base = entries({"a": True})
    new = {"a": replace(entries({"a": False})["a"], misleads=True)}
    assert compare(base, new).exit_code == 1
    assert compare(new, new).exit_code == 0
