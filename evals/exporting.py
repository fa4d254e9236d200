"""A run for other programs: a table for a spreadsheet, and JUnit XML for whatever shows test results."""

import csv
import io
import xml.etree.ElementTree as ElementTree

from evals.figures import slices
from evals.running import PRODUCT, ScoredRun

_FIRST_COLUMNS = ("id", "set", "style", "audience", "difficulty", "kind", "expect", "question", "outcome", "passed", "why")


def scores_table(run: ScoredRun) -> str:
    """CSV with a row for each case and a column for each metric; an empty cell is a metric that does not apply or was not had."""
    metrics = sorted({name for result in run.product for name in result.scores})
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*_FIRST_COLUMNS, *metrics])
    for result in run.product:
        case, answer = result.case, run.answers[PRODUCT].get(result.case.id)
        values = [result.scores[name].value if name in result.scores else None for name in metrics]
        writer.writerow(
            [
                *(case.id, case.set, case.style, case.audience, case.difficulty, case.kind, case.expect),
                *(_harmless(case.question), answer.outcome if answer else "", _word(result.passed), result.why),
                *("" if value is None else value for value in values),
            ]
        )
    return target.getvalue()


def junit(run: ScoredRun) -> str:
    """JUnit XML: a test suite for each set, a failure for each case that is not passed, an error for one that was not scored."""
    suites = ElementTree.Element("testsuites", name="evals", tests=str(len(run.product)))
    for name, results in slices(run.product, "set").items():
        failed = sum(result.passed is False for result in results)
        lost = sum(result.passed is None for result in results)
        counts = {"name": name, "tests": str(len(results)), "failures": str(failed), "errors": str(lost)}
        suite = ElementTree.SubElement(suites, "testsuite", counts)
        for result in results:
            case = ElementTree.SubElement(suite, "testcase", classname=name, name=result.case.id)
            if result.passed is not True:
                kind = "failure" if result.passed is False else "error"
                ElementTree.SubElement(case, kind, message=result.why).text = result.case.question
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _word(passed: bool | None) -> str:
    return {True: "ja", False: "nee", None: "niet te scoren"}[passed]


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
