"""What a run was made with: versions, settings and checksums, so that two runs can be told apart. No secrets, no home folders."""

import hashlib
import platform
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant import Settings
from corpus import Corpus
from evals.cases import CASES_DIR, SETS
from index.build import pins

PROJECT_DIR = Path(__file__).parent.parent
_PACKAGES = ("bm25s", "chromadb", "langchain-core", "numpy", "PyStemmer", "rapidfuzz", "tokenizers")
_SECRET = re.compile(r"key|token|secret|password", re.IGNORECASE)


def provenance(settings: Settings, corpus: Corpus) -> dict[str, Any]:
    """Everything that could make an answer differ, as plain JSON."""
    return {
        "git": git_state(),
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        "packages": {name: _version(name) for name in _PACKAGES},
        "settings": public_settings(settings.model_dump(mode="json")),
        "index": {name: value for name, value in pins(settings).items() if name != "chroma"},
        "documents": document_checksums(corpus),
        "case_files": {f"{name}.jsonl": checksum((CASES_DIR / f"{name}.jsonl").read_bytes()) for name in SETS},
    }


def document_checksums(corpus: Corpus) -> dict[str, str]:
    """One checksum for each document's frozen text: spans of a run hold for as long as these are the same."""
    return {document.id: checksum(document.text.encode()) for document in corpus.documents}


def public_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings without secrets, without passwords in addresses, and with paths as seen from the project.

    >>> public_settings({"api_key": "x", "chroma_url": "http://me:pw@host:8000"})
    {'chroma_url': 'http://host:8000'}
    """
    found = {}
    for name, value in settings.items():
        if _SECRET.search(name):
            continue
        if isinstance(value, str):
            value = re.sub(r"//[^/@\s]+@", "//", value).replace(f"{PROJECT_DIR}/", "")
        found[name] = value
    return found


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def git_state() -> dict[str, Any]:
    """The commit, and whether files differ from it; empty where there is no git."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    return {"commit": commit, "changed": bool(_git("status", "--porcelain"))} if commit else {}


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=PROJECT_DIR, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
