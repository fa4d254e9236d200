"""The extractive writer: from hits to paragraphs, in the sources' own words, without a language model."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.selecting import DIRECT_ANSWER, direct_answer, is_cross_reference, leading, select_sentences
from assistant.tables import table_statements
from assistant.types import Paragraph, Statement, Verdict, Voice
from assistant.wording import FAQ_INTRODUCTION, INTRODUCTION
from corpus.documents import Corpus
from corpus.sentences import section_sentences
from corpus.types import Section, Sentence
from corpus.words import fold, words
from index.keywords import stems
from index.types import Hit

_MOST_SENTENCES: dict[Voice, int] = {"ouder": 4, "advieslijn": 3}
_MOST_MORE = 2  # sentences from each further source
_MOST_SOURCES = 3
_SECOND_ENTRY = 0.35  # of the leading hit's score: another section of the same source is shown from here on
_LEAST_SHARE = 0.12  # of the best hit's score: below this a further source does not bear on the question
_BROCHURE_LEADS = 0.4  # of the best hit's score: from here on the brochure comes first although another source scores better
_ITEM_MARK = re.compile(r"(?:\d{1,2}\.|[a-e]\.|•|-)\s+")
_BLOCK_GAP = 2  # characters between two neighbouring blocks; items that are further apart do not make one quote
_LIST_LENGTH = 3  # a numbered list of at least so many items is shown as one statement

_VERDICTS: dict[str, Verdict] = {"Ja": "ja", "Nee": "nee", "Niet altijd": "hangt ervan af"}
_NEGATION = re.compile(r"\b(?:niet|geen|nooit|zonder|weiger\w*|tegen)\b")
_MODAL = re.compile(r"\b(mag|mogen|moet|moeten|kan|kun|kunnen|krijg\w*|is|zijn|wordt|worden)\b")
_W_QUESTION = re.compile(r"(?:met |bij |van |voor |aan |door )?(?:wie|wat|waar\w*|wanneer|waarom|hoe\w*|welke?)\b")
_LEAST_OVERLAP = 0.6  # of the heading's stems: the user asks the entry's own question


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An answer before checking and numbering: paragraphs, brochure or best first; the verdict; the entry's own follow-ups."""

    paragraphs: tuple[Paragraph, ...]
    verdict: Verdict | None
    sections: tuple[Section, ...]
    suggestions: tuple[str, ...]


def compose(corpus: Corpus, question: str, hits: tuple[Hit, ...], voice: Voice) -> Draft:
    """The answer that the hits give to a question they are known to answer."""
    paragraphs: list[Paragraph] = []
    sections: list[Section] = []
    for number, hit in enumerate(_sources(corpus, hits, named_sources(corpus, question))):
        most = _MOST_SENTENCES[voice] if number == 0 else _MOST_MORE
        made = paragraph(corpus, question, hit, most)
        if made and made[0] not in sections:
            sections.append(made[0])
            paragraphs.append(made[1])
    first = sections[0] if sections else None
    return Draft(
        paragraphs=tuple(paragraphs),
        verdict=_verdict(corpus, question, first, paragraphs) if first else None,
        sections=tuple(sections),
        suggestions=suggestions(corpus, sections),
    )


def paragraph(
    corpus: Corpus, question: str, hit: Hit, most: int, *, with_direct_answer: bool = True
) -> tuple[Section, Paragraph] | None:
    """What one hit says, introduced by what kind of source says it and of when."""
    from_table = table_statements(corpus, hit, question)
    if from_table:
        section, statements = from_table
    else:
        selected = select_sentences(corpus, hit, most, with_direct_answer=with_direct_answer)
        if selected is None:
            return None
        section, sentences = selected
        statements = _merge_lists(
            tuple(
                Statement(text=s.text, document_id=s.document_id, start=s.start, end=s.end)
                for s in _best_first(corpus, section, hit, sentences)
            )
        )
    return section, Paragraph(introduction=introduction(corpus, section), statements=statements)


def introduction(corpus: Corpus, section: Section) -> str:
    """How the answer leads in words of a section: source, date, and for a FAQ entry the question that it answers."""
    source = corpus.document(section.document_id).source
    lead = source.introduction_of(section.heading)
    if section.is_question and source.layout == "faq" and len(section.heading) > 1:
        return FAQ_INTRODUCTION.format(introduction=lead, question=section.heading[-1])
    return INTRODUCTION.format(introduction=lead)


def suggestions(corpus: Corpus, sections: list[Section]) -> tuple[str, ...]:
    """The questions that the answered entries themselves refer to, in the brochure's words; never the answered ones."""
    own = {section.heading[-1] for section in sections}
    headings = {
        _key(section.heading[-1]): section.heading[-1]
        for section in corpus.sections
        if section.is_question and len(section.heading[-1].split()) > 2
    }
    found: dict[str, None] = {}
    for section in sections:
        document = corpus.document(section.document_id)
        for reference in document.references:
            if section.start <= reference.start < section.end:
                heading = headings.get(_key(reference.text))
                if heading and heading not in own:
                    found[heading] = None
        for sentence in section_sentences(document, section):
            if is_cross_reference(sentence.text):
                for key, heading in headings.items():
                    if heading not in own and key in _key(sentence.text):
                        found[heading] = None
    return tuple(found)[:3]


@lru_cache(maxsize=4096)  # of the documents' own words, never of a question
def _key(heading: str) -> str:
    return " ".join(words(heading))


def named_sources(corpus: Corpus, question: str) -> frozenset[str]:
    """The documents that a question calls by a name: "wat schrijft Trouw", "volgens de enquête".

    Empty for none and for all of them: then the question does not choose.
    """
    text = f" {' '.join(words(question))} "
    found = [d.id for d in corpus.documents if any(f" {_key(name)} " in text for name in d.source.names)]
    return frozenset(found) if len(found) < len(corpus.documents) else frozenset()


def _sources(corpus: Corpus, hits: tuple[Hit, ...], named: frozenset[str] = frozenset()) -> list[Hit]:
    """The hits that an answer is made of: the best of each source that bears on the question, and a close second entry.

    The best comes first, or the brochure where it comes close; the others by the authority of their source. A source that the
    question names is always among them, if it was found at all.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.chunk.document_id, hit)
    top = hits[0].score
    kept = [hit for hit in best.values() if hit.score >= _LEAST_SHARE * top or hit.chunk.document_id in named]
    kept.sort(key=lambda hit: -hit.score)
    leader = min(kept, key=lambda hit: corpus.document(hit.chunk.document_id).source.authority)
    first = leader if leader.score >= _BROCHURE_LEADS * top else kept[0]
    rest = [hit for hit in kept if hit is not first]
    rest.sort(key=lambda hit: (hit.chunk.document_id not in named, corpus.document(hit.chunk.document_id).source.authority))
    second = next((hit for hit in hits if _is_close_second(hit, first)), None)
    # With two sources named, a second entry of the first would push the other one out.
    beside = [second] if second and len(named) < _MOST_SOURCES - 1 else []
    return [first, *beside, *rest][:_MOST_SOURCES]


def _is_close_second(hit: Hit, first: Hit) -> bool:
    """Whether another section of the leading source may just as well be the answer."""
    return (
        hit.chunk.document_id == first.chunk.document_id
        and hit.chunk.heading != first.chunk.heading
        and hit.score >= _SECOND_ENTRY * first.score
    )


def _best_first(corpus: Corpus, section: Section, hit: Hit, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Reading order, but the direct answer of a FAQ entry or else the leading sentence comes first.

    A leading sentence that leans on the one before it ("Behalve …") keeps its place behind it.
    """
    document = corpus.document(section.document_id)
    everything = section_sentences(document, section)
    if section.is_question and direct_answer(everything) in sentences:
        return sentences
    lead = leading(hit, sentences)
    place = sentences.index(lead)
    if place == 0 or re.match(r"(?:Behalve|Of|En|Ook|Dus|Maar|Zoals|Dit|Deze|Dat|Die|\d{1,2}\.|•|-)(?:\s|$)", lead.text):
        return sentences
    return (lead, *sentences[:place], *sentences[place + 1 :])


def _merge_lists(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Joins the items of a numbered list, in reading order, to one statement so that it carries one citation."""
    merged: list[Statement] = []
    run: list[Statement] = []

    def close() -> None:
        if len(run) >= _LIST_LENGTH:
            merged.append(
                Statement(
                    text="\n".join(item.text for item in run),
                    document_id=run[0].document_id,
                    start=run[0].start,
                    end=run[-1].end,
                )
            )
        else:
            merged.extend(_without_item_mark(item) for item in run)
        run.clear()

    for statement in statements:
        is_item = bool(_ITEM_MARK.match(statement.text))
        if not is_item or (run and not 0 <= statement.start - run[-1].end <= _BLOCK_GAP):
            close()
        if is_item:
            run.append(statement)
        else:
            merged.append(statement)
    close()
    return tuple(merged)


def _without_item_mark(statement: Statement) -> Statement:
    """A list item that stands alone, without its number or bullet."""
    mark = _ITEM_MARK.match(statement.text)
    shift = mark.end() if mark else 0
    return replace(statement, text=statement.text[shift:], start=statement.start + shift)


def _verdict(corpus: Corpus, question: str, section: Section, paragraphs: list[Paragraph]) -> Verdict | None:
    """Yes, no or it depends, only where the user asks the entry's own question and the entry opens with that word.

    A different auxiliary ("moet" for "mag") or a negation turns the meaning, so that then nothing is claimed.
    """
    sentences = section_sentences(corpus.document(section.document_id), section)
    direct = direct_answer(sentences)
    if not section.is_question or direct is None:
        return None
    match = DIRECT_ANSWER.match(direct.text)
    verdict = _VERDICTS.get(match["word"]) if match else None
    if verdict is None or paragraphs[0].statements[0].start != direct.start:
        return None
    heading, asked = fold(section.heading[-1]), fold(question)
    if bool(_NEGATION.search(heading)) != bool(_NEGATION.search(asked)):
        return None
    heading_modal, asked_modal = _MODAL.search(heading), _MODAL.search(asked)
    if not heading_modal or not asked_modal or heading_modal[1][:2] != asked_modal[1][:2]:
        return None
    wanted, given = set(stems(section.heading[-1])), set(stems(question))
    if re.search(r"\d", asked) or _W_QUESTION.match(asked):
        return None
    # What the question adds ("ook de buren", "van zeventien") may turn the answer.
    own = len(wanted & given) >= _LEAST_OVERLAP * len(wanted) and given <= wanted
    return verdict if own else None
