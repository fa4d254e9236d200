"""A comparison as Dutch Markdown: the verdict, the figures, and every question that was won or lost."""

from collections.abc import Mapping, Sequence

from evals.comparing import USUAL_CHANGE, Comparison, Entry
from evals.notation import cut, decimal, p_value, percent, percent_points, signed

EXPLAINED = (
    "p (Holm) is verbeterd voor het aantal regels dat hier samen bekeken wordt. Het kleinste zichtbare verschil, in punten, is "
    f"wat deze gevallen 4 van de 5 keer zouden laten zien als minstens {percent(USUAL_CHANGE)} van de uitkomsten verandert."
)


def comparison_text(comparison: Comparison, base_name: str) -> str:
    """What was won and lost, by name, and the verdict."""
    c = comparison
    lines = [f"Basis: {base_name}. {verdict(c)}", ""]
    lines += [
        "| | gevallen | basis | nieuw | gewonnen | verloren | p (McNemar) | p (Holm) | verschil (95 %) | kleinste zichtbare |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|---:|",
    ]
    for row in c.rows:
        low, high = percent_points(row.difference.low), percent_points(row.difference.high)
        difference = f"{percent_points(row.new - row.base)} ({low} tot {high})"
        shares = f"{percent(row.base)} | {percent(row.new)}"
        p_values = f"{p_value(row.p)} | {p_value(row.corrected)}"
        smallest = percent_points(row.smallest).removeprefix("+")
        lines.append(f"| {row.name} | {row.cases} | {shares} | {row.won} | {row.lost} | {p_values} | {difference} | {smallest} |")
    if c.rows:
        lines += ["", EXPLAINED]
    for title, means in (("MRR", c.found), ("Zinnen die door hun eigen citaat gedekt zijn", c.supported)):
        if means:
            low, high = signed(means.difference.low), signed(means.difference.high)
            lines += ["", f"{title}: {decimal(means.base)} werd {decimal(means.new)} (verschil {low} tot {high})."]
    lines += _named("Verloren, kritiek", c.lost_critical, c.before)
    lines += _named("Verloren", [entry for entry in c.lost if entry not in c.lost_critical], c.before)
    lines += _named("Gewonnen", c.won, c.before)
    lines += _named("Niet te scoren", c.unscored)
    for title, names in (("Veranderd sinds de basis, niet vergeleken", c.changed), ("Nieuw", c.added), ("Verdwenen", c.removed)):
        if names:
            lines += ["", f"{title} ({len(names)}): {', '.join(names)}"]
    return "\n".join(lines)


def verdict(comparison: Comparison) -> str:
    """The outcome of a comparison in a sentence or two."""
    reasons = [f"significant slechter bij {row.name} ({row.lost} verloren, {row.won} gewonnen)" for row in comparison.regressions]
    if comparison.supported and comparison.supported.fell:
        reasons.append("zinnen zijn minder vaak door hun eigen citaat gedekt")
    if comparison.lost_critical:
        reasons.append(f"{len(comparison.lost_critical)} kritieke gevallen verloren")
    if reasons:
        text = f"Oordeel: slechter. {'; '.join(reasons).capitalize()}."
    elif comparison.unmeasured:
        return f"Oordeel: niet te zeggen, want {comparison.unmeasured}."
    else:
        text = "Oordeel: goed. Geen significante achteruitgang en geen kritiek geval verloren."
    return f"{text} Let op: {comparison.unmeasured}." if comparison.unmeasured else text


def _named(title: str, entries: Sequence[Entry], before: Mapping[str, Entry] | None = None) -> list[str]:
    """The entries by name with why they fail; with what base and new run answered, where that is known."""
    if not entries:
        return []
    rows = []
    for entry in entries:
        rows.append(f"- {entry.id}: {cut(entry.question, 140)}{f' — {entry.why}' if entry.why else ''}")
        for name, answer in (("basis", before[entry.id].answer if before else ""), ("nieuw", entry.answer if before else "")):
            if answer:
                rows.append(f"  - {name}: {cut(answer, 260)}")
    return ["", f"{title} ({len(entries)}):", "", *rows]
