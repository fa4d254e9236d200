"""Chunks, encoder, BM25, Chroma and ranking: from a question to hits."""

from index.build import build_index, is_current, open_index
from index.search import Index
from index.settings import IndexSettings
from index.types import Chunk, Hit, IndexBuildError, Retrieval

__all__ = ["Chunk", "Hit", "Index", "IndexBuildError", "IndexSettings", "Retrieval", "build_index", "is_current", "open_index"]
