"""What the page shows around a conversation: the notice before the first question, hints, and a start that failed."""

from assistant.page import texts
from assistant.page.loading import explain
from assistant.page.markup import escape, question_buttons, telephone_links, with_numbers
from assistant.page.turns import HUMANS


def before_the_first_question() -> str:
    """That this is a computer, what it does and does not do, whom to call, and what can be asked."""
    promises = "".join(f"<li>{escape(promise)}</li>" for promise in texts.PROMISES)
    return (
        f'<div class="uitleg"><h2>{escape(texts.NOTICE_HEADING)}</h2><p><strong>{escape(texts.NOTICE)}</strong></p>'
        f"<p>{escape(texts.NOTICE_HUMAN)}</p>{telephone_links(HUMANS)}"
        f'<ul class="beloften">{promises}</ul>'
        f"<h3>{escape(texts.EXAMPLES_HEADING)}</h3>{question_buttons(texts.EXAMPLES)}</div>"
    )


def reminder() -> str:
    """The line under the question box: a human is always one step away."""
    return f'<p class="klein">{with_numbers(texts.REMINDER)}</p>'


def hint_line(text: str) -> str:
    """A line above the question box that a screen reader hears at once; nothing for no text."""
    return f'<p role="alert">{escape(text)}</p>' if text else ""


def failed_start(error: BaseException) -> str:
    """That no question can be answered, why, and whom to call."""
    return (
        f'<div class="misgegaan" role="alert"><p>{escape(texts.NOT_STARTED)}</p>{_reason(explain(error))}'
        f"<p>{escape(texts.CALL_A_HUMAN)}</p>{telephone_links(HUMANS)}</div>"
    )


def _reason(text: str) -> str:
    return "" if text == texts.NOT_STARTED else f"<p>{escape(text)}</p>"
