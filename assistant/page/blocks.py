"""The Gradio page. What it shows is made in ``asking`` and ``turns``; past turns stay in the browser, not on the server."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from typing import Any

import gradio as gr

from assistant.page import texts
from assistant.page.asking import MOST_CHARACTERS, MOST_EARLIER, Shown, ask
from assistant.page.frame import before_the_first_question, failed_start, hint_line, reminder
from assistant.page.loading import Answering
from assistant.types import Voice
from corpus.types import Source

_ALL = "alle"
_AT_ONCE = 8  # answers being made at the same time
_IN_LINE = 64  # questions waiting; one more is told to come back later
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")


def quiet_theme() -> gr.themes.Base:
    """A theme without fonts to fetch; the style sheet of the page gives it its colours."""
    return gr.themes.Base(font=_FONTS, font_mono=("ui-monospace", "monospace"))


def build_blocks(assistant: "Future[Answering]", sources: Mapping[str, Source], *, takes_faults: bool = False) -> gr.Blocks:
    """The page for an assistant that may still be loading.

    The server keeps no conversation: the page itself sends the earlier questions along with each new one. ``takes_faults``:
    the advice line may mark answers wrong.
    """
    blocks: gr.Blocks = gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        _html(before_the_first_question(), elem_id="uitleg")
        state_of_start = _html("", elem_id="toestand")
        voice = gr.Radio(list(texts.VOICES), value="ouder", label=texts.VOICE_LABEL, elem_id="stem", interactive=True)
        filtered = gr.Radio(_filters(sources), value=_ALL, label=texts.SOURCES_LABEL, elem_id="bronkeuze", interactive=True)
        _html('<div id="verloop"></div>', elem_id="eerder")
        turn = _html("", elem_id="nu")
        with gr.Column(elem_id="vraagvak"):
            hint = _html("", elem_id="hint")
            box = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.PLACEHOLDER,
                lines=1,
                max_lines=6,
                elem_id="vraag",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, enterkeyhint="send", lang="nl"),
            )
            with gr.Row(elem_id="knoppen"):
                send = gr.Button(texts.SEND, variant="primary", elem_id="stuur")
                clear = gr.Button(texts.CLEAR, variant="secondary", elem_id="wis")
            _html(reminder(), elem_id="herinnering")
        earlier = gr.JSON([], visible=False)

        async def on_question(question: str, asked: object, chosen: str, source: str) -> AsyncIterator[tuple[Any, ...]]:
            voice = _voice(chosen)
            moments = ask(
                question,
                earlier=_questions(asked),
                voice=voice,
                assistant=assistant,
                sources=sources,
                documents=frozenset([source]) if voice == "advieslijn" and source in sources else None,
                takes_faults=takes_faults,
            )
            async for shown in moments:
                yield _updates(shown)

        async def on_open() -> str:
            try:
                await asyncio.wrap_future(assistant)
            except Exception as error:
                return failed_start(error)
            return ""

        asking = gr.on(
            [box.submit, send.click],
            on_question,
            inputs=[box, earlier, voice, filtered],
            outputs=[turn, hint, earlier, box],
            concurrency_limit=_AT_ONCE,
            **_QUIET,
        )
        clear.click(lambda: ("", "", [], ""), outputs=[turn, hint, earlier, box], cancels=[asking], **_QUIET)
        blocks.load(on_open, outputs=[state_of_start], **_QUIET)
    blocks.queue(max_size=_IN_LINE, default_concurrency_limit=_AT_ONCE, api_open=False)
    return blocks


def _html(value: str, *, elem_id: str) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _updates(shown: Shown) -> tuple[Any, ...]:
    return (
        gr.skip() if shown.turn is None else shown.turn,
        gr.skip() if shown.hint is None else hint_line(shown.hint),
        gr.skip() if shown.earlier is None else list(shown.earlier),
        "" if shown.empty_the_box else gr.skip(),
    )


def _questions(asked: object) -> tuple[str, ...]:
    """The earlier questions as the browser sent them, which may be anything."""
    if not isinstance(asked, list):
        return ()
    return tuple(text[:MOST_CHARACTERS] for text in asked if isinstance(text, str) and text.strip())[-MOST_EARLIER:]


def _filters(sources: Mapping[str, Source]) -> list[tuple[str, str]]:
    """The choices of the source filter: all, or one source by its short title."""
    return [(texts.ALL_SOURCES, _ALL), *((texts.SHORT_TITLES.get(id, source.title), id) for id, source in sources.items())]


def _voice(chosen: object) -> Voice:
    return "advieslijn" if chosen == "advieslijn" else "ouder"
