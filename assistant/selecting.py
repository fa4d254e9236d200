"""Chooses from a hit the sentences that answer, and the neighbours without which they would mislead."""

import re

from corpus.documents import Corpus, is_quotable
from corpus.sentences import block_sentences, section_sentences
from corpus.types import Document, Section, Sentence
from index.types import Hit

#: "Ja, …", "Nee, …": the direct answer of a FAQ entry to its own question.
DIRECT_ANSWER = re.compile(r"(?P<word>Ja|Nee|Niets|Niet altijd)\b")
# "Zie ook de vraag …" sends on to another heading; "Zie voor meer informatie de privacy-app …" is an answer of its own.
_CROSS_REFERENCE = re.compile(
    r"(?:En )?(?:Zie|Lees|lees)\b.*(?:\b(?:vraag|vragen|kopje|antwoord op)\b|\?)"
    r"|En de vraag\b|Meer informatie vind je onder het kopje\b|.*\bop deze pagina\b|.*\?$"
)
_CONTINUES = re.compile(
    r"(?:Behalve|Of|En|Ook|Dus|Maar|Bijvoorbeeld|Zoals|Daarom|Daarnaast|Dit|Deze|Dat|Die|Hier|Hierbij|Daar|Daarbij|Zij|Ze|Hij|"
    r"Tevens|Terwijl|Hierdoor|Daardoor|Waardoor|Echter|Toch)\b"
)
# "Veilig Thuis vertelt dit aan iedereen …" means nothing without the sentence that "dit" stands for.
_POINTS_BACK = re.compile(
    r"(?:\S+ ){1,4}(?:dit|dat|deze|die|hierover|hiervoor|daarover|daarvoor|hen|dan)\b(?! (?:een|ouders|kinderen))"
    r"|(?:\S+ ){1,8}(?:hier (?:niet )?mee|hiermee|daarmee)\b"
)
_NUMBER = re.compile(r"(\d{1,2})\.\s")
_EXCEPTION = re.compile(r"(?:Behalve|Maar|Of)\b")
_LEAST_WEIGHT = 0.28  # a focus with less evidence than this, relative to the best, does not bear on the question
_FEWEST = 2  # the core of an answer is two sentences, where the passage has them
_WHOLE = 7  # a FAQ entry of at most so many sentences is shown whole where there is room: what is left out could be the catch
_FULL = 3  # of a FAQ entry so many sentences are shown where there are: the answer and what limits it
_MOST_ADDED = 2  # sentences beyond what was asked for, so that those that are shown mean what they mean in the source
_SHORT_ANSWER = 40  # characters: "Ja dit mag." alone says too little
_SHARED_SPAN = 0.5  # of a sentence: this much of it must lie in the focus


def is_cross_reference(text: str) -> bool:
    """Whether a sentence only sends the reader on to another heading."""
    return bool(_CROSS_REFERENCE.match(text))


def direct_answer(sentences: tuple[Sentence, ...]) -> Sentence | None:
    """The sentence with which a FAQ entry answers its own question by yes, no, nothing or not always."""
    return sentences[0] if sentences and DIRECT_ANSWER.match(sentences[0].text) else None


def select_sentences(
    corpus: Corpus, hit: Hit, most: int, *, with_direct_answer: bool = True
) -> tuple[Section, tuple[Sentence, ...]] | None:
    """The section of a hit, and at most ``most`` of its sentences, in reading order with a FAQ's direct answer first.

    ``with_direct_answer`` false leaves a bare "Ja dit mag." out: beside a question that it does not answer it would mislead.

    None where nothing of the hit may be quoted.
    """
    document = corpus.document(hit.chunk.document_id)
    section = corpus.section_at(hit.chunk.document_id, hit.chunk.end - 1)
    if section is None:
        return None
    everything = [s for s in section_sentences(document, section) if is_quotable(document, s.text)]
    within = [s for s in everything if hit.chunk.start <= s.start < hit.chunk.end]
    # Elsewhere a question is one of a questionnaire, or a way of speaking: no answer.
    quotable = [s for s in within if not (is_cross_reference(s.text) if section.is_question else s.text.endswith("?"))] or within
    if not quotable:
        return None
    direct = direct_answer(tuple(everything)) if section.is_question else None
    if direct and not with_direct_answer and len(direct.text) < _SHORT_ANSWER:
        quotable = [s for s in quotable if s != direct] or quotable
        direct = None
    chosen = _in_focus(hit, quotable, most)
    if direct:
        chosen = [direct, *(s for s in chosen if s != direct)]
    if section.is_question and len(chosen) < min(_FULL, most):
        behind = [s for s in quotable if s not in chosen and s.start > chosen[0].start]
        chosen += behind[: min(_FULL, most) - len(chosen)]
    chosen = _with_neighbours(document, section, quotable, chosen)
    if section.is_question:
        chosen = _with_whole_lists(quotable, chosen)
        if most > _FULL and len(quotable) <= _WHOLE:
            chosen, most = list(dict.fromkeys([*chosen, *quotable])), max(most, _WHOLE)
    kept = _with_antecedents(document, section, quotable, _cut(chosen, most))
    return section, tuple(sorted(kept, key=lambda sentence: sentence.start))


def leading(hit: Hit, sentences: tuple[Sentence, ...]) -> Sentence:
    """The sentence that the evidence points at most."""
    for focus in hit.focus:
        for sentence in sentences:
            if _share(sentence, focus.start, focus.end) >= _SHARED_SPAN:
                return sentence
    return sentences[0]


def _in_focus(hit: Hit, sentences: list[Sentence], most: int) -> list[Sentence]:
    chosen: list[Sentence] = []
    for focus in hit.focus:
        if len(chosen) >= most or (focus.weight < _LEAST_WEIGHT and len(chosen) >= _FEWEST):
            break
        pointed = [s for s in sentences if s not in chosen and _share(s, focus.start, focus.end) >= _SHARED_SPAN]
        chosen += pointed[:1] if chosen else pointed  # of a further answer its core: the parent reads on in the source
    return chosen or sentences[:1]


def _share(sentence: Sentence, start: int, end: int) -> float:
    overlap = min(sentence.end, end) - max(sentence.start, start)
    return overlap / (sentence.end - sentence.start)


def _with_neighbours(document: Document, section: Section, sentences: list[Sentence], chosen: list[Sentence]) -> list[Sentence]:
    """Adds, behind each chosen sentence in order of importance, what it leans on and the exception that limits it."""
    out: list[Sentence] = []
    for sentence in chosen:
        place = sentences.index(sentence) if sentence in sentences else -1
        if (lead := _lead_in(document, section, sentence)) and lead not in chosen:
            out.append(lead)
        leans = bool(_CONTINUES.match(sentence.text) or _POINTS_BACK.match(sentence.text))
        if place > 0 and leans and _same_block(document, section, sentences[place - 1], sentence):
            out.append(sentences[place - 1])  # before it, so that a cut never leaves the leaning one alone
        out.append(sentence)
        follower = sentences[place + 1] if 0 <= place < len(sentences) - 1 else None
        if follower and _EXCEPTION.match(follower.text) and _same_block(document, section, sentence, follower):
            out.append(follower)
    return list(dict.fromkeys(out))


def _with_antecedents(document: Document, section: Section, sentences: list[Sentence], kept: list[Sentence]) -> list[Sentence]:
    """Adds what a kept sentence leans on: "Behalve als …" behind another sentence than its own says something else."""
    out = list(kept)
    for sentence in kept:
        place = sentences.index(sentence) if sentence in sentences else 0
        while place > 0 and (_CONTINUES.match(sentences[place].text) or _POINTS_BACK.match(sentences[place].text)):
            before = sentences[place - 1]
            if (
                before in out
                or not _same_block(document, section, before, sentences[place])
                or len(out) - len(kept) >= _MOST_ADDED
            ):
                break
            out.append(before)
            place -= 1
    return out


def _with_whole_lists(sentences: list[Sentence], chosen: list[Sentence]) -> list[Sentence]:
    """Adds the other items of a numbered list of which two or more are chosen: "vijf stappen" with two of them misleads."""
    for items in _numbered_lists(sentences):
        if sum(item in chosen for item in items) > 1:
            first = min(chosen.index(item) for item in items if item in chosen)
            chosen = list(dict.fromkeys([*chosen[:first], *items, *chosen[first:]]))
    return chosen


def _numbered_lists(sentences: list[Sentence]) -> list[list[Sentence]]:
    """The runs of sentences that open with 1., 2., 3. …"""
    lists: list[list[Sentence]] = []
    for sentence in sentences:
        number = _NUMBER.match(sentence.text)
        if number and lists and int(number[1]) == len(lists[-1]) + 1:
            lists[-1].append(sentence)
        elif number and number[1] == "1":
            lists.append([sentence])
    return lists


def _lead_in(document: Document, section: Section, sentence: Sentence) -> Sentence | None:
    """The sentence that a list hangs under, without which "Uitvoeren Kindcheck : 45%" says little."""
    before = [block for block in section.blocks if block.end <= sentence.start]
    own = next((block for block in section.blocks if block.start <= sentence.start < block.end), None)
    if own is None or own.kind != "list_item":
        return None
    paragraph = next((block for block in reversed(before) if block.kind != "list_item"), None)
    if paragraph is None or paragraph.kind != "paragraph":
        return None
    last = block_sentences(document, paragraph)[-1]
    return last if last.text.endswith(":") or _NUMBER.match(sentence.text) else None


def _cut(chosen: list[Sentence], most: int) -> list[Sentence]:
    """The most important ``most``; a numbered list counts as one."""
    kept: list[Sentence] = []
    count = 0
    for sentence in chosen:
        is_item = bool(re.match(r"(?:\d{1,2}\.|•|-)\s", sentence.text))
        count += 0 if is_item and kept else 1
        if count > most:
            break
        kept.append(sentence)
    return kept


def _same_block(document: Document, section: Section, one: Sentence, other: Sentence) -> bool:
    return any(block.start <= one.start and other.end <= block.end for block in section.blocks)
