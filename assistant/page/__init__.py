"""The chat page: a thin Gradio page around an assistant, that asks nobody else and keeps nothing."""
