"""What Gradio holds of a session after its questions are answered, and how it is let go.

Gradio keeps the last inputs and outputs of up to 10,000 sessions for an hour or longer, unread messages of up to 2,000, and
in the loops of its queue the last question of all. The page needs none of it: the conversation is in the browser.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr


class _Events(dict[str, Any]):
    """Gradio's list of events at work, from which an event goes without the question that it came with."""

    def pop(self, key: str, default: Any = None) -> Any:
        event = super().pop(key, default)
        if event is not None:
            event.data = None
            event.request = None
        return event


def keep_nothing(blocks: gr.Blocks) -> Callable[[str], None]:
    """The function that drops a session. To be asked for before the server starts.

    Dropping is safe at any moment: of a session with a question on its way, only what that question does not need goes.
    """
    queue = blocks._queue
    queue.event_ids_to_events = _Events()

    def forget(session: str) -> None:
        blocks.state_holder.session_data.pop(session, None)
        blocks.state_holder.time_last_used.pop(session, None)
        if not any(event.session_hash == session and event.alive for event in list(queue.event_ids_to_events.values())):
            queue.pending_messages_per_session.pop(session, None)
            queue.pending_event_ids_session.pop(session, None)

    return forget
