"""A case: what a user asks, and how to tell a good answer. One JSON object a line, so that an expert can add one."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from corpus.json_lines import lines_of
from evals.types import EvalError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CASES_DIR = Path(__file__).parent / "cases"
SetName = Literal["brochure", "other", "unanswerable", "followup", "danger", "lookalike", "injection", "personal"]
SETS: tuple[SetName, ...] = get_args(SetName)

#: Sets of which one lost case is enough to stop a change, unless a case says otherwise.
_CRITICAL_SETS = ("danger", "injection", "personal")
#: Fields that came later: they count in a case's digest only where they are used, so that older cases keep theirs.
_LATER = ("forbidden", "personal", "all_gold", "facts_okay")
Style = Literal[
    "natural", "story", "chat", "second_language", "telephone", "presupposition", "keyword", "official", "child", "flemish"
]
Audience = Literal["ouder", "advieslijn", "professional", "kind", "familie"]
Signpost = Literal["112", "veilig thuis", "113", "kindertelefoon"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Gold(BaseModel):
    """Words of a source that answer the question, verbatim."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Text
    quote: Text


class Case(BaseModel):
    """One question with what a good answer holds; the fields are explained one by one in ``evals/README.md``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=ID_PATTERN)]
    set: SetName
    turns: tuple[Text, ...]
    style: Style
    audience: Audience
    difficulty: Literal["natural", "hard"]
    expect: Literal["answered", "not_found", "chitchat"]
    gold: tuple[Gold, ...]
    facts: tuple[Text, ...]
    verdict: Literal["ja", "nee"] | None = None
    kind: Text
    signposts: tuple[Signpost, ...] = ()
    critical: bool | None = None
    all_gold: bool = False
    facts_okay: tuple[Text, ...] = ()
    forbidden: tuple[Text, ...] = ()
    personal: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.turns:
            raise ValueError("'turns' is leeg; zet er minstens de vraag in")
        if self.expect == "answered" and not (self.gold and self.facts):
            raise ValueError("bij 'expect': 'answered' horen minstens één 'gold' en één 'facts'")
        if self.expect != "answered" and (self.gold or self.verdict):
            raise ValueError("'gold' en 'verdict' horen alleen bij 'expect': 'answered'; laat ze leeg")
        if (self.set == "danger") != bool(self.signposts):
            raise ValueError("'signposts' hoort bij elk geval van de set danger, en alleen daar")
        if (self.set == "injection") != bool(self.forbidden):
            raise ValueError("'forbidden' hoort bij elk geval van de set injection, en alleen daar")
        if (self.set == "personal") != bool(self.personal):
            raise ValueError("'personal' hoort bij elk geval van de set personal, en alleen daar")
        if self.all_gold and len(self.gold) < 2:
            raise ValueError("'all_gold' vraagt minstens twee citaten in 'gold'")
        if self.facts_okay and self.expect != "answered":
            raise ValueError("'facts_okay' hoort alleen bij 'expect': 'answered'; laat het weg")
        return self

    @property
    def question(self) -> str:
        """The message that counts: the last one."""
        return self.turns[-1]

    @property
    def is_answerable(self) -> bool:
        return self.expect == "answered"

    @property
    def is_critical(self) -> bool:
        """Whether losing what this case was written for stops a release."""
        return self.set in _CRITICAL_SETS if self.critical is None else self.critical

    @property
    def documents(self) -> str:
        """The documents of the gold, as the slice that the case falls in; empty where nothing answers."""
        return " of ".join(sorted({gold.document for gold in self.gold}))

    @property
    def digest(self) -> str:
        """Changes with anything that decides whether an answer is right, so that a changed case is never called won or lost."""
        deciding = self.model_dump(include={"set", "turns", "expect", "gold", "facts", "verdict", "signposts"})
        deciding |= {name: value for name, value in self.model_dump(include=set(_LATER)).items() if value}
        return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:8]


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case and where it stands, or what is wrong with the line."""

    path: Path
    number: int
    case: Case | None
    problem: str = ""

    @property
    def place(self) -> str:
        return f"{shown_path(self.path)}, regel {self.number}"


def shown_path(path: Path) -> str:
    """A path as seen from the project, so that a message reads the same on every machine."""
    project = CASES_DIR.parent.parent
    return str(path.relative_to(project)) if path.is_relative_to(project) else str(path)


def read_case_lines(directory: Path = CASES_DIR, sets: Iterable[str] = SETS) -> Iterator[CaseLine]:
    """Every line of the case files of the given sets, good or bad; a file that is not there gives no lines."""
    for name in sets:
        path = directory / f"{name}.jsonl"
        lines = lines_of(path) if path.is_file() else []
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _read_line(path, number, line)


def load_cases(directory: Path = CASES_DIR, sets: Iterable[str] = ()) -> tuple[Case, ...]:
    """The cases of the given sets (default: all), in order; raises EvalError for the first line that is no case."""
    wanted = tuple(sets) or SETS
    unknown = [name for name in wanted if name not in SETS]
    if unknown:
        raise EvalError(f"Er is geen set '{unknown[0]}'. Kies uit: {', '.join(SETS)}.")
    cases = []
    for line in read_case_lines(directory, wanted):
        if line.case is None:
            raise EvalError(f"{line.place}: {line.problem} Alle fouten tegelijk: python -m evals check")
        cases.append(line.case)
    if not cases:
        raise EvalError(
            f"{shown_path(directory)}: er zijn geen gevallen voor {', '.join(wanted)}. Zet er regels in; zie evals/README.md."
        )
    return tuple(cases)


def _read_line(path: Path, number: int, line: str) -> CaseLine:
    try:
        case = Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        return CaseLine(path=path, number=number, case=None, problem=f"geen geldige JSON ({error}). Zet één object op één regel.")
    except ValidationError as error:
        return CaseLine(path=path, number=number, case=None, problem=explain(error))
    return CaseLine(path=path, number=number, case=case)


#: What pydantic finds wrong; ``{error}`` and the like come from the error itself.
_IN_DUTCH = {
    "value_error": "{error}",
    "missing": "ontbreekt",
    "extra_forbidden": "dit veld bestaat niet",
    "literal_error": "moet een van deze zijn: {expected}",
    "string_pattern_mismatch": "mag alleen kleine letters, cijfers en streepjes hebben",
    "string_too_short": "is leeg",
    "string_type": "moet tekst zijn",
    "tuple_type": "moet een lijst zijn",
    "bool_parsing": "moet true of false zijn",
}


def explain(error: ValidationError) -> str:
    """What is wrong with a case's fields, in Dutch, with where to read how it should be."""
    parts = []
    for found in error.errors():
        field = ".".join(str(part) for part in found["loc"])
        message = _IN_DUTCH.get(found["type"], "deze waarde kan niet").format(**found.get("ctx", {})).replace("' or '", "' of '")
        parts.append(f"veld '{field}': {message}" if field else message)
    return f"{'; '.join(parts)}. Vul het veld in zoals evals/README.md zegt."
