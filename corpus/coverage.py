"""How much of the corpus the question bank covers: what each place of the documents is asked, by whom and how."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from corpus.bank import BankQuestion
from corpus.documents import Corpus, is_quotable
from corpus.sentences import section_sentences
from corpus.types import Document, Section
from corpus.words import fold

UnitKind = Literal["fact", "section", "table_row", "recommendation", "abbreviation"]

#: The fewest questions that a unit should have. A fact is a sentence of a FAQ that any question points at.
WANTED: dict[UnitKind, int] = {"fact": 40, "section": 15, "table_row": 6, "recommendation": 10, "abbreviation": 10}
TITLES: dict[UnitKind, str] = {
    "fact": "facts of the FAQ",
    "section": "sections of the other documents",
    "table_row": "table rows",
    "recommendation": "sentences under a heading 'Aanbevelingen'",
    "abbreviation": "abbreviations",
}
#: A heading's last words tell what its sentences are.
_KIND_OF_HEADING: dict[str, UnitKind] = {"aanbevelingen": "recommendation", "verklaring afkortingen": "abbreviation"}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A place in a document that people can ask about, with the questions whose answer touches it."""

    kind: UnitKind
    document_id: str
    heading: tuple[str, ...]
    text: str
    questions: int
    styles: int  # how many different styles
    writers: int

    @property
    def is_short(self) -> bool:
        return self.questions < WANTED[self.kind]


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Two bank questions of the same words whose answers stand in different places."""

    first: BankQuestion
    second: BankQuestion


def coverage(corpus: Corpus, bank: Sequence[BankQuestion]) -> tuple[Unit, ...]:
    """Every unit of every quotable section with its questions, in the order of the documents."""
    return tuple(unit for document in corpus.documents for unit in _document_units(corpus, document, bank))


def unasked_share(corpus: Corpus, bank: Sequence[BankQuestion], document: Document) -> float:
    """The share of the document's quotable characters, headings apart, that answer no bank question."""
    asked = [(q.start, q.end) for q in bank if q.document_id == document.id]
    total = missed = 0
    for section in _sections(corpus, document):
        for sentence in section_sentences(document, section):
            if is_quotable(document, sentence.text):
                total += len(sentence.text)
                if not any(start < sentence.end and end > sentence.start for start, end in asked):
                    missed += len(sentence.text)
    return missed / max(1, total)


def find_twins(bank: Sequence[BankQuestion]) -> Iterator[Twins]:
    """Questions of the same words, upper case and accents apart, under answers that share no word."""
    alike: dict[str, list[BankQuestion]] = {}
    for question in bank:
        alike.setdefault(fold(question.question), []).append(question)
    for group in alike.values():
        for first, second in pairwise(group):
            apart = first.document_id != second.document_id or first.end <= second.start or second.end <= first.start
            if apart:
                yield Twins(first=first, second=second)


def report(corpus: Corpus, bank: Sequence[BankQuestion]) -> str:
    """The coverage of the bank as Markdown."""
    units = coverage(corpus, bank)
    lines = ["# Coverage of the question bank", "", "Made by `python -m corpus coverage`.", ""]
    writers = len({question.writer for question in bank})
    lines += [f"{len(bank):,} questions by {writers} writers (one file each).", ""]
    lines += ["| | units | wanted | fewest | median | too few |", "|---|---:|---:|---:|---:|---:|"]
    for kind, title in TITLES.items():
        counts = [unit.questions for unit in units if unit.kind == kind]
        if counts:
            short = sum(unit.is_short for unit in units if unit.kind == kind)
            lines.append(f"| {title} | {len(counts)} | {WANTED[kind]} | {min(counts)} | {median(counts):g} | {short} |")
    lines += ["", "| document | questions | writers | share of the text that no question points at |", "|---|---:|---:|---:|"]
    for document in corpus.documents:
        own = [question for question in bank if question.document_id == document.id]
        share = unasked_share(corpus, bank, document)
        lines.append(f"| {document.id} | {len(own):,} | {len({q.writer for q in own})} | {share:.1%} |")
    lines += ["", "| style | questions | share |", "|---|---:|---:|"]
    for style, count in Counter(question.style for question in bank).most_common():
        lines.append(f"| {style} | {count:,} | {count / len(bank):.1%} |")
    missing = [unit for unit in units if unit.is_short]
    lines += ["", f"## Units with too few questions ({len(missing)})", ""]
    lines += [f"- {TITLES[unit.kind]}, {unit.document_id}: {unit.questions}, {_shown(unit)}" for unit in missing] or ["None."]
    return "\n".join(lines) + "\n"


def _document_units(corpus: Corpus, document: Document, bank: Sequence[BankQuestion]) -> Iterator[Unit]:
    own = [question for question in bank if question.document_id == document.id]
    is_faq = document.source.layout == "faq"
    for section in _sections(corpus, document):
        kind = _KIND_OF_HEADING.get(section.heading[-1].lower().split(". ")[-1])
        sentences = [s for s in section_sentences(document, section) if is_quotable(document, s.text)]
        if not sentences:
            continue
        if not is_faq:
            yield _unit("section", document, section, section.start, section.end, own)
        for block in section.blocks:
            if block.kind == "table_row":
                yield _unit("table_row", document, section, block.start, block.end, own)
        for sentence in sentences:
            if kind is not None:
                yield _unit(kind, document, section, sentence.start, sentence.end, own)
            elif is_faq:
                unit = _unit("fact", document, section, sentence.start, sentence.end, own)
                if unit.questions:  # a link or a pointer to another question is no fact, and nobody wrote about it
                    yield unit


def _unit(kind: UnitKind, document: Document, section: Section, start: int, end: int, own: list[BankQuestion]) -> Unit:
    asked = [question for question in own if question.start < end and question.end > start]
    return Unit(
        kind=kind,
        document_id=document.id,
        heading=section.heading,
        text=document.text[start:end],
        questions=len(asked),
        styles=len({question.style for question in asked}),
        writers=len({question.writer for question in asked}),
    )


def _sections(corpus: Corpus, document: Document) -> Iterator[Section]:
    return (section for section in corpus.sections if section.document_id == document.id and section.quotable)


def _shown(unit: Unit) -> str:
    words = " ".join(unit.text.split())
    return f"“{unit.heading[-1]}”" + ("" if unit.kind == "section" else f": {words[:90]}")
