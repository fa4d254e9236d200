"""One path for page, command line and evals: message in, Answer out. Wired once by ``load_assistant``."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.chitchat import ChitchatKind, chitchat_answer, chitchat_kind
from assistant.citing import check, number_citations
from assistant.composing import compose, introduction, named_sources, paragraph
from assistant.conversation import Reading, Turn, read
from assistant.danger import DangerModel
from assistant.deidentify import without_numbers
from assistant.disagreements import Disagreement, load_disagreements
from assistant.follow_ups import CANDIDATES, FollowUpModel, Looks
from assistant.glossary import load_glossary
from assistant.library import NO_LIBRARY, Library
from assistant.lookup import Lookup, Suggestion
from assistant.places import Place, statements_of
from assistant.referrals import load_referrals, referral_for
from assistant.settings import Settings
from assistant.types import Answer, AssistantError, Citation, Notice, Outcome, Paragraph, Verdict, Voice
from assistant.wording import (
    DANGER_CHILD_OPENING,
    DANGER_EARLIER,
    DANGER_NO_QUESTION,
    DANGER_OPENING,
    DANGER_POSSIBLE,
    DISAGREEMENT,
    HUMAN,
    NEAREST,
    NOT_FOUND,
    NOT_FOUND_HERE,
    PAGE,
    PLACE,
    REFERRAL,
    danger_text,
)
from corpus.documents import Corpus, load_corpus
from corpus.sentences import split_sentences
from corpus.words import well_formed
from index import Index, Retrieval, open_index
from index.keywords import stems
from index.types import Hit

_NEAREST_PASSAGES = 2
_LEAST_WORDS = 4
_LEAST_NEAREST = 6  # words: what is shown without being asked for must say something by itself
_CORE = 2  # a reader takes in the first two sentences
_LEAST_HITS = 5  # an answer may draw on this many passages, however few the caller wants to see
_NAMED_HITS = 40  # so that a source that the question names is among them
_MOST_CHARACTERS = 8000
_MOST_TURNS = 13  # the last message and the twelve before it
_MOST_LETTERS = re.compile(r"(\S{100})\S+")  # no word is longer; what is would take seconds to read
_NEAR_KINDS = ("near", "referral")
# A message that seems to have no answer, but whose question alone has one this surely, beside so few words that they tell no
# story: a name, a greeting, a number to call back.
_CLEAR_QUESTION = 0.8
_FEW_WORDS = 12
_CLEAR_SENTENCE = 0.9  # the same for one sentence of a longer message, which leaves more unsaid
_LEAST_SENTENCE = 4  # words
_MOST_SENTENCES = 3  # each look takes time
_REMEMBERED = 3  # messages before the last one, of which a sure danger keeps its numbers on the screen
_ASKS = re.compile(
    r"\?|(?:^|[.!,;:]\s*|\b(?:en|maar|want|vraag|weten|benieuwd)\s+)"
    r"(?:hoe\w*|wat|wie|waar\w*|wanneer|waarom|welke?|mag|mogen|kan|kunnen|kun|moet|moeten|krijg\w*|klopt|is|zijn|heb\w*|of)\b",
    re.IGNORECASE,
)
_CHITCHAT_SHARE = 0.6  # of the nearest questions: from here on a message that answers nothing is small talk


class Writer(Protocol):
    """Chooses what an answer says from the hits: paragraphs, none if nothing answers, None if it could not choose."""

    def choose(self, question: str, hits: tuple[Hit, ...]) -> tuple[Paragraph, ...] | None: ...


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an answer says, before its citations are numbered."""

    outcome: Outcome
    opening: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    closing: str = ""
    verdict: Verdict | None = None
    suggestions: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


class Assistant:
    """Answers messages from the corpus; holds no conversation: the caller gives the earlier messages each time."""

    def __init__(
        self,
        *,
        corpus: Corpus,
        index: Index,
        danger: DangerModel,
        follow_ups: FollowUpModel,
        disagreements: tuple[Disagreement, ...] = (),
        referrals: tuple[Place, ...] = (),
        library: Library = NO_LIBRARY,
        writer: Writer | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.corpus = corpus
        self.library = library
        self.index = index
        self.settings = settings or Settings()
        self._danger = danger
        self._follow_ups = follow_ups
        self._disagreements = disagreements
        self._referrals = referrals
        self._writer = writer

    def answer(
        self, turns: Sequence[str], *, voice: Voice = "ouder", hits: int = 10, documents: frozenset[str] | None = None
    ) -> Answer:
        """The answer to the last of the user's messages, from all documents or only from these.

        Raises AssistantError, in plain Dutch, for an empty or far too long message.
        """
        started = time.perf_counter()
        turns = [well_formed(turn) for turn in turns[-_MOST_TURNS:]]
        if not turns or not turns[-1].strip():
            raise AssistantError("Er staat geen vraag. Typ eerst een vraag.")
        if len(turns[-1]) > _MOST_CHARACTERS:
            raise AssistantError(f"De vraag is te lang. Maak hem korter dan {_MOST_CHARACTERS} tekens.")
        turns = [_MOST_LETTERS.sub(r"\1", turn[:_MOST_CHARACTERS]) for turn in turns]
        earlier: tuple[Turn, ...] = ()
        for message in turns[:-1]:
            if message.strip() and not chitchat_kind(message):
                earlier = (*earlier, Turn(message=message, standalone=read(message, earlier).standalone))
        message = turns[-1]
        small_talk = chitchat_kind(message)
        reading = read(message, () if small_talk else earlier)
        danger = self._danger_notices([turn.message for turn in earlier], message)
        if small_talk and all(notice.calm for notice in danger):
            danger = ()  # "hoi" sounds like anything; "wie ben je? hij slaat mij" does not
        wanted = _NAMED_HITS if named_sources(self.corpus, message) else _LEAST_HITS
        question, retrieval = self._look_up(reading, max(hits, wanted), documents)
        content = self._small_talk(small_talk, retrieval) if not danger else None
        if any(not notice.calm for notice in danger) and not asks_something(message):
            content = Content(outcome="not_found", opening=DANGER_NO_QUESTION)
        content = content or self._found(question, retrieval, voice, asks_place=reading.asks_place)
        content = content or self._not_found(question, retrieval, in_danger=bool(danger), filtered=documents is not None)
        citations, texts = number_citations(self.corpus, content.paragraphs)
        return Answer(
            question=message,
            standalone_question=question,
            outcome=content.outcome,
            text="\n\n".join(part for part in (content.opening, *texts, content.closing) if part),
            verdict=content.verdict,
            citations=citations,
            notices=(*danger, *content.notices, *self._status_notices(content.outcome, citations)),
            suggestions=content.suggestions,
            hits=retrieval.hits[:hits],
            answerable=round(retrieval.answerable, 4),
            milliseconds=round((time.perf_counter() - started) * 1000, 2),
        )

    def _look_up(self, reading: Reading, number: int, documents: frozenset[str] | None) -> tuple[str, Retrieval]:
        """The standalone question, and what the index finds for it."""

        def retrieve(question: str, number: int) -> Retrieval:
            return self.index.retrieve(without_numbers(question) or question, number=number, documents=documents)

        if reading.before and not reading.asks_place and not reading.is_whole:
            looks = Looks(retrieve(reading.alone, CANDIDATES), retrieve(reading.together, CANDIDATES))
            leans = self._follow_ups.leans(reading.alone, looks)
            return (reading.together if leans >= 0.5 else reading.alone), self._follow_ups.combine(looks, leans, number)
        question = reading.standalone
        found = retrieve(question, number)
        if found.answerable < self.settings.answer_threshold:
            near = {hit.chunk.id for hit in found.hits[:_LEAST_HITS]}
            for part, sure in _parts(question):
                clear = retrieve(part, number)
                # What the whole message does not bring to mind at all, a sentence of it only seems to ask.
                if clear.answerable >= sure and clear.hits and clear.hits[0].chunk.id in near:
                    return question, clear
        return question, found

    @staticmethod
    def _small_talk(kind: ChitchatKind | None, retrieval: Retrieval) -> Content | None:
        if kind is None and retrieval.stranger_kind == "chitchat" and retrieval.stranger_share >= _CHITCHAT_SHARE:
            kind = "greeting"
        return Content(outcome="chitchat", opening=chitchat_answer(kind)) if kind else None

    def _found(self, question: str, retrieval: Retrieval, voice: Voice, *, asks_place: bool) -> Content | None:
        """The answer, or None where no passage answers or nothing of it passes the check."""
        if not (retrieval.hits and retrieval.answerable >= self.settings.answer_threshold):
            return None
        draft = compose(self.corpus, question, retrieval.hits, voice)
        chosen = self._writer.choose(question, retrieval.hits) if self._writer else None
        paragraphs, notices = self._with_disagreements(draft.paragraphs if chosen is None else chosen)
        paragraphs = check(self.corpus, paragraphs)
        if not paragraphs:
            return None
        return Content(
            outcome="answered",
            opening=self._place(paragraphs[0]) if asks_place else "",
            paragraphs=paragraphs,
            verdict=draft.verdict if chosen is None else None,
            suggestions=draft.suggestions,
            notices=notices,
        )

    def _not_found(self, question: str, retrieval: Retrieval, *, in_danger: bool, filtered: bool) -> Content:
        """That the documents do not say it, the two nearest passages, where they send one, and a person.

        Without passages for a message that points at danger, or that has no words at all: they would only be noise.
        """
        opening = NOT_FOUND_HERE if filtered else NOT_FOUND
        if in_danger or not stems(question):
            return Content(outcome="not_found", opening=opening, closing=HUMAN)
        nearest = check(self.corpus, self._nearest(question, retrieval.hits))
        referral = check(self.corpus, self._referral(retrieval))
        return Content(
            outcome="not_found",
            opening=f"{opening} {NEAREST}" if nearest else opening,
            paragraphs=(*nearest, *referral),
            closing=HUMAN,
            suggestions=self._nearest_headings(retrieval.hits),
        )

    def _danger_notices(self, earlier: Sequence[str], message: str) -> tuple[Notice, ...]:
        """What the message points at; or, quietly, what one of the last messages before it surely did."""
        *before, danger = self._danger.recognise_each([*earlier[-_REMEMBERED:], message])
        if danger and not danger.is_sure and earlier:
            # "en mijn dochter van elf zelf?" sounds like anything: with the message before it, it says what it is about.
            danger = self._danger.recognise(f"{earlier[-1]} {message}")
        if danger is not None:
            opening = (DANGER_CHILD_OPENING if danger.by_child else DANGER_OPENING) if danger.is_sure else DANGER_POSSIBLE
            calm = not danger.is_sure
        else:
            danger = next((found for found in reversed(before) if found and found.is_sure), None)
            opening, calm = DANGER_EARLIER, True
        if danger is None:
            return ()
        text = danger_text(opening, danger.signposts)
        return (Notice(kind="danger", text=text, signposts=danger.signposts, calm=calm),)

    def _with_disagreements(self, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Notice, ...]]:
        """Adds what other places say of the same thing, where a reviewed list knows that they differ.

        One disagreement an answer: the first of the list that the core of the answer touches, else its first paragraph.
        """
        shown = [s for p in paragraphs for s in p.statements]
        for end in (_CORE, len(paragraphs[0].statements) if paragraphs else 0):
            for disagreement in self._disagreements:
                if disagreement.missing(shown[:end]) is None:
                    continue
                others = tuple(
                    Paragraph(introduction=introduction(self.corpus, section), statements=statements_of(self.corpus, place))
                    for place in disagreement.missing(shown) or ()
                    if (section := self.corpus.section_at(place.document_id, place.start))
                )
                notice = Notice(kind="disagreement", text=f"{DISAGREEMENT} {disagreement.note}")
                return (*paragraphs, *others), (notice,)
        return paragraphs, ()

    def _status_notices(self, outcome: Outcome, citations: tuple[Citation, ...]) -> tuple[Notice, ...]:
        """What the kind of source means, for every source in the answer but the brochure."""
        if outcome != "answered":
            return ()
        ids = dict.fromkeys(citation.document_id for citation in citations)
        sources = [self.corpus.document(document_id).source for document_id in ids]
        return tuple(
            Notice(kind="source_status", text=f"{source.title} ({source.date_text}): {source.status}")
            for source in sources
            if source.authority > 1
        )

    def _place(self, first: Paragraph) -> str:
        statement = first.statements[0]
        document = self.corpus.document(statement.document_id)
        section = self.corpus.section_at(document.id, statement.start)
        page = document.page_of(statement.start)
        heading = section.heading[-1] if section else document.source.title
        title = document.source.title.replace(". ", ": ")  # or it would read as two sentences
        return PLACE.format(title=title, heading=heading, page=PAGE.format(page=page) if page else "")

    def _nearest(self, question: str, hits: tuple[Hit, ...]) -> tuple[Paragraph, ...]:
        found: dict[tuple[str, ...], Paragraph] = {}
        for hit in hits:
            made = paragraph(self.corpus, question, hit, 1, with_direct_answer=False)
            if made and _reads_as_sentence(made[1]):
                found.setdefault(made[0].heading, made[1])
            if len(found) == _NEAREST_PASSAGES:
                break
        return tuple(found.values())

    def _referral(self, retrieval: Retrieval) -> tuple[Paragraph, ...]:
        """Where the nearest passages say that one can ask; nothing for a question that is far from the subject."""
        place = referral_for(self._referrals, retrieval.hits) if retrieval.stranger_kind in _NEAR_KINDS else None
        if place is None:
            return ()
        return (Paragraph(introduction=REFERRAL, statements=statements_of(self.corpus, place)),)

    @staticmethod
    def _nearest_headings(hits: tuple[Hit, ...]) -> tuple[str, ...]:
        headings = dict.fromkeys(hit.chunk.heading[-1] for hit in hits)
        questions = [heading for heading in headings if heading.endswith("?") and len(heading.split()) > 2]
        return tuple(questions[:_NEAREST_PASSAGES])


def load_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant with its real parts; raises CorpusError or IndexBuildError with what to do."""
    settings = settings or Settings()
    corpus = load_corpus(settings.corpus_dir)
    writer: Writer | None = None
    if settings.model:
        from assistant.model_writer import ModelWriter, load_model  # takes seconds to import, and the default needs none of it

        writer = ModelWriter(load_model(settings.model), corpus, settings.model_seconds)
    index = open_index(settings)
    return Assistant(
        corpus=corpus,
        index=index,
        danger=DangerModel(),
        follow_ups=FollowUpModel.load(),
        disagreements=load_disagreements(corpus, settings.corpus_dir),
        referrals=load_referrals(corpus, settings.corpus_dir),
        library=Library(corpus, load_glossary(corpus, settings.corpus_dir), Lookup(_suggestions(corpus, index))),
        writer=writer,
        settings=settings,
    )


def _suggestions(corpus: Corpus, index: Index) -> Iterator[Suggestion]:
    """The headings that say enough to be asked, and every bank question."""
    for section in corpus.sections:
        if section.quotable and len(section.heading[-1].split()) >= _LEAST_WORDS:
            yield Suggestion(text=section.heading[-1], is_heading=True, document_id=section.document_id)
    for text, number in zip(index.bank.texts, index.bank.chunks, strict=True):
        if number >= 0:
            yield Suggestion(text=text, is_heading=False, document_id=index.chunks[number].document_id)


def asks_something(message: str) -> bool:
    """Whether a message holds a question, with or without its mark.

    >>> asks_something("hij slaat ons weer"), asks_something("hij slaat ons weer, mag school dat melden")
    (False, True)
    """
    return bool(_ASKS.search(message))


def _parts(message: str) -> Iterator[tuple[str, float]]:
    """What of a message may hold the question when the whole seems to have no answer, and how surely that must have one.

    The sentences that end in a question mark, where there are only a few words beside them; and single sentences, the questions
    first and the last first: people ask at the end.
    """
    sentences = [message[start:end] for start, end in split_sentences(message)]
    if len(sentences) < 2:
        return
    questions = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
    beside = sum(len(sentence.split()) for sentence in sentences if sentence not in questions)
    if questions and 0 < beside <= _FEW_WORDS:
        yield " ".join(questions), _CLEAR_QUESTION
    long_enough = [sentence for sentence in reversed(sentences) if len(sentence.split()) >= _LEAST_SENTENCE]
    for sentence in sorted(long_enough, key=lambda sentence: sentence not in questions)[:_MOST_SENTENCES]:
        yield sentence, _CLEAR_SENTENCE


def _reads_as_sentence(paragraph: Paragraph) -> bool:
    """Whether the first statement means something by itself; a bare table row, a fragment or a question does not."""
    text = paragraph.statements[0].text
    return len(re.findall(r"[^\W\d]{2,}", text)) >= _LEAST_NEAREST and not text.rstrip().endswith("?")
