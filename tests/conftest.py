"""The real assistant on the real documents, built once for all tests."""

import pytest

from assistant import Assistant, Settings, load_assistant
from index import Index, build_index, open_index


@pytest.fixture(scope="session")
def settings() -> Settings:
    settings = Settings()
    build_index(settings)
    return settings


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    return load_assistant(settings)


@pytest.fixture(scope="session")
def index(settings: Settings) -> Index:
    return open_index(settings)
