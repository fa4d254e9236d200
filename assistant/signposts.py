"""The numbers to call, read from one dated file."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_PATH = Path(__file__).parent / "signposts.toml"


@dataclass(frozen=True, kw_only=True)
class Signpost:
    name: str
    number: str
    text: str


@lru_cache(maxsize=1)
def load_signposts() -> dict[str, Signpost]:
    """The signposts by name, in the order of the file."""
    rows = tomllib.loads(_PATH.read_text(encoding="utf-8"))["signpost"]
    return {row["name"]: Signpost(**row) for row in rows}


def checked_on() -> date:
    """The day on which the numbers were last checked."""
    checked = tomllib.loads(_PATH.read_text(encoding="utf-8"))["checked"]
    assert isinstance(checked, date)
    return checked
