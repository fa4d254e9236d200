"""A comparison as Dutch Markdown: the verdict, the figures, and every question that was won or lost."""

from collections.abc import Sequence

from evals.comparing import Comparison, Entry
from evals.notation import cut, decimal, p_value, percent, percent_points, signed


def comparison_text(comparison: Comparison, base_name: str) -> str:
    """What was won and lost, by name, and the verdict."""
    c = comparison
    lines = [f"Basis: {base_name}. {verdict(c)}", ""]
    lines += [
        "| | gevallen | basis | nieuw | gewonnen | verloren | p (McNemar) | verschil (95 %) |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in c.rows:
        low, high = percent_points(row.difference.low), percent_points(row.difference.high)
        difference = f"{percent_points(row.new - row.base)} ({low} tot {high})"
        shares = f"{percent(row.base)} | {percent(row.new)}"
        lines.append(f"| {row.name} | {row.cases} | {shares} | {row.won} | {row.lost} | {p_value(row.p)} | {difference} |")
    if c.found:
        base, new, interval = c.found
        lines += ["", f"MRR: {decimal(base)} werd {decimal(new)} (verschil {signed(interval.low)} tot {signed(interval.high)})."]
    lines += _named("Verloren, kritiek", c.lost_critical, why=True)
    lines += _named("Verloren", [entry for entry in c.lost if entry not in c.lost_critical], why=True)
    lines += _named("Gewonnen", c.won, why=False)
    lines += _named("Niet te scoren", c.unscored, why=True)
    for title, names in (("Veranderd sinds de basis, niet vergeleken", c.changed), ("Nieuw", c.added), ("Verdwenen", c.removed)):
        if names:
            lines += ["", f"{title} ({len(names)}): {', '.join(names)}"]
    return "\n".join(lines)


def verdict(comparison: Comparison) -> str:
    """The outcome of a comparison in a sentence or two."""
    reasons = [f"significant slechter bij {row.name} ({row.lost} verloren, {row.won} gewonnen)" for row in comparison.regressions]
    if comparison.lost_critical:
        reasons.append(f"{len(comparison.lost_critical)} kritieke gevallen verloren")
    if reasons:
        text = f"Oordeel: slechter. {'; '.join(reasons).capitalize()}."
    elif comparison.unmeasured:
        return f"Oordeel: niet te zeggen, want {comparison.unmeasured}."
    else:
        text = "Oordeel: goed. Geen significante achteruitgang en geen kritiek geval verloren."
    return f"{text} Let op: {comparison.unmeasured}." if comparison.unmeasured else text


def _named(title: str, entries: Sequence[Entry], *, why: bool) -> list[str]:
    if not entries:
        return []
    rows = [f"- {e.id}: {cut(e.question, 140)}{f' — {e.why}' if why and e.why else ''}" for e in entries]
    return ["", f"{title} ({len(entries)}):", "", *rows]
