"""How figures and texts are written in a report: Dutch notation, short."""

from collections.abc import Callable

from evals.figures import Figure


def percent(share: float) -> str:
    """
    >>> percent(0.8312)
    '83,1 %'
    """
    return f"{100 * share:.1f} %".replace(".", ",")


def decimal(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def percent_points(share: float) -> str:
    """A difference of shares with its sign, in points of a hundred."""
    return f"{100 * share:+.1f}".replace(".", ",")


def signed(value: float) -> str:
    return f"{value:+.3f}".replace(".", ",")


def p_value(value: float) -> str:
    return "< 0,001" if value < 0.001 else f"{value:.3f}".replace(".", ",")


def with_interval(figure: Figure | None, unit: Callable[[float], str] = percent) -> str:
    """A figure with its 95 % interval, ``83,1 % (80,2–85,7)``, or a dash where there is none."""
    if figure is None or figure.value is None or figure.interval is None:
        return "–"
    low, high = (unit(end).removesuffix(" %") for end in (figure.interval.low, figure.interval.high))
    return f"{unit(figure.value)} ({low}–{high})"


def cut(text: str, most: int) -> str:
    """The text on one line, at most so long."""
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= most else tidy[: most - 1].rstrip() + "…"
