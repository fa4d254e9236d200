"""All settings of the assistant: environment variables or ``.env``, each with the prefix ``ASSISTANT_``."""

from pathlib import Path

from pydantic import ValidationError

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Settings of corpus, index and answers."""

    answer_threshold: float = 0.5  # below this probability that the documents answer it, the assistant says that it cannot
    fault_dir: Path | None = None  # a folder: then colleagues on the advice line can mark answers wrong, as draft cases in it
    model: str = ""  # a LangChain chat model, e.g. "ollama:qwen3"; empty: answers are composed without a language model
    model_seconds: float = 8.0  # how long the model may take before the extractive answer is given instead


def settings_problem(error: ValidationError) -> str:
    """Which settings cannot be used, in Dutch, without repeating what was in them."""
    names = [f"ASSISTANT_{'_'.join(str(part) for part in found['loc']).upper()}" for found in error.errors()]
    return f"{', '.join(names)}: deze waarde kan niet. De tabel met instellingen in README.md zegt wat er mag staan."
