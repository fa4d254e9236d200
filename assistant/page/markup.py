"""Text to HTML: everything that anyone typed or wrote goes through ``escape`` here, and nowhere else becomes HTML."""

import re
from collections.abc import Iterable
from html import escape as _escape
from itertools import groupby

from assistant.signposts import load_signposts

_MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"[-•*]\s+")
_NUMBERED = re.compile(r"(\d{1,2})\.\s+")


def escape(text: str) -> str:
    """Text that means the same in HTML, both between tags and within a quoted attribute."""
    return _escape(text, quote=True)


def quote_id(turn_id: str, number: int) -> str:
    """The id of a quote in its card; turns have ids of their own, so that [1] never points into another answer."""
    return f"bron-{turn_id}-{number}"


def with_markers(text: str, turn_id: str, numbers: Iterable[int]) -> str:
    """Escaped text in which each [n] that has a quote is a link to it; any other [n] stays as it was typed.

    Numbers to call can be tapped.
    """
    known = set(numbers)

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in known:
            return match[0]
        return f'<a class="marker" href="#{quote_id(turn_id, number)}" aria-label="bron {number}">[{number}]</a>'

    return _MARKER.sub(link, with_numbers(text))


def with_numbers(text: str) -> str:
    """Escaped text in which the signposts' long numbers can be tapped; short ones, such as 112, may mean something else."""
    html = escape(text)
    for signpost in load_signposts().values():
        if "-" in signpost.number:
            html = html.replace(signpost.number, f'<a href="{_address(signpost.number)}">{signpost.number}</a>')
    return html


def _address(number: str) -> str:
    return f"tel:{re.sub('[^0-9]', '', number)}"


def paragraphs(text: str, turn_id: str, numbers: Iterable[int]) -> str:
    """The paragraphs and lists of an answer, a line each; lines that open with a dash or a number are a list."""
    known = tuple(numbers)
    html = []
    for kind, lines in groupby((line.strip() for line in text.splitlines() if line.strip()), key=_line_kind):
        if kind == "p":
            html += [f"<p>{with_markers(line, turn_id, known)}</p>" for line in lines]
        else:
            html.append(f"<{kind}>{''.join(_item(line, turn_id, known) for line in lines)}</{kind}>")
    return "".join(html)


def _line_kind(line: str) -> str:
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBERED.match(line) else "p"


def _item(line: str, turn_id: str, numbers: tuple[int, ...]) -> str:
    numbered = _NUMBERED.match(line)
    value = f' value="{numbered[1]}"' if numbered else ""
    text = line[numbered.end() :] if numbered else _BULLET.sub("", line, count=1)
    return f"<li{value}>{with_markers(text, turn_id, numbers)}</li>"


def telephone_links(names: Iterable[str]) -> str:
    """A list of numbers to tap, in the order given; a name that is no signpost is left out."""
    signposts = load_signposts()
    items = [
        f'<li><a class="bel" href="{_address(signposts[name].number)}">{escape(signposts[name].text)}</a></li>'
        for name in names
        if name in signposts
    ]
    return f'<ul class="bellen">{"".join(items)}</ul>' if items else ""


def question_buttons(questions: Iterable[str]) -> str:
    """Buttons that ask a question when pressed; the script of the page reads the question from the attribute."""
    items = [f'<li><button type="button" class="stel" data-vraag="{escape(q)}">{escape(q)}</button></li>' for q in questions]
    return f'<ul class="vragen">{"".join(items)}</ul>' if items else ""
