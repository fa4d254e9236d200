"""From a message to an answer whose every sentence is cited to the exact words."""

from assistant.engine import Assistant, load_assistant
from assistant.settings import Settings
from assistant.types import Answer, AssistantError, Citation, Notice

__all__ = ["Answer", "Assistant", "AssistantError", "Citation", "Notice", "Settings", "load_assistant"]
