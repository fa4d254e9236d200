"""Reads ``manifest.toml``: which sources there are, what each is, and that its file is the one that was reviewed."""

import hashlib
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.types import CorpusError, Part, Source, SourceKind

CORPUS_DIR = Path(__file__).parent
DOCUMENT_SUFFIXES = {".txt", ".md", ".html", ".htm", ".docx", ".pdf"}


class _PartRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    heading: str
    introduction: str


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    file: str
    title: str
    publisher: str
    kind: SourceKind
    date: str
    date_text: str
    introduction: str
    status: str
    authority: int = 9
    layout: str = "plain"
    sha256: str
    display: str = "full"
    not_quotable_headings: tuple[str, ...] = ()
    not_quotable_patterns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    part: tuple[_PartRow, ...] = ()


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checksum_of(paths: list[Path]) -> str:
    """One short checksum of the names and contents of files; those that are not there do not count."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(f"{path.name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()[:16]


def load_manifest(directory: Path = CORPUS_DIR) -> tuple[Source, ...]:
    """The sources in the order of the manifest; raises CorpusError if a row or a file is wrong.

    ``directory`` holds ``manifest.toml`` and a folder ``sources/`` with the files.
    """
    path = directory / "manifest.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
    except FileNotFoundError:
        raise CorpusError(f"{path}: er is geen manifest. Maak een bestand met een [[source]]-rij per document.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: geen geldig TOML ({error}). Herstel die regel.") from None
    sources = tuple(_source(path, row) for row in rows)
    _refuse_duplicates(path, sources)
    _refuse_strangers(directory, sources)
    for source in sources:
        _check_file(directory, source)
    return sources


def source_path(source: Source, directory: Path = CORPUS_DIR) -> Path:
    return directory / "sources" / source.file


def _source(path: Path, row: dict[str, object]) -> Source:
    try:
        fields = _Row.model_validate(row).model_dump()
        parts = tuple(Part(**part) for part in fields.pop("part"))
        return Source(**fields, parts=parts)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            f"{path}: rij '{row.get('id', '?')}', veld '{field}': {first['msg']}. Vul het veld in of verbeter het."
        ) from None


def _refuse_duplicates(path: Path, sources: tuple[Source, ...]) -> None:
    seen: set[str] = set()
    for source in sources:
        if source.id in seen:
            raise CorpusError(f"{path}: het id '{source.id}' komt twee keer voor. Geef elke rij een eigen id.")
        seen.add(source.id)


def _refuse_strangers(directory: Path, sources: tuple[Source, ...]) -> None:
    known = {source.file for source in sources}
    folder = directory / "sources"
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if file.suffix.lower() in DOCUMENT_SUFFIXES and file.name not in known:
            raise CorpusError(
                f'{file}: dit bestand heeft geen rij in manifest.toml. Voeg een [[source]] toe met file = "{file.name}" '
                f'en sha256 = "{sha256_of(file)}", of haal het bestand weg.'
            )


def _check_file(directory: Path, source: Source) -> None:
    path = source_path(source, directory)
    if not path.is_file():
        raise CorpusError(f"{path}: het bestand ontbreekt. Zet het terug of haal de rij '{source.id}' uit manifest.toml.")
    found = sha256_of(path)
    if found != source.sha256:
        raise CorpusError(
            f"{path}: de inhoud is veranderd (sha256 {found}, het manifest zegt {source.sha256}). "
            f"Zet het oude bestand terug, of lees het nieuwe na en zet de nieuwe sha256 in manifest.toml."
        )
