"""Whether the answer is what the case asks for: facts, gold, outcome, verdict, disagreement."""

from collections.abc import Iterable, Sequence

from evals.answers import SavedAnswer, SavedCitation, SavedNotice
from evals.spans import ENOUGH_OF_THE_SHORTER, GoldPlace, share_of_shorter
from evals.types import Score
from evals.wording import holds_fact


def missing_facts(text: str, facts: Iterable[str]) -> list[str]:
    return [fact for fact in facts if not holds_fact(text, fact)]


def cites_gold(citations: Iterable[SavedCitation], places: Iterable[GoldPlace]) -> bool:
    """Whether a citation and a gold quote share at least half of the shorter of the two."""
    gold = tuple(places)
    return any(
        citation.document_id == place.document_id
        and share_of_shorter((citation.start, citation.end), place.span) >= ENOUGH_OF_THE_SHORTER
        for citation in citations
        for place in gold
    )


def uncited_quotes(citations: Sequence[SavedCitation], places: Iterable[GoldPlace]) -> list[int]:
    """The numbers of the gold quotes that no citation meets."""
    by_quote: dict[int, list[GoldPlace]] = {}
    for place in places:
        by_quote.setdefault(place.quote, []).append(place)
    return [number for number, group in by_quote.items() if not cites_gold(citations, group)]


def all_sources_cited(citations: Sequence[SavedCitation], places: Sequence[GoldPlace]) -> Score:
    """Whether every gold quote is cited, where one alone is only half the answer."""
    missing = uncited_quotes(citations, places)
    return Score.of(not missing, f"citeert {len(missing)} van de gouden citaten niet" if missing else "")


def facts_present(text: str, facts: Sequence[str]) -> Score:
    """The share of the facts (nuggets) that stand in the text."""
    missing = missing_facts(text, facts)
    return Score(value=1.0 - len(missing) / len(facts), why="; ".join(f"mist '{fact}'" for fact in missing))


def answer_right(answer: SavedAnswer, facts: Sequence[str], places: Sequence[GoldPlace], *, all_gold: bool = False) -> Score:
    """Answered, with every fact in the text and a citation that meets the gold; with ``all_gold`` one for each gold quote."""
    if answer.outcome != "answered":
        return Score.of(False, f"niet beantwoord maar '{answer.outcome}'")
    problems = [f"mist '{fact}'" for fact in missing_facts(answer.answer, facts)]
    if not cites_gold(answer.citations, places):
        cited = ", ".join(dict.fromkeys(citation.document_id for citation in answer.citations)) or "niets"
        problems.append(f"citeert het juiste citaat niet (wel uit: {cited})")
    elif all_gold and uncited_quotes(answer.citations, places):
        problems.append(all_sources_cited(answer.citations, places).why)
    return Score.of(not problems, "; ".join(problems))


def false_refusal(outcome: str) -> Score:
    """1.0 is bad: the sources answer the question and the system did not."""
    return Score.of(outcome != "answered", f"uitkomst '{outcome}'")


def outcome_is(outcome: str, wanted: str) -> Score:
    return Score.of(outcome == wanted, "" if outcome == wanted else f"uitkomst '{outcome}' in plaats van '{wanted}'")


def referral_named(answer: SavedAnswer, facts: Sequence[str]) -> Score:
    """Whether a refusal, its notices and its suggestions together name where the user can turn."""
    shown = " ".join([answer.answer, *(notice.text for notice in answer.notices), *answer.suggestions])
    missing = missing_facts(shown, facts)
    return Score.of(not missing, f"noemt niet: {', '.join(missing)}" if missing else "")


def verdict_right(claimed: str | None, wanted: str) -> Score:
    """Whether the yes or no that the source gives is claimed; no claim is not right, but not wrong either."""
    return Score.of(claimed == wanted, f"oordeel {claimed or 'geen'}, de bron zegt {wanted}")


def verdict_precise(claimed: str | None, wanted: str | None) -> Score | None:
    """Whether a claimed verdict is the source's; nothing to score without a claim, unknown where the case names no verdict."""
    if claimed is None:
        return None
    if wanted is None:
        return Score(value=None, why=f"oordeel '{claimed}', maar het geval noemt geen ja of nee")
    return verdict_right(claimed, wanted)


def disagreement_shown(notices: Iterable[SavedNotice]) -> Score:
    return Score.of(any(notice.kind == "disagreement" for notice in notices), "geen melding dat de bronnen verschillen")
