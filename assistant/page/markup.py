"""Text to HTML: everything that anyone typed or wrote goes through ``escape`` here, and nowhere else becomes HTML."""

import re
from collections.abc import Iterable
from html import escape as _escape

from assistant.signposts import load_signposts

_MARKER = re.compile(r"\[(\d{1,3})\]")
_LIST_ITEM = re.compile(r"\s*[-•*]\s+")


def escape(text: str) -> str:
    """Text that means the same in HTML, both between tags and within a quoted attribute."""
    return _escape(text, quote=True)


def card_id(turn_id: str, number: int) -> str:
    """The id of a source card; turns have ids of their own, so that [1] never points into another answer."""
    return f"bron-{turn_id}-{number}"


def with_markers(text: str, turn_id: str, numbers: Iterable[int]) -> str:
    """Escaped text in which each [n] that has a card is a link to it; any other [n] stays as it was typed."""
    known = set(numbers)

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in known:
            return match[0]
        return f'<a class="marker" href="#{card_id(turn_id, number)}">[<span class="vh">bron </span>{number}]</a>'

    return _MARKER.sub(link, escape(text))


def paragraphs(text: str, turn_id: str, numbers: Iterable[int]) -> str:
    """The paragraphs and lists of an answer. A blank line ends a paragraph; lines that open with a dash are a list."""
    known = tuple(numbers)
    html: list[str] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        items: list[str] = []
        for line in part.splitlines():
            if _LIST_ITEM.match(line):
                items.append(f"<li>{with_markers(_LIST_ITEM.sub('', line, count=1), turn_id, known)}</li>")
                continue
            html += _closed(items)
            items = []
            if line.strip():
                html.append(f"<p>{with_markers(line.strip(), turn_id, known)}</p>")
        html += _closed(items)
    return "".join(html)


def _closed(items: list[str]) -> list[str]:
    return [f"<ul>{''.join(items)}</ul>"] if items else []


def telephone_links(names: Iterable[str]) -> str:
    """A list of numbers to tap, in the order given; a name that is no signpost is left out."""
    signposts = load_signposts()
    items = [
        f'<li><a class="bel" href="tel:{re.sub(r"[^0-9+]", "", signposts[name].number)}">{escape(signposts[name].text)}</a></li>'
        for name in names
        if name in signposts
    ]
    return f'<ul class="bellen">{"".join(items)}</ul>' if items else ""


def question_buttons(questions: Iterable[str]) -> str:
    """Buttons that ask a question when pressed; the script of the page reads the question from the attribute."""
    items = [f'<li><button type="button" class="stel" data-vraag="{escape(q)}">{escape(q)}</button></li>' for q in questions]
    return f'<ul class="vragen">{"".join(items)}</ul>' if items else ""
