"""The five sources: manifest, documents, sections, question bank; turns raw files into frozen text with spans."""

from corpus.documents import Corpus, load_corpus
from corpus.types import CorpusError, Document, Section, Sentence, Source, TableCell

__all__ = ["Corpus", "CorpusError", "Document", "Section", "Sentence", "Source", "TableCell", "load_corpus"]
