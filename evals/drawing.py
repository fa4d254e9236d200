"""Figures drawn with matplotlib, as SVG."""

import io
from pathlib import Path
from typing import Any

_SIZE = (4.6, 4.2)


def new_figure() -> tuple[Any, Any]:
    """A small figure and its axes; importing matplotlib takes a second, so only who draws pays for it."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    return pyplot.subplots(figsize=_SIZE)


def as_svg(figure: Any) -> str:
    """The figure as an ``svg`` element, to stand in a page; the figure is closed."""
    target = io.StringIO()
    _write(figure, target)
    text = target.getvalue()
    return text[text.index("<svg") :]


def save_svg(figure: Any, path: Path) -> None:
    """Writes the figure as a file; the figure is closed."""
    _write(figure, path)


def _write(figure: Any, target: Any) -> None:
    from matplotlib import pyplot

    figure.tight_layout()
    figure.savefig(target, format="svg", metadata={"Date": None})
    pyplot.close(figure)
