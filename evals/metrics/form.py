"""How long an answer is, and how hard our own sentences are to read."""

from evals.answers import SavedAnswer
from evals.types import Score
from evals.wording import claims, own_sentences, word_count


def words_in_answer(text: str) -> Score:
    return Score(value=float(word_count(text)))


def words_in_first_two_sentences(text: str) -> Score:
    return Score(value=float(sum(word_count(claim) for claim in claims(text)[:2])))


def words_in_own_sentences(answer: SavedAnswer) -> Score | None:
    """The mean length of the sentences that no source said: introductions and notices. Nothing to score where there are none."""
    text = "\n".join([answer.answer, *(notice.text for notice in answer.notices)])
    own = own_sentences(text, [citation.quote for citation in answer.citations])
    return Score(value=sum(word_count(sentence) for sentence in own) / len(own)) if own else None
