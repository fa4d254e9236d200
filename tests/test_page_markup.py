"""Text to HTML: what anyone typed stays text, markers become links, lines become paragraphs and lists."""

import re

import pytest

from assistant.page.markup import escape, paragraphs, question_buttons, telephone_links, with_markers

HOSTILE = (
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="attribute"),
    pytest.param("' onmouseover='alert(1)", id="single quote"),
    pytest.param("&lt;b&gt;", id="already escaped"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_typed_character_opens_a_tag_or_closes_an_attribute(text: str) -> None:
    assert not re.search(r"[<>\"']|&(?!lt;|gt;|amp;|quot;|#x27;)", escape(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_is_escaped_before_it_gets_tags(text: str) -> None:
    tags = re.findall(r"<[^>]*>", paragraphs(text, "t", [1]))
    assert tags == ["<p>", "</p>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_question_button_holds_its_question_as_text(text: str) -> None:
    html = question_buttons([text])
    assert html.count("<button") == 1
    assert f'data-vraag="{escape(text)}">{escape(text)}</button>' in html


def test_markdown_is_not_interpreted() -> None:
    text = "[klik](javascript:alert(1)) **vet** `code` # kop"
    assert paragraphs(text, "t", [1]) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Zo is het. [1]", 'Zo is het. <a class="marker" href="#bron-t-1" aria-label="bron 1">[1]</a>', id="known"),
        pytest.param("Zo is het. [3]", "Zo is het. [3]", id="no such source"),
        pytest.param("[zie 1]", "[zie 1]", id="no marker"),
    ],
)
def test_a_marker_with_a_source_is_a_link(text: str, expected: str) -> None:
    assert with_markers(text, "t", [1, 2]) == expected


def test_two_markers_are_two_links() -> None:
    assert with_markers("Zo. [1][2]", "t", [1, 2]).count("<a ") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Een.\n\nTwee.", "<p>Een.</p><p>Twee.</p>", id="paragraphs"),
        pytest.param("Kies:\n- dit\n- dat\nKlaar.", "<p>Kies:</p><ul><li>dit</li><li>dat</li></ul><p>Klaar.</p>", id="list"),
        pytest.param(
            "2. Overleg\n3. Besluit", '<ol><li value="2">Overleg</li><li value="3">Besluit</li></ol>', id="numbered list"
        ),
        pytest.param("In 2021. Zo.", "<p>In 2021. Zo.</p>", id="a year is no number"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_lines_become_paragraphs_and_lists(text: str, expected: str) -> None:
    assert paragraphs(text, "t", []) == expected


def test_numbers_can_be_tapped_in_the_order_given() -> None:
    html = telephone_links(["veilig thuis", "112", "bestaat niet"])
    assert re.findall(r'href="(tel:\d+)"', html) == ["tel:08002000", "tel:112"]


def test_a_number_in_an_answer_can_be_tapped() -> None:
    assert paragraphs("Bel 0800-2000, niet 112.", "t", []) == '<p>Bel <a href="tel:08002000">0800-2000</a>, niet 112.</p>'


@pytest.mark.parametrize(("name", "number"), [("113", "tel:08000113"), ("kindertelefoon", "tel:08000432")])
def test_every_signpost_has_its_number(name: str, number: str) -> None:
    assert f'href="{number}"' in telephone_links([name])
