"""The Gradio page. What it shows is made in ``asking`` and ``turns``; past turns stay in the browser, not on the server."""

from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from typing import Any

import gradio as gr

from assistant.page import texts
from assistant.page.asking import MOST_CHARACTERS, MOST_EARLIER, Shown, ask
from assistant.page.loading import Answering, explain
from assistant.page.markup import escape, question_buttons, telephone_links
from assistant.page.turns import HUMANS
from assistant.types import Voice
from corpus.types import Source

_AT_ONCE = 8  # answers being made at the same time
_IN_LINE = 64  # questions waiting; one more is told to come back later
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")


def quiet_theme() -> gr.themes.Base:
    """A theme without fonts to fetch; the style sheet of the page gives it its colours."""
    return gr.themes.Base(font=_FONTS, font_mono=("ui-monospace", "monospace"))


def build_blocks(assistant: "Future[Answering]", sources: Mapping[str, Source]) -> gr.Blocks:
    """The page for an assistant that may still be loading.

    The server keeps no conversation: the page itself sends the earlier questions along with each new one.
    """
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(_notice(), elem_id="uitleg")
        state_of_start = gr.HTML("", elem_id="toestand")
        voice = gr.Radio(list(texts.VOICES), value="ouder", label=texts.VOICE_LABEL, elem_id="stem", interactive=True)
        gr.HTML('<div id="verloop"></div>', elem_id="eerder")
        turn = gr.HTML("", elem_id="nu")
        with gr.Group(elem_id="vraagvak"):
            hint = gr.HTML("", elem_id="hint")
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
            gr.HTML(_reminder(), elem_id="herinnering")
        earlier = gr.JSON([], visible=False)

        async def on_question(question: str, asked: object, chosen: str) -> AsyncIterator[tuple[Any, ...]]:
            moments = ask(question, earlier=_questions(asked), voice=_voice(chosen), assistant=assistant, sources=sources)
            async for shown in moments:
                yield _updates(shown)

        async def on_open() -> AsyncIterator[str]:
            error = assistant.exception() if assistant.done() else None
            yield _failed_start(error) if error else ""

        asking = gr.on(
            [box.submit, send.click],
            on_question,
            inputs=[box, earlier, voice],
            outputs=[turn, hint, earlier, box],
            concurrency_limit=_AT_ONCE,
            **_QUIET,
        )
        clear.click(lambda: ("", "", [], ""), outputs=[turn, hint, earlier, box], cancels=[asking], queue=False, **_QUIET)
        blocks.load(on_open, outputs=[state_of_start], **_QUIET)
    blocks.queue(max_size=_IN_LINE, default_concurrency_limit=_AT_ONCE, api_open=False)
    return blocks


_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _updates(shown: Shown) -> tuple[Any, ...]:
    return (
        gr.skip() if shown.turn is None else shown.turn,
        gr.skip() if shown.hint is None else _hint(shown.hint),
        gr.skip() if shown.earlier is None else list(shown.earlier),
        "" if shown.empty_the_box else gr.skip(),
    )


def _questions(asked: object) -> tuple[str, ...]:
    """The earlier questions as the browser sent them, which may be anything."""
    if not isinstance(asked, list):
        return ()
    return tuple(text[:MOST_CHARACTERS] for text in asked if isinstance(text, str) and text.strip())[-MOST_EARLIER:]


def _voice(chosen: object) -> Voice:
    return "advieslijn" if chosen == "advieslijn" else "ouder"


def _hint(text: str) -> str:
    return f'<p role="alert">{escape(text)}</p>' if text else ""


def _failed_start(error: BaseException) -> str:
    return (
        f'<div class="misgegaan" role="alert"><p>{escape(texts.NOT_STARTED)}</p><p>{escape(explain(error))}</p>'
        f"<p>{escape(texts.CALL_A_HUMAN)}</p>{telephone_links(HUMANS)}</div>"
    )


def _notice() -> str:
    return (
        '<div class="uitleg"><h2>Voor je begint</h2>'
        "<p><strong>Je praat hier met een computer (AI), niet met een mens.</strong></p><ul>"
        "<li>De antwoorden komen alleen uit vijf documenten. Bij elk antwoord zie je waar het staat.</li>"
        "<li>Dit is geen juridisch advies.</li>"
        "<li>Er gaat geen melding naar iemand, ook niet naar Veilig Thuis.</li>"
        "<li>Wat je typt, wordt niet bewaard.</li></ul>"
        f'<p>Is er nu gevaar, of wil je liever een mens spreken?</p>{telephone_links(HUMANS)}'
        f'<h3 id="voorbeelden">Vragen die je kunt stellen</h3>{question_buttons(texts.EXAMPLES)}</div>'
    )


def _reminder() -> str:
    return (
        '<p class="klein">Dit is een computer. Liever een mens? Bel Veilig Thuis: '
        '<a href="tel:08002000">0800-2000</a> (gratis, dag en nacht).</p>'
    )
