"""Where the index lives and what it is made with; environment variables or ``.env``, each with the prefix ``ASSISTANT_``."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.manifest import CORPUS_DIR
from index.encoder import BUNDLED

PROJECT_DIR = Path(__file__).parent.parent


class IndexSettings(BaseSettings):
    """Settings of corpus and index."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore")

    corpus_dir: Path = CORPUS_DIR
    index_dir: Path = PROJECT_DIR / ".index"
    encoder: str = BUNDLED
    chroma_url: str = ""
