"""Checks the case files: every problem with its file, line and remedy, all at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from corpus import load_corpus
from corpus.manifest import CORPUS_DIR
from evals.cases import CASES_DIR, SETS, Case, CaseLine, read_case_lines, shown_path
from evals.comparing import Entry
from evals.leaks import find_leaks, load_material
from evals.retiring import retired_ids
from evals.sources import Sources
from evals.spans import places_of
from evals.wording import holds_fact


def check_cases(
    cases_dir: Path = CASES_DIR, corpus_dir: Path = CORPUS_DIR, baseline: Mapping[str, Entry] | None = None
) -> list[str]:
    """The problems of all case files, in Dutch; empty if there are none.

    With the entries of a ``baseline``, a case that was in it may not have been changed or dropped without being retired.
    """
    lines = list(read_case_lines(cases_dir))
    corpus = load_corpus(corpus_dir)
    problems = [
        f"{shown_path(cases_dir / name)}.jsonl: dit bestand ontbreekt. Maak het, met minstens één geval."
        for name in _missing(cases_dir)
    ]
    problems += [f"{line.place}: {line.problem}" for line in lines if line.case is None]
    problems += _double_ids(lines)
    problems += _silent_changes(lines, baseline or {}, retired_ids(cases_dir))
    sources = Sources(corpus=corpus, chunks={}, corpus_dir=corpus_dir)
    for line in lines:
        if line.case is not None:
            problems += [f"{line.place}, {line.case.id}: {problem}" for problem in _problems(line, line.case, sources)]
    return problems


def check_leaks(cases_dir: Path = CASES_DIR, corpus_dir: Path = CORPUS_DIR) -> list[str]:
    """The case questions that index or encoder may have seen, in Dutch, by name; empty if there are none."""
    return [
        f"{leak.line.place}, {leak.line.case.id if leak.line.case else ''}: de vraag lijkt te veel ({leak.measure}) op "
        f'{leak.material.place}: "{leak.material.text}". Haal die regel daar weg, of herschrijf het geval.'
        for leak in find_leaks(list(read_case_lines(cases_dir)), load_material(corpus_dir))
    ]


def _missing(cases_dir: Path) -> list[str]:
    return [name for name in SETS if not (cases_dir / f"{name}.jsonl").is_file()]


def _silent_changes(lines: Sequence[CaseLine], baseline: Mapping[str, Entry], retired: Collection[str]) -> Iterator[str]:
    """Cases that are not what they were when the baseline was made: whoever edits a case makes it another one."""
    cases = {line.case.id: line for line in lines if line.case}
    for name, entry in baseline.items():
        line = cases.get(name)
        if line is None or line.case is None:
            if name not in retired:
                yield (
                    f"het geval '{name}' ({entry.set}) staat in de baseline en is weg. Zet het terug. Moet het weg: "
                    f'python -m evals retire {name} --reason "…".'
                )
        elif line.case.digest != entry.digest:
            yield (
                f"{line.place}: het geval '{name}' is veranderd sinds de baseline. Zet het terug en geef het veranderde geval "
                "een nieuw id; trek het oude daarna terug met: python -m evals retire."
            )
    for name in retired:
        if name in cases:
            yield f"{cases[name].place}: het id '{name}' is van een teruggetrokken geval. Geef dit geval een ander id."


def _double_ids(lines: Sequence[CaseLine]) -> Iterator[str]:
    seen: dict[str, CaseLine] = {}
    for line in lines:
        if line.case is None:
            continue
        first = seen.setdefault(line.case.id, line)
        if first is not line:
            yield f"{line.place}: het id '{line.case.id}' staat ook in {first.place}. Geef elk geval een eigen id."


def _problems(line: CaseLine, case: Case, sources: Sources) -> Iterator[str]:
    if case.set != line.path.stem:
        yield f"'set' is '{case.set}', maar het bestand is {line.path.name}. Zet het geval in {case.set}.jsonl."
    yield from quote_problems(case, sources)


def quote_problems(case: Case, sources: Sources) -> Iterator[str]:
    """What is wrong with a case's gold and facts, held against the documents."""
    for gold in case.gold:
        if gold.document not in sources.texts:
            yield f"er is geen document '{gold.document}'. Kies uit: {', '.join(sources.texts)}."
        elif not sources.holds(gold.quote, gold.document):
            yield f"niet letterlijk in '{gold.document}': \"{gold.quote[:80]}\". Neem het citaat over zoals het er staat."
        elif not places_of(sources.texts[gold.document], gold.quote):
            yield (
                f"het citaat loopt door een kop, voetnoot of bijschrift van '{gold.document}': \"{gold.quote[:80]}\". "
                "Kies een stuk dat in de lopende tekst of in één tabelrij staat."
            )
    for fact in case.facts if case.gold else ():
        if not any(holds_fact(gold.quote, fact) for gold in case.gold):
            yield f"het feit '{fact}' staat in geen van de citaten. Neem de woorden van het citaat over."
