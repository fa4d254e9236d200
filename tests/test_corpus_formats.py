"""A new document: any supported format works, and what is wrong gets a message that names file and remedy."""

import docx
import pytest
from corpus_folder import CorpusFolder
from pdf_files import write_pdf

from corpus import CorpusError, load_corpus

SENTENCE = "Een ouder mag altijd een steunfiguur meenemen naar het gesprek."


def make_docx(path):
    document = docx.Document()
    document.add_heading("Gesprek op school", level=1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Neem een notitieblok mee.", style="List Bullet")
    document.save(str(path))


FORMATS = {
    "nieuw.txt": lambda path: path.write_text(f"Gesprek op school\n\n{SENTENCE}\n", encoding="utf-8"),
    "nieuw.md": lambda path: path.write_text(f"# Gesprek op school\n\n{SENTENCE}\n", encoding="utf-8"),
    "nieuw.html": lambda path: path.write_text(
        f"<html><head><script>var x = 1</script></head><body><h1>Gesprek op school</h1><p>{SENTENCE}</p></body></html>",
        encoding="utf-8",
    ),
    "nieuw.docx": make_docx,
    "nieuw.pdf": lambda path: write_pdf(path, [["Gesprek op school", "", SENTENCE], ["Tweede bladzijde van de tekst."]]),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_of_every_format_becomes_sections(tmp_path, name):
    folder = CorpusFolder(tmp_path)
    FORMATS[name](folder.sources / name)
    folder.add_row("nieuw", name)
    corpus = load_corpus(folder.path)
    document = corpus.document("nieuw")
    assert SENTENCE in document.text
    assert "var x" not in document.text
    section = corpus.section_at("nieuw", document.text.index(SENTENCE))
    assert section is not None
    assert section.heading[-1] == "Gesprek op school"


def test_a_pdf_keeps_its_page_numbers(tmp_path):
    folder = CorpusFolder(tmp_path)
    FORMATS["nieuw.pdf"](folder.sources / "nieuw.pdf")
    folder.add_row("nieuw", "nieuw.pdf")
    document = load_corpus(folder.path).document("nieuw")
    assert document.page_of(document.text.index(SENTENCE)) == 1
    assert document.page_of(document.text.index("Tweede bladzijde")) == 2


def test_a_file_without_a_row_is_named(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "los.txt").write_text("Tekst.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"los\.txt.*geen rij in manifest\.toml"):
        load_corpus(folder.path)


def test_a_changed_file_is_refused(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "basis.txt").write_text("Iets anders.", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"basis\.txt: de inhoud is veranderd"):
        load_corpus(folder.path)


def test_a_missing_file_is_named(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "basis.txt").unlink()
    with pytest.raises(CorpusError, match=r"basis\.txt: het bestand ontbreekt"):
        load_corpus(folder.path)


def test_a_wrong_encoding_is_named(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "oud.txt").write_bytes("Één ouder".encode("latin-1"))
    folder.add_row("oud", "oud.txt")
    with pytest.raises(CorpusError, match=r"oud\.txt: dit is geen UTF-8"):
        load_corpus(folder.path)


@pytest.mark.parametrize("name", ["leeg.pdf", "leeg.txt"])
def test_an_empty_or_scanned_file_is_named(tmp_path, name):
    folder = CorpusFolder(tmp_path)
    if name.endswith(".pdf"):
        write_pdf(folder.sources / name, [[]])
    else:
        (folder.sources / name).write_text("  \n", encoding="utf-8")
    folder.add_row("leeg", name)
    with pytest.raises(CorpusError, match=r"leeg\.(pdf|txt): er staat geen leesbare tekst in"):
        load_corpus(folder.path)


def test_a_broken_pdf_is_named(tmp_path):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "stuk.pdf").write_bytes(b"geen pdf")
    folder.add_row("stuk", "stuk.pdf")
    with pytest.raises(CorpusError, match=r"stuk\.pdf: deze PDF kan niet worden gelezen"):
        load_corpus(folder.path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('kind = "onzin"', "veld 'kind'"),
        ('layout = "krant"', "de layout 'krant' bestaat niet"),
        ('rating = "5"', "veld 'rating'"),
    ],
)
def test_a_wrong_manifest_row_names_the_field(tmp_path, line, message):
    folder = CorpusFolder(tmp_path)
    (folder.sources / "extra.txt").write_text("Een zin staat hier.", encoding="utf-8")
    folder.add_row("extra", "extra.txt", replace=line)
    with pytest.raises(CorpusError, match=message):
        load_corpus(folder.path)
